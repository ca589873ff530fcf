"""One filter for lists, maps, timelines, charts, files and feeds: the same query string selects the same events."""

from functools import cached_property
from typing import Any
from urllib.parse import quote

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.http.request import QueryDict
from django.utils.translation import gettext, gettext_lazy

from events import wording
from events.filters import fields
from events.filters.condition import Condition
from events.filters.conditions import conditions
from events.filters.paging import SORTS
from events.filters.words import words
from events.models import PlacePrecision, PublishedEvent, Role
from events.names import search_key

#: Rank by which “at least as good as” compares; the public record holds the same numbers (build.sql).
PRECISION_RANKS = {value: rank for rank, value in enumerate(PlacePrecision.values, start=1)}
DEFAULT_WITHIN_KM = 25.0
MAX_WITHIN_KM = 20_040.0  # half the way round the Earth


NO_EVENT_TYPE = gettext_lazy("There is no event type “%(text)s” in the public record.")
NO_PLACE = gettext_lazy("There is no place “%(text)s” in the public record.")
NO_ACTOR = gettext_lazy("There is no actor “%(text)s” in the public record.")
NO_SOURCE = gettext_lazy("There is no source “%(text)s” in the public record.")
NO_COUNTRY_CODE = gettext_lazy("“%(text)s” is not an ISO 3166-1 alpha-3 code such as IRQ.")
NO_UNIT_CODE = gettext_lazy("“%(text)s” is not an ISO 3166-2 code such as IQ-AN.")


class InvalidFilter(ValidationError):  # noqa: N818  # what is invalid is the question
    """A question that cannot be answered; `message_dict` has a list of sentences for each parameter."""


class FilterForm(forms.Form):
    """Rules between parameters."""

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        first, last = asked.get("date_from"), asked.get("date_to")
        if first and last and first > last:
            self.add_error("date_to", gettext("The period ends before it starts."))
        low, high = asked.get("deaths_min"), asked.get("deaths_max")
        if low is not None and high is not None and low > high:
            self.add_error("deaths_max", gettext("The highest number of deaths is below the lowest."))
        if asked.get("role") and not asked.get("actor") and "actor" not in self.errors:
            self.add_error("role", gettext("A role belongs to an actor: choose an actor too."))
        if asked.get("against") and not asked.get("actor") and "actor" not in self.errors:
            self.add_error("against", gettext("An opponent belongs to an actor: choose an actor too."))
        if asked.get("within") and not asked.get("near") and "near" not in self.errors:
            sentence = gettext("A distance needs a place to measure from: give near=latitude,longitude too.")
            self.add_error("within", sentence)
        asked["when"] = asked.get("when") or "possibly"
        asked["within"] = asked.get("within") or DEFAULT_WITHIN_KM
        asked["precision"] = PRECISION_RANKS.get(asked.get("precision") or "")
        return asked

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if text and not search_key(text):
            raise ValidationError(gettext("Type at least one letter or digit."))
        return text


class WholeNumber(forms.IntegerField):
    """A number of people."""

    default_error_messages = {"invalid": gettext_lazy("Enter a whole number.")}


def _filter(field: forms.Field) -> django_filters.Filter:
    """A django-filter Filter around one of our fields."""

    class Around(django_filters.Filter):
        @property
        def field(self) -> forms.Field:
            return field

    return Around()


def _date() -> forms.DateField:
    return forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Enter a day as year-month-day, such as 2018-10-31.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class EventFilterSet(django_filters.FilterSet):
    """The parameters, as django-filter declares them. Use EventFilter: it answers no bad question with every row."""

    q = _filter(forms.CharField(required=False, max_length=200, strip=True))
    date_from = _filter(_date())
    date_to = _filter(_date())
    when = _filter(fields.ChoiceField(["possibly", "certainly"]))
    event_type = _filter(fields.CatalogueField(NO_EVENT_TYPE, fields.event_types))
    country = _filter(fields.CodeField(NO_COUNTRY_CODE, r"[A-Z]{3}", fields.countries))
    admin1 = _filter(fields.CodeField(NO_UNIT_CODE, r"[A-Z]{2}-[A-Z0-9~]{1,6}", fields.first_order_units))
    place = _filter(fields.CatalogueField(NO_PLACE, fields.places))
    area = _filter(fields.CatalogueField(NO_PLACE, fields.areas))
    actor = _filter(fields.CatalogueField(NO_ACTOR, fields.actors))
    role = _filter(fields.ChoicesField(Role.values))
    against = _filter(fields.CatalogueField(NO_ACTOR, fields.actors))
    deaths_min = _filter(WholeNumber(required=False, min_value=0, max_value=2**31 - 1))
    deaths_max = _filter(WholeNumber(required=False, min_value=0, max_value=2**31 - 1))
    civilians = _filter(fields.ChoiceField(["1"]))
    attribution = _filter(fields.ChoicesField([*wording.ATTRIBUTIONS]))
    precision = _filter(fields.ChoiceField(PlacePrecision.values))
    source = _filter(fields.CatalogueField(NO_SOURCE, fields.sources))
    tag = _filter(fields.RepeatedField(required=False))
    bbox = _filter(fields.BoxField(required=False, max_length=120))
    near = _filter(fields.NearField(required=False, max_length=80))
    within = _filter(forms.FloatField(required=False, min_value=0.001, max_value=MAX_WITHIN_KM))
    sort = _filter(fields.ChoiceField([*SORTS]))

    class Meta:
        model = PublishedEvent
        fields: list[str] = []
        form = FilterForm


