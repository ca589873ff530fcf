"""Sources and reports; confidential ones are marked wherever they are listed."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.admin.gated import GatedAdmin
from events.admin.named import NamedAdmin
from events.admin.site import site
from events.models import Claim, Report, Source


def marked(name: str, is_confidential: bool) -> SafeString:
    """A name, with a mark in words and colour if it must not leave the desk."""
    if not is_confidential:
        return format_html("{}", name)
    return format_html('{} <span class="confidential">confidential</span>', name)


@admin.register(Source, site=site)
class SourceAdmin(NamedAdmin):
    fields = ["name", "slug", "kind", "scale", "reliability", "url", "is_confidential", "is_unlinkable", "notes"]
    list_display = ["marked_name", "kind", "scale", "reliability", "reports_here"]
    list_filter = ["kind", "is_confidential", "reliability", "scale"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        reports = Report.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
        count = Coalesce(Subquery(reports.values("n"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(report_count=count)

    def describe(self, source: Source) -> str:
        secret = " · confidential" if source.is_confidential else ""
        return f"{source.name} · {source.get_kind_display().lower()}{secret}"

    @admin.display(description="name", ordering="name")
    def marked_name(self, source: Source) -> SafeString:
        return marked(source.name, source.is_confidential)

    @admin.display(description="reports")
    def reports_here(self, source: Source) -> int:
        return source.report_count  # type: ignore[attr-defined]  # annotated above


@admin.register(Report, site=site)
class ReportAdmin(GatedAdmin):
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
        for word in search_term.replace("\0", "").split():  # PostgreSQL takes no null character
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(author__icontains=word)
                | Q(url__icontains=word)
                | Q(source__name__icontains=word)
            )
        return queryset, False

    def describe(self, report: Report) -> str:
        secret = " · confidential" if report.is_confidential or report.source.is_confidential else ""
        return f"{report}{secret}"

    @admin.display(description="title", ordering="title")
    def marked_title(self, report: Report) -> SafeString:
        return marked(report.title, report.is_confidential)

    @admin.display(description="source", ordering="source__name")
    def source_name(self, report: Report) -> SafeString:
        return marked(report.source.name, report.source.is_confidential)

    @admin.display(description="claims")
    def claims_here(self, report: Report) -> int:
        return report.claim_count  # type: ignore[attr-defined]  # annotated above
