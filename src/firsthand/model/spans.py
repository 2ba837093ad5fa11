"""Where words stand."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """A half-open range of code points in `Document.text`; never empty. Written `[start, end]` in JSON."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]
"""Stretches in text order that do not overlap; several when the words are broken up."""


def words(spans: Iterable[Span], text: str, *, joint: str = " … ") -> str:
    """The verbatim words of all stretches, `joint` between them."""
    return joint.join(span.of(text) for span in spans)


def hull(spans: Spans) -> Span:
    """The smallest span that covers them all; `spans` must not be empty."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def size(spans: Spans) -> int:
    """How many code points the stretches hold together."""
    total = 0
    for span in spans:
        total += span.end - span.start
    return total


def any_overlap(left: Spans, right: Spans) -> bool:
    """Whether a stretch of the one meets a stretch of the other. Plain loops here and below: asked a thousand times a
    report, generators took three times as long."""
    for a in left:
        for b in right:
            if a.start < b.end and b.start < a.end:
                return True
    return False


def all_covered(inner: Spans, outer: Spans) -> bool:
    """Every stretch of `inner` lies within one stretch of `outer`."""
    for i in inner:
        for o in outer:
            if o.start <= i.start and i.end <= o.end:
                break
        else:
            return False
    return True
