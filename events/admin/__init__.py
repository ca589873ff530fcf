"""The coding desk: pages of the admin for analysts, editors and maintainers. Importing registers them on one site."""

from events.admin import (
    accounts,
    actor,
    codebook,
    event,
    hiding,
    location,
    look,
    proposal,
    published,
    retraction,
    source,
)
from events.admin.site import site

__all__ = [
    "accounts",
    "actor",
    "codebook",
    "event",
    "hiding",
    "location",
    "look",
    "proposal",
    "published",
    "retraction",
    "site",
    "source",
]
