"""Disputes: what some claim and others deny, since when, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import Answer, Assertion, Discrepancy, content_id
from firsthand.model.registers import DisputeRow, Turnabout
from firsthand.registers import bars
from firsthand.registers.index import Index, fields, index, published, side, speaker, support, text_of


def fold(answer: Answer, *, at: Index | None = None) -> tuple[DisputeRow, ...]:
    """One row a denied claim, and one a claim whose tellings conflict; in order of the day they began."""
    known = at or index(answer)
    rows = (*_denied(known), *_at_odds(known))
    return tuple(sorted(rows, key=lambda r: (r.since or "9999", r.claim, r.about, r.id)))


def _denied(at: Index) -> Iterator[DisputeRow]:
    by_claim: dict[str, set[str]] = {}
    for denial in at.answer.denials:
        target = denial.denies.claim or at.claim_of.get(str(denial.denies.assertion))
        if target:
            by_claim.setdefault(str(target), set()).add(denial.assertion)
    for assertion in at.answer.assertions:
        claim = at.claim_of.get(assertion.id)
        if claim is not None and _only_denies(at, assertion):
            by_claim.setdefault(claim, set()).add(assertion.id)
    for claim, denying in by_claim.items():
        yield _dispute(at, claim, denying)


_DENYING = frozenset({"cue/deny", "cue/refute", "cue/noun-denial"})


def _only_denies(at: Index, assertion: Assertion) -> bool:
    """A denial of what no report at hand claims: somebody must have."""
    last = at.attributions.get(assertion.chain[-1]) if assertion.chain else None
    return assertion.act == "deny" and last is not None and not _DENYING.isdisjoint(last.rules)


def _dispute(at: Index, claim: str, denying: set[str]) -> DisputeRow:
    told = [at.assertions[a] for a in at.claims[claim].assertions if at.assertions[a].act != "deny"]
    against = [at.assertions[a] for a in sorted(denying)]
    basis = support(at, (*told, *against))
    claimed = tuple(dict.fromkeys(speaker(at, a) for a in told))
    return DisputeRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("disputes", claim, "denial"),
        below=_below(at, told, against),
        claim=text_of(at, at.assertions[at.claims[claim].headline]),
        about="denial",
        claimed_by=claimed,
        denied_by=tuple(dict.fromkeys(speaker(at, a) for a in against)),
        since=min((d for a in against if (d := published(at, a.document))), default=None),
        changes=_changes(at, (*told, *against)),
    )


def _below(at: Index, told: list[Assertion], against: list[Assertion]) -> tuple[str, ...]:
    """A dispute needs a denier who is named; who claims may be unnamed reports."""
    named = any(side(at, a) is not None or not a.chain for a in against)
    reasons = [] if named else [bars.ONE_SIDED]
    return tuple(reasons if told or named else [*reasons, bars.NOBODY])


def _changes(at: Index, assertions: tuple[Assertion, ...]) -> tuple[Turnabout, ...]:
    """Who first said or denied it, and who turned round, by day of print."""
    steps = (Turnabout(published(at, a.document), speaker(at, a), a.act, a.id) for a in assertions)
    ordered = sorted(steps, key=lambda s: (s.date or "9999", s.who, s.act, s.assertion))
    last: dict[str, bool] = {}
    found = []
    for step in ordered:
        denies = step.act == "deny"
        if last.get(step.who) != denies:
            found.append(step)
        last[step.who] = denies
    return tuple(found)


def _at_odds(at: Index) -> Iterator[DisputeRow]:
    for found in at.answer.discrepancies:
        if found.verdict in ("conflict", "unclear"):
            yield _discrepancy(at, found)


def _discrepancy(at: Index, found: Discrepancy) -> DisputeRow:
    assertions = [at.assertions[v.assertion] for v in found.values]
    basis = support(at, assertions)
    values = tuple(dict.fromkeys(v.value for v in found.values))
    return DisputeRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("disputes", found.claim, found.about, *values),
        below=() if found.verdict == "conflict" else (bars.UNCLEAR,),
        claim=text_of(at, at.assertions[at.claims[found.claim].headline]),
        about=f"{found.about}: {' / '.join(values)}",
        claimed_by=tuple(dict.fromkeys(speaker(at, a) for a in assertions)),
        denied_by=(),
        since=basis.first_reported,
        changes=_changes(at, tuple(assertions)),
    )
