"""PNG from our own SVG."""

from pathlib import Path

import resvg_py

FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]


def png(svg: str, zoom: float = 1) -> bytes:
    """`zoom` pixels for each unit of the drawing. No font or file is used but the four that lie beside this module."""
    return resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=FONTS)
