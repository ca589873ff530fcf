"""Put a coded report (a TOML file beside this one) into the database and through the workflow; used by `load_sample`.

The whole report is loaded in one transaction and recognised afterwards by its content hash, so a second load changes
nothing: what analysts have made of the sample since is left alone.
"""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, Q

from events.coding import editing, identities, workflow
from events.coding.acting import acting
from events.models import (
    Actor,
    ActorName,
    ActorRelation,
    Casualties,
    Claim,
    Event,
    EventLink,
    EventType,
    Location,
    Participation,
    PlacePrecision,
    Report,
    ReportIdentity,
    Source,
    SourceKind,
    gate,
)

AL_QAIM = Path(__file__).with_name("al_qaim_2018.toml")

#: Keys of the file that name a row of another table, and the field they name it by.
NAMED: dict[str, tuple[type[Model], str]] = {
    "actor": (Actor, "slug"),
    "event_type": (EventType, "code"),
    "location": (Location, "slug"),
    "source": (Source, "slug"),
    "speaker": (Source, "slug"),
}

Row = TypeVar("Row", bound=Model)


class NamedRows(dict[tuple[str, str], Model]):
    """Rows of other tables by (key, name) of the file, looked up once."""

    def __missing__(self, key: tuple[str, str]) -> Model:
        model, field = NAMED[key[0]]
        row = model._default_manager.filter(**{field: key[1]}).first()
        if row is None and model is Source:
            row = Source.objects.filter(identity__slug=key[1]).first()
        if row is None:
            thing = f"{model._meta.verbose_name} “{key[1]}”"
            raise MissingRowError(f"The sample needs the {thing}: run load_codebook and load_gazetteer first.")
        self[key] = row
        return row

    def in_place(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The entry with the rows that it names instead of their names."""
        return {key: self[key, value] if key in NAMED else value for key, value in entry.items()}


class MissingRowError(LookupError):
    """The file names a row that the database does not have; its message says which, and how to get it."""


def load_sample(file: Path = AL_QAIM, *, coder: User, reviewer: User) -> int:
    """Load what is coded in `file`, written by `coder` and published by `reviewer`; returns the number of events.

    That is 0 if the report is there already. Raises MissingRowError if the codebook or the gazetteer is not loaded,
    ValidationError if the file breaks a rule.
    """
    coded = tomllib.loads(file.read_text(encoding="utf-8"))
    same = {"content_hash": coded["report"]["content_hash"]}
    if Report.objects.filter(**same).exists() or ReportIdentity.objects.filter(**same).exists():
        return 0
    with transaction.atomic():
        gate.decided_by_maintainer("load_sample")
        with acting(coder):
            events = _rows(coded, coder)
        _hand_on(coded["event"], events, coder, reviewer)
    return len(events)


def _rows(coded: dict[str, Any], coder: User) -> dict[str, Event]:
    """Store all that is coded; returns the events by their keys in the file."""
    _sources(coded["source"])
    rows = NamedRows()
    report = _create(Report, **rows.in_place(coded["report"]))
    _actors(coded["actor"], rows)
    events = {entry["key"]: _event(entry, report, rows, coder) for entry in coded["event"]}
    for entry in coded["event"]:
        for link in entry.get("links", []):
            _create(EventLink, **{**link, "event": events[entry["key"]], "other": events[link["other"]]})
    return events


def _sources(entries: list[dict[str, Any]]) -> None:
    """Add what is missing. People are confidential without each entry saying so: the database insists."""
    for entry in entries:
        if not Source.objects.filter(Q(slug=entry["slug"]) | Q(identity__slug=entry["slug"])).exists():
            _create(Source, **entry, is_confidential=entry["kind"] == SourceKind.PERSON)


def _actors(entries: list[dict[str, Any]], rows: NamedRows) -> None:
    """Add what is missing; an import may have brought an actor before, under another slug but the same UCDP id."""
    actors = {entry["slug"]: _actor(entry) for entry in entries}
    rows.update({("actor", slug): actor for slug, actor in actors.items()})
    for entry in entries:
        actor = actors[entry["slug"]]
        for name in entry["names"]:
            ActorName.objects.get_or_create(actor=actor, name=name["name"], language=name["language"], defaults=name)
        for relation in entry.get("relations", []):
            other = actors[relation["other"]]
            ActorRelation.objects.get_or_create(
                actor=actor, other=other, kind=relation["kind"], defaults={"note": relation.get("note", "")}
            )


def _actor(entry: dict[str, Any]) -> Actor:
    own = {key: value for key, value in entry.items() if key not in ("names", "relations")}
    same_ucdp_id = Q(ucdp_id=entry["ucdp_id"]) if "ucdp_id" in entry else Q()
    return Actor.objects.filter(Q(slug=entry["slug"]) | same_ucdp_id).first() or _create(Actor, **own)


def _event(entry: dict[str, Any], report: Report, rows: NamedRows, coder: User) -> Event:
    """The event and what hangs on it, links excepted. Where a point is needed it is the place's own."""
    parts = {"participations": Participation, "casualties": Casualties, "claims": Claim}
    own = {key: value for key, value in entry.items() if key not in (*parts, "key", "stage", "links")}
    event = Event(**rows.in_place(own))
    if event.location and event.precision == PlacePrecision.SETTLEMENT:
        event.point = event.location.point
    event.full_clean(exclude=["coded_by", "changed_by"])
    editing.save(event, by=coder)
    for part, model in parts.items():
        given = {"report": report} if model is Claim else {}
        for values in entry.get(part, []):
            notes = values.get("notes", "") if model is Claim else ""
            own = {key: value for key, value in values.items() if not (model is Claim and key == "notes")}
            row = _create(model, event=event, **given, **rows.in_place(own))
            if isinstance(row, Claim):
                identities.save_note(row, notes, by=coder)
    return event


def _hand_on(entries: list[dict[str, Any]], events: dict[str, Event], coder: User, reviewer: User) -> None:
    """Take each event as far through the workflow as its `stage` says."""
    for entry in entries:
        if entry["stage"] != "draft":
            workflow.submit(events[entry["key"]], by=coder)
    published = [events[entry["key"]] for entry in entries if entry["stage"] == "published"]
    workflow.publish(workflow.as_read(published), by=reviewer)


def _create(model: type[Row], **values: Any) -> Row:
    row = model(**values)
    row.full_clean()
    row.save()
    return row
