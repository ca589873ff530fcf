"""What publishing would change in the public record, in lines that a person can compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices

from events import models, publication
from events.coding import proposals
from events.coding.history import NOTHING, plain
from events.models import Event, Proposal

#: Codes of the public record and what they are called, by column, or by column and key of an entry in its list. For the
#: catalogue, what one of its rows is comes first.
WORDS: dict[str, type[Choices]] = {
    "date_meaning": models.DateMeaning,
    "precision": models.PlacePrecision,
    "clarity": models.Clarity,
    "participants.kind": models.ActorKind,
    "participants.side": models.Side,
    "participants.role": models.Role,
    "participants.certainty": models.Certainty,
    "casualties.group": models.CasualtyGroup,
    "casualties.outcome": models.Outcome,
    "claims.kind": models.ClaimKind,
    "claims.stance": models.Stance,
    "claims.status": models.ClaimStatus,
    "claims.credibility": models.Credibility,
    "claims.group": models.CasualtyGroup,
    "claims.outcome": models.Outcome,
    "source_list.kind": models.SourceKind,
    "source_list.scale": models.SourceScale,
    "source_list.reliability": models.Reliability,
    "links.kind": models.LinkKind,
    "Actor.kind": models.ActorKind,
    "Actor.names.kind": models.NameKind,
    "Actor.relations.kind": models.ActorRelationKind,
    "Place.kind": models.LocationKind,
    "Place.names.kind": models.NameKind,
    "Source.kind": models.SourceKind,
    "Source.scale": models.SourceScale,
    "Source.reliability": models.Reliability,
}


@dataclass(frozen=True)
class Row:
    """One field of the public record, before and after, as lines of text."""

    label: str
    before: list[str]
    after: list[str]


#: What has more lines than this is folded away until somebody wants to read it.
FOLDED = 12


@dataclass(frozen=True)
class Thing:
    """A row of the public lists, or an event, and what of it readers would see otherwise, or for the first time."""

    name: str
    changes: list[Row]
    is_new: bool = False

    @property
    def is_long(self) -> bool:
        return sum(max(len(row.before), len(row.after)) for row in self.changes) > FOLDED


def of_event(event: Event) -> dict[str, Any]:
    """What publishing `event` would change, as its page shows it; every filled field of it if it is not public yet."""
    found = publication.preview([event])
    return {
        "changes": [row for changed in found.events if changed.key == event.code for row in _rows(changed.changes)],
        "linked": [Thing(row.name, _rows(row.changes)) for row in found.events if row.key != event.code],
        **_listed(found),
        "digest": found.digest,
    }


def of_events(events: Iterable[Event]) -> dict[str, Any]:
    """What publishing these events would change: fields by code, and the names that are listed for the first time."""
    found = publication.preview(events)
    return {
        "changes": {row.key: _rows(row.changes) for row in found.events},
        "added": [thing.name for thing in _listed(found)["added"]],
    }


def _listed(found: publication.Preview) -> dict[str, list[Thing]]:
    """Rows of the catalogue that no reader saw so far, and others that change."""
    things = [_thing(row) for row in found.catalogue]
    return {
        "added": [thing for thing in things if thing.is_new],
        "changed": [thing for thing in things if not thing.is_new],
    }


def _thing(row: publication.Changed) -> Thing:
    changes = [
        change for change in row.changes if not (row.is_new and (change.field == "name" or change.after is False))
    ]
    return Thing(f"{row.kind} {row.name}", [_without_what_stays(row.kind, one) for one in changes], row.is_new)


def of_proposal(proposal: Proposal) -> dict[str, Any]:
    """What approving `proposal` would change, as its page shows it."""
    found = proposals.preview(proposal)
    return {
        "catalogue": [_thing(row) for row in found.catalogue],
        "events": [Thing(row.name, _rows(row.changes)) for row in found.events],
        "codes": found.codes,
        "digest": found.digest,
    }


def _without_what_stays(kind: str, change: publication.Change) -> Row:
    """Of a list of names or relations only those that come or go."""
    was, now = (lines(f"{kind}.{change.field}", value) for value in (change.before, change.after))
    gone, come = [line for line in was if line not in now], [line for line in now if line not in was]
    return Row(change.label, gone or [NOTHING], come or [NOTHING])


def _rows(changes: list[publication.Change]) -> list[Row]:
    return [
        Row(change.label, lines(change.field, change.before), lines(change.field, change.after)) for change in changes
    ]


def lines(column: str, value: Any) -> list[str]:
    """A value of the public record: one line, or one for each entry of a list (a participant, a claim, a source)."""
    if value in (None, "", [], {}):
        return [NOTHING]
    if isinstance(value, list) and isinstance(value[0], dict):
        return [_entry(column, entry) for entry in value]
    return [_words(column, value)]


def _entry(column: str, entry: dict[str, Any]) -> str:
    said = {key: _words(f"{column}.{key}", value) for key, value in entry.items() if key != "slug"}
    return " · ".join(f"{key.replace('_', ' ')}: {words}" for key, words in said.items() if words)


def _words(place: str, value: Any) -> str:
    """One value; what it refers to is said by its name or title alone."""
    if value in (None, "", []):
        return ""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "")
    if isinstance(value, list):
        return "; ".join(filter(None, (_words(place, each) for each in value)))
    choices = WORDS.get(place)
    return str(choices(value).label) if choices and value in choices.values else plain(value)
