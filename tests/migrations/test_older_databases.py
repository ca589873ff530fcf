"""A database of an older version, restored and migrated to this one, keeps all that it holds and goes on working.

Each file in dumps/ is named for the migration it stands at, and holds the sample, two events of an import, a retraction
and a correction in preparation. It was made by the version of that time, from its embedded database:

    pg_dump --no-owner --no-comments --schema=public --rows-per-insert=100 conflictdb | gzip -9n
"""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from events.coding import undoing
from events.models import AsPublished, ClaimNote, Event, PublishedEvent, Source, SourceIdentity, Status
from events.models.event import PUBLIC_STATUSES
from events.publication import publish_rows
from events.publication.verifying import verify
from tests.factories import CasualtiesFactory

DUMPS = sorted(Path(__file__).with_name("dumps").glob("*.sql.gz"))
#: Lines for psql alone, and a schema that every database has.
NOT_TO_BE_RUN = re.compile(r"^(\\\w+ .*|CREATE SCHEMA public;)$", re.M)
Rows = dict[str, int]  # by table
#: What the whole desk reads of sources, reports and what is proposed, and its log.
LEFT_OPEN = [
    f"events_{table}"
    for table in (
        "source",
        "sourcehistory",
        "report",
        "reporthistory",
        "claim",
        "claimhistory",
        "proposal",
        "proposedchange",
        "aspublished",
    )
] + ["django_admin_log"]


def dumped(path: Path) -> str:
    return NOT_TO_BE_RUN.sub("", gzip.decompress(path.read_bytes()).decode())


def rows() -> Rows:
    """How many rows each of our tables has."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' and tablename like 'events\\_%'")
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(" union all ".join(f"select '{table}', count(*) from {table}" for table in tables))
        return dict(cursor.fetchall())


def connect_to(database: str) -> None:
    """Let both aliases work on `database`."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
    ContentType.objects.clear_cache()


@contextmanager
def another_database() -> Iterator[None]:
    """An empty database, with both aliases connected to it."""
    usual = connection.settings_dict["NAME"]
    other = f"{usual}_older"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"drop database if exists {other}")
        cursor.execute(f"create database {other}")
    connect_to(other)
    try:
        yield
    finally:
        connect_to(usual)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"drop database {other}")


@pytest.fixture(scope="module", params=DUMPS, ids=lambda path: path.name.partition(".")[0])
def migrated(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Rows, Rows]]:
    """The rows of the restored database, before and after it was migrated."""
    with django_db_blocker.unblock(), another_database():
        with psycopg.connect(**{**connection.get_connection_params(), "autocommit": True}) as restoring:
            restoring.execute(dumped(request.param))
        before = rows()
        call_command("migrate", verbosity=0)
        yield before, rows()


@pytest.mark.django_db(databases=["default", "public"])
def test_nothing_is_lost(migrated: tuple[Rows, Rows]) -> None:
    before, after = migrated

    assert before["events_publishedevent"] >= 14
    assert {table: count for table, count in after.items() if table in before} == before
    assert {*Event.objects.values_list("status", flat=True)} >= {Status.PUBLISHED, Status.CORRECTION, Status.RETRACTED}


@pytest.mark.django_db(databases=["default", "public"])
def test_the_public_record_is_what_a_rebuild_would_make(migrated: tuple[Rows, Rows]) -> None:
    public = Event.objects.filter(status__in=set(PUBLIC_STATUSES) - {Status.CORRECTION})

    assert publish_rows(public.values_list("pk", flat=True)) is None


@pytest.mark.django_db(databases=["default", "public"])
def test_a_correction_under_way_can_be_abandoned(migrated: tuple[Rows, Rows]) -> None:
    event = Event.objects.filter(status=Status.CORRECTION).get()
    CasualtiesFactory(event=event, group="aid_workers", outcome="missing")

    undoing.abandon(event, by=User.objects.create_superuser("root"), reason="Opened by mistake.")

    assert event.status == Status.PUBLISHED
    assert verify().is_clean


@pytest.mark.django_db(databases=["default", "public"])
def test_who_wrote_what_is_under_way_does_not_approve_it(migrated: tuple[Rows, Rows]) -> None:
    under_way = Event.objects.filter(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.CORRECTION])

    assert not under_way.filter(coded_by__isnull=False, changers__isnull=True).exists()


@pytest.mark.django_db(databases=["default", "public"])
def test_the_public_side_shows_it(migrated: tuple[Rows, Rows], client: Client) -> None:
    code = PublishedEvent.objects.filter(valid_to=None).values_list("code", flat=True)[0]

    assert client.get(f"/events/{code}/").status_code == 200
    assert client.get("/events/").status_code == 200


@pytest.mark.django_db(databases=["default", "public"])
def test_who_is_confidential_stands_apart(migrated: tuple[Rows, Rows]) -> None:
    secret = Source.objects.filter(is_confidential=True)

    assert {*secret.values_list("pk", flat=True)} == {*SourceIdentity.objects.values_list("pk", flat=True)}
    notes = {*ClaimNote.objects.values_list("claim", "notes")}
    assert notes
    assert notes <= {*apps.get_model("events", "ClaimNoteHistory").objects.values_list("claim", "notes")}
    assert not any("notes" in claim for kept in AsPublished.objects.all() for claim in kept.rows["claim"])
    known = SourceIdentity.objects.values_list("name", "slug", "notes")
    open_tables = " ".join(f"select t::text from {table} t union all" for table in LEFT_OPEN).removesuffix("union all")
    with connection.cursor() as cursor:
        cursor.execute(open_tables)
        told = " ".join(row[0] for row in cursor.fetchall())
    assert len(known) > 5
    assert [word for row in known for word in row if word and word in told] == []
