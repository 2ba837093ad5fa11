"""Claim and evidence on VitaminC's train part (real revisions): numeric verdicts, and all pairs three ways.

usage: python eval/contradiction.py [--data ../shared] [--json] [--rules]

`numeric`: claims with a number and a word that compares or bounds ("more than", "under", "before"), by the rules alone
and, as `numeric_with_model`, with the trained judge for what the rules leave open. `pairs`: all pairs, scored by
score_contradiction.py. The judge has seen four pages in five, so whatever it has a part in is measured on the fifth
page only (`unseen`); `--rules` leaves it out. Marks that the set parts with spaces are put back where they belong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from scoring import Row, read_rows, show

from firsthand.comparing.verdicts import judge_numbers

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


def by_rule(pairs: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    for pair in pairs:
        yield pair, NAMES[judge_numbers(plain(pair["claim"]), plain(pair["evidence"])).verdict]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each page")
    options = parser.parse_args()
    counts: dict[str, dict[str, list[float]]] = defaultdict(dict)
    right = {"numeric": [0, 0], "numeric_unseen": [0, 0]}
    for pair, found in by_rule(p for p in read_pairs(options.data) if compares(p["claim"])):
        ok = found == pair["label"]
        for name in ("numeric", *(("numeric_unseen",) if fold(pair["page"]) == 0 else ())):
            right[name][0] += ok
            right[name][1] += 1
            page = counts[pair["page"]].setdefault(name, [0, 0])
            page[0], page[1] = page[0] + ok, page[1] + 1
    figures = {name: {"accuracy": round(a / b, 4), "pairs": b} for name, (a, b) in right.items()}
    documents = [{"id": page, **numbers} for page, numbers in sorted(counts.items())]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
