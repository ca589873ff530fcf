"""Filling the column copy from the public record.

Text is held as codes, since counting and comparing numbers is three times as quick: a value of a column in `word`, a
whole list of values in `list`, whose members are in `member`. Lists recur (who fights whom), so a column of them is one
of small numbers, and a question about a member is one about a few lists.

What is counted together is one number too: a combination of values of several columns has a code in `kind` or
`period`, so that all their facets are counted in one pass over one column.

Words of an event are in `own`. The 64 that most events have are bits of the column `common`; of the others `said` holds
which event says which. Names of actors, places and sources are no event's own words: the catalogue has them.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
from django.db import connections, transaction

from events.filters.fields import RECORD

#: Columns as they are, and their DuckDB types; names as in the public record.
PLAIN = {
    "id": "bigint",
    "publication": "integer",
    "date_start": "date",
    "date_end": "date",
    "date_meaning": "varchar",
    "latitude": "double",
    "longitude": "double",
    "precision_rank": "utinyint",
    "deaths_low": "integer",
    "deaths_best": "integer",
    "deaths_high": "integer",
    "deaths_a": "integer",
    "deaths_b": "integer",
    "deaths_civilians": "integer",
    "civilians": "boolean",
}
#: Text columns; empty text is null.
CODED = ("event_type", "sub_event_type", "country", "admin1", "place", "attribution")
#: List columns; an empty list is null. No list holds a value twice.
LISTS = ("actors", "actor_roles", "actor_sides", "place_path", "sources", "tags")

#: Tables of combinations, and columns of the event that hold their codes: how each value follows from a staged row.
#: Months are counted from the year 0, since cutting dates takes longer than counting them.
COMBINED = {
    "kind": {
        **{name: f"of_{name}.code" for name in ("event_type", "sub_event_type", "country", "admin1", "attribution")},
        "precision_rank": "staged.precision_rank",
    },
    "period": {
        "first_month": "year(staged.date_start) * 12 + month(staged.date_start) - 1",
        "last_month": "year(staged.date_end) * 12 + month(staged.date_end) - 1",
        "lasted": "staged.date_meaning = 'lasted'",
    },
}

COMMON = 64  # words that are bits of a column

TABLES = f"""
create table event ({", ".join(f"{name} {kind}" for name, kind in PLAIN.items())},
                    {", ".join(f"{name} integer" for name in (*CODED, *LISTS, *COMBINED))}, common ubigint);
create table kind (code integer, event_type integer, sub_event_type integer, country integer, admin1 integer,
                   attribution integer, precision_rank utinyint);
create table period (code integer, first_month integer, last_month integer, lasted boolean);
create table word (code integer, value varchar);
create table list (code integer, value varchar);
create table member (list integer, value varchar);
create table own (code integer, value varchar, bit ubigint);
create table said (word integer, id bigint);
create table state (publication integer);
insert into state values (0)
"""

LOAD_TIMEOUT = "10min"  # the first load reads the whole record, for which the role's usual timeout is too short
SEPARATOR = "\x1f"  # between the items of a list on its way here; no slug, tag or word holds it


def load(cursor: duckdb.DuckDBPyConnection, since: int | None) -> None:
    """Replace what publications after `since` opened or closed (None: everything), in the caller's transaction."""
    _forget(cursor, since)
    with tempfile.TemporaryDirectory() as folder:
        _stage(cursor, Path(folder) / "events.csv", since)
    _add_codes(cursor)
    _add_combinations(cursor)
    _add_words(cursor, is_first=since is None)
    _add_events(cursor)
    cursor.execute("drop table staged")


def _forget(cursor: duckdb.DuckDBPyConnection, since: int | None) -> None:
    """Delete what will be fetched again, and what was closed."""
    if since is None:
        for table in ("event", "said", "own"):
            cursor.execute(f"delete from {table}")
        return
    with connections[RECORD].cursor() as record:
        record.execute("select id from events_publishedevent where closed_by > %s or publication > %s", [since, since])
        gone = [row[0] for row in record.fetchall()]
    for table in ("event", "said"):
        cursor.execute(f"delete from {table} where id in (select unnest(cast(? as bigint[])))", [gone])


