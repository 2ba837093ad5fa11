"""A stemma as a picture: reports as cards, from left to right, each beside what it comes from."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from html import escape

import msgspec

from firsthand.export.people.stemma import Node

_WIDE, _HIGH, _GAP, _ROW, _EDGE = 270, 92, 130, 18, 24
"""Of a card: width, height, the gaps to its right and below; around all: the margin. In CSS pixels."""

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LETTERS = 38
"""So many letters of 12 pixels go into a card's line."""

_LINES = {
    "tells it": ("#1b1b1b", ""), "denies it": ("#a3001b", ""), "tells and denies it": ("#a3001b", ""),
    "does not tell it": ("#767676", "2 3"), "not at hand": ("#767676", "6 4"),
}  # fmt: skip
"""Colour and dashes of a card's border: told apart in black and white too, by the words and the dashes."""


class Card(msgspec.Struct, frozen=True):
    """A node at a column and a row (rows may be halves), and the place of what it comes from."""

    node: Node
    column: int
    row: float
    parent: tuple[int, float] | None


def stemma_svg(roots: Iterable[Node], title: str) -> str:
    """One self-contained picture; no script, no font, no address but the name of the language."""
    cards = list(lay_cards(roots))
    head = textwrap.wrap(title, 96)[:4]
    top = _EDGE + 20 * len(head) + 14
    columns, rows = 1 + max((c.column for c in cards), default=0), 1 + max((c.row for c in cards), default=0)
    wide = max(2 * _EDGE + columns * (_WIDE + _GAP) - _GAP, 760)
    high = top + rows * (_HIGH + _ROW) + _EDGE
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide}" height="{high:g}" '
        f'viewBox="0 0 {wide} {high:g}" font-family="Helvetica, Arial, sans-serif" font-size="12">'
    )
    parts = [
        opening,
        f"<title>{_safe(title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *(_text(_EDGE, _EDGE + 14 + 20 * i, line, size=15, bold=True) for i, line in enumerate(head)),
        *(line for card in cards for line in _edge(card, top)),
        *(line for card in cards for line in _card(card, top)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def lay_cards(roots: Iterable[Node]) -> Iterator[Card]:
    """Leaves on rows of their own, a parent halfway between its first and last child; parents before children."""
    free = 0.0
    for root in roots:
        cards, free, _ = _lay(root, 0, free)
        yield from cards


def _lay(node: Node, column: int, free: float) -> tuple[list[Card], float, float]:
    """The cards of a node and all below it, the next free row, and the node's own row."""
    if not node.children:
        return [Card(node, column, free, None)], free + 1, free
    below: list[Card] = []
    heads: list[int] = []
    places: list[float] = []
    for child in node.children:
        cards, free, row = _lay(child, column + 1, free)
        heads.append(len(below))
        places.append(row)
        below.extend(cards)
    row = (places[0] + places[-1]) / 2
    for head in heads:
        below[head] = msgspec.structs.replace(below[head], parent=(column, row))
    return [Card(node, column, row, None), *below], free, row


def _at(column: int, row: float, top: float) -> tuple[float, float]:
    return _EDGE + column * (_WIDE + _GAP), top + row * (_HIGH + _ROW)


def _edge(card: Card, top: float) -> Iterator[str]:
    """An elbow from the parent's right side to the card's left, with the way of derivation on its last stretch."""
    if card.parent is None:
        return
    x, y = _at(*card.parent, top)
    left, here = _at(card.column, card.row, top)
    start, level, bend = x + _WIDE, here + _HIGH / 2, x + _WIDE + 22
    yield (
        f'<path d="M{start:g} {y + _HIGH / 2:g}H{bend:g}V{level:g}H{left - 6:g}" fill="none" stroke="#444444" '
        f'stroke-width="1.3"/><path d="M{left:g} {level:g}l-8 -4v8z" fill="#444444"/>'
    )
    for i, line in enumerate(textwrap.wrap(card.node.how, 16)[:2]):
        yield _text(bend + 5, level - 6 if i == 0 else level + 14, line, size=11, color="#333333")


def _card(card: Card, top: float) -> Iterator[str]:
    node, (x, y) = card.node, _at(card.column, card.row, top)
    color, dashes = _LINES[node.stance]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{_WIDE}" height="{_HIGH}" rx="5" fill="#ffffff" stroke="{color}" '
        f'stroke-width="1.6"{dashed}><title>{_safe(_whole(node))}</title></rect>'
    )
    lines = [(node.title, True, "#1b1b1b"), (" · ".join(p for p in (node.at, node.stance) if p), False, color)]
    told = f"{node.voice}: {node.words}" if node.voice else ""
    lines += [(line, False, "#1b1b1b") for line in textwrap.wrap(told, _LETTERS + 4, max_lines=3, placeholder=" …")]
    for i, (words, bold, fill) in enumerate(lines):
        longest = _LETTERS - 2 if bold else _LETTERS + 6
        yield _text(x + 9, y + 17 + 16 * i, textwrap.shorten(words, longest, placeholder=" …"), bold=bold, color=fill)


def _whole(node: Node) -> str:
    """What a card has no room for, shown while the mouse rests on it."""
    also = f"also from {', '.join(node.also)}" if node.also else ""
    return "\n".join(part for part in (node.title, node.stance, node.voice, node.words, also) if part)


def _text(x: float, y: float, words: str, *, size: int = 12, bold: bool = False, color: str = "#1b1b1b") -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{color}"{weight}>{_safe(words)}</text>'


def _safe(words: str) -> str:
    """Without what no XML may hold."""
    return escape(_NO_XML.sub("", words))
