"""Finding actors, places and events by name, in any script and spelling; for autocomplete fields and list searches."""

from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, Case, F, Func, Max, Min, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from events.models import Actor, Event, Location, Participation
from events.models.event import EVENT_WORDS
from events.names import begins, phonetic_key, search_key

Named = TypeVar("Named", Actor, Location)

# So short a name is looked for only at the beginning of names: it is in, and sounds like, too many.
SHORT = 2

# A slip of the finger is forgiven only where a name has letters enough to be recognised without the slipped one.
FORGIVING_LENGTH = 5

# Events whose places are offered before anything is typed.
RECENT = 100


def places(queryset: QuerySet[Location], text: str) -> QuerySet[Location]:
    """The places of `queryset` with a name like `text`, best match first, then the most populous."""
    return _by_name(queryset, text, F("population").desc(nulls_last=True))


def recent_places(queryset: QuerySet[Location]) -> QuerySet[Location]:
    """What to offer before anything is typed: the places of the events that were added last."""
    latest = Event.objects.exclude(location=None).order_by("-pk").values("location")[:RECENT]
    return queryset.filter(pk__in=latest).order_by("name", "pk")


def actors(queryset: QuerySet[Actor], text: str) -> QuerySet[Actor]:
    """The actors of `queryset` with a name like `text`, best match first."""
    return _by_name(queryset, text)


def events(queryset: QuerySet[Event], text: str) -> QuerySet[Event]:
    """The events of `queryset` whose code, words, actors or place are like `text`; their order is kept."""
    key = search_key(text)
    if not key:
        return queryset.none()
    # A union, each part of which has its index; conditions joined by “or” would be tried on every event.
    found = (
        Event.objects.filter(_saying(key.split()))
        .values("pk")
        .union(
            Event.objects.filter(code=text.strip().upper()).values("pk"),
            Event.objects.filter(location__in=_spelled(Location, text)).values("pk"),
            Participation.objects.filter(actor__in=_spelled(Actor, text)).values("event"),
        )
    )
    return queryset.filter(pk__in=found)


def _saying(words: list[str]) -> Func:
    """Whether each of the words, as search keys have them, begins a word of an event's title or narrative."""
    begin = Func(Value(" & ".join(map(begins, words))), template="%(expressions)s::tsquery")
    return Func(EVENT_WORDS, begin, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _by_name(queryset: QuerySet[Named], text: str, *then: OrderBy) -> QuerySet[Named]:
    """The rows with a name like `text`; of the same closeness, those that come first by `then`.

    Closeness is 0 for the same name, 1 if a name begins so, 2 if a later word does, 3 if it sounds alike, 4 if it looks
    alike; the last two are ordered by likeness, 0…1, the share of three-letter runs in common.
    """
    key = search_key(text)
    if not key:
        return queryset.none()
    matching = Q(names__search_key__startswith=key)
    if len(key) > SHORT:
        matching |= _written(key) | _sounding(text)
    if len(key) >= FORGIVING_LENGTH:
        matching |= Q(names__search_key__trigram_similar=key)
    closeness = Case(
        When(names__search_key=key, then=Value(0)),
        When(names__search_key__startswith=key, then=Value(1)),
        When(names__search_key__contains=f" {key}", then=Value(2)),
        When(_sounding(text), then=Value(3)),
        default=Value(4),
    )
    return (
        queryset.filter(matching)
        .annotate(closeness=Min(closeness), similarity=Max(TrigramSimilarity("names__search_key", key)))
        .annotate(likeness=Case(When(closeness__gte=3, then=F("similarity")), default=Value(0.0)))
        .order_by("closeness", "-likeness", *then, "name", "pk")
    )


def _spelled(model: type[Named], text: str) -> QuerySet[Named, Any]:
    """Keys of the rows one of whose names is, begins with or sounds like `text`, for use in another query."""
    return model._default_manager.filter(_written(search_key(text)) | _sounding(text)).values("pk")


def _written(key: str) -> Q:
    return Q(names__search_key__startswith=key) | Q(names__search_key__contains=f" {key}")


def _sounding(text: str) -> Q:
    sound = phonetic_key(text)
    return Q(names__phonetic_key=sound) if sound else Q(pk__in=[])
