"""The benchmark's own database: made, filled through the importer, and kept for the next run of the same size."""

import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench.clock import Times
from bench.clone import clone
from bench.rows import write_files

#: More than this comes from copying public rows: importing is measured at this size, and larger ones take hours.
IMPORTED = 200_000


@dataclass(frozen=True)
class Fill:
    """How the database was filled: with how many events, from what, and how long importing and a bare \\copy took."""

    events: int
    words: str
    import_ms: float
    copy_ms: float


def prepare(events: int) -> Fill:
    """Return the database's fill, after filling it if it does not hold `events` events yet."""
    fill = _known()
    if fill and fill.events in (events, IMPORTED) and fill.events <= events:
        print(f"Using the database filled before: {fill.words}.")
        call_command("migrate", verbosity=0)
    else:
        _create()
        fill = _import(min(events, IMPORTED))
    if fill.events < events:
        words = f"{fill.words}; beyond {IMPORTED:,}, public rows copied by SQL with other codes and dates"
        clone(events)
        fill = replace(fill, events=events, words=words)
    _remember(fill)
    psql("set client_min_messages = error", "vacuum analyze")
    return fill


def psql(*commands: str, role: str = "conflictdb") -> None:
    """Run `commands` with PostgreSQL's own client, in the benchmark's database."""
    server = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", settings.DATABASES["default"]["HOST"], "-U", role]
    options = [option for command in commands for option in ("-c", command)]
    subprocess.run(
        [*server, "-d", settings.DATABASES["default"]["NAME"], *options], check=True, stdout=subprocess.DEVNULL
    )


def _known() -> Fill | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select * from bench_fill")
            return Fill(*cursor.fetchone())
    except Exception:  # no database, no table, no row: not filled
        return None
    finally:
        connections.close_all()


def _create() -> None:
    database = settings.DATABASES["default"]
    with psycopg.connect(host=database["HOST"], user=database["USER"], dbname="postgres", autocommit=True) as server:
        server.execute(f"drop database if exists {database['NAME']} with (force)")
        server.execute(f"create database {database['NAME']}")
    print("Migrating, loading codebook and gazetteer")
    call_command("migrate", verbosity=0)
    call_command("load_codebook", verbosity=0)
    call_command("load_gazetteer", verbosity=0)
    psql("vacuum analyze")  # what autovacuum would do of the gazetteer a minute later, beside the import


def _import(events: int) -> Fill:
    imported, copied = Times(), Times()
    with tempfile.TemporaryDirectory() as folder:
        files, words = write_files(Path(folder), events)
        print(f"Importing {events:,} events: {words}")
        for file in files:
            with imported.one():
                call_command("import_events", "ucdp-ged", str(file), publish=True)
            _copy_bare(file, copied)
    return Fill(events, words, sum(imported.all), sum(copied.all))


def _remember(fill: Fill) -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_fill")
        cursor.execute("create table bench_fill (events integer, words text, import_ms float8, copy_ms float8)")
        cursor.execute("insert into bench_fill values (%s, %s, %s, %s)", [*vars(fill).values()])


def _copy_bare(file: Path, times: Times) -> None:
    """The floor of importing: the same file into a table of text columns without keys or indexes."""
    columns = ", ".join(f"{name} text" for name in file.read_text().split("\n", 1)[0].strip().split(","))
    psql(f"create table bare ({columns})")
    with times.one():
        psql(f"\\copy bare from '{file}' csv header")
    psql("drop table bare")
