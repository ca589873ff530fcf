"""The places that drafts name: each once, with a number, until events.importers.places finds or makes its row."""

from dataclasses import dataclass, field

from events.importers.draft import Draft, DraftPlace

#: Precisions whose point lies in the place itself, so that it tells in which unit the place is.
POINTED = frozenset({"exact", "settlement", "near_settlement", "admin2"})
ENOUGH_POINTS = 40  # of one unit, to tell where it lies

Point = tuple[float, float]  # longitude, latitude


@dataclass(slots=True)
class Entry:
    """One place of the file. `points` are those of events in it, `point` that of an event at the very place."""

    number: int
    place: DraftPlace
    parent: "Entry | None"
    point: Point | None = None
    points: set[Point] = field(default_factory=set)
    uses: int = 0
    is_needed: bool = False  # a place that only an earlier import named need not be found or made


class Places:
    """Numbers for places by their key, so that other spellings of a place get the same number."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._by_spelling: dict[DraftPlace, Entry] = {}  # folding names is slow, and places come back

    def number(self, draft: Draft, *, needed: bool) -> int | None:
        """The number of a draft's place; None if it has none."""
        if draft.place is None:
            return None
        point = (draft.longitude, draft.latitude)
        entry = leaf = self._entry(draft.place)
        leaf.point = leaf.point or point
        leaf.uses += 1
        above: Entry | None = entry
        while above:
            above.is_needed = above.is_needed or needed
            if draft.precision in POINTED and len(above.points) < ENOUGH_POINTS:
                above.points.add(point)
            above = above.parent
        return leaf.number

    def entries(self) -> list[Entry]:
        """All places that are needed, what contains before what is contained."""
        return [entry for entry in self._entries.values() if entry.is_needed]

    def _entry(self, place: DraftPlace) -> Entry:
        entry = self._by_spelling.get(place)
        if entry is None:
            parent = self._entry(place.parent) if place.parent else None
            entry = self._entries.setdefault(place.key, Entry(len(self._entries) + 1, place, parent))
            self._by_spelling[place] = entry
        return entry
