"""The pages that move an event through the workflow: buttons on the form, confirmation before what the public sees."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin import event_preview, hiding, histories
from events.admin.base import person
from events.coding import four_eyes, retracting, undoing, workflow
from events.coding.workflow import MOVES, WorkflowError, allowed_moves
from events.models import Event, Retraction, RetractionState, Status, hiding_of

# Steps shown on the form; the history has all of them.
STEPS = 20

#: Moves by one button, without a page that asks.
MADE_AT_ONCE = ("submit", "withdraw", "send_back", "start_correction")

#: What each move says when it was made.
DONE = {
    "submit": "{event.code} is now in review.",
    "withdraw": "{event.code} is yours again.",
    "send_back": "{event.code} went back to its analyst.",
    "start_correction": "{event.code} is open for a correction. Readers see the published version until then.",
    "publish": "{event.code} is published.",
    "retract": "{event.code} is retracted.",
    "abandon": "The correction of {event.code} is abandoned.",
    "reopen": "{event.code} is open for a correction. Readers see that it was retracted until then.",
    "withhold": "The past versions of {event.code} are empty.",
}
WAITS = "{event.code}: readers see nothing of it until another editor has confirmed, or refused."


def panel(event: Event, user: Any) -> dict[str, Any]:
    """What the form of `event` shows above it: where it stands, what `user` may do now, and how it came here."""
    return {
        "moves": allowed_moves(event, user),
        "steps": list(event.steps.all()[:STEPS]),
        "event": event,
        "is_public": event.is_public,
        "hidden": hiding_of(event),
        "hide_address": hiding.address(event),
        "retraction": event.retractions.filter(state=RetractionState.OPEN).first(),
    }


def move(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """POST only: submit, take back, send back or start a correction."""
    event = found(request, pk, event_admin)
    name = request.POST.get("move", "")
    makers: dict[str, Callable[[], None]] = {
        "submit": lambda: workflow.submit(event, by=person(request), note=reason_of(request)),
        "withdraw": lambda: undoing.withdraw(event, by=person(request)),
        "send_back": lambda: workflow.send_back(event, by=person(request), reason=reason_of(request)),
        "start_correction": lambda: workflow.start_correction(event, by=person(request)),
    }
    if request.method != "POST" or name not in makers:
        raise Http404
    return answer(request, event, name, makers[name], event_admin)


def publish(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET shows what the public record will change to, field by field; POST publishes exactly that."""
    event = found(request, pk, event_admin)
    if request.method == "POST":
        return answer(
            request,
            event,
            "publish",
            lambda: workflow.publish(
                {event.pk: seen(request)},
                by=person(request),
                reason=reason_of(request),
                digest=request.POST.get("digest", ""),
            ),
            event_admin,
        )
    require("publish", request)
    context = {
        "title": f"Publish {event.code}",
        **event_preview.of_event(event),
        "is_correction": event.status == Status.CORRECTION_REVIEW,
        "may_publish": "publish" in allowed_moves(event, person(request)),
        "hidden": hiding_of(event),
        "hide_address": hiding.address(event),
        "is_in_review": event.status in MOVES["publish"].starts,
        "who_can": four_eyes.in_words(four_eyes.publishers(event)),
    }
    return page(request, event, "admin/event/publish.html", context, event_admin)


def retract(request: HttpRequest, pk: int, event_admin: Any) -> HttpResponse:
    """GET asks for the public reason; POST retracts."""
    event = found(request, pk, event_admin)
    if request.method == "POST":
        return answer(
            request,
            event,
            "retract",
            lambda: retracting.retract(
                event, by=person(request), reason=reason_of(request), withhold="withhold" in request.POST
            ),
            event_admin,
        )
    require("retract", request)
    context = {
        "title": f"Retract {event.code}",
        "may_retract": "retract" in allowed_moves(event, person(request)),
        "takes_two": retracting.takes_two(event, person(request)),
    }
    return page(request, event, "admin/event/retract.html", context, event_admin)


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
    return page(request, event, "admin/event/history.html", context, event_admin)


PAGES = {"move": move, "publish": publish, "retract": retract}


def found(request: HttpRequest, pk: int, event_admin: Any) -> Event:
    """The event, if `request` may see it."""
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise Http404
    if not event_admin.has_view_permission(request, event):
        raise PermissionDenied
    return event


def require(name: str, request: HttpRequest) -> None:
    """PermissionDenied for who may never make this move."""
    if not request.user.has_perm(f"events.{MOVES[name].permission}"):
        raise PermissionDenied


def reason_of(request: HttpRequest) -> str:
    """What was typed as the reason."""
    return request.POST.get("reason", "").strip()


def seen(request: HttpRequest) -> int:
    """The revision that the page showed. WorkflowError if the request does not say."""
    revision = request.POST.get("revision", "")
    if not re.fullmatch("[0-9]{1,9}", revision):
        raise WorkflowError("Which state of the event you read was not sent along: read it again here.")
    return int(revision)


def answer(request: HttpRequest, event: Event, name: str, make: Callable[[], object], event_admin: Any) -> HttpResponse:
    """Make the move and go back to the form; if it may not be made, say why (on the page that asked for a reason)."""
    require(name, request)
    back = reverse("admin:events_event_change", args=[event.pk])
    try:
        made = make()
    except WorkflowError as error:
        for sentence in error.messages:
            event_admin.message_user(request, sentence, messages.ERROR)
        if not Event.objects.filter(pk=event.pk).exists():
            back = reverse("admin:events_event_changelist")
        elif name not in MADE_AT_ONCE:
            back = request.path
        return HttpResponseRedirect(back)
    sentence = WAITS if isinstance(made, Retraction) else DONE[name]
    event_admin.message_user(request, sentence.format(event=event), messages.SUCCESS)
    return HttpResponseRedirect(back)


def page(
    request: HttpRequest, event: Event, template: str, context: dict[str, Any], event_admin: Any
) -> TemplateResponse:
    """A page about `event` beside its form."""
    shared = event_admin.admin_site.each_context(request)
    return TemplateResponse(
        request, template, {**shared, "opts": Event._meta, "event": event, "media": event_admin.media, **context}
    )
