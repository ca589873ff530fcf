"""Two people saved one event: what each changed, side by side, and a form in which nothing of either is lost.

What only they changed is taken into the form; what you changed stays in it; where both did, yours stays and is marked.
"""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict

from events.admin import rows
from events.admin.asking import person
from events.admin.event_form import FIELDSETS
from events.coding import history, identities
from events.models import Claim, Event

NOTHING = history.NOTHING
KEPT = "yours"
TAKEN = "theirs"
BOTH = "yours (both changed it)"


@dataclass(frozen=True)
class Difference:
    """One field, or one whole row, in both versions, and whose is in the form now."""

    label: str
    theirs: str
    yours: str
    now: str


@dataclass(frozen=True)
class Section:
    """The differences in the event itself, or in one kind of its rows."""

    title: str
    differences: list[Difference]


def settle(event_admin: Any, request: HttpRequest, event: Event) -> dict[str, Any]:
    """Context for the form's page: empty if the person saw the state that is stored, else the comparison.

    In the latter case request.POST becomes the merged form, which is shown again instead of being saved.
    """
    seen = request.POST.get("revision", "")
    if seen == str(event.revision):
        return {}
    data = request.POST.copy()
    base = history.as_of(event, int(seen)) if seen.isdecimal() else {}
    for row in base.values():
        if isinstance(row, Claim) and not identities.may_read_notes(row, person(request)):
            row.notes_then = ""  # type: ignore[attr-defined]  # set by the history
    sections = [_event_section(event_admin, request, event, data, base)]
    for formset_class, inline in event_admin.get_formsets_with_inlines(request, event):
        differences = _Rows(formset_class, event, data, base).merged()
        sections.append(Section(str(inline.verbose_name_plural).split(":")[0], differences))
    data["revision"], data["conflict"] = str(event.revision), "1"
    request.POST = data  # type: ignore[assignment]  # a QueryDict too, only not frozen
    return {"conflict": [section for section in sections if section.differences], "is_conflict": True}


def _event_section(
    event_admin: Any, request: HttpRequest, event: Event, data: QueryDict, base: dict[Any, Model]
) -> Section:
    # As for a new event, since the form of one that moved on is closed and has no fields.
    form_class = event_admin.get_form(request, fields=flatten_fieldsets(FIELDSETS))
    names = [name for name in form_class.base_fields if name != "revision"]
    before = base.get((Event, event.pk))
    merged, differences = _merged(
        form_class(data, instance=event), form_class(instance=event), before and form_class(instance=before), names
    )
    for name, values in merged.items():
        data.setlist(name, values)
    for name in names:
        for sent in rows.names_of(name, form_class.base_fields[name]):
            if sent not in merged:
                data.pop(sent, None)
    return Section("Event", differences)


def _merged(yours: Any, theirs: Any, before: Any, names: list[str]) -> tuple[rows.Row, list[Difference]]:
    """The fields as a browser would send them merged, and how the versions differ; `before` is where you began."""
    sent: rows.Row = {}
    differences = []
    for name in names:
        field = yours.fields[name]
        typed = theirs[name].value() if field.disabled else yours[name].data
        mine, stored = in_words(field, typed), in_words(field, theirs[name].value())
        start = in_words(field, before[name].value()) if before else None
        now = TAKEN if mine == start else KEPT if stored == start else BOTH
        if mine != stored:
            differences.append(Difference(str(yours[name].label), stored, mine, now))
        if mine == stored or now == TAKEN:
            sent |= rows.as_sent(name, field, theirs[name].value())
        else:
            sent |= {key: yours.data.getlist(yours.add_prefix(key)) for key in rows.names_of(name, field)
                     if yours.add_prefix(key) in yours.data}  # fmt: skip
    return sent, differences


