"""A broken rule of the database is said in words, beside the field it is about."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.admin.errors import FIELD_OF_CONSTRAINT, NOT_ON_A_FORM
from events.models import (
    Actor,
    ActorName,
    ActorRelation,
    Casualties,
    Claim,
    Event,
    EventLink,
    EventType,
    Knower,
    Location,
    LocationName,
    Participation,
    Report,
    Source,
)
from tests.admin.posting import event_data
from tests.factories import ActorFactory, EventFactory, ReportFactory, SourceFactory

ON_FORMS = [
    Actor, ActorName, ActorRelation, Casualties, Claim, Event, EventLink, EventType, Knower, Location,
    LocationName, Participation, Report, Source,
]  # fmt: skip
ADD = "admin:events_event_add"


def test_every_rule_of_every_form_has_its_place() -> None:
    names = {constraint.name: model for model in ON_FORMS for constraint in model._meta.constraints}

    assert set(FIELD_OF_CONSTRAINT) | NOT_ON_A_FORM == set(names)
    for name, field in FIELD_OF_CONSTRAINT.items():
        assert names[name]._meta.get_field(field)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": ""}, "title", "required"),
        ({"date_start": "2018-10-17"}, "date_end", "before the first day"),
        ({"date_start": "0218-10-16"}, "date_start", "Check the year"),
        ({"date_start": "the 16th"}, "date_start", "valid date"),
        ({"date_end": "2018-10-17"}, "date_meaning", "needs the same first and last day"),
        ({"point_latitude": "", "point_longitude": ""}, "point", "needs a point"),
        ({"point_latitude": "34.4", "point_longitude": ""}, "point", "both latitude and longitude"),
        ({"point_latitude": "94", "point_longitude": "41"}, "point", "between -90 and 90"),
        ({"point_latitude": "north", "point_longitude": "41"}, "point", "number of degrees"),
        ({"location": ""}, "location", "Choose a place"),
        ({"incidents": "3"}, "incidents", "Only a summary"),
        ({"clarity": "summary", "incidents": "0"}, "incidents", "one incident or more"),
    ],
)
def test_an_event_s_error_is_beside_its_field(
    client: Client, analyst: User, changed: dict[str, str], field: str, words: str
) -> None:
    client.force_login(analyst)

    response = client.post(reverse(ADD), event_data(**changed))

    errors = response.context["adminform"].form.errors
    assert set(errors) == {field}
    assert words in " ".join(errors[field])
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("precision", ["near_settlement", "admin2", "admin1", "region", "country"])
def test_no_point_is_asked_for_where_the_place_is_vague(client: Client, analyst: User, precision: str) -> None:
    client.force_login(analyst)

    client.post(reverse(ADD), event_data(precision=precision, point_latitude="", point_longitude=""))

    assert Event.objects.get().point is None


ATTRIBUTION: dict[str, Any] = {"kind": "attribution"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "row", "field", "words"),
    [
        ("casualties", {"group": "side_b", "outcome": "killed", "low": "5", "best": "4"}, "best", "Figures must rise"),
        ("casualties", {"group": "side_b", "outcome": "killed", "low": "-1"}, "low", "greater than or equal to 0"),
        ("claims", {"kind": "attribution"}, "actor", "names an actor"),
        ("claims", {"kind": "casualties"}, "group", "names the group"),
        ("claims", {"kind": "place"}, "location", "names a place"),
        ("claims", {"kind": "date"}, "date_start", "first and a last day"),
        (
            "claims",
            {"kind": "date", "date_start": "2018-10-09", "date_end": "2018-10-01"},
            "date_end",
            "before the first",
        ),
        ("claims", {"kind": "occurred", "status": "conflicting"}, "public_note", "needs a public note"),
        ("claims", {"kind": "occurred", "best": "4"}, "kind", "Only a claim about harm has figures"),
        (
            "claims",
            {"kind": "casualties", "group": "all", "outcome": "killed", "low": "4", "best": "2"},
            "best",
            "rise",
        ),
    ],
)
def test_a_row_s_error_is_beside_its_field(
    client: Client, analyst: User, prefix: str, row: dict[str, str], field: str, words: str
) -> None:
    client.force_login(analyst)
    if prefix == "claims":
        row = {"report": str(ReportFactory().pk), "stance": "asserts", "status": "accepted", "credibility": "6"} | row

    response = client.post(reverse(ADD), event_data(rows={prefix: [row]}))

    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    errors = next(formset.errors[0] for formset in formsets if formset.prefix == prefix)
    assert set(errors) == {field}
    assert words in " ".join(errors[field])


@pytest.mark.django_db
def test_two_rows_of_one_actor_on_one_side_are_refused_in_words(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    row = {"actor": str(ActorFactory().pk), "side": "A", "role": "lead", "certainty": "confirmed"}

    response = client.post(reverse(ADD), event_data(rows={"participations": [row, row]}))

    assert "duplicate" in response.content.decode()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_event_linked_to_itself_is_refused(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    event = EventFactory(claimed=False)

    response = client.post(
        reverse("admin:events_event_change", args=[event.pk]),
        event_data(event=event, rows={"links": [{"kind": "series", "other": str(event.pk)}]}),
    )

    assert "cannot be linked to itself" in response.content.decode()


@pytest.mark.django_db
def test_a_person_who_is_not_confidential_is_refused_beside_the_box(client: Client, analyst: User) -> None:
    client.force_login(analyst)

    response = client.post(
        reverse("admin:events_source_add"), {"name": "Somebody", "kind": "person", "scale": "local", "reliability": "F"}
    )

    assert "always confidential" in response.context["adminform"].form.errors["is_confidential"][0]
    assert not SourceFactory._meta.model.objects.exists()
