"""Which changes of a coding row readers would see, and so wait for another person; and which protect somebody.

What is not listed here changes at once and is seen by nobody outside. The triggers of migration 0012 hold the same rule
against every writer; tests/models/test_gate.py compares the two with disclosure.py.
"""

import getpass
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from events.models.actor import Actor, ActorName, ActorRelation
from events.models.codebook import EventType
from events.models.hiding import Hiding
from events.models.location import Location, LocationName
from events.models.proposal import MaintainerDecision
from events.models.published import PublishedActor, PublishedPlace
from events.models.source import Report, Source


@dataclass(frozen=True)
class Shown:
    """The columns of a table that readers see: always, and unless the row is confidential."""

    always: tuple[str, ...]
    unless_confidential: tuple[str, ...] = ()


NAME = Shown(("name", "language", "kind", "is_public"))
SHOWN: dict[type[Model], Shown] = {
    Actor: Shown(("name", "slug", "kind", "description")),
    ActorName: Shown((*NAME.always, "actor_id")),
    ActorRelation: Shown(("actor_id", "kind", "other_id", "date_start", "date_end", "note", "is_public")),
    EventType: Shown(
        (
            *("code", "name", "name_ar", "parent_id", "order", "definition", "is_active", "is_public"),
            *("acled_event_type", "acled_sub_event_type", "acled_disorder_type", "ucdp_type_of_violence"),
        )
    ),
    Hiding: Shown(("kind", "object_id", "is_lifted")),
    Location: Shown(
        (
            *("name", "slug", "kind", "parent_id", "country_id", "admin1_id", "point", "boundary", "extent_km"),
            *("iso_a3", "iso_3166_2", "geonames_id", "pcode"),
        )
    ),
    LocationName: Shown((*NAME.always, "location_id")),
    Report: Shown(
        ("source_id", "is_confidential"), ("title", "author", "date", "url", "archive_url", "language")
    ),
    Source: Shown(
        ("kind", "scale", "is_confidential", "pseudonym", "is_unlinkable"), ("name", "slug", "reliability", "url")
    ),
}  # fmt: skip

#: Rows that belong to an actor or a place, and say themselves whether readers see them.
BESIDE: dict[type[Model], str] = {ActorName: "actor", ActorRelation: "actor", LocationName: "location"}

#: What `events_is_shown` asks of a row.
KNOWN_BY = ("id", "slug", "code", "is_public", "actor_id", "other_id", "location_id")

#: (Table, column, new value): changes that protect somebody, made at once by anybody who may change the row.
PROTECTING = {
    *((Source, "is_confidential", True), (Source, "kind", "person"), (Source, "is_unlinkable", True)),
    (Report, "is_confidential", True),
}


def waiting(before: Model, after: Model) -> list[str]:
    """The columns in which `after` differs from `before` so that readers would see it; they wait if it is shown."""
    model = type(after)
    shown = SHOWN.get(model, Shown(()))
    if model in BESIDE and not before.is_public and not after.is_public:  # type: ignore[attr-defined]
        return []
    columns = shown.always if _is_unnamed(before) else shown.always + shown.unless_confidential
    return [
        column
        for column in columns
        if getattr(before, column) != getattr(after, column)
        and (model, column, getattr(after, column)) not in PROTECTING
    ]


def protects(before: Model, after: Model) -> bool:
    """Whether the change from `before` to `after` protects somebody."""
    return any(
        isinstance(after, model) and getattr(before, column) != value == getattr(after, column)
        for model, column, value in PROTECTING
    )


def _is_unnamed(row: Model) -> bool:
    """Whether readers see nothing of what the row is called."""
    if isinstance(row, Report):
        return row.is_confidential or row.source.is_confidential
    return isinstance(row, Source) and row.is_confidential


def is_shown(row: Model) -> bool:
    """Whether readers see anything of this row, or of the actors or the place that a name or relation belongs to."""
    known_by = {name: value for name in KNOWN_BY if (value := getattr(row, name, None)) is not None}
    with connection.cursor() as cursor:
        cursor.execute("select events_is_shown(%s, %s::jsonb)", [type(row).__name__, json.dumps(known_by)])
        return bool(cursor.fetchone()[0])


def shown_among(model: type[Actor | Location], ids: Iterable[int]) -> set[int]:
    """Those of these actors or places that readers see."""
    catalogue = PublishedActor if model is Actor else PublishedPlace
    slugs = catalogue._default_manager.values("slug")
    return set(model._default_manager.filter(pk__in=list(ids), slug__in=slugs).values_list("pk", flat=True))


def decided_by_maintainer(command: str) -> None:
    """Record that this transaction changes what readers see by a maintainer's command, and let it."""
    MaintainerDecision.objects.get_or_create(
        transaction=transaction_number(), defaults={"command": command[:200], "by_name": _login()}
    )


def is_decided_by_maintainer() -> bool:
    """Whether this transaction is a maintainer's command that says so."""
    return MaintainerDecision.objects.filter(transaction=transaction_number()).exists()


def _login() -> str:
    """Who is logged in to the machine; empty where it does not say (a container's user may have no name)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def transaction_number() -> int:
    """The number that PostgreSQL gives the transaction we are in."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
