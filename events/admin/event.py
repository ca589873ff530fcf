"""Events: the page where an event is coded, and the list of them."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from events.admin import conflict, event_moves, event_undo
from events.admin.base import is_autocomplete, person
from events.admin.event_actions import EventActions
from events.admin.event_form import FIELDSETS, INLINES, EventForm, EventTypeField, closed
from events.admin.event_list import FILTERS, EventColumns, with_counts
from events.admin.site import site
from events.coding import desk, editing, finding, four_eyes, history, identities
from events.coding.workflow import WorkflowError, submit
from events.models import Event


@admin.register(Event, site=site)
class EventAdmin(EventColumns, EventActions):
    form = EventForm
    fieldsets = FIELDSETS
    inlines = INLINES
    autocomplete_fields = ["location"]
    change_form_template = "admin/event/change_form.html"

    list_display = ["code", "title", "state", "type_name", "days", "place", "actors", "claims", "coded_by"]
    list_display_links = ["code", "title"]
    list_filter = FILTERS
    date_hierarchy = "date_start"
    search_fields = ["code"]  # makes Django show the box; what it finds is in get_search_results
    search_help_text = "Code, words, or the name of an actor or place in any spelling"

    class Media:
        css = {"all": ["admin-desk/event.css"]}
        js = ["admin-desk/event.js"]

    # --- Which rows, and who may what --------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        events: QuerySet[Event] = super().get_queryset(request)
        if is_autocomplete(request):
            return events.only("code", "title")
        return with_counts(desk.for_list(events)) if self._is_list(request) else events

    @staticmethod
    def _is_list(request: HttpRequest) -> bool:
        return bool(request.resolver_match and request.resolver_match.url_name == "events_event_changelist")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        return (finding.events(queryset, search_term) if search_term.strip() else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if isinstance(obj, Event):
            return editing.may_edit(obj, person(request))
        return super().has_change_permission(request, obj)

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*self.list_display, "who_can_publish"] if request.GET.get("whose") == "to_others" else self.list_display

    # --- The form ----------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return FIELDSETS if obj is None or self.has_change_permission(request, obj) else closed(FIELDSETS)

    @admin.display(description="Point")
    def point_in_words(self, event: Event) -> str:
        return history.plain(event.point) if event.point else "—"

    @admin.display(description="Tags")
    def tags_in_words(self, event: Event) -> str:
        return ", ".join(event.tags) or "—"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "event_type":
            kwargs |= {"form_class": EventTypeField, "empty_label": "Choose what kind of event it was"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "event_type":  # the codebook is not changed on the way
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Event | None:
        event: Event | None = super().get_object(request, object_id, from_field)
        if event and request.method == "POST":
            try:
                editing.lock(event)
            except Event.DoesNotExist:  # deleted by somebody a moment ago
                return None
        return event

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        with transaction.atomic():
            event = self.get_object(request, object_id) if object_id else None
            context["may_hand_in"] = self.has_submit_permission(request)
            if event:
                context |= event_moves.panel(event, person(request))
                context["may_hand_in"] = "submit" in context["moves"]
                context["costs_approval"] = settings.FOUR_EYES and "publish" in context["moves"]
                if request.method == "POST" and super().has_change_permission(request):
                    context |= conflict.settle(self, request, event)
                    if not self.has_change_permission(request, event):
                        return self._closed_meanwhile(request, object_id, form_url, context)
                if request.method == "GET":
                    identities.look_at_notes(event, person(request))
            return super().changeform_view(request, object_id, form_url, context)

    def _closed_meanwhile(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Somebody moved the event on while its form was open here: show it closed, with what was typed to copy."""
        request.method = "GET"
        response = super().changeform_view(request, object_id, form_url, context)
        response.status_code = HTTPStatus.FORBIDDEN
        return response

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        editing.save(obj, by=person(request))

    def response_change(self, request: HttpRequest, obj: Event) -> HttpResponse:
        if obj.status in editing.REVIEWING and desk.left_to_others(person(request)).filter(pk=obj.pk).exists():
            who_can = four_eyes.in_words(four_eyes.publishers(obj))
            self.message_user(
                request, f"You saved {obj.code}: another editor publishes it. {who_can}", messages.WARNING
            )
        return super().response_change(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        editing.saved(form.instance)

    def response_post_save_add(self, request: HttpRequest, obj: Event) -> HttpResponseRedirect:
        return self._hand_in(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Event) -> HttpResponseRedirect:
        return self._hand_in(request, obj) or super().response_post_save_change(request, obj)

    def _hand_in(self, request: HttpRequest, event: Event) -> HttpResponseRedirect | None:
        """What “Save and submit for review” does after saving; what is saved stays saved if it cannot be submitted."""
        if "_submit" not in request.POST:
            return None
        try:
            submit(event, by=person(request))
        except WorkflowError as error:
            for sentence in error.messages:
                self.message_user(request, f"Saved, but not submitted. {sentence}", messages.ERROR)
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        self.message_user(request, f"{event.code} is now in review.", messages.SUCCESS)
        return None

    # --- Pages beside the form ---------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"<int:pk>/{page}/",
                self.admin_site.admin_view(view),
                {"event_admin": self},
                name=f"events_event_{page}",
            )
            for page, view in event_undo.PAGES.items()
        ]
        several = path("several/<str:name>/", self.admin_site.admin_view(self.confirmed), name="events_event_confirmed")
        return [several, *pages, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.get_object(request, object_id) is None:
            return self.absent(request, object_id)
        return event_moves.history_page(self, request, object_id)
