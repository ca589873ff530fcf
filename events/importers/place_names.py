"""Names of places as data sets write them: "Al Fallūjah town", "Qaḑā’ Sinjār", "Idlib Governorate". Plain Python."""

import re
from functools import lru_cache

from events.names import search_key

# Words that say what sort of place it is, as `search_key` leaves them; in a unit's name they carry nothing.
_UNITS = """
province provinces governorate state region department district districts oblast republic county prefecture territory
municipality division commune rayon raion canton krai okrug lga cercle township agency upazila tehsil taluk
qada qadaa mintaqat muhafazat muhafazah wilayah wilayat vilayet ostan shahrestan il ili
"""
_UNIT_WORDS = frozenset(_UNITS.split())
_SETTLEMENT_WORDS = "town|city|village|suburb|township|hamlet|settlement|locality"
_LINE_WORDS = "road|highway|motorway|river|border|axis|line|route|canal|railway|pipeline|corridor"

_SETTLEMENT = re.compile(rf"(.+?) (?:{_SETTLEMENT_WORDS})", re.IGNORECASE)
_LINE = re.compile(rf".*\b(?:{_LINE_WORDS})s?", re.IGNORECASE)


@lru_cache(maxsize=65536)
def bare_key(name: str) -> str:
    """`search_key` without the words for the sort of unit: "idlib" for `Idlib Governorate`, never empty for a name."""
    key = search_key(name)
    bare = " ".join(word for word in key.split() if word not in _UNIT_WORDS)
    return bare or key or name


def settlement(name: str) -> str:
    """The settlement's own name where it is said to be one: `Al Fallūjah` for "Al Fallūjah town"; else empty."""
    found = _SETTLEMENT.fullmatch(name)
    return found[1] if found else ""


def is_line(name: str) -> bool:
    """Whether the name is that of a road, a river, a border or the like."""
    return bool(_LINE.fullmatch(name))
