"""Claims arranged for reading: who is blamed by whom, side by side, and what else each source says.

A claim is a dict of the public record's `claims` column; its shape is written by events/publication/build.sql.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events import wording

Json = dict[str, Any]

STANCES = {"asserts": "says", "doubts": "doubts", "denies": "denies"}
HEADINGS = {
    "casualties": "How many were harmed",
    "place": "Where it was",
    "date": "When it was",
    "occurred": "That it happened",
}
CREDIBILITY = {
    1: "confirmed by others",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "",  # cannot be judged: nothing to say
}
STATUSES = {"conflicting": "Conflicts with other claims", "rejected": "Not accepted"}
GROUPS = {
    "side_a": "side A",
    "side_b": "side B",
    "civilians": "civilians",
    "unknown": "people whose side is not known",
    "all": "everyone together",
    "women": "women",
    "men": "men",
    "children": "children",
    "journalists": "journalists",
    "health_workers": "health workers",
    "aid_workers": "aid workers",
}


@dataclass(frozen=True)
class SaidClaim:
    """One claim in words."""

    claim: Json
    who: str
    verb: str
    words: str
    credibility: str
    status: str


@dataclass
class Candidate:
    """An actor who is blamed, with the claims for and against that."""

    actor: Json
    claims: list[SaidClaim] = field(default_factory=list)

    @property
    def tally(self) -> str:
        """`blamed by 2, denied by 1`."""
        words = {"asserts": "blamed", "doubts": "doubted", "denies": "denied"}
        counts = {stance: sum(said.claim["stance"] == stance for said in self.claims) for stance in words}
        return ", ".join(f"{words[stance]} by {count}" for stance, count in counts.items() if count)


def candidates(claims: Iterable[Json]) -> list[Candidate]:
    """Everybody who is blamed in a claim, most often blamed first."""
    found: dict[str, Candidate] = {}
    for claim in claims:
        if claim["kind"] == "attribution" and claim["actor"]:
            found.setdefault(claim["actor"]["slug"], Candidate(claim["actor"])).claims.append(said(claim))
    blamed = {slug: sum(s.claim["stance"] == "asserts" for s in one.claims) for slug, one in found.items()}
    return sorted(found.values(), key=lambda one: (-blamed[one.actor["slug"]], one.actor["name"]))


def other_claims(claims: list[Json]) -> Iterator[tuple[str, list[SaidClaim]]]:
    """The claims about all but who did it, as (heading, claims)."""
    for kind, heading in HEADINGS.items():
        of_kind = [said(claim) for claim in claims if claim["kind"] == kind]
        if of_kind:
            yield heading, of_kind


def said(claim: Json) -> SaidClaim:
    return SaidClaim(
        claim=claim,
        who=_capitalised(claim["speaker_role"] or (claim.get("speaker") or claim["source"])["name"]),
        verb=STANCES[claim["stance"]],
        words=claim["statement"] or _statement(claim),
        credibility=CREDIBILITY.get(claim["credibility"], ""),
        status=STATUSES.get(claim["status"], ""),
    )


def _statement(claim: Json) -> str:
    """What is claimed, made from the coded values, for a claim without words of its own."""
    if claim["kind"] == "attribution" and claim["actor"]:
        return f"{claim['actor']['name']} did it."
    if claim["kind"] == "casualties":
        return f"{_capitalised(GROUPS[claim['group']])}: {_harm(claim)}."
    if claim["kind"] == "place" and claim["place"]:
        return f"It was at {claim['place']['name']}."
    if claim["kind"] == "date" and claim["date_start"]:
        start, end = (date.fromisoformat(claim[name]) for name in ("date_start", "date_end"))
        return (
            f"It was on {wording.days(start, end)}." if start == end else f"It was within {wording.days(start, end)}."
        )
    return "It happened."


def _harm(row: Json) -> str:
    return wording.harm(row["outcome"], row["low"], row["best"], row["high"])


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def casualty_rows(casualties: list[Json], sides: dict[str, str]) -> list[tuple[str, str]]:
    """Harm by group as (whom, words); `sides` names the two sides. That of all together is the page's headline."""
    rows = [row for row in casualties if (row["group"], row["outcome"]) != ("all", "killed")]
    return [(_capitalised(_whom(row["group"], sides)), _harm(row)) for row in rows]


def _whom(group: str, sides: dict[str, str]) -> str:
    return sides.get(group) or GROUPS.get(group, group)
