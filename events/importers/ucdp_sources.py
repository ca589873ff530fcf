"""Who UCDP GED names as its sources: three lists side by side in recent rows, free words in old ones."""

import re
from collections.abc import Mapping
from functools import lru_cache

from events.importers.draft import DraftReport, DraftSource
from events.importers.fields import CellError, day, shorten, text
from events.names import search_key

LONGEST_SOURCE, LONGEST_TITLE = 200, 500

ORIGIN = DraftReport(
    source=DraftSource(
        name="UCDP GED",
        kind="dataset",
        scale="international",
        url="https://ucdp.uu.se/",
        notes="Licence CC BY 4.0: cite it wherever its rows are shown.",
    ),
    title="UCDP Georeferenced Event Dataset (CC BY 4.0): Introducing the UCDP Georeferenced Event Dataset, "
    "Journal of Peace Research 50(4), 2013; and the yearly articles of Davies, Pettersson and Öberg in that journal",
    author="Uppsala Conflict Data Program; Ralph Sundberg and Erik Melander",
)

# Facts about the sources that the data set names most, by search key. All others are "other", of unknown scale.
_AGENCY, _MONITOR, _NGO = ("news_agency", "international"), ("broadcaster", "international"), ("ngo", "international")
_NATIONAL_NGO = ("ngo", "national")
_KNOWN = {
    **dict.fromkeys(
        ("reuters", "reuters news", "agence france presse", "afp", "associated press", "associated press newswires",
         "the associated press", "ap", "xinhua", "xinhua news agency", "efe news service", "sputnik news service"),
        _AGENCY,
    ),
    **dict.fromkeys(
        ("bbc monitoring middle east", "bbc monitoring africa", "bbc monitoring south asia", "bbc monitoring european",
         "bbc monitoring newsfile", "bbc", "jazeera english", "jazeera"),
        _MONITOR,
    ),
    **dict.fromkeys(
        ("human rights watch", "hrw", "amnesty international", "amnesty", "airwars", "air wars", "airwars org"), _NGO,
    ),
    **dict.fromkeys(
        ("sohr", "syrian observatory for human rights", "vdc", "violations documentation center"), _NATIONAL_NGO,
    ),
    **dict.fromkeys(("unami", "unama", "united nations", "un"), ("international", "international")),
    **dict.fromkeys(("sdf press office", "sdf media center"), ("armed_group", "national")),
}  # fmt: skip

_WEB_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})/?", re.IGNORECASE)


def reports(article: str, cells: Mapping[str, str]) -> tuple[DraftReport, ...]:
    """The reports a row cites, each once and in the row's order; the data set itself where it cites none.

    `article` is the cell of that column as words, which needs some reading and has been read.
    """
    offices = _items(cells.get("source_office", ""))
    if not offices:
        return (_uncounted(article) if article else ORIGIN,)
    dates = _items(cells.get("source_date", ""))
    dates = dates if len(dates) == len(offices) else [""] * len(offices)
    titles = _titles(text(cells.get("source_headline", "")), article, offices, dates)
    found = [_report(*entry) for entry in zip(offices, dates, titles, strict=True)]
    return tuple(dict.fromkeys(found))


def _items(cell: str) -> list[str]:
    """The items of a list; an entity such as &#8217; holds a semicolon too, so entities are resolved first."""
    words = text(cell)
    return [item.strip() for item in words.split(";")] if words else []


def _titles(headlines: str, article: str, offices: list[str], dates: list[str]) -> list[str]:
    """One headline for each office. One that holds a semicolon itself is told by the quotes around each citation."""
    titles = headlines.split(";")
    if len(titles) == len(offices):
        return titles
    citations = article.strip('"').split('";"')
    if len(citations) == len(offices):
        entries = zip(citations, offices, dates, strict=True)
        return [citation.removeprefix(f"{office},").removeprefix(f"{date},") for citation, office, date in entries]
    return [headlines] * len(offices)


def _uncounted(article: str) -> DraftReport:
    """Old rows name their sources in free words ("r 25/2"): what they say is kept, and UCDP GED stands for it."""
    return DraftReport(ORIGIN.source, shorten(f"Cited in UCDP GED as: {article}", LONGEST_TITLE))


def _report(office: str, dated: str, title: str) -> DraftReport:
    published, title = None, title.strip() or "(no headline given)"
    try:
        published = day(dated) if dated else None
    except CellError:
        title = (
            f"{title} (dated “{dated}”)"  # words in a citation, not a fact of the event: no reason to refuse the row
        )
    return DraftReport(_source(office) if office else ORIGIN.source, shorten(title, LONGEST_TITLE), published)


@lru_cache(maxsize=4096)
def _source(office: str) -> DraftSource:
    web = _WEB_ADDRESS.fullmatch(office)
    name = web[1].lower() if web else shorten(office, LONGEST_SOURCE)
    return DraftSource(name, *_KNOWN.get(search_key(name), ("other", "unknown")))
