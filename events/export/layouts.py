"""Layouts: what one row of a file is. An event; or, in the long ones, a claim or a participant of an event.

One declaration of columns for each layout, in an order that is part of the contract (docs/export.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from events.export.column import Column, Kind
from events.export.columns import COLUMNS, FLAT
from events.export.stream import Events, Query
from events.models import (
    ActorKind,
    CasualtyGroup,
    Certainty,
    ClaimKind,
    ClaimStatus,
    Outcome,
    Role,
    Side,
    SourceKind,
    SourceScale,
    Stance,
)

#: Columns of the event that every row of a long layout begins with.
SHARED = ("code", "version", "event_type", "date_start", "date_end", "date_meaning", "country", "admin1", "place")


@dataclass(frozen=True)
class Layout:
    """`noun` is what a row is; `nested` the column of the event whose items the rows are, empty for events."""

    name: str
    noun: str
    columns: tuple[Column, ...]
    nested: str = ""

    def query(self, events: Events, cells: Iterable[str]) -> Query:
        """SQL for `cells` of each row, in the order of the events; a cell is made of names of columns."""
        if not self.nested:
            statement, values = _fields(events, [column.name for column in COLUMNS])
            return f"select {', '.join(cells)} from ({statement}) event", values
        statement, values = _fields(events, [*SHARED, "publication", self.nested])
        named = ", ".join(f"{column.sql} as {column.name}" for column in self.columns)
        # OFFSET keeps PostgreSQL from taking the object apart again for each place that a cell names the column.
        parts = (
            f"select {named} from ({statement}) event "
            f"cross join lateral jsonb_array_elements(event.{self.nested}) with ordinality part(value, number) offset 0"
        )
        return f"select {', '.join(cells)} from ({parts}) part", values


def _fields(events: Events, names: list[str]) -> tuple[str, tuple[Any, ...]]:
    return events.values_list(*names).query.sql_with_params()


def _of_event(names: Iterable[str]) -> tuple[Column, ...]:
    columns = {column.name: column for column in FLAT}
    return tuple(replace(columns[name], sql=f"event.{name}") for name in names)


def _part(name: str, doc: str, path: str = "", kind: Kind = Kind.TEXT, codes: Iterable[str] = ()) -> Column:
    """A column that the item holds at `path` (its name, if empty), keys parted by dots."""
    *outer, last = (path or name).split(".")
    text = "part.value" + "".join(f" -> '{key}'" for key in outer) + f" ->> '{last}'"
    sql = {
        Kind.INTEGER: f"({text})::integer",
        Kind.DAY: f"({text})::date",
        Kind.FLAG: f"({text})::boolean",
        Kind.LIST: f"array(select jsonb_array_elements_text(part.value -> '{last}'))",
    }
    return Column(name, doc, kind, sql.get(kind, text), codes=tuple(codes))


EVENTS = Layout("events", "event", FLAT)
CLAIMS = Layout(
    "claims",
    "claim",
    (
        *_of_event(SHARED),
        Column("number", "Number of the claim in this version of the event, from 1.", Kind.INTEGER, "part.number"),
        _part("kind", "What the claim is about.", codes=ClaimKind.values),
        _part("stance", "What the speaker does with it.", codes=Stance.values),
        _part("statement", "The claim in the analysts' words."),
        _part("status", "What the analysts make of it.", codes=ClaimStatus.values),
        _part(
            "credibility",
            "Credibility of the information, 1 confirmed by others … 5 improbable, 6 cannot be judged.",
            kind=Kind.INTEGER,
        ),
        _part("public_note", "Why the claim conflicts, or was rejected."),
        _part("speaker_role", "Who says it, in words that may be public."),
        _part("speaker", "Slug of the source that speaks, where a report passes on what another says.", "speaker.slug"),
        _part("speaker_name", "Name of that source.", "speaker.name"),
        _part("source", "Slug of the source that reports it.", "source.slug"),
        _part("source_name", "Name of that source.", "source.name"),
        _part("source_kind", "What the source is.", "source.kind", codes=SourceKind.values),
        _part("source_scale", "Its reach.", "source.scale", codes=SourceScale.values),
        _part(
            "source_undisclosed",
            "`true` if the source is named by a pseudonym, for its safety.",
            "source.undisclosed",
            Kind.FLAG,
        ),
        _part("report_title", "Title of the report.", "report.title"),
        _part("report_author", "Its author.", "report.author"),
        _part("report_date", "Day of the report.", "report.date", Kind.DAY),
        _part("report_url", "Its address.", "report.url"),
        _part("report_archive_url", "Address of an archived copy.", "report.archive_url"),
        _part("report_language", "Its language, BCP 47.", "report.language"),
        _part("actor", "Slug of the actor that is blamed or cleared.", "actor.slug"),
        _part("actor_name", "Name of that actor.", "actor.name"),
        _part("casualty_group", "Whom the harm fell on.", "group", codes=CasualtyGroup.values),
        _part("outcome", "What happened to them.", codes=Outcome.values),
        replace(_part("low", "Lowest figure claimed; empty is not known.", kind=Kind.INTEGER), unit="people"),
        replace(_part("best", "Best figure claimed.", kind=Kind.INTEGER), unit="people"),
        replace(_part("high", "Highest figure claimed.", kind=Kind.INTEGER), unit="people"),
        _part("claimed_place", "Slug of the place where it is said to have happened.", "place.slug"),
        _part("claimed_place_name", "Name of that place.", "place.name"),
        _part("claimed_date_start", "First day on which it is said to have happened.", "date_start", Kind.DAY),
        _part("claimed_date_end", "Last such day.", "date_end", Kind.DAY),
        *_of_event(["publication"]),
    ),
    nested="claims",
)
PARTICIPANTS = Layout(
    "participants",
    "participant",
    (
        *_of_event(SHARED),
        Column("number", "Number of the participant in this version, from 1.", Kind.INTEGER, "part.number"),
        _part("actor", "Slug of the actor.", "slug"),
        _part("actor_name", "Name of the actor.", "name"),
        _part("actor_kind", "What the actor is.", "kind", codes=ActorKind.values),
        _part(
            "side",
            "Side of the event; A carries no blame, but who suffers one-sided violence is B.",
            codes=Side.values,
        ),
        _part("role", "What the actor did.", codes=Role.values),
        _part("certainty", "How sure it is that the actor took part.", codes=Certainty.values),
        _part("parents", "Slugs of what the actor was part of at the time; a list.", kind=Kind.LIST),
        *_of_event(["publication"]),
    ),
    nested="participants",
)
#: By the value of `layout=`.
LAYOUTS = {layout.name: layout for layout in (EVENTS, CLAIMS, PARTICIPANTS)}
