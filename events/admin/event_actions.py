"""What can be done to several events at once; each is asked for by the workflow, event by event."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from events.admin import event_preview
from events.admin.base import DeskAdmin, person
from events.coding import workflow
from events.coding.workflow import WorkflowError
from events.models import Event

# Of more events than these, the confirmation page shows only how many there are.
SHOWN = 20


class EventActions(DeskAdmin):
    """Actions of the list of events."""

    actions = ["submit_selected", "publish_selected", "retract_selected"]

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.submit_event")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.publish_event")

    def has_retract_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.retract_event")

    @admin.action(description="Submit for review", permissions=["submit"])
    def submit_selected(self, request: HttpRequest, events: QuerySet[Event]) -> None:
        self._each(request, events, "submitted", lambda event: workflow.submit(event, by=person(request)))

    @admin.action(description="Publish…", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, events: QuerySet[Event]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return self._confirm(request, events, "publish_selected")
        reason = request.POST.get("reason", "").strip()
        self._each(
            request, events, "published", lambda event: workflow.publish(event, by=person(request), reason=reason)
        )
        return None

    @admin.action(description="Retract…", permissions=["retract"])
    def retract_selected(self, request: HttpRequest, events: QuerySet[Event]) -> HttpResponse | None:
        reason = request.POST.get("reason", "").strip()
        if "confirmed" not in request.POST or not reason:
            return self._confirm(request, events, "retract_selected")
        self._each(
            request, events, "retracted", lambda event: workflow.retract(event, by=person(request), reason=reason)
        )
        return None

    def _each(self, request: HttpRequest, events: QuerySet[Event], deed: str, make: Callable[[Event], None]) -> None:
        """Make the move with each event by itself, then say how many it was made with, and of the others why not."""
        done, refusals = 0, []
        for event in Event.objects.in_bulk(list(events.values_list("pk", flat=True))).values():
            try:
                make(event)
                done += 1
            except WorkflowError as error:
                refusals += error.messages
        if done:
            self.message_user(request, f"{done} {'event' if done == 1 else 'events'} {deed}.", messages.SUCCESS)
        for sentence in refusals[:SHOWN]:
            self.message_user(request, sentence, messages.ERROR)
        if len(refusals) > SHOWN:
            self.message_user(request, f"{len(refusals) - SHOWN} more could not be {deed}.", messages.ERROR)

    def _confirm(self, request: HttpRequest, events: QuerySet[Event], action: str) -> HttpResponse:
        chosen = list(events[: SHOWN + 1])
        shown: list[dict[str, Any]] = [{"event": event} for event in chosen[:SHOWN]]
        if action == "publish_selected":
            shown = [{"event": row["event"], "changes": event_preview.rows(row["event"])} for row in shown]
        context = {
            **self.admin_site.each_context(request),
            "opts": Event._meta,
            "media": self.media,
            "title": "Publish these events?" if action == "publish_selected" else "Retract these events?",
            "action": action,
            "rows": shown,
            "count": len(chosen) if len(chosen) <= SHOWN else events.count(),
            "keys": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "asked": "confirmed" in request.POST,
        }
        return TemplateResponse(request, "admin/event/confirm.html", context)
