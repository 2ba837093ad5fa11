"""Graded commitment: how far a page's words make readers take an event for so, on three sets of graded words.

usage: python eval/factuality.py [--data ../shared] [--limit N] [--json]

UW is never trained on and is graded on the page's own scale; MEANTIME and UDS-IH2 each on theirs, which the grader
learnt from their train parts: to UDS's readers what has not happened yet has not happened. `bands` is the macro-F1 over
the scorer's five bands, `ECE` the expected calibration error, in ten equal bins, of the probability that readers lean
to yes (a grade above .75). `rules` is the table of `reading/factuality.py` alone, for comparison.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from graded import Graded, read_graded
from scoring import Row, load_scorer, show

from firsthand.model import Document, Factuality, Reading, text_id
from firsthand.reading import models, reader
from firsthand.reading.commitment import features
from firsthand.reading.factuality import judge
from firsthand.reading.grading import YES, grader
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, reader.STAGE)
SETS = {"uw": "page", "meantime": "meantime", "uds_ih2": "uds_ih2"}
"""Each set with the scale on which its words are graded."""

VALUES: dict[Factuality, float] = {"CT+": 3, "PR+": 2, "PS+": 1, "Uu": 0, "PS-": -1, "PR-": -2, "CT-": -3}


class Word(NamedTuple):
    """One target: what readers said, what the grader and the rules say, and the grader's probability of yes."""

    id: str
    gold: float
    grade: float
    rules: float
    probability: float


def read_words(sentence: Graded, scale: str) -> list[Word]:
    """The targets of one sentence as the pipeline grades them."""
    model = grader()
    if model is None:
        raise SystemExit("the trained reader is not installed: pip install firsthand-reader-en")
    document = Document(id="s", text=sentence.text, sha256=text_id(sentence.text))
    reading: Reading = run_pipeline(document, PIPELINE)
    assert reading.tree is not None
    seen = dict(reading.grades or ())
    heads = [reading.tree.at(span.start) for span, _, _ in sentence.targets]
    deeds = [(features(reading.tree, head), seen.get(head)) for head in heads]
    page, own = model.grade(deeds), model.grade(deeds, scale=scale)
    rules = [VALUES[judge(reading.tree, head).value] for head in heads]
    return [
        Word(name, gold, own[i].score, rules[i], page[i].probability)
        for i, (_, gold, name) in enumerate(sentence.targets)
    ]


def score(data: Path, name: str, scale: str, limit: int | None) -> tuple[Row, list[Row]]:
    """The figures of one set, and the counts of each sentence."""
    sentences = [read_words(s, scale) for s in read_graded(data / f"data/factuality/{name}/dev.jsonl", limit)]
    words = [w for s in sentences for w in s]
    scorer = load_scorer(data, "score_factuality")
    scored = {side: by_scorer(scorer, words, side) for side in ("grade", "rules")}
    figures = {
        "n": len(words),
        "MAE": scored["grade"]["MAE"],
        "r": scored["grade"]["r"],
        "bands": scored["grade"]["bands"]["macro_F1"],
        "ECE": round(calibration_error(words), 4),
        "rules": {"MAE": scored["rules"]["MAE"], "r": scored["rules"]["r"]},
    }
    documents = [{"id": f"{name}:{i}", **counts(name, s)} for i, s in enumerate(sentences) if s]
    return figures, documents


def by_scorer(scorer: Any, words: Sequence[Word], side: str) -> Row:
    """What score_factuality.py says of one side's scores."""
    gold = [{"id": w.id, "source": "AUTHOR", "score": w.gold} for w in words]
    found = [{"id": w.id, "score": getattr(w, side)} for w in words]
    overall: Row = scorer.score(gold, found)["all"]
    return overall


def calibration_error(words: Sequence[Word], *, bins: int = 10) -> float:
    """How far the mean probability of a bin is from the share of yes in it, by the bins' sizes."""
    held: list[list[Word]] = [[] for _ in range(bins)]
    for word in words:
        held[min(bins - 1, int(word.probability * bins))].append(word)
    gaps = (abs(sum(w.probability - (w.gold > YES) for w in of)) for of in held)
    return sum(gaps) / max(1, len(words))


def counts(name: str, words: Sequence[Word]) -> dict[str, list[float]]:
    """Of one sentence: the sum of errors with their number, and what Pearson's r is made from."""
    x, y = [w.gold for w in words], [w.grade for w in words]
    products = sum(a * b for a, b in zip(x, y, strict=True))
    return {
        f"{name} error": [sum(abs(a - b) for a, b in zip(x, y, strict=True)), len(words)],
        f"{name} r": [len(words), sum(x), sum(y), sum(a * a for a in x), sum(b * b for b in y), products],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each sentence")
    options = parser.parse_args()
    scored = {name: score(options.data, name, scale, options.limit) for name, scale in SETS.items()}
    figures = {name: figures for name, (figures, _) in scored.items()}
    documents = [row for _, rows in scored.values() for row in rows]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
