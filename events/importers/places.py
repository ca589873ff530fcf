"""Finding the places of a file in the gazetteer, and making those that it lacks.

From the country down: a country by its code; a first-order unit by its name, else by where its points lie; a settlement
or site by its name within 25 km; the rest by its name in its unit. docs/importing.md says it in full.
"""

from django.contrib.gis.geos import Point as GeosPoint
from django.db import connection

from events.importers import gazetteer_search as search
from events.importers.base import NotReadyError
from events.importers.fields import shorten
from events.importers.place_names import bare_key
from events.importers.place_registry import Entry
from events.importers.slugs import unique_slugs
from events.models import Location, LocationKind, LocationName, NameKind, gate
from events.names import phonetic_key, search_key

LONGEST = 200
SPOTS = (LocationKind.SETTLEMENT, LocationKind.SITE)


def resolve(entries: list[Entry], *, publish: bool) -> list[int]:
    """Fill the temporary table import_place(number, location_id), making the places that are missing.

    Returns the ids of places of the gazetteer that now lie in a district. Unless `publish`, places that readers see
    stay where they are, and what the file calls them finds them at the desk alone.
    """
    found = _Resolution(entries, publish)
    found.countries()
    found.units()
    found.districts()
    found.spots()
    found.areas()
    moved = found.move_into_districts()
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.import_place")
        cursor.execute(
            "create temporary table import_place (number integer primary key, location_id bigint) on commit drop"
        )
        cursor.execute(
            "insert into import_place select * from unnest(%s::integer[], %s::bigint[])",
            [list(found.ids), list(found.ids.values())],
        )
    return moved


