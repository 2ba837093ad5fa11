"""Conflicting figures on pairs of ECB+ that were read by hand: 50 beside the data, and eval/figure_pairs.jsonl.

usage: python eval/figures.py [--data ../shared] [--json] [--fit]

Of two figures of one unit that differ, taken from two articles on one matter, which stand against each other? A *rival*
is a pair labelled conflict or update; a *conflict* one labelled so. `held_out` weighs the features with weights fitted
without the pair's own topic; of these `first` are the 273 pairs that were labelled first, on which most features were
chosen, and `unread` the later ones of topics of odd number, no error of which was read. `shipped` is with the packaged
weights, which have seen all pairs; `naive` takes every pair. Nine of the 50 are of articles that are not at hand: their
sentences are read by themselves. `--fit` prints the weights made from all pairs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import numpy as np
from ecb import Article, read_articles
from scoring import Row, read_rows, show

from firsthand.comparing import rivals
from firsthand.comparing.pile import lay_out
from firsthand.comparing.rivals import Comparison, Setting, compare_figures, forbids, settings_on, weigh_features
from firsthand.model import Document, Reading, Span
from firsthand.reading import read_document
from firsthand.reading.numerals import find_numerals

PAIRS = Path(__file__).with_name("figure_pairs.jsonl")
RIVAL = ("conflict", "update")
FIRST = 273
"""So many pairs were labelled first."""
STIFF = 20.0
"""How much weights are drawn to nothing (ridge)."""


class Pair(msgspec.Struct, frozen=True):
    """Two figures with their settings, None where a figure was not read, and how well the best other figure of the two
    articles fits one of them."""

    id: str
    topic: str
    label: str
    one: Setting | None
    other: Setting | None
    fit: float


class Texts:
    """Articles of the set, and readings of them and of sentences, each made once."""

    def __init__(self, data: Path, readings: dict[str, Reading]) -> None:
        self.data, self.readings = data, readings
        self.set: dict[str, dict[Span, Setting]] = {}
        self.articles: dict[str, Article] = {
            a.document.id: a for half in ("train", "dev") for a in read_articles(data, half)
        }

    def reading(self, document: Document) -> Reading:
        if document.id not in self.readings:
            self.readings[document.id] = read_document(document)
        return self.readings[document.id]

    def sentence(self, document: str, number: int) -> Span:
        """Where a sentence of the set stands in the article's text."""
        path = self.data / f"data/coreference/ecbplus/xml/{document.split('_')[0]}/{document}.xml"
        article = self.articles[document]
        tokens = [int(t.get("t_id", 0)) for t in ElementTree.parse(path).getroot().iter("token")
                  if int(t.get("sentence", 0)) == number]  # fmt: skip
        spans = [article.spans[t] for t in tokens if t in article.spans]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def figure(self, side: Row, value: float) -> tuple[Document, Span] | None:
        """The document, and where the figure stands in it."""
        id = side["doc"].removesuffix(".xml")
        if "tokens" in side:
            article = self.articles[id]
            first, last = side["tokens"]
            return article.document, Span(article.spans[first].start, article.spans[last].end)
        if id in self.articles:
            document, whole = self.articles[id].document, self.sentence(id, side["sentence"])
        else:
            text = side["text"]
            document = Document(f"{id}:{side['sentence']}", text, hashlib.sha256(text.encode()).hexdigest())
            whole = Span(0, len(text))
        for numeral in find_numerals(whole.of(document.text)):
            if math.isclose(numeral.value, value):
                return document, Span(whole.start + numeral.start, whole.start + numeral.end)
        quantities = self.reading(document).quantities or ()
        spans = (q.span for q in quantities if whole.covers(q.span) and math.isclose(q.value, value))
        return next(((document, span) for span in spans), None)

    def settings(self, document: Document) -> dict[Span, Setting]:
        """The article's figures by where they stand."""
        if document.id not in self.set:
            reading = self.reading(document)
            (page,) = lay_out([reading]).pages
            self.set[document.id] = settings_on(page, reading.quantities or ())
        return self.set[document.id]

    def place(self, side: Row, value: float) -> tuple[Setting | None, list[Setting]]:
        """The figure's setting, and those of all others of its article."""
        found = self.figure(side, value)
        if found is None:
            return None, []
        settings = self.settings(found[0])
        here = next((span for span in settings if span.overlaps(found[1])), None)
        return settings[here] if here else None, [s for span, s in settings.items() if span != here]


