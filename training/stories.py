"""Fit what the signs of two reports count for, and write the weights into the table of signs.

    python training/stories.py --data ../shared [--try]

Learns from the near pairs of reports in the train topics of ECB+, by logistic regression with a small ridge. `--try`
writes nothing, and shows B³ over fifths of the topics, each told by what the others teach.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path
from typing import Any

import numpy

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "eval"), str(ROOT / "src")]

from ecb import Article, read_articles  # noqa: E402
from scoring import load_scorer  # noqa: E402

from firsthand.comparing.stories_digest import digest  # noqa: E402
from firsthand.comparing.stories_groups import group  # noqa: E402
from firsthand.comparing.stories_near import Near  # noqa: E402
from firsthand.comparing.stories_signs import find_signs, view  # noqa: E402
from firsthand.lexicon.signs import story_signs  # noqa: E402

TABLE = ROOT / "src/firsthand/lexicon/en/story_signs.toml"
RIDGE = 10.0
FOLDS, SEED = 5, 0

Pair = tuple[str, str]


def near_pairs(articles: tuple[Article, ...]) -> dict[Pair, list[float]]:
    """The signs of all pairs that stand near each other, in the table's order."""
    near = Near()
    for article in articles:
        near.add(digest(article.document))
    views = {id: view(id, near) for id in near.digests}
    pairs = [(one, other) for one in views for other in near.around(one) if one < other]
    return {
        (one, other): [find_signs(views[one], views[other])[name] for name in story_signs()] for one, other in pairs
    }


def fit(signs: Any, same: Any) -> Any:
    """Weights by Newton's steps; the ridge holds on signs of unit spread, and not on the first, which is the base."""
    spread = numpy.where(signs.std(0) > 0, signs.std(0), 1.0)
    middle = numpy.where(signs.std(0) > 0, signs.mean(0), 0.0)
    scaled = (signs - middle) / spread
    ridge = numpy.diag([1e-6] + [RIDGE] * (signs.shape[1] - 1))
    weights = numpy.zeros(signs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + numpy.exp(-scaled @ weights))
        slope = scaled.T @ (chance - same) + ridge @ weights
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge
        weights = weights - numpy.linalg.solve(bend, slope)
    plain = weights / spread
    plain[0] -= float((plain * middle).sum())
    return plain


def told(pairs: dict[Pair, list[float]], weights: Any, ids: list[str]) -> dict[str, str]:
    """The story of each report by these weights."""
    chances: dict[str, dict[str, int]] = {id: {} for id in ids}
    for (one, other), signs in pairs.items():
        value = round(1000 / (1 + numpy.exp(-float(numpy.dot(signs, weights)))))
        chances[one][other] = chances[other][one] = value
    return {id: members[0] for members in group(chances) for id in members}


def try_out(pairs: dict[Pair, list[float]], articles: tuple[Article, ...], data: Path) -> None:
    """B³ where each fifth of the topics is told by the others."""
    story = {a.document.id: a.story for a in articles}
    topic = {a.document.id: a.topic for a in articles}
    topics = sorted(set(topic.values()))
    random.Random(SEED).shuffle(topics)
    fold = {t: i % FOLDS for i, t in enumerate(topics)}
    found: dict[str, str] = {}
    for held in range(FOLDS):
        learnt = [p for p in pairs if held not in (fold[topic[p[0]]], fold[topic[p[1]]])]
        weights = fit(numpy.array([pairs[p] for p in learnt]), numpy.array([story[a] == story[b] for a, b in learnt]))
        ids = [id for id in story if fold[topic[id]] == held]
        inside = {p: signs for p, signs in pairs.items() if fold[topic[p[0]]] == held == fold[topic[p[1]]]}
        found.update(told(inside, weights, ids))
    print({k: [round(100 * v, 2) for v in values] for k, values in score(data, story, found).items()})


def score(data: Path, gold: dict[str, str], found: dict[str, str]) -> dict[str, tuple[float, float, float]]:
    return {"b3 P R F1": load_scorer(data, "score_clusters").score(gold, found)["b3"]}


def write(weights: Any) -> None:
    """Each weight into its entry."""
    text = TABLE.read_text(encoding="utf-8")
    for name, weight in zip(story_signs(), weights, strict=True):
        text = re.sub(rf'(id = "{name}"\nweight = )\S+', rf"\g<1>{weight:.3f}", text)
    TABLE.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--try", action="store_true", dest="only_try")
    options = parser.parse_args()
    articles = read_articles(options.data, "train")
    pairs = near_pairs(articles)
    try_out(pairs, articles, options.data)
    if not options.only_try:
        story = {a.document.id: a.story for a in articles}
        write(fit(numpy.array(list(pairs.values())), numpy.array([story[a] == story[b] for a, b in pairs])))


if __name__ == "__main__":
    main()
