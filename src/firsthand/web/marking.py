"""A report's own words in HTML, with stretches of them marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

import msgspec
from markupsafe import Markup

from firsthand.model import Span

_UNSHOWN = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)} | {127: 0x2421}
"""Control characters become their pictures: one for one, so that no offset moves."""

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


class Mark(msgspec.Struct, frozen=True):
    """A stretch to mark: with a class, perhaps a link, a name for the address bar, a title."""

    span: Span
    kind: str
    link: str = ""
    name: str = ""
    title: str = ""


class Line(msgspec.Struct, frozen=True):
    """A line that is not blank, counted from one, as HTML."""

    number: int
    html: Markup


def mark_lines(text: str, marks: Iterable[Mark]) -> tuple[Line, ...]:
    """Every line of the text that is not blank. Where marks overlap the shortest decides where a click leads."""
    ordered = sorted(marks, key=lambda m: (m.span, m.kind, m.link))
    found = (Span(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip())
    named: set[str] = set()
    return tuple(Line(number, _mark(text, line, ordered, named)) for number, line in enumerate(found, start=1))


def mark_around(text: str, marks: Sequence[Mark], *, margin: int = 160) -> Markup:
    """The marked words with what stands around them, up to `margin` code points to either side in the same line."""
    first, last = min(m.span.start for m in marks), max(m.span.end for m in marks)
    start = max(first - margin, _line_start(text, first))
    end = min(last + margin, _line_end(text, last))
    start = start if start == _line_start(text, first) else text.find(" ", start, first) + 1 or first
    end = end if end == _line_end(text, last) else max(text.rfind(" ", last, end), last)
    before = "… " if start > _line_start(text, first) else ""
    after = " …" if end < _line_end(text, last) else ""
    return Markup(before) + _mark(text, Span(start, end), marks, set()) + Markup(after)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _mark(text: str, within: Span, marks: Sequence[Mark], named: set[str]) -> Markup:
    touching = [m for m in marks if m.span.overlaps(within)]
    edges = {within.start, within.end, *(e for m in touching for e in (m.span.start, m.span.end))}
    cuts = sorted(e for e in edges if within.start <= e <= within.end)
    pieces = (Span(a, b) for a, b in pairwise(cuts))
    return Markup("").join(
        _piece(text, piece, [m for m in touching if m.span.covers(piece)], named) for piece in pieces
    )


def _piece(text: str, piece: Span, marks: Sequence[Mark], named: set[str]) -> Markup:
    words = escape(piece.of(text).translate(_UNSHOWN))
    if not marks:
        return Markup(words)
    name = next((m.name for m in marks if m.name and m.name not in named), "")
    named.add(name)
    inner = min(marks, key=lambda m: (m.span.end - m.span.start, m.kind))
    kinds = " ".join(sorted({m.kind for m in marks}))
    opened = "".join(_attributes(("id", name), ("class", kinds), ("title", inner.title)))
    link = next((m.link for m in sorted(marks, key=lambda m: m.span.end - m.span.start) if m.link), "")
    inside = f'<a href="{escape(link)}">{words}</a>' if link else words
    return Markup(f"<mark{opened}>{inside}</mark>")


def _attributes(*pairs: tuple[str, str]) -> Iterator[str]:
    return (f' {key}="{escape(value)}"' for key, value in pairs if value)
