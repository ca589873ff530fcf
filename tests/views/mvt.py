"""Vector tiles read by hand: just enough of the format (version 2) to see what a tile holds."""

import struct
from collections.abc import Iterator
from typing import Any


def features(tile: bytes) -> list[dict[str, Any]]:
    """The properties of the points of a tile, with `x` and `y`."""
    return [feature for number, layer in _fields(tile) if number == 3 for feature in _of_layer(layer)]


def _of_layer(layer: bytes) -> Iterator[dict[str, Any]]:
    parts = [*_fields(layer)]
    keys = [value.decode() for number, value in parts if number == 3]
    values = [_value(value) for number, value in parts if number == 4]
    for number, feature in parts:
        if number == 2:
            fields = dict(_fields(feature))
            tags = [*_varints(fields[2])]
            _, x, y = _varints(fields[4])
            named = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
            yield {**named, "x": _signed(x), "y": _signed(y)}


def _value(message: bytes) -> Any:
    ((number, value),) = _fields(message)
    if number == 1:
        return value.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", value)[0]
    return _signed(value) if number == 6 else bool(value) if number == 7 else value


def _signed(number: int) -> int:
    return number >> 1 ^ -(number & 1)


def _varints(message: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in message:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    place = 0

    def varint() -> int:
        nonlocal place
        start = place
        while message[place] > 127:
            place += 1
        place += 1
        return next(_varints(message[start:place]))

    while place < len(message):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, varint()
            continue
        length = varint() if kind == 2 else {1: 8, 5: 4}[kind]
        yield tag >> 3, message[place : place + length]
        place += length
