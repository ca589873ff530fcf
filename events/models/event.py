"""What happened: an event with its time, its place and its harm, as coded from the claims about it."""

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.codebook import EventType
from events.models.history import tracked
from events.models.location import Location, LocationKind, locate
from events.names import search_key

# Events far in the past are usually typing errors (0218 for 2018); the field's data sets start later than this.
FIRST_YEAR = 1900


class DateMeaning(models.TextChoices):
    """What the interval from date_start to date_end says."""

    ON_DAY = "on_day", "On that day"
    LASTED = "lasted", "Lasted from start to end"
    WITHIN = "within", "Some time within"


class PlacePrecision(models.TextChoices):
    """How exactly the place is known, finest first; the crosswalk to other codes is in events/precision.py."""

    EXACT = "exact", _("Exact spot")
    SETTLEMENT = "settlement", _("In the settlement")
    NEAR_SETTLEMENT = "near_settlement", _("Near the settlement")
    ADMIN2 = "admin2", _("Second-order unit")
    ADMIN1 = "admin1", _("First-order unit")
    REGION = "region", _("Region or line")
    COUNTRY = "country", _("Country only")
    SEA_AIR = "sea_air", _("Sea or airspace")
    UNKNOWN = "unknown", _("Unknown")


class Clarity(models.TextChoices):
    """Whether the row is one incident or lumps several, as UCDP's event_clarity."""

    SINGLE = "single", "One incident"
    SUMMARY = "summary", "Summary of several incidents"


class Status(models.TextChoices):
    """Where the event stands between an analyst's first draft and the public record."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    CORRECTION = "correction", "Correction in preparation"
    CORRECTION_REVIEW = "correction_review", "Correction in review"
    RETRACTED = "retracted", "Retracted"


#: The public record holds a current version of events in these states, but for what was retracted and opened again.
PUBLIC_STATUSES = (Status.PUBLISHED, Status.CORRECTION, Status.CORRECTION_REVIEW)


def next_code(country: Location | None) -> str:
    """A public id never used before: ISO 3166-1 alpha-3 of the country (ZZZ if there is none) and a running number."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('events_event_code_seq')")
        (number,) = cursor.fetchone()
    return f"{(country.iso_a3 if country else '') or 'ZZZ'}{number}"


#: The words of title and narrative, for an index that finds them by how they begin: the admin's search.
EVENT_WORDS = Func(
    F("search_key"),
    template="array_to_tsvector(string_to_array(%(expressions)s, ' '))",
    output_field=SearchVectorField(),
)


