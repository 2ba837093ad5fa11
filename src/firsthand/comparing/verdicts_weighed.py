"""Whether one sentence bears out another, weighed.

What the rules find about its numbers counts with how well the words agree, and with how well the best number that bears
it out and the best that does not answer the claim's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import get_args

import msgspec

from firsthand.comparing.numeric import Value, comparable, find_values, standing
from firsthand.comparing.terms import weight
from firsthand.comparing.verdicts import Finding, Pairing, Verdict, as_of, likeness, pair_values, weigh
from firsthand.comparing.verdicts_package import package_folder
from firsthand.comparing.wording import word_keys
from firsthand.errors import ModelError

KINDS = ("limit", "limit-day", "exact", "day")
"""What a claim can state: a limit of an amount or a date, an amount, a date."""
_RULES = ("within", "beyond", "open", "other-day", "not-measured")
SIGNS = (
    *(f"verdict/{rule}" for rule in _RULES),
    *(f"as-of/{standing}" for standing in ("same", "more", "less")),
    *(f"{kind}/{sign}" for kind in KINDS for sign in ("stated", "in", "out")),
    "claim-shared", "evidence-shared", "claim-words", "evidence-words", "always",
)  # fmt: skip
"""The signs, in the order of their weights.

The rules' verdict; how the day up to which the evidence counts stands to the claim's; of each kind whether it is
stated, and how alike what is measured is by the best value of the evidence that is within it and by the best that is
not; how much of either side's words the other has, by weight; how many words either has."""
_LONG = (20, 60)
"""More words than this of claim and evidence count as so many."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

Chances = tuple[float, float, float]


class Numbers(msgspec.Struct, frozen=True):
    """A claim's values beside the evidence's, with what the rules say of them."""

    claim: tuple[Value, ...]
    evidence: tuple[Value, ...]
    found: Finding
    pairings: tuple[Pairing, ...]


class Words(msgspec.Struct, frozen=True):
    """How many words either side has that can be compared, and how much of them, by weight, the other has too."""

    claim: int
    evidence: int
    claim_shared: float
    evidence_shared: float


class _Weights(msgspec.Struct, frozen=True):
    """What each sign is worth to the log-odds of `supports` and of `refutes`, those of `unknown` being nought."""

    signs: tuple[str, ...]
    supports: tuple[float, ...]
    refutes: tuple[float, ...]


def weigh_numbers(claim: str, evidence: str, published: str | None = None) -> Finding:
    """What the numbers and dates of the evidence say of those of the claim, weighed; by rule alone where no weights are
    installed. Where it comes to what the rules say, their rule signs."""
    numbers = lay_numbers(claim, evidence, published)
    chances = chances_of(numbers, compare_words(claim, evidence))
    if chances is None:
        return numbers.found
    verdict = likeliest(chances)
    return numbers.found if verdict == numbers.found.verdict else Finding(verdict, "verdict/weighed", numbers.pairings)


def likeliest(chances: Chances) -> Verdict:
    """The verdict with the best chance, of equals the first."""
    return VERDICTS[min(range(3), key=lambda i: (-chances[i], i))]


def chances_of(numbers: Numbers, words: Words) -> Chances | None:
    """How likely the evidence supports, refutes, or says nothing of the claim; None where the claim has no number, or
    no weights are installed."""
    weights = _load_weights()
    if weights is None or not numbers.claim:
        return None
    signs = find_signs(numbers, words)
    odds = [math.fsum(w * s for w, s in zip(ws, signs, strict=True)) for ws in (weights.supports, weights.refutes)]
    raised = [math.exp(o) for o in (*odds, 0.0)]
    supports, refutes, unknown = (round(r / math.fsum(raised), 4) for r in raised)
    return supports, refutes, unknown


def lay_numbers(claim: str, evidence: str, published: str | None = None) -> Numbers:
    """The values of both sides, and what the rules say of them."""
    ours, theirs = find_values(claim, published), find_values(evidence, published)
    pairings = pair_values(ours, theirs)
    return Numbers(ours, theirs, weigh(pairings), pairings)


def find_signs(numbers: Numbers, words: Words) -> tuple[float, ...]:
    """The signs as in `SIGNS`."""
    days = {as_of(p) for p in numbers.pairings if p.claim.unit == "date"}
    return (
        *(float(numbers.found.rule == f"verdict/{rule}") for rule in _RULES),
        *(float(standing in days) for standing in ("same", "more", "less")),
        *(sign for kind in KINDS for sign in _kind_signs(kind, numbers)),
        words.claim_shared,
        words.evidence_shared,
        min(words.claim, _LONG[0]) / 10,
        min(words.evidence, _LONG[1]) / 20,
        1.0,
    )


def _kind_signs(kind: str, numbers: Numbers) -> tuple[float, float, float]:
    """Whether the claim states such a value; of the one that is answered best, the best of the evidence within it and
    beyond it."""
    stated = [p for p in numbers.pairings if _kind(p.claim) == kind]
    if not stated:
        return 0.0, 0.0, 0.0
    claim = max(stated, key=lambda p: (p.score, -p.claim.span.start)).claim
    best = {True: 0.0, False: 0.0}
    for within, alike in _answers(claim, numbers.evidence):
        best[within] = max(best[within], alike)
    return 1.0, best[True], best[False]


def _answers(claim: Value, evidence: tuple[Value, ...]) -> Iterator[tuple[bool, float]]:
    """Whether each value of the evidence that can be compared is within the claim's, and how alike both are."""
    for value in evidence:
        if comparable(claim, value) and (where := standing(claim, value)) != "open":
            yield where in ("same", "inside"), likeness(claim, value)


def _kind(value: Value) -> str:
    return KINDS[(value.unit == "date") + 2 * (not value.bound)]


def compare_words(claim: str, evidence: str) -> Words:
    ours, theirs = word_keys(claim), word_keys(evidence)
    shared = _heavy(ours & theirs)
    return Words(
        len(ours), len(theirs), round(shared / (_heavy(ours) or 1.0), 4), round(shared / (_heavy(theirs) or 1.0), 4)
    )


def _heavy(keys: frozenset[str]) -> float:
    return sum(max(0.05, weight(key)) if len(key) > 1 else 0.3 for key in sorted(keys))


@cache
def _load_weights() -> _Weights | None:
    """The packaged weights, None where they are not installed; ModelError where they go by other signs."""
    try:
        path = package_folder() / "numbers.json"
    except ModelError:
        return None
    found = msgspec.json.decode(path.read_text(encoding="utf-8"), type=_Weights)
    if found.signs != SIGNS:
        raise ModelError("the weights of numbers go by other signs", hint="pip install a newer firsthand-verdicts-en")
    return found
