"""Slugs: the shortest that is free, given out in a fixed order, so that the same sources make the same slugs."""

import re
from collections.abc import Iterable

from records import Area, Settlement
from unidecode import unidecode

_NOT_IN_SLUG = re.compile("[^a-z0-9]+")
_APOSTROPHES = re.compile("['`´‘’ʻʼʽʾʿ]")
LONGEST = 120


def slugify(name: str) -> str:
    """Return `name` in lower-case ASCII letters and digits with hyphens: "‘Anat al Qadīmah" is "anat-al-qadimah"."""
    ascii_name = unidecode(_APOSTROPHES.sub("", name)).lower().replace("'", "")
    return _NOT_IN_SLUG.sub("-", ascii_name).strip("-")[:LONGEST].strip("-")


def give_slugs(areas: list[Area], settlements: list[Settlement], taken: Iterable[str]) -> None:
    """Give each place a slug that is not in `taken`.

    Countries first. A unit leaves the bare name to a town of its country (`karbala`, `karbala-iraq`); among
    towns the most populous has it.
    """
    free = _Free(taken)
    country_slug: dict[str, str] = {}
    for area in areas:
        if area.kind == "country":
            country_slug[area.country] = area.slug = free.first([slugify(area.name)])
    towns = {(town.country, slugify(town.name)) for town in settlements}
    unit_slug: dict[str, str] = {}
    for area in areas:
        if area.kind != "country":
            bare, land = slugify(area.name), country_slug.get(area.country, "")
            candidates = [f"{bare}-{land}", slugify(f"{bare}-{area.code}")]
            area.slug = free.first(candidates if (area.country, bare) in towns else [bare, *candidates])
            unit_slug[area.code] = bare
    for town in settlements:
        bare, land = slugify(town.name) or "place", country_slug[town.country]
        full = "-".join(filter(None, [bare, unit_slug.get(town.admin1), land]))
        town.slug = free.first([bare, f"{bare}-{land}", full, f"{bare}-{town.geonames_id}"])


class _Free:
    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)

    def first(self, candidates: list[str]) -> str:
        slug = next(candidate for candidate in candidates if candidate and candidate not in self.taken)
        self.taken.add(slug)
        return slug
