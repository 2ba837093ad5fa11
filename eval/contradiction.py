"""Claim and evidence on VitaminC's train part (real revisions): numeric verdicts, and all pairs three ways.

usage: python eval/contradiction.py [--data ../shared] [--json]

`numeric`: claims with a number and a word that compares or bounds ("more than", "under", "before"), by what the rules
find, weighed with weights fitted without the pair's own fold of pages; `numeric_rules` by the rules alone.
`numeric_unseen` and `numeric_rules_unseen` the same of the fifth of pages of which no error was read while the rules
were made, and from which nothing was learnt: those pages are told by the packaged weights;
`numeric_judge` those by the trained judge, which reads what the rules found. `pairs_unseen`: all pairs of that fifth,
which the judge has not seen either; `pairs_rules` by rules alone, a pair without a number taken for supported. Marks
that the set parts from words are put back where they belong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from scoring import Row, read_rows, show

from firsthand.comparing.verdicts_model import judge
from firsthand.comparing.verdicts_weighed import (
    VERDICTS,
    Chances,
    Numbers,
    Words,
    compare_words,
    find_signs,
    lay_numbers,
)
from firsthand.reading.layers import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower|over|under|above|below|at least|at most|before|after|between|"
    r"exceed\w*|up to)\b",
    re.IGNORECASE,
)
LABELS = ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO")
"""The set's, in the order of `VERDICTS`."""
STIFF, STEPS = 5.0, 8
"""How much weights are drawn to nothing (ridge), and how often they are set anew."""

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
_PLAIN = (
    (re.compile(r"``\s*"), '"'),
    (re.compile(r"\s*''"), '"'),
    (re.compile(r" ([,.;:!?%)\]])"), r"\1"),
    (re.compile(r"([(\[]) "), r"\1"),
    (re.compile(r"([$€£#]) (?=\d)"), r"\1"),
    (re.compile(r" ('s|n't|'re|'ve|'ll|'d|'m)\b"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def read_pairs(data: Path) -> list[Row]:
    return read_rows(data / "data/contradiction/vitaminc_real_train.jsonl")


def plain(text: str) -> str:
    """The words as they are printed: the set parts marks from words."""
    for bracket, mark in _BRACKETS.items():
        text = text.replace(bracket, mark)
    for pattern, replacement in _PLAIN:
        text = pattern.sub(replacement, text)
    return text.strip() or "."


def share(page: str, many: int) -> int:
    """Which of so many parts a page falls into, for ever."""
    return int(hashlib.sha256(f"{many} {page}".encode()).hexdigest(), 16) % many


def fold(page: str) -> int:
    """0 is never learnt from."""
    return int(hashlib.sha256(page.encode()).hexdigest(), 16) % FOLDS


def compares(claim: str) -> bool:
    """Whether the claim has a number and a word that compares or bounds."""
    return re.search(r"\d", claim) is not None and _COMPARES.search(claim) is not None


class Pair(msgspec.Struct, frozen=True):
    """A pair as it is measured: `signs` are those of its numbers, None where the claim has none."""

    page: str
    fold: int
    label: int
    comparing: bool
    claim: str
    evidence: str
    numbers: Numbers
    words: Words
    signs: tuple[float, ...] | None


def lay(row: Row) -> Pair:
    claim, evidence = plain(row["claim"]), plain(row["evidence"])
    numbers, words = lay_numbers(claim, evidence), compare_words(claim, evidence)
    return Pair(
        page=row["page"],
        fold=fold(row["page"]),
        label=LABELS.index(row["label"]),
        comparing=compares(row["claim"]),
        claim=claim,
        evidence=evidence,
        numbers=numbers,
        words=words,
        signs=find_signs(numbers, words) if numbers.claim else None,
    )


def fit(pairs: Sequence[Pair]) -> NDArray[Any]:
    """A weight for each sign and verdict, those of the last being nought: a softmax of the signs, drawn to nothing by
    `STIFF` (Newton's method)."""
    learnt = [(p.signs, p.label) for p in pairs if p.signs is not None]
    table, wanted = np.array([signs for signs, _ in learnt]), np.eye(3)[[label for _, label in learnt]]
    size = table.shape[1]
    weights = np.zeros((size, 3))
    for _ in range(STEPS):
        chances = softmax(table @ weights)
        bend = STIFF * np.eye(3 * size)
        for i, j in np.ndindex(3, 3):
            spread = chances[:, i] * ((i == j) - chances[:, j])
            bend[i * size : (i + 1) * size, j * size : (j + 1) * size] += (table * spread[:, None]).T @ table
        slope = table.T @ (chances - wanted) + STIFF * weights
        weights -= np.linalg.solve(bend, slope.T.ravel()).reshape(3, size).T
    return weights - weights[:, 2:]


def crossed(pairs: Sequence[Pair]) -> list[Chances | None]:
    """The chances of each pair by weights fitted without its fold of pages; None where the claim has no number. The
    fold that is never learnt from is told by all others, as the packaged weights tell it."""
    learnt = [p for p in pairs if p.fold]
    by_fold = {f: fit([p for p in learnt if p.fold != f]) for f in range(FOLDS)}
    found: list[Chances | None] = []
    for pair in pairs:
        told = None if pair.signs is None else softmax(np.array(pair.signs) @ by_fold[pair.fold])
        found.append(None if told is None else (float(told[0]), float(told[1]), float(told[2])))
    return found


def verdicts(pair: Pair, chances: Chances | None) -> Iterator[tuple[str, bool]]:
    """The measures that a pair belongs to, and whether it is right in each."""
    ruled = pair.numbers.found.verdict == VERDICTS[pair.label]
    weighed = ruled if chances is None else chances.index(max(chances)) == pair.label
    if pair.comparing:
        yield "numeric", weighed
        yield "numeric_rules", ruled
    if pair.fold == 0:
        read = judge(pair.claim, pair.evidence).verdict == VERDICTS[pair.label]
        yield "pairs_unseen", read
        yield "pairs_rules", ruled if pair.signs is not None else pair.label == 0
        if pair.comparing:
            yield "numeric_unseen", weighed
            yield "numeric_rules_unseen", ruled
            yield "numeric_judge", read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each page")
    options = parser.parse_args()
    pages: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    pairs = [lay(row) for row in read_pairs(options.data)]
    for pair, chances in zip(pairs, crossed(pairs), strict=True):
        for name, right in verdicts(pair, chances):
            pages[pair.page][name][0] += right
            pages[pair.page][name][1] += 1
    names = sorted({name for counted in pages.values() for name in counted})
    sums = {n: [sum(c[n][k] for c in pages.values() if n in c) for k in (0, 1)] for n in names}
    figures = {n: {"accuracy": round(a / b, 4), "pairs": b} for n, (a, b) in sums.items()}
    documents = [{"id": page, **counted} for page, counted in sorted(pages.items())]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
