"""Actors: the list, and one actor's profile."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import wording
from events.models import PublishedActor, Role
from events.stats import Totals, totals
from events.stats.selection import where
from events.stats.soon import soon
from events.views.actor_sides import actor_counts, blame
from events.views.event_map import map_address
from events.views.page import public_page, render_page
from events.views.profiles import listed, other_names, profile, selection

RELATIONS = {
    ("part_of", "to"): _("Part of"),
    ("part_of", "from"): _("Has parts"),
    ("allied_with", "to"): _("Allied with"),
    ("allied_with", "from"): _("Allied with"),
    ("splinter_of", "to"): _("Split from"),
    ("splinter_of", "from"): _("Split into"),
    ("successor_of", "to"): _("Successor of"),
    ("successor_of", "from"): _("Succeeded by"),
}


@public_page
def actor_list(request: HttpRequest) -> HttpResponse:
    actors = PublishedActor.objects.using("public").only("slug", "name", "kind", "names")
    return render_page("events/actor_list.html", listed(request, actors, "actors"))


@public_page
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    actor = PublishedActor.objects.using("public").defer("keys").filter(slug=slug).first()
    if actor is None:
        raise Http404(f"There is no actor {slug}.")
    counted = actor_counts(actor)
    context = {
        "actor": actor,
        "names": [*other_names(actor.names, actor.name)],
        "relations": _relations(actor),
        "roles": [*_roles(slug)],
        "profile": profile("actor", slug),
        **map_address(selection(actor=slug)),
        **blame(actor),
        **counted(),
    }
    return render_page("events/actor_detail.html", context)


def _relations(actor: PublishedActor) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The actor's relations under headings, in the order of RELATIONS; earliest first, those of no known time last."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for key, heading in RELATIONS.items():
        related = [one for one in actor.relations if (one["kind"], one["direction"]) == key]
        if related:
            found.setdefault(heading, []).extend(related)
    return [(heading, sorted(related, key=_since)) for heading, related in found.items()]


def _since(relation: dict[str, Any]) -> tuple[str, str]:
    return relation["date_start"] or relation["date_end"] or "9999", relation["name"]


def _roles(slug: str) -> Iterator[tuple[str, str, Totals]]:
    """Events by what the actor did, as (words, URL of the list, totals)."""
    asked = {role: selection(actor=slug, role=role) for role in Role.values}
    for one in asked.values():
        where(one)  # looks names up, which only this thread may do
    counting = {role: soon(totals, one) for role, one in asked.items()}
    for role, counted in counting.items():
        found = counted()
        if found.events:
            yield str(wording.ROLES[role]), f"{reverse('event_list')}?actor={slug}&role={role}", found
