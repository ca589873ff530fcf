"""Loading the gazetteer into a database that has none."""

import pytest
from django.core.management import call_command
from django.db import connection

from events.gazetteer.load import load
from events.models import Location

pytestmark = pytest.mark.django_db


def test_a_place_that_a_person_made_first_is_not_made_twice() -> None:
    mine = Location.objects.create(name="My Iraq", slug="my-iraq", kind="country", iso_a3="IRQ")

    load(only=("IRQ",))

    assert Location.objects.get(iso_a3="IRQ") == mine
    assert Location.objects.get(slug="mosul").country == mine
    assert mine.names.filter(name="العراق").exists()


def test_a_code_that_no_country_has_is_refused() -> None:
    with pytest.raises(ValueError, match="No country has the ISO 3166-1 alpha-3 code IRK, SYX"):
        load(only=("IRQ", "IRK", "SYX"))


def test_an_emptied_table_is_filled_again() -> None:
    load(only=("VAT",))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; truncate events_location cascade")

    assert load(only=("VAT",)).places > 0


def test_the_command_says_what_it_added(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_gazetteer", "--only", "VAT")

    assert "places and" in capsys.readouterr().out
    assert Location.objects.filter(iso_a3="VAT").exists()
