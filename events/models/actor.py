"""Who takes part in events: actors, their names in any script, and how they relate to each other over time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.history import tracked
from events.models.names import Name


class ActorKind(models.TextChoices):
    """Kinds of actor, after ACLED's inter codes; values are published data, never rename one."""

    STATE_FORCES = "state_forces", _("State forces")
    REBEL_GROUP = "rebel_group", _("Rebel group")
    POLITICAL_MILITIA = "political_militia", _("Political militia")
    IDENTITY_MILITIA = "identity_militia", _("Identity militia")
    RIOTERS = "rioters", _("Rioters")
    PROTESTERS = "protesters", _("Protesters")
    CIVILIANS = "civilians", _("Civilians")
    EXTERNAL_FORCES = "external_forces", _("External forces")
    UNIDENTIFIED = "unidentified", _("Unidentified")


@tracked("ActorHistory")
class Actor(models.Model):
    """An organised group, a state's force, or a population such as civilians, that takes part in events."""

    name = models.CharField(max_length=200, help_text="The name shown to the public; other spellings go below.")
    slug = models.SlugField(max_length=220, unique=True, help_text="Appears in URLs: never change a published one.")
    kind = models.CharField(max_length=20, choices=ActorKind)
    description = models.TextField(blank=True, default="", help_text="Public.")
    notes = models.TextField(blank=True, default="", help_text="Private.")
    ucdp_id = models.IntegerField("UCDP actor id", null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name__contains=";"),
                name="actor_name_no_semicolon",
                violation_error_message="A name cannot hold a semicolon: files use it to separate names.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked("ActorNameHistory", exclude=["search_key", "phonetic_key"])
class ActorName(Name):
    """One spelling of an actor's name."""

    # A name has no life of its own. An index that begins with it comes with actorname_once.
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names", db_index=False)

    class Meta(Name.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "name", "language"],
                name="actorname_once",
                violation_error_message="This actor already has this name in this language.",
            )
        ]


class ActorRelationKind(models.TextChoices):
    """How one actor relates to another; read as "actor … other"."""

    PART_OF = "part_of", "part of"
    ALLIED_WITH = "allied_with", "allied with"
    SPLINTER_OF = "splinter_of", "splinter of"
    SUCCESSOR_OF = "successor_of", "successor of"


@tracked("ActorRelationHistory")
class ActorRelation(models.Model):
    """One actor is part of, allied with, a splinter or the successor of another, from one day to another if known."""

    # It describes this actor only. An index that begins with it comes with actorrelation_once.
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="relations", db_index=False)
    kind = models.CharField(max_length=20, choices=ActorRelationKind)
    other = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="relations_from")
    date_start = models.DateField(null=True, blank=True, help_text="Empty if not known.")
    date_end = models.DateField(null=True, blank=True, help_text="Empty if not known or not ended.")
    note = models.CharField(max_length=300, blank=True, default="", help_text="Public.")
    is_public = models.BooleanField("shown", default=True, help_text="Off: for the desk alone.")

    class Meta:
        ordering = ["kind", "other__name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor=F("other")),
                name="actorrelation_not_to_itself",
                violation_error_message="An actor cannot relate to itself.",
            ),
            models.CheckConstraint(
                condition=Q(date_start__isnull=True) | Q(date_end__isnull=True) | Q(date_start__lte=F("date_end")),
                name="actorrelation_starts_before_it_ends",
                violation_error_message="The relation ends before it starts.",
            ),
            models.UniqueConstraint(
                fields=["actor", "kind", "other", "date_start"],
                nulls_distinct=False,
                name="actorrelation_once",
                violation_error_message="This relation is already recorded.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_kind_display()} {self.other}"
