"""The codebook: types and sub-types of events."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from events.admin.gated import GatedAdmin
from events.admin.site import site
from events.models import EventType


@admin.register(EventType, site=site)
class EventTypeAdmin(GatedAdmin):
    fieldsets = [
        (None, {"fields": [("name", "name_ar"), "code", "parent", "order", "definition", "is_active"]}),
        (
            "In other codebooks",
            {"fields": ["acled_event_type", "acled_sub_event_type", "acled_disorder_type", "ucdp_type_of_violence"]},
        ),
    ]
    list_display = [
        "name",
        "code",
        "parent_name",
        "order",
        "acled_sub_event_type",
        "ucdp_type_of_violence",
        "is_active",
    ]
    list_filter = ["is_active", ("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "name_ar", "code", "definition"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventType]:
        return super().get_queryset(request).select_related("parent")  # its name says its parent's too

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj else []  # it is in URLs and files

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = EventType.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="part of", ordering="parent__order")
    def parent_name(self, found: EventType) -> str:
        return found.parent.name if found.parent else "—"
