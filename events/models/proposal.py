"""Changes of what readers see, on their way from the person who wants them to another who approves them.

Triggers hold the rule (migration 0012): a shown row changes in what it shows only in a transaction that approves a
proposal of that very change, or that records a maintainer's decision. docs/adr/0013 says why.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.history import defaults_in_database


class Subject(models.TextChoices):
    """What a proposal is about; names and relations belong to their actor or place."""

    ACTOR = "Actor", "Actor"
    EVENT_TYPE = "EventType", "Event type"
    HIDING = "Hiding", "Hidden"
    PLACE = "Location", "Place"
    REPORT = "Report", "Report"
    SOURCE = "Source", "Source"


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", "Waits for approval"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Proposal(models.Model):
    """What one actor, place, source, report or event type would show; several people may add to it while it is open."""

    subject = models.CharField(max_length=12, choices=Subject)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=500, help_text="What it is called, for lists.")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    decided_by_name = models.CharField(
        max_length=150, default="", help_text="As text, so that it outlives the account."
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", help_text="Why it was returned.")
    is_own = models.BooleanField(
        default=False, help_text="Approved by somebody who wrote in it, as the setting FOUR_EYES=0 allows."
    )
    transaction = models.BigIntegerField(null=True, help_text="Number of the transaction that approved it.")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(state="open"), name="proposal_one_open_a_row"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="proposal_returned_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.title}"


class ProposedChange(models.Model):
    """One column of one row as it is and as it should be; of a row to be taken away, no column."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes", db_index=False)
    model = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=40, blank=True, help_text="Name of the field; empty: the row is taken away.")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=150, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "model", "object_id", "field", "by"], name="proposedchange_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} {self.field}"


@defaults_in_database
class MaintainerDecision(models.Model):
    """A command of the maintainer's that changes what readers see, without a second person."""

    command = models.CharField(max_length=200)
    by_name = models.CharField(max_length=150, default="", help_text="Login of the machine, where it is known.")
    at = models.DateTimeField(default=timezone.now)
    transaction = models.BigIntegerField(unique=True, help_text="Number of the transaction that it made.")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.command
