"""A document as a row of words that can be compared with another's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from firsthand.comparing.terms import group_stems, stem
from firsthand.model import Quote, Reading, Span, Spans

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")


class Wording(msgspec.Struct, frozen=True):
    """The words of one document, case and marks off, in order.

    `words[i]` stands at `spans[i]`; `stems[i]` is it without endings, `groups[i]` the synonym group that it or the
    phrase from it on belongs to (empty for none). `quoted[i]` says that it is someone's words in quotation marks.
    """

    document: str
    words: tuple[str, ...]
    spans: Spans
    stems: tuple[str, ...]
    groups: tuple[str, ...]
    quoted: tuple[bool, ...]

    def within(self, span: Span) -> range:
        """Indices of the words that start in `span`."""
        first = bisect_left(self.spans, span.start, key=lambda s: s.start)
        return range(first, bisect_left(self.spans, span.end, lo=first, key=lambda s: s.start))

    def span(self, first: int, last: int) -> Span:
        """From the start of word `first` to the end of word `last`."""
        return Span(self.spans[first].start, self.spans[last].end)


def find_words(text: str) -> Iterator[tuple[str, Span]]:
    """Words in lower case with straight apostrophes, each with its span; a hyphen parts two words."""
    for match in _WORD.finditer(text):
        yield match[0].translate(_APOSTROPHES).casefold(), Span(match.start(), match.end())


def word_document(reading: Reading) -> Wording:
    """The wording of a reading, with quoted speech marked where its quotation marks were found."""
    found = tuple(find_words(reading.document.text))
    stems, spans = tuple(stem(word) for word, _ in found), tuple(span for _, span in found)
    return Wording(
        document=reading.document.id,
        words=tuple(word for word, _ in found),
        spans=spans,
        stems=stems,
        groups=group_stems(stems),
        quoted=_quoted(spans, reading.quotes or ()),
    )


def _quoted(spans: Spans, quotes: tuple[Quote, ...]) -> tuple[bool, ...]:
    marked = [False] * len(spans)
    starts = [s.start for s in spans]
    for quote in quotes:
        if not quote.scare:
            first, end = bisect_left(starts, quote.inner.start), bisect_left(starts, quote.inner.end)
            marked[first:end] = [True] * (end - first)
    return tuple(marked)
