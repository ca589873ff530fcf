"""The coding desk: pages of the admin for analysts, editors and maintainers. Importing registers them on one site."""

from events.admin import accounts, actor, codebook, event, location, look, proposal, published, source
from events.admin.site import site

__all__ = ["accounts", "actor", "codebook", "event", "location", "look", "proposal", "published", "site", "source"]
