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

LEVELS = 3

_TELLING = 0.55
"""Words lighter than this bring no reports together."""

_FACTS, _CHIEF, _TOPMOST = 3, 6, 3
"""Things of a sentence that are combined; what a report speaks of most; how many of these its text is tied to."""

_SPARSE = 4
"""One kept shingle in so many is tied to what the report is about: a footer alone is no copy."""

_EPOCH = date(1900, 1, 1).toordinal()


def find_keys(page: Page) -> tuple[Keys, ...]:
    """For each level the rows of a report: sorted, each once, its day in the lower bits.

    Level 0: two telling things in one sentence, a kept shingle, or two of the things that it speaks of most. Level 1:
    three of them, or a shingle and such a thing. Level 2: four of what it speaks of most. Who shares a key of one level
    shares one of the level before."""
    facts = [f for sentence in page.sentences if len(f := _facts(sentence, page)) > 1]
    chief = _chief(page)
    kept = sorted(sketch(page.wording, page.hidden))
    sparse = [n for n in kept if n % _SPARSE == 0]
    tied = ((n, thing) for n in sparse for thing in chief[:_TOPMOST])
    levels = (
        (*_sets(facts, 2), *_sets((chief,), 2), *((n,) for n in kept)),
        (*_sets(facts, 3), *_sets((chief,), 3), *tied),
        tuple(_sets((chief,), 4)),
    )
    day = day_of(page.document.published)
    return tuple(_rows(level, number, day) for number, level in enumerate(levels))


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


def _rows(sets: Iterable[tuple[int, ...]], level: int, day: int) -> Keys:
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
    for term in sentence.terms:
        if term.weight >= _TELLING:
            heavy.setdefault(_thing(term, page), term.weight)
    best = sorted(heavy, key=lambda thing: (-heavy[thing], thing))[:_FACTS]
    return tuple(map(_number, best))


def _chief(page: Page) -> tuple[int, ...]:
    """What the report speaks of most, the most first."""
    weights: dict[str, float] = defaultdict(float)
    for sentence in page.sentences:
        for term in sentence.terms:
            if term.weight >= _TELLING:
                weights[_thing(term, page)] += term.weight
    best = sorted(weights, key=lambda thing: (-round(weights[thing], 6), thing))[:_CHIEF]
    return tuple(map(_number, best))


def _thing(term: Term, page: Page) -> str:
    """What stands for a term: an entity of no list goes by its last word, since its id is its report's own."""
    if term.key[0] == "@" and "/" not in term.key:
        return term.span.of(page.document.text).rpartition(" ")[2].casefold()
    return telling_key(term)


@lru_cache(1 << 16)
def _number(thing: str) -> int:
    return crc32(thing.encode("utf-8", "surrogatepass"))
