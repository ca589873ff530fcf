"""Places: the list, one place's profile, and its outline for maps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from events.models import PublishedActor, PublishedPlace
from events.stats.catalogue import events_of
from events.stats.outline import placed_at
from events.views.page import public_page, render_page
from events.views.profiles import listed, named, other_names, profile, selection

INSIDE, ACTORS = 30, 12
DETAIL = 400  # an outline keeps what is larger than this part of it


@public_page
def place_list(request: HttpRequest) -> HttpResponse:
    columns = ("slug", "name", "kind", "country", "country_name", "admin1", "admin1_name", "names")
    places = PublishedPlace.objects.using("public").only(*columns)
    return render_page("events/place_list.html", listed(request, places, "place_path"))


@public_page
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    place, here = _place(slug), selection(place=slug)
    above = {step["slug"] for step in place.path}
    inside = {one: events for one, events in events_of("place_path", here).items() if one not in above}
    context = {
        "place": place,
        "above": [step for step in place.path if step["slug"] != slug],
        "names": [*other_names(place.names, place.name)],
        "inside": named(PublishedPlace, inside, INSIDE),
        "inside_left_out": max(0, len(inside) - INSIDE),
        "no_closer": placed_at(here, slug),
        "actors": named(PublishedActor, events_of("actors", here), ACTORS),
        "profile": profile("place", slug),
    }
    return render_page("events/place_detail.html", context)


def _place(slug: str) -> PublishedPlace:
    place = PublishedPlace.objects.using("public").defer("keys", "boundary").filter(slug=slug).first()
    if place is None:
        raise Http404(f"There is no place {slug}.")
    return place


@public_page
def place_boundary(request: HttpRequest, slug: str) -> HttpResponse:
    """The outline as a GeoJSON feature; its geometry is null where none is known."""
    place = PublishedPlace.objects.using("public").filter(slug=slug).only("slug", "name", "boundary").first()
    if place is None:
        raise Http404(f"There is no place {slug}.")
    geometry = "null"
    if place.boundary:
        west, south, east, north = place.boundary.extent
        outline = place.boundary.simplify(max(east - west, north - south) / DETAIL, preserve_topology=True)
        geometry = outline.json
    link = reverse("place_detail", args=[slug])
    return HttpResponse(
        f'{{"type": "Feature", "properties": {{"url": "{link}"}}, "geometry": {geometry}}}',
        content_type="application/geo+json",
    )
