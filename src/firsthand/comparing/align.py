"""Exact alignment of two texts: the runs of words that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import msgspec

from firsthand.comparing.shingles import WIDTH
from firsthand.comparing.wording import Wording
from firsthand.model import Spans

_GAP = 4
"""Words that may differ inside a run, on either side: an editor's change does not end a copy."""

_RESUME = 3
"""Words that must agree again after a gap."""


class Run(msgspec.Struct, frozen=True, order=True):
    """Words `first`..`last` of the child stand for words `start`..`end` of the parent, all inclusive; `same` lists the
    words of the child that are there letter by letter."""

    first: int
    last: int
    start: int
    end: int
    same: tuple[int, ...]


def align(child: Wording, parent: Wording, index: dict[tuple[str, ...], list[int]] | None = None) -> tuple[Run, ...]:
    """The runs of at least `WIDTH` words that the child shares with the parent, in the child's order, none twice."""
    places = index_shingles(parent) if index is None else index
    runs: list[Run] = []
    at, floor = 0, 0
    while at <= len(child.words) - WIDTH:
        starts = places.get(child.words[at : at + WIDTH])
        if starts is None:
            at += 1
            continue
        run = max(
            (_grow(child, parent, at, start, floor) for start in starts[:8]), key=lambda r: (len(r.same), -r.start)
        )
        runs.append(run)
        at = floor = run.last + 1
    return tuple(runs)


def index_shingles(wording: Wording) -> dict[tuple[str, ...], list[int]]:
    """Where each shingle of a document stands."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(wording.words) - WIDTH + 1):
        places[wording.words[i : i + WIDTH]].append(i)
    return dict(places)


def _grow(child: Wording, parent: Wording, at: int, start: int, floor: int) -> Run:
    """The run through child word `at` and parent word `start`, as far as it goes both ways; not before `floor`."""
    before = [(at - 1 - i, start - 1 - j) for i, j in _walk(child.words[floor:at][::-1], parent.words[:start][::-1])]
    after = [(at + i, start + j) for i, j in _walk(child.words[at:], parent.words[start:])]
    pairs = [*reversed(before), *after]
    return Run(pairs[0][0], pairs[-1][0], pairs[0][1], pairs[-1][1], tuple(i for i, _ in pairs))


def _walk(left: tuple[str, ...], right: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Pairs of equal words from the start of both on, over gaps, until neither side comes back."""
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif (skip := _resume(left, right, i, j)) is not None:
            i, j = i + skip[0], j + skip[1]
        else:
            return


_SKIPS = sorted(product(range(_GAP + 1), range(_GAP + 1)), key=lambda skip: (sum(skip), skip))[1:]
"""Words left out on both sides, the fewest first."""


def _resume(left: tuple[str, ...], right: tuple[str, ...], i: int, j: int) -> tuple[int, int] | None:
    """The smallest gap after which `_RESUME` words agree again."""
    here, there = left[i : i + _GAP + _RESUME], right[j : j + _GAP + _RESUME]
    for skip in _SKIPS:
        one, other = skip
        if one + _RESUME > len(here) or other + _RESUME > len(there) or here[one] != there[other]:
            continue
        if here[one : one + _RESUME] == there[other : other + _RESUME]:
            return skip
    return None


def child_spans(runs: tuple[Run, ...], child: Wording) -> Spans:
    """Where the runs stand in the child, in text order."""
    return tuple(child.span(r.first, r.last) for r in runs)


def parent_spans(runs: tuple[Run, ...], parent: Wording) -> Spans:
    """Where the runs stand in the parent, in text order, stretches that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((r.start, r.end) for r in runs):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(parent.span(a, b) for a, b in merged)
