"""A claim and its evidence as the trained judge reads them: pieces of words, with marks where numbers were compared."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from firsthand.comparing.numeric import find_values
from firsthand.comparing.terms import group_stems, stem
from firsthand.comparing.verdicts import Finding, Pairing, pair_values, weigh
from firsthand.comparing.wording import find_words
from firsthand.model import Span
from firsthand.reading.encoder import tokenizer

FIRST, LAST = 101, 102
"""The vocabulary's pieces around a sentence; the second parts claim and evidence too."""
STANDINGS = {"same": 11, "inside": 12, "more": 13, "less": 14, "open": 15}
"""Unused pieces of the vocabulary, which stand behind a value: how the evidence's stands to the claim's."""
ALONE = 16
"""Stands behind a value of the claim that the evidence does not have."""
VERDICTS = {"supports": 17, "refutes": 18, "unknown": 19}
NO_NUMBERS = 20
LONGEST = 160
"""A longer evidence keeps the stretch that shares most with the claim."""

Marks = dict[int, int]


class Pieces(msgspec.Struct, frozen=True):
    """Ids of the pieces; `types` is 1 where a word stands on one side only; `claim` is how many of them come before the
    evidence."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    claim: int


def spell(claim: str, evidence: str, published: str | None = None) -> tuple[Pieces, Finding]:
    """The pieces, and what the rules alone find."""
    ours, theirs = find_values(claim, published), find_values(evidence, published)
    pairings = pair_values(ours, theirs)
    found = weigh(pairings)
    left, right = _keys(claim), _keys(evidence)
    head = NO_NUMBERS if not ours else VERDICTS[found.verdict]
    before = _pieces(claim, frozenset(right.values()), left, _claim_marks(pairings))
    behind = _pieces(evidence, frozenset(left.values()), right, _evidence_marks(pairings))
    behind = _window(behind, LONGEST - len(before) - 4)
    ids = (FIRST, head, *(i for i, _ in before), LAST, *(i for i, _ in behind), LAST)
    types = (0, 0, *(t for _, t in before), 0, *(t for _, t in behind), 0)
    return Pieces(ids, types, len(before) + 2), found


def _keys(text: str) -> dict[Span, str]:
    """Each word with what it is compared by: its synonym group, or its stem."""
    words = tuple(find_words(text))
    stems = tuple(stem(w) for w, _ in words)
    return {
        span: group if len(group) > 1 else plain
        for (_, span), plain, group in zip(words, stems, group_stems(stems), strict=True)
    }


def _claim_marks(pairings: Sequence[Pairing]) -> Marks:
    return {p.claim.span.end: ALONE if p.evidence is None else STANDINGS[p.standing] for p in pairings}


def _evidence_marks(pairings: Sequence[Pairing]) -> Marks:
    """The first pairing of a value speaks for it."""
    marks: Marks = {}
    for pairing in pairings:
        if pairing.evidence is not None:
            marks.setdefault(pairing.evidence.span.end, STANDINGS[pairing.standing])
    return marks


def _pieces(text: str, others: frozenset[str], keys: dict[Span, str], marks: Marks) -> list[tuple[int, int]]:
    """Each piece with its type, and the marks behind the pieces after which they stand."""
    encoded = tokenizer().encode(text, add_special_tokens=False)
    ends, alone = sorted(marks), [s for s, key in keys.items() if key not in others]
    found: list[tuple[int, int]] = []
    at = lonely = 0
    for piece, (start, end) in zip(encoded.ids, encoded.offsets, strict=True):
        while at < len(ends) and start >= ends[at]:
            found.append((marks[ends[at]], 0))
            at += 1
        while lonely < len(alone) and alone[lonely].end <= start:
            lonely += 1
        found.append((piece, int(lonely < len(alone) and alone[lonely].start < end)))
    return found + [(marks[e], 0) for e in ends[at:]]


def _window(pieces: list[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    """The stretch of so many pieces in which most are on both sides, the first of equals."""
    if len(pieces) <= room:
        return pieces
    shared = [0]
    for _, lonely in pieces:
        shared.append(shared[-1] + 1 - lonely)
    start = max(range(len(pieces) - room + 1), key=lambda i: (shared[i + room] - shared[i], -i))
    return pieces[start : start + room]
