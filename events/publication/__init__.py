"""Building the public record from the coding tables: publishing, withdrawing, withholding, and what would change."""

from events.publication.preview import Change, preview, previews
from events.publication.publish import publish_rows, withdraw, withhold_past_versions
from events.publication.renaming import RENAMED, refresh_names

__all__ = [
    "RENAMED",
    "Change",
    "preview",
    "previews",
    "publish_rows",
    "refresh_names",
    "withdraw",
    "withhold_past_versions",
]
