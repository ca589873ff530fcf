"""The pages of moves back: abandoning a correction, undoing a retraction, emptying the past versions after it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from events.admin import event_moves
from events.admin.base import person
from events.admin.event_moves import answer, found, page, reason_of, require, seen
from events.coding import kept, undoing
from events.coding.workflow import refusal
from events.models import PublishedEvent


def abandon(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET shows what will be lost, field by field; POST brings the coding rows back to what was published."""
    event = found(request, pk, event_admin)
    if request.method == "POST":
        return answer(
            request,
            event,
            "abandon",
            lambda: undoing.abandon(event, by=person(request), reason=reason_of(request), seen=seen(request)),
            event_admin,
        )
    require("abandon", request)
    error = refusal(event, "abandon", person(request))
    context = {"title": f"Abandon the correction of {event.code}", "error": error}
    return page(
        request, event, "admin/event/abandon.html", context | {"rows": [] if error else kept.lost(event)}, event_admin
    )


def reopen(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET asks why the retraction is undone; POST opens the event as a correction."""
    event = found(request, pk, event_admin)
    if request.method == "POST":
        return answer(
            request,
            event,
            "reopen",
            lambda: undoing.reopen(event, by=person(request), reason=reason_of(request)),
            event_admin,
        )
    require("reopen", request)
    context = {
        "title": f"Undo the retraction of {event.code}",
        "error": refusal(event, "reopen", person(request)),
    }
    return page(request, event, "admin/event/reopen.html", context, event_admin)


def withhold(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET lists the past versions that will be emptied, for good; POST empties them."""
    event = found(request, pk, event_admin)
    if request.method == "POST":
        return answer(
            request,
            event,
            "withhold",
            lambda: undoing.withhold(event, by=person(request), reason=reason_of(request)),
            event_admin,
        )
    require("withhold", request)
    context = {
        "title": f"Empty the past versions of {event.code}",
        "error": refusal(event, "withhold", person(request)),
        "versions": PublishedEvent.objects.filter(code=event.code, valid_to__isnull=False, withheld=False).order_by(
            "version"
        ),
    }
    return page(request, event, "admin/event/withhold.html", context, event_admin)


PAGES = {**event_moves.PAGES, "abandon": abandon, "reopen": reopen, "withhold": withhold}
