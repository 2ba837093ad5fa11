"""All readings laid out for comparing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.comparing.figures import find_figures
from firsthand.comparing.tellings import Names, Scale, Telling, name_words, scale_pile, sentence_spans, tell
from firsthand.comparing.wording import Wording, word_document
from firsthand.model import Assertion, Attribution, Document, Reading, Span, Spans


class Page(msgspec.Struct, frozen=True):
    """One reading with its words; `sentences` and `assertions` are what it tells, the latter in the reading's order.

    `keys` are all that its sentences tell of, synonym groups with a tilde before them."""

    reading: Reading
    wording: Wording
    sentences: tuple[Telling, ...]
    assertions: tuple[Telling, ...]
    attributions: Mapping[str, Attribution]
    keys: frozenset[str]

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def id(self) -> str:
        return self.reading.document.id


class Pile(msgspec.Struct, frozen=True):
    """The pages in order of id, and what is looked up across them; `order` is each assertion's place in the whole."""

    pages: tuple[Page, ...]
    by_id: Mapping[str, Page]
    assertions: Mapping[str, Assertion]
    tellings: Mapping[str, Telling]
    order: Mapping[str, int]

    def page_of(self, assertion: str) -> Page:
        return self.by_id[self.assertions[assertion].document]


def lay_out(readings: tuple[Reading, ...]) -> Pile:
    """Readings in any order; the pile is the same."""
    ordered = sorted(readings, key=lambda r: r.document.id)
    worded = [(r, w := word_document(r), name_words(r, w)) for r in ordered]
    scale = scale_pile(worded)
    pages = tuple(_lay_page(r, w, n, scale) for r, w, n in worded)
    assertions = {a.id: a for p in pages for a in p.reading.assertions or ()}
    return Pile(
        pages=pages,
        by_id={p.id: p for p in pages},
        assertions=assertions,
        order={a: i for i, a in enumerate(assertions)},
        tellings={t.id: t for p in pages for t in p.assertions},
    )


def _lay_page(reading: Reading, wording: Wording, names: Names, scale: Scale) -> Page:
    document, tree = reading.document.id, reading.tree
    sentences = tuple(tell(f"{document}:{s.start}", (s,), wording, names, scale) for s in sentence_spans(reading))
    return Page(
        reading=reading,
        wording=wording,
        sentences=sentences,
        assertions=tuple(
            msgspec.structs.replace(
                tell(a.id, own_words(a, reading), wording, names, scale, tree=tree), figures=find_figures(a, wording)
            )
            for a in reading.assertions or ()
        ),
        attributions={a.id: a for a in reading.attributions or ()},
        keys=frozenset(key for s in sentences for t in s.terms for key in (t.key, f"~{t.group}" if t.group else t.key)),
    )


def own_words(assertion: Assertion, reading: Reading) -> Spans:
    """The content without what it hands over in turn: those words are told by the assertion further in."""
    inner = [
        span
        for a in reading.attributions or ()
        if a.id not in assertion.chain
        for span in a.content
        if any(c.covers(span) and c != span for c in assertion.content)
    ]
    spans = assertion.content
    for hole in inner:
        spans = tuple(part for span in spans for part in _cut(span, hole))
    return spans or assertion.content


def _cut(span: Span, hole: Span) -> Spans:
    if not span.overlaps(hole):
        return (span,)
    before = (Span(span.start, hole.start),) if span.start < hole.start else ()
    after = (Span(hole.end, span.end),) if hole.end < span.end else ()
    return before + after
