"""PostgreSQL itself refuses the public side all but the public record: tried on the real connection of its role."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connections, transaction

from events.models import PUBLIC_MODELS, Lock
from tests.factories import EventFactory, published

PUBLIC_TABLES = {model._meta.db_table for model in PUBLIC_MODELS}
POSTGIS = {"spatial_ref_sys", "geometry_columns", "geography_columns"}  # reference data of PostGIS itself

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


def run(sql: str) -> list[tuple[object, ...]]:
    with transaction.atomic(using="public"), connections["public"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def refused(statement: Callable[[str], str], tables: set[str]) -> set[str]:
    """The tables for which PostgreSQL refuses `statement(table)` for want of a right."""
    found = set()
    for table in tables:
        try:
            run(statement(table))
        except DatabaseError as error:
            if "permission denied" in str(error):
                found.add(table)
    return found


def test_the_role_reads_the_public_record_and_nothing_else() -> None:
    assert run("select current_user, session_user") == [("conflictdb_reader", "conflictdb_reader")]

    tables = set(connections["default"].introspection.table_names()) - POSTGIS
    assert len(tables) > 40
    assert refused(lambda table: f'select * from "{table}" limit 1', tables) == tables - PUBLIC_TABLES

    readable = run(
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where nspname = 'public' and relkind in ('r', 'v', 'm', 'f', 'p', 'S') "
        "and has_table_privilege(c.oid, 'select')"
    )
    assert {row[0] for row in readable} - POSTGIS == PUBLIC_TABLES, "a table that no model describes"


def test_the_role_writes_nothing() -> None:
    write = "set transaction read write; "
    for statement in (
        lambda table: f"{write} delete from {table}",
        lambda table: f"{write} truncate {table}",
        lambda table: f"{write} insert into {table} default values",
    ):
        assert refused(statement, PUBLIC_TABLES) == PUBLIC_TABLES
    for table in ("table public.stolen", "temporary table stolen"):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(f"{write} create {table} (id int)")


def test_the_reader_sees_what_is_published_and_no_draft() -> None:
    public = published(EventFactory())
    draft = EventFactory()

    codes = {row[0] for row in run("select code from events_publishedevent")}

    assert public.code in codes
    assert draft.code not in codes


def test_the_role_holds_up_no_publication() -> None:
    event = EventFactory()
    with connections["public"].cursor() as cursor:
        for key in (0x636F6E66, 0x696D706F, 5_043_218):  # keys of locks that the desk once took
            cursor.execute("select pg_advisory_lock(%s)", [key])
        try:
            with transaction.atomic(), connections["default"].cursor() as own:
                own.execute("set local lock_timeout = '2s'")
                for lock in Lock:
                    lock.hold()
                published(event)
        finally:
            cursor.execute("select pg_advisory_unlock_all()")
