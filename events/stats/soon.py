"""Several questions to the copy at once: while it counts it lets go of Python's lock, so other cores can work."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_pool = ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="counting")


def soon(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
    """Start `function`, and return what waits for its result.

    It may ask the copy and nothing else: connections to PostgreSQL belong to the thread that answers the request, which
    therefore calls `where` for the filter first. It may not call `soon`.
    """
    return _pool.submit(function, *args, **kwargs).result
