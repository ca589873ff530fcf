"""What readers see of a coding row changes by an approved proposal only, whoever writes and however."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from events import publication
from events.models import (
    ActorName,
    ActorRelation,
    EventType,
    Hiding,
    Location,
    LocationName,
    PublishedSource,
    Report,
    Source,
    gate,
)
from events.publication.disclosure import PUBLISHED
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    EventTypeFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
)

pytestmark = pytest.mark.django_db

#: A new value for each column that readers see; rows that a column leads to are made when they are asked for.
NEW: dict[str, Any] = {
    "name": "Other",
    "slug": "other",
    "description": "Other.",
    "language": "ku",
    "note": "Other.",
    "code": "other",
    "title": "Other",
    "author": "Other",
    "url": "https://example.org/",
    "archive_url": "https://example.org/",
    "date": "2018-01-01",
    "date_start": "2018-01-01",
    "date_end": "2019-01-01",
    "name_ar": "هجوم",
    "order": 7,
    "definition": "Other.",
    "acled_event_type": "Other",
    "acled_sub_event_type": "Other",
    "is_active": False,
    "acled_disorder_type": "Other",
    "ucdp_type_of_violence": 2,
    "is_public": False,
    "extent_km": 3.5,
    "point": "SRID=4326;POINT(1 1)",
    "boundary": "SRID=4326;POLYGON((0 0, 1 0, 1 1, 0 0))",
    "iso_a3": "XXX",
    "iso_3166_2": "XX-1",
    "geonames_id": 5,
    "pcode": "X1",
    "scale": "local",
    "reliability": "A",
    "pseudonym": "abc",
    "is_confidential": False,
    "object_id": 0,
    "is_lifted": True,
    "is_unlinkable": False,
}
KINDS = {"Hiding": "Report", "Source": "ngo", "Actor": "civilians", "Location": "site", "ActorName": "former",
         "LocationName": "former", "ActorRelation": "allied_with"}  # fmt: skip


@pytest.fixture
def shown() -> dict[type[Model], Model]:
    """A row of each table that readers see."""
    town, actor = LocationFactory(), ActorFactory()
    name = ActorName.objects.create(actor=actor, name="Spelling")
    relation = ActorRelation.objects.create(actor=actor, other=ActorFactory(), kind="part_of")
    place_name = LocationName.objects.create(location=town, name="Spelling")
    event = EventFactory(location=town, claimed=False)
    ParticipationFactory(event=event, actor=actor)
    claim = ClaimFactory(event=event)
    published(event)
    hiding = Hiding.objects.create(kind="Claim", object_id=ClaimFactory().pk, reason="It names somebody.")
    rows = [town, actor, name, relation, place_name, event.event_type, claim.report, claim.report.source, hiding]
    return {type(row): row for row in rows}


def new_value(model: type[Model], column: str) -> Any:
    related = {"other_id": ActorFactory, "actor_id": ActorFactory, "source_id": SourceFactory}
    if column in related:
        return related[column]().pk
    if column == "parent_id":
        return (EventTypeFactory(code="whole") if model is EventType else LocationFactory(kind="region")).pk
    if column in ("location_id", "country_id", "admin1_id"):
        return LocationFactory(slug="elsewhere").pk
    return KINDS[model.__name__] if column == "kind" else NEW[column]


def columns() -> list[tuple[type[Model], str]]:
    return [(model, name) for model, shown in gate.SHOWN.items() for name in shown.always + shown.unless_confidential]


@pytest.mark.parametrize(("model", "column"), columns())
def test_no_shown_column_changes_without_approval(
    shown: dict[type[Model], Model], model: type[Model], column: str
) -> None:
    row = shown[model]
    if column == "is_confidential":
        model._default_manager.filter(pk=row.pk).update(is_confidential=True)  # protects: at once
    if column == "is_unlinkable":
        model._default_manager.filter(pk=row.pk).update(is_confidential=True, is_unlinkable=True)
    change = model._default_manager.filter(pk=row.pk)
    value = new_value(model, column)

    with pytest.raises(IntegrityError, match="another person has to approve"), transaction.atomic():
        change.update(**{column: value})
    with decided():
        change.update(**{column: value})


@pytest.mark.parametrize("model", [model for model in gate.SHOWN if model is not Hiding])  # it has no other column
def test_what_readers_do_not_see_changes_at_once(shown: dict[type[Model], Model], model: type[Model]) -> None:
    shown_columns = {*gate.SHOWN[model].always, *gate.SHOWN[model].unless_confidential}
    free = [
        field for field in model._meta.concrete_fields if field.attname not in shown_columns and not field.primary_key
    ]

    for field in free:
        model._default_manager.filter(pk=shown[model].pk).update(**{field.attname: field.get_default()})


@pytest.mark.parametrize("model", [ActorName, LocationName, ActorRelation])
def test_what_readers_see_beside_a_row_is_not_taken_away_nor_added(
    shown: dict[type[Model], Model], model: type[Model]
) -> None:
    row = shown[model]

    with pytest.raises(IntegrityError, match="approve that it goes"), transaction.atomic():
        row.delete()
    row.pk, row._state.adding = None, True
    (row.__dict__ if model is not ActorRelation else {}).update(name="Another spelling")
    if model is ActorRelation:
        row.other = ActorFactory()  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError, match="another person has to approve it"), transaction.atomic():
        row.save()
    row.is_public = False  # type: ignore[attr-defined]
    row.save()
    row.delete()


def test_a_type_becomes_part_of_the_codebook_by_approval() -> None:
    with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        EventType.objects.create(code="new", name="New", is_public=True)
    made = EventType.objects.create(code="new", name="New")
    published(EventFactory())

    made.name = "Newer"
    made.save()
    with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        EventType.objects.filter(code="new").update(is_public=True)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Source, {"is_confidential": True}),
        (Source, {"is_confidential": True, "kind": "person"}),
        (Source, {"is_confidential": True, "is_unlinkable": True}),
        (Report, {"is_confidential": True}),
    ],
)
def test_what_protects_is_stored_at_once(
    shown: dict[type[Model], Model], model: type[Model], values: dict[str, Any]
) -> None:
    before = model._default_manager.get(pk=shown[model].pk)
    after = model(
        **{**{field.attname: getattr(before, field.attname) for field in model._meta.concrete_fields}, **values}
    )

    assert gate.protects(before, after)
    assert gate.waiting(before, after) == []
    model._default_manager.filter(pk=before.pk).update(**values)


def test_who_a_confidential_source_is_may_be_reworded_at_once() -> None:
    person = PersonFactory()
    report = ReportFactory(source=person)
    published(ClaimFactory(event=EventFactory(claimed=False), report=report).event)

    Source.objects.filter(pk=person.pk).update(name="Another Name", slug="another-name")
    Report.objects.filter(pk=report.pk).update(title="Another title")


def test_a_place_that_nobody_sees_is_free() -> None:
    site = LocationFactory(kind="site", parent=LocationFactory())
    published(EventFactory(location=site, is_sensitive=True))

    Location.objects.filter(pk=site.pk).update(kind="settlement", name="Elsewhere")


def test_a_source_that_was_public_gets_a_new_pseudonym_and_one_row() -> None:
    source = SourceFactory()
    event = EventFactory(claimed=False)
    ClaimFactory(event=event, report__source=source)
    published(event)
    old = source.pseudonym

    Source.objects.filter(pk=source.pk).update(is_confidential=True)
    publication.refresh_names(sources=[source.pk])

    source.refresh_from_db()
    assert source.pseudonym != old
    assert [row.slug for row in PublishedSource.objects.all()] == [f"undisclosed-{source.pseudonym}"]


def test_the_triggers_hold_the_same_columns_as_the_forms() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_triggerdef(oid) from pg_trigger where tgname = 'guard_shown'")
        definitions = [re.findall(r"'([^']*)'", row[0])[-3:] for row in cursor.fetchall()]

    held = {model: ({*always.split()}, {*named.split()}) for model, always, named in definitions}
    assert held == {
        model.__name__: ({*shown.always}, {*shown.unless_confidential}) for model, shown in gate.SHOWN.items()
    }


def test_the_gate_holds_what_is_published() -> None:
    gated = {
        f"{model.__name__}.{model._meta.get_field(column).name}"
        for model, column in columns()
        if column not in ("is_public", "is_confidential") and model is not Hiding  # which only takes away
    }
    derived = {"ActorName.search_key", "ActorName.phonetic_key", "LocationName.search_key", "LocationName.phonetic_key"}
    models = {model.__name__ for model in gate.SHOWN}

    published_fields = {name for name in PUBLISHED if name.split(".")[0] in models}
    assert gated == published_fields - derived - {"Source.is_confidential"}
