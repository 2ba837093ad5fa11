"""From a record of an answer to the mark by which it is found again, whatever its id will be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firsthand.judging.index import Index
from firsthand.model import Claim, Denial, Derivation, Discrepancy, Echo, Entity, Occurrence, Span, words
from firsthand.model.judgements import (
    Anchor,
    ClaimMark,
    DenialMark,
    DerivationMark,
    DiscrepancyMark,
    EchoMark,
    EntityMark,
    Finding,
    HandoverMark,
    TellingMark,
)

MANY = 200
"""An entity is marked by so many of its mentions, each document's first ones before the rest."""


def mark_entity(index: Index, id_: str, *, at: Iterable[Occurrence] = ()) -> EntityMark:
    """With `at`, the entity as mentioned there and nowhere else: so two people of one name in one report are told
    apart."""
    entity: Entity = index.get("entity", id_)
    chosen = tuple(at) or _chosen(entity)
    found = (_try_anchor(index, m.document, m.span) for m in chosen)
    return EntityMark(entity.id, entity.name, entity.kind, tuple(a for a in found if a is not None))


def _chosen(entity: Entity) -> tuple[Occurrence, ...]:
    met: dict[str, int] = {}
    ranked: list[tuple[int, str, Span, Occurrence]] = []
    for m in entity.mentions:
        met[m.document] = met.get(m.document, 0) + 1
        ranked.append((met[m.document], m.document, m.span, m))
    return tuple(m for *_, m in sorted(ranked, key=lambda r: r[:3])[:MANY])


def _try_anchor(index: Index, document: str, span: Span) -> Anchor | None:
    spelt = index.spelt(document)
    return index.anchor(document, (span,)) if spelt.inward((span,)) else None


def mark_telling(index: Index, id_: str) -> TellingMark:
    told = index.get("assertion", id_)
    text = index.get("document", told.document).text
    links = (index.attributions.get(link) for link in told.chain)
    return TellingMark(
        index.anchor(told.document, told.content), tuple(words(link.source, text) for link in links if link is not None)
    )


def mark_handover(index: Index, id_: str) -> HandoverMark:
    given = index.get("attribution", id_)
    source = index.anchor(given.document, given.source) if given.source else None
    return HandoverMark(index.anchor(given.document, given.content), source)


def mark_claim(index: Index, id_: str) -> ClaimMark:
    claim: Claim = index.get("claim", id_)
    ordered = dict.fromkeys((claim.headline, *claim.assertions))
    return ClaimMark(tuple(mark_telling(index, a) for a in ordered))


def mark_derivation(index: Index, found: Derivation) -> DerivationMark:
    document, spans, outlet = found.parent.document, found.parent.spans, found.parent.outlet
    there = isinstance(document, str) and isinstance(spans, tuple) and spans
    return DerivationMark(
        index.anchor(found.child.document, found.child.spans),
        index.anchor(str(document), spans) if there and isinstance(spans, tuple) else None,
        outlet if isinstance(outlet, str) else None,
        found.kind,
    )


def mark_echo(index: Index, found: Echo) -> EchoMark:
    return EchoMark(mark_telling(index, found.attributed), mark_telling(index, found.unattributed))


def mark_denial(index: Index, found: Denial) -> DenialMark:
    target = found.denies
    return DenialMark(
        mark_telling(index, found.assertion),
        mark_telling(index, target.assertion)
        if isinstance(target.assertion, str)
        else mark_claim(index, str(target.claim)),
    )


def mark_discrepancy(index: Index, found: Discrepancy) -> DiscrepancyMark:
    values = tuple(index.anchor(index.get("assertion", v.assertion).document, (v.span,)) for v in found.values)
    return DiscrepancyMark(mark_claim(index, found.claim), found.about, values)


def mark(index: Index, kind: str, found: str | Derivation | Echo | Denial | Discrepancy) -> Finding:
    """The mark of a `claim`, `assertion`, `attribution` or `entity` by id, or of any other finding as it stands."""
    match found:
        case Derivation():
            return mark_derivation(index, found)
        case Echo():
            return mark_echo(index, found)
        case Denial():
            return mark_denial(index, found)
        case Discrepancy():
            return mark_discrepancy(index, found)
    makers: dict[str, Callable[[Index, str], Finding]] = {
        "claim": mark_claim,
        "assertion": mark_telling,
        "attribution": mark_handover,
        "entity": mark_entity,
    }
    return makers[kind](index, found)
