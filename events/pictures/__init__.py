"""Pictures to take away: a selection over time and on the map, and the cards that a link is shown with.

Each is SVG, drawn by a template from what is laid out here, and says what was asked, which state of the record answers
and how to cite it. PNG is made from that same SVG, so it can say no more. Ground is always light: a picture is printed,
or put on a page whose colours nobody knows here.
"""

from events.pictures.card import event_card, selection_card
from events.pictures.chart import chart_picture
from events.pictures.map import map_picture
from events.pictures.png import png
from events.pictures.said import Said

__all__ = ["Said", "chart_picture", "event_card", "map_picture", "png", "selection_card"]