#: The parameters, in the order in which a canonical query string has them.
PARAMETERS = tuple(EventFilterSet.base_filters)
PAGING = ("after", "before")


class EventFilter:
    """A question to the public record. `strict` (data formats) also refuses parameters that do not exist."""

    def __init__(self, params: QueryDict, *, strict: bool = False) -> None:
        self.params, self.strict = params, strict
        self._set = EventFilterSet(
            params, queryset=PublishedEvent.objects.using(fields.RECORD).filter(valid_to__isnull=True)
        )

    @property
    def form(self) -> FilterForm:
        """The bound form, for the filter panel."""
        return self._set.form

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """Sentences for each parameter that is wrong; empty for a good question."""
        found = {name: [str(message) for message in messages] for name, messages in self.form.errors.items()}
        for name in self.params if self.strict else ():
            if name not in PARAMETERS:
                sentence = gettext("There is no parameter “%(name)s”. Known: %(known)s.")
                found.setdefault(name, []).append(sentence % {"name": name, "known": ", ".join(PARAMETERS)})
        for name in PARAMETERS:
            if isinstance(self.form.fields[name], fields.RepeatedField) or len(self.params.getlist(name)) < 2:
                continue
            found.setdefault(name, []).append(gettext("“%(name)s” can be given only once.") % {"name": name})
        return found

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def asked(self) -> dict[str, Any]:
        """The cleaned values. Raises InvalidFilter for a bad question."""
        if self.errors:
            raise InvalidFilter(dict(self.errors))
        return self.form.cleaned_data

    @cached_property
    def conditions(self) -> list[Condition]:
        """What is asked, as SQL. Raises InvalidFilter."""
        return list(conditions(self.asked))

    @property
    def is_everything(self) -> bool:
        return not self.conditions

    def rows(self) -> QuerySet[PublishedEvent]:
        """The selected events, current versions, in no order. Raises InvalidFilter."""
        rows = self._set.queryset
        for condition in self.conditions:
            rows = rows.filter(RawSQL(f"({condition.sql})", condition.values, output_field=BooleanField()))
        return rows

    def queryset(self) -> QuerySet[PublishedEvent]:
        """The selected events in the order asked for. Raises InvalidFilter."""
        return self.rows().order_by(*SORTS[self.sort].order_by)

    @property
    def sort(self) -> str:
        return self.asked["sort"] or "-date"

    @property
    def words(self) -> str:
        """The filter said in words. Raises InvalidFilter."""
        return words(self.asked)

    def querystring(self, **changes: str | list[str] | None) -> str:
        """The canonical query string (known parameters in a fixed order, no empty ones, no paging), with `changes`.

        A change to None or [] drops the parameter.
        """
        parts = {**self._parts, **{name: _part(name, values) for name, values in changes.items()}}
        return "&".join(filter(None, map(parts.__getitem__, PARAMETERS)))

    def changed(self, **changes: str | list[str] | None) -> "EventFilter":
        """The same question with `changes`, as `querystring` makes them."""
        return EventFilter(QueryDict(self.querystring(**changes)), strict=self.strict)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """What the query string says of each parameter; empty if it is not asked."""
        return {name: _part(name, self.params.getlist(name)) for name in PARAMETERS}

    def toggled(self, name: str, value: str) -> str:
        """The query string with `value` of the parameter `name` added, or taken away if it is there."""
        values = [text for text in self.params.getlist(name) if text]
        kept = [text for text in values if text != value]
        return self.querystring(**{name: kept if value in values else [*kept, value]})


def _part(name: str, values: str | list[str] | None) -> str:
    """`name=value` for each value, as a part of a query string."""
    texts = [values] if isinstance(values, str) else values or []
    return "&".join(f"{name}={quote(text.strip(), safe=':,')}" for text in texts if text.strip())
