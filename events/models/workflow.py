"""The trail of an event through the workflow: who moved it from which state to which, when and why."""

from django.conf import settings
from django.db import models
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
