"""What the pages of actors, places and sources share: lists to search, and names in every script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, QuerySet, TextField, Value
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.filters import EventFilter
from events.models import PublishedEvent, PublishedEventType
from events.names import search_key
from events.stats import page
from events.stats.catalogue import events_of
from events.stats.outline import Outline, outline
from events.views.event_timeline import Chart, chart

PAGE_SIZE = 100
LATEST = 10
LANGUAGES = {
    "am": _("Amharic"),
    "ar": _("Arabic"),
    "az": _("Azerbaijani"),
    "bg": _("Bulgarian"),
    "bn": _("Bengali"),
    "ckb": _("Central Kurdish"),
    "cs": _("Czech"),
    "de": _("German"),
    "el": _("Greek"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fi": _("Finnish"),
    "fr": _("French"),
    "ha": _("Hausa"),
    "he": _("Hebrew"),
    "hi": _("Hindi"),
    "hu": _("Hungarian"),
    "hy": _("Armenian"),
    "id": _("Indonesian"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "ka": _("Georgian"),
    "ko": _("Korean"),
    "ku": _("Kurdish"),
    "my": _("Burmese"),
    "ne": _("Nepali"),
    "nl": _("Dutch"),
    "pl": _("Polish"),
    "ps": _("Pashto"),
    "pt": _("Portuguese"),
    "ro": _("Romanian"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "sr": _("Serbian"),
    "sv": _("Swedish"),
    "sw": _("Swahili"),
    "ta": _("Tamil"),
    "th": _("Thai"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "uz": _("Uzbek"),
    "vi": _("Vietnamese"),
    "zh": _("Chinese"),
    "zh-Hant": _("Chinese, traditional"),
}
RIGHT_TO_LEFT = {"ar", "ckb", "fa", "he", "ps", "ur"}


@dataclass(frozen=True)
class Listed:
    """One row of a list, with the number of events that name it."""

    row: Any
    events: int


def listed(request: HttpRequest, rows: QuerySet[Any], names: str) -> dict[str, Any]:
    """Context of a list: the rows that answer `q`, those with most events first, page by page."""
    text = request.GET.get("q", "").strip()
    events = events_of(names, selection())
    wanted = set(searched(rows, text).values_list("slug", flat=True))
    slugs = [slug for slug in events if slug in wanted] + sorted(wanted - events.keys())
    page: Page[Any] = Paginator(slugs, PAGE_SIZE).get_page(request.GET.get("page"))
    found = {row.slug: row for row in rows.filter(slug__in=list(page))}
    lines = [Listed(found[slug], events.get(slug, 0)) for slug in page if slug in found]
    query = QueryDict(mutable=True)
    query["q"] = text
    return {"lines": lines, "page": page, "q": text, "query": f"{query.urlencode()}&" if text else ""}


def searched(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The rows that have every word of `text` in some spelling of their name."""
    words = search_key(text).split()
    if not words:
        return rows
    if not hasattr(rows.model, "keys"):
        for word in words:
            rows = rows.filter(name__icontains=word)
        return rows
    joined = Func(F("keys"), Value(" "), function="array_to_string", output_field=TextField())
    rows = rows.annotate(spellings=joined)
    for word in words:
        rows = rows.filter(spellings__contains=word)
    return rows


@dataclass(frozen=True)
class Profile:
    """What the record holds about one actor, place or source."""

    parameter: str
    slug: str
    outline: Outline
    types: list[tuple[PublishedEventType, int]]
    chart: Chart
    latest: list[PublishedEvent]

    @property
    def query(self) -> str:
        return f"{self.parameter}={self.slug}"

    @property
    def list_url(self) -> str:
        return f"{reverse('event_list')}?{self.query}"

    @property
    def map_url(self) -> str:
        return f"{reverse('event_map')}?{self.query}"

    @property
    def timeline_url(self) -> str:
        return f"{reverse('event_timeline')}?{self.query}"


def profile(parameter: str, slug: str) -> Profile:
    selected = selection(**{parameter: slug})
    figures = outline(selected)
    return Profile(parameter, slug, figures, types(figures), chart(selected), page(selected, LATEST).rows)


def types(figures: Outline) -> list[tuple[PublishedEventType, int]]:
    """The types of the events outlined, with how many there are."""
    known = PublishedEventType.objects.using("public").in_bulk([code for code, _ in figures.types], field_name="code")
    return [(known[code], events) for code, events in figures.types if code in known]


def named(model: Any, events: dict[str, int], most: int) -> list[tuple[Any, int]]:
    """The first `most` rows of the catalogue that `events` counts, each with its number."""
    slugs = [*events][:most]
    found = {row.slug: row for row in model.objects.using("public").filter(slug__in=slugs).only("slug", "name", "kind")}
    return [(found[slug], events[slug]) for slug in slugs if slug in found]


def selection(**asked: str) -> EventFilter:
    params = QueryDict(mutable=True)
    params.update(asked)
    return EventFilter(params)


def other_names(names: list[dict[str, str]], shown: str) -> Iterator[dict[str, str]]:
    """Every other spelling, with its language in words and its direction."""
    for name in names:
        if name["name"] != shown:
            language = name["language"]
            direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
            yield {**name, "language_name": str(LANGUAGES.get(language, language)), "direction": direction}
