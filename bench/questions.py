"""The questions that pages are timed with: each filter alone, with values that the record has, common and rare."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from django.db.models import Max

from events.models import PublishedActor, PublishedEvent, PublishedPlace
from events.names import search_key

EVENTS = PublishedEvent.objects.using("public").filter(valid_to__isnull=True)
SAMPLE = 5000  # events looked at to find common and rare values


def single_filters() -> list[str]:
    """Query strings with one filter each, the same for the same record."""
    return ["", *_of_lists(), *_of_columns(), *_fixed(), *(f"sort={name}" for name in ("-deaths", "deaths", "date"))]


def _of_lists() -> Iterator[str]:
    """Actor, place, source: the most common value, one in the middle, and a rare one."""
    columns = {"actor": "actors", "place": "place_path", "source": "sources"}
    rows = EVENTS.order_by("id").values_list(*columns.values())[:SAMPLE]
    for parameter, lists in zip(columns, zip(*rows, strict=True), strict=True):
        values = [value for value, _ in Counter(chain(*lists)).most_common()]
        for value in dict.fromkeys((values[0], values[len(values) // 10], values[-1])):
            yield f"{parameter}={value}"
        if parameter == "actor":
            yield f"actor={values[0]}&role=lead"


def _of_columns() -> Iterator[str]:
    for column in ("country", "admin1", "event_type", "sub_event_type", "attribution"):
        values = Counter(EVENTS.order_by("id").values_list(column, flat=True)[:SAMPLE]).most_common()
        known = [value for value, _ in values if value]
        parameter = "event_type" if column == "sub_event_type" else column
        yield from (f"{parameter}={value}" for value in dict.fromkeys((known[0], known[-1])))
    words = Counter(
        word
        for title in EVENTS.order_by("id").values_list("title", flat=True)[:SAMPLE]
        for word in search_key(title).split()
    )
    frequent = [word for word, _ in words.most_common() if len(word) > 3 and word.isalpha()]
    yield from (f"q={word}" for word in (frequent[0], frequent[len(frequent) // 10], frequent[-1]))


def _fixed() -> Iterator[str]:
    last = EVENTS.aggregate(last=Max("date_start"))["last"]
    yield f"date_from={last.year - 3}-01-01&date_to={last.year - 3}-12-31"
    yield f"date_from={last.year - 3}-06-01&date_to={last.year - 3}-06-30"
    yield f"date_from={last.year - 2}-01-01&when=certainly"
    yield from ("bbox=38,29,49,38", "bbox=43.5,35.5,44.5,36.5", "bbox=-20,-35,55,38", "near=36.34,43.13&within=50")
    yield from (
        "deaths_min=25",
        "deaths_max=0",
        "civilians=1",
        "precision=settlement",
        "precision=admin1",
        "tag=nothing",
    )


def beginnings() -> list[str]:
    """The first two to six letters of names of actors and places, and some that no name begins with."""
    names = [
        name
        for model in (PublishedActor, PublishedPlace)
        for name in model.objects.using("public").order_by("slug").values_list("name", flat=True)[::97][:12]
    ]
    letters = [name[:length] for name in names for length in range(2, 7)]
    return [*dict.fromkeys(letters), *(f"zq{name[:4]}" for name in names[:6])]


def map_views() -> list[str]:
    """What the map asks for: the world, a region, a country, a town; everything and a selection."""
    views = ("zoom=2", "zoom=5&view=25,20,60,45", "zoom=7&view=38,29,49,38", "zoom=11&view=43,36.2,43.3,36.5")
    selections = ("", "date_from=2015-01-01&date_to=2017-12-31", "civilians=1", "deaths_min=5")
    return [f"{view}&{selection}".rstrip("&") for view in views for selection in selections]
