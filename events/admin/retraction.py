"""Retractions that one editor asked for and another confirms or refuses."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from events.admin.base import DeskAdmin, ReadOnly, person
from events.admin.site import site
from events.coding import retracting
from events.coding.workflow import WorkflowError
from events.models import Retraction, RetractionState

DONE = {"confirm": "Confirmed.", "refuse": "Refused: what was hidden is shown again."}


@admin.register(Retraction, site=site)
class RetractionAdmin(ReadOnly, DeskAdmin):
    list_display = ["__str__", "state", "by_name", "at", "decided_by_name"]
    list_filter = ["state", "deed"]
    list_select_related = ["event"]

    class Media:
        css = {"all": ["admin-desk/event.css"]}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """GET shows what is asked for and why; POST decides."""
        retraction = self.get_object(request, object_id)
        if retraction is None:
            raise Http404
        if not self.has_view_permission(request, retraction):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, retraction)
        is_open = retraction.state == RetractionState.OPEN
        context = {
            **self.admin_site.each_context(request),
            "opts": Retraction._meta,
            "media": self.media,
            "title": str(retraction),
            "event": retraction.event,
            "retraction": retraction,
            "may_decide": is_open and retracting.waiting_for(person(request)).filter(pk=retraction.pk).exists(),
            "is_own": is_open and retraction.by_id == person(request).pk,
        }
        return TemplateResponse(request, "admin/event/retraction.html", context)

    def _decide(self, request: HttpRequest, retraction: Retraction) -> HttpResponse:
        by, deed = person(request), request.POST.get("deed", "")
        try:
            if deed == "confirm":
                retracting.confirm(retraction, by=by)
            elif deed == "refuse":
                retracting.refuse(retraction, by=by, answer=request.POST.get("reason", ""))
            else:
                return HttpResponse("Choose what to do with it.", status=HTTPStatus.BAD_REQUEST)
        except WorkflowError as error:
            for sentence in error.messages:
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, DONE[deed], messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[retraction.event_id]))
