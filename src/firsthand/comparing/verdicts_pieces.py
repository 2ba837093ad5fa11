"""A claim and its evidence as the trained judge reads them: pieces of words, each with what the rules know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from firsthand.comparing.numeric import find_values
from firsthand.comparing.terms import group_stems, stem, weight
from firsthand.comparing.verdicts import Finding, pair_values, weigh
from firsthand.comparing.wording import find_words
from firsthand.model import Span
from firsthand.reading.encoder import tokenizer

FIRST, LAST = 101, 102
"""The vocabulary's pieces around a sentence."""
LONGEST = 150
SIGNS = 12
"""Of each piece: its word is on the other side too; has a capital; negates; how telling it is; how the number it
belongs to stands to the other side's (same, inside, more, less, open, alone); the very form is on the other side; it is
in no word."""

_NEGATES = re.compile(
    r"not|no|never|none|nor|neither|without|n't|nobody|nothing|few|hardly|barely|failed|denied|refused|\w+n't|cannot"
)
_STANDINGS = {"same": 4, "inside": 5, "more": 6, "less": 7, "open": 8}
_ALONE = 9
_FORMS = re.compile(r"\w+")

Marks = Mapping[Span, int]


class Side(msgspec.Struct, frozen=True):
    """Ids of the pieces with the marks around the sentence, and the signs of each."""

    ids: tuple[int, ...]
    signs: tuple[tuple[float, ...], ...]


class Laid(msgspec.Struct, frozen=True):
    """Both sides; `overall` are ten signs of the pair: what the rules found (supports, refutes, unknown, no number),
    how much of either side the other has, two of the rules by name, how sure the least sure pairing is, whether a limit
    is claimed."""

    claim: Side
    evidence: Side
    overall: tuple[float, ...]
    found: Finding


def lay_pair(claim: str, evidence: str, published: str | None = None) -> Laid:
    """The pair, with what the rules alone find."""
    ours, theirs = find_values(claim, published), find_values(evidence, published)
    pairings = pair_values(ours, theirs)
    found = weigh(pairings)
    left, right = _keys(claim), _keys(evidence)
    said = {p.claim.span: _ALONE if p.evidence is None else _STANDINGS[p.standing] for p in pairings}
    answered: dict[Span, int] = {}
    for pairing in pairings:
        if pairing.evidence is not None:
            answered.setdefault(pairing.evidence.span, _STANDINGS[pairing.standing])
    return Laid(
        claim=_side(claim, left, frozenset(right.values()), _forms(evidence), said),
        evidence=_side(evidence, right, frozenset(left.values()), _forms(claim), answered),
        overall=_overall(found, bool(ours), frozenset(left.values()), frozenset(right.values())),
        found=found,
    )


def _forms(text: str) -> frozenset[str]:
    return frozenset(form.lower() for form in _FORMS.findall(text))


def _keys(text: str) -> dict[Span, str]:
    """Each word with what it is compared by: its synonym group, or its stem."""
    words = tuple(find_words(text))
    stems = tuple(stem(w) for w, _ in words)
    return {
        span: group if len(group) > 1 else plain
        for (_, span), plain, group in zip(words, stems, group_stems(stems), strict=True)
    }


def _side(text: str, keys: Mapping[Span, str], others: frozenset[str], forms: frozenset[str], marks: Marks) -> Side:
    encoded = tokenizer().encode(text, add_special_tokens=False)
    words = sorted(keys.items())
    rows: list[tuple[float, ...]] = []
    at = 0
    for start, end in encoded.offsets[:LONGEST]:
        while at < len(words) and words[at][0].end <= start:
            at += 1
        row = [0.0] * SIGNS
        if at < len(words) and words[at][0].start < end:
            span, key = words[at]
            word = span.of(text)
            row[:4] = (
                float(key in others),
                float(word[:1].isupper()),
                float(_NEGATES.fullmatch(word.lower()) is not None),
                round(weight(key), 3) if len(key) > 1 else 0.0,
            )
            row[10] = float(word.lower() in forms)
        else:
            row[11] = 1.0
        for span, sign in marks.items():
            if span.start < end and start < span.end:
                row[sign] = 1.0
        rows.append(tuple(row))
    edge = ((0.0,) * SIGNS,)
    return Side((FIRST, *encoded.ids[:LONGEST], LAST), (*edge, *rows, *edge))


def _overall(found: Finding, numbers: bool, ours: frozenset[str], theirs: frozenset[str]) -> tuple[float, ...]:
    shared = sum(_heavy(k) for k in sorted(ours & theirs))
    return (
        *(float(numbers and found.verdict == v) for v in ("supports", "refutes", "unknown")),
        float(not numbers),
        round(shared / (sum(map(_heavy, sorted(ours))) or 1.0), 4),
        round(shared / (sum(map(_heavy, sorted(theirs))) or 1.0), 4),
        float(found.rule == "verdict/other-day"),
        float(found.rule == "verdict/not-measured"),
        round(min((p.score for p in found.pairings), default=0.0), 4),
        float(any(p.claim.bound for p in found.pairings)),
    )


def _heavy(key: str) -> float:
    return max(0.05, weight(key)) if len(key) > 1 else 0.3
