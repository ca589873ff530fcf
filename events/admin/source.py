"""Sources and reports; confidential ones are marked wherever they are listed, and go by their pseudonym or number."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.admin.apart import CONTACT, ApartAdmin, ApartForm, ReportKnowers, SourceKnowers
from events.admin.base import person
from events.admin.named import NamedAdmin, NamedForm
from events.admin.site import site
from events.coding import identities
from events.models import Claim, Report, Source


def marked(name: str, is_confidential: bool) -> SafeString:
    """A name, with a mark in words and colour if it must not leave the desk."""
    if not is_confidential:
        return format_html("{}", name)
    return format_html('{} <span class="confidential">confidential</span>', name)


def called(thing: Source | Report) -> str:
    """What it goes by; found by its real name, that too."""
    known_as = getattr(thing, "known_as", "")  # by a search
    return f"{thing} ({known_as})" if known_as else str(thing)


class SourceForm(NamedForm, ApartForm):
    contact = CONTACT


@admin.register(Source, site=site)
class SourceAdmin(ApartAdmin, NamedAdmin):
    form = SourceForm
    inlines = [SourceKnowers]
    fields = ["name", "slug", "kind", "scale", "reliability", "url", "is_confidential", "is_unlinkable", "notes"]
    list_display = ["marked_name", "kind", "scale", "reliability", "reports_here"]
    list_filter = ["kind", "is_confidential", "reliability", "scale"]
    search_fields = ["name"]
    search_help_text = "Name; of a confidential source its pseudonym, or its name if you may know it, which is recorded"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "contact"] if obj is not None and obj.is_confidential else self.fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        return identities.find_sources(queryset, search_term, person(request)), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        reports = Report.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
        count = Coalesce(Subquery(reports.values("n"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(report_count=count)

    def describe(self, source: Source) -> str:
        secret = " · confidential" if source.is_confidential else ""
        return f"{called(source)} · {source.get_kind_display().lower()}{secret}"

    @admin.display(description="name", ordering="name")
    def marked_name(self, source: Source) -> SafeString:
        return marked(called(source), source.is_confidential)

    @admin.display(description="reports")
    def reports_here(self, source: Source) -> int:
        return source.report_count  # type: ignore[attr-defined]  # annotated above


@admin.register(Report, site=site)
class ReportAdmin(ApartAdmin):
    form = ApartForm
    inlines = [ReportKnowers]
    disclosing: ClassVar[list[str]] = ["is_confidential", "source"]
    fieldsets = [
        (None, {"fields": ["source", "title", ("author", "date", "language"), "is_confidential"]}),
        ("Where it can be read", {"fields": ["url", "archive_url", "content_hash", "accessed_on"]}),
        ("Private", {"fields": ["text", "notes"]}),
    ]
    autocomplete_fields = ["source"]
    list_display = ["marked_title", "source_name", "date", "language", "claims_here"]
    list_filter = ["is_confidential", "language"]
    date_hierarchy = "date"
    search_fields = ["title", "author", "url", "source__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        claims = Claim.objects.filter(report=OuterRef("pk")).order_by().values("report").annotate(n=Count("pk"))
        count = Coalesce(Subquery(claims.values("n"), output_field=IntegerField()), 0)
        return super().get_queryset(request).select_related("source").defer("text").annotate(claim_count=count)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Report], search_term: str
    ) -> tuple[QuerySet[Report], bool]:
        return identities.find_reports(queryset, search_term, person(request)), False

    def describe(self, report: Report) -> str:
        return f"{called(report)}{' · confidential' if report.is_private else ''}"

    @admin.display(description="title", ordering="title")
    def marked_title(self, report: Report) -> SafeString:
        known_as = getattr(report, "known_as", "")
        return marked(f"{report.title} ({known_as})" if known_as else report.title, report.is_private)

    @admin.display(description="source", ordering="source__name")
    def source_name(self, report: Report) -> SafeString:
        return marked(report.source.name, report.source.is_confidential)

    @admin.display(description="claims")
    def claims_here(self, report: Report) -> int:
        return report.claim_count  # type: ignore[attr-defined]  # annotated above
