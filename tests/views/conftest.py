"""Fixtures of the tests of public pages."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_pages() -> Iterator[None]:
    """Pages are kept by publication, and a test's publications are rolled back."""
    cache.clear()
    yield
    cache.clear()
