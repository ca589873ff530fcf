"""The event's form: its own fields, and the rows that hang on it (who, harm, claims, links)."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import User
from django.contrib.gis.db import models
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest

from events.admin import hiding
from events.admin.base import DeskFields, TableOfRows, person
from events.admin.errors import PlacedErrorsForm
from events.admin.point import PointField
from events.coding import editing, identities
from events.models import Casualties, Claim, Event, EventLink, HiddenKind, Hiding, Participation

CONFLICT = (
    "Not saved: somebody else saved this event while you were editing. Compare both versions above, then save again."
)


class TypesByGroup(ModelChoiceIterator):
    """Event types as the codebook orders them: each type a group, itself its first choice, then its sub-types."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        groups: dict[Any, tuple[str, list[tuple[Any, str]]]] = {}
        for found in sorted(self.queryset, key=lambda found: (found.parent_id is not None, found.order, found.code)):
            value = self.field.prepare_value(found)
            if found.parent_id is None:
                groups[found.pk] = (found.name, [(value, f"{found.name}: sub-type not known")])
            else:
                groups.setdefault(found.parent_id, (found.parent.name, []))[1].append((value, found.name))
        yield from groups.values()


class EventTypeField(forms.ModelChoiceField):
    """A choice of event types in groups."""

    iterator = TypesByGroup


class TagsField(SimpleArrayField):
    """Words separated by commas."""

    widget = forms.TextInput(attrs={"class": "vLargeTextField", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class EventForm(PlacedErrorsForm):
    """An event; `revision` tells which state of it the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tags = TagsField(
        forms.CharField(max_length=60),
        required=False,
        help_text="Public. Your project's own words, separated by commas.",
    )
    point = PointField(follows="location", required=False, help_text=Event._meta.get_field("point").help_text)

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "dir": "auto"}),
            "narrative": forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField", "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["revision"] = self.instance.revision

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if "conflict" in self.data:  # set by events.admin.conflict, never by a browser
            raise ValidationError(CONFLICT, code="conflict")
        return cleaned


HIDDEN_NOTES = "There are private notes, which whoever wrote them reads, and who may know who says so."


class PartOfEvent(InlineModelAdmin):
    """A row of an event is open while the event is."""

    rows_when_new = 1

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """A new event begins with one row to fill in where it needs one; a row left as it is is not stored."""
        return 0 if obj else self.rows_when_new

    def _is_open(self, request: HttpRequest, event: Model | None) -> bool:
        return not isinstance(event, Event) or event.pk is None or editing.may_edit(event, person(request))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request, obj) and super().has_delete_permission(request, obj)


class ParticipationInline(PartOfEvent, TableOfRows):
    model = Participation
    verbose_name = "actor"
    verbose_name_plural = "Who: rivals for the blame each get a row, certainty “Disputed”"
    autocomplete_fields = ["actor"]


class CasualtiesInline(PartOfEvent, TableOfRows):
    model = Casualties
    verbose_name = "harm"
    verbose_name_plural = "Harm: an empty figure means not known, which is not 0"
    fields = ["group", "outcome", "low", "best", "high"]
    formfield_overrides: ClassVar[Any] = {
        **DeskFields.formfield_overrides,
        models.PositiveIntegerField: {
            "widget": forms.NumberInput(attrs={"class": "figure", "min": 0, "inputmode": "numeric", "placeholder": "?"})
        },
    }


#: What says who may read the notes of a claim: who may not read them leaves it as it is.
GUARDING = ("report", "speaker", "is_confidential")


class ClaimForm(PlacedErrorsForm):
    """A claim and its private notes, which stand apart; who may not read them cannot change them."""

    #: Set for each request: the notes that the person may read, by claim, and the claims whose notes they may not.
    kept: ClassVar[dict[int, str]] = {}
    hidden: ClassVar[set[int]] = set()
    viewer: User

    notes = forms.CharField(
        label="Private notes",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"}),
        help_text="The words used, how to reach the speaker. Where that is confidential, who may know it reads them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pk = self.instance.pk
        self.initial["notes"] = getattr(self.instance, "notes_then", self.kept.get(pk, ""))
        if pk in self.hidden:
            self.initial["notes"] = ""
            self.fields["notes"].help_text = HIDDEN_NOTES
            for name in ("notes", *GUARDING):
                self.fields[name].disabled = True

    def save(self, commit: bool = True) -> Any:
        claim = super().save(commit)
        if commit and not self.fields["notes"].disabled:
            identities.save_note(claim, self.cleaned_data["notes"], by=self.viewer)
        return claim


class ClaimInline(PartOfEvent, DeskFields, admin.StackedInline):
    model = Claim
    form = ClaimForm
    verbose_name_plural = "Claims: who says so"
    autocomplete_fields = ["report", "speaker", "actor", "location"]
    readonly_fields = ["hide"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "stance", "status", "credibility"),
                    "report",
                    "statement",
                    "actor",
                    ("group", "outcome", "low", "best", "high"),
                    "location",
                    ("date_start", "date_end"),
                    "public_note",
                ]
            },
        ),
        (
            "Speaker and private notes",
            {"fields": ["speaker", "speaker_role", "is_confidential", "notes", "hide"], "classes": ["collapse"]},
        ),
    ]
    formfield_overrides: ClassVar[Any] = {
        **CasualtiesInline.formfield_overrides,
        **DeskFields.formfield_overrides,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"})},
        models.CharField: {"widget": forms.TextInput(attrs={"class": "vLargeTextField", "dir": "auto"})},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        hidden = Hiding.objects.filter(kind=HiddenKind.CLAIM, object_id=OuterRef("pk"), is_lifted=False)
        return super().get_queryset(request).annotate(is_hidden=Exists(hidden))

    @admin.display(description="readers")
    def hide(self, claim: Claim) -> str:
        return hiding.link(claim, is_hidden=getattr(claim, "is_hidden", False))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        by = person(request)
        self.kept, self.hidden = identities.notes(obj, by) if obj else ({}, set())
        given = {"kept": self.kept, "hidden": self.hidden, "viewer": by}
        return super().get_formset(request, obj, form=type("ClaimForm", (self.form,), given), **kwargs)

    @admin.display(description="Private notes")
    def notes(self, claim: Claim) -> str:
        """Where the form is closed."""
        return HIDDEN_NOTES if claim.pk in self.hidden else self.kept.get(claim.pk, "—")


class EventLinkInline(PartOfEvent, TableOfRows):
    model = EventLink
    fk_name = "event"
    rows_when_new = 0
    verbose_name_plural = "Links to other events"
    autocomplete_fields = ["other"]


INLINES = [ParticipationInline, CasualtiesInline, ClaimInline, EventLinkInline]

FIELDSETS: list[Any] = [
    ("What", {"fields": ["title", "event_type", "narrative", "tags"]}),
    ("When", {"fields": [("date_start", "date_end", "date_meaning")]}),
    ("Where", {"fields": ["location", ("precision", "is_sensitive"), "point"]}),
    ("How many incidents", {"fields": [("clarity", "incidents")]}),
    ("Private notes", {"fields": ["notes"]}),
]
#: A form that is closed shows the same, in words where Django's own would be code.
CLOSED_NAMES = {"point": "point_in_words", "tags": "tags_in_words"}


def closed(fieldsets: Any) -> Any:
    """`fieldsets` for an event that is only looked at."""
    return [
        (name, {**options, "fields": [CLOSED_NAMES.get(field, field) if isinstance(field, str) else field
                                      for field in options["fields"]]})
        for name, options in fieldsets
    ]  # fmt: skip
