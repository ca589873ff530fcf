"""The public record in words, for templates: thin covers over events.wording and the models' labels."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext, ngettext

from events import models, names, wording
from events.models import PublishedEvent, PublishedPlace
from events.stats import Totals
from events.stats.names import called as called_in_language

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


@register.filter
def label(value: str, kind: str) -> str:
    """The words for a stored code: `{{ actor.kind|label:"actor" }}`; an unknown code is shown as it is."""
    if kind == "place" and value in wording.UNITS:
        return str(wording.UNITS[value])
    choices = LABELS[kind]
    words = str(choices(value).label) if value in choices.values else value
    letter, _, meaning = words.partition(" ")
    return f"{meaning} ({letter})" if kind == "reliability" and meaning else words


@register.filter
def who(event: PublishedEvent) -> str:
    """Who took part, in a few words for a list."""
    blamed = event.attributed_to if event.attribution == "contested" else ""
    return wording.who(actors(event.side_a), actors(event.side_b), blamed=actors(blamed))


@register.filter
def actors(joined: str) -> str:
    """Names of actors as an event holds them, joined by “; ”, in the language of the page."""
    return "; ".join(called_in_language("actor name", name, name) for name in joined.split("; "))


@register.filter
def rivals(joined: str) -> str:
    return wording.rivals(actors(joined))


@register.filter
def allies(joined: str) -> str:
    return wording.who(actors(joined), "")


@register.filter
def called(row: Any, kind: str) -> str:
    """The name of a row of the catalogue, or of {slug, name}, in the language of the page; `kind` as in stats.names."""
    held = row if isinstance(row, dict) else vars(row)
    code = held["code" if kind == "event type" else "slug"]
    return called_in_language(kind, code, held["name"])


@register.filter
def isolated(text: str) -> str:
    """A code, or a name that has no translation, held together in a sentence of another direction."""
    return wording.isolated(text)


@register.filter
def script(text: str) -> SafeString:
    """Attributes for the element around text as coded, where it runs the other way than the page."""
    if not wording.is_foreign(text):
        return SafeString("")
    return SafeString(' lang="en" dir="ltr"' if get_language_bidi() else ' lang="ar" dir="rtl"')


@register.filter
def other_name(row: Any, kind: str) -> str:
    """What to say beside the name that the page shows: the Arabic one in English, the Latin one elsewhere."""
    if get_language_bidi():
        return row.name if called(row, kind) != wording.isolated(row.name) else ""
    return row.name_ar if kind == "event type" else names.in_language(row.names, "ar")


@register.filter
def source_name(source: Any) -> str:
    """A source's name; one that is kept back is called so in the language of the page."""
    return called(source, "source")


@register.filter
def what(event: PublishedEvent) -> str:
    """The event's sub-type in words, else its type."""
    if event.sub_event_type:
        return called_in_language("event type", event.sub_event_type, event.sub_event_type_name)
    return type_name(event)


@register.filter
def type_name(event: PublishedEvent) -> str:
    return called_in_language("event type", event.event_type, event.event_type_name)


@register.filter
def spaced(code: str) -> str:
    """A code as words, where none are written for it."""
    return code.replace("_", " ")


@register.filter
def number(value: int | None) -> str:
    return str(wording.NOT_KNOWN) if value is None else wording.number(value)


@register.filter
def count(value: int, noun: str) -> str:
    """`{{ total|count:"event" }}`; the nouns are those of wording.COUNTED."""
    return wording.counted(value, noun) if noun in wording.COUNTED else wording.plural(value, *noun.split(","))


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
    return wording.where(event.precision, next(_places(event), ""), event.radius_km)


@register.filter
def place_line(event: PublishedEvent) -> str:
    """Where, in a few words for a list: `near al-Qaim, Anbar, Iraq`."""
    return wording.line(event.precision, [*_places(event)])


def _places(event: PublishedEvent) -> Iterator[str]:
    """The names of the place, its first-order unit and its country, as far as there are any."""
    for kind in ("place", "admin1", "country"):
        if name := getattr(event, f"{kind}_name"):
            yield called_in_language(kind, getattr(event, kind), name)


@register.filter
def lies_in(place: PublishedPlace) -> str:
    """The first-order unit and the country that a place lies in, as far as it is neither."""
    kinds = [kind for kind in ("admin1", "country") if getattr(place, f"{kind}_name") and place.kind != kind]
    kinds = kinds if place.kind != "country" else []
    names = (called_in_language(kind, getattr(place, kind), getattr(place, f"{kind}_name")) for kind in kinds)
    return wording.listed(names)


@register.filter
def in_language(rows: list[dict[str, str]], language: str) -> str:
    return names.in_language(rows, language)


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


@register.filter
def in_figures(totals: Totals) -> str:
    """A selection in one line: `2 events · 16 October – 3 November 2018 · Killed: 4 or more`."""
    parts = [wording.counted(totals.events, "event")]
    if totals.events:
        parts += [wording.days(totals.first, totals.last), *_killed_parts(totals)]
    return " · ".join(parts)


def _killed_parts(totals: Totals) -> Iterator[str]:
    """How many were killed, and how many events say nothing about it."""
    figure, between = killed_in_all(totals)
    yield gettext("Killed: %(figure)s") % {"figure": f"{figure} ({between})" if between else figure}
    if totals.without_deaths:
        words = ngettext("%(number)s event gives no figure", "%(number)s events give no figure", totals.without_deaths)
        yield words % {"number": wording.number(totals.without_deaths)}


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
def chart_bar(bar: Any) -> SafeString:
    """A bar of a timeline (events.views.event_timeline.Bar): made here, because a template takes five times as long."""
    words = bar.words
    return format_html(
        '<a href="{}" data-first="{}" data-last="{}" tabindex="-1" aria-label="{}"><title>{}</title>'
        '<rect class="reach" x="{}" width="1" height="100"/>{}{}</a>',
        bar.url, bar.first, bar.last, words, words, bar.x,
        _part(bar.x, bar.top, bar.height), _part(bar.x, bar.spread_top, bar.spread_height, "spread"),
    )  # fmt: skip


def _part(x: int, top: float, height: float, name: str = "certain") -> SafeString:
    return SafeString(f'<rect class="{name}" x="{x}.1" y="{top:.2f}" width="0.8" height="{height:.2f}"/>')


@register.simple_tag
def bar_largest(rows: list[Any]) -> int:
    """The largest count of some facet rows, for `bar`."""
    return max((row.count for row in rows), default=0)
