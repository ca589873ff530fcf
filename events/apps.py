"""Registers the app and its system checks."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Conflict events and their evidence."""

    name = "events"
    verbose_name = "Conflict events"

    def ready(self) -> None:
        from events import checks  # noqa: F401, PLC0415 - importing registers them, once the models are loaded
