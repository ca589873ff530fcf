"""Who looked at what is confidential: a list for maintainers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.admin.base import DeskAdmin, ReadOnly
from events.admin.site import site
from events.coding import identities
from events.models import Look, Secret


@admin.register(Look, site=site)
class LookAdmin(ReadOnly, DeskAdmin):
    list_display = ["at", "by_name", "deed", "of_what", "who_may_know"]
    list_filter = ["deed", "kind", ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["what", "by_name"]
    search_help_text = "Pseudonym of a source, number of a report, or who looked"
    date_hierarchy = "at"
    fields = ["at", "by_name", "deed", "kind", "what"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = {"title": "Who looked at confidential identities"}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Look]:
        return identities.with_who_may_know(super().get_queryset(request))

    @admin.display(description="of what", ordering="what")
    def of_what(self, look: Look) -> SafeString:
        if look.kind == Secret.CLAIM:
            return format_html("{}", look.what)
        address = reverse(f"admin:events_{look.kind.lower()}_change", args=[look.thing_id])
        return format_html('<a href="{}">{}</a>', address, look.what)

    @admin.display(description="who may know it now")
    def who_may_know(self, look: Look) -> str:
        return ", ".join(look.known_to) or "—"  # type: ignore[attr-defined]  # annotated above
