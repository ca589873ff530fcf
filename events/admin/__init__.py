"""The coding desk: pages of the admin for analysts, editors and maintainers. Importing registers them on one site."""

from events.admin import accounts, actor, codebook, event, hiding, location, proposal, published, retraction, source
from events.admin.site import site

__all__ = [
    "accounts",
    "actor",
    "codebook",
    "event",
    "hiding",
    "location",
    "proposal",
    "published",
    "retraction",
    "site",
    "source",
]
