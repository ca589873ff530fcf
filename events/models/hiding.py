"""The brake: what one person took out of everything public, at once, until two decide that it comes back."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from events.models.history import defaults_in_database


class HiddenKind(models.TextChoices):
    """What can be hidden; values are names of coding models."""

    EVENT = "Event", "Event"
    SOURCE = "Source", "Source"
    REPORT = "Report", "Report"
    CLAIM = "Claim", "Claim"
    PLACE = "Location", "Place"


@defaults_in_database
class Hiding(models.Model):
    """One event, source, report, claim or place that readers do not see, whatever its own row says.

    A row of its own, because nobody may change a claim of a published event. It is never deleted; triggers let it be
    lifted only by an approved proposal or a maintainer's decision (migration 0018).
    """

    kind = models.CharField(max_length=10, choices=HiddenKind)
    object_id = models.BigIntegerField(help_text="No foreign key: what comes back from its history is still hidden.")
    reason = models.TextField(help_text="Private: how it endangers somebody.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150, default="", help_text="As text, so that it outlives the account.")
    at = models.DateTimeField(default=timezone.now)
    is_lifted = models.BooleanField("lifted", default=False, help_text="Readers may see it again.")

    class Meta:
        verbose_name = "hidden thing"
        verbose_name_plural = "Hidden from readers"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], condition=Q(is_lifted=False), name="hiding_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="hiding_says_why"),
        ]

    def __str__(self) -> str:
        """The name of a source or report may be a secret itself, so those are called by their number."""
        row = self.thing() if self.kind in (HiddenKind.EVENT, HiddenKind.PLACE) else None
        return f"{self.get_kind_display()} {row or f'no. {self.object_id}'}"

    def thing(self) -> Any:
        """The row that is hidden; None if it was deleted."""
        return apps.get_model("events", self.kind)._default_manager.filter(pk=self.object_id).first()


def hiding_of(thing: models.Model) -> Hiding | None:
    """The hiding that keeps `thing` from readers now, if there is one."""
    return Hiding.objects.filter(kind=type(thing).__name__, object_id=thing.pk, is_lifted=False).first()


def hidden_events() -> RawSQL:
    """The ids of events of which readers see nothing: hidden, or with a retraction that waits."""
    return RawSQL("select event_id from events_hidden_event", [])
