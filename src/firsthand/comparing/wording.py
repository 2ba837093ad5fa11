"""A document as a row of words that can be compared with another's."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from firsthand.comparing.terms import group_stems, stem
from firsthand.model import Quote, Reading, Span

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")


class Wording(msgspec.Struct, frozen=True):
    """The words of one document, case and marks off, in order.

    `words[i]` stands from `starts[i]` to `ends[i]`; `stems[i]` is it without endings, `groups[i]` the synonym group
    that it or the phrase from it on belongs to (empty for none, `REST` inside of one). `quoted[i]` says that it is
    someone's words in quotation marks. A pile keeps every wording to the end: offsets are packed, and equal
    words are one string.
    """

    document: str
    words: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    stems: tuple[str, ...]
    groups: tuple[str, ...]
    quoted: tuple[bool, ...]

    def within(self, span: Span) -> range:
        """Indices of the words that start in `span`."""
        first = bisect_left(self.starts, span.start)
        return range(first, bisect_left(self.starts, span.end, lo=first))

    def span(self, first: int, last: int) -> Span:
        """From the start of word `first` to the end of word `last`."""
        return Span(self.starts[first], self.ends[last])

    def place(self, start: int) -> int | None:
        """The index of the word that starts there."""
        i = bisect_left(self.starts, start)
        return i if i < len(self.starts) and self.starts[i] == start else None


def find_words(text: str) -> Iterator[tuple[str, Span]]:
    """Words in lower case with straight apostrophes, each with its span; a hyphen parts two words."""
    for match in _WORD.finditer(text):
        yield _form(match[0]), Span(match.start(), match.end())


def word_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word, _ in find_words(text))


def word_keys(text: str) -> frozenset[str]:
    """What the words of a text are compared by: synonym groups, or stems."""
    stems = word_stems(text)
    return frozenset(g if len(g) > 1 else s for s, g in zip(stems, group_stems(stems), strict=True))


@lru_cache(1 << 16)
def _form(word: str) -> str:
    return sys.intern(word.translate(_APOSTROPHES).casefold())


def word_document(reading: Reading) -> Wording:
    """The wording of a reading, with quoted speech marked where its quotation marks were found."""
    found = tuple(_WORD.finditer(reading.document.text))
    words = tuple(_form(match[0]) for match in found)
    stems, starts = tuple(map(stem, words)), array("i", (match.start() for match in found))
    return Wording(
        document=reading.document.id,
        words=words,
        starts=starts,
        ends=array("i", (match.end() for match in found)),
        stems=stems,
        groups=group_stems(stems),
        quoted=_quoted(starts, reading.quotes or ()),
    )


def _quoted(starts: array[int], quotes: tuple[Quote, ...]) -> tuple[bool, ...]:
    marked = [False] * len(starts)
    for quote in quotes:
        if not quote.scare:
            first, end = bisect_left(starts, quote.inner.start), bisect_left(starts, quote.inner.end)
            marked[first:end] = [True] * (end - first)
    return tuple(marked)
