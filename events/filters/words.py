"""The filter said in words, for headings, file descriptions and citations."""

from typing import Any

from events import wording
from events.models import PlacePrecision


def words(asked: dict[str, Any]) -> str:
    """One phrase, such as “Attack in Anbar, 1–31 October 2018, where who did it is contested”.

    `asked` is the cleaned data of EventFilter. “All events” if nothing is asked.
    """
    subject = _or(asked["event_type"].labels) if asked["event_type"] else "All events"
    where = [_or(asked[name].labels) for name in ("place", "admin1", "country") if asked[name]]
    if where:
        subject += " in " + ", ".join(where)
    parts = [subject, *filter(None, (_period(asked), *_who(asked), *_harm(asked), *_evidence(asked), *_area(asked)))]
    if asked["q"]:
        parts.append(f"with the words “{asked['q']}”")
    return ", ".join(parts)


def _or(labels: tuple[str, ...] | list[str]) -> str:
    return " or ".join(dict.fromkeys(labels))


def _period(asked: dict[str, Any]) -> str:
    first, last = asked["date_from"], asked["date_to"]
    if not (first or last):
        return ""
    sure = "certainly " if asked["when"] == "certainly" else ""
    if first and last:
        return sure + wording.days(first, last)
    return f"{sure}{'since' if first else 'until'} {wording.day(first or last)}"


def _who(asked: dict[str, Any]) -> list[str]:
    if not asked["actor"]:
        return []
    role = f" as {_or(asked['role'])}" if asked["role"] else ""
    return [f"involving {_or(asked['actor'].labels)}{role}"]


def _harm(asked: dict[str, Any]) -> list[str]:
    low, high = asked["deaths_min"], asked["deaths_max"]
    said = []
    if low is not None and high is not None:
        said.append(f"{wording.number(low)}–{wording.number(high)} killed")
    elif low is not None:
        said.append(f"{wording.number(low)} or more killed")
    elif high is not None:
        said.append(f"{wording.number(high)} or fewer killed")
    if asked["civilians"]:
        said.append("civilians harmed or targeted")
    return said


def _evidence(asked: dict[str, Any]) -> list[str]:
    said = []
    if asked["attribution"]:
        said.append(f"where who did it is {_or(asked['attribution'])}")
    if asked["source"]:
        said.append(f"according to {_or(asked['source'].labels)}")
    if asked["tag"]:
        said.append(f"tagged {_or(asked['tag'])}")
    return said


def _area(asked: dict[str, Any]) -> list[str]:
    said = []
    if rank := asked["precision"]:
        value, label = PlacePrecision.choices[rank - 1]
        said.append(f"placed as well as “{wording.UNITS.get(value, label).lower()}” or better")
    if asked["bbox"]:
        said.append("inside a box on the map")
    if asked["near"]:
        latitude, longitude = asked["near"]
        said.append(f"within {asked['within']:g} km of {latitude:g}, {longitude:g}")
    return said