class _Rows:
    """The rows of one kind in three states: what you sent, what is stored, and what you started from."""

    def __init__(self, formset_class: Any, event: Event, data: QueryDict, base: dict[Any, Model]) -> None:
        self.form_class, self.prefix = formset_class.form, formset_class.get_default_prefix()
        self.names = list(self.form_class.base_fields)
        self.event, self.data = event, data
        self.parent = formset_class.fk.name
        self.stored = {row.pk: row for row in formset_class(instance=event).queryset}
        self.base = {key: row for (model, key), row in base.items() if model is formset_class.model}
        self.thing = str(formset_class.model._meta.verbose_name).capitalize()

    def merged(self) -> list[Difference]:
        """Put the merged rows into the data and return how the two versions differ."""
        kept: list[rows.Row] = []
        differences: list[Difference] = []
        sent = rows.read(self.data, self.prefix)
        for number, row in enumerate(sent):
            key = rows.key_of(row)
            if key is None:
                kept.append(row)
            elif key in self.stored:
                self._both_have(number, row, self.stored[key], kept, differences)
            else:
                self._they_removed(number, row, key, kept, differences)
        added = set(self.stored) - {rows.key_of(row) for row in sent}
        for key in sorted(added):
            kept.append(self._row(self._form(self.stored[key]), key))
            now = TAKEN if key not in self.base else "theirs: the row is shown again"
            differences.append(Difference(f"{self.thing} added", str(self.stored[key]), NOTHING, now))
        rows.write(self.data, self.prefix, kept, order=list(self.stored))
        return differences

    def _both_have(
        self, number: int, row: rows.Row, stored: Model, kept: list[rows.Row], differences: list[Difference]
    ) -> None:
        before = self.base.get(stored.pk)
        yours = self.form_class(self.data, prefix=f"{self.prefix}-{number}", instance=stored)
        merged, found = _merged(yours, self._form(stored), self._form(before) if before else None, self.names)
        kept.append({**self._identity(stored.pk), **merged, **({"DELETE": ["on"]} if "DELETE" in row else {})})
        if "DELETE" in row:
            differences.append(Difference(f"{self.thing} removed by you", str(stored), NOTHING, KEPT))
            return
        differences += [
            Difference(f"{self.thing} “{stored}”: {each.label}", each.theirs, each.yours, each.now) for each in found
        ]

    def _they_removed(
        self, number: int, row: rows.Row, key: int, kept: list[rows.Row], differences: list[Difference]
    ) -> None:
        before = self.base.get(key)
        yours = self.form_class(self.data, prefix=f"{self.prefix}-{number}")
        changed = before is None or any(
            in_words(yours.fields[name], yours[name].data)
            != in_words(yours.fields[name], self._form(before)[name].value())
            for name in self.names
        )
        keep = changed and "DELETE" not in row
        if keep:
            kept.append({name: values for name, values in row.items() if name not in ("id", self.parent)})
        what = str(before) if before else "a row"
        differences.append(Difference(f"{self.thing} removed by them", NOTHING, what, BOTH if keep else TAKEN))

    def _form(self, row: Model) -> Any:
        return self.form_class(instance=row)

    def _identity(self, key: int) -> rows.Row:
        return {"id": [str(key)], self.parent: [str(self.event.pk)]}

    def _row(self, form: Any, key: int) -> rows.Row:
        sent = self._identity(key)
        for name in self.names:
            sent |= rows.as_sent(name, form.fields[name], form[name].value())
        return sent


def in_words(field: forms.Field, value: Any) -> str:
    """What a field holds, stored or as sent, in the words a person chose it by; equal words mean equal values."""
    if isinstance(field, forms.MultiValueField):
        parts = value if isinstance(value, list) else field.widget.decompress(value)
        return ", ".join(str(part) for part in parts or [] if part not in (None, "")) or NOTHING
    try:
        value = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices = {str(key): label for key, label in list(cast(Any, field.choices))}
        return str(choices.get(str(value), value)) if value not in (None, "") else NOTHING
    return history.plain(value).replace("\r\n", "\n").strip() if value not in (None, "", []) else NOTHING
