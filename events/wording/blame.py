"""Who did it, as far as the record says."""

from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from events.wording.script import isolated

ATTRIBUTION = {
    "undisputed": gettext_lazy("No source in this record disputes who did it."),
    "likely": gettext_lazy("Sources point to who did it, but it is not certain."),
    "contested": gettext_lazy("Who did it is contested: sources in this record disagree."),
    "unknown": gettext_lazy("Nobody in this record says who did it."),
}
#: The same in one word: “Who did it: contested”.
ATTRIBUTIONS = {
    "undisputed": pgettext_lazy("who did it", "Undisputed"),
    "likely": pgettext_lazy("who did it", "Likely"),
    "contested": pgettext_lazy("who did it", "Contested"),
    "unknown": pgettext_lazy("who did it", "Unknown"),
}

ROLES = {
    "lead": gettext_lazy("Took the lead"),
    "associate": gettext_lazy("Gave support"),
    "target": gettext_lazy("Was the target"),
}


def rivals(names: str) -> str:
    """Those blamed, when each may have done it without the others: `A; B; C` → `A, or B, or C`."""
    return pgettext("between those blamed", ", or ").join(map(isolated, names.split("; ")))


def who(side_a: str, side_b: str, *, blamed: str = "") -> str:
    """Who against whom in a few words: `A / B`. `blamed` are rival answers, which a list must not show as allies."""
    if blamed and side_a == blamed:
        words = gettext("blamed on %(blamed)s, against %(target)s") if side_b else gettext("blamed on %(blamed)s")
        return words % {"blamed": rivals(blamed), "target": _together(side_b)}
    return " / ".join(map(_together, filter(None, (side_a, side_b))))


def _together(names: str) -> str:
    """Those of one side."""
    return pgettext("between the actors of one side", "; ").join(map(isolated, names.split("; ")))


def attribution(value: str) -> str:
    """What the record says about who did it, as a sentence."""
    return str(ATTRIBUTION.get(value, ATTRIBUTION["unknown"]))
