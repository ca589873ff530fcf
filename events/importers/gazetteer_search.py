"""Questions to the gazetteer, each asked once for all the places of a file."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from events.importers.place_names import bare_key
from events.importers.place_registry import Point
from events.models import LocationKind, LocationName
from events.models.location import BORDER_TOLERANCE
from events.names import phonetic_key, search_key

NEAR_KM = 25  # UCDP's own measure of "near"
SAME_SOUND_KM = 5  # a name that only sounds the same has to be closer to be the same place

_LYING_IN = """
select p.number, l.id, count(*)
from unnest(%s::integer[], %s::bigint[], %s::float8[], %s::float8[]) as p(number, country_id, lon, lat)
cross join lateral (
  select l.id from events_location l
  where l.kind = 'admin1' and l.country_id = p.country_id
    and st_dwithin(l.boundary, st_setsrid(st_makepoint(p.lon, p.lat), 4326), %s)
  order by st_distance(l.boundary, st_setsrid(st_makepoint(p.lon, p.lat), 4326)) limit 1
) l
group by p.number, l.id
"""

_NEAREST = """
with wanted as materialized (
  select number, word, country_id, unit_id, st_setsrid(st_makepoint(lon, lat), 4326) as point
  from unnest(%s::integer[], %s::text[], %s::bigint[], %s::bigint[], %s::float8[], %s::float8[])
    as p(number, word, country_id, unit_id, lon, lat)
)
select distinct on (w.number) w.number, l.id
from wanted w
join events_locationname n on n.{column} = w.word
join events_location l on l.id = n.location_id and l.country_id = w.country_id
where l.kind in ('settlement', 'site') and st_distancesphere(l.point, w.point) <= %s
order by w.number, (l.admin1_id is not distinct from w.unit_id) desc, st_distancesphere(l.point, w.point), l.id
"""


class Units:
    """First-order units of some countries by any of their names."""

    def __init__(self, country_ids: Collection[int]) -> None:
        self._by_key: dict[int | None, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._by_sound: dict[int, dict[str, set[int]]] = {}
        names = LocationName.objects.filter(location__kind=LocationKind.ADMIN1, location__country__in=country_ids)
        for pk, country, key in names.values_list("location", "location__country", "search_key"):
            self._by_key[country][bare_key(key)].add(pk)

    def named(self, country_id: int, name: str) -> int | None:
        """The one unit of that name, or else of that sound; None where there is none, or more than one."""
        bare = bare_key(name)
        found = self._by_key[country_id].get(bare, set())
        if len(found) != 1:
            found = self._sounding(country_id).get(phonetic_key(bare), set())
        return next(iter(found)) if len(found) == 1 else None

    def _sounding(self, country_id: int) -> dict[str, set[int]]:
        """The units of a country by the sound of their names, which are slow to tell and not all needed."""
        if country_id not in self._by_sound:
            by_sound = self._by_sound[country_id] = defaultdict(set)
            for bare, pks in self._by_key[country_id].items():
                by_sound[phonetic_key(bare)] |= pks
        return self._by_sound[country_id]


def units_of_most_points(places: Iterable[tuple[int, int, set[Point]]], *, enough: int = 3) -> dict[int, int]:
    """For each (number, country id, points): the unit in which four fifths of its points lie, if they are `enough`."""
    asked = [(number, country, *point) for number, country, points in places for point in points]
    totals: dict[int, int] = defaultdict(int)
    for number, *_ in asked:
        totals[number] += 1
    with connection.cursor() as cursor:
        cursor.execute(_LYING_IN, [*_columns(asked, 4), BORDER_TOLERANCE])
        return {
            number: unit
            for number, unit, count in cursor.fetchall()
            if totals[number] >= enough and count >= 0.8 * totals[number]
        }


def nearest_named(places: Collection[tuple[int, str, int, int | None, Point]]) -> dict[int, int]:
    """For each (number, name, country id, unit id, point): the settlement or site of that name nearby.

    Of several the one in the same unit, then the nearest. Found by spelling within 25 km, else by sound within 5 km.
    """
    found: dict[int, int] = {}
    for column, fold, km in (("search_key", search_key, NEAR_KM), ("phonetic_key", phonetic_key, SAME_SOUND_KM)):
        asked = [(n, fold(name), country, unit, *point) for n, name, country, unit, point in places if n not in found]
        asked = [entry for entry in asked if entry[1]]
        with connection.cursor() as cursor:
            cursor.execute(_NEAREST.format(column=column), [*_columns(asked, 6), km * 1000])
            found |= dict(cursor.fetchall())
    return found


def named_places(kind: str, country_ids: Collection[int]) -> dict[tuple[int | None, int | None, str], int]:
    """Places of a kind by (country id, unit id or None, bare name); the oldest row where several agree."""
    names = LocationName.objects.filter(location__kind=kind, location__country__in=country_ids).order_by("-location")
    rows = names.values_list("location", "location__country", "location__admin1", "search_key")
    return {(country, unit, bare_key(key)): pk for pk, country, unit, key in rows}


def _columns(rows: Collection[tuple[object, ...]], width: int) -> list[list[object]]:
    """Rows as lists by column, as `unnest` takes them; there may be none."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
