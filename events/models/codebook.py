"""The codebook as data: what kinds of event there are and how they map to other codebooks."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from events.models.history import tracked


class UcdpViolence(models.IntegerChoices):
    """UCDP GED `type_of_violence`."""

    STATE_BASED = 1, "1 State-based"
    NON_STATE = 2, "2 Non-state"
    ONE_SIDED = 3, "3 One-sided"


@tracked("EventTypeHistory")
class EventType(models.Model):
    """A kind of event that analysts tell apart; two levels, a type and its sub-types."""

    code = models.SlugField(
        max_length=60, unique=True, help_text="Appears in URLs and files: never change a published one."
    )
    name = models.CharField(max_length=120)
    name_ar = models.CharField("name in Arabic", max_length=120, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subtypes",
        limit_choices_to={"parent": None},
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Rank: where several tactics occur in one event, the one with the lowest number is coded."
    )
    definition = models.TextField(blank=True, default="")
    acled_event_type = models.CharField("ACLED event type", max_length=60, blank=True, default="")
    acled_sub_event_type = models.CharField("ACLED sub-event type", max_length=60, blank=True, default="")
    acled_disorder_type = models.CharField("ACLED disorder type", max_length=60, blank=True, default="")
    ucdp_type_of_violence = models.PositiveSmallIntegerField(
        "UCDP type of violence", choices=UcdpViolence, null=True, blank=True
    )
    is_active = models.BooleanField(
        default=True, help_text="Switch off instead of deleting: coded events keep their type."
    )
    is_public = models.BooleanField(default=False, editable=False, help_text="Whether another person has approved it.")

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="eventtype_not_its_own_parent",
                violation_error_message="A type cannot be a sub-type of itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent.name}: {self.name}" if self.parent else self.name

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": "The codebook has two levels: choose a type, not a sub-type, as parent."})
