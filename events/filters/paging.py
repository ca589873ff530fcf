"""Orders of a list, and keyset paging: a page starts after the last row seen, so deep pages cost what others do."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy

from events.wording import Words

Key = tuple[Any, int]  # the value that a list is ordered by, and the id, of the row a page starts after


@dataclass(frozen=True)
class Sort:
    """An order: by the first of `columns` that is known, then by id in the same direction.

    Where none is known the row comes last either way.
    """

    label: Words
    columns: tuple[str, ...]
    descending: bool

    @property
    def order_by(self) -> list[OrderBy]:
        """The order for a queryset."""
        value = Coalesce(*self.columns) if len(self.columns) > 1 else F(*self.columns)
        nulls = {"nulls_last": True} if len(self.columns) > 1 else {}  # one column by itself is always known
        if self.descending:
            return [value.desc(**nulls), F("id").desc()]
        return [value.asc(**nulls), F("id").asc()]

    @property
    def value(self) -> str:
        """What rows are ordered by, as SQL."""
        return f"coalesce({', '.join(self.columns)})" if len(self.columns) > 1 else self.columns[0]

    def order_sql(self, *, backwards: bool) -> str:
        """The order as SQL, or its reverse."""
        direction = "desc" if self.descending != backwards else "asc"
        return f"{self.value} {direction} nulls {'first' if backwards else 'last'}, id {direction}"

    def beyond(self, key: Key, *, backwards: bool) -> tuple[str, list[Any]]:
        """The condition, with ?, that a row comes after (before, if `backwards`) the one with `key`; and its values."""
        value, row_id = key
        sign = "<" if self.descending != backwards else ">"
        if value is None:
            same = f"({self.value} is null and id {sign} ?)"
            return (f"({same} or {self.value} is not null)" if backwards else same), [row_id]
        further = f"({self.value} {sign} ? or ({self.value} = ? and id {sign} ?))"
        return (further if backwards else f"({further} or {self.value} is null)"), [value, value, row_id]

    def token(self, value: Any, row_id: int) -> str:
        """`after=` or `before=` for the row with this value and id; readers need not understand it."""
        text = json.dumps([self.value, value.isoformat() if isinstance(value, date) else value, row_id])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def key(self, token: str) -> Key:
        """What `token` stands for. Raises ValidationError for one that this order did not make."""
        try:
            ordered_by, value, row_id = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            if ordered_by != self.value or type(row_id) is not int or abs(row_id) >= 2**63:
                raise ValueError(ordered_by)
            if ordered_by == "date_start":
                value = date.fromisoformat(value)
            elif value is not None and (type(value) is not int or abs(value) >= 2**31):
                raise ValueError(value)
        except (ValueError, TypeError, RecursionError) as error:
            raise ValidationError(
                gettext("This page link is not valid any more: start again from the first page.")
            ) from error
        return value, row_id


DEATHS = ("deaths_best", "deaths_low")  # “4 or more” is no best figure, and yet more is known than nothing

SORTS = {
    "-date": Sort(gettext_lazy("Newest first"), ("date_start",), True),
    "date": Sort(gettext_lazy("Oldest first"), ("date_start",), False),
    "-deaths": Sort(gettext_lazy("Deadliest first"), DEATHS, True),
    "deaths": Sort(gettext_lazy("Fewest killed first"), DEATHS, False),
    "-published": Sort(gettext_lazy("Last published first"), ("publication",), True),
    "published": Sort(gettext_lazy("First published first"), ("publication",), False),
}
