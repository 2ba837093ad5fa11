"""Fit how likely a find of the rules, of the reader or of both is one that an annotator marks (`reading.votes`).

    python training/votes.py --data ../shared --package PACKAGE_FOLDER [--try]

Reads PolNeAR's development part, since the reader knows the train part by heart, and asks of each hand-over that the
reader proposes whether it is marked there: half of its content, and its source. A logistic regression with a small
ridge over the signs of `reading.votes.signs_of`, written to `attribution/vote.json`. `--try` writes nothing. Either way
each half of the documents is foretold by the other, and the mean log-loss of both shown beside that of always saying
how many are marked.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "eval"), str(ROOT / "src")]

from polnear import with_marks  # noqa: E402
from scoring import read_rows  # noqa: E402

from firsthand.model import Document, Proposal, Span, any_overlap, text_id  # noqa: E402
from firsthand.reading import read_document, votes  # noqa: E402
from firsthand.reading.scene import Find  # noqa: E402

RIDGE, STEPS = 1.0, 30
HALF = 0.5

Example = tuple[tuple[float, ...], bool]


def examples(row: dict[str, Any]) -> Iterator[Example]:
    """The signs of every hand-over outside of others' contents that the reader proposes, and whether it is marked."""
    asked: list[tuple[Find | None, Proposal]] = []
    outermost = True
    known, heard = votes.probability, votes.vote

    def ask(find: Find | None, proposal: Proposal) -> float:
        if outermost:
            asked.append((find, proposal))
        return known(find, proposal)

    def listen(*given: Any, inside: bool = False) -> Any:
        nonlocal outermost
        outermost = not inside
        return heard(*given, inside=inside)

    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]))
    with (
        mock.patch.object(votes, "probability", ask),
        mock.patch("firsthand.reading.attributions.vote", listen),
        mock.patch("firsthand.reading.inward.vote", listen),
    ):
        read_document(document, layers=frozenset({"assertions"}))
    gold = [
        {part: [Span(*span) for span in a.get(part) or ()] for part in ("source", "content")}
        for a in row["attributions"]
    ]
    for find, proposal in asked:
        content = tuple(Span(*with_marks(row["text"], s.start, s.end)) for s in proposal.content)
        marked = any(
            votes.overlap_of(content, tuple(g["content"])) >= HALF
            and (any_overlap(proposal.source, tuple(g["source"])) or not (proposal.source or g["source"]))
            for g in gold
        )
        yield votes.signs_of(find, proposal), marked


def fit(found: list[Example]) -> NDArray[numpy.float64]:
    """Weights of the signs, by Newton's method."""
    signs = numpy.array([s for s, _ in found])
    marked = numpy.array([float(m) for _, m in found])
    weights = numpy.zeros(signs.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + numpy.exp(-signs @ weights))
        slope = signs.T @ (marked - chances) - RIDGE * weights
        curve = (signs * (chances * (1 - chances))[:, None]).T @ signs + RIDGE * numpy.eye(len(weights))
        weights += numpy.linalg.solve(curve, slope)
    return weights


def loss(found: list[Example], weights: NDArray[numpy.float64]) -> float:
    """Mean log-loss."""
    scores = numpy.array([s for s, _ in found]) @ weights
    told = numpy.where([m for _, m in found], scores, -scores)
    return float(numpy.log1p(numpy.exp(-told)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--package", type=Path, required=True, help="folder of the package's weights")
    parser.add_argument("--try", dest="only_try", action="store_true")
    o = parser.parse_args()
    by_document = [list(examples(row)) for row in read_rows(o.data / "data/attribution/polnear/dev.jsonl")]
    halves = [[e for some in by_document[part::2] for e in some] for part in (0, 1)]
    everything = halves[0] + halves[1]
    share = sum(m for _, m in everything) / len(everything)
    always = -(share * math.log(share) + (1 - share) * math.log(1 - share))
    across = [loss(halves[part], fit(halves[1 - part])) for part in (0, 1)]
    weights = dict(zip(votes.SIGNS, (round(float(w), 4) for w in fit(everything)), strict=True))
    print(
        f"{len(everything)} hand-overs, {share:.3f} marked; log-loss {sum(across) / 2:.4f} across, {always:.4f} always"
    )
    print(json.dumps(weights))
    if not o.only_try:
        (o.package / "attribution/vote.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
