"""What an outlet prints under everything: captions, footers, blocks that sell a newsletter. Learned and set aside."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import combinations
from typing import TypeVar

import numpy as np

from firsthand.comparing.index_rows import UNDATED, Rows
from firsthand.comparing.outlets import Outlets, packaged_outlets
from firsthand.comparing.pile import Page, Pile
from firsthand.model import Span, Spans

_PAGES = 3
"""A sentence under so many unlike reports of one outlet is the outlet's, not the news's."""

_UNLIKE = 0.3
"""Reports are unlike that share less than this of the shorter one's sentences; a corrected report shares nearly all."""

_LEAST = 3
"""Shorter sentences ("He declined.") may be anybody's."""

_LOOKED_AT = 12
"""So many reports with a sentence are laid side by side at most: three unlike ones are found among the first few."""

Words = tuple[str, ...]
Sentence = TypeVar("Sentence", Words, int)


def find_boilerplate(pile: Pile, outlets: Outlets) -> Mapping[str, Spans]:
    """For each page that has some, the sentences that tell nothing: known notices, and what its outlet repeats under
    unlike reports, here or as the page says already. The text stays as it is; only these stretches of it are no
    evidence."""
    learned = _learn(pile, outlets)
    found = {
        page.id: tuple(_standing(page, learned.get(outlets.key_of(page.document), frozenset()))) for page in pile.pages
    }
    return {id: spans for id, spans in found.items() if spans}


def words_aside(page: Page, spans: Spans) -> frozenset[int]:
    """The indices of the page's words that stand at `spans`."""
    return frozenset(i for span in spans for i in page.wording.within(span))


def _standing(page: Page, learned: frozenset[Words]) -> Iterator[Span]:
    for sentence in page.sentences:
        span = sentence.spans[0]
        if span in page.standing or _words(page, span) in learned or _is_notice(page, span):
            yield span


def _is_notice(page: Page, sentence: Span) -> bool:
    """The words of notices are hidden from the start."""
    inside = page.wording.within(sentence)
    return bool(inside) and page.hidden.issuperset(inside)


def _words(page: Page, span: Span) -> Words:
    inside = page.wording.within(span)
    return page.wording.words[inside.start : inside.stop]


def _learn(pile: Pile, outlets: Outlets) -> dict[str, frozenset[Words]]:
    """For each outlet the sentences that it repeats under unlike reports."""
    printed: dict[str, dict[str, frozenset[Words]]] = defaultdict(dict)
    for page in pile.pages:
        if (key := outlets.key_of(page.document)) != "":
            told = {_words(page, s.spans[0]) for s in page.sentences}
            printed[key][page.id] = frozenset(words for words in told if len(words) >= _LEAST)
    return {key: frozenset(_repeated(pages)) for key, pages in printed.items() if len(pages) >= _PAGES}


def _repeated(pages: Mapping[str, frozenset[Words]]) -> Iterator[Words]:
    holders: dict[Words, list[str]] = defaultdict(list)
    for id in sorted(pages):
        for words in pages[id]:
            holders[words].append(id)
    for words in sorted(w for w, ids in holders.items() if len(ids) >= _PAGES):
        unlike: list[str] = []
        for id in holders[words][:_LOOKED_AT]:
            if all(_share(pages[id], pages[other]) < _UNLIKE for other in unlike):
                unlike.append(id)
        if len(unlike) >= _PAGES:
            yield words


def _share(left: frozenset[Sentence], right: frozenset[Sentence]) -> float:
    """The part of the shorter page's sentences that the other has too, each but one: what is asked about is shared."""
    return (len(left & right) - 1) / max(1, min(len(left), len(right)) - 1)


class Standing:
    """What each outlet prints under unlike reports, learned report by report over a whole pile: a sentence under three
    reports of which no two are like. What is learned stays so, and does not rest on the reports' order."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._printed: list[array[int]] = []
        self._learned: set[int] = set()

    def add(self, page: Page) -> tuple[int, ...]:
        """Take up the next report; the numbers of the reports of which some words tell nothing now, its own among
        them."""
        number, keys = len(self._printed), _sentence_keys(page)
        self._printed.append(keys)
        asked = np.unique(np.array([key for key in keys if key and key not in self._learned], np.uint64))
        found = self._rows.find(asked, UNDATED, 0, 0)
        touched = {number} if any(key in self._learned for key in keys) else set()
        for place in np.unique(found.asked).tolist():
            holders = found.numbers[found.asked == place].tolist()
            if self._are_unlike(number, holders):
                self._learned.add(int(asked[place]))
                touched.update((number, *holders))
        fresh = np.array([key for key in asked.tolist() if key not in self._learned], np.uint64)
        self._rows.add(fresh, UNDATED, number, np.ones(len(fresh), np.uint8))
        return tuple(sorted(touched))

    def _are_unlike(self, number: int, holders: list[int]) -> bool:
        """Whether two of the holders and this one are three unlike reports."""
        own = frozenset(self._printed[number])
        others = [frozenset(self._printed[other]) for other in holders]
        unlike = [other for other in others if _share(own, other) < _UNLIKE]
        return any(_share(one, other) < _UNLIKE for one, other in combinations(unlike, 2))

    def of(self, number: int, page: Page) -> Spans:
        """The report's sentences that its outlet is known to print under others."""
        keys = self._printed[number]
        return tuple(s.spans[0] for s, key in zip(page.sentences, keys, strict=False) if key in self._learned)


def _sentence_keys(page: Page) -> array[int]:
    """48 bits for each sentence under its outlet's name, 0 for a short one; none where no outlet is stated."""
    outlet = packaged_outlets().key_of(page.document)
    told = (_words(page, s.spans[0]) for s in page.sentences) if outlet else ()
    return array("Q", (_key(outlet, words) if len(words) >= _LEAST else 0 for words in told))


def _key(outlet: str, words: Words) -> int:
    raw = "\n".join((outlet, *words)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=6).digest(), "big")
