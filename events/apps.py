"""Registers the app and its system checks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    """Conflict events and their evidence."""

    name = "events"
    verbose_name = "Conflict events"

    def ready(self) -> None:
        from events import checks  # noqa: F401, PLC0415 - importing registers them, once the models are loaded
        from events.coding.groups import create_groups  # noqa: PLC0415 - it needs the models

        # For every app: the permissions that a group holds are made after this app's own turn.
        post_migrate.connect(create_groups, dispatch_uid="events.create_groups")
