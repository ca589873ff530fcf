"""The codebook that ships: complete, valid, loaded once, and never over a project's own edits."""

from pathlib import Path

import pytest
from django.core.management import call_command

from events.codebook.load import load_codebook
from events.models import EventType

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).parents[2] / "docs" / "codebook.md"

# ACLED's disorder type of each sub-event type, by ACLED's names (docs/codebook.md).
POLITICAL, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
ACLED = {
    "Battles": {
        POLITICAL: ["Government regains territory", "Non-state actor overtakes territory", "Armed clash"],
    },
    "Protests": {
        f"{POLITICAL}; {DEMONSTRATIONS}": ["Excessive force against protesters"],
        DEMONSTRATIONS: ["Protest with intervention", "Peaceful protest"],
    },
    "Riots": {DEMONSTRATIONS: ["Violent demonstration"], POLITICAL: ["Mob violence"]},
    "Explosions/Remote violence": {
        POLITICAL: [
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        ]
    },
    "Violence against civilians": {POLITICAL: ["Sexual violence", "Attack", "Abduction/forced disappearance"]},
    "Strategic developments": {
        STRATEGIC: [
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ]
    },
}


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_codebook()


def test_six_types_and_25_sub_types_carry_acleds_names_in_its_order():
    shipped = EventType.objects.filter(parent__isnull=False).order_by("order")

    found = [(e.acled_event_type, e.acled_disorder_type, e.acled_sub_event_type) for e in shipped]

    wanted = [(kind, disorder, name) for kind, by in ACLED.items() for disorder, names in by.items() for name in names]
    assert found == wanted
    assert len(found) == 25
    assert list(EventType.objects.filter(parent=None).values_list("name", flat=True)) == list(ACLED)


def test_every_row_is_valid_defined_and_named_in_arabic():
    for row in EventType.objects.all():
        row.full_clean()
        assert len(row.definition) > 80, row
        assert any("؀" <= letter <= "ۿ" for letter in row.name_ar), row


def test_definitions_and_names_are_all_different():
    rows = EventType.objects.all()

    assert len({row.definition for row in rows}) == len({row.name for row in rows}) == len(rows) == 31


@pytest.mark.parametrize(
    ("code", "ucdp"),
    [
        ("armed-clash", 1),
        ("attack", 3),
        ("excessive-force-against-protesters", 3),
        ("agreement", None),
        ("riots", None),
    ],
)
def test_ucdp_type_of_violence(code, ucdp):
    assert EventType.objects.get(code=code).ucdp_type_of_violence == ucdp


def test_a_second_load_adds_nothing_and_keeps_what_the_project_edited():
    EventType.objects.filter(code="attack").update(name="Assault", definition="Ours.", is_active=False)

    assert load_codebook() == 0

    attack = EventType.objects.get(code="attack")
    assert (attack.name, attack.definition, attack.is_active) == ("Assault", "Ours.", False)
    assert attack.acled_sub_event_type == "Attack"


def test_the_command_says_how_many_rows_it_added(capsys):
    EventType.objects.get(code="grenade").delete()

    call_command("load_codebook")

    assert "1 rows added, 31 in all" in capsys.readouterr().out


def test_the_docs_list_every_row_as_it_ships():
    docs = DOCS.read_text(encoding="utf-8")

    for row in EventType.objects.all():
        ucdp = row.ucdp_type_of_violence or "–"
        name = row.name if row.parent else f"**{row.name}**"
        assert f"| `{row.code}` | {name} | {row.name_ar} | {row.acled_disorder_type or '–'} | {ucdp} |" in docs
