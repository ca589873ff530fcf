"""A point as two typed fields, latitude and longitude, with a map on top for who has JavaScript and a pointer."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.safestring import SafeString


class PointWidget(forms.MultiWidget):
    """Two text fields and a map; the map starts at, and can be sent to, the place chosen in the field `follows`."""

    class Media:
        css = {"all": ["leaflet/leaflet.css", "admin-desk/point.css"]}
        js = ["leaflet/leaflet.js", "admin-desk/basemap.js", "admin-desk/point.js"]

    def __init__(self, *, follows: str, attrs: dict[str, Any] | None = None) -> None:
        self.follows = follows
        super().__init__({"latitude": forms.TextInput(), "longitude": forms.TextInput()}, attrs)

    def decompress(self, value: Point | None) -> list[float | None]:
        return [value.y, value.x] if value else [None, None]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        context["map"] = {
            "follows": f"id_{self.follows}",
            "places": reverse_lazy("admin:events_location_whereabouts", args=[0]),
            "basemap": static("basemap/"),
            "tiles": settings.TILE_SERVER_URL,
            "attribution": settings.TILE_SERVER_ATTRIBUTION,
        }
        return render_to_string("admin/point.html", context)


class PointField(forms.MultiValueField):
    """Latitude and longitude in degrees (WGS 84); a Point, or None if both are empty."""

    def __init__(self, *, follows: str, **kwargs: Any) -> None:
        latitude = forms.FloatField(
            min_value=-90,
            max_value=90,
            error_messages={
                "invalid": "Latitude is a number of degrees, such as 34.3817.",
                "min_value": "Latitude lies between -90 and 90.",
                "max_value": "Latitude lies between -90 and 90.",
            },
        )
        longitude = forms.FloatField(
            min_value=-180,
            max_value=180,
            error_messages={
                "invalid": "Longitude is a number of degrees, such as 40.9839.",
                "min_value": "Longitude lies between -180 and 180.",
                "max_value": "Longitude lies between -180 and 180.",
            },
        )
        super().__init__(
            fields=(latitude, longitude),
            require_all_fields=False,
            widget=PointWidget(follows=follows),
            error_messages={"incomplete": "Give both latitude and longitude, or leave both empty."},
            **kwargs,
        )

    def compress(self, data_list: list[float]) -> Point | None:
        if not data_list:
            return None
        latitude, longitude = data_list
        return Point(longitude, latitude, srid=4326)
