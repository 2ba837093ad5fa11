"""Which report tells in another language what one at hand tells: the same names and numbers, in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

import msgspec

from firsthand.comparing.chances import Ground
from firsthand.comparing.copies import Ties, orient
from firsthand.comparing.pile import Pile
from firsthand.comparing.specifics import (
    Placed,
    agreement,
    count_specifics,
    near,
    place_specifics,
    weigh_specifics,
)
from firsthand.model import Direction, Spans

_ALIKE = 0.25
"""Names and numbers of a translation agree so far at least: of MEANTIME's 360 pairs the least has 0.25, of pairs that
are none one in two hundred more than 0.21, and those are of one story and seldom the best of both sides."""

_RARE, _CROWD = 0.3, 60
"""Names and numbers of this weight, in at most so many reports, bring two together."""

_FEWEST, _ORDERED = 4, 0.5
"""So many of them must stand in the same order, and so great a part of those that both have."""


class Translation(msgspec.Struct, frozen=True):
    """The child tells in another language what the parent tells; `here` and `there` are the names and numbers that
    both have in the same order."""

    child: str
    parent: str
    direction: Direction
    ground: Ground
    here: Spans
    there: Spans
    likeness: float


def find_translations(pile: Pile, named: Ties) -> Iterator[Translation]:
    """For each report its best counterparts in another language, where it is among that one's best too."""
    languages = {p.id: pile.language(p.id) for p in pile.pages}
    if len(set(languages.values()) - {""}) < 2:
        return
    placed = {p.id: place_specifics(p.document.text) for p in pile.pages}
    found = sorted(_pairs(placed, languages), key=lambda pair: (-pair[0], pair[1], pair[2]))
    best: dict[tuple[str, str], float] = {}
    for likeness, left, right in found:
        for one, other in ((left, right), (right, left)):
            best.setdefault((one, languages[other]), likeness)
    for likeness, left, right in found:
        child, parent, direction, ground = orient(left, right, pile, named)
        least = max(best[child, languages[parent]] - _EQUAL, best[parent, languages[child]] * _FAIR)
        if likeness >= least:
            here, there = in_order(placed[child], placed[parent])
            yield Translation(child, parent, direction, ground, here, there, likeness)


_EQUAL, _FAIR = 0.1, 0.6
"""A parent is within so much of the child's best counterpart in its language; the child has so great a part of the
likeness of the parent's best one: a text, its copies and what was cut from it are as good."""


def _pairs(placed: Mapping[str, Placed], languages: Mapping[str, str]) -> Iterator[tuple[float, str, str]]:
    counted = {id: count_specifics(found) for id, found in placed.items()}
    weights = weigh_specifics(counted.values())
    for left, right in near(counted, weights, rare=_RARE, crowd=_CROWD):
        if "" != languages[left] != languages[right] != "":
            likeness = round(agreement(counted[left], counted[right], weights), 6)
            if likeness >= _ALIKE and _same_order(placed[left], placed[right]):
                yield likeness, left, right


def _same_order(left: Placed, right: Placed) -> bool:
    both = {key for key, _ in left} & {key for key, _ in right}
    ordered = len(in_order(left, right)[0])
    return ordered >= _FEWEST and ordered >= _ORDERED * len(both)


def in_order(left: Placed, right: Placed) -> tuple[Spans, Spans]:
    """Where the names and numbers stand that both have, by their first places, the most that run in the same order."""
    first_there = {key: n for n, (key, _) in reversed(list(enumerate(right)))}
    first_here = {key: n for n, (key, _) in reversed(list(enumerate(left)))}
    shared = sorted((first_here[key], first_there[key]) for key in first_here.keys() & first_there.keys())
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for k, (_, there) in enumerate(shared):
        at = bisect_left(ends, there)
        chain = (*(chains[at - 1] if at else ()), k)
        ends[at : at + 1] = [there]
        chains[at : at + 1] = [chain]
    kept = [shared[k] for k in chains[-1]] if chains else []
    return tuple(left[i][1] for i, _ in kept), tuple(right[j][1] for _, j in kept)