@tracked("EventHistory", exclude=["search_key"])
class Event(models.Model):
    """One thing that happened (or a summary of several): what, when and where; who, harm and who says so hang on it."""

    code = models.CharField(
        max_length=20, unique=True, editable=False, help_text="Public id; constant across edits, never used again."
    )
    title = models.CharField(max_length=200, help_text="Public. What happened and where, in a few plain words.")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="events")

    date_start = models.DateField("first day")
    date_end = models.DateField("last day")
    date_meaning = models.CharField(
        "the interval means", max_length=10, choices=DateMeaning, default=DateMeaning.ON_DAY
    )

    location = models.ForeignKey(
        Location,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text="The settlement, site, region, unit or country. Empty only where the place is unknown or at sea.",
    )
    point = models.PointField(
        null=True, blank=True, spatial_index=False, help_text="Needed for an exact spot or a settlement only."
    )
    precision = models.CharField(
        "place precision", max_length=20, choices=PlacePrecision, default=PlacePrecision.SETTLEMENT
    )
    is_sensitive = models.BooleanField(
        "sensitive place",
        default=False,
        help_text="The exact spot stays private; the public sees the place it lies in.",
    )

    clarity = models.CharField(max_length=10, choices=Clarity, default=Clarity.SINGLE)
    incidents = models.PositiveIntegerField(
        "number of incidents", null=True, blank=True, help_text="For a summary: how many, empty if not known."
    )
    narrative = models.TextField(blank=True, default="", help_text="Public. What is known, in your own words.")
    tags = ArrayField(models.CharField(max_length=60), blank=True, default=list, help_text="Separated by commas.")
    notes = models.TextField(blank=True, default="", help_text="Private.")
    flags = ArrayField(
        models.CharField(max_length=60),
        blank=True,
        default=list,
        editable=False,
        help_text="What is odd about imported values that were kept as given.",
    )

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    dataset = models.CharField(max_length=40, blank=True, default="", editable=False)
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        db_index=False,  # event_mine begins with it
        on_delete=models.SET_NULL,  # the history keeps who it was
        related_name="+",
        editable=False,
        help_text="Who wrote the draft, or the correction in preparation.",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts saves, to notice two people editing."
    )
    search_key = models.TextField(default="", editable=False)

    class Meta:
        ordering = ["-date_start", "-id"]
        permissions = [
            ("submit_event", "Can submit events for review"),
            ("publish_event", "Can publish, correct and send back events"),
            ("retract_event", "Can retract and merge published events"),
        ]
        indexes = [
            # The admin's list: newest first, by status, and "mine".
            models.Index(fields=["-date_start", "-id"], name="event_newest"),
            models.Index(fields=["status", "-date_start"], name="event_by_status"),
            models.Index(fields=["coded_by", "status"], name="event_mine"),
            GinIndex(EVENT_WORDS, name="event_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_start__lte=F("date_end")),
                name="event_starts_before_it_ends",
                violation_error_message="The last day is before the first day.",
            ),
            models.CheckConstraint(
                condition=Q(date_start__year__gte=FIRST_YEAR) & Q(date_end__year__lte=2200),
                name="event_date_is_sane",
                violation_error_message=f"Check the year: dates before {FIRST_YEAR} are not accepted.",
            ),
            models.CheckConstraint(
                condition=~Q(date_meaning="on_day") | Q(date_start=F("date_end")) | ~Q(dataset=""),
                name="event_on_day_is_one_day",
                violation_error_message="“On that day” needs the same first and last day; "
                "else choose “lasted” or “some time within”.",
            ),
            models.CheckConstraint(
                condition=~Q(precision__in=["exact", "settlement"]) | Q(point__isnull=False),
                name="event_precise_has_point",
                violation_error_message="An exact spot or a settlement needs a point: set it on the map, "
                "or choose a coarser precision.",
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=False) | Q(precision__in=["sea_air", "unknown"]),
                name="event_has_location",
                violation_error_message="Choose a place, or say that the place is unknown or at sea.",
            ),
            models.CheckConstraint(
                condition=Q(clarity="summary") | Q(incidents__isnull=True),
                name="event_incidents_only_in_summary",
                violation_error_message="Only a summary of several incidents has a number of incidents.",
            ),
            models.CheckConstraint(
                condition=Q(incidents__isnull=True) | Q(incidents__gte=1),
                name="event_incidents_positive",
                violation_error_message="A summary covers one incident or more.",
            ),
            models.CheckConstraint(
                condition=~Q(status="retracted") | Q(code__gt=""),
                name="event_retracted_keeps_code",
                violation_error_message="A retracted event keeps its code.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(status="retracted") & ~Q(merged_into=F("id"))),
                name="event_merged_is_retracted",
                violation_error_message="Only a retracted event is merged into another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = next_code(self.location.country_row if self.location else None)
        self.search_key = search_key(f"{self.title} {self.narrative}")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        errors: dict[str, str] = {}
        if (
            self.date_end
            and not self.dataset
            and self.date_end > timezone.now().date()
            and self.date_meaning != "within"
        ):
            errors["date_end"] = "This day is in the future: an event is coded after it happened."
        if self.date_start and self.date_start > timezone.now().date():
            errors["date_start"] = "This day is in the future: an event is coded after it happened."
        if message := self._point_outside():
            errors["point"] = message
        if errors:
            raise ValidationError(errors)

    def _point_outside(self) -> str:
        """Why the point contradicts the chosen place, as a sentence; empty if it does not."""
        if not self.point or not self.location or self.dataset:
            return ""
        lon, lat = self.point.coords
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            return "The point is not on the Earth: latitude lies in -90…90, longitude in -180…180."
        country = self.location.country_row
        for area in filter(None, [country, self.location.admin1]):
            if area.holds(self.point) is False:
                found_country, found_admin1 = locate(self.point)
                found = (
                    ", ".join(place.name for place in (found_admin1, found_country) if place) or "no country we know"
                )
                return f"The point lies in {found}, outside {area.name}: move it, or choose another place."
        return ""

    @property
    def country(self) -> Location | None:
        return self.location.country_row if self.location else None

    @property
    def is_public(self) -> bool:
        """Whether the public record holds a current version of this event."""
        return public_events().filter(pk=self.pk).exists()


def public_events() -> models.QuerySet[Event]:
    """Published events that were not retracted. The record holds a current version of each that is not hidden."""
    opened_again = Q(as_published__rows__event__status=Status.RETRACTED)
    return Event.objects.filter(status__in=PUBLIC_STATUSES).exclude(opened_again)


class Side(models.TextChoices):
    """The two sides of an event; the order carries no blame except that a victim of one-sided violence is side B."""

    A = "A", "Side A"
    B = "B", "Side B"


class Role(models.TextChoices):
    """What the actor did in the event."""

    LEAD = "lead", _("Lead")
    ASSOCIATE = "associate", _("Associate")
    TARGET = "target", _("Target")


class Certainty(models.TextChoices):
    """How sure it is that the actor took part."""

    CONFIRMED = "confirmed", _("Confirmed")
    LIKELY = "likely", _("Likely")
    ALLEGED = "alleged", _("Alleged")
    DISPUTED = "disputed", _("Disputed")


@tracked("ParticipationHistory")
class Participation(models.Model):
    """An actor's part in an event."""

    # It has no life of its own. An index that begins with it comes with participation_once.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations", db_index=False)
    actor = models.ForeignKey("events.Actor", on_delete=models.PROTECT, related_name="participations")
    side = models.CharField(max_length=1, choices=Side)
    role = models.CharField(max_length=10, choices=Role, default=Role.LEAD)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.CONFIRMED)

    class Meta:
        ordering = ["side", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "actor", "side"],
                name="participation_once",
                violation_error_message="This actor is already on this side of the event.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor} (side {self.side}, {self.role}, {self.certainty})"


