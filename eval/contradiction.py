"""Claim and evidence on VitaminC's train part (real revisions): numeric verdicts, and all pairs three ways.

usage: python eval/contradiction.py [--data ../shared] [--json]

`numeric`: claims with a number and a word that compares or bounds ("more than", "under", "before"), by the rules alone;
`numeric_unseen` those of one page in five, of which no error was read while the rules were made, and `numeric_judge`
the same by the trained judge, which reads what the rules found. `pairs_unseen`: all pairs of that fifth of pages, which
the judge has not seen either; `pairs_rules` by rules alone, a pair without a number taken for supported. Marks that the
set parts from words are put back where they belong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scoring import Row, read_rows, show

from firsthand.comparing.numeric import find_values
from firsthand.comparing.verdicts import judge_numbers
from firsthand.comparing.verdicts_model import judge

FOLDS = 5
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower|over|under|above|below|at least|at most|before|after|between|"
    r"exceed\w*|up to)\b",
    re.IGNORECASE,
)
NAMES = {"supports": "SUPPORTS", "refutes": "REFUTES", "unknown": "NOT ENOUGH INFO"}

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


def verdicts(pair: Row) -> Iterator[tuple[str, bool]]:
    """The measures that a pair belongs to, and whether it is right in each."""
    claim, evidence = plain(pair["claim"]), plain(pair["evidence"])
    unseen, comparing = fold(pair["page"]) == 0, compares(pair["claim"])
    if not unseen and not comparing:
        return
    found = judge_numbers(claim, evidence)
    if comparing:
        yield "numeric", NAMES[found.verdict] == pair["label"]
    if unseen:
        read = NAMES[judge(claim, evidence).verdict] == pair["label"]
        yield "pairs_unseen", read
        yield "pairs_rules", NAMES[found.verdict if find_values(claim) else "supports"] == pair["label"]
        if comparing:
            yield "numeric_unseen", NAMES[found.verdict] == pair["label"]
            yield "numeric_judge", read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each page")
    options = parser.parse_args()
    pages: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for pair in read_pairs(options.data):
        for name, right in verdicts(pair):
            pages[pair["page"]][name][0] += right
            pages[pair["page"]][name][1] += 1
    names = sorted({name for counted in pages.values() for name in counted})
    sums = {n: [sum(c[n][k] for c in pages.values() if n in c) for k in (0, 1)] for n in names}
    figures = {n: {"accuracy": round(a / b, 4), "pairs": b} for n, (a, b) in sums.items()}
    documents = [{"id": page, **counted} for page, counted in sorted(pages.items())]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
