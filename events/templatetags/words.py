"""The public record in words, for templates: thin covers over events.wording and the models' labels."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events import models, wording
from events.models import PublishedEvent
from events.stats import Totals

register = template.Library()

#: Event types that have a symbol in templates/events/_symbols.html and a colour in static/site/tokens.css.
SYMBOLS = {
    "battles",
    "explosions-remote-violence",
    "violence-against-civilians",
    "protests",
    "riots",
    "strategic-developments",
}
LABELS: dict[str, type[TextChoices]] = {
    "actor": models.ActorKind,
    "certainty": models.Certainty,
    "name": models.NameKind,
    "place": models.LocationKind,
    "scale": models.SourceScale,
    "source": models.SourceKind,
    "reliability": models.Reliability,
}
PLACE_PREFIXES = {
    "near_settlement": "near ",
    **dict.fromkeys(("admin2", "admin1", "region", "country"), "somewhere in "),
}


@register.filter
def label(value: str, kind: str) -> str:
    """The words for a stored code: `{{ actor.kind|label:"actor" }}`; an unknown code is shown as it is."""
    if kind == "place" and value in wording.UNITS:
        return wording.UNITS[value]
    choices = LABELS[kind]
    words = str(choices(value).label) if value in choices.values else value
    letter, _, meaning = words.partition(" ")
    return f"{meaning} ({letter})" if kind == "reliability" and meaning else words


@register.filter
def who(event: PublishedEvent) -> str:
    """Who took part, in a few words for a list."""
    blamed = event.attributed_to if event.attribution == "contested" else ""
    return wording.who(event.side_a, event.side_b, blamed=blamed)


@register.filter
def rivals(names: str) -> str:
    return wording.rivals(names)


@register.filter
def spaced(code: str) -> str:
    """A code as words, where none are written for it."""
    return code.replace("_", " ")


@register.filter
def number(value: int | None) -> str:
    return wording.NOT_KNOWN if value is None else wording.number(value)


@register.filter
def count(value: int, nouns: str) -> str:
    """`{{ total|count:"event" }}`, `{{ total|count:"country,countries" }}`."""
    return wording.plural(value, *nouns.split(","))


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A day in words; JSON columns hold days as text."""
    if not value:
        return ""
    return wording.day(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


@register.filter
def when(event: PublishedEvent) -> str:
    return wording.when(event.date_start, event.date_end, event.date_meaning, several=event.clarity == "summary")


@register.filter
def where(event: PublishedEvent) -> str:
    return wording.where(event.precision, event.place_name or event.admin1_name or event.country_name, event.radius_km)


@register.filter
def place_line(event: PublishedEvent) -> str:
    """Where, in a few words for a list: `near al-Qaim, Anbar, Iraq`."""
    names = dict.fromkeys(filter(None, (event.place_name, event.admin1_name, event.country_name)))
    if not names:
        return f"place {wording.NOT_KNOWN}"
    return PLACE_PREFIXES.get(event.precision, "") + ", ".join(names)


@register.filter
def in_language(names: list[dict[str, str]], language: str) -> str:
    """The best of an actor's or place's names in a language: the official one, else the first."""
    found = sorted(
        (name for name in names if name["language"] == language), key=lambda name: name["kind"] != "official"
    )
    return found[0]["name"] if found else ""


@register.filter
def killed(event: PublishedEvent) -> str:
    return wording.harm("killed", event.deaths_low, event.deaths_best, event.deaths_high)


@register.filter
def gives_deaths(event: PublishedEvent) -> bool:
    return any(figure is not None for figure in (event.deaths_low, event.deaths_best, event.deaths_high))


@register.filter
def attribution(value: str) -> str:
    return wording.attribution(value)


@register.filter
def killed_in_all(totals: Totals) -> tuple[str, str]:
    """The sums of a selection as (figure, range)."""
    none_given = totals.without_deaths == totals.events
    return wording.sums(totals.deaths_low, totals.deaths_best, totals.deaths_high, none_given=none_given)


def symbol_name(event_type: str) -> str:
    return event_type if event_type in SYMBOLS else "other"


@register.simple_tag
def symbol(event_type: str) -> SafeString:
    """The shape of an event type, in its colour; decoration beside the word, so hidden from screen readers."""
    name = symbol_name(event_type)
    return format_html(
        '<svg class="symbol type-{}" viewBox="0 0 16 16" aria-hidden="true"><use href="#t-{}"/></svg>',
        name,
        name,
    )


@register.simple_tag
def tile_server() -> SafeString:
    """Attributes for a map where the maintainer configured a tile server; none for our own base map."""
    if not settings.TILE_SERVER_URL:
        return SafeString("")
    return format_html(
        'data-tiles="{}" data-tiles-attribution="{}"', settings.TILE_SERVER_URL, settings.TILE_SERVER_ATTRIBUTION
    )


@register.simple_tag
def bar(value: int | None, largest: int | None) -> SafeString:
    """A thin bar, `value` of `largest` long; decoration beside the figure."""
    width = 100 * (value or 0) / (largest or 1)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="3"/></svg>',
        f"{width:.2f}",
    )


@register.simple_tag
def bar_largest(rows: list[Any]) -> int:
    """The largest count of some facet rows, for `bar`."""
    return max((row.count for row in rows), default=0)
