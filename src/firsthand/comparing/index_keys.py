"""What two reports must share to be laid side by side: keys, from loose to strict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations
from zlib import crc32

import numpy as np

from firsthand.comparing.index_rows import DAY_BITS, UNDATED, Keys
from firsthand.comparing.pile import Page
from firsthand.comparing.shingles import sketch
from firsthand.comparing.tellings import Telling, Term, telling_key

LEVELS = 4

_TELLING = 0.55
"""Words lighter than this bring no reports together."""

_FACTS, _CHIEF, _TOPMOST = 3, 6, 3
"""Things of a sentence that are combined; what a report speaks of most; how many of these its text is tied to."""

_WORDED = 1.8
"""A shingle whose words weigh less than this ("at the end of the day that") may be anybody's."""

_SPARSE = (2, 4)
"""One kept shingle in so many is tied, at level 1 and beyond: memory is halved, and 0.4 in 100 pairs are lost."""

_TIE = -1
"""Stands between a set and what it is tied to."""

_EPOCH = date(1900, 1, 1).toordinal()


def find_keys(page: Page) -> tuple[Keys, ...]:
    """For each level the rows of a report: sorted, each once, its day in the lower bits.

    Level 0: two telling things in one sentence, two of the things that the report speaks of most, or a kept shingle.
    The others ask for more of each, and tie it to what the report speaks of, since a footer alone makes no neighbours.
    Who shares a key of one level shares one of the level before. On five days of generated_dev (eval/cost.py) 78 in 100
    pairs of child and parent share a block, on one day 99.5."""
    facts = [f for sentence in page.sentences if len(f := _facts(sentence, page)) > 1]
    chief = _chief(page)
    top, threes = chief[:_TOPMOST], tuple(_sets(facts, 3))
    kept = [(n,) for n in sorted(sketch(page.wording, page.hidden, least=_WORDED))]
    half, quarter = ([k for k in kept if k[0] % n == 0] for n in _SPARSE)
    levels = (
        (*_sets(facts, 2), *_sets((chief,), 2), *kept),
        (*threes, *_sets((chief,), 3), *_tied(half, top, 1)),
        (*_sets((chief,), 4), *_tied(threes, top, 1), *_tied(quarter, top, 2)),
        (*_sets((chief,), 4), *_tied(threes, top, 2), *_tied(quarter, top, 2)),
    )
    day = day_of(page.document.published)
    return tuple(_rows(level, day) for level in levels)


def _tied(sets: Iterable[tuple[int, ...]], top: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    """Each set with so many things of `top` that are not in it."""
    ties = tuple(_sets((top,), size))
    return ((*things, _TIE, *tie) for things in sets for tie in ties if not set(tie) & set(things))


def day_of(published: str | None) -> int:
    """The stated day as a number, `UNDATED` without one."""
    try:
        day = date.fromisoformat((published or "")[:10]).toordinal() - _EPOCH
    except ValueError:
        return UNDATED
    return day if UNDATED < day < 1 << DAY_BITS else UNDATED


def _sets(groups: Iterable[tuple[int, ...]], size: int) -> Iterator[tuple[int, ...]]:
    for group in groups:
        yield from combinations(sorted(group), size)


def _rows(sets: Iterable[tuple[int, ...]], day: int) -> Keys:
    """A number of 48 bits for each set of things, the day below it; kinds of sets are told apart by their length."""
    mixed = {_mix(things) for things in sets}
    return np.array(sorted(key << DAY_BITS | day for key in mixed), dtype=np.uint64)


def _mix(things: tuple[int, ...]) -> int:
    number = len(things)
    for thing in things:
        number = (number ^ thing) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        number ^= number >> 29
    return number >> DAY_BITS


def _facts(sentence: Telling, page: Page) -> tuple[int, ...]:
    """The most telling things of a sentence."""
    heavy: dict[str, float] = {}
    for thing, weight in _things(sentence, page):
        heavy.setdefault(thing, weight)
    best = sorted(heavy, key=lambda thing: (-heavy[thing], thing))[:_FACTS]
    return tuple(map(_number, best))


def _chief(page: Page) -> tuple[int, ...]:
    """What the report speaks of most, the most first."""
    weights: dict[str, float] = defaultdict(float)
    for sentence in page.sentences:
        for thing, weight in _things(sentence, page):
            weights[thing] += weight
    best = sorted(weights, key=lambda thing: (-round(weights[thing], 6), thing))[:_CHIEF]
    return tuple(map(_number, best))


def _things(sentence: Telling, page: Page) -> Iterator[tuple[str, float]]:
    """What stands for each telling term but dates, which all reports of a day have in common. An entity of no list goes
    by its last word, since its id is its report's own."""
    for term in sentence.terms:
        if term.weight >= _TELLING and term.key[0] != "=":
            own = term.key[0] == "@" and "/" not in term.key
            yield _last_word(term, page) if own else telling_key(term), term.weight


def _last_word(term: Term, page: Page) -> str:
    return term.span.of(page.document.text).rpartition(" ")[2].casefold()


@lru_cache(1 << 16)
def _number(thing: str) -> int:
    return crc32(thing.encode("utf-8", "surrogatepass"))
