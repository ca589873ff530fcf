"""What a filter asks, as conditions that PostgreSQL and the column copy (events/stats) both understand.

Both tables call a column by the same name. Conditions on lists and words differ: the copy holds both as codes.
A property test proves that both select the same events.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from events.filters.condition import Condition
from events.filters.fields import Box, Named
from events.filters.searching import words_condition

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = 111.19
#: Whether a map shows an event as a spot, or as a ring around one.
ON_THE_MAP = "(coalesce(precision_rank, 9) <= 3 and latitude is not null)"
#: Whether at least an area is known.
IN_AN_AREA = "coalesce(precision_rank, 9) < 9"


def conditions(asked: dict[str, Any]) -> Iterator[Condition]:
    """Yield the conditions of a cleaned filter; different parameters mean *and*."""
    if asked["q"]:
        yield words_condition(asked["q"])
    yield from _dates(asked)
    if asked["event_type"]:
        yield _one_of("event_type", ("event_type", "sub_event_type"), asked["event_type"].codes)
    for column in ("country", "admin1"):
        if asked[column]:
            yield _one_of(column, (column,), asked[column].codes)
    if asked["attribution"]:
        yield _one_of("attribution", ("attribution",), asked["attribution"])
    yield from _lists(asked)
    yield from _harm(asked)
    if asked["precision"]:
        yield Condition("precision", "precision_rank <= %s", (asked["precision"],))
    if asked["bbox"]:
        yield _box(asked["bbox"])
    if asked["area"]:
        yield _area(asked["area"].codes)
    if asked["near"]:
        yield _near(asked["near"], asked["within"])


def _harm(asked: dict[str, Any]) -> Iterator[Condition]:
    if asked["deaths_min"] is not None:
        yield Condition("deaths_min", "deaths_best >= %s", (asked["deaths_min"],))
    if asked["deaths_max"] is not None:
        yield Condition("deaths_max", "deaths_best <= %s", (asked["deaths_max"],))
    if asked["civilians"]:
        yield Condition("civilians", "civilians")


def _dates(asked: dict[str, Any]) -> Iterator[Condition]:
    """Possibly: the event's interval meets the period asked. Certainly: it lies inside, or it lasted and meets it."""
    first, last = asked["date_from"], asked["date_to"]
    if first:
        yield Condition("date_from", "date_end >= %s", (first,))
    if last:
        yield Condition("date_to", "date_start <= %s", (last,))
    if asked["when"] == "certainly":
        if first:
            yield Condition("date_from", "(date_start >= %s or date_meaning = 'lasted')", (first,))
        if last:
            yield Condition("date_to", "(date_end <= %s or date_meaning = 'lasted')", (last,))


def _lists(asked: dict[str, Any]) -> Iterator[Condition]:
    """Conditions on columns that are lists."""
    if actor := asked["actor"]:
        if roles := asked["role"]:
            values = [f"{slug}|{role}" for slug in actor.codes for role in roles]
            yield _any_of("actor", "actor_roles", values)
        else:
            yield _any_of("actor", "actors", list(actor.codes))
        if rivals := asked["against"]:
            yield _against(actor.codes, rivals.codes)
    for parameter, column in (("place", "place_path"), ("source", "sources")):
        named: Named = asked[parameter]
        if named:
            yield _any_of(parameter, column, list(named.codes))
    if asked["tag"]:
        yield _any_of("tag", "tags", asked["tag"])


def _one_of(parameter: str, columns: Sequence[str], values: Sequence[str]) -> Condition:
    """One of the columns holds one of the values."""
    marks = ", ".join(["%s"] * len(values))
    sql = " or ".join(f"{column} in ({marks})" for column in columns)
    return Condition(parameter, f"({sql})", tuple(values) * len(columns), of_words=True)


def _any_of(parameter: str, column: str, values: list[str]) -> Condition:
    """The column, which is a list, holds one of the values."""
    return Condition(
        parameter,
        f"{column} && %s",
        (values,),
        copied_sql=_holds_one(column, values),
        copied_values=tuple(values),
    )


def _holds_one(column: str, values: Sequence[str]) -> str:
    """For the copy, where a column of lists is one of codes: those of the lists that hold one of the values."""
    return f"{column} in (select list from member where value in ({', '.join(['%s'] * len(values))}))"


def _against(actors: Sequence[str], rivals: Sequence[str]) -> Condition:
    """One of the actors is on one side and one of the rivals on the other."""
    sides = [[f"{slug}|{side}" for slug in slugs] for side, slugs in zip("ABBA", (actors, rivals) * 2, strict=True)]
    held = [_holds_one("actor_sides", values) for values in sides]
    return Condition(
        "against",
        "actor_sides && %s and actor_sides && %s or actor_sides && %s and actor_sides && %s",
        tuple(sides),
        copied_sql=f"{held[0]} and {held[1]} or {held[2]} and {held[3]}",
        copied_values=tuple(value for values in sides for value in values),
    )


def _area(slugs: Sequence[str]) -> Condition:
    """Events known by one of these areas and no closer; the empty slug is for those known by none."""
    named = tuple(filter(None, slugs))
    parts = []
    if named:
        parts.append(f"place in ({', '.join(['%s'] * len(named))}) and {IN_AN_AREA}")
    if "" in slugs:
        parts.append(f"{{no_place}} or not {IN_AN_AREA}")
    sql = f"not {ON_THE_MAP} and ({' or '.join(parts)})"
    # Empty text is null in the copy.
    copied = sql.format(no_place="place is null")
    return Condition("area", sql.format(no_place="place = ''"), named, copied_sql=copied, of_words=True)


def _box(box: Box) -> Condition:
    """Events with a point inside; those known only by an area have none."""
    if box.west <= box.east:
        return Condition(
            "bbox",
            "point && st_makeenvelope(%s, %s, %s, %s, 4326)"
            " and longitude between %s and %s and latitude between %s and %s",
            (box.west, box.south, box.east, box.north, box.west, box.east, box.south, box.north),
            "longitude between %s and %s and latitude between %s and %s",
            (box.west, box.east, box.south, box.north),
        )
    return Condition(
        "bbox",
        "(longitude >= %s or longitude <= %s) and latitude between %s and %s",
        (box.west, box.east, box.south, box.north),
    )


def _near(centre: tuple[float, float], within_km: float) -> Condition:
    """Great-circle distance by the haversine formula; the box in degrees lets PostgreSQL use its index."""
    latitude, longitude = centre
    distance = (
        f"2 * {EARTH_RADIUS_KM} * asin(least(1.0, sqrt("
        "power(sin(radians(latitude - %s) / 2), 2)"
        " + cos(radians(%s)) * cos(radians(latitude)) * power(sin(radians(longitude - %s) / 2), 2)))) <= %s"
    )
    # A degree of latitude either way is exact enough to narrow the search; longitudes shrink towards the poles, so
    # they are left to the formula.
    margin = within_km / KM_PER_DEGREE * 1.01
    south, north = latitude - margin, latitude + margin
    values = (latitude, latitude, longitude, within_km)
    return Condition(
        "near",
        f"latitude between %s and %s and {distance}",
        (south, north, *values),
    )
