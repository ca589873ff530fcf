"""The list of events: its columns, its filters, and what can be done to several at once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.admin.base import person
from events.coding import desk, four_eyes
from events.models import Claim, Event, EventType, Location, LocationKind, Participation


def with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add `claim_count` and `actor_names` by subquery: rows of several tables must not multiply each other."""
    claims = Claim.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(n=Count("pk")).values("n")
    actors = Participation.objects.filter(event=OuterRef("pk")).order_by("side", "id").values("actor__name")
    return events.annotate(
        claim_count=Coalesce(Subquery(claims, output_field=IntegerField()), 0), actor_names=ArraySubquery(actors)
    )


class Whose(admin.SimpleListFilter):
    """The desk's own lists."""

    title = "whose turn"
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        choices = [("drafts", "My drafts"), ("sent_back", "Sent back to me"), ("coded", "Coded by me")]
        if request.user.has_perm("events.publish_event"):
            choices.append(("to_review", "Waiting for my review"))
            choices.append(("to_others", "In review, changed by me: another editor publishes"))
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        lists = {"drafts": desk.drafts_of, "sent_back": desk.sent_back_to, "to_review": desk.waiting_for}
        chosen = self.value() or ""
        if chosen == "coded":
            return queryset.filter(coded_by=person(request))
        if chosen == "to_others":
            events = desk.left_to_others(person(request))
            return four_eyes.with_publishers(queryset.filter(pk__in=events.values("pk")))
        if chosen in lists:
            return queryset.filter(pk__in=lists[chosen](person(request)).values("pk"))
        return queryset


class OfType(admin.SimpleListFilter):
    """Types; a chosen type also shows its sub-types, and includes them."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        types = list(EventType.objects.select_related("parent"))
        opened = {found.parent_id or found.pk for found in types if found.code == chosen}
        for top in (found for found in types if found.parent_id is None):
            yield top.code, top.name
            if top.pk in opened:
                yield from ((found.code, f"· {found.name}") for found in types if found.parent_id == top.pk)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        if not self.value():
            return queryset
        return queryset.filter(Q(event_type__code=self.value()) | Q(event_type__parent__code=self.value()))


class InCountry(admin.SimpleListFilter):
    """The countries that have events."""

    title = "country"
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(country.iso_a3, country.name) for country in desk.countries()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        if not self.value():
            return queryset
        # Two keys rather than a join on either: each has its index.
        countries = Location.objects.filter(kind=LocationKind.COUNTRY, iso_a3=self.value()).values("pk")
        within = Location.objects.filter(Q(country__in=countries) | Q(pk__in=countries)).values("pk")
        return queryset.filter(location__in=within)


class Origin(admin.SimpleListFilter):
    """Coded here, or taken from a data set."""

    title = "origin"
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("here", "Coded here"), ("imported", "Imported")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        if self.value() == "here":
            return queryset.filter(dataset="")
        return queryset.exclude(dataset="") if self.value() == "imported" else queryset


FILTERS: list[Any] = [Whose, "status", OfType, InCountry, Origin]


class EventColumns:
    """Columns in words; everything they show was read with the list."""

    @admin.display(description="type", ordering="event_type__order")
    def type_name(self, event: Event) -> str:
        return event.event_type.name

    @admin.display(description="when", ordering="date_start")
    def days(self, event: Event) -> str:
        if event.date_start == event.date_end:
            return event.date_start.isoformat()
        return f"{event.date_start} – {event.date_end}"

    @admin.display(description="who")
    def actors(self, event: Event) -> str:
        return ", ".join(event.actor_names) or "—"  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="claims")
    def claims(self, event: Event) -> int:
        return event.claim_count  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="status", ordering="status")
    def state(self, event: Event) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', event.status, event.get_status_display())

    @admin.display(description="who can publish")
    def who_can_publish(self, event: Event) -> str:
        return ", ".join(event.publishers) or "nobody"  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="where")
    def place(self, event: Event) -> str:
        return str(event.location) if event.location else "—"