def read_pairs(data: Path, readings: dict[str, Reading] | None = None) -> list[Pair]:
    """All pairs, with readings that are at hand already; those labelled first come first."""
    texts = Texts(data, readings or {})
    rows = read_rows(data / "data/contradiction/figure_conflicts_dev.jsonl") + read_rows(PAIRS)
    return [_pair(row, texts) for row in rows]


def _pair(row: Row, texts: Texts) -> Pair:
    (one, left), (other, right) = (
        texts.place(row[side], value) for side, value in zip("ab", row["values"], strict=True)
    )
    fit = rivals.best_fit(one, other, left, right) if one and other else 0.0
    return Pair(row["id"], re.match(r"\d+", row["topic"])[0], row["label"], one, other, fit)  # type: ignore[index]


def fitted(pairs: Sequence[Pair]) -> tuple[dict[str, float], float]:
    """Weights and bias of a logistic function of the features, for whether a pair measures the same at all."""
    kept = [p for p in pairs if p.one and p.other and forbids(p.one, p.other) is None]
    names = list(rivals.WEIGHTS)
    rows = [dict(weigh_features(p.one, p.other, p.fit)) for p in kept if p.one and p.other]
    table = np.array([[row[n] for n in names] for row in rows])
    wanted = np.array([p.label != "different_quantity" for p in kept], float)
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    scaled = np.c_[(table - mean) / spread, np.ones(len(table))]
    weights = np.zeros(scaled.shape[1])
    held = np.r_[np.full(len(names), STIFF), 1e-3]
    for _ in range(60):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - wanted) + held * weights
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.diag(held)
        weights -= np.linalg.solve(bend, slope)
    plain = weights[:-1] / spread
    return {n: round(float(w), 3) for n, w in zip(names, plain, strict=True)}, round(
        float(weights[-1] - plain @ mean), 3
    )


def compared(pair: Pair, weights: Mapping[str, float], bias: float) -> Comparison:
    """The comparison with other weights than the packaged ones."""
    if pair.one is None or pair.other is None:
        return Comparison("not comparable", "unread")
    before = rivals.WEIGHTS, rivals.BIAS
    rivals.WEIGHTS, rivals.BIAS = weights, bias
    try:
        return compare_figures(pair.one, pair.other, fit=pair.fit)
    finally:
        rivals.WEIGHTS, rivals.BIAS = before


def counts(pairs: Sequence[Pair], found: Mapping[str, str], wanted: Sequence[str]) -> list[int]:
    """[right, found, wanted]."""
    return [
        sum(found[p.id] in wanted and p.label in wanted for p in pairs),
        sum(found[p.id] in wanted for p in pairs),
        sum(p.label in wanted for p in pairs),
    ]


def as_figures(right: int, found: int, wanted: int) -> dict[str, float]:
    return {"P": round(right / found, 4) if found else 0.0, "R": round(right / wanted, 4), "n": wanted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each topic")
    parser.add_argument("--fit", action="store_true", help="print the weights made from all pairs")
    options = parser.parse_args()
    pairs = read_pairs(options.data)
    if options.fit:
        print(*fitted(pairs))
        return
    topics = sorted({p.topic for p in pairs})
    held: dict[str, str] = {}
    for topic in topics:
        weights = fitted([p for p in pairs if p.topic != topic])
        held.update({p.id: compared(p, *weights).verdict for p in pairs if p.topic == topic})
    ours = {p.id: compared(p, rivals.WEIGHTS, rivals.BIAS) for p in pairs}
    ways: dict[str, tuple[Mapping[str, str], Sequence[Pair]]] = {
        "held_out": (held, pairs),
        "first": (held, pairs[:FIRST]),
        "unread": (held, [p for p in pairs[FIRST:] if int(p.topic) % 2]),
        "shipped": ({i: c.verdict for i, c in ours.items()}, pairs),
        "naive": (dict.fromkeys(held, "conflict"), pairs),
    }
    figures = {
        name: {
            kind: as_figures(*counts(some, found, labels))
            for kind, labels in (("rival", RIVAL), ("conflict", ("conflict",)))
        }
        for name, (found, some) in ways.items()
    }
    documents = [
        {"id": topic, "rival": counts([p for p in pairs if p.topic == topic], held, RIVAL)} for topic in topics
    ]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
