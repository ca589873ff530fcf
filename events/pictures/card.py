"""The picture that other sites and messengers show beside a link: 1200 by 630, as Open Graph advises."""

from django.utils.translation import gettext

from events import wording
from events.filters import EventFilter
from events.models import PublishedEvent
from events.pictures.chart import bars
from events.pictures.said import Said, cited
from events.pictures.sheet import ACCENT, SOFT, Sheet
from events.stats import timeline
from events.templatetags.words import killed, type_name, what, when, where, who

WIDTH, HEIGHT = 1200, 630


def selection_card(event_filter: EventFilter, url: str) -> str:
    """SVG: what was asked, its totals, and a small timeline. Raises InvalidFilter."""
    said = Said.of(event_filter, url)
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.brand()
    sheet.write(said.words, 46, most=3, weight=600)
    sheet.write(said.figures, 26, most=2, colour=SOFT)
    sheet.foot(said.citation, 17, most=2)
    unit, bins = timeline(event_filter)
    sheet.top += 12
    return sheet.draw("card", bars=bars(unit, bins, sheet.room))


def event_card(event: PublishedEvent, url: str) -> str:
    """SVG: what happened, when, where and how surely, who was harmed, and who is blamed by whom how unanimously."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.brand()
    kind = type_name(event)
    sheet.write(f"{kind}: {what(event)}" if event.sub_event_type_name else kind, 22, colour=ACCENT, weight=600)
    sheet.write(wording.isolated(event.title), 46, most=2, weight=600)
    for text in (when(event), where(event), _upper(killed(event)), _who(event)):
        sheet.write(text, 28, most=2)
    sheet.foot(cited(_named(event), url), 17, most=2)
    return sheet.draw("card")


def _who(event: PublishedEvent) -> str:
    """Who took part; beside it, if who did it is contested or not known."""
    return ". ".join(filter(None, [who(event), wording.attribution(event.attribution)]))


def _named(event: PublishedEvent) -> str:
    named = {"code": wording.isolated(event.code), "version": event.version}
    return gettext("event %(code)s, version %(version)s") % named


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
