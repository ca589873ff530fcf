"""Files to import: the real UCDP files repeated up to the number of events wanted, else made-up rows.

Each copy has ids of its own, and its events and the reports it cites lie some days later, so that nothing of one copy
is taken for something of another.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path

from django.conf import settings

REAL = settings.BASE_DIR.parent / "shared" / "data"
LAYOUTS = "ged_*.csv"
IDS_APART, DAYS_APART = 10_000_000, 30

Row = dict[str, str]


def write_files(folder: Path, events: int) -> tuple[list[Path], str]:
    """Write files with `events` rows in all; return them, and in words where the rows come from."""
    seen: set[str] = set()  # the sample of the world has rows of the other files too
    real = [_read(path, seen) for path in sorted(REAL.glob(LAYOUTS))]
    if not real:
        return [_write(folder / "made-up.csv", _made_up(events))], "made-up rows: ../shared/data is absent"
    once = sum(map(len, real))
    wanted = [events * len(rows) // once for rows in real]
    wanted[-1] += events - sum(wanted)
    files = [
        _write(folder / f"{number}.csv", islice(_repeated(rows), some))
        for number, (rows, some) in enumerate(zip(real, wanted, strict=True))
    ]
    return files, f"the real UCDP GED files ({once:,} rows) repeated {events / once:.1f} times"


def _read(path: Path, seen: set[str]) -> list[Row]:
    """The rows but for those in `seen`, and for the line of HXL tags, which has no id; adds them to `seen`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].strip() and row["id"] not in seen]
    seen.update(row["id"] for row in rows)
    return rows


def _write(path: Path, rows: Iterator[Row]) -> Path:
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerows(chain([first], rows))
    return path


def _repeated(rows: list[Row]) -> Iterator[Row]:
    return chain.from_iterable(_copied(rows, copy) for copy in count())


def _copied(rows: list[Row], copy: int) -> Iterator[Row]:
    for row in rows:
        if copy == 0:
            yield row
            continue
        shifted = {**row, "id": str(int(row["id"]) + copy * IDS_APART)}
        for column in ("date_start", "date_end", "source_date"):
            shifted[column] = ";".join(_later(cell, copy * DAYS_APART) for cell in row[column].split(";"))
        if not row["source_office"].strip():  # its sources are named in free words
            shifted["source_article"] = f"{row['source_article']} ({copy})"
        yield shifted


def _later(cell: str, days: int) -> str:
    """The day `days` later, whatever follows it in the cell; cells that hold no day stay as they are."""
    try:
        day = date.fromisoformat(cell[:10])
    except ValueError:
        return cell
    return f"{day + timedelta(days=days)}{cell[10:]}"


def _made_up(events: int) -> Iterator[Row]:
    """Rows that the importer takes, of 40 groups in 200 towns of Iraq over ten years; the same in every run."""
    chance = random.Random(20181016)  # noqa: S311  # the same rows every time
    first = date(2010, 1, 1)
    return (_made_up_row(chance, number, first + timedelta(days=chance.randrange(3650))) for number in range(events))


def _made_up_row(chance: random.Random, number: int, day: date) -> Row:
    group, town, deaths = chance.randrange(40), chance.randrange(200), chance.choice([0, 1, 1, 2, 3, 5, 8, 20])
    row: dict[str, object] = {
        "id": number + 1,
        "type_of_violence": chance.choice([1, 1, 2, 3]),
        "side_a_new_id": 1000 + group,
        "side_a": f"Group {group}",
        "side_b_new_id": 2000 + group,
        "side_b": f"Rival {group}",
        "number_of_sources": 1,
        "source_article": f'"Paper {number % 50},{day},Report {number}"',
        "source_office": f"Paper {number % 50}",
        "source_date": day,
        "source_headline": f"Report {number}",
        "where_prec": chance.choice([1, 1, 1, 2, 3, 4]),
        "where_coordinates": f"Town {town} town",
        "adm_1": "Al Anbār province",
        "adm_2": "",
        "latitude": 33 + town / 200,
        "longitude": 41 + town / 100,
        "country": "Iraq",
        "country_id": 645,
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": day,
        "date_end": day,
        **dict.fromkeys(("deaths_a", "deaths_civilians", "deaths_unknown"), 0),
        **dict.fromkeys(("deaths_b", "low", "best", "high"), deaths),
    }
    return {name: str(value) for name, value in row.items()}
