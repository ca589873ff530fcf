"""The bundle: the selection as tables in every layout, with what it takes to read, check and cite them, in a zip."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing

from events.export.archive import Archive, Pieces
from events.export.csv import csv_table
from events.export.datapackage import datapackage
from events.export.layouts import LAYOUTS
from events.export.readme import readme
from events.export.selection import Selection
from events.export.stream import whole

CHECKSUMS = "SHA256SUMS"  # as `sha256sum --check` reads it


class Sum:
    """Size in bytes and SHA-256 of what went through."""

    def __init__(self) -> None:
        self.size, self._sum = 0, hashlib.sha256()

    def of(self, pieces: Pieces) -> Pieces:
        """Yield the same pieces."""
        with closing(pieces):
            for piece in pieces:
                self.size += len(piece)
                self._sum.update(piece)
                yield piece

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


def bundle_file(selection: Selection) -> Iterator[bytes]:
    """Yield the zip. All tables are of one state; what describes them comes after them, checksums last."""
    archive = Archive()
    sums = {layout: Sum() for layout in LAYOUTS.values()}
    with selection.opened() as events:
        for layout, table in sums.items():
            yield from archive.add(f"{layout.name}.csv", table.of(whole(csv_table(layout, events))), is_large=True)
    digests = {f"{layout.name}.csv": table.digest for layout, table in sums.items()}
    package = datapackage(selection, [(layout, table.size, table.digest) for layout, table in sums.items()])
    texts = {
        "datapackage.json": json.dumps(package, ensure_ascii=False, indent=2).encode(),
        "README.txt": readme(selection).encode(),
    }
    for name, text in texts.items():
        archive.put(name, text)
        digests[name] = hashlib.sha256(text).hexdigest()
    archive.put(CHECKSUMS, "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode())
    yield archive.end()
