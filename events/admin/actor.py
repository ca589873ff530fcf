"""Actors with their names in any script and their relations."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from events.admin.base import TableOfRows
from events.admin.named import NamedAdmin
from events.admin.site import site
from events.coding import finding
from events.models import Actor, ActorName, ActorRelation, Participation


class ActorNameInline(TableOfRows):
    model = ActorName
    extra = 0
    fields = ["name", "language", "kind", "is_public"]
    verbose_name_plural = "Names in any script and spelling: each of them finds the actor"


class ActorRelationInline(TableOfRows):
    model = ActorRelation
    fk_name = "actor"
    extra = 0
    autocomplete_fields = ["other"]
    verbose_name_plural = "Relations to other actors"


@admin.register(Actor, site=site)
class ActorAdmin(NamedAdmin):
    fields = ["name", "slug", "kind", "description", "notes", "ucdp_id"]
    inlines = [ActorNameInline, ActorRelationInline]
    list_display = ["name", "kind", "parts_taken", "ucdp_id"]
    list_filter = ["kind"]
    search_fields = ["name"]  # makes Django show the box; what it finds is in get_search_results
    search_help_text = "Any name, in any script and spelling"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Actor]:
        taken = Participation.objects.filter(actor=OuterRef("pk")).order_by().values("actor").annotate(n=Count("pk"))
        events = Coalesce(Subquery(taken.values("n"), output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(taken=events)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Actor], search_term: str
    ) -> tuple[QuerySet[Actor], bool]:
        return (finding.actors(queryset, search_term) if search_term.strip() else queryset), False

    def describe(self, actor: Actor) -> str:
        """What a suggestion says, to tell actors of like names apart."""
        return f"{actor.name} · {actor.get_kind_display().lower()}"

    @admin.display(description="events")
    def parts_taken(self, actor: Actor) -> int:
        return actor.taken  # type: ignore[attr-defined]  # annotated above
