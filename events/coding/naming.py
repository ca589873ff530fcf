"""Names of actors, places and sources: their addresses, and what they are found by."""

import secrets

from django.utils.text import slugify

from events.models import Actor, Location, NameKind, Source
from events.names import search_key


def free_slug(model: type[Actor | Location | Source], name: str) -> str:
    """An unused slug made of the Latin letters of `name`; of the kind of thing and a random number if it has none."""
    stem = slugify(name)[:200] or f"{model._meta.model_name}-{secrets.token_hex(3)}"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def saved(named: Actor | Location) -> None:
    """Finish saving `named`: the name that is shown finds it too."""
    if not named.names.filter(search_key=search_key(named.name)).exists():
        named.names.create(name=named.name, kind=NameKind.OFFICIAL)
