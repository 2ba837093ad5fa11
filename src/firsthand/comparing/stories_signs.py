"""What says that two reports belong to one story: named signs, and the chance that they make."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

import msgspec

from firsthand.comparing.stories_digest import UNIT, Digest, Weights, dot
from firsthand.comparing.stories_near import Near, likeness
from firsthand.lexicon.signs import story_signs

_MILLION = UNIT * UNIT


class View(msgspec.Struct, frozen=True):
    """A report among its neighbours: `words` and `opening` weigh little where all of them share a word; `around` are
    the neighbours and itself, `crowd` how alike they are to it on average."""

    digest: Digest
    words: Weights
    opening: Weights
    around: frozenset[str]
    crowd: float


def view(id: str, near: Near) -> View:
    own, others = near.digests[id], [near.digests[other] for other in near.of(id)]
    return View(
        digest=own,
        words=_among(own.words, [other.words for other in others]),
        opening=_among(own.opening, [other.opening for other in others]),
        around=frozenset((id, *near.of(id))),
        crowd=sum(likeness(own, other) for other in (own, *others)) / _MILLION / (1 + len(others)),
    )


def _among(own: Weights, others: list[Weights]) -> Weights:
    """The weights of the words that a neighbour has too, times how few have them; at unit length."""
    counts = Counter(dict.fromkeys(own, 1))
    for other in others:
        counts.update(own.keys() & other.keys())
    known = len(others) + 1
    raw = {key: value * _rare(known, counts[key]) for key, value in own.items() if counts[key] > 1}
    length = math.sqrt(math.fsum(value**2 for value in raw.values()))
    return {key: round(UNIT * value / length) for key, value in raw.items()}


@lru_cache(1 << 14)
def _rare(known: int, having: int) -> float:
    return math.log((known + 1) / having)


def find_signs(one: View, other: View) -> dict[str, float]:
    """The signs by name, the same whichever comes first."""
    left, right = one.digest, other.digest
    both = len(one.around & other.around)
    return {
        "base": 1.0,
        "words": likeness(left, right) / _MILLION,
        "names": dot(left.names, right.names) / _MILLION,
        "opening": dot(left.opening, right.opening) / _MILLION,
        "numbers": _shared(left.numbers, right.numbers),
        "telling-words": dot(one.words, other.words) / _MILLION,
        "telling-opening": dot(one.opening, other.opening) / _MILLION,
        "neighbours": both / (len(one.around) + len(other.around) - both),
        "crowd": min(one.crowd, other.crowd),
        "length": math.log(max(left.size, right.size, 1)),
    }


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def chance(signs: dict[str, float]) -> int:
    """How likely two reports with these signs belong to one story, in thousandths."""
    table = story_signs()
    odds = math.fsum(table[name].weight * value for name, value in signs.items())
    return round(1000 / (1 + math.exp(-odds)))
