"""Claims: what one report, or one speaker in it, says about an event. The published event is the consensus."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from events.models.actor import Actor
from events.models.event import CasualtyGroup, Event, Outcome, ordered_figures
from events.models.history import tracked
from events.models.location import Location
from events.models.source import Report, Source


class ClaimKind(models.TextChoices):
    """What a claim is about."""

    OCCURRED = "occurred", "That it happened"
    ATTRIBUTION = "attribution", "Who did it"
    CASUALTIES = "casualties", "Harm"
    PLACE = "place", "Where"
    DATE = "date", "When"


class Stance(models.TextChoices):
    """What the speaker does with the claim."""

    ASSERTS = "asserts", "Asserts"
    DOUBTS = "doubts", "Doubts"
    DENIES = "denies", "Denies"


class Credibility(models.IntegerChoices):
    """Credibility of information, the figure of the Admiralty (NATO STANAG 2511) code."""

    CONFIRMED = 1, "1 Confirmed by others"
    PROBABLE = 2, "2 Probably true"
    POSSIBLE = 3, "3 Possibly true"
    DOUBTFUL = 4, "4 Doubtful"
    IMPROBABLE = 5, "5 Improbable"
    UNKNOWN = 6, "6 Cannot be judged"


class ClaimStatus(models.TextChoices):
    """What the analysts make of the claim."""

    ACCEPTED = "accepted", "Accepted"
    CONFLICTING = "conflicting", "Conflicting"
    REJECTED = "rejected", "Rejected"


@tracked("ClaimHistory")
class Claim(models.Model):
    """One thing that one report (or a speaker in it) asserts, doubts or denies about an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="claims")  # has no life of its own
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="claims")
    speaker = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spoken_claims",
        help_text="Who says it in the report, if not its author. A person's name stays private.",
    )
    speaker_role = models.CharField(
        max_length=200, blank=True, default="", help_text="Public. Who says it, as a role: “a police officer”."
    )
    kind = models.CharField("claim", max_length=12, choices=ClaimKind, default=ClaimKind.OCCURRED)
    stance = models.CharField(max_length=10, choices=Stance, default=Stance.ASSERTS)
    statement = models.CharField(
        max_length=500, blank=True, default="", help_text="Public. What is claimed, in your own words."
    )
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", help_text="For “who did it”."
    )
    group = models.CharField(max_length=20, choices=CasualtyGroup, blank=True, default="", help_text="For “harm”.")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="", help_text="For “harm”.")
    low = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", help_text="For “where”."
    )
    date_start = models.DateField("first day", null=True, blank=True, help_text="For “when”.")
    date_end = models.DateField("last day", null=True, blank=True)
    credibility = models.PositiveSmallIntegerField(choices=Credibility, default=Credibility.UNKNOWN)
    status = models.CharField(max_length=12, choices=ClaimStatus, default=ClaimStatus.ACCEPTED)
    public_note = models.CharField(
        max_length=500,
        blank=True,
        default="",
        help_text="Public. Needed for a conflict: what conflicts, and why it stands.",
    )
    is_confidential = models.BooleanField(
        "confidential", default=False, help_text="The public record does not hold this claim at all."
    )

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="conflicting") | ~Q(public_note=""),
                name="claim_conflict_has_note",
                violation_error_message="A conflicting claim needs a public note that says what conflicts.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="attribution") | Q(actor__isnull=False),
                name="claim_attribution_has_actor",
                violation_error_message="A claim about who did it names an actor (“unidentified” is one).",
            ),
            models.CheckConstraint(
                condition=~Q(kind="casualties") | (~Q(group="") & ~Q(outcome="")),
                name="claim_casualties_has_group",
                violation_error_message="A claim about harm names the group and the outcome.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="place") | Q(location__isnull=False),
                name="claim_place_has_location",
                violation_error_message="A claim about where names a place.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="date") | (Q(date_start__isnull=False) & Q(date_end__isnull=False)),
                name="claim_date_has_days",
                violation_error_message="A claim about when gives a first and a last day.",
            ),
            models.CheckConstraint(
                condition=Q(date_start__isnull=True) | Q(date_end__isnull=True) | Q(date_start__lte=F("date_end")),
                name="claim_starts_before_it_ends",
                violation_error_message="The last day claimed is before the first day.",
            ),
            models.CheckConstraint(
                condition=ordered_figures(""),
                name="claim_low_best_high",
                violation_error_message="Figures must rise: low ≤ best ≤ high.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report.source} {self.stance}: {self.get_kind_display().lower()}"

    def clean(self) -> None:
        if self.kind != ClaimKind.CASUALTIES and any(n is not None for n in (self.low, self.best, self.high)):
            raise ValidationError({"kind": "Only a claim about harm has figures."})
