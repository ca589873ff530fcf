"""Building the public record from the coding tables: publishing, withdrawing, withholding, and what would change."""

from events.publication.hiding import close_as_hidden, count_hidden, hide, touched_by
from events.publication.preview import Change, Changed, Preview, preview, preview_of
from events.publication.publish import (
    ChangedError,
    publish_rows,
    withdraw,
    withhold_past_versions,
    withhold_what_is_exposed,
)
from events.publication.renaming import PROTECTED, RENAMED, count_showing, refresh_names
from events.publication.setting_aside import bring_back, forget, set_aside

__all__ = [
    "PROTECTED",
    "RENAMED",
    "Change",
    "Changed",
    "ChangedError",
    "Preview",
    "bring_back",
    "close_as_hidden",
    "count_hidden",
    "count_showing",
    "forget",
    "hide",
    "preview",
    "preview_of",
    "publish_rows",
    "refresh_names",
    "set_aside",
    "touched_by",
    "withdraw",
    "withhold_past_versions",
    "withhold_what_is_exposed",
]
