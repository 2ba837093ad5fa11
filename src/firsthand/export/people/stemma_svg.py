"""A stemma as a picture in SVG."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from firsthand.export.people.stemma import Node
from firsthand.export.people.stemma_shapes import Box, Drawing, Elbow, Words, draw_shapes

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def stemma_svg(roots: Iterable[Node], title: str) -> str:
    """One self-contained picture; no script, no font, no address but the name of the language."""
    return svg(draw_shapes(roots, title))


def svg(drawing: Drawing) -> str:
    """The shapes as SVG."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{drawing.wide:g}" height="{drawing.high:g}" '
        f'viewBox="0 0 {drawing.wide:g} {drawing.high:g}" font-family="Helvetica, Arial, sans-serif" font-size="12">'
    )
    parts = [
        opening,
        f"<title>{_safe(drawing.title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *map(_elbow, drawing.elbows),
        *map(_box, drawing.boxes),
        *map(_words, drawing.words),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _elbow(elbow: Elbow) -> str:
    path = "L".join(f"{x:g} {y:g}" for x, y in elbow.points)
    x, y = elbow.tip
    return (
        f'<path d="M{path}" fill="none" stroke="#444444" stroke-width="1.3"/>'
        f'<path d="M{x:g} {y:g}l-8 -4v8z" fill="#444444"/>'
    )


def _box(box: Box) -> str:
    dashed = f' stroke-dasharray="{" ".join(map(str, box.dashes))}"' if box.dashes else ""
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.wide:g}" height="{box.high:g}" rx="5" fill="#ffffff" '
        f'stroke="{box.color}" stroke-width="1.6"{dashed}><title>{_safe(box.whole)}</title></rect>'
    )


def _words(words: Words) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    place = f'x="{words.x:g}" y="{words.y:g}" font-size="{words.size}" fill="{words.color}"'
    return f"<text {place}{weight}>{_safe(words.text)}</text>"


def _safe(words: str) -> str:
    """Without what no XML may hold."""
    return escape(_NO_XML.sub("", words))