def _stage(cursor: duckdb.DuckDBPyConnection, path: Path, since: int | None) -> None:
    """Fetch current events that were published after `since` (None: all) into the table `staged`, through a file."""
    lists = [f"array_to_string({name}, '{SEPARATOR}')" for name in LISTS]
    words = f"array_to_string(tsvector_to_array(search), '{SEPARATOR}')"
    query = f"select {', '.join([*PLAIN, *CODED, *lists, words])} from events_publishedevent where valid_to is null"
    if since is not None:
        query += f" and publication > {since:d}"
    with (
        path.open("wb") as file,
        transaction.atomic(using=RECORD),
        connections[RECORD].cursor() as settings,
        connections[RECORD].connection.cursor() as raw,  # Django's cursor in DEBUG cannot copy
    ):
        settings.execute(f"set local statement_timeout = '{LOAD_TIMEOUT}'")
        with raw.copy(f"copy ({query}) to stdout (format csv)") as stream:
            for chunk in stream:
                file.write(chunk)
    types = {**PLAIN, **dict.fromkeys((*CODED, *LISTS, "words"), "varchar")}
    cursor.execute(
        f"create table staged as select * from read_csv(?, header = false, columns = {types}, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '')",
        [str(path)],
    )


def _add_codes(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give a code to every value and every list that has none."""
    for table, columns in (("word", CODED), ("list", LISTS)):
        texts = " union ".join(f"select {name} as value from staged" for name in columns)
        cursor.execute(
            f"insert into {table} select (select coalesce(max(code), 0) from {table}) + row_number() over (), value "
            f"from (select value from ({texts}) where value is not null except select value from {table})"
        )
    cursor.execute(
        f"insert into member select code, unnest(string_split(value, '{SEPARATOR}')) from list "
        "where code > (select coalesce(max(list), 0) from member)"
    )


def _of_words(names: Iterable[str]) -> str:
    """Joins that give the staged values of these columns their codes."""
    return " ".join(f"left join word as of_{name} on of_{name}.value = staged.{name}" for name in names)


def _add_combinations(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give a code to every combination that has none."""
    for table, columns in COMBINED.items():
        values = ", ".join(f"{value} as {name}" for name, value in columns.items())
        joins = _of_words(name for name in CODED if name in columns)
        cursor.execute(
            f"insert into {table} select (select coalesce(max(code), 0) from {table}) + row_number() over (), * "
            f"from (select {values} from staged {joins} except select {', '.join(columns)} from {table})"
        )


WORDS = f"(select id, unnest(string_split(words, '{SEPARATOR}')) as value from staged)"


def _add_words(cursor: duckdb.DuckDBPyConnection, *, is_first: bool) -> None:
    cursor.execute(
        "insert into own select (select coalesce(max(code), 0) from own) + row_number() over (order by value), value, "
        f"case when {is_first} and place <= {COMMON} then 1::ubigint << (place - 1)::ubigint end "
        "from (select value, row_number() over (order by count(*) desc, value) as place "
        f"from {WORDS} where value not in (select value from own) group by value)"
    )
    cursor.execute(
        f"insert into said select own.code, id from {WORDS} join own using (value) where own.bit is null order by all"
    )


def _add_events(cursor: duckdb.DuckDBPyConnection) -> None:
    joins = [_of_words(CODED)]
    joins += [f"left join list as of_{name} on of_{name}.value = staged.{name}" for name in LISTS]
    for table, values in COMBINED.items():
        same = " and ".join(f"{table}.{name} is not distinct from {value}" for name, value in values.items())
        joins.append(f"join {table} on {same}")
    columns = [f"staged.{name}" for name in PLAIN] + [f"of_{name}.code" for name in (*CODED, *LISTS)]
    columns += [f"{table}.code" for table in COMBINED]
    cursor.execute(
        f"insert into event select {', '.join(columns)}, coalesce(bits.common, 0) from staged {' '.join(joins)} "
        f"left join (select id, bit_or(own.bit) as common from {WORDS} join own using (value) "
        "where own.bit is not null group by id) bits on bits.id = staged.id order by staged.id"
    )
