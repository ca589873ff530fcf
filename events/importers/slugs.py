"""Slugs for many new rows at once."""

from itertools import count

from django.db.models import Model
from django.utils.text import slugify

LONGEST = 200  # of 220, which leaves room for a number


def unique_slugs(model: type[Model], names: list[str]) -> list[str]:
    """A slug for each name, none of them taken in `model` or given twice: al-qaim, al-qaim-2, …"""
    wanted = [slugify(name)[:LONGEST].strip("-") or model._meta.model_name or "" for name in names]
    stems = set(wanted)
    taken = set(model._default_manager.filter(slug__in=stems).values_list("slug", flat=True))
    # Only a stem that is taken can have numbered ones behind it that matter.
    for stem in stems & taken:
        taken |= set(model._default_manager.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    return [_free(stem, taken) for stem in wanted]


def _free(stem: str, taken: set[str]) -> str:
    """`stem`, or the first numbered one that is free; it is taken from then on."""
    slug = stem if stem not in taken else next(s for n in count(2) if (s := f"{stem}-{n}") not in taken)
    taken.add(slug)
    return slug
