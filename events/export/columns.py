"""The columns of every file, in their order, which is part of the contract (docs/export.md): new ones go to the end.

A column has the name that the public record gives it. CSV has the flat columns; JSON has the nested ones too.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.models import PublishedEvent


@dataclass(frozen=True)
class Column:
    """One column: a field of PublishedEvent, and what it holds in words for people who read the file."""

    name: str
    doc: str

    @cached_property
    def _field(self) -> models.Field:
        return PublishedEvent._meta.get_field(self.name)  # type: ignore[return-value]  # it has no relations

    @property
    def is_nested(self) -> bool:
        """Whether it is a list of objects, which only JSON can hold."""
        return isinstance(self._field, models.JSONField)

    @property
    def is_list(self) -> bool:
        return isinstance(self._field, ArrayField)

    @property
    def is_text(self) -> bool:
        """Whether somebody typed it, so that it may begin with anything."""
        return isinstance(self._field, models.CharField | models.TextField)

    @property
    def is_instant(self) -> bool:
        return isinstance(self._field, models.DateTimeField)

    @property
    def is_flag(self) -> bool:
        return isinstance(self._field, models.BooleanField)


COLUMNS = (
    Column("code", "Public id of the event; constant across versions, never used again."),
    Column("version", "Number of this state of the event, from 1."),
    Column("title", "What happened and where, in a few words."),
    Column("event_type", "Code of the type (codebook)."),
    Column("event_type_name", "Name of the type."),
    Column("sub_event_type", "Code of the sub-type; empty if coded to a type only."),
    Column("sub_event_type_name", "Name of the sub-type."),
    Column("disorder_type", "ACLED disorder type."),
    Column(
        "ucdp_type_of_violence", "UCDP type of violence: 1 state-based, 2 non-state, 3 one-sided; empty for others."
    ),
    Column("date_start", "First day it may have happened, or on which it began."),
    Column("date_end", "Last day it may have happened, or on which it ended."),
    Column("date_meaning", "What the interval means: `on_day`, `lasted` (all of it) or `within` (some time in it)."),
    Column("date_precision", "UCDP date_prec: 1 the day is known … 5 within more than a month."),
    Column("country", "ISO 3166-1 alpha-3."),
    Column("country_name", "Name of the country."),
    Column("admin1", "First-order unit, ISO 3166-2."),
    Column("admin1_name", "Name of the first-order unit."),
    Column("place", "Slug of the place the event is coded to."),
    Column("place_name", "Name of that place."),
    Column("place_path", "Slugs of the place and of all it lies in; a list."),
    Column("latitude", "Degrees, WGS 84; empty where only an area is known."),
    Column("longitude", "Degrees, WGS 84; empty where only an area is known."),
    Column("precision", "How exactly the place is known: `exact` … `unknown`."),
    Column("radius_km", "The event lies within about this distance of the point."),
    Column("clarity", "`single`, or `summary` of several incidents."),
    Column("incidents", "Number of incidents in a summary; empty if not known."),
    Column("deaths_low", "Killed, lowest figure; empty is not known, which is not 0."),
    Column("deaths_best", "Killed, best figure."),
    Column("deaths_high", "Killed, highest figure."),
    Column("deaths_a", "Killed on side A, best figure."),
    Column("deaths_b", "Killed on side B, best figure."),
    Column("deaths_civilians", "Civilians killed, best figure."),
    Column("deaths_unknown", "Killed whose side is not known, best figure."),
    Column("injured_low", "Injured, lowest figure."),
    Column("injured_best", "Injured, best figure."),
    Column("injured_high", "Injured, highest figure."),
    Column("civilians", "`true` if civilians were targeted, killed or injured."),
    Column("attribution", "How sure it is who did it: `undisputed`, `likely`, `contested` or `unknown`."),
    Column("attributed_to", "Names of those said to have done it; a list."),
    Column("side_a", "Names of the actors on side A; a list."),
    Column("side_b", "Names of the actors on side B; a list."),
    Column("actors", "Slugs of the actors and of all they were part of at the time; a list."),
    Column("actor_roles", "The same as slug|role; a list."),
    Column("sources", "Slugs of the sources; a list."),
    Column("source_names", "Names of the sources; a list."),
    Column("tags", "Tags; a list."),
    Column("flags", "What is odd about imported figures that were kept as given; a list."),
    Column("narrative", "What is known, in the coders' words."),
    Column("dataset", "Data set it was imported from, which is to be cited too; empty if coded here."),
    Column("dataset_id", "Its id there."),
    Column("publication", "Number of the act of publishing that this version came with."),
    Column("valid_from", "Instant of that act, ISO 8601, UTC."),
    Column("change_reason", "What this version corrected; empty for the first."),
    Column("participants", "Who took part: slug, name, kind, side, role, certainty, parents."),
    Column("casualties", "Harm by group and outcome: low, best, high."),
    Column("claims", "What each source says about the event, and what the analysts make of it."),
    Column("source_list", "The sources, each with its kind, scale, reliability and reports."),
    Column("links", "Other events this one relates to: kind, direction, code, note."),
)
FLAT = tuple(column for column in COLUMNS if not column.is_nested)

#: Fields of PublishedEvent that no file has, with the reason.
NOT_EXPORTED = {
    "id": "a key of the database; `code` and `version` name the row",
    "valid_to": "files hold current versions only, where it is empty",
    "closed_by": "as valid_to",
    "closure": "as valid_to",
    "closure_reason": "as valid_to",
    "merged_into": "as valid_to",
    "withheld": "only of past versions",
    "digest": "tells publishing what changed",
    "point": "is `latitude` and `longitude`",
    "precision_rank": "is the place of `precision` in its list",
    "search": "an index, not content",
}
