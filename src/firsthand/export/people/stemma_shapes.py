"""A stemma as shapes: reports as cards, from left to right, each beside what it comes from. Whoever draws needs no more
than boxes, lines, arrow heads and words at their places, so that page, print and picture are one drawing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.export.people.stemma import Node

_WIDE, _HIGH, _GAP, _ROW, _EDGE = 270, 92, 130, 18, 24
"""Of a card: width, height, the gaps to its right and below; around all: the margin. In CSS pixels."""

_LETTERS = 38
"""So many letters of 12 pixels go into a card's line."""

_LINES = {
    "tells it": ("#1b1b1b", ()), "denies it": ("#a3001b", ()), "tells and denies it": ("#a3001b", ()),
    "does not tell it": ("#767676", (2, 3)), "not at hand": ("#767676", (6, 4)),
}  # fmt: skip
"""Colour and dashes of a card's border: told apart in black and white too, by the words and the dashes."""

INK = "#1b1b1b"


class Card(msgspec.Struct, frozen=True):
    """A node at a column and a row (rows may be halves), and the place of what it comes from."""

    node: Node
    column: int
    row: float
    parent: tuple[int, float] | None


class Box(msgspec.Struct, frozen=True):
    """A card's border at its upper left corner; `whole` is what the card has no room for."""

    x: float
    y: float
    color: str
    dashes: tuple[int, ...]
    whole: str
    wide: float = _WIDE
    high: float = _HIGH


class Elbow(msgspec.Struct, frozen=True):
    """A line through its points, from what is above to an arrow head at `tip`."""

    points: tuple[tuple[float, float], ...]
    tip: tuple[float, float]


class Words(msgspec.Struct, frozen=True):
    """One line of text, its base line beginning at a place."""

    x: float
    y: float
    text: str
    size: int = 12
    bold: bool = False
    color: str = INK


class Drawing(msgspec.Struct, frozen=True):
    """All shapes, within `wide` times `high` pixels from the upper left corner."""

    title: str
    wide: float
    high: float
    elbows: tuple[Elbow, ...]
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]


def draw_shapes(roots: Iterable[Node], title: str) -> Drawing:
    """The cards under the title, which stands in lines of its own."""
    cards = list(lay_cards(roots))
    head = textwrap.wrap(title, 96)[:4]
    top = _EDGE + 20 * len(head) + 14
    columns, rows = 1 + max((c.column for c in cards), default=0), 1 + max((c.row for c in cards), default=0)
    return Drawing(
        title=title,
        wide=max(2 * _EDGE + columns * (_WIDE + _GAP) - _GAP, 760),
        high=top + rows * (_HIGH + _ROW) + _EDGE,
        elbows=tuple(elbow for card in cards for elbow in _elbow(card, top)),
        boxes=tuple(_box(card, top) for card in cards),
        words=(
            *(Words(_EDGE, _EDGE + 14 + 20 * i, line, 15, True) for i, line in enumerate(head)),
            *(line for card in cards for line in (*_way(card, top), *_told(card, top))),
        ),
    )


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


def _elbow(card: Card, top: float) -> Iterator[Elbow]:
    """From the parent's right side to the card's left."""
    if card.parent is None:
        return
    x, y = _at(*card.parent, top)
    left, here = _at(card.column, card.row, top)
    start, level, bend = x + _WIDE, here + _HIGH / 2, x + _WIDE + 22
    yield Elbow(((start, y + _HIGH / 2), (bend, y + _HIGH / 2), (bend, level), (left - 6, level)), (left, level))


def _way(card: Card, top: float) -> Iterator[Words]:
    """The way of derivation, on the last stretch of the line."""
    if card.parent is None:
        return
    bend = _at(*card.parent, top)[0] + _WIDE + 22
    level = _at(card.column, card.row, top)[1] + _HIGH / 2
    for i, line in enumerate(textwrap.wrap(card.node.how, 16)[:2]):
        yield Words(bend + 5, level - 6 if i == 0 else level + 14, line, 11, color="#333333")


def _box(card: Card, top: float) -> Box:
    color, dashes = _LINES[card.node.stance]
    return Box(*_at(card.column, card.row, top), color, dashes, _whole(card.node))


def _told(card: Card, top: float) -> Iterator[Words]:
    node, (x, y) = card.node, _at(card.column, card.row, top)
    color, _ = _LINES[node.stance]
    lines = [(node.title, True, INK), (" · ".join(p for p in (node.at, node.stance) if p), False, color)]
    told = f"{node.voice}: {node.words}" if node.voice else ""
    lines += [(line, False, INK) for line in textwrap.wrap(told, _LETTERS + 4, max_lines=3, placeholder=" …")]
    for i, (words, bold, fill) in enumerate(lines):
        longest = _LETTERS - 2 if bold else _LETTERS + 6
        shown = textwrap.shorten(words, longest, placeholder=" …")
        yield Words(x + 9, y + 17 + 16 * i, shown, bold=bold, color=fill)


def _whole(node: Node) -> str:
    """What a card has no room for, shown while the mouse rests on it."""
    also = f"also from {', '.join(node.also)}" if node.also else ""
    return "\n".join(part for part in (node.title, node.stance, node.voice, node.words, also) if part)
