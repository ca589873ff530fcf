"""One event with its evidence, as a page and as JSON; what became of an event that is no longer public."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.datasets import DATASETS
from events.export import event_document
from events.models import PublishedEvent, PublishedPlace
from events.templatetags.words import allies
from events.views.claims import candidates, casualty_rows, other_claims
from events.views.page import public_page, render_page

HISTORY = ("code", "version", "valid_from", "valid_to", "closure", "closure_reason", "change_reason", "withheld")
LINKS = {
    ("series", "to"): _("Part of a series with"),
    ("series", "from"): _("Part of a series with"),
    ("retaliation", "to"): _("Retaliation for"),
    ("retaliation", "from"): _("Was retaliated for by"),
    ("same_incident", "to"): _("The same incident as"),
    ("same_incident", "from"): _("The same incident as"),
}


@public_page
def event_detail(request: HttpRequest, code: str) -> HttpResponse:
    return current_or_gone(request, code, "event_detail", _page, _gone_page)


@public_page
def event_json(request: HttpRequest, code: str) -> HttpResponse:
    return current_or_gone(request, code, "event_json", _json, _gone_json)


def current_or_gone(
    request: HttpRequest,
    code: str,
    url_name: str,
    show: Callable[[HttpRequest, PublishedEvent], HttpResponse],
    gone: Callable[[PublishedEvent], HttpResponse],
) -> HttpResponse:
    """Show the current version; else lead to what it was merged into, or say that it was retracted or hidden (410)."""
    event = PublishedEvent.objects.using("public").filter(code=code).defer("search").order_by("-version").first()
    if event is None:
        raise Http404(f"There is no event {code}.")
    if event.valid_to is None:
        return show(request, event)
    if event.closure == "merged" and event.merged_into != code:
        return HttpResponsePermanentRedirect(reverse(url_name, args=[event.merged_into]))
    return gone(event)


def _page(request: HttpRequest, event: PublishedEvent) -> HttpResponse:
    places = PublishedPlace.objects.using("public").filter(slug__in=event.place_path).only("slug", "name", "kind")
    by_slug = {place.slug: place for place in places}
    versions = PublishedEvent.objects.using("public").filter(code=event.code).only(*HISTORY).order_by("-version")
    blamed = candidates(event.claims)
    context = {
        "event": event,
        "places": [by_slug[slug] for slug in event.place_path if slug in by_slug],
        "sides": _sides(event),
        "harm": casualty_rows(event.casualties, {"side_a": allies(event.side_a), "side_b": allies(event.side_b)}),
        "candidates": blamed,
        "is_fight": not blamed and _is_fight(event),
        "other_claims": [*other_claims(event.claims)],
        "links": _links(event),
        "versions": versions,
        "dataset": DATASETS.get(event.dataset),
        "url": request.build_absolute_uri(reverse("event_detail", args=[event.code])),
    }
    return render_page("events/event_detail.html", context)


def _sides(event: PublishedEvent) -> list[tuple[str, list[dict[str, Any]]]]:
    """The participants of each side under a heading that says no more than is coded."""
    members = {side: [one for one in event.participants if one["side"] == side] for side in ("A", "B")}
    targeted = {side for side, ones in members.items() if ones and all(one["role"] == "target" for one in ones)}
    headings = {"A": gettext("On one side"), "B": gettext("On the other side")}
    if targeted:
        acting = gettext("Blamed") if event.attribution == "contested" else gettext("Acting")
        headings = {side: gettext("Targeted") if side in targeted else acting for side in members}
    return [(headings[side], ones) for side, ones in members.items() if ones]


def _is_fight(event: PublishedEvent) -> bool:
    """Whether two sides took part and neither as a mere target: then nobody “did it” to somebody."""
    sides = {one["side"] for one in event.participants}
    return sides == {"A", "B"} and all(one["role"] != "target" for one in event.participants)


def _links(event: PublishedEvent) -> list[dict[str, Any]]:
    codes = [link["code"] for link in event.links]
    titles = dict(
        PublishedEvent.objects.using("public")
        .filter(code__in=codes, valid_to__isnull=True)
        .values_list("code", "title")
    )
    return [
        {**link, "words": LINKS.get((link["kind"], link["direction"]), _("Related to")), "title": titles[link["code"]]}
        for link in event.links
        if link["code"] in titles
    ]


def _gone_page(event: PublishedEvent) -> HttpResponse:
    return render_page("events/event_gone.html", {"event": event}, status=410)


def _json(request: HttpRequest, event: PublishedEvent) -> HttpResponse:
    content = {**event_document(event), "url": request.build_absolute_uri(reverse("event_detail", args=[event.code]))}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def _gone_json(event: PublishedEvent) -> HttpResponse:
    reason = event.closure_reason or "No reason is recorded."
    is_hidden = event.closure == "hidden"
    error = (
        f"Event {event.code} is not shown at present." if is_hidden else f"Event {event.code} was retracted. {reason}"
    )
    content = {"error": error, "errors": {}, "status": 410, "code": event.code}
    return JsonResponse(content, status=410)
