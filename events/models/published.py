"""The public record: the only tables the public side may read. Nothing here refers to a coding table.

`PublishedEvent` is append-only and system-versioned: one row is one state of one event, all the public may know of it.
The catalogue tables beside it (actors, places, sources, event types) hold what public events name, and nothing more.
`events.publication` writes all of them; a trigger refuses any other change of a published version (migration 0002).
"""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Q
from django.db.models.functions import Cast


def text(**options: Any) -> models.TextField:
    """A text column of the public record: never null, empty where nothing is known or may be said."""
    return models.TextField(blank=True, default="", **options)


def slugs(help_text: str) -> ArrayField:
    """A list of slugs or codes."""
    return ArrayField(models.TextField(), default=list, help_text=help_text)


def name_words() -> SearchVectorField:
    """What `q` finds a row of the catalogue by."""
    return SearchVectorField(null=True, help_text="Words of all names; those marked with ~ are phonetic keys.")


def spellings(name: str) -> GinIndex:
    """The index by which a misspelling finds a row of the catalogue."""
    return GinIndex(OpClass(Cast("words", models.TextField()), "gin_trgm_ops"), name=name)


def number(help_text: str = "") -> models.IntegerField:
    """A figure that may be unknown; null is not 0."""
    return models.IntegerField(null=True, help_text=help_text)


