"""A claim and its evidence as the trained judge reads them: one row of pieces, with what the rules know of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.comparing.numeric import find_values
from firsthand.comparing.terms import group_stems, stem, weight
from firsthand.comparing.verdicts import Finding, Pairing, is_firm, pair_values, weigh
from firsthand.comparing.wording import find_words
from firsthand.model import Span
from firsthand.reading.encoder import tokenizer

FIRST, LAST = 101, 102
"""The vocabulary's pieces before a pair and behind each of its sides."""
SIDES = (64, 150)
"""So many pieces of claim and evidence are read."""
OVERALL = 6

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
    other has, how sure the least sure pairing is, whether a limit is claimed, and how many numbers either side has.
    `found` is what the rules alone say."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    overall: tuple[float, ...]
    found: Finding


def lay_pair(claim: str, evidence: str, published: str | None = None) -> Laid:
    """The pair, with what the rules alone find."""
    ours, theirs = find_values(claim, published), find_values(evidence, published)
    pairings = pair_values(ours, theirs)
    found = weigh(pairings)
    said = {p.claim.span: _mark(p) for p in pairings}
    answered: dict[Span, int] = {}
    for pairing in pairings:
        if pairing.evidence is not None:
            answered.setdefault(pairing.evidence.span, _mark(pairing))
    verdict = _FOUND[found.rule] if ours else _NO_VALUE
    one = (FIRST, verdict, *_pieces(claim, said)[: SIDES[0]], LAST)
    other = (*_pieces(evidence, answered)[: SIDES[1]], LAST)
    return Laid(
        ids=one + other,
        types=(0,) * len(one) + (1,) * len(other),
        overall=_overall(pairings, len(theirs), _keys(claim), _keys(evidence)),
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


def _keys(text: str) -> frozenset[str]:
    """What its words are compared by: synonym groups, or stems."""
    stems = tuple(stem(word) for word, _ in find_words(text))
    return frozenset(g if len(g) > 1 else s for s, g in zip(stems, group_stems(stems), strict=True))


def _overall(
    pairings: tuple[Pairing, ...], values: int, ours: frozenset[str], theirs: frozenset[str]
) -> tuple[float, ...]:
    shared = sum(_heavy(k) for k in sorted(ours & theirs))
    return (
        round(shared / (sum(map(_heavy, sorted(ours))) or 1.0), 4),
        round(shared / (sum(map(_heavy, sorted(theirs))) or 1.0), 4),
        round(min((p.score for p in pairings), default=0.0), 4),
        float(any(p.claim.bound for p in pairings)),
        min(len(pairings), 4) / 4,
        min(values, 4) / 4,
    )


def _heavy(key: str) -> float:
    return max(0.05, weight(key)) if len(key) > 1 else 0.3
