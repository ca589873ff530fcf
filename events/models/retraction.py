"""Retracting what others coded, and emptying past versions for good: asked for by one person, decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.models.event import Event
from events.models.history import defaults_in_database


class RetractionDeed(models.TextChoices):
    """What is asked for; values are names of moves in events/coding/workflow.py."""

    RETRACT = "retract", "retract"
    MERGE = "merge", "merge into another"
    WITHHOLD = "withhold", "empty the past versions"


class RetractionState(models.TextChoices):
    """Where it stands. While it is open, readers see nothing of what it would take away."""

    OPEN = "open", "Waits for another editor"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"


@defaults_in_database
class Retraction(models.Model):
    """That an event be retracted, or merged into another, or that its past versions be emptied for good."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="retractions", db_index=False)
    deed = models.CharField(max_length=10, choices=RetractionDeed)
    into = models.ForeignKey(
        Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Merged into this."
    )
    empties_past = models.BooleanField(default=False, help_text="Its past versions are emptied, for good.")
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150, default="", help_text="As text, so that it outlives the account.")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=RetractionState, default=RetractionState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    decided_by_name = models.CharField(max_length=150, default="")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", help_text="Why it was refused.")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(state="open"), name="retraction_one_open"),
            models.CheckConstraint(condition=~Q(reason=""), name="retraction_says_why"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="retraction_refused_says_why"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(by__isnull=True) | ~Q(decided_by=F("by")),
                name="retraction_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event.code}: {self.get_deed_display()}"


class SetAside(models.Model):
    """The content of a past version while it is decided whether it is emptied for good."""

    version_id = models.BigIntegerField(primary_key=True, help_text="Key of the PublishedEvent.")
    content = models.JSONField()

    def __str__(self) -> str:
        return f"version {self.version_id}"