class Publication(models.Model):
    """One act of publishing: numbers rise without gaps and become visible in their order."""

    number = models.IntegerField(primary_key=True)
    at = models.DateTimeField(
        help_text="The valid_from of every version this act opened, the valid_to of those it closed."
    )

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class PublishedEvent(models.Model):
    """One state of one event, as the public may know it, from `valid_from` until before `valid_to` (null: still)."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20)
    version = models.IntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    publication = models.IntegerField(help_text="Number of the act that opened this version.")
    closed_by = models.IntegerField(null=True, help_text="Number of the act that closed it.")
    closure = text(help_text="Why it closed: corrected, retracted, merged or hidden; empty while it is current.")
    closure_reason = text()
    merged_into = text(help_text="Code of the event this one was merged into.")
    change_reason = text(help_text="What this version corrected; empty for the first.")
    withheld = models.BooleanField(
        default=False, help_text="The content of this old version was removed to protect people."
    )

    title = text()
    narrative = text()
    event_type = text(help_text="Code of the type.")
    event_type_name = text()
    sub_event_type = text(help_text="Code of the sub-type; empty if coded to a type only.")
    sub_event_type_name = text()
    disorder_type = text(help_text="ACLED disorder type.")
    ucdp_type_of_violence = models.SmallIntegerField(null=True)

    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    date_meaning = text(help_text="on_day, lasted or within.")
    date_precision = models.SmallIntegerField(null=True, help_text="UCDP date_prec 1–5.")

    country = text(help_text="ISO 3166-1 alpha-3.")
    country_name = text()
    admin1 = text(help_text="ISO 3166-2.")
    admin1_name = text()
    place = text(help_text="Slug of the place.")
    place_name = text()
    place_path = slugs("The place and all it lies in, as slugs.")
    point = models.PointField(null=True, spatial_index=False, help_text="Null where only an area is known.")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    precision = text(help_text="Place precision.")
    precision_rank = models.SmallIntegerField(null=True, help_text="1 (exact) … 9 (unknown).")
    radius_km = models.FloatField(null=True, help_text="Radius of the ring to draw around the point.")

    clarity = text(help_text="single or summary.")
    incidents = number("Number of incidents in a summary.")

    deaths_low = number()
    deaths_best = number()
    deaths_high = number()
    deaths_a = number("Best figure, side A.")
    deaths_b = number("Best figure, side B.")
    deaths_civilians = number("Best figure, civilians.")
    deaths_unknown = number("Best figure, unknown.")
    injured_low = number()
    injured_best = number()
    injured_high = number()
    civilians = models.BooleanField(default=False, help_text="Civilians were targeted, killed or injured.")

    attribution = text(help_text="undisputed, likely, contested or unknown: derived from the claims.")
    attributed_to = text(help_text="Names of those said to have done it, joined by “; ”.")
    side_a = text(help_text="Names, joined by “; ”.")
    side_b = text(help_text="Names, joined by “; ”.")
    actors = slugs("Actors and all they were part of at the time, as slugs.")
    actor_roles = slugs("The same as slug|role.")
    actor_sides = slugs("The same as slug|A or slug|B: who was on which side.")
    sources = slugs("Sources as slugs.")
    source_names = text(help_text="Names, joined by “; ”.")
    tags = slugs("Tags.")
    flags = slugs("What is odd about imported values that were kept as given.")
    dataset = text(help_text="Data set the event was imported from.")
    dataset_id = text(help_text="Its id there.")

    participants = models.JSONField(default=list)
    casualties = models.JSONField(default=list)
    claims = models.JSONField(default=list)
    source_list = models.JSONField(default=list)
    links = models.JSONField(default=list)
    search = SearchVectorField(null=True, help_text="Search keys of the words of code, title and narrative.")

    class Meta:
        ordering = ["-date_start", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="published_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="published_one_current"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")), name="published_from_before_to"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, closure="") | (Q(valid_to__isnull=False) & ~Q(closure="")),
                name="published_closed_says_why",
            ),
        ]
        # Which events a question selects is found in the column copy (events/stats); rows are then read by their id.
        # So no index here serves a filter, and publishing writes little more than the rows.
        indexes = [
            # The whole record in the order of the list: files of everything.
            models.Index(fields=["-date_start", "-id"], condition=Q(valid_to__isnull=True), name="published_newest"),
            # What changed since a publication: the change feed and the column copy.
            models.Index(fields=["publication"], name="published_opened_by"),
            models.Index(fields=["closed_by"], condition=Q(closed_by__isnull=False), name="published_closed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class PublishedActor(models.Model):
    """An actor that a public event names, or that such an actor is part of."""

    slug = models.CharField(max_length=220, unique=True)
    name = text()
    kind = text()
    description = text()
    names = models.JSONField(default=list, help_text="[{name, language, kind}]")
    relations = models.JSONField(default=list, help_text="[{kind, direction, slug, name, date_start, date_end, note}]")
    parts = slugs("The actor itself and all that are or were part of it.")
    keys = slugs("Search keys of all names (events/names.py), so that a filter takes any spelling.")
    words = name_words()

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(fields=["words"], name="actor_words"),  # q=, suggestions
            spellings("actor_spellings"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedPlace(models.Model):
    """A place that a public event names, or that such a place lies in."""

    slug = models.CharField(max_length=220, unique=True)
    name = text()
    kind = text()
    country = text(help_text="ISO 3166-1 alpha-3.")
    country_name = text()
    admin1 = text(help_text="ISO 3166-2.")
    admin1_name = text()
    path = models.JSONField(default=list, help_text="[{slug, name, kind}] from the country down to the place.")
    names = models.JSONField(default=list, help_text="[{name, language, kind}]")
    geonames_id = models.IntegerField(null=True)
    pcode = text()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    extent_km = models.FloatField(null=True)
    boundary = models.GeometryField(null=True)
    keys = slugs("Search keys of all names (events/names.py), so that a filter takes any spelling.")
    words = name_words()

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(fields=["words"], name="place_words"),  # q=, suggestions
            spellings("place_spellings"),
            models.Index(fields=["country"], name="place_country"),
            models.Index(fields=["admin1"], name="place_admin1"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedSource(models.Model):
    """A source that a public event cites; a confidential one is a pseudonym with its kind and scale."""

    slug = models.CharField(max_length=220, unique=True)
    name = text()
    kind = text()
    scale = text()
    reliability = text()
    url = text()
    is_undisclosed = models.BooleanField(default=False)
    words = name_words()

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(fields=["words"], name="source_words"),  # q=, suggestions
            spellings("source_spellings"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedEventType(models.Model):
    """A line of the codebook."""

    code = models.CharField(max_length=60, unique=True)
    name = text()
    name_ar = text()
    parent = text(help_text="Code of the type; empty for a type.")
    order = models.IntegerField(default=0)
    definition = text()
    acled_event_type = text()
    acled_sub_event_type = text()
    acled_disorder_type = text()
    ucdp_type_of_violence = models.SmallIntegerField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


#: What the role of the public side may read: these tables and nothing else.
PUBLIC_MODELS = (Publication, PublishedEvent, PublishedActor, PublishedPlace, PublishedSource, PublishedEventType)
