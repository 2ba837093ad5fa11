"""A claim and its evidence as the trained judge reads them: one row of pieces, with what the rules know of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.comparing.verdicts import Finding, Pairing, is_firm
from firsthand.comparing.verdicts_weighed import Chances, Numbers, Words, chances_of, compare_words, lay_numbers
from firsthand.model import Span
from firsthand.reading.encoder import tokenizer

FIRST, LAST = 101, 102
"""The vocabulary's pieces before a pair and behind each of its sides."""
SIDES = (64, 150)
"""So many pieces of claim and evidence are read."""
OVERALL = 8

_STANDINGS = {"same": 1, "inside": 3, "more": 5, "less": 7, "open": 9}
_ALONE = 11
_FOUND = {
    "verdict/within": 12,
    "verdict/beyond": 13,
    "verdict/open": 14,
    "verdict/other-day": 15,
    "verdict/not-measured": 16,
}
_NO_VALUE = 17
MARKS = 18
"""Pieces below this stand for what the rules found; the vocabulary has no use for them."""

Marks = Mapping[Span, int]


class Laid(msgspec.Struct, frozen=True):
    """Ids of the pieces of both sides: a mark for the rules' verdict first, and behind each value one for how it stands
    to the other side's. `types` are 0 in the claim and 1 in the evidence. `overall` says how much of either side the
    other has, how sure the least sure pairing is, whether a limit is claimed, how many numbers either side has, and how
    likely what the rules found bears out the claim and refutes it. `found` is what the rules alone say."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    overall: tuple[float, ...]
    found: Finding


def lay_pair(claim: str, evidence: str, published: str | None = None) -> Laid:
    """The pair, with what the rules alone find, weighed by the packaged weights."""
    numbers, words = lay_numbers(claim, evidence, published), compare_words(claim, evidence)
    return lay_weighed(claim, evidence, numbers, words, chances_of(numbers, words))


def lay_weighed(claim: str, evidence: str, numbers: Numbers, words: Words, chances: Chances | None) -> Laid:
    """The pair with its numbers laid beside each other and weighed; `chances` None where the claim has none."""
    pairings, found = numbers.pairings, numbers.found
    said = {p.claim.span: _mark(p) for p in pairings}
    answered: dict[Span, int] = {}
    for pairing in pairings:
        if pairing.evidence is not None:
            answered.setdefault(pairing.evidence.span, _mark(pairing))
    verdict = _FOUND[found.rule] if numbers.claim else _NO_VALUE
    one = (FIRST, verdict, *_pieces(claim, said)[: SIDES[0]], LAST)
    other = (*_pieces(evidence, answered)[: SIDES[1]], LAST)
    return Laid(
        ids=one + other,
        types=(0,) * len(one) + (1,) * len(other),
        overall=(*_overall(numbers, words), *((0.0, 0.0) if chances is None else chances[:2])),
        found=found,
    )


def _mark(pairing: Pairing) -> int:
    """How the evidence's value stands to the claim's, and whether that is sure."""
    if pairing.evidence is None:
        return _ALONE
    return _STANDINGS[pairing.standing] + is_firm(pairing)


def _pieces(text: str, marks: Marks) -> tuple[int, ...]:
    """The ids of the words' pieces, each mark behind its value."""
    encoded = tokenizer().encode(text, add_special_tokens=False)
    waiting = sorted(marks.items(), reverse=True)
    ids: list[int] = []
    for id, (start, _) in zip(encoded.ids, encoded.offsets, strict=True):
        while waiting and waiting[-1][0].end <= start:
            ids.append(waiting.pop()[1])
        ids.append(id)
    return (*ids, *(mark for _, mark in reversed(waiting)))


def _overall(numbers: Numbers, words: Words) -> tuple[float, ...]:
    return (
        words.claim_shared,
        words.evidence_shared,
        round(min((p.score for p in numbers.pairings), default=0.0), 4),
        float(any(p.claim.bound for p in numbers.pairings)),
        min(len(numbers.pairings), 4) / 4,
        min(len(numbers.evidence), 4) / 4,
    )
