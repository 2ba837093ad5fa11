"""From a mark back to the records of an answer: by the same words, or by nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from firsthand.judging.anchors import holds, likeness
from firsthand.judging.index import Index
from firsthand.model import Assertion, Attribution, Derivation, Span, Spans, words
from firsthand.model.judgements import Anchor, ClaimMark, DerivationMark, EntityMark, HandoverMark, TellingMark

NEAR = 0.8
"""Of the letters of both passages so many are shared where a new reading has moved an edge: a cut-off comma or "that",
never another clause."""


class Place(NamedTuple):
    """An anchor in a document of the answer, as spans of its text."""

    document: str
    spans: Spans


def find_places(found: Anchor, index: Index) -> Iterator[Place]:
    """Every document with the anchor's letters; the words are there, or it is none of them."""
    for document in index.by_letters.get(found.text, ()):
        spelt = index.spelt(document)
        if holds(found, spelt):
            yield Place(document, spelt.outward(found.spans))


def find_tellings(mark: TellingMark, index: Index) -> tuple[str, ...]:
    """Ids of the assertions with this content, one a document; of several those with the sources are meant."""
    found = []
    for place in find_places(mark.content, index):
        near = _nearest(place, mark.content, index.assertions_in.get(place.document, ()), index)
        if near:
            best = min(near, key=lambda a: (_chain_words(a, index) != mark.sources, len(a.chain), a.id))
            found.append(best.id)
    return tuple(found)


def _chain_words(told: Assertion, index: Index) -> tuple[str, ...]:
    text = index.documents[told.document].text
    links = (index.attributions.get(link) for link in told.chain)
    return tuple(words(link.source, text) for link in links if link is not None)


def find_handovers(mark: HandoverMark, index: Index) -> tuple[str, ...]:
    """Ids of the attributions with this content and source, one a document."""
    found = []
    for place in find_places(mark.content, index):
        near = _nearest(place, mark.content, index.attributions_in.get(place.document, ()), index)
        wanted = _there(mark.source, place.document, index)
        if near:
            found.append(min(near, key=lambda a: (a.source != wanted, a.id)).id)
    return tuple(found)


def _there(found: Anchor | None, document: str, index: Index) -> Spans:
    places = find_places(found, index) if found is not None else iter(())
    return next((p.spans for p in places if p.document == document), ())


Told = TypeVar("Told", Assertion, Attribution)


def _nearest(place: Place, mark: Anchor, among: Iterable[Told], index: Index) -> list[Told]:
    """Records whose content has the same letters, else those nearest to it, if near enough."""
    spelt = index.spelt(place.document)
    inward = [(spelt.inward(a.content), a) for a in among]
    if same := [a for spans, a in inward if spans == mark.spans]:
        return same
    scored = [(likeness(spans, mark.spans), a) for spans, a in inward if _meet(spans, mark.spans)]
    best = max((score for score, _ in scored), default=0.0)
    return [a for score, a in scored if score == best >= NEAR]


def _meet(left: Spans, right: Spans) -> bool:
    return any(a.overlaps(b) for a in left for b in right)


def find_claim(mark: ClaimMark, index: Index) -> str | None:
    """The claim that most of the tellings now stand in; the headline's of two."""
    votes: Counter[str] = Counter()
    first: dict[str, int] = {}
    for rank, telling in enumerate(mark.tellings):
        for told in find_tellings(telling, index):
            for claim in index.claims_of.get(told, ()):
                votes[claim] += 1
                first.setdefault(claim, rank)
    return min(votes, key=lambda c: (-votes[c], first[c], c), default=None)


def tellings_of(mark: ClaimMark, index: Index) -> frozenset[str]:
    """Ids of the assertions by which a claim was marked, as far as they are still told."""
    return frozenset(told for telling in mark.tellings for told in find_tellings(telling, index))


def find_entity(mark: EntityMark, index: Index) -> str | None:
    """The entity with this id, else the one of this kind and name, else the one most often mentioned where it was."""
    if mark.entity in index.entities:
        return mark.entity
    named = index.named.get((mark.kind, mark.name.casefold()), ())
    if len(named) == 1:
        return named[0]
    votes: Counter[str] = Counter(
        id_ for place in mentions_of(mark, index) for id_ in _mentioned(place.document, place.spans[0], index)
    )
    return min(votes, key=lambda e: (e not in named, -votes[e], e), default=None)


def _mentioned(document: str, span: Span, index: Index) -> tuple[str, ...]:
    there = index.mentions_in.get(document, {})
    return there.get(span) or tuple(e for other, ids in there.items() if other.overlaps(span) for e in ids)


def mentions_of(mark: EntityMark, index: Index) -> tuple[Place, ...]:
    """Where it was mentioned when it was marked, as far as those texts are here."""
    return tuple(place for a in mark.mentions for place in find_places(a, index))


def find_derivations(mark: DerivationMark, index: Index) -> tuple[Derivation, ...]:
    """Derivations of this kind between these words, or from this outlet."""
    here = {p.document for p in find_places(mark.child, index)}
    there = {p.document for p in find_places(mark.parent, index)} if mark.parent is not None else set()
    return tuple(
        d
        for d in index.answer.derivations
        if d.child.document in here
        and d.kind == mark.kind
        and (d.parent.outlet == mark.outlet if mark.outlet is not None else d.parent.document in there)
        and likeness(index.spelt(d.child.document).inward(d.child.spans), mark.child.spans) >= NEAR
    )
