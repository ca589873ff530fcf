"""The filter panel: what was asked, ready to be changed and asked again, without JavaScript."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter
from events.filters.fields import CatalogueField, Named
from events.models import PlacePrecision, PublishedEventType, PublishedPlace
from events.stats.names import called
from events.stats.remembered import remembered
from events.stats.suggesting import suggestions
from events.views.ways_out import WaysOut

Option = tuple[str, wording.Words]

#: (legend, ((parameter, label, kind, hint), …)); kinds are templates/events/fields/<kind>.html
GROUPS = (
    (
        "",
        (
            ("q", _("Words"), "text", _("Any words, in any script")),
            ("place", _("Place"), "names", _("A town, a province, a country")),
            ("actor", _("Actor"), "names", _("Any spelling of a name")),
            ("role", _("What the actor did"), "checkboxes", ""),
            ("against", _("Against"), "chosen", ""),
        ),
    ),
    (
        _("When"),
        (
            ("date_from", _("From"), "date", ""),
            ("date_to", _("To"), "date", ""),
            ("when", _("If the day is not known"), "select", ""),
        ),
    ),
    (
        _("What and to whom"),
        (
            ("event_type", _("Type"), "pick", ""),
            ("deaths_min", _("Killed, at least"), "number", ""),
            ("deaths_max", _("Killed, at most"), "number", ""),
            ("civilians", "", "checkboxes", ""),
            ("tag", _("Tag"), "names", ""),
        ),
    ),
    (
        _("Where"),
        (
            ("country", _("Country"), "pick", ""),
            ("admin1", _("Province or state"), "chosen", ""),
            ("precision", _("Place known at least to"), "select", ""),
            ("area", _("Known only by"), "chosen", ""),
            ("near", _("Near"), "text", _("Latitude, longitude")),
            ("within", _("Within, km"), "decimal", ""),
            ("bbox", _("Box"), "text", _("West, south, east, north")),
        ),
    ),
    (
        _("Evidence"),
        (
            ("attribution", _("Who did it is"), "checkboxes", ""),
            ("source", _("Source"), "chosen", ""),
        ),
    ),
)


FIXED: dict[str, dict[str, wording.Words]] = {
    "when": {"": _("Count if possibly then"), "certainly": _("Count if certainly then")},
    "civilians": {"1": _("Civilians harmed or targeted")},
    "attribution": {**wording.ATTRIBUTIONS},
    "role": {**wording.ROLES},
    "precision": {"": _("Any"), **dict(PlacePrecision.choices), **wording.UNITS},
}


#: Controls that suggest names as one types, and the kinds of names; none means all, and the words themselves.
SUGGESTING: dict[str, tuple[str, ...]] = {"q": (), "place": ("place",), "actor": ("actor",)}
MEANT = 4  # names offered instead of one that nothing has


@dataclass(frozen=True)
class PanelField:
    """One control: its value as typed, what is chosen (value and words), what may be chosen, and what is wrong.

    `suggest_url` says where it gets suggestions from, `meant` what an unknown name may stand for (query and words).
    """

    name: str
    label: wording.Words
    kind: str
    hint: wording.Words
    value: str
    chosen: list[Option]
    options: list[Option] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    suggest_url: str = ""
    meant: list[Option] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"events/fields/{self.kind}.html"

    @property
    def values(self) -> list[str]:
        return [value for value, _ in self.chosen]


@dataclass(frozen=True)
class PanelGroup:
    """Controls that belong together; `is_open` where one of them is in use or wrong."""

    legend: wording.Words
    fields: list[PanelField]

    @property
    def is_open(self) -> bool:
        return not self.legend or any(one.errors or one.chosen for one in self.fields)


class Panel(list[PanelGroup]):
    """The groups of controls; and, for a question that nothing answers, the ways out."""

    def __init__(self, groups: Iterable[PanelGroup], event_filter: EventFilter) -> None:
        super().__init__(groups)
        self.ways_out = WaysOut(event_filter)


def panel(event_filter: EventFilter) -> Panel:
    groups = (
        PanelGroup(legend, [_field(event_filter, *one) for one in fields if _is_shown(event_filter, *one)])
        for legend, fields in GROUPS
    )
    return Panel(groups, event_filter)


def _is_shown(event_filter: EventFilter, name: str, label: wording.Words, kind: str, hint: wording.Words) -> bool:
    """What can only be chosen elsewhere (facets, profiles) has a control while it is in use."""
    return kind != "chosen" or any(event_filter.params.getlist(name))


def _field(event_filter: EventFilter, name: str, label: wording.Words, kind: str, hint: wording.Words) -> PanelField:
    # A null character is refused, and could not be looked up.
    typed = [value for value in event_filter.params.getlist(name) if value and "\0" not in value]
    return PanelField(
        name=name,
        label=label,
        kind=kind,
        hint=hint,
        value=typed[0] if typed else "",
        chosen=_chosen(event_filter, name, typed),
        options=_options(name),
        errors=event_filter.errors.get(name, []),
        suggest_url=_suggest_url(name),
        meant=[*_meant(event_filter, name, typed)] if name in event_filter.errors else [],
    )


def _suggest_url(name: str) -> str:
    if name not in SUGGESTING:
        return ""
    kinds = urlencode({"kind": SUGGESTING[name]}, doseq=True)
    return reverse("suggest") + (f"?{kinds}" if kinds else "")


def _meant(event_filter: EventFilter, name: str, typed: list[str]) -> Iterator[Option]:
    """For each name that nothing is called by: the question with one instead that something is."""
    control, kinds = event_filter.form.fields[name], SUGGESTING.get(name)
    if isinstance(control, CatalogueField) and kinds:
        known = control.look_up(typed)
        for wrong in (value for value in typed if value not in known):
            for one in suggestions(wrong, kinds).found[:MEANT]:
                values = [one.value if value == wrong else value for value in typed]
                yield event_filter.querystring(**{name: values}), wording.listed((one.label, *one.within))


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
        return [(code, called("country", code, name)) for code, name in rows.values_list("country", "name")]
    return [*FIXED.get(name, {}).items()]


def _event_types() -> Iterator[Option]:
    types = PublishedEventType.objects.using("public").filter(is_active=True)
    children = [row for row in types if row.parent]
    for kind in (row for row in types if not row.parent):
        yield kind.code, called("event type", kind.code, kind.name)
        for row in children:
            if row.parent == kind.code:
                yield row.code, f"– {called('event type', row.code, row.name)}"
