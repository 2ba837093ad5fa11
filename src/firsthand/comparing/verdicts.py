"""Whether one sentence bears out another: by rule where numbers or dates decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from firsthand.comparing.numeric import INFINITE, Standing, Value, closeness, comparable, find_values, in_year, standing

Verdict = Literal["supports", "refutes", "unknown"]

_CLOSE = 1.0
_UNIT = 0.3
_SHARED = 1.0
_EXACT = 1.3
"""An exact number refutes only where the words around it agree so far; "Chapter 3" is no count of millions."""
_FIRM = 1.3


class Pairing(msgspec.Struct, frozen=True):
    """A value of the claim beside the one of the evidence that measures the same, None where none does; `score` says
    how alike what they measure is."""

    claim: Value
    evidence: Value | None
    standing: Standing
    score: float


class Finding(msgspec.Struct, frozen=True):
    """A verdict with the rule that gave it and the values it rests on."""

    verdict: Verdict
    rule: str
    pairings: tuple[Pairing, ...] = ()


def judge_numbers(claim: str, evidence: str, published: str | None = None) -> Finding:
    """What the numbers and dates of the evidence say of those of the claim."""
    return weigh(pair_values(find_values(claim, published), find_values(evidence, published)))


def pair_values(claim: tuple[Value, ...], evidence: tuple[Value, ...]) -> tuple[Pairing, ...]:
    """Each value of the claim with the one of the evidence that it answers best, the best pairs first; none twice
    while others are left."""
    scored = sorted(
        ((likeness(c, e), -i, -j) for i, c in enumerate(claim) for j, e in enumerate(evidence) if comparable(c, e)),
        reverse=True,
    )
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for again in (False, True):
        for score, i, j in scored:
            if -i not in taken and (again or -j not in used):
                taken[-i] = -j, score
                used.add(-j)
    return tuple(_paired(c, taken.get(i), evidence) for i, c in enumerate(claim))


def _paired(claim: Value, found: tuple[int, float] | None, evidence: tuple[Value, ...]) -> Pairing:
    if found is None:
        return Pairing(claim, None, "open", 0.0)
    return Pairing(claim, evidence[found[0]], standing(claim, evidence[found[0]]), round(found[1], 4))


def likeness(claim: Value, evidence: Value) -> float:
    """How alike what two values measure is: the words around them, the numbers, the units."""
    there = dict(evidence.near)
    total = sum(w for _, w in claim.near) or 1.0
    shared = sum(min(w, there[k]) for k, w in claim.near if k in there)
    return _SHARED * shared / total + _CLOSE * closeness(claim, evidence) + _UNIT * (claim.unit == evidence.unit)


def weigh(pairings: tuple[Pairing, ...]) -> Finding:
    """The verdict of all pairs together. Limits of the claim decide before exact numbers, amounts before dates."""
    firm = tuple(p for p in pairings if p.evidence is not None and is_firm(p))
    amounts = tuple(p for p in firm if p.claim.unit != "date")
    days = tuple(p for p in firm if p.claim.unit == "date")
    if any(p.claim.bound for p in amounts):
        limits = tuple(p for p in amounts if p.claim.bound)
        others = tuple(p for p in amounts if not p.claim.bound and p.standing != "same" and p.score > _EXACT)
        return _decide((*limits, *others), days)
    if any(p.claim.bound for p in days):
        return _decide(
            (*(p for p in days if p.claim.bound), *(p for p in amounts if p.standing != "same" and p.score > _EXACT)),
            (),
        )
    return _decide(amounts or days, ())


def is_firm(pairing: Pairing) -> bool:
    return pairing.claim.bound or pairing.standing == "same" or pairing.score >= _FIRM


def _decide(used: tuple[Pairing, ...], days: Iterable[Pairing]) -> Finding:
    if not used:
        return Finding("unknown", "verdict/not-measured")
    beyond = {p.standing for p in used} & {"more", "less"}
    if len(beyond) == 1 and any(as_of(d) in beyond for d in days):
        return Finding("unknown", "verdict/other-day", used)
    if beyond:
        return Finding("refutes", "verdict/beyond", used)
    if any(p.standing == "open" for p in used):
        return Finding("unknown", "verdict/open", used)
    return Finding("supports", "verdict/within", used)


def as_of(day: Pairing) -> Standing:
    """How the day up to which the evidence counts stands to the claim's, each taken as one day."""
    if day.evidence is None or not (day.claim.scope or day.evidence.scope):
        return "open"
    low, high = day.claim.low, day.claim.high
    if low == -INFINITE:
        low = high = high - day.claim.strict
    elif high == INFINITE:
        low = high = low + day.claim.strict
    other = in_year(day.claim, day.evidence)
    if other.said < low:
        return "less"
    return "more" if min(other.said, other.high) > high else "same"
