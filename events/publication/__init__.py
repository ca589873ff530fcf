"""Building the public record from the coding tables: publishing, withdrawing, withholding, and what would change."""

from events.publication.preview import Change, Changed, Preview, preview, preview_of
from events.publication.publish import (
    ChangedError,
    publish_rows,
    withdraw,
    withhold_past_versions,
    withhold_what_is_exposed,
)
from events.publication.renaming import PROTECTED, RENAMED, count_showing, refresh_names

__all__ = [
    "PROTECTED",
    "RENAMED",
    "Change",
    "Changed",
    "ChangedError",
    "Preview",
    "count_showing",
    "preview",
    "preview_of",
    "publish_rows",
    "refresh_names",
    "withdraw",
    "withhold_past_versions",
    "withhold_what_is_exposed",
]
