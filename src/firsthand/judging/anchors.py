"""Words found again by what they are: in letters, so that wrapping and invisible characters make no difference."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left

import msgspec

from firsthand.errors import JudgementError
from firsthand.model import Span, Spans, words
from firsthand.model.judgements import Anchor

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
"""Soft hyphens, joiners, marks of direction: they come and go between a page and its copy."""


class Letters(msgspec.Struct, frozen=True):
    """A text without white space and invisible characters; `at[i]` is where its letter `i` stands in the text."""

    text: str
    letters: str
    at: tuple[int, ...]

    def inward(self, spans: Spans) -> Spans:
        """Stretches of the text as stretches of letters; one that holds no letter is left out."""
        found = (self._inward(span) for span in spans)
        return tuple(span for span in found if span is not None)

    def _inward(self, span: Span) -> Span | None:
        start, end = bisect_left(self.at, span.start), bisect_left(self.at, span.end)
        return Span(start, end) if start < end else None

    def outward(self, spans: Spans) -> Spans:
        """Stretches of letters as stretches of the text; empty where they reach beyond its end."""
        if any(span.end > len(self.at) for span in spans):
            return ()
        return tuple(Span(self.at[span.start], self.at[span.end - 1] + 1) for span in spans)


def only_letters(text: str) -> str:
    """All characters but white space and invisible ones."""
    bare = "".join(text.split())
    return bare if bare.isascii() else _INVISIBLE.sub("", bare)


def spell(text: str) -> Letters:
    """The letters of a text and where they stand."""
    at = tuple(i for i, c in enumerate(text) if not c.isspace() and not _INVISIBLE.match(c))
    return Letters(text, only_letters(text), at)


def hash_letters(text: str) -> str:
    """SHA-256 of a text's letters: the same for the same report, however it is wrapped."""
    return hashlib.sha256(only_letters(text).encode("utf-8", "surrogatepass")).hexdigest()


def anchor(spelt: Letters, spans: Spans) -> Anchor:
    """The anchor of words in a text; JudgementError where there are none."""
    inward = spelt.inward(spans)
    if not inward:
        raise JudgementError("there are no words in this passage", hint="mark at least one letter")
    digest = hashlib.sha256(spelt.letters.encode("utf-8", "surrogatepass")).hexdigest()
    return Anchor(digest, inward, words(spelt.outward(inward), spelt.text))


def holds(found: Anchor, spelt: Letters) -> bool:
    """Whether the letters at the anchor's place are those of its words, in a text that has its hash."""
    if any(span.end > len(spelt.letters) for span in found.spans):
        return False
    there = "…".join(span.of(spelt.letters) for span in found.spans)
    return there == only_letters(found.words)


def likeness(left: Spans, right: Spans) -> float:
    """Shared letters over all letters of two passages of one text, 0 to 1."""
    one = {i for span in left for i in range(span.start, span.end)}
    other = {i for span in right for i in range(span.start, span.end)}
    return len(one & other) / len(one | other) if one | other else 0.0
