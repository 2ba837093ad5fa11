"""All readings laid out for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from firsthand.comparing.figures import find_figures
from firsthand.comparing.notices import is_notice
from firsthand.comparing.people import known_people
from firsthand.comparing.tellings import (
    Names,
    Telling,
    Terms,
    core_tokens,
    core_words,
    is_negated,
    name_things,
    sentence_spans,
    tell,
    telling_key,
    weigh_words,
    words_told,
)
from firsthand.comparing.wording import Wording, word_document
from firsthand.model import Assertion, Attribution, Document, Reading, Span, Spans


class Page(msgspec.Struct, frozen=True):
    """One reading with its words; `sentences` and `assertions` are what it tells, the latter in the reading's order.

    Notices ("All rights reserved") tell nothing. Layers of the reading that nothing asks for any more are gone.
    `people` says who is who across the pile: `known_people`."""

    reading: Reading
    wording: Wording
    sentences: tuple[Telling, ...]
    assertions: tuple[Telling, ...]
    attributions: Mapping[str, Attribution]
    people: Mapping[str, str | None] = msgspec.field(default_factory=dict)

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def id(self) -> str:
        return self.reading.document.id

    @property
    def keys(self) -> frozenset[str]:
        """All that its sentences tell of: words, names and figures, and synonym groups."""
        return frozenset(key for s in self.sentences for t in s.terms for key in (t.key, telling_key(t)))


class Pile(msgspec.Struct, frozen=True):
    """The pages in order of id, and what is looked up across them; `order` is each assertion's place in the whole."""

    pages: tuple[Page, ...]
    by_id: Mapping[str, Page]
    assertions: Mapping[str, Assertion]
    tellings: Mapping[str, Telling]
    order: Mapping[str, int]

    def page_of(self, assertion: str) -> Page:
        return self.by_id[self.assertions[assertion].document]


class _Sheet(msgspec.Struct, frozen=True):
    """A reading before it is weighed against the others: its words, its names, where each assertion's cores start, and
    which assertions say that something is not so."""

    reading: Reading
    wording: Wording
    names: Names
    cores: Mapping[str, tuple[int, ...]]
    negated: frozenset[str]


def lay_out(readings: Iterable[Reading]) -> Pile:
    """Readings in any order; the pile is the same. They are taken one by one and let go of their trees, which are
    larger than all that is kept."""
    sheets = sorted(map(_spread, readings), key=lambda s: s.reading.document.id)
    people = known_people(s.reading for s in sheets)
    pages = tuple(_lay_page(s, people) for s in sheets)
    assertions = {a.id: a for p in pages for a in p.reading.assertions or ()}
    return Pile(
        pages=pages,
        by_id={p.id: p for p in pages},
        assertions=assertions,
        order={a: i for i, a in enumerate(assertions)},
        tellings={t.id: t for p in pages for t in p.assertions},
    )


READ_OUT = ("tree", "names", "mentions", "quantities", "proposals", "sightings", "grades", "places")
"""Layers that nothing asks for once a report lies with the others: they are most of what a reading weighs."""


def _spread(reading: Reading) -> _Sheet:
    wording, tree = word_document(reading), reading.tree
    told = () if tree is None else tuple(reading.assertions or ())
    hung = {a.id: tuple(core_tokens(own_words(a, reading), tree)) for a in told if tree is not None}
    return _Sheet(
        reading=msgspec.structs.replace(reading, **dict.fromkeys(READ_OUT)),
        wording=wording,
        names=_hide_notices(reading, wording, name_things(reading, wording)),
        cores={id: tuple(tree.tokens[i].start for i in tokens) for id, tokens in hung.items() if tree is not None},
        negated=frozenset(id for id, tokens in hung.items() if tree is not None and is_negated(tokens, tree)),
    )


def _hide_notices(reading: Reading, wording: Wording, names: Names) -> Names:
    """The names, with every word of a notice skipped."""
    hidden = {
        i
        for sentence in reading.sentences or ()
        if is_notice(sentence.span.of(reading.document.text))
        for i in wording.within(sentence.span)
    }
    kept = {i: key for i, key in names.keys.items() if i not in hidden}
    return Names(kept, names.skipped | hidden, names.rarity)


def _lay_page(sheet: _Sheet, people: Mapping[str, str | None]) -> Page:
    reading, wording = sheet.reading, sheet.wording
    document, terms = reading.document.id, weigh_words(wording, sheet.names)
    return Page(
        reading=msgspec.structs.replace(reading, sentences=None),
        wording=wording,
        sentences=tuple(tell(f"{document}:{s.start}", (s,), wording, terms) for s in sentence_spans(reading)),
        assertions=tuple(_tell_assertion(a, sheet, terms) for a in reading.assertions or ()),
        attributions={a.id: a for a in reading.attributions or ()},
        people=people,
    )


def _tell_assertion(assertion: Assertion, sheet: _Sheet, terms: Terms) -> Telling:
    spans = own_words(assertion, sheet.reading)
    return msgspec.structs.replace(
        tell(assertion.id, spans, sheet.wording, terms),
        cores=core_words(sheet.cores.get(assertion.id, ()), sheet.wording),
        words=words_told(spans, sheet.wording),
        figures=find_figures(assertion, sheet.wording),
        negated=assertion.id in sheet.negated,
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
