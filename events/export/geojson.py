"""The selection as a GeoJSON FeatureCollection (RFC 7946)."""

from collections.abc import Iterator

from events.export.columns import FLAT
from events.export.json import as_object, object_file
from events.export.selection import Selection

FEATURE = f"""json_build_object('type', 'Feature', 'id', code,
  'geometry', case when latitude is not null
              then json_build_object('type', 'Point', 'coordinates', json_build_array(longitude, latitude)) end,
  'properties', {as_object(FLAT)})"""


def geojson_file(selection: Selection) -> Iterator[bytes]:
    """Yield the file: one feature for each event, its geometry null where only an area is known.

    Beside the features it has the members of json_file. Errors are raised, never written.
    """
    return object_file(selection, {"type": "FeatureCollection"}, "features", FEATURE)
