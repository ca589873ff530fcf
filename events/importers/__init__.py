"""Foreign data sets in: one file per format, one pipeline for all (docs/importing.md)."""

from events.importers.base import Format, NotReadyError
from events.importers.pipeline import RefusedError, Result, import_file
from events.importers.ucdp_ged import UCDP_GED

FORMATS: dict[str, Format] = {form.name: form for form in (UCDP_GED,)}

__all__ = ["FORMATS", "Format", "NotReadyError", "RefusedError", "Result", "import_file"]
