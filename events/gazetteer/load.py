"""Put the gazetteer that ships into the database; called by `manage.py load_gazetteer` and by tests.

Set-based: the files go by COPY into temporary tables, and what is missing goes from there into the models' tables.
Rows that are there are never changed, so what a person edited stays (docs/gazetteer.md).
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from django.db import connection, transaction
from psycopg import Cursor, sql

from events.gazetteer import rows
from events.models import Lock

STAGING = """
create temporary table gazetteer_place (
    stage int, slug text, name text, kind text, parent text, country text, admin1 text,
    longitude float, latitude float, boundary text, extent_km float,
    iso_a3 text, iso_a2 text, iso_3166_2 text, geonames_id int, pcode text, population int, id bigint
);
create temporary table gazetteer_name (
    slug text, name text, language text, kind text, search_key text, phonetic_key text
);
"""
CLEAR = "drop table gazetteer_place, gazetteer_name"

# A row is known by its ISO code, else by its GeoNames id, else by its slug.
KNOWN_BY = (
    "location.kind = 'country' and location.iso_a3 = nullif(place.iso_a3, '')",
    "location.kind = 'admin1' and location.iso_3166_2 = nullif(place.iso_3166_2, '')",
    "location.geonames_id = place.geonames_id",
    "location.slug = place.slug",
)
KNOW = "update gazetteer_place place set id = location.id from events_location location where place.id is null and "

ADD_PLACES = """
insert into events_location (
    slug, name, kind, parent_id, country_id, admin1_id, point, boundary, extent_km,
    iso_a3, iso_a2, iso_3166_2, geonames_id, pcode, population
)
select place.slug, place.name, place.kind, parent.id, country.id, admin1.id,
       st_setsrid(st_makepoint(place.longitude, place.latitude), 4326),
       st_setsrid(st_geomfromgeojson(place.boundary), 4326), place.extent_km,
       place.iso_a3, place.iso_a2, place.iso_3166_2, place.geonames_id, place.pcode, place.population
  from gazetteer_place place
  left join gazetteer_place parent on parent.slug = place.parent
  left join gazetteer_place country on country.slug = place.country
  left join gazetteer_place admin1 on admin1.slug = place.admin1
 where place.id is null and place.stage = %s
 order by place.slug
    on conflict do nothing
"""

# A new name of a place that readers see is the desk's until another person approves it. Keys are derived, so those of a
# name that is there follow events/names.py.
ADD_NAMES = """
insert into events_locationname as known (location_id, name, language, kind, is_public, search_key, phonetic_key)
select place.id, name.name, name.language, name.kind,
       not exists (select from events_publishedplace shown where shown.slug = place.slug),
       name.search_key, name.phonetic_key
  from gazetteer_name name join gazetteer_place place on place.slug = name.slug and place.id is not null
 order by place.id
    on conflict (location_id, name, language) do update
   set search_key = excluded.search_key, phonetic_key = excluded.phonetic_key
 where (known.search_key, known.phonetic_key) <> (excluded.search_key, excluded.phonetic_key)
"""


class Loaded(NamedTuple):
    """How many places a load added, and how many names it added or gave new keys: none if nothing is new."""

    places: int = 0
    names: int = 0


def load(only: Collection[str] = (), progress: Callable[[str], object] = lambda step: None) -> Loaded:
    """Add the places and names that are missing, of all countries or of those in `only` (ISO 3166-1 alpha-3 codes).

    `progress` is told in a word what is being done. Returns at once if the same was loaded before.
    Raises ValueError for a code that no country has.
    """
    mark = " ".join([rows.version(), *sorted(only)])
    with transaction.atomic(), connection.cursor() as wrapped:
        cursor = wrapped.cursor  # psycopg's own: Django's wrapper refuses COPY while DEBUG is on
        Lock.LOADING.hold()
        if _is_loaded(cursor, mark):
            return Loaded()
        cursor.execute(STAGING)
        progress("places")
        places = _add_places(cursor, only)
        progress("names")
        names = _add_names(cursor, only)
        cursor.execute(CLEAR)
        cursor.execute("analyze events_location, events_locationname")
        cursor.execute(sql.SQL("comment on table events_locationname is {}").format(sql.Literal(mark)))
        return Loaded(places, names)


def _is_loaded(cursor: Cursor[tuple[str]], mark: str) -> bool:
    """Whether the comment left by an earlier load says `mark`, or the whole world in the same version."""
    # The comment outlives TRUNCATE, by which some tests empty the tables.
    cursor.execute(
        "select obj_description('events_locationname'::regclass) from events_location where kind = 'country' limit 1"
    )
    found = cursor.fetchone()
    return found is not None and found[0] in (mark, mark.split()[0])


def _add_places(cursor: Cursor[tuple[str]], only: Collection[str]) -> int:
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.Place._fields))
    _copy(cursor, sql.SQL("gazetteer_place ({})").format(columns), (place for place, _ in rows.read(only)))
    _refuse_unknown(cursor, only)
    cursor.execute("create index on gazetteer_place (slug)")
    cursor.execute("analyze gazetteer_place")
    for condition in KNOWN_BY:
        cursor.execute(KNOW + condition)
    added = 0
    for stage in rows.STAGES:
        cursor.execute(ADD_PLACES, [stage])
        added += cursor.rowcount
        cursor.execute(KNOW + KNOWN_BY[-1])
    return added


def _refuse_unknown(cursor: Cursor[tuple[str]], only: Collection[str]) -> None:
    cursor.execute("select iso_a3 from gazetteer_place where kind = 'country'")
    if unknown := sorted(set(only) - {code for (code,) in cursor}):
        raise ValueError(f"No country has the ISO 3166-1 alpha-3 code {', '.join(unknown)}.")


def _add_names(cursor: Cursor[tuple[str]], only: Collection[str]) -> int:
    spellings = (spelling for place, names in rows.read(only) for spelling in rows.spellings(place, names))
    _copy(cursor, sql.SQL("gazetteer_name"), spellings)
    cursor.execute("analyze gazetteer_name")
    cursor.execute(ADD_NAMES)
    return cursor.rowcount


def _copy(cursor: Cursor[tuple[str]], table: sql.Composable, records: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(sql.SQL("copy {} from stdin").format(table)) as copy:
        for record in records:
            copy.write_row(record)
