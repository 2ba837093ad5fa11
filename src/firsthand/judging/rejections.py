"""Findings that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from firsthand.judging.anchors import likeness
from firsthand.judging.corrections import GONE
from firsthand.judging.draft import Draft
from firsthand.judging.finding import (
    NEAR,
    find_claim,
    find_derivations,
    find_entity,
    find_handovers,
    find_places,
    find_tellings,
)
from firsthand.judging.index import Index
from firsthand.judging.records import Outcome
from firsthand.judging.recounting import covers
from firsthand.model import Assertion, Discrepancy
from firsthand.model.judgements import (
    ClaimMark,
    DenialMark,
    DerivationMark,
    DiscrepancyMark,
    EchoMark,
    EntityMark,
    HandoverMark,
    Judgement,
    Reject,
    TellingMark,
)


def reject(draft: Draft, index: Index, judgement: Judgement, decision: Reject) -> Outcome:
    """Take the finding out of the answer, with whatever rests on it."""
    ids = _REJECTING[type(decision.finding)](draft, index, decision.finding)
    return Outcome(judgement.id, "applied", ids) if ids else Outcome(judgement.id, "lost", why=GONE)


Ids = tuple[str, ...]


def _reject_entity(draft: Draft, index: Index, mark: EntityMark) -> Ids:
    found = find_entity(mark, index)
    if found is None:
        return ()
    current = draft.merged.get(found, found)
    draft.entities.pop(current, None)
    draft.rename_entities(frozenset({current}), lambda id_, document, spans: None)
    return (found,)


def _reject_telling(draft: Draft, index: Index, mark: TellingMark) -> Ids:
    ids = find_tellings(mark, index)
    draft.drop_tellings(frozenset(ids))
    return ids


def _reject_handover(draft: Draft, index: Index, mark: HandoverMark) -> Ids:
    ids = find_handovers(mark, index)
    for id_ in ids:
        gone = draft.attributions.pop(id_, None)
        if gone is None:
            continue
        for a in index.attributions_in.get(gone.document, ()):
            if a.id in draft.attributions and draft.attributions[a.id].parent == id_:
                draft.attributions[a.id] = msgspec.structs.replace(draft.attributions[a.id], parent=gone.parent)
        cut = [t for t in draft.assertions.values() if id_ in t.chain]
        draft.assertions.update((t.id, _without_link(t, id_, gone.source_entity)) for t in cut)
        draft.touch_tellings(frozenset(t.id for t in cut), source=True)
    return ids


def _without_link(told: Assertion, link: str, speaker: str | None) -> Assertion:
    holder = speaker or f"attribution:{link}"
    return msgspec.structs.replace(
        told,
        chain=tuple(a for a in told.chain if a != link),
        factuality={h: f for h, f in told.factuality.items() if h != holder},
    )


def _reject_claim(draft: Draft, index: Index, mark: ClaimMark) -> Ids:
    found = find_claim(mark, index)
    if found is None:
        return ()
    draft.drop_claim(draft.merged.get(found, found))
    return (found,)


def _reject_derivation(draft: Draft, index: Index, mark: DerivationMark) -> Ids:
    gone = find_derivations(mark, index)
    draft.derivations = [d for d in draft.derivations if d not in gone]
    freed = frozenset(
        a.id for d in gone for a in index.assertions_in.get(d.child.document, ()) if covers(d.child.spans, a.content)
    )
    draft.freed |= freed
    draft.touch_tellings(freed)
    return tuple(dict.fromkeys(d.child.document for d in gone))


def _reject_echo(draft: Draft, index: Index, mark: EchoMark) -> Ids:
    told, repeated = (frozenset(find_tellings(m, index)) for m in (mark.attributed, mark.unattributed))
    gone = [e for e in draft.echoes if e.attributed in told and e.unattributed in repeated]
    draft.echoes = [e for e in draft.echoes if e not in gone]
    freed = frozenset(e.unattributed for e in gone)
    draft.freed |= freed
    draft.touch_tellings(freed)
    return tuple(sorted(freed))


def _reject_denial(draft: Draft, index: Index, mark: DenialMark) -> Ids:
    """The claim is no longer denied by it; what the assertion tells stays told."""
    denying = frozenset(find_tellings(mark.assertion, index))
    denied = _denied(draft, index, mark.denies)
    gone = [d for d in draft.denials if d.assertion in denying and {d.denies.assertion, d.denies.claim} & denied]
    draft.denials = [d for d in draft.denials if d not in gone]
    for claim in list(draft.claims.values()):
        told = {d.denies.assertion for d in gone} & set(claim.assertions)
        by = {d.assertion for d in gone if d.denies.claim == claim.id or d.denies.assertion in told}
        if by & set(claim.denied_by):
            left = tuple(a for a in claim.denied_by if a not in by)
            draft.claims[claim.id] = msgspec.structs.replace(claim, denied_by=left)
    return tuple(dict.fromkeys(d.assertion for d in gone))


def _denied(draft: Draft, index: Index, mark: TellingMark | ClaimMark) -> frozenset[object]:
    """Ids of what a denial denies."""
    if isinstance(mark, TellingMark):
        return frozenset(find_tellings(mark, index))
    claim = find_claim(mark, index)
    return frozenset() if claim is None else frozenset({draft.merged.get(claim, claim)})


def _reject_discrepancy(draft: Draft, index: Index, mark: DiscrepancyMark) -> Ids:
    claim = find_claim(mark.claim, index)
    current = draft.merged.get(claim, claim) if claim is not None else None
    gone = [
        d for d in draft.discrepancies if d.claim == current and d.about == mark.about and _same_values(d, mark, index)
    ]
    draft.discrepancies = [d for d in draft.discrepancies if d not in gone]
    return (current,) if current is not None and gone else ()


def _same_values(found: Discrepancy, mark: DiscrepancyMark, index: Index) -> bool:
    """Whether every value that was marked is among its rivals; a new rival leaves a rejected quarrel rejected."""
    told = {v.assertion: index.assertions[v.assertion].document for v in found.values}
    return all(
        any(
            told[v.assertion] == place.document
            and likeness(index.spelt(place.document).inward((v.span,)), wanted.spans) >= NEAR
            for place in find_places(wanted, index)
            for v in found.values
        )
        for wanted in mark.values
    )


_REJECTING: dict[type, Callable[[Draft, Index, Any], Ids]] = {
    EntityMark: _reject_entity,
    TellingMark: _reject_telling,
    HandoverMark: _reject_handover,
    ClaimMark: _reject_claim,
    DerivationMark: _reject_derivation,
    EchoMark: _reject_echo,
    DenialMark: _reject_denial,
    DiscrepancyMark: _reject_discrepancy,
}
