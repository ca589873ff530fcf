"""The actors that drafts name: found by UCDP id, or made."""

from collections.abc import Iterable

from events.importers.draft import DraftActor
from events.importers.fields import shorten
from events.importers.slugs import unique_slugs
from events.models import Actor, ActorName, NameKind, gate
from events.names import phonetic_key, search_key

LONGEST, LONGEST_NAME = 200, 300

# A kind of which a row is a sure sign comes before one that a row only suggests: who fights a state in one row and
# another group in the next is a rebel group.
_SUREST_FIRST = ("state_forces", "civilians", "rebel_group", "political_militia")

#: Actors that a project may have coded by hand before, under a full name that leaves no doubt (UCDP's is the acronym).
FULL_NAMES = {234: "Islamic State", 6288: "Syrian Democratic Forces"}


class Actors:
    """The actors of a file by their UCDP id."""

    def __init__(self, actors: Iterable[DraftActor]) -> None:
        self._actors: dict[int, DraftActor] = {}
        for actor in actors:
            self._add(actor)

    def _add(self, actor: DraftActor) -> None:
        known = self._actors.get(actor.ucdp_id)
        if known is None or _rank(actor.kind) < _rank(known.kind):
            self._actors[actor.ucdp_id] = actor._replace(name=known.name if known else actor.name)

    def resolve(self, *, publish: bool) -> None:
        """Make the actors that are missing, and give those that are there the names the file has for them.

        Unless `publish`, new names of actors that readers see find them at the desk alone.
        """
        ids = dict(Actor.objects.filter(ucdp_id__in=self._actors).values_list("ucdp_id", "pk"))
        missing = [actor for number, actor in self._actors.items() if number not in ids and not _claim_by_name(actor)]
        slugs = unique_slugs(Actor, [actor.name for actor in missing])
        Actor.objects.bulk_create(
            Actor(name=shorten(a.name, LONGEST), slug=slug, kind=a.kind, ucdp_id=a.ucdp_id)
            for a, slug in zip(missing, slugs, strict=True)
        )
        self._add_names(publish)

    def _add_names(self, publish: bool) -> None:
        ids = dict(Actor.objects.filter(ucdp_id__in=self._actors).values_list("ucdp_id", "pk"))
        there = set(ActorName.objects.filter(actor__in=ids.values()).values_list("actor", "name"))
        wanted = [(ids[actor.ucdp_id], shorten(actor.name, LONGEST_NAME)) for actor in self._actors.values()]
        wanted += [(ids[number], name) for number, name in FULL_NAMES.items() if number in ids]
        seen = set() if publish else gate.shown_among(Actor, ids.values())
        ActorName.objects.bulk_create(
            ActorName(
                actor_id=pk,
                name=name,
                language="en",
                kind=NameKind.ACRONYM if name.isupper() and " " not in name else NameKind.ALIAS,
                is_public=pk not in seen,
                search_key=search_key(name),
                phonetic_key=phonetic_key(name),
            )
            for pk, name in wanted
            if (pk, name) not in there
        )


def _rank(kind: str) -> int:
    return _SUREST_FIRST.index(kind)


def _claim_by_name(actor: DraftActor) -> bool:
    """Whether an actor without UCDP id has the full name of this one; it gets the id."""
    if actor.ucdp_id not in FULL_NAMES:
        return False
    key = search_key(FULL_NAMES[actor.ucdp_id])
    found = Actor.objects.filter(ucdp_id=None, names__search_key=key).distinct()
    return len(found) == 1 and bool(Actor.objects.filter(pk=found[0].pk).update(ucdp_id=actor.ucdp_id))
