"""The real files: every row arrives, with the sums that UCDP gives.

All three go into one database, as a project would have them. The gazetteer is the one that ships, for Iraq and Syria;
the other countries of the world's sample are bare.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from pytest_django.plugin import DjangoDbBlocker

from events.codebook.load import load_codebook
from events.gazetteer.load import load
from events.importers import Result
from events.importers.gleditsch_ward import ISO_A3
from events.models import Actor, Casualties, Event, Location, LocationKind, PublishedEvent, Source
from tests.importers.conftest import run
from tests.importers.files import IRAQ, SYRIA, WORLD, needs_real_files

pytestmark = [pytest.mark.slow, pytest.mark.django_db, needs_real_files]

Sums = tuple[int, int, int, int]  # events, best, low, high


def public_sums(**which: object) -> Sums:
    found = PublishedEvent.objects.filter(valid_to=None, **which).aggregate(
        events=Count("pk"), best=Sum("deaths_best"), low=Sum("deaths_low"), high=Sum("deaths_high")
    )
    return found["events"], found["best"], found["low"], found["high"]


def ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file) if row["id"]]


@pytest.fixture(scope="module")
def imported(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[dict[str, Result], dict[str, Sums]]]:
    """The three files, published one after the other: what each import said, and the public sums right after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_codebook()
        load(only=("IRQ", "SYR"))
        bare = {*ISO_A3.values(), "PSE"} - {"IRQ", "SYR"}
        Location.objects.bulk_create(
            Location(kind=LocationKind.COUNTRY, name=code, slug=f"country-{code.lower()}", iso_a3=code) for code in bare
        )
        results, sums = {}, {}
        results["iraq"], sums["iraq"] = run(IRAQ, publish=True), public_sums(country="IRQ")
        results["syria"], sums["syria"] = run(SYRIA, publish=True), public_sums(country="SYR")
        results["world"], sums["world"] = run(WORLD, publish=True), public_sums(dataset_id__in=ids(WORLD))
        connection.check_constraints()  # once here, else at the end of each test
        yield results, sums
        transaction.set_rollback(True)


Imported = tuple[dict[str, Result], dict[str, Sums]]


def test_every_row_of_iraq_is_public_with_its_deaths(imported: Imported) -> None:
    results, sums = imported

    assert sums["iraq"] == (7473, 120631, 117227, 150786)
    assert (results["iraq"].new, results["iraq"].published) == (7473, 7473)


def test_every_row_of_syria_is_public_with_its_deaths(imported: Imported) -> None:
    results, sums = imported

    assert sums["syria"] == (16566, 112337, 104929, 119020)
    assert (results["syria"].new, results["syria"].published) == (16566, 16566)


def test_every_row_of_the_world_is_public_with_its_deaths(imported: Imported) -> None:
    """Sixty ids were in the other files; eighteen of those rows say something else in this later release."""
    results, sums = imported

    assert sums["world"] == (1000, 9561, 6224, 22017)
    assert (results["world"].new, results["world"].changed, results["world"].unchanged) == (940, 18, 42)


def test_rows_that_break_our_rules_are_kept_and_flagged(imported: Imported) -> None:
    iraq = Event.objects.filter(imported_row__external_id__in=ids(IRAQ))

    assert iraq.filter(flags__contains=["low_above_best"]).count() == 21
    assert iraq.filter(flags__contains=["best_above_high"]).count() == 48
    assert iraq.filter(flags__contains=["number_of_sources_not_recorded"]).count() == 3942
    assert Casualties.objects.filter(event__in=iraq, group="all", low__gt=F("best")).count() == 21


def test_a_second_import_changes_nothing(imported: Imported) -> None:
    before = PublishedEvent.objects.count()

    result = run(WORLD, publish=True)

    assert (result.rows, result.new, result.changed, result.unchanged) == (1000, 0, 0, 1000)
    assert PublishedEvent.objects.count() == before


def test_every_event_is_complete(imported: Imported) -> None:
    """Each has two sides, five rows of deaths, an accepted claim, a country and the row it came from."""
    events = Event.objects.filter(dataset="ucdp-ged")
    total = events.count()

    assert total == 7473 + 16566 + 940
    assert events.filter(imported_row__isnull=False).count() == total
    assert events.annotate(n=Count("participations")).filter(n=2).count() == total
    assert events.annotate(n=Count("casualties")).filter(n=5).count() == total
    assert events.filter(claims__kind="occurred", claims__status="accepted").distinct().count() == total
    assert PublishedEvent.objects.filter(valid_to=None).exclude(country="").count() == total


def test_towns_are_those_of_the_gazetteer(imported: Imported) -> None:
    """Most events in a named settlement of Iraq are at a place that the gazetteer knows."""
    settled = Event.objects.filter(location__kind="settlement", location__country__iso_a3="IRQ")
    known = settled.filter(location__geonames_id__isnull=False)

    assert known.count() > 0.8 * settled.count()
    assert known.filter(location__slug="al-qaim").count() > 50
    assert PublishedEvent.objects.filter(valid_to=None, place_path__contains=["anbar"]).count() > 1000


def test_units_under_another_name_are_found(imported: Imported) -> None:
    """Şalāḩ ad Dīn is Saladin, Dahūk is Duhok; no unit of Iraq or Syria is made anew."""
    made = Location.objects.filter(kind="region", country__iso_a3__in=["IRQ", "SYR"], events__precision="admin1")

    assert not made.exists()


def test_no_name_of_a_file_got_lost(imported: Imported) -> None:
    assert Actor.objects.get(ucdp_id=234).kind == "rebel_group"
    assert Actor.objects.get(ucdp_id=1).kind == "civilians"
    assert Source.objects.filter(name="Agence France Presse").count() == 1
    assert Event.objects.filter(title="").count() == 0
