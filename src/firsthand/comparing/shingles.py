"""Which documents may share text: sketches of word shingles, and pairs that have some in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from zlib import crc32

from firsthand.comparing.wording import Wording

WIDTH = 7
"""Words in a shingle."""

KEPT = 8
"""One shingle in so many is kept: on 612 real articles containment of such sketches found copies with F1 89.5, and this
package's own measure (eval/derivation.py) loses none by it."""

_COMMON = 400
"""A shingle that stands in more documents than this is a notice, not news."""

Pair = tuple[str, str]


def shingle(words: tuple[str, ...]) -> int:
    """A number for some words, the same on every machine; the multiplication spreads CRC's low bits."""
    return crc32(" ".join(words).encode("utf-8", "surrogatepass")) * 2654435761 % 2**32


def sketch(wording: Wording) -> frozenset[int]:
    """The kept shingles: one in `KEPT` of the narrator's, all of quoted speech, which is short."""
    found = set()
    for i in range(len(wording.words) - WIDTH + 1):
        number = shingle(wording.words[i : i + WIDTH])
        if number >> 16 < 2**16 // KEPT or (wording.quoted[i] and wording.quoted[i + WIDTH - 1]):
            found.add(number)
    return frozenset(found)


def shared_shingles(sketches: Mapping[str, frozenset[int]]) -> dict[Pair, int]:
    """How many kept shingles each pair of documents (ids in order) has in common; pairs with none are left out."""
    holders: dict[int, list[str]] = defaultdict(list)
    for document in sorted(sketches):
        for number in sorted(sketches[document]):
            holders[number].append(document)
    counts: Counter[Pair] = Counter()
    for documents in holders.values():
        if 1 < len(documents) <= _COMMON:
            counts.update(combinations(documents, 2))
    return dict(counts)
