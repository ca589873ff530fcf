"""Places with their names in any script; the event's form asks here where a chosen place lies."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from events.admin.base import TableOfRows, is_autocomplete
from events.admin.named import NamedAdmin, NamedForm
from events.admin.point import PointField
from events.admin.site import site
from events.coding import finding, whereabouts
from events.models import Location, LocationName


class LocationForm(NamedForm):
    point = PointField(follows="parent", required=False, help_text=Location._meta.get_field("point").help_text)


class LocationNameInline(TableOfRows):
    model = LocationName
    extra = 0
    fields = ["name", "language", "kind", "is_public"]
    verbose_name_plural = "Names in any script and spelling: each of them finds the place"


@admin.register(Location, site=site)
class LocationAdmin(NamedAdmin):
    form = LocationForm
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "parent", ("country", "admin1")]}),
        ("Where", {"fields": ["point", "extent_km"]}),
        (
            "Codes and figures",
            {
                "fields": [("iso_a3", "iso_a2", "iso_3166_2"), ("geonames_id", "pcode", "population")],
                "classes": ["collapse"],
            },
        ),
        ("Private notes", {"fields": ["notes", "is_active"]}),
    ]
    inlines = [LocationNameInline]
    autocomplete_fields = ["parent", "country", "admin1"]
    list_display = ["name", "kind", "admin1_name", "country_name", "population", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name"]  # makes Django show the box; what it finds is in get_search_results
    search_help_text = "Any name, in any script and spelling"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Location]:
        # Boundaries are large and never edited here.
        places: QuerySet[Location] = super().get_queryset(request).select_related("country", "admin1")
        return places.defer("boundary", "country__boundary", "admin1__boundary")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Location], search_term: str
    ) -> tuple[QuerySet[Location], bool]:
        if is_autocomplete(request):
            queryset = queryset.filter(is_active=True)
        if search_term.strip():
            return finding.places(queryset, search_term), False
        return (finding.recent_places(queryset) if is_autocomplete(request) else queryset), False

    def describe(self, place: Location) -> str:
        """What a suggestion says, to tell places of like names apart."""
        within = [up.name for up in (place.admin1, place.country) if up and up.pk != place.pk]
        return " · ".join(
            [place.name, place.get_kind_display().split(" (")[0].lower(), *filter(None, [", ".join(within)])]
        )

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/whereabouts/", self.admin_site.admin_view(self.whereabouts), name="events_location_whereabouts"
        )
        return [page, *super().get_urls()]

    def whereabouts(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For the map: where a place is, how far it reaches, and the precision that coding to it usually means."""
        place = self.get_queryset(request).filter(pk=pk).first()
        if place is None:
            raise Http404
        if not self.has_view_permission(request, place):
            raise PermissionDenied
        return JsonResponse(whereabouts.of(place))

    @admin.display(description="first-order unit", ordering="admin1__name")
    def admin1_name(self, place: Location) -> str:
        return place.admin1.name if place.admin1 else "—"

    @admin.display(description="country", ordering="country__name")
    def country_name(self, place: Location) -> str:
        return place.country.name if place.country else "—"
