"""The filter panel: what was asked, ready to be changed and asked again, without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from events import wording
from events.filters import EventFilter
from events.filters.fields import Named
from events.models import PlacePrecision, PublishedEventType, PublishedPlace
from events.stats.remembered import remembered

Option = tuple[str, wording.Words]

#: (legend, ((parameter, label, kind, hint), …)); kinds are templates/events/fields/<kind>.html
GROUPS = (
    (
        "",
        (
            ("q", "Words", "text", "Any words, in any script"),
            ("place", "Place", "names", "A town, a province, a country"),
            ("actor", "Actor", "names", "Any spelling of a name"),
            ("role", "What the actor did", "checkboxes", ""),
        ),
    ),
    (
        "When",
        (
            ("date_from", "From", "date", ""),
            ("date_to", "To", "date", ""),
            ("when", "If the day is not known", "select", ""),
        ),
    ),
    (
        "What and to whom",
        (
            ("event_type", "Type", "pick", ""),
            ("deaths_min", "Killed, at least", "number", ""),
            ("deaths_max", "Killed, at most", "number", ""),
            ("civilians", "", "checkboxes", ""),
            ("tag", "Tag", "names", ""),
        ),
    ),
    (
        "Where",
        (
            ("country", "Country", "pick", ""),
            ("admin1", "Province or state", "chosen", ""),
            ("precision", "Place known at least to", "select", ""),
            ("near", "Near", "text", "Latitude, longitude"),
            ("within", "Within, km", "decimal", ""),
            ("bbox", "Box", "text", "West, south, east, north"),
        ),
    ),
    (
        "Evidence",
        (
            ("attribution", "Who did it is", "checkboxes", ""),
            ("source", "Source", "chosen", ""),
        ),
    ),
)


FIXED: dict[str, dict[str, wording.Words]] = {
    "when": {"": "Count if possibly then", "certainly": "Count if certainly then"},
    "civilians": {"1": "Civilians harmed or targeted"},
    "attribution": {**wording.ATTRIBUTIONS},
    "role": {**wording.ROLES},
    "precision": {"": "Any", **dict(PlacePrecision.choices), **wording.UNITS},
}


@dataclass(frozen=True)
class PanelField:
    """One control: its value as typed, what is chosen (value and words), and what may be chosen."""

    name: str
    label: str
    kind: str
    hint: str
    value: str
    chosen: list[Option]
    options: list[Option] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"events/fields/{self.kind}.html"

    @property
    def values(self) -> list[str]:
        return [value for value, _ in self.chosen]


@dataclass(frozen=True)
class PanelGroup:
    """Controls that belong together; `is_open` where one of them is in use or wrong."""

    legend: str
    fields: list[PanelField]

    @property
    def is_open(self) -> bool:
        return not self.legend or any(one.errors or one.chosen for one in self.fields)


def panel(event_filter: EventFilter) -> list[PanelGroup]:
    return [
        PanelGroup(legend, [_field(event_filter, *one) for one in fields if _is_shown(event_filter, *one)])
        for legend, fields in GROUPS
    ]


def _is_shown(event_filter: EventFilter, name: str, label: str, kind: str, hint: str) -> bool:
    """What can only be chosen elsewhere (facets, profiles) has a control while it is in use."""
    return kind != "chosen" or any(event_filter.params.getlist(name))


def _field(event_filter: EventFilter, name: str, label: str, kind: str, hint: str) -> PanelField:
    typed = [value for value in event_filter.params.getlist(name) if value]
    return PanelField(
        name=name,
        label=label,
        kind=kind,
        hint=hint,
        value=typed[0] if typed else "",
        chosen=_chosen(event_filter, name, typed),
        options=_options(name),
        errors=event_filter.errors.get(name, []),
    )


def _chosen(event_filter: EventFilter, name: str, typed: list[str]) -> list[Option]:
    named = getattr(event_filter.form, "cleaned_data", {}).get(name)
    if isinstance(named, Named):
        return [*zip(named.codes, named.labels, strict=True)]
    return [(value, value) for value in typed]


@remembered
def _options(name: str) -> list[Option]:
    if name == "event_type":
        return [*_event_types()]
    if name == "country":
        rows = PublishedPlace.objects.using("public").filter(kind="country").exclude(country="")
        return [*rows.values_list("country", "name")]
    return [*FIXED.get(name, {}).items()]


def _event_types() -> Iterator[Option]:
    types = PublishedEventType.objects.using("public").filter(is_active=True)
    children = [row for row in types if row.parent]
    for kind in (row for row in types if not row.parent):
        yield kind.code, kind.name
        yield from ((row.code, f"– {row.name}") for row in children if row.parent == kind.code)