class CasualtyGroup(models.TextChoices):
    """Whom the harm fell on. The first five add up to the event's total; the rest are inside civilians."""

    SIDE_A = "side_a", "Side A"
    SIDE_B = "side_b", "Side B"
    CIVILIANS = "civilians", "Civilians"
    UNKNOWN = "unknown", "Unknown"
    ALL = "all", "All together (overrides the sum)"
    WOMEN = "women", "Women (civilians)"
    MEN = "men", "Men (civilians)"
    CHILDREN = "children", "Children (civilians)"
    JOURNALISTS = "journalists", "Journalists (civilians)"
    HEALTH_WORKERS = "health_workers", "Health workers (civilians)"
    AID_WORKERS = "aid_workers", "Aid workers (civilians)"


class Outcome(models.TextChoices):
    """What happened to them."""

    KILLED = "killed", "Killed"
    INJURED = "injured", "Injured"
    ABDUCTED = "abducted", "Abducted"
    MISSING = "missing", "Missing"
    DISPLACED = "displaced", "Displaced"


def ordered_figures(prefix: str) -> Q:
    """A condition: low ≤ best ≤ high wherever two of them are given."""
    low, best, high = (f"{prefix}{name}" for name in ("low", "best", "high"))
    return (
        (Q(**{f"{low}__isnull": True}) | Q(**{f"{best}__isnull": True}) | Q(**{f"{low}__lte": F(best)}))
        & (Q(**{f"{best}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{best}__lte": F(high)}))
        & (Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)}))
    )


@tracked("CasualtiesHistory")
class Casualties(models.Model):
    """Harm to one group in an event, as a range; an empty figure is not known, which is not 0."""

    # It has no life of its own. An index that begins with it comes with casualties_once.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="casualties", db_index=False)
    group = models.CharField(max_length=20, choices=CasualtyGroup)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.KILLED)
    low = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    is_imported = models.BooleanField(
        default=False, editable=False, help_text="Figures are kept as their data set gives them."
    )

    class Meta:
        ordering = ["outcome", "group"]
        verbose_name_plural = "casualties"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_imported=True) | ordered_figures(""),
                name="casualties_low_best_high",
                violation_error_message="Figures must rise: low ≤ best ≤ high.",
            ),
            models.UniqueConstraint(
                fields=["event", "group", "outcome"],
                name="casualties_once",
                violation_error_message="This group already has a row for this outcome.",
            ),
        ]

    def __str__(self) -> str:
        figures = "–".join("?" if n is None else str(n) for n in (self.low, self.best, self.high))
        return f"{self.get_group_display()} {self.outcome}: {figures}"


class LinkKind(models.TextChoices):
    """How an event relates to another; read as "event … other"."""

    SERIES = "series", "part of a series with"
    RETALIATION = "retaliation", "retaliation for"
    SAME_INCIDENT = "same_incident", "same incident as"


@tracked("EventLinkHistory")
class EventLink(models.Model):
    """One event relates to another."""

    # It has no life of its own. An index that begins with it comes with eventlink_once.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=20, choices=LinkKind)
    other = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="links_from")
    note = models.CharField(max_length=300, blank=True, default="", help_text="Public.")

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(event=F("other")),
                name="eventlink_not_to_itself",
                violation_error_message="An event cannot be linked to itself.",
            ),
            models.UniqueConstraint(
                fields=["event", "kind", "other"],
                name="eventlink_once",
                violation_error_message="This link is already recorded.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event.code} {self.get_kind_display()} {self.other.code}"


# Location.kind decides which precision is meaningful; kept here so that the form can offer it.
PRECISION_FOR_KIND = {
    LocationKind.COUNTRY: PlacePrecision.COUNTRY,
    LocationKind.ADMIN1: PlacePrecision.ADMIN1,
    LocationKind.ADMIN2: PlacePrecision.ADMIN2,
    LocationKind.SETTLEMENT: PlacePrecision.SETTLEMENT,
    LocationKind.SITE: PlacePrecision.EXACT,
    LocationKind.REGION: PlacePrecision.REGION,
    LocationKind.LINE: PlacePrecision.REGION,
    LocationKind.SEA: PlacePrecision.SEA_AIR,
}
