"""Places, by how exactly they are known."""

from django.utils.translation import gettext, gettext_lazy

from events.wording.script import isolated, listed

#: What readers call the levels of administration that the field numbers.
UNITS = {"admin1": gettext_lazy("Province or state"), "admin2": gettext_lazy("District")}


def where(precision: str, place: str, radius_km: float | None = None) -> str:
    """How exactly the place is known, as a sentence without its full stop."""
    place = isolated(place)
    if precision == "sea_air":
        return gettext("At sea or in the air: %(place)s") % {"place": place} if place else _nowhere(precision)
    if precision == "unknown" or not place:
        return _nowhere(precision)
    if precision == "near_settlement":
        return _near(place, radius_km)
    if precision == "exact":
        return gettext("At a known spot: %(place)s") % {"place": place}
    if precision == "settlement":
        return gettext("In %(place)s") % {"place": place}
    return gettext("Somewhere in %(place)s; no closer place is known") % {"place": place}


def _near(place: str, radius_km: float | None) -> str:
    if not radius_km:
        return gettext("Near %(place)s; the spot is not known") % {"place": place}
    words = gettext("Near %(place)s, within about %(km)s km; the spot is not known")
    return words % {"place": place, "km": f"{radius_km:g}"}


def _nowhere(precision: str) -> str:
    return gettext("At sea or in the air") if precision == "sea_air" else gettext("Place not known")


def somewhere(precision: str, place: str) -> str:
    """The area that events are known by, in a few words: `Somewhere in Anbar`, `Near al-Qaim`."""
    if not place or precision == "unknown":
        return _nowhere(precision)
    words = gettext("Near %(place)s") if precision == "near_settlement" else gettext("Somewhere in %(place)s")
    return where(precision, place) if precision == "sea_air" else words % {"place": isolated(place)}


def line(precision: str, names: list[str]) -> str:
    """Where, in a few words for a list: `near al-Qaim, Anbar, Iraq`; `names` from the closest to the country."""
    if not names:
        return gettext("place not known")
    place = listed(isolated(name) for name in dict.fromkeys(names))
    if precision == "near_settlement":
        return gettext("near %(place)s") % {"place": place}
    if precision in {"admin2", "admin1", "region", "country"}:
        return gettext("somewhere in %(place)s") % {"place": place}
    return place


def is_pin(precision: str) -> bool:
    """Whether a map may draw the event as one spot; anything coarser is a ring, an area or a line of a list."""
    return precision in {"exact", "settlement"}
