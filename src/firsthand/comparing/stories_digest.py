"""What a story is recognised by in one report: its weightiest words, its names, its figures, how it opens."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from firsthand.comparing.terms import stem, weight
from firsthand.model import Document

Weights = Mapping[str, int]
"""Weights of keys in thousandths, squares summing up to about a million: sums of whole numbers are the same in every
order."""

UNIT = 1000
_KEPT = 120
"""A report is compared by so many of its weightiest words (all of them gave the same)."""
_LEADING = 24
"""A report is found by so many of them (16 miss 3 % of the pairs of one story, 24 miss 2 %, 32 no fewer)."""
_OPENING = 60
"""Words of a report that count as its opening."""
_LEAST, _NAME = 0.1, 0.35
"""Words lighter than this are left out; capitals of lighter ones make no name ("On Monday")."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_STRAIGHT = str.maketrans("’ʼ", "''")


class Digest(msgspec.Struct, frozen=True):
    """A report as stories see it; `day` is the ordinal of its day of publication, None where none is stated.

    `words` are all that it is compared by, `leading` the weightiest of them; `names` words with capitals; `numbers`
    words with digits; `opening` words from its first lines; `size` how many words it has that count. `shown` are the
    leading words as they are written most.
    """

    id: str
    day: int | None
    words: Weights
    leading: Weights
    names: Weights
    numbers: frozenset[str]
    opening: Weights
    size: int
    shown: Mapping[str, str]


def digest(document: Document) -> Digest:
    """Made from the document's own words, and no other's."""
    text = "\n".join(filter(None, (_headline(document), document.text)))
    found = [match[0] for match in _WORD.finditer(text)]
    small = {word.casefold() for word in found if word[0].islower()}
    numbers = frozenset(word.casefold() for word in found if _has_digit(word))
    words = [(word, _key(word)) for word in found if not _has_digit(word)]
    counts = Counter(key for _, key in words)
    names = {key for word, key in words if word[0].isupper() and word.casefold() not in small and weight(key) > _NAME}
    weights = _weigh(counts.items())
    leading = _first(weights, _LEADING)
    return Digest(
        id=document.id,
        day=find_day(document.published),
        words=weights,
        leading=leading,
        names=_weigh((key, n) for key, n in counts.items() if key in names),
        numbers=numbers,
        opening=_weigh(Counter(key for _, key in words[:_OPENING]).items()),
        size=counts.total(),
        shown=_written(words, leading),
    )


def _headline(document: Document) -> str | None:
    """The title, where the text does not begin with it."""
    return None if document.title is None or document.text.startswith(document.title) else document.title


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    return stem(word.translate(_STRAIGHT).casefold())


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(c.isdigit() for c in word)


def find_day(published: str | None) -> int | None:
    """The ordinal of a stated day; None where none is stated, or it is not written as ISO 8601 has it."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _weigh(counts: Iterable[tuple[str, int]]) -> Weights:
    """The weightiest words, the logarithm of how often each stands times how rare it is in the news, at unit length."""
    raw = {key: (1 + math.log(n)) * weight(key) for key, n in counts if weight(key) > _LEAST}
    kept = sorted(raw, key=lambda key: (-raw[key], key))[:_KEPT]
    length = math.sqrt(math.fsum(raw[key] ** 2 for key in kept))
    return {key: round(UNIT * raw[key] / length) for key in kept}


def _first(weights: Weights, most: int) -> Weights:
    return {key: weights[key] for key in sorted(weights, key=lambda key: (-weights[key], key))[:most]}


def _written(words: Iterable[tuple[str, str]], keys: Iterable[str]) -> dict[str, str]:
    """Each key as it is written most often, the first in the alphabet of several."""
    wanted = set(keys)
    counts = Counter((key, word) for word, key in words if key in wanted)
    found: dict[str, str] = {}
    for key, word in sorted(counts, key=lambda pair: (-counts[pair], pair)):
        found.setdefault(key, word)
    return found


def dot(one: Weights, other: Weights) -> int:
    """The product of two rows of weights."""
    return sum(one[key] * other[key] for key in one.keys() & other.keys())
