"""The pages of moves back: abandoning a correction, undoing a retraction, emptying the past versions after it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from events.admin import event_moves
from events.admin.base import person
from events.admin.event_moves import answer, found, page, reason_of, require, seen
from events.coding import kept, retracting, undoing
from events.coding.workflow import refusal
from events.models import Event, PublishedEvent, Retraction


def abandon(event: Event, request: HttpRequest) -> None:
    undoing.abandon(event, by=person(request), reason=reason_of(request), seen=seen(request))


def reopen(event: Event, request: HttpRequest) -> None:
    undoing.reopen(event, by=person(request), reason=reason_of(request))


def withhold(event: Event, request: HttpRequest) -> Retraction | None:
    return retracting.withhold(event, by=person(request), reason=reason_of(request))


def lost(event: Event) -> dict[str, Any]:
    """What abandoning the correction gives up."""
    return {"rows": kept.lost(event)}


def past(event: Event) -> dict[str, Any]:
    """The versions that would be emptied."""
    versions = PublishedEvent.objects.filter(code=event.code, valid_to__isnull=False, withheld=False)
    return {"versions": versions.order_by("version")}


def nothing(event: Event) -> dict[str, Any]:
    return {}


def asking(
    title: str, make: Callable[[Event, HttpRequest], object], shown: Callable[[Event], dict[str, Any]]
) -> Callable[..., HttpResponse]:
    """A page that shows what `make` will do, or why it may not be done, and asks for a reason; POST does it."""
    name = make.__name__

    def view(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
        event = found(request, pk, event_admin)
        if request.method == "POST":
            return answer(request, event, name, lambda: make(event, request), event_admin)
        require(name, request)
        error = refusal(event, name, person(request))
        context = {"title": f"{title} {event.code}", "error": error} | ({} if error else shown(event))
        return page(request, event, f"admin/event/{name}.html", context, event_admin)

    return view


PAGES = {
    **event_moves.PAGES,
    "abandon": asking("Abandon the correction of", abandon, lost),
    "reopen": asking("Undo the retraction of", reopen, nothing),
    "withhold": asking("Empty the past versions of", withhold, past),
}
