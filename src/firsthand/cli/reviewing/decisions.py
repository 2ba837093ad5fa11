"""From a key to a decision: what is accepted, fixed, rejected or merged, as marks that outlive every run."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.export.people.view import ACTS, View
from firsthand.judging.index import Index
from firsthand.judging.marks import mark_claim, mark_entity, mark_handover, mark_telling
from firsthand.model import Act, Assertion, Claim, Factuality
from firsthand.model.judgements import (
    ClaimMark,
    Commitment,
    CorrectChain,
    CorrectStatus,
    Credibility,
    Decision,
    Holder,
    Link,
    Note,
    NotSame,
    RateClaim,
    RateSource,
    Reject,
    Reliability,
    Same,
)

CERTAIN = 0.9
"""An attribution that a careful reader would mark with less probability than this is looked at first."""


class Fix(msgspec.Struct, frozen=True):
    """One way to correct a telling, in words, and the decision that does it."""

    words: str
    decision: Decision


def queue(view: View) -> tuple[Claim, ...]:
    """Claims to look at: disputed ones first, then those with doubtful attributions, then those told most often."""

    def rank(claim: Claim) -> tuple[bool, bool, int, str]:
        told = [view.assertions[a] for a in claim.assertions]
        doubtful = any(a.probability < CERTAIN for t in told for a in view.chain(t))
        return not claim.denied_by, not doubtful, -len(claim.assertions), claim.id

    return tuple(sorted(view.answer.claims, key=rank))


def accept(index: Index, claim: Claim) -> tuple[Decision, ...]:
    """Each telling is pinned as it is read now: who speaks, its act, and how far everybody commits themselves."""
    return tuple(pin(index, index.get("assertion", a)) for a in claim.assertions)


def pin(index: Index, assertion: Assertion) -> CorrectStatus:
    """The status of a telling as it is read now."""
    held = tuple(Commitment(_holder(index, key), value) for key, value in assertion.factuality.items())
    return CorrectStatus(mark_telling(index, assertion.id), assertion.act, held)


def _holder(index: Index, key: str) -> Holder:
    if key == "author":
        return "author"
    if key.startswith("attribution:"):
        return mark_handover(index, key.removeprefix("attribution:"))
    return mark_entity(index, key)


def reject_claim(index: Index, claim: Claim) -> Reject:
    return Reject(mark_claim(index, claim.id))


def reject_telling(index: Index, assertion: Assertion) -> Reject:
    return Reject(mark_telling(index, assertion.id))


def merge(index: Index, left: Claim, right: Claim) -> Same:
    return Same(*_pair(index, left, right))


def part(index: Index, left: Claim, right: Claim) -> NotSame:
    return NotSame(*_pair(index, left, right))


def take_out(index: Index, claim: Claim, assertion: Assertion) -> NotSame:
    """The telling is none of the claim's."""
    rest = tuple(a for a in claim.assertions if a != assertion.id)
    own = ClaimMark((mark_telling(index, assertion.id),))
    return NotSame(own, ClaimMark(tuple(mark_telling(index, a) for a in rest)))


def _pair(index: Index, left: Claim, right: Claim) -> tuple[ClaimMark, ClaimMark]:
    return mark_claim(index, left.id), mark_claim(index, right.id)


def rate_claim(index: Index, claim: Claim, credibility: Credibility) -> RateClaim:
    return RateClaim(mark_claim(index, claim.id), credibility)


def rate_source(index: Index, entity: str, reliability: Reliability) -> RateSource:
    return RateSource(mark_entity(index, entity), reliability)


def note(index: Index, assertion: Assertion, words: str) -> Note:
    return Note(index.anchor(assertion.document, assertion.content), words)


def fixes(view: View, index: Index, assertion: Assertion) -> tuple[Fix, ...]:
    """The ways to correct a telling: another act, another voice at its far end, no voice but the page's own."""
    return (*_acts(index, assertion), *_status(index, assertion), *_chains(view, index, assertion))


def _acts(index: Index, assertion: Assertion) -> Iterable[Fix]:
    mark = mark_telling(index, assertion.id)
    acts: tuple[Act, ...] = ("state", "claim", "accuse", "deny", "confirm", "plan", "demand", "predict", "ask")
    return (Fix(f"act: it {ACTS[a]} this", CorrectStatus(mark, a)) for a in acts if a != assertion.act)


_STATUS: tuple[tuple[Factuality, str], ...] = (
    ("CT+", "holds it for certain"),
    ("PR+", "holds it for probable"),
    ("CT-", "holds it for untrue"),
    ("Uu", "does not commit itself"),
)


def _status(index: Index, assertion: Assertion) -> Iterable[Fix]:
    mark = mark_telling(index, assertion.id)
    now = assertion.factuality["author"]
    return (
        Fix(f"status: the page {words}", CorrectStatus(mark, None, (Commitment("author", value),)))
        for value, words in _STATUS
        if value != now
    )


def _chains(view: View, index: Index, assertion: Assertion) -> Iterable[Fix]:
    mark = mark_telling(index, assertion.id)
    if assertion.chain:
        yield Fix("chain: the page says it in its own voice", CorrectChain(mark, ()))
    links = tuple(_link(index, a.id) for a in view.chain(assertion))
    for number in range(1, len(links)):
        through = " ← ".join(view.voice(a) for a in view.chain(assertion)[:number])
        yield Fix(f"chain: it ends at {through}", CorrectChain(mark, links[:number]))
    speaking = {a.source_entity for a in view.chain(assertion)}
    here = sorted(
        (e for e in view.answer.entities if any(m.document == assertion.document for m in e.mentions)),
        key=lambda e: (e.name.casefold(), e.id),
    )
    for entity in here:
        if entity.id not in speaking and entity.kind in _SPEAKERS:
            yield Fix(f"chain: {entity.name} says it", CorrectChain(mark, (Link(None, mark_entity(index, entity.id)),)))


_SPEAKERS = frozenset({"person", "state", "government", "organisation", "armed group", "outlet", "people"})


def _link(index: Index, attribution: str) -> Link:
    found = index.get("attribution", attribution)
    source = index.anchor(found.document, found.source) if found.source else None
    return Link(source, mark_entity(index, found.source_entity) if found.source_entity else None)
