"""A zip file that is sent while it is made: no member is ever whole in memory or on disk."""

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PIECE = 65536  # bytes worth sending

Pieces: TypeAlias = Generator[bytes, None, None]


class _Outbox:
    """The end of a file that takes bytes and cannot go back, so ZipFile writes sizes after each member."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: ZipFile asks for it."""

    def take(self, at_least: int = 0) -> bytes:
        """What was written since, or nothing yet if that is too little."""
        if len(self._waiting) < at_least:
            return b""
        taken, self._waiting = bytes(self._waiting), bytearray()
        return taken


class Archive:
    """Add members one after the other, sending what `add` yields; then send what `end` returns."""

    def __init__(self) -> None:
        self._outbox = _Outbox()
        self._zip = ZipFile(self._outbox, "w", ZIP_DEFLATED)  # type: ignore[call-overload]  # all it needs is above

    def add(self, name: str, pieces: Pieces, *, is_large: bool = False) -> Iterator[bytes]:
        """Yield PIECE bytes or more at a time. `is_large`: it may have 2 GiB, which old readers refuse.

        When the reader leaves, `pieces` are closed before anything else: what makes them may hold a connection.
        """
        with closing(pieces), self._zip.open(_member(name), "w", force_zip64=is_large) as file:
            for piece in pieces:
                file.write(piece)
                if sent := self._outbox.take(at_least=PIECE):
                    yield sent

    def put(self, name: str, data: bytes) -> None:
        """Add a small member, to be sent with the next."""
        self._zip.writestr(_member(name), data)

    def end(self) -> bytes:
        """Close the file: without this last part no reader takes it for whole."""
        self._zip.close()
        return self._outbox.take()


def _member(name: str) -> ZipInfo:
    """Without the time, so that the same content makes the same file."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    return member
