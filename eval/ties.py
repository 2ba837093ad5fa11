"""Chances of ties: how often two tellings that a claim ties are one, against the chance that the tie states.

usage: python eval/ties.py [--data ../shared] [--fit] [--json]

What is right is known where one text was made of another: the words of a telling then stand in the other text, and
either in the telling that it is tied to, or elsewhere. Ties between reports of their own are not judged, so the chances
are too high for those. Measured on harder dev and the odd events of generated_dev; `--fit` shows the slope and the base
that harder train and the even events ask for.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from derivation import documents_in
from harder import documents_of, generate
from scoring import Row, read_rows, show

from firsthand.comparing.align import align
from firsthand.comparing.pile import Page, lay_page
from firsthand.comparing.stream_block import compare_block
from firsthand.comparing.ties import calibrate
from firsthand.comparing.wording import Wording
from firsthand.model import Spans, Tie
from firsthand.reading import read_document

_LEAST, _COVERED, _SAME, _OTHER = 3, 0.7, 0.6, 0.2
"""A telling of so many words, so many of which stand in the other text, is the same where so many of those stand in the
other telling, and another where no more than so few do."""

Judged = tuple[float, bool]
"""The chance before calibration, and whether the tie is right."""


def judged_ties(pages: Mapping[str, Page]) -> Iterator[Judged]:
    """The ties of one event's claims that can be judged."""
    told = {a.id: a for page in pages.values() for a in page.reading.assertions or ()}
    for claim in compare_block(pages.values()).claims:
        for tie in claim.ties:
            one, other = (told[id] for id in tie.assertions)
            chance = raw_chance(tie)
            if chance is not None and one.document != other.document:
                right = is_same(
                    (pages[one.document].wording, one.content), (pages[other.document].wording, other.content)
                )
                if right is not None:
                    yield chance, right


def raw_chance(tie: Tie) -> float | None:
    """What the trained scorer said, from the chance that the tie states."""
    if tie.probability is None:
        return None
    return min((n / 1000 for n in range(1001)), key=lambda raw: abs(calibrate(raw) - (tie.probability or 0.0)))


def is_same(one: tuple[Wording, Spans], other: tuple[Wording, Spans]) -> bool | None:
    """Whether the words of the other telling stand in the first one; None where the texts do not show it."""
    (parent, there), (child, here) = one, other
    words = [i for span in here for i in child.within(span)]
    home = {i for span in there for i in parent.within(span)}
    places = answering(child, parent)
    found = [places[i] for i in words if i in places]
    if len(words) < _LEAST or len(found) < _COVERED * len(words):
        return None
    share = sum(place in home for place in found) / len(found)
    return True if share >= _SAME else False if share <= _OTHER else None


def answering(child: Wording, parent: Wording) -> dict[int, int]:
    """For each word of a run the word of the parent that it is."""
    found: dict[int, int] = {}
    for run in align(child, parent):
        at = run.start
        for i in run.same:
            at = next((j for j in range(at, run.end + 1) if parent.words[j] == child.words[i]), run.end + 1)
            if at > run.end:
                break
            found[i] = at
            at += 1
    return found


def error(judged: Iterable[Judged]) -> float:
    """Mean distance of chance and share, in tenths, weighted by how many there are."""
    bins: dict[float, list[Judged]] = defaultdict(list)
    for chance, right in judged:
        bins[round(chance, 1)].append((chance, right))
    total = sum(map(len, bins.values())) or 1
    return sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins.values()) / total


def fit(judged: list[Judged]) -> tuple[float, float]:
    """Slope and base of the log-odds by Newton's steps."""
    slope, base = 1.0, 0.0
    odds = [
        (math.log(c / (1 - c)), float(right)) for chance, right in judged for c in (min(max(chance, 0.005), 0.995),)
    ]
    for _ in range(40):
        said = [(x, y, 1 / (1 + math.exp(-slope * x - base))) for x, y in odds]
        g = [sum((p - y) * x for x, y, p in said), sum(p - y for _, y, p in said)]
        h = [sum(p * (1 - p) * x**k for x, _, p in said) + 1e-6 for k in (2, 1, 0)]
        det = h[0] * h[2] - h[1] ** 2
        slope, base = slope - (h[2] * g[0] - h[1] * g[1]) / det, base - (h[0] * g[1] - h[1] * g[0]) / det
    return slope, base


def events(data: Path, part: str, odd: bool) -> Iterator[dict[str, Page]]:
    """The pages of each event: a part of the harder ones, and half of generated_dev."""
    folder = data / "data" / "derivation" / "generated_dev"
    yield from _pages(documents_of(generate(data, part))).values()
    found = _pages(read_rows(folder / "docs.jsonl"))
    yield from (found[event] for n, event in enumerate(sorted(found)) if n % 2 == odd)


def _pages(rows: Iterable[Row]) -> dict[str, dict[str, Page]]:
    found: dict[str, dict[str, Page]] = defaultdict(dict)
    for document, event in documents_in(rows):
        found[event][document.id] = lay_page(read_document(document))
    return found


def score(data: Path) -> dict[str, Any]:
    judged = [tie for pages in events(data, "dev", odd=True) for tie in judged_ties(pages)]
    return {
        "ties": len(judged),
        "right": sum(right for _, right in judged) / len(judged),
        "ece": error((calibrate(chance), right) for chance, right in judged),
        "ece_before": error(judged),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--fit", action="store_true", help="only show what harder train and the even events ask for")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    if options.fit:
        print(fit([tie for pages in events(options.data, "train", odd=False) for tie in judged_ties(pages)]))
        return
    figures = score(options.data)
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
