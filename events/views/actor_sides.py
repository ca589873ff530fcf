"""Whom an actor met in its events, who was harmed in them, and who else is blamed for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from events import wording
from events.models import PublishedActor
from events.stats.claims import READ, blamed_beside
from events.stats.outline import outline
from events.stats.selection import where
from events.stats.sides import Harm, Met, Sum, against_itself, companions, harm, opponents
from events.stats.soon import soon
from events.views.profiles import selection

SHOWN = 12


@dataclass(frozen=True)
class Opponent:
    """One line of “who fights whom”."""

    actor: PublishedActor
    met: Met
    url: str
    compare_url: str


def actor_counts(actor: PublishedActor) -> Callable[[], dict[str, Any]]:
    """Start counting whom the actor met and who was harmed; return what waits for it.

    Its own parts, and what it is part of, are no opponents and no companions.
    """
    events, slug = selection(actor=actor.slug), actor.slug
    own = [slug, *actor.parts, *(one["slug"] for one in actor.relations if one["kind"] == "part_of")]
    where(events)  # looks names up, which only this thread may do
    against, beside = soon(opponents, events, slug, own), soon(companions, events, slug, own)
    harmed, both = soon(harm, events, slug), soon(against_itself, events, slug)
    return lambda: {**_sides(slug, against(), beside()), **_harmed(harmed()), "against_itself": both()}


def _sides(slug: str, against: list[Met], beside: list[Met]) -> dict[str, Any]:
    shown = [one.slug for one in (*against[:SHOWN], *beside[:SHOWN])]
    rows = PublishedActor.objects.using("public").filter(slug__in=shown).only("slug", "name").in_bulk(field_name="slug")
    return {
        "opponents": [_opponent(slug, one, rows) for one in against[:SHOWN] if one.slug in rows],
        "opponents_left_out": max(0, len(against) - SHOWN),
        "companions": [(rows[one.slug], one) for one in beside[:SHOWN] if one.slug in rows],
    }


def _opponent(slug: str, met: Met, rows: dict[Any, PublishedActor]) -> Opponent:
    return Opponent(
        rows[met.slug],
        met,
        f"{reverse('event_list')}?actor={slug}&against={met.slug}",
        f"{reverse('compare')}?actor={slug}&actor={met.slug}",
    )


@dataclass(frozen=True)
class HarmLine:
    """One line of the table of harm; `attribution` is empty for events in which the actor was only the target."""

    words: wording.Words
    attribution: str
    events: int
    sums: tuple[Sum, Sum, Sum]


def _harmed(found: list[Harm]) -> dict[str, Any]:
    """Lines by how sure it is who did it, then one for the events in which the actor was only the target."""
    acted = {one.attribution: one for one in found if one.acted}
    suffered = [one for one in found if not one.acted]
    return {
        "harm_acted": [
            HarmLine(words, name, acted[name].events, _figures([acted[name]]))
            for name, words in wording.ATTRIBUTIONS.items()
            if name in acted
        ],
        "harm_suffered": HarmLine("", "", sum(one.events for one in suffered), _figures(suffered))
        if suffered
        else None,
    }


def _figures(found: list[Harm]) -> tuple[Sum, Sum, Sum]:
    opposite, civilians, beside = (
        [one.opposite for one in found], [one.civilians for one in found], [one.beside for one in found]
    )  # fmt: skip
    return _added(opposite), _added(civilians), _added(beside)


def _added(sums: list[Sum]) -> Sum:
    return Sum(sum(one.people for one in sums), sum(one.given for one in sums), sum(one.missing for one in sums))


def blame(actor: PublishedActor) -> dict[str, Any]:
    """Everybody blamed in contested events in which this actor or a part of it is blamed, those two apart."""
    contested = selection(actor=actor.slug, attribution="contested")
    own = {actor.slug, *actor.parts}
    found = blamed_beside(contested, [*own])
    return {
        "blamed": [(one, one.slug in own) for one in found],
        "contested": outline(contested).events,
        "contested_url": f"{reverse('event_list')}?actor={actor.slug}&attribution=contested",
        "contested_read": READ,
    }
