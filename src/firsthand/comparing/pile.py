"""All readings laid out for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from firsthand.comparing.coreference import Happening, happening_at
from firsthand.comparing.credits import Written, find_written
from firsthand.comparing.figures import find_figures
from firsthand.comparing.memory import Memory
from firsthand.comparing.notices import is_notice
from firsthand.comparing.people import known_people
from firsthand.comparing.specifics import language_of_wording
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
from firsthand.model import Assertion, Attribution, Document, Reading, Span, Spans, Tree, hull


class Page(msgspec.Struct, frozen=True, dict=True):
    """One reading with its words; `sentences` and `assertions` are what it tells, the latter in the reading's order.

    Notices ("All rights reserved") tell nothing: their words are `hidden`. Layers of the reading that nothing asks for
    any more are gone. `written` is where credits stand. `people` says who is who across the pile: `known_people`;
    `standing` are the sentences that its outlet prints under unlike reports, and `fuller` the full names of those it
    calls by a surname, as far as either is known beyond the pile. All else rests on the reading alone."""

    reading: Reading
    wording: Wording
    sentences: tuple[Telling, ...]
    assertions: tuple[Telling, ...]
    attributions: Mapping[str, Attribution]
    written: tuple[Written, ...] = ()
    people: Mapping[str, str | None] = msgspec.field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    standing: Spans = ()
    fuller: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def id(self) -> str:
        return self.reading.document.id

    @cached_property
    def keys(self) -> frozenset[str]:
        """All that its sentences tell of: words, names and figures, and synonym groups."""
        return frozenset(key for s in self.sentences for t in s.terms for key in (t.key, telling_key(t)))


class Pile(msgspec.Struct, frozen=True):
    """The pages in order of id, and what is looked up across them; `order` is each assertion's place in the whole.
    `memory` is of what follows from some of its pages alone."""

    pages: tuple[Page, ...]
    by_id: Mapping[str, Page]
    assertions: Mapping[str, Assertion]
    tellings: Mapping[str, Telling]
    order: Mapping[str, int]
    memory: Memory = msgspec.field(default_factory=Memory)

    def page_of(self, assertion: str) -> Page:
        return self.by_id[self.assertions[assertion].document]

    def language(self, document: str) -> str:
        """As `language_of_wording`."""
        wording = self.by_id[document].wording
        return self.memory.recall(("language", document), lambda: language_of_wording(wording))


def lay_out(readings: Iterable[Reading]) -> Pile:
    """Readings in any order; the pile is the same. They are taken one by one and let go of their trees, which are
    larger than all that is kept."""
    return gather(map(lay_page, readings))


def gather(pages: Iterable[Page], memory: Memory | None = None) -> Pile:
    """Pages in any order as one pile."""
    ordered = sorted(pages, key=lambda p: p.id)
    people = _know_people(ordered)
    told = tuple(msgspec.structs.replace(p, people=people) for p in ordered)
    assertions = {a.id: a for p in told for a in p.reading.assertions or ()}
    return Pile(
        pages=told,
        by_id={p.id: p for p in told},
        assertions=assertions,
        order={a: i for i, a in enumerate(assertions)},
        tellings={t.id: t for p in told for t in p.assertions},
        memory=Memory() if memory is None else memory,
    )


def _know_people(pages: list[Page]) -> Mapping[str, str | None]:
    """Who is who: the pile's own names come first, what is known beyond it after them."""
    people = dict(known_people(p.reading for p in pages))
    beyond = {called: full for p in pages for called, full in p.fuller.items() if called not in people}
    return {**people, **{called: people.get(full, full) for called, full in beyond.items()}}


READ_OUT = ("tree", "names", "mentions", "quantities", "proposals", "sightings", "grades", "places")
"""Layers that nothing asks for once a report lies with the others: they are most of what a reading weighs."""


def lay_page(reading: Reading) -> Page:
    """One reading with its words: the names in them, what its sentences and its assertions tell."""
    document, wording = reading.document.id, word_document(reading)
    hidden = _in_notices(reading, wording)
    terms = weigh_words(wording, _without(name_things(reading, wording), hidden))
    return Page(
        reading=msgspec.structs.replace(reading, sentences=None, **dict.fromkeys(READ_OUT)),
        wording=wording,
        sentences=tuple(tell(f"{document}:{s.start}", (s,), wording, terms) for s in sentence_spans(reading)),
        assertions=tuple(_tell_assertion(a, reading, wording, terms) for a in reading.assertions or ()),
        attributions={a.id: a for a in reading.attributions or ()},
        hidden=hidden,
        written=find_written(reading.document.text),
    )


def _in_notices(reading: Reading, wording: Wording) -> frozenset[int]:
    """The words of notices."""
    return frozenset(
        i
        for sentence in reading.sentences or ()
        if is_notice(sentence.span.of(reading.document.text))
        for i in wording.within(sentence.span)
    )


def _without(names: Names, hidden: frozenset[int]) -> Names:
    """The names, with every hidden word skipped."""
    if not hidden:
        return names
    kept = {i: key for i, key in names.keys.items() if i not in hidden}
    return Names(kept, names.skipped | hidden, names.rarity)


def _tell_assertion(assertion: Assertion, reading: Reading, wording: Wording, terms: Terms) -> Telling:
    spans, tree = own_words(assertion, reading), reading.tree
    hung = () if tree is None else tuple(core_tokens(spans, tree))
    starts = () if tree is None else tuple(tree.tokens[i].start for i in hung)
    return msgspec.structs.replace(
        tell(assertion.id, spans, wording, terms),
        cores=core_words(starts, wording),
        words=words_told(spans, wording),
        figures=find_figures(assertion, wording),
        negated=tree is not None and is_negated(hung, tree),
        happening=_find_happening(hung, tree, wording, terms),
    )


def _find_happening(cores: tuple[int, ...], tree: Tree | None, wording: Wording, terms: Terms) -> Happening | None:
    """The event at the word on which an assertion hangs; what stands around it is in the assertion's own terms."""
    if tree is None or not cores:
        return None
    own = tree.tokens[cores[0]]
    found = happening_at(cores[0], own.span, tree, wording, terms)
    return None if found is None else msgspec.structs.replace(found, around={})


def own_words(assertion: Assertion, reading: Reading) -> Spans:
    """The content without what it hands over in turn: those words are told by the assertion further in."""
    whole, spans = hull(assertion.content), assertion.content
    inner = [
        span
        for a in reading.attributions or ()
        for span in a.content
        if whole.covers(span) and a.id not in assertion.chain and _is_inside(span, assertion.content)
    ]
    for hole in inner:
        spans = tuple(part for span in spans for part in _cut(span, hole))
    return spans or assertion.content


def _is_inside(span: Span, content: Spans) -> bool:
    return any(c.covers(span) and c != span for c in content)


def _cut(span: Span, hole: Span) -> Spans:
    if not span.overlaps(hole):
        return (span,)
    before = (Span(span.start, hole.start),) if span.start < hole.start else ()
    after = (Span(hole.end, span.end),) if hole.end < span.end else ()
    return before + after
