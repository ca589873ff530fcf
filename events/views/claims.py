"""Claims arranged for reading: who is blamed by whom, side by side, and what else each source says.

A claim is a dict of the public record's `claims` column; its shape is written by events/publication/build.sql.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import wording
from events.templatetags.words import called, source_name

Json = dict[str, Any]

STANCES = {
    "asserts": pgettext_lazy("A source", "says"),
    "doubts": pgettext_lazy("A source", "doubts"),
    "denies": pgettext_lazy("A source", "denies"),
}
TALLY = {"asserts": _("blamed by %(count)s"), "doubts": _("doubted by %(count)s"), "denies": _("denied by %(count)s")}
HEADINGS = {
    "casualties": _("How many were harmed"),
    "place": _("Where it was"),
    "date": _("When it was"),
    "occurred": _("That it happened"),
}
CREDIBILITY: dict[int, wording.Words] = {
    1: _("confirmed by others"),
    2: _("probably true"),
    3: _("possibly true"),
    4: _("doubtful"),
    5: _("improbable"),
    6: "",  # cannot be judged: nothing to say
}
STATUSES = {"conflicting": _("Conflicts with other claims"), "rejected": _("Not accepted")}
GROUPS = {
    "side_a": _("side A"),
    "side_b": _("side B"),
    "civilians": _("civilians"),
    "unknown": _("people whose side is not known"),
    "all": _("everyone together"),
    "women": _("women"),
    "men": _("men"),
    "children": _("children"),
    "journalists": _("journalists"),
    "health_workers": _("health workers"),
    "aid_workers": _("aid workers"),
}


@dataclass(frozen=True)
class SaidClaim:
    """One claim in words."""

    claim: Json
    who: str
    verb: wording.Words
    words: str
    credibility: wording.Words
    status: wording.Words


@dataclass
class Candidate:
    """An actor who is blamed, with the claims for and against that."""

    actor: Json
    claims: list[SaidClaim] = field(default_factory=list)

    @property
    def tally(self) -> str:
        """`blamed by 2, denied by 1`."""
        counts = {stance: sum(said.claim["stance"] == stance for said in self.claims) for stance in TALLY}
        return wording.listed(str(TALLY[stance] % {"count": count}) for stance, count in counts.items() if count)


def candidates(claims: Iterable[Json]) -> list[Candidate]:
    """Everybody who is blamed in a claim, most often blamed first."""
    found: dict[str, Candidate] = {}
    for claim in claims:
        if claim["kind"] == "attribution" and claim["actor"]:
            found.setdefault(claim["actor"]["slug"], Candidate(claim["actor"])).claims.append(said(claim))
    blamed = {slug: sum(s.claim["stance"] == "asserts" for s in one.claims) for slug, one in found.items()}
    return sorted(found.values(), key=lambda one: (-blamed[one.actor["slug"]], one.actor["name"]))


def other_claims(claims: list[Json]) -> Iterator[tuple[wording.Words, list[SaidClaim]]]:
    """The claims about all but who did it, as (heading, claims)."""
    for kind, heading in HEADINGS.items():
        of_kind = [said(claim) for claim in claims if claim["kind"] == kind]
        if of_kind:
            yield heading, of_kind


def said(claim: Json) -> SaidClaim:
    return SaidClaim(
        claim=claim,
        who=_capitalised(claim["speaker_role"] or source_name(claim.get("speaker") or claim["source"])),
        verb=STANCES[claim["stance"]],
        words=claim["statement"] or _statement(claim),
        credibility=CREDIBILITY.get(claim["credibility"], ""),
        status=STATUSES.get(claim["status"], ""),
    )


def _statement(claim: Json) -> str:
    """What is claimed, made from the coded values, for a claim without words of its own."""
    if claim["kind"] == "attribution" and claim["actor"]:
        return gettext("%(actor)s did it.") % {"actor": called(claim["actor"], "actor")}
    if claim["kind"] == "casualties":
        return f"{_capitalised(str(GROUPS[claim['group']]))}: {_harm(claim)}."
    if claim["kind"] == "place" and claim["place"]:
        return gettext("It was at %(place)s.") % {"place": called(claim["place"], "place")}
    if claim["kind"] == "date" and claim["date_start"]:
        start, end = (date.fromisoformat(claim[name]) for name in ("date_start", "date_end"))
        words = gettext("It was on %(days)s.") if start == end else gettext("It was within %(days)s.")
        return words % {"days": wording.days(start, end)}
    return gettext("It happened.")


def _harm(row: Json) -> str:
    return wording.harm(row["outcome"], row["low"], row["best"], row["high"])


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def casualty_rows(casualties: list[Json], sides: dict[str, str]) -> list[tuple[str, str]]:
    """Harm by group as (whom, words); `sides` names the two sides. That of all together is the page's headline."""
    rows = [row for row in casualties if (row["group"], row["outcome"]) != ("all", "killed")]
    return [(_capitalised(_whom(row["group"], sides)), _harm(row)) for row in rows]


def _whom(group: str, sides: dict[str, str]) -> str:
    return sides.get(group) or str(GROUPS.get(group, group))