class _Resolution:
    """The work of `resolve`, step by step; `ids` grows from the countries down."""

    def __init__(self, entries: list[Entry], publish: bool) -> None:
        self._entries, self._publish = entries, publish
        self.ids: dict[int, int] = {}  # entry number: location id
        self._country: dict[str, Location] = {}  # by alpha-3 code
        self._unit: dict[int, int] = {}  # entry number: id of the first-order unit, where one is known

    def countries(self) -> None:
        codes = {entry.place.country for entry in self._entries}
        rows = Location.objects.filter(kind=LocationKind.COUNTRY, iso_a3__in=codes).only("pk", "iso_a3", "slug")
        self._country = {row.iso_a3: row for row in rows}
        if missing := sorted(codes - set(self._country)):
            raise NotReadyError(
                f"The gazetteer lacks {', '.join(missing)}. Load the gazetteer first: manage.py load_gazetteer"
            )
        for entry in self._of(LocationKind.COUNTRY):
            self.ids[entry.number] = self._country[entry.place.name].pk

    def units(self) -> None:
        """First-order units by name; one with another name in the gazetteer by where its points lie."""
        units = search.Units({row.pk for row in self._country.values()})
        for entry in self._of(LocationKind.ADMIN1):
            found = units.named(self._country_id(entry), entry.place.name)
            if found:
                self.ids[entry.number] = self._unit[entry.number] = found
        unknown = [entry for entry in self._of(LocationKind.ADMIN1) if entry.number not in self.ids]
        lying = search.units_of_most_points(
            [(entry.number, self._country_id(entry), entry.points) for entry in unknown]
        )
        for entry in unknown:
            if entry.number in lying:
                self.ids[entry.number] = self._unit[entry.number] = lying[entry.number]
        self._add_names([(self.ids[entry.number], entry.place.name) for entry in unknown if entry.number in lying])
        # What is left is a unit of another time, or of UCDP's own: a region of its country.
        self._match_or_make([entry for entry in unknown if entry.number not in lying], LocationKind.REGION)
        self._locate_the_rest()

    def _locate_the_rest(self) -> None:
        """Units of places that lie in none by name, by the boundary their point is in."""
        points = []
        for entry in self._entries:
            inherited = self._unit.get(entry.parent.number) if entry.parent else None
            if inherited:
                self._unit.setdefault(entry.number, inherited)
            elif entry.points and entry.place.kind in (*SPOTS, LocationKind.ADMIN2):
                points.append((entry.number, self._country_id(entry), {min(entry.points)}))
        self._unit |= search.units_of_most_points(points, enough=1)

    def districts(self) -> None:
        self._match_or_make(self._of(LocationKind.ADMIN2), LocationKind.ADMIN2)

    def spots(self) -> None:
        """Settlements and sites: the nearest of that name."""
        spots = [(e, e.point) for e in self._of(*SPOTS) if e.point]
        self.ids |= search.nearest_named(
            [(e.number, e.place.name, self._country_id(e), self._unit.get(e.number), point) for e, point in spots]
        )
        for kind in SPOTS:
            self._make([e for e in self._of(kind) if e.number not in self.ids], kind)

    def areas(self) -> None:
        for kind in (LocationKind.REGION, LocationKind.LINE, LocationKind.SEA):
            self._match_or_make(self._of(kind), kind)

    def move_into_districts(self) -> list[int]:
        """Put settlements that the gazetteer knows only by first-order unit into the district the file gives most."""
        uses: dict[int, int] = {}
        for entry in sorted(self._of(*SPOTS), key=lambda entry: entry.uses):
            if entry.parent and entry.parent.place.kind == LocationKind.ADMIN2:
                uses[self.ids[entry.number]] = self.ids[entry.parent.number]
        if not self._publish:
            seen = gate.shown_among(Location, uses)
            uses = {place: district for place, district in uses.items() if place not in seen}
        with connection.cursor() as cursor:
            cursor.execute(
                "update events_location l set parent_id = d.id "
                "from unnest(%s::bigint[], %s::bigint[]) as moved(id, district_id) "
                "join events_location d on d.id = moved.district_id "
                "where l.id = moved.id and l.parent_id = l.admin1_id and d.admin1_id = l.admin1_id returning l.id",
                [list(uses), list(uses.values())],
            )
            return [row[0] for row in cursor.fetchall()]

    def _add_names(self, names: list[tuple[int, str]]) -> None:
        seen = set() if self._publish else gate.shown_among(Location, [pk for pk, _ in names])
        LocationName.objects.bulk_create(
            (
                LocationName(
                    location_id=pk,
                    name=name,
                    kind=NameKind.ALIAS,
                    is_public=pk not in seen,
                    search_key=search_key(name),
                    phonetic_key=phonetic_key(name),
                )
                for pk, name in ((pk, shorten(name, LONGEST)) for pk, name in names)
            ),
            batch_size=5000,
            ignore_conflicts=True,
        )

    def _of(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self._entries if entry.place.kind in kinds]

    def _country_id(self, entry: Entry) -> int:
        return self._country[entry.place.country].pk

    def _match_or_make(self, entries: list[Entry], kind: LocationKind) -> None:
        """By kind, name and unit (the country where no unit is known)."""
        known = search.named_places(kind, {row.pk for row in self._country.values()})
        for entry in entries:
            found = known.get((self._country_id(entry), self._unit.get(entry.number), bare_key(entry.place.name)))
            if found:
                self.ids[entry.number] = found
        self._make([entry for entry in entries if entry.number not in self.ids], kind)

    def _make(self, entries: list[Entry], kind: LocationKind) -> None:
        names = [shorten(entry.place.name, LONGEST) for entry in entries]
        slugs = unique_slugs(
            Location, [f"{n} {self._country[e.place.country].slug}" for n, e in zip(names, entries, strict=True)]
        )
        made = Location.objects.bulk_create(
            (self._location(entry, name, slug, kind) for entry, name, slug in zip(entries, names, slugs, strict=True)),
            batch_size=2000,
        )
        self.ids |= {entry.number: row.pk for entry, row in zip(entries, made, strict=True)}
        self._add_names([(row.pk, row.name) for row in made])

    def _location(self, entry: Entry, name: str, slug: str, kind: LocationKind) -> Location:
        unit, parent = self._unit.get(entry.number), entry.parent
        # A parent outside the unit in which the point lies (the country, a unit of another time) is passed over, so
        # that the chain from place to country always holds the unit.
        is_inside = parent and self._unit.get(parent.number) == unit
        return Location(
            name=name,
            slug=slug,
            kind=kind,
            parent_id=self.ids[parent.number] if parent and is_inside else unit,
            country_id=self._country_id(entry),
            admin1_id=unit,
            point=_middle(entry),
        )


def _middle(entry: Entry) -> GeosPoint | None:
    """Where the label goes: the place's own point, else the middle of the points known to lie in it."""
    if entry.point:
        return GeosPoint(*entry.point, srid=4326)
    if not entry.points:
        return None
    lon, lat = (sum(axis) / len(entry.points) for axis in zip(*entry.points, strict=True))
    return GeosPoint(lon, lat, srid=4326)
