"""Actors: the list, and one actor's profile."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import wording
from events.models import PublishedActor, Role
from events.stats import Totals, totals
from events.stats.catalogue import events_of
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
OTHERS = 12


@public_page
def actor_list(request: HttpRequest) -> HttpResponse:
    actors = PublishedActor.objects.using("public").only("slug", "name", "kind", "names")
    return render_page("events/actor_list.html", listed(request, actors, "actors"))


@public_page
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    actor = PublishedActor.objects.using("public").defer("keys").filter(slug=slug).first()
    if actor is None:
        raise Http404(f"There is no actor {slug}.")
    context = {
        "actor": actor,
        "names": [*other_names(actor.names, actor.name)],
        "relations": _relations(actor),
        "roles": [*_roles(slug)],
        "others": _others(actor),
        "profile": profile("actor", slug),
    }
    return render_page("events/actor_detail.html", context)


def _relations(actor: PublishedActor) -> dict[str, list[dict[str, Any]]]:
    """The actor's relations under headings, in the order of RELATIONS."""
    found: dict[str, list[dict[str, Any]]] = {}
    for key, heading in RELATIONS.items():
        related = [one for one in actor.relations if (one["kind"], one["direction"]) == key]
        if related:
            found.setdefault(str(heading), []).extend(related)
    return found


def _roles(slug: str) -> Iterator[tuple[str, str, Totals]]:
    """Events by what the actor did, as (words, URL of the list, totals)."""
    for role in Role.values:
        found = totals(selection(actor=slug, role=role))
        if found.events:
            yield str(wording.ROLES[role]), f"{reverse('event_list')}?actor={slug}&role={role}", found


def _others(actor: PublishedActor) -> list[tuple[PublishedActor, int]]:
    """Who takes part in the same events most often, but for the actor's own parts and what it is part of."""
    events = events_of("actors", selection(actor=actor.slug))
    own = {*actor.parts, *(one["slug"] for one in actor.relations if one["kind"] == "part_of")}
    slugs = [slug for slug in events if slug not in own][:OTHERS]
    found = {
        row.slug: row for row in PublishedActor.objects.using("public").filter(slug__in=slugs).only("slug", "name")
    }
    return [(found[slug], events[slug]) for slug in slugs if slug in found]
