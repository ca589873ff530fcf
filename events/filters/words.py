"""The filter said in words, for headings, file descriptions and citations, in the language of the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from events import wording
from events.models import PlacePrecision, Role


def words(asked: dict[str, Any]) -> str:
    """One phrase, such as “Attack in Anbar, October 2018, where who did it is contested”.

    `asked` is the cleaned data of EventFilter. “All events” if nothing is asked.
    """
    parts = [_subject(asked), _period(asked), *_who(asked), *_harm(asked), *_evidence(asked), *_area(asked)]
    if asked["q"]:
        parts.append(gettext("with the words “%(words)s”") % {"words": wording.isolated(asked["q"])})
    return wording.listed(filter(None, parts))


def _subject(asked: dict[str, Any]) -> str:
    what = _or(asked["event_type"].labels) if asked["event_type"] else gettext("All events")
    where = [_or(asked[name].labels) for name in ("place", "admin1", "country") if asked[name]]
    return gettext("%(what)s in %(where)s") % {"what": what, "where": wording.listed(where)} if where else what


def _or(labels: Iterable[str]) -> str:
    return wording.alternatives(map(wording.isolated, labels))


def _period(asked: dict[str, Any]) -> str:
    first, last = asked["date_from"], asked["date_to"]
    if not (first or last):
        return ""
    if first and last:
        period = wording.period(first, last)
    else:
        since = gettext("since %(day)s") if first else gettext("until %(day)s")
        period = since % {"day": wording.day(first or last)}
    return gettext("certainly %(period)s") % {"period": period} if asked["when"] == "certainly" else period


def _who(asked: dict[str, Any]) -> list[str]:
    if not asked["actor"]:
        return []
    actors = _or(asked["actor"].labels)
    said = gettext("involving %(actors)s") % {"actors": actors}
    if asked["role"]:
        roles = _or(str(Role(role).label).lower() for role in asked["role"])
        said = gettext("involving %(actors)s as %(roles)s") % {"actors": actors, "roles": roles}
    rivals = gettext("against %(actors)s") % {"actors": _or(asked["against"].labels)} if asked["against"] else ""
    return [said, *filter(None, [rivals])]


def _harm(asked: dict[str, Any]) -> list[str]:
    low, high = asked["deaths_min"], asked["deaths_max"]
    figures = {"low": wording.number(low or 0), "high": wording.number(high or 0)}
    said = []
    if low is not None and high is not None:
        said.append(gettext("%(low)s–%(high)s killed") % figures)
    elif low is not None:
        said.append(gettext("%(low)s or more killed") % figures)
    elif high is not None:
        said.append(gettext("%(high)s or fewer killed") % figures)
    if asked["civilians"]:
        said.append(gettext("civilians harmed or targeted"))
    return said


def _evidence(asked: dict[str, Any]) -> list[str]:
    said = []
    if asked["attribution"]:
        values = _or(str(wording.ATTRIBUTIONS[value]).lower() for value in asked["attribution"])
        said.append(gettext("where who did it is %(attribution)s") % {"attribution": values})
    if asked["source"]:
        said.append(gettext("according to %(sources)s") % {"sources": _or(asked["source"].labels)})
    if asked["tag"]:
        said.append(gettext("tagged %(tags)s") % {"tags": _or(asked["tag"])})
    return said


def _area(asked: dict[str, Any]) -> list[str]:
    said = []
    if rank := asked["precision"]:
        value, label = PlacePrecision.choices[rank - 1]
        known_to = str(wording.UNITS.get(value, label)).lower()
        said.append(gettext("placed as well as “%(precision)s” or better") % {"precision": known_to})
    if asked["area"]:
        said.append(gettext("known only by %(area)s") % {"area": _or(asked["area"].labels)})
    if asked["bbox"]:
        said.append(gettext("inside a box on the map"))
    if asked["near"]:
        latitude, longitude = asked["near"]
        words = gettext("within %(km)s km of %(latitude)s, %(longitude)s")
        spot = {"latitude": f"{latitude:g}", "longitude": f"{longitude:g}", "km": f"{asked['within']:g}"}
        said.append(words % spot)
    return said
