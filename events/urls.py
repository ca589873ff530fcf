"""The site map: every public URL. What has words for readers is in each language, what has data only is there once."""

from django.urls import URLPattern, path

from events.export import FORMATS
from events.views.actors import actor_detail, actor_list
from events.views.catalogue_files import actor_file, place_file, source_file
from events.views.compare import compare
from events.views.event_detail import event_detail, event_json
from events.views.event_list import event_list
from events.views.event_map import event_map
from events.views.event_timeline import event_timeline
from events.views.files import file
from events.views.home import home
from events.views.map_data import event_map_data, event_map_spot, event_map_steps
from events.views.pages import about, codebook, robots, script_words
from events.views.pictures import PICTURES, event_picture, selection_picture
from events.views.places import place_boundary, place_detail, place_list
from events.views.sources import source_detail, source_list
from events.views.suggest import suggest
from events.views.tiles import tile

event_urls = [
    path("events/", event_list, name="event_list"),
    path("events/map/", event_map, name="event_map"),
    path("events/map.json", event_map_data, name="event_map_data"),
    path("events/map/spot.json", event_map_spot, name="event_map_spot"),
    path("events/map/steps.json", event_map_steps, name="event_map_steps"),
    path("events/timeline/", event_timeline, name="event_timeline"),
    path("events/<slug:code>/", event_detail, name="event_detail"),
]

profile_urls = [
    path("actors/", actor_list, name="actor_list"),
    path("actors/<slug:slug>/", actor_detail, name="actor_detail"),
    path("places/", place_list, name="place_list"),
    path("places/<slug:slug>/", place_detail, name="place_detail"),
    path("sources/", source_list, name="source_list"),
    path("sources/<slug:slug>/", source_detail, name="source_detail"),
    path("compare/", compare, name="compare"),
]

PICTURE_FORMATS = ("svg", "png")
picture_urls = [
    *(
        path(f"events/{of}.{suffix}", selection_picture, {"of": of, "suffix": suffix}, name=f"{page}_{suffix}")
        for of, (_, page, _) in PICTURES.items()
        for suffix in PICTURE_FORMATS
    ),
    *(
        path(f"events/<slug:code>/card.{suffix}", event_picture, {"suffix": suffix}, name=f"event_detail_{suffix}")
        for suffix in PICTURE_FORMATS
    ),
]

page_urls = [
    path("", home, name="home"),
    path("codebook/", codebook, name="codebook"),
    path("about/", about, name="about"),
    path("words.js", script_words, name="script_words"),
    path("suggest.json", suggest, name="suggest"),
]

#: English without a prefix, every other language under its code: /ar/events/ (conflictdb/urls.py).
in_each_language: list[URLPattern] = [*event_urls, *picture_urls, *profile_urls, *page_urls]

data: list[URLPattern] = [
    *(path(f"events.{suffix}", file, {"suffix": suffix}, name=f"file_{suffix}") for suffix in FORMATS),
    path("actors.csv", actor_file, name="actor_file"),
    path("places.csv", place_file, name="place_file"),
    path("sources.csv", source_file, name="source_file"),
    path("events/<slug:code>.json", event_json, name="event_json"),
    path("tiles/events/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
    path("places/<slug:slug>/boundary.json", place_boundary, name="place_boundary"),
    path("robots.txt", robots, name="robots"),
]

urlpatterns = [*in_each_language, *data]
