"""Fixtures of the tests of languages."""

from tests.sample.conftest import loaded, sample
from tests.views.conftest import _forget_pages

__all__ = ["_forget_pages", "loaded", "sample"]
