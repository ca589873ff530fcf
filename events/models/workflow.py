"""The workflow of an event: its steps, what a correction can go back to, and who has changed it since."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from events.models.event import Event, Status
from events.models.history import defaults_in_database, kept_when_deleted


@defaults_in_database
@kept_when_deleted("WorkflowStepHistory")
class WorkflowStep(models.Model):
    """One move of one event; private, because it names analysts. Rows are only ever added."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="steps")  # drafts may be deleted
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, help_text="As text, so that it outlives the account.")
    from_status = models.CharField(max_length=20, choices=Status, blank=True, default="")
    to_status = models.CharField(max_length=20, choices=Status)
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.event.code}: {self.from_status} → {self.to_status} by {self.by_name}"


class AsPublished(models.Model):
    """The coding rows of an event as they were published, for as long as a correction of it is under way.

    A trigger writes it as the event leaves the state published, and removes it when it is published again. `rows` holds
    each row by table, in the form of `to_jsonb`. Where a retracted event was opened, the event's status in it says so.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="as_published")
    rows = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "as published"

    def __str__(self) -> str:
        return f"{self.event.code} as it was {self.at:%Y-%m-%d %H:%M}"


class Changer(models.Model):
    """Somebody who changed an event, or handed it in, since it was last published: another person approves it.

    Filled by triggers, so that no form can forget it; an account that is deleted counts no more.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changers", db_index=False)  # changer_once
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="changer_once")]

    def __str__(self) -> str:
        return f"{self.event.code}: {self.person}"
