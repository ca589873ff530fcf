"""Form fields for values that are more than one word: lists of codes, names in the catalogue, boxes, circles.

Every `clean` returns plain Python values and raises ValidationError with a sentence that names what is wrong.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from events.models import PublishedActor, PublishedEventType, PublishedPlace, PublishedSource
from events.names import in_language, search_key

Rows = dict[str, list[tuple[str, str]]]  # what was asked → (code, label) of each row that it names
LookUp = Callable[[list[str]], Rows]

RECORD = "public"  # the alias of the role that may read the public record only
NO_AREA = "unknown"  # what `area` is where not even an area is known


@dataclass(frozen=True)
class Named:
    """Values of one parameter that name rows of the catalogue: what was asked, the codes to select, and their names."""

    asked: tuple[str, ...]
    codes: tuple[str, ...]
    labels: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.codes)


class RepeatedField(forms.Field):
    """A parameter that may be repeated: a repeated one means *or*."""

    widget: Any = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        texts = [text.strip() for text in value or [] if text.strip()]
        if any("\0" in text for text in texts):
            raise ValidationError(
                gettext("Null characters are not allowed.")
            )  # what a CharField says; PostgreSQL holds none
        return texts


class CatalogueField(RepeatedField):
    """Names of rows of the catalogue, by `look_up`; `refusal` is what is said of a `%(text)s` that it does not find."""

    def __init__(self, refusal: Promise, look_up: LookUp) -> None:
        super().__init__(required=False)
        self.refusal, self.look_up = refusal, look_up

    def clean(self, value: Any) -> Named:
        asked = self.to_python(value)
        found = self.look_up(asked) if asked else {}
        if missing := [text for text in asked if text not in found]:
            raise ValidationError([self.refusal % {"text": text} for text in missing])
        rows = list(dict.fromkeys(row for text in asked for row in found[text]))
        return Named(tuple(asked), tuple(code for code, _ in rows), tuple(label for _, label in rows))


class CodeField(CatalogueField):
    """Codes of a known form; one of that form which no public event has selects nothing, and that is no error."""

    def __init__(self, refusal: Promise, pattern: str, look_up: LookUp) -> None:
        super().__init__(refusal, look_up)
        self.pattern = re.compile(pattern)

    def clean(self, value: Any) -> Named:
        asked = [text.upper() for text in self.to_python(value)]
        if bad := [text for text in asked if not self.pattern.fullmatch(text)]:
            raise ValidationError([self.refusal % {"text": text} for text in bad])
        found = self.look_up(asked) if asked else {}
        labels = tuple(found[text][0][1] if text in found else text for text in asked)
        return Named(tuple(asked), tuple(asked), labels)


def _not_one_of(text: str, values: list[str]) -> str:
    return gettext("“%(text)s” is not one of: %(values)s.") % {"text": text, "values": ", ".join(values)}


class ChoiceField(forms.CharField):
    """One of a fixed list of values, or none."""

    def __init__(self, values: list[str]) -> None:
        super().__init__(required=False)
        self.values = values

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and value not in self.values:
            raise ValidationError(_not_one_of(value, self.values))


class ChoicesField(RepeatedField):
    """One or more of a fixed list of values."""

    def __init__(self, values: list[str]) -> None:
        super().__init__(required=False)
        self.values = values

    def clean(self, value: Any) -> list[str]:
        asked = self.to_python(value)
        if bad := [text for text in asked if text not in self.values]:
            raise ValidationError([_not_one_of(text, self.values) for text in bad])
        return list(dict.fromkeys(asked))


@dataclass(frozen=True)
class Box:
    """Degrees, WGS 84; west > east means that it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


class BoxField(forms.CharField):
    """`west,south,east,north` in degrees."""

    def clean(self, value: Any) -> Box | None:
        text = super().clean(value)
        if not text:
            return None
        box = Box(*_numbers(text, 4))
        if not (-180 <= box.west <= 180 and -180 <= box.east <= 180 and -90 <= box.south <= box.north <= 90):
            raise ValidationError(
                gettext(
                    "A box lies between -180 and 180 degrees of longitude, -90 and 90 of latitude, south before north."
                )
            )
        return box


class NearField(forms.CharField):
    """`lat,lon` in degrees."""

    def clean(self, value: Any) -> tuple[float, float] | None:
        text = super().clean(value)
        if not text:
            return None
        latitude, longitude = _numbers(text, 2)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(gettext("Latitude lies between -90 and 90 degrees, longitude between -180 and 180."))
        return latitude, longitude


def _numbers(text: str, count: int) -> list[float]:
    """Four numbers are a box, two a spot."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        box = gettext("“%(text)s” is not four numbers: west,south,east,north.")
        spot = gettext("“%(text)s” is not two numbers: latitude,longitude.")
        raise ValidationError((box if count == 4 else spot) % {"text": text})
    return numbers


def event_types(codes: list[str]) -> Rows:
    rows = PublishedEventType.objects.using(RECORD).filter(code__in=codes).values_list("code", "name", "name_ar")
    return {code: [(code, (get_language() == "ar" and name_ar) or name)] for code, name, name_ar in rows}


def countries(codes: list[str]) -> Rows:
    return _labelled(PublishedPlace, "country", kind="country", country__in=codes)


def first_order_units(codes: list[str]) -> Rows:
    return _labelled(PublishedPlace, "admin1", kind="admin1", admin1__in=codes)


def places(values: list[str]) -> Rows:
    return _by_slug_or_name(PublishedPlace, values)


def areas(values: list[str]) -> Rows:
    """Places, and what stands for none."""
    named = places([value for value in values if value != NO_AREA])
    return {**named, NO_AREA: [("", gettext("a place that is not known"))]} if NO_AREA in values else named


def actors(values: list[str]) -> Rows:
    return _by_slug_or_name(PublishedActor, values)


def sources(slugs: list[str]) -> Rows:
    rows = PublishedSource.objects.using(RECORD).filter(slug__in=slugs).values_list("slug", "name", "is_undisclosed")
    return {slug: [(slug, gettext("Undisclosed source") if hidden else name)] for slug, name, hidden in rows}


def _by_slug_or_name(model: type[models.Model], values: list[str]) -> Rows:
    """Rows by slug; a value that is no slug may be a name in any script, and then means all that are called so."""
    found = _labelled(model, "slug", slug__in=values)
    for value in values:
        if value not in found and (key := search_key(value)):
            named = _labelled(model, "slug", keys__contains=[key])
            if named:
                found[value] = [row for slug in sorted(named) for row in named[slug]]
    return found


def _labelled(model: type[models.Model], code: str, **only: Any) -> Rows:
    """The rows that are `only` such, by the column `code`, called as in the language of the page."""
    rows = model._default_manager.using(RECORD).filter(**only).values_list(code, "name", "names")
    language = get_language() or ""
    return {value: [(value, in_language(names, language) or name)] for value, name, names in rows}
