"""What can be done to several events at once: each is listed and confirmed as it was shown, and moved by itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin import event_preview
from events.admin.base import DeskAdmin, person
from events.coding import desk, retracting, workflow
from events.coding.workflow import MOVES, WorkflowError
from events.models import Event, Retraction
from events.wording import plural

#: More events than these nobody reads before confirming.
MOST = 200
CHOICE = re.compile("([A-Z]{3}[0-9]{1,15}):([0-9]{1,9})")  # code and revision, as the page showed the event


@dataclass(frozen=True)
class Deed:
    """How the pages speak of a move of several events, and how it is made with one; `command` makes it with more."""

    title: str
    done: str
    command: str
    make: Callable[[Event, int, HttpRequest], object]


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


DEEDS = {
    "submit": Deed(
        "Submit these events for review?",
        "submitted",
        "manage.py submit CODE…",
        lambda event, seen, request: workflow.submit(event, by=person(request), seen=seen),
    ),
    "publish": Deed(
        "Publish these events?",
        "published",
        "manage.py publish CODE…",
        lambda event, seen, request: workflow.publish({event.pk: seen}, by=person(request), reason=_reason(request)),
    ),
    "retract": Deed(
        "Retract these events?",
        "retracted",
        "manage.py retract CODE…",
        lambda event, seen, request: retracting.retract(event, by=person(request), reason=_reason(request), seen=seen),
    ),
}


class EventActions(DeskAdmin):
    """Actions of the list of events."""

    actions = ["submit_selected", "publish_selected", "retract_selected"]

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.submit_event")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.publish_event")

    def has_retract_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.retract_event")

    @admin.action(description="Submit for review…", permissions=["submit"])
    def submit_selected(self, request: HttpRequest, events: QuerySet[Event]) -> HttpResponse | None:
        return self._ask(request, events, "submit")

    @admin.action(description="Publish…", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, events: QuerySet[Event]) -> HttpResponse | None:
        return self._ask(request, events, "publish")

    @admin.action(description="Retract…", permissions=["retract"])
    def retract_selected(self, request: HttpRequest, events: QuerySet[Event]) -> HttpResponse | None:
        return self._ask(request, events, "retract")

    def _ask(self, request: HttpRequest, events: QuerySet[Event], name: str) -> HttpResponse | None:
        chosen = list(events[: MOST + 1])
        if len(chosen) <= MOST:
            return self._confirm(request, chosen, name)
        sentence = f"At most {MOST} events at a time can be read and confirmed here. For more: {DEEDS[name].command}"
        self.message_user(request, sentence, messages.ERROR)
        return None

    def confirmed(self, request: HttpRequest, name: str) -> HttpResponse:
        """POST from the page that lists the events: make the move with each that is still as it was shown."""
        if name not in DEEDS or request.method != "POST":
            raise Http404
        if not request.user.has_perm(f"events.{MOVES[name].permission}"):
            raise PermissionDenied
        given = request.POST.getlist("chosen")[: MOST + 1]
        choices = [CHOICE.fullmatch(one) for one in given]
        seen = {choice[1]: int(choice[2]) for choice in choices if choice}
        events = {event.code: event for event in desk.for_list(Event.objects.filter(code__in=seen))}
        if not given or len(given) > MOST or len(seen) != len(given):
            sentence = f"Choose the events in the list, at most {MOST}: what was sent is not what a page listed."
            self.message_user(request, sentence, messages.ERROR)
        elif name == "retract" and not _reason(request):
            return self._confirm(request, list(events.values()), name, is_asked_again=True)
        else:
            self._make(request, events, seen, DEEDS[name])
        return HttpResponseRedirect(reverse("admin:events_event_changelist"))

    def _make(self, request: HttpRequest, events: dict[str, Event], seen: dict[str, int], deed: Deed) -> None:
        """Make the move with each event by itself, then say how many it was made with, and of the others why not."""
        done, waiting, refusals = 0, 0, [f"{code} is not there any more." for code in seen if code not in events]
        for code, event in events.items():
            try:
                if isinstance(deed.make(event, seen[code], request), Retraction):
                    waiting += 1
                else:
                    done += 1
            except WorkflowError as error:
                refusals += error.messages
        if done:
            sentence = f"{done} {'event' if done == 1 else 'events'} {deed.done}."
            self.message_user(request, sentence, messages.SUCCESS)
        if waiting:
            sentence = f"{plural(waiting, 'event')} hidden from readers until another editor confirms."
            self.message_user(request, sentence, messages.WARNING)
        for sentence in refusals:
            self.message_user(request, sentence, messages.ERROR)

    def _confirm(
        self, request: HttpRequest, events: list[Event], name: str, *, is_asked_again: bool = False
    ) -> HttpResponse:
        preview = event_preview.of_events(events) if name == "publish" else {"changes": {}, "added": []}
        context = {
            **self.admin_site.each_context(request),
            "opts": Event._meta,
            "media": self.media,
            "title": DEEDS[name].title,
            "deed": name,
            "label": MOVES[name].label,
            "rows": [{"event": event, "changes": preview["changes"].get(event.code)} for event in events],
            "added": preview["added"],
            "is_asked_again": is_asked_again,
        }
        return TemplateResponse(request, "admin/event/confirm.html", context)
