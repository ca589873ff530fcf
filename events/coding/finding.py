"""Finding actors, places and events by name, in any script and spelling. Used by autocomplete fields and list searches."""

from typing import Any, TypeVar

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Value, When

from events.models import Actor, Event, Location, Participation
from events.names import phonetic_key, search_key

Named = TypeVar("Named", Actor, Location)

# A slip of the finger is forgiven only where a name has letters enough to be recognised without the slipped one.
FORGIVING_LENGTH = 5


def places(queryset: QuerySet[Location], text: str) -> QuerySet[Location]:
    """The places of `queryset` with a name like `text`, best match first, then the most populous."""
    return _by_name(queryset, text).order_by("closeness", F("population").desc(nulls_last=True), "name", "pk")


def actors(queryset: QuerySet[Actor], text: str) -> QuerySet[Actor]:
    """The actors of `queryset` with a name like `text`, best match first."""
    return _by_name(queryset, text).order_by("closeness", "name", "pk")


def events(queryset: QuerySet[Event], text: str) -> QuerySet[Event]:
    """The events of `queryset` whose code, words, actors or place are like `text`; their order is kept."""
    key = search_key(text)
    if not key:
        return queryset.none()
    words = Q()
    for word in key.split():
        words &= Q(search_key__contains=word)
    taking_part = Participation.objects.filter(event=OuterRef("pk"), actor__in=_spelled(Actor, text))
    return queryset.filter(
        Q(code__iexact=text.strip()) | words | Q(location__in=_spelled(Location, text)) | Exists(taking_part)
    )


def _by_name(queryset: QuerySet[Named], text: str) -> QuerySet[Named]:
    """Annotate `closeness`: 0 the same name, 1 it begins so, 2 a later word does, 3 sounds alike, 4 looks alike."""
    key = search_key(text)
    if not key:
        return queryset.none()
    matching = _written(key) | _sounding(text)
    if len(key) >= FORGIVING_LENGTH:
        matching |= Q(names__search_key__trigram_similar=key)
    closeness = Case(
        When(names__search_key=key, then=Value(0)),
        When(names__search_key__startswith=key, then=Value(1)),
        When(names__search_key__contains=f" {key}", then=Value(2)),
        When(_sounding(text), then=Value(3)),
        default=Value(4),
    )
    return queryset.filter(matching).annotate(closeness=Min(closeness))


def _spelled(model: type[Named], text: str) -> QuerySet[Named, dict[str, Any]]:
    """Keys of the rows one of whose names is, begins with or sounds like `text`, for use in another query."""
    return model._default_manager.filter(_written(search_key(text)) | _sounding(text)).values("pk")


def _written(key: str) -> Q:
    return Q(names__search_key__startswith=key) | Q(names__search_key__contains=f" {key}")


def _sounding(text: str) -> Q:
    sound = phonetic_key(text)
    return Q(names__phonetic_key=sound) if sound else Q(pk__in=[])
