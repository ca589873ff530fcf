"""Data sets that events may be imported from, and how their rows must be cited wherever they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dataset:
    """What a reader is told about the origin of an imported event."""

    name: str
    publisher: str
    url: str
    licence: str
    citations: tuple[str, ...]


DATASETS = {
    "ucdp-ged": Dataset(
        name="UCDP Georeferenced Event Dataset (GED)",
        publisher="Uppsala Conflict Data Program",
        url="https://ucdp.uu.se/",
        licence="CC BY 4.0",
        citations=(
            "Sundberg, Ralph, and Erik Melander (2013) Introducing the UCDP Georeferenced Event Dataset. "
            "Journal of Peace Research 50(4).",
            "Davies, Shawn, Therése Pettersson and Magnus Öberg, Organized violence. "
            "Journal of Peace Research (yearly).",
        ),
    ),
}
