"""Every field of the coding tables is public or private by decision, and what is decided is what happens."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from pghistory.models import Event as HistoryRow

from events.models import PUBLIC_MODELS, ActorName, ActorRelation, EventLink, LocationName, WorkflowStep
from events.publication import publish_rows
from events.publication.disclosure import NOT_PUBLISHED, PUBLISHED
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    EventTypeFactory,
    LocationFactory,
    ParticipationFactory,
    ReportFactory,
    SourceFactory,
    published,
)

CODES = {"content_hash", "iso_3166_2"}  # texts of a form of their own
TABLES = {model.__name__: model for model in PUBLIC_MODELS}


def coding_models() -> list[type[models.Model]]:
    found = apps.get_app_config("events").get_models()
    return [model for model in found if model not in PUBLIC_MODELS and not issubclass(model, HistoryRow)]


def test_every_field_is_public_or_private_by_decision() -> None:
    fields = {
        f"{model.__name__}.{field.name}"
        for model in coding_models()
        for field in model._meta.concrete_fields
        if not field.primary_key
    }

    assert PUBLISHED.keys() | NOT_PUBLISHED.keys() == fields
    assert not PUBLISHED.keys() & NOT_PUBLISHED.keys()
    assert all(NOT_PUBLISHED.values())


@pytest.mark.parametrize("place", sorted(set(PUBLISHED.values())))
def test_the_place_named_is_a_public_column(place: str) -> None:
    table, _, column = place.rpartition(".")

    assert TABLES[table or "PublishedEvent"]._meta.get_field(column)


class Markers:
    """A word of its own for every free text, so that it can be found again."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}  # by word

    def texts(self, model: type[models.Model], *leave: str) -> dict[str, str]:
        """Values for the model's free texts, each with a new word."""
        return {field.name: self._word(model, field.name) for field in free_texts(model) if field.name not in leave}

    def _word(self, model: type[models.Model], name: str) -> str:
        word = f"zq{len(self.fields)}zq"
        self.fields[word] = f"{model.__name__}.{name}"
        return word

    def found_in(self, text: str) -> set[str]:
        return {field for word, field in self.fields.items() if word in text}


def free_texts(model: type[models.Model]) -> Iterator[models.Field]:
    """Text fields that can hold any word of six letters."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
        if is_text and (field.max_length or 99) >= 6 and field.name not in CODES:
            yield field


def public_text() -> str:
    """All that the public tables hold."""
    with connection.cursor() as cursor:
        parts = []
        for model in PUBLIC_MODELS:
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {model._meta.db_table} t")
            parts.append(cursor.fetchone()[0])
    return " ".join(parts)


@pytest.mark.django_db
def test_texts_reach_the_public_tables_exactly_if_they_are_listed_as_public() -> None:
    markers = Markers()
    make_an_event_with_every_text(markers)

    found = markers.found_in(public_text())

    assert found == {field for field in markers.fields.values() if field in PUBLISHED}
    assert {"Event.title", "Claim.statement", "Report.author", "Actor.description"} <= found


def make_an_event_with_every_text(markers: Markers) -> None:
    def texts(factory: type) -> dict[str, str]:
        return markers.texts(factory._meta.model)  # type: ignore[attr-defined]

    kind = EventTypeFactory(**texts(EventTypeFactory))
    place = LocationFactory(**texts(LocationFactory))
    LocationName.objects.create(location=place, **markers.texts(LocationName))
    group, whole = ActorFactory(**texts(ActorFactory)), ActorFactory()
    ActorName.objects.create(actor=group, **markers.texts(ActorName))
    ActorRelation.objects.create(actor=group, other=whole, kind="part_of", **markers.texts(ActorRelation))
    report = ReportFactory(source=SourceFactory(**texts(SourceFactory)), **texts(ReportFactory))
    event = EventFactory(event_type=kind, location=place, claimed=False, **texts(EventFactory))
    ParticipationFactory(event=event, actor=group, **texts(ParticipationFactory))
    CasualtiesFactory(event=event, **texts(CasualtiesFactory))
    ClaimFactory(event=event, report=report, **texts(ClaimFactory))
    other = EventFactory()
    published(other)
    EventLink.objects.create(event=event, other=other, kind="series", **markers.texts(EventLink))
    WorkflowStep.objects.create(event=event, to_status="published", **markers.texts(WorkflowStep))
    published(event)
    publish_rows([other.pk])
