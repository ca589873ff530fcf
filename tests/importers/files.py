"""Small UCDP GED files for tests, and where the real ones are."""

import csv
from pathlib import Path

import pytest

REAL = Path(__file__).parents[3] / "shared" / "data"
IRAQ = REAL / "ged_iraq_hdx_45col_raw.csv"
SYRIA = REAL / "ged_syria_2016-2019_19.1_41col.csv"
WORLD = REAL / "ged_global_sample1000_49col.csv"

needs_real_files = pytest.mark.skipif(
    not IRAQ.exists(), reason="the real UCDP files are not here: they belong in ../shared/data, beside the project"
)

ROW = {
    "id": "114064",
    "type_of_violence": "1",
    "side_a_new_id": "116",
    "side_a": "Government of Iraq",
    "side_b_new_id": "234",
    "side_b": "IS",
    "number_of_sources": "1",
    "source_article": '"Agence France Presse,2014-01-25,Fourteen killed"',
    "source_office": "Agence France Presse",
    "source_date": "2014-01-25",
    "source_headline": "Fourteen killed",
    "where_prec": "1",
    "where_coordinates": "Al Fallūjah town",
    "adm_1": "Al Anbār province",
    "adm_2": "Qaḑā’ al Fallūjah",
    "latitude": "33.355813",
    "longitude": "43.786124",
    "country_id": "645",
    "event_clarity": "1",
    "date_prec": "2",
    "date_start": "2014-01-24",
    "date_end": "2014-01-25",
    "deaths_a": "0",
    "deaths_b": "0",
    "deaths_civilians": "1",
    "deaths_unknown": "7",
    "low": "8",
    "best": "8",
    "high": "8",
}


def row(**cells: str) -> dict[str, str]:
    """A row that can be imported, with `cells` in place of its own."""
    return {**ROW, **cells}


def write(path: Path, *rows: dict[str, str], columns: list[str] | None = None) -> Path:
    """A file of these rows; the columns of the first unless others are named."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
