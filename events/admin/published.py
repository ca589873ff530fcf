"""Acts of publishing, to look at."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from events.admin.base import DeskAdmin, ReadOnly
from events.admin.site import site
from events.models import Publication, PublishedEvent


@admin.register(Publication, site=site)
class PublicationAdmin(ReadOnly, DeskAdmin):
    list_display = ["number", "at", "opened", "closed"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).annotate(opened=_count("publication"), closed=_count("closed_by"))

    @admin.display(description="versions opened")
    def opened(self, publication: Publication) -> int:
        return publication.opened  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="versions closed")
    def closed(self, publication: Publication) -> int:
        return publication.closed  # type: ignore[attr-defined]  # annotated above


def _count(column: str) -> Coalesce:
    """How many versions name the publication in `column`."""
    versions = PublishedEvent.objects.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return Coalesce(Subquery(versions.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
