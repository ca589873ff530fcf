"""Rows of the public record for tests of pages: the least that is valid, and what the test says."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from events.models import (
    Publication,
    PublishedActor,
    PublishedEvent,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)

FIRST = datetime(2018, 11, 1, 12, tzinfo=UTC)
_numbers = count(1)

ISLAMIC_STATE = {"slug": "islamic-state", "name": "Islamic State"}
OUTLET = {"slug": "al-monitor", "name": "Al-Monitor", "kind": "newspaper", "scale": "regional", "undisclosed": False}
SECRET = {
    "slug": "undisclosed-0123abcd",
    "name": "Undisclosed source",
    "kind": "person",
    "scale": "local",
    "undisclosed": True,
}
REPORT = {
    "title": "A city eyes an advance",
    "author": "A reporter",
    "date": "2018-10-31",
    "url": "https://example.org/report",
    "archive_url": "",
    "language": "en",
}


def publish() -> Publication:
    """A new act of publishing, a minute after the last."""
    number = next(_numbers)
    return Publication.objects.create(number=number, at=FIRST + timedelta(minutes=number))


def event(**values: Any) -> PublishedEvent:
    """A current version; `code`, `version`, `publication` and `valid_from` follow by themselves."""
    act = publish()
    defaults = {
        "code": f"IRQ{act.number}",
        "version": 1,
        "valid_from": act.at,
        "publication": act.number,
        "title": "Bomb at a checkpoint",
        "event_type": "explosions-remote-violence",
        "event_type_name": "Explosions/Remote violence",
        "date_start": date(2018, 10, 16),
        "date_meaning": "on_day",
        "country": "IRQ",
        "country_name": "Iraq",
        "place": "al-qaim",
        "place_name": "al-Qaim",
        "place_path": ["al-qaim", "anbar", "iraq"],
        "precision": "settlement",
        "precision_rank": 2,
        "clarity": "single",
        "attribution": "unknown",
    }
    merged = {**defaults, **values}
    merged.setdefault("date_end", merged["date_start"])
    return PublishedEvent.objects.create(**merged)


def claim(kind: str = "attribution", **values: Any) -> dict[str, Any]:
    """One element of `claims`."""
    return {
        "kind": kind,
        "stance": "asserts",
        "statement": "",
        "speaker_role": "",
        "source": OUTLET,
        "speaker": None,
        "report": REPORT,
        "actor": ISLAMIC_STATE if kind == "attribution" else None,
        "group": "",
        "outcome": "",
        "low": None,
        "best": None,
        "high": None,
        "place": None,
        "date_start": None,
        "date_end": None,
        "credibility": 6,
        "status": "accepted",
        "public_note": "",
        **values,
    }


def participant(slug: str, name: str, side: str = "A", **values: Any) -> dict[str, Any]:
    """One element of `participants`."""
    rest = {"kind": "rebel_group", "role": "lead", "certainty": "alleged", "parents": []}
    return {"slug": slug, "name": name, "side": side, **rest, **values}


def actor(slug: str = "islamic-state", name: str = "Islamic State", **values: Any) -> PublishedActor:
    return PublishedActor.objects.create(
        **{"slug": slug, "name": name, "kind": "rebel_group", "parts": [slug], **values}
    )


def place(slug: str = "al-qaim", name: str = "al-Qaim", kind: str = "settlement", **values: Any) -> PublishedPlace:
    iraq = {"country": "IRQ", "country_name": "Iraq"}
    return PublishedPlace.objects.create(**{"slug": slug, "name": name, "kind": kind, **iraq, **values})


def source(slug: str = "al-monitor", name: str = "Al-Monitor", **values: Any) -> PublishedSource:
    return PublishedSource.objects.create(
        **{"slug": slug, "name": name, "kind": "newspaper", "scale": "regional", "reliability": "B", **values}
    )


def event_type(code: str = "battles", name: str = "Battles", **values: Any) -> PublishedEventType:
    return PublishedEventType.objects.create(**{"code": code, "name": name, **values})
