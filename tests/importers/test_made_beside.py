"""What another process makes arrives here whole and in order, or its error does; and the process ends."""

import os
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from events.importers.bulk import made_beside


def test_all_arrives_in_order_from_another_process() -> None:
    def make() -> Iterator[int]:
        yield from range(100)
        yield os.getpid()

    *numbers, pid = made_beside(make)

    assert numbers == list(range(100))
    assert pid != os.getpid()


def test_an_error_is_raised_here_and_says_where_it_was() -> None:
    def make() -> Iterator[str]:
        yield "first"
        raise OSError("the disk is gone")

    made = made_beside(make)

    assert next(made) == "first"
    with pytest.raises(OSError, match="the disk is gone") as raised:
        next(made)
    assert "in make" in raised.value.__notes__[0]


def test_a_process_that_is_killed_is_no_end_of_the_file() -> None:
    def make() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), 9)

    with pytest.raises(RuntimeError, match="ended from outside"):
        list(made_beside(make))


def test_nothing_runs_on_when_nobody_listens() -> None:
    def make() -> Iterator[bytes]:
        while True:
            yield bytes(1 << 20)

    made = made_beside(make)
    next(made)
    made.close()

    assert active_children() == []
