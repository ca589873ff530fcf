"""The columns of events, in their order, which is part of the contract (docs/export.md): new ones go to the end.

A column has the name that the public record gives it. JSON has the nested ones too, other formats the flat ones.
"""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models

from events import wording
from events.export.column import Column, Kind
from events.models import Clarity, DateMeaning, PlacePrecision, PublishedEvent

#: Kinds by the field of PublishedEvent; the first that fits.
KINDS: dict[type[models.Field], Kind] = {
    ArrayField: Kind.LIST,
    models.BooleanField: Kind.FLAG,
    models.CharField: Kind.TEXT,
    models.TextField: Kind.TEXT,
    models.DateTimeField: Kind.INSTANT,
    models.DateField: Kind.DAY,
    models.FloatField: Kind.NUMBER,
    models.IntegerField: Kind.INTEGER,
    models.JSONField: Kind.NESTED,
}


def event_column(name: str, doc: str, kind: Kind | None = None, unit: str = "", codes: Iterable[str] = ()) -> Column:
    """The column of a field of PublishedEvent."""
    field = PublishedEvent._meta.get_field(name)
    return Column(
        name, doc, kind or next(KINDS[kind] for kind in KINDS if isinstance(field, kind)), "", unit, tuple(codes)
    )


COLUMNS = (
    event_column("code", "Public id of the event; constant across versions, never used again."),
    event_column("version", "Number of this state of the event, from 1."),
    event_column("title", "What happened and where, in a few words."),
    event_column("event_type", "Code of the type (codebook)."),
    event_column("event_type_name", "Name of the type."),
    event_column("sub_event_type", "Code of the sub-type; empty if coded to a type only."),
    event_column("sub_event_type_name", "Name of the sub-type."),
    event_column("disorder_type", "ACLED disorder type."),
    event_column(
        "ucdp_type_of_violence", "UCDP type of violence: 1 state-based, 2 non-state, 3 one-sided; empty for others."
    ),
    event_column("date_start", "First day it may have happened, or on which it began."),
    event_column("date_end", "Last day it may have happened, or on which it ended."),
    event_column(
        "date_meaning",
        "What the interval means: `on_day`, `lasted` (all of it) or `within` (some time in it).",
        codes=DateMeaning.values,
    ),
    event_column("date_precision", "UCDP date_prec: 1 the day is known … 5 within more than a month."),
    event_column("country", "ISO 3166-1 alpha-3."),
    event_column("country_name", "Name of the country."),
    event_column("admin1", "First-order unit, ISO 3166-2."),
    event_column("admin1_name", "Name of the first-order unit."),
    event_column("place", "Slug of the place the event is coded to."),
    event_column("place_name", "Name of that place."),
    event_column("place_path", "Slugs of the place and of all it lies in; a list."),
    event_column("latitude", "Degrees, WGS 84; empty where only an area is known.", unit="degrees"),
    event_column("longitude", "Degrees, WGS 84; empty where only an area is known.", unit="degrees"),
    event_column("precision", "How exactly the place is known: `exact` … `unknown`.", codes=PlacePrecision.values),
    event_column("radius_km", "The event lies within about this distance of the point.", unit="km"),
    event_column("clarity", "`single`, or `summary` of several incidents.", codes=Clarity.values),
    event_column("incidents", "Number of incidents in a summary; empty if not known."),
    event_column("deaths_low", "Killed, lowest figure; empty is not known, which is not 0.", unit="people"),
    event_column("deaths_best", "Killed, best figure.", unit="people"),
    event_column("deaths_high", "Killed, highest figure.", unit="people"),
    event_column("deaths_a", "Killed on side A, best figure.", unit="people"),
    event_column("deaths_b", "Killed on side B, best figure.", unit="people"),
    event_column("deaths_civilians", "Civilians killed, best figure.", unit="people"),
    event_column("deaths_unknown", "Killed whose side is not known, best figure.", unit="people"),
    event_column("injured_low", "Injured, lowest figure.", unit="people"),
    event_column("injured_best", "Injured, best figure.", unit="people"),
    event_column("injured_high", "Injured, highest figure.", unit="people"),
    event_column("civilians", "`true` if civilians were targeted, killed or injured."),
    event_column(
        "attribution",
        "How sure it is who did it: `undisputed`, `likely`, `contested` or `unknown`.",
        codes=wording.ATTRIBUTIONS,
    ),
    event_column("attributed_to", "Names of those said to have done it; a list.", kind=Kind.NAMES),
    event_column("side_a", "Names of the actors on side A; a list.", kind=Kind.NAMES),
    event_column("side_b", "Names of the actors on side B; a list.", kind=Kind.NAMES),
    event_column("actors", "Slugs of the actors and of all they were part of at the time; a list."),
    event_column("actor_roles", "The same as slug|role; a list."),
    event_column("sources", "Slugs of the sources; a list."),
    event_column("source_names", "Names of the sources; a list.", kind=Kind.NAMES),
    event_column("tags", "Tags; a list."),
    event_column("flags", "What is odd about imported figures that were kept as given; a list."),
    event_column("narrative", "What is known, in the coders' words."),
    event_column("dataset", "Data set it was imported from, which is to be cited too; empty if coded here."),
    event_column("dataset_id", "Its id there."),
    event_column("publication", "Number of the act of publishing that this version came with."),
    event_column("valid_from", "Instant of that act, ISO 8601, UTC."),
    event_column("change_reason", "What this version corrected; empty for the first."),
    event_column("participants", "Who took part: slug, name, kind, side, role, certainty, parents."),
    event_column("casualties", "Harm by group and outcome: low, best, high."),
    event_column("claims", "What each source says about the event, and what the analysts make of it."),
    event_column("source_list", "The sources, each with its kind, scale, reliability and reports."),
    event_column("links", "Other events this one relates to: kind, direction, code, note."),
)
FLAT = tuple(column for column in COLUMNS if column.kind is not Kind.NESTED)

#: Fields of PublishedEvent that no file has, with the reason.
NOT_EXPORTED = {
    "id": "a key of the database; `code` and `version` name the row",
    "valid_to": "files hold current versions only, where it is empty",
    "closed_by": "as valid_to",
    "closure": "as valid_to",
    "closure_reason": "as valid_to",
    "merged_into": "as valid_to",
    "withheld": "only of past versions",
    "actor_sides": "follows from `participants`",
    "point": "is `latitude` and `longitude`",
    "precision_rank": "is the place of `precision` in its list",
    "search": "an index, not content",
}
