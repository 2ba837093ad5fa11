"""The stemma of the claim that most reports tell, as boxes and lines that every shape of the briefing can draw."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from firsthand.export.names import Names, chain_of, words_of
from firsthand.model import Claim

WIDE, HIGH = 170, 34
GAP_X, GAP_Y = 24, 44
LETTERS = 26
"""So many letters fit in a box."""


class Box(msgspec.Struct, frozen=True):
    """A box at its upper left corner, in points."""

    x: float
    y: float
    label: str


class Picture(msgspec.Struct, frozen=True):
    """Boxes and the lines between them by number, within `width` times `height` points; `caption` is the claim's
    words."""

    caption: str
    claim: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int], ...]


def draw_stemma(at: Names) -> Picture | None:
    """Origins on top, what comes from them below; None where no claim is told twice or through a chain."""
    claim = max(at.answer.claims, key=lambda c: (len(_paths(at, c)), c.origins.pages, c.id), default=None)
    if claim is None or len(_paths(at, claim)) < 2:
        return None
    return _laid_out(at, claim)


def _paths(at: Names, claim: Claim) -> tuple[tuple[str, ...], ...]:
    """From the origin to the page, for each telling."""
    told = (at.assertions[a] for a in claim.assertions)
    return tuple(dict.fromkeys(tuple(reversed(chain_of(at, a))) for a in told))


def _laid_out(at: Names, claim: Claim) -> Picture:
    paths = _paths(at, claim)
    depth: dict[str, int] = {}
    for path in paths:
        for level, name in enumerate(path):
            depth[name] = max(depth.get(name, 0), level)
    levels: dict[int, list[str]] = {}
    for name, level in depth.items():
        levels.setdefault(level, []).append(name)
    widest = max(map(len, levels.values()))
    width = widest * WIDE + (widest + 1) * GAP_X
    names = [n for level in sorted(levels) for n in levels[level]]
    boxes = tuple(box for level, row in sorted(levels.items()) for box in _row(row, level, width))
    place = {n: i for i, n in enumerate(names)}
    lines = {(place[a], place[b]) for path in paths for a, b in pairwise(path) if a != b}
    height = (max(levels) + 1) * (HIGH + GAP_Y)
    return Picture(words_of(at, at.assertions[claim.headline]), claim.id, width, height, boxes, tuple(sorted(lines)))


def _row(names: list[str], level: int, width: float) -> Iterator[Box]:
    """The boxes of one level, in the middle of the width."""
    left = (width - len(names) * (WIDE + GAP_X) + GAP_X) / 2
    for i, name in enumerate(names):
        yield Box(left + i * (WIDE + GAP_X), GAP_Y / 2 + level * (HIGH + GAP_Y), _cut(name))


def _cut(label: str) -> str:
    return label if len(label) <= LETTERS else label[: LETTERS - 1] + "…"
