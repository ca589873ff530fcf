"""Keyset paging: the next page starts after the last row seen, so deep pages cost what the first one does."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import RawSQL

from events.models import PublishedEvent

Rows = QuerySet[PublishedEvent]


@dataclass(frozen=True)
class Sort:
    """An order: by `column`, then by id in the same direction; unknown values come last either way."""

    label: str
    column: str
    descending: bool

    @property
    def order_by(self) -> list[Any]:
        column = F(self.column)
        if self.descending:
            return [column.desc(nulls_last=True) if self.column == "deaths_best" else column.desc(), F("id").desc()]
        return [column.asc(nulls_last=True) if self.column == "deaths_best" else column.asc(), F("id").asc()]


SORTS = {
    "-date": Sort("Newest first", "date_start", True),
    "date": Sort("Oldest first", "date_start", False),
    "-deaths": Sort("Deadliest first", "deaths_best", True),
    "deaths": Sort("Fewest killed first", "deaths_best", False),
    "-published": Sort("Last published first", "publication", True),
    "published": Sort("First published first", "publication", False),
}


@dataclass(frozen=True)
class Page:
    """Some rows, and the tokens for `after=` and `before=` that lead to the pages beside it ('' where there is none)."""

    rows: list[PublishedEvent]
    after: str
    before: str


def page(rows: Rows, sort: Sort, size: int, *, after: str = "", before: str = "") -> Page:
    """Return `size` rows after the row that the token `after` stands for (or before `before`), in the order of `sort`.

    Raises ValidationError for a token that this function did not make.
    """
    backwards = bool(before)
    direction = Sort(sort.label, sort.column, sort.descending != backwards) if backwards else sort
    if token := after or before:
        rows = _beyond(rows, direction, *_read(token, sort), nulls_first=backwards)
    ordered = _ordered(rows, direction, nulls_first=backwards)
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(before), more) if backwards else (more, bool(after))
    return Page(
        found,
        _write(found[-1], sort) if found and has_next else "",
        _write(found[0], sort) if found and has_previous else "",
    )


def _ordered(rows: Rows, sort: Sort, *, nulls_first: bool) -> Rows:
    if nulls_first and sort.column == "deaths_best":
        column = F(sort.column)
        first = column.desc(nulls_first=True) if sort.descending else column.asc(nulls_first=True)
        return rows.order_by(first, F("id").desc() if sort.descending else F("id").asc())
    return rows.order_by(*sort.order_by)


def _beyond(rows: Rows, sort: Sort, value: Any, row_id: int, *, nulls_first: bool) -> Rows:
    """Rows that come after (value, id) in the order of `sort`."""
    sign = "<" if sort.descending else ">"
    if value is None:
        condition, values = f"{sort.column} is null and id {sign} %s", [row_id]
        if nulls_first:
            condition = f"({condition} or {sort.column} is not null)"
    else:
        condition, values = f"({sort.column}, id) {sign} (%s, %s)", [value, row_id]
        if sort.column == "deaths_best" and not nulls_first:
            condition = f"({condition} or {sort.column} is null)"
    return rows.filter(RawSQL(condition, values, output_field=BooleanField()))


def _write(row: PublishedEvent, sort: Sort) -> str:
    value = getattr(row, sort.column)
    text = json.dumps([sort.column, value.isoformat() if isinstance(value, date) else value, row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(token: str, sort: Sort) -> tuple[Any, int]:
    try:
        padded = token + "=" * (-len(token) % 4)
        column, value, row_id = json.loads(base64.urlsafe_b64decode(padded))
        if column != sort.column or type(row_id) is not int or abs(row_id) >= 2**63:
            raise ValueError(column)
        if sort.column == "date_start":
            value = date.fromisoformat(value)
        elif value is not None and (type(value) is not int or abs(value) >= 2**31):
            raise ValueError(value)
    except (ValueError, TypeError) as error:
        raise ValidationError("This page link is not valid any more: start again from the first page.") from error
    return value, row_id
