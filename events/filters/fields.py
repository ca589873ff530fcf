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

from events.models import PublishedActor, PublishedEventType, PublishedPlace, PublishedSource
from events.names import search_key

RECORD = "public"  # the alias of the role that may read the public record only


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
            raise ValidationError("Null characters are not allowed.")  # what a CharField says; PostgreSQL holds none
        return texts


class CatalogueField(RepeatedField):
    """Names of rows of the catalogue, by `look_up(values) -> {value: [(code, label), …]}`."""

    def __init__(self, noun: str, look_up: Callable[[list[str]], dict[str, list[tuple[str, str]]]]) -> None:
        super().__init__(required=False)
        self.noun, self.look_up = noun, look_up

    def clean(self, value: Any) -> Named:
        asked = self.to_python(value)
        found = self.look_up(asked) if asked else {}
        if missing := [text for text in asked if text not in found]:
            raise ValidationError([f"There is no {self.noun} “{text}” in the public record." for text in missing])
        rows = list(dict.fromkeys(row for text in asked for row in found[text]))
        return Named(tuple(asked), tuple(code for code, _ in rows), tuple(label for _, label in rows))


class CodeField(CatalogueField):
    """Codes of a known form; one of that form which no public event has selects nothing, and that is no error."""

    def __init__(
        self, noun: str, pattern: str, look_up: Callable[[list[str]], dict[str, list[tuple[str, str]]]]
    ) -> None:
        super().__init__(noun, look_up)
        self.pattern = re.compile(pattern)

    def clean(self, value: Any) -> Named:
        asked = [text.upper() for text in self.to_python(value)]
        if bad := [text for text in asked if not self.pattern.fullmatch(text)]:
            raise ValidationError([f"“{text}” is not {self.noun}." for text in bad])
        found = self.look_up(asked) if asked else {}
        labels = tuple(found[text][0][1] if text in found else text for text in asked)
        return Named(tuple(asked), tuple(asked), labels)


class ChoicesField(RepeatedField):
    """One or more of a fixed list of values."""

    def __init__(self, choices: dict[str, str]) -> None:
        super().__init__(required=False)
        self.choices = choices
        self.widget = forms.SelectMultiple(choices=list(choices.items()))

    def clean(self, value: Any) -> list[str]:
        asked = self.to_python(value)
        if bad := [text for text in asked if text not in self.choices]:
            raise ValidationError([f"“{text}” is not one of: {', '.join(self.choices)}." for text in bad])
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
        box = Box(*_numbers(text, 4, "four numbers: west,south,east,north"))
        if not (-180 <= box.west <= 180 and -180 <= box.east <= 180 and -90 <= box.south <= box.north <= 90):
            raise ValidationError(
                "A box lies between -180 and 180 degrees of longitude, -90 and 90 of latitude, south before north."
            )
        return box


class NearField(forms.CharField):
    """`lat,lon` in degrees."""

    def clean(self, value: Any) -> tuple[float, float] | None:
        text = super().clean(value)
        if not text:
            return None
        latitude, longitude = _numbers(text, 2, "two numbers: latitude,longitude")
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError("Latitude lies between -90 and 90 degrees, longitude between -180 and 180.")
        return latitude, longitude


def _numbers(text: str, count: int, wanted: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValidationError(f"“{text}” is not {wanted}.")
    return numbers


def event_types(codes: list[str]) -> dict[str, list[tuple[str, str]]]:
    rows = PublishedEventType.objects.using(RECORD).filter(code__in=codes).values_list("code", "name")
    return {code: [(code, name)] for code, name in rows}


def countries(codes: list[str]) -> dict[str, list[tuple[str, str]]]:
    rows = PublishedPlace.objects.using(RECORD).filter(kind="country", country__in=codes).values_list("country", "name")
    return {code: [(code, name)] for code, name in rows}


def first_order_units(codes: list[str]) -> dict[str, list[tuple[str, str]]]:
    rows = PublishedPlace.objects.using(RECORD).filter(kind="admin1", admin1__in=codes).values_list("admin1", "name")
    return {code: [(code, name)] for code, name in rows}


def places(values: list[str]) -> dict[str, list[tuple[str, str]]]:
    return _by_slug_or_name(PublishedPlace, values)


def actors(values: list[str]) -> dict[str, list[tuple[str, str]]]:
    return _by_slug_or_name(PublishedActor, values)


def sources(slugs: list[str]) -> dict[str, list[tuple[str, str]]]:
    rows = PublishedSource.objects.using(RECORD).filter(slug__in=slugs).values_list("slug", "name")
    return {slug: [(slug, name)] for slug, name in rows}


def _by_slug_or_name(model: type[models.Model], values: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Rows by slug; a value that is no slug may be a name in any script, and then means all that are called so."""
    rows = model._default_manager.using(RECORD)
    found = {slug: [(slug, name)] for slug, name in rows.filter(slug__in=values).values_list("slug", "name")}
    for value in values:
        if value not in found and (key := search_key(value)):
            named = list(rows.filter(keys__contains=[key]).order_by("slug").values_list("slug", "name"))
            if named:
                found[value] = named
    return found
