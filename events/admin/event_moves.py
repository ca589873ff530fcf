"""The pages that move an event through the workflow: buttons on the form, confirmation before what the public sees."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin import event_preview, histories
from events.admin.base import person
from events.coding import workflow
from events.coding.workflow import MOVES, WorkflowError, allowed_moves
from events.models import Event, Status

# Steps shown on the form; the history has all of them.
STEPS = 20

#: What each move says when it was made.
DONE = {
    "submit": "{event.code} is now in review.",
    "send_back": "{event.code} went back to its analyst.",
    "start_correction": "{event.code} is open for a correction. Readers see the published version until then.",
    "publish": "{event.code} is published.",
    "retract": "{event.code} is retracted.",
}


def panel(event: Event, user: Any) -> dict[str, Any]:
    """What the form of `event` shows above it: where it stands, what `user` may do now, and how it came here."""
    return {"moves": allowed_moves(event, user), "steps": list(event.steps.all()[:STEPS]), "event": event}


def move(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """POST only: submit, send back or start a correction."""
    event = _event(request, pk, event_admin)
    name = request.POST.get("move", "")
    makers: dict[str, Callable[[], None]] = {
        "submit": lambda: workflow.submit(event, by=person(request), note=_reason(request)),
        "send_back": lambda: workflow.send_back(event, by=person(request), reason=_reason(request)),
        "start_correction": lambda: workflow.start_correction(event, by=person(request)),
    }
    if request.method != "POST" or name not in makers:
        raise Http404
    return _make(request, event, name, makers[name], event_admin)


def publish(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET shows what the public record will change to, field by field; POST publishes."""
    event = _event(request, pk, event_admin)
    if request.method == "POST":
        return _make(
            request,
            event,
            "publish",
            lambda: workflow.publish(event, by=person(request), reason=_reason(request), seen=_seen(request)),
            event_admin,
        )
    _require("publish", request)
    context = {
        "title": f"Publish {event.code}",
        "changes": event_preview.rows(event),
        "is_correction": event.status == Status.CORRECTION_REVIEW,
        "may_publish": "publish" in allowed_moves(event, person(request)),
    }
    return _page(request, event, "admin/event/publish.html", context, event_admin)


def retract(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET asks for the public reason; POST retracts."""
    event = _event(request, pk, event_admin)
    if request.method == "POST":
        return _make(
            request,
            event,
            "retract",
            lambda: workflow.retract(
                event, by=person(request), reason=_reason(request), withhold="withhold" in request.POST
            ),
            event_admin,
        )
    _require("retract", request)
    context = {"title": f"Retract {event.code}", "may_retract": "retract" in allowed_moves(event, person(request))}
    return _page(request, event, "admin/event/retract.html", context, event_admin)


def history_page(event_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Who changed what, when and why, field by field, with the steps of the workflow."""
    event = event_admin.get_object(request, object_id)
    if event is None:
        raise Http404
    if not event_admin.has_view_permission(request, event):
        raise PermissionDenied
    context = {
        "title": f"History of {event.code}",
        "steps": event.steps.all(),
        **histories.of(event, person(request)),
    }
    return _page(request, event, "admin/event/history.html", context, event_admin)


PAGES = {"move": move, "publish": publish, "retract": retract}


def _event(request: HttpRequest, pk: int, event_admin: Any) -> Event:
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise Http404
    if not event_admin.has_view_permission(request, event):
        raise PermissionDenied
    return event


def _require(name: str, request: HttpRequest) -> None:
    if not request.user.has_perm(f"events.{MOVES[name].permission}"):
        raise PermissionDenied


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _seen(request: HttpRequest) -> int | None:
    """The revision that the page showed."""
    revision = request.POST.get("revision", "")
    return int(revision) if re.fullmatch("[0-9]{1,9}", revision) else None


def _make(request: HttpRequest, event: Event, name: str, make: Callable[[], None], event_admin: Any) -> HttpResponse:
    """Make the move and go back to the form; if it may not be made, say why (on the page that asked for a reason)."""
    _require(name, request)
    back = reverse("admin:events_event_change", args=[event.pk])
    try:
        make()
    except WorkflowError as error:
        for sentence in error.messages:
            event_admin.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(request.path if name in ("publish", "retract") else back)
    event_admin.message_user(request, DONE[name].format(event=event), messages.SUCCESS)
    return HttpResponseRedirect(back)


def _page(
    request: HttpRequest, event: Event, template: str, context: dict[str, Any], event_admin: Any
) -> TemplateResponse:
    shared = event_admin.admin_site.each_context(request)
    return TemplateResponse(
        request, template, {**shared, "opts": Event._meta, "event": event, "media": event_admin.media, **context}
    )
