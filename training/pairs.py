"""Fit the scorer that says whether two happenings are one, and write its trees into the distribution of weights.

    python training/pairs.py read --data ../shared --read build/coreference
    python training/pairs.py fit --data ../shared --read build/coreference --package PACKAGE_FOLDER
    python training/pairs.py try --data ../shared --read build/coreference

Learns from pairs of event mentions within the stories that `comparing.stories` finds among the train topics of ECB+:
boosted trees on the named signs of `comparing.coreference`. `read` makes the readings and keeps them; `try` writes
nothing, and shows CoNLL F1 over fourths of the topics, each told by what the others teach.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "eval"), str(ROOT / "src")]

from coreference import Told, group_story, read_told  # noqa: E402
from scoring import load_scorer  # noqa: E402

from firsthand.comparing.coreference import FEATURES, find_signs, how_common  # noqa: E402

FOLDS, SEED = 4, 0
TREES, LEAVES, RATE, RIDGE, LEAST = 150, 16, 0.08, 10.0, 60


class Pairs(NamedTuple):
    """Indices of both, their signs, and whether they are one."""

    ends: Any
    signs: Any
    same: Any


def find_pairs(told: tuple[Told, ...]) -> Pairs:
    """All pairs within a story."""
    stories: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        stories[one.story].append(number)
    ends, signs, same = [], [], []
    for numbers in stories.values():
        common = how_common(told[n].happening for n in numbers)
        for a, b in combinations(numbers, 2):
            ends.append((a, b))
            signs.append(find_signs(told[a].happening, told[b].happening, common))
            same.append(told[a].cluster == told[b].cluster)
    return Pairs(numpy.array(ends), numpy.array(signs, "float32"), numpy.array(same))


def fit_trees(signs: Any, same: Any) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, l2_regularization=RIDGE, min_samples_leaf=LEAST,
        early_stopping=False, random_state=SEED,
    )  # fmt: skip
    return model.fit(signs, same)


def fold_of(told: Iterable[Told]) -> dict[int, int]:
    """The fourth that each topic falls into."""
    topics = sorted({one.topic for one in told})
    random.Random(SEED).shuffle(topics)
    return {topic: i % FOLDS for i, topic in enumerate(topics)}


def folds_of(told: Sequence[Told], pairs: Pairs) -> Any:
    """The fourth of each pair."""
    folds = fold_of(told)
    return numpy.array([folds[told[a].topic] for a, _ in pairs.ends])


def crossed(told: Sequence[Told], pairs: Pairs) -> Any:
    """The chance of each pair by trees that have not seen its topic."""
    of_pair = folds_of(told, pairs)
    chances = numpy.zeros(len(of_pair))
    for held in range(FOLDS):
        model = fit_trees(pairs.signs[of_pair != held], pairs.same[of_pair != held])
        chances[of_pair == held] = model.predict_proba(pairs.signs[of_pair == held])[:, 1]
    return chances


def show_bars(told: tuple[Told, ...], pairs: Pairs, chances: Any, data: Path) -> None:
    """CoNLL F1 by these chances, for several bars."""
    scorer = load_scorer(data, "score_clusters")
    gold = {one.id: one.cluster for one in told}
    for bar in (330, 370, 410, 450, 500):
        found = group_story(
            told, [(int(a), int(b), round(1000 * c)) for (a, b), c in zip(pairs.ends, chances, strict=True)], bar
        )
        scored = scorer.score(gold, found)
        print(bar, {k: round(100 * scored[k][2], 1) for k in ("muc", "b3", "ceafe")}, round(100 * scored["conll"], 2))


def trees_of(model: Any) -> list[list[list[float]]]:
    """The trees, a row a node: sign (-1 for a leaf), threshold, node to the left (not above), to the right, value."""
    found = []
    for (tree,) in model._predictors:
        rows = []
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            rows.append([
                -1 if leaf else int(node["feature_idx"]), 0 if leaf else round(float(node["num_threshold"]), 6),
                int(node["left"]), int(node["right"]), round(float(node["value"]), 5) if leaf else 0,
            ])  # fmt: skip
        found.append(rows)
    return found


def write_trees(model: Any, signs: Sequence[str], path: Path) -> None:
    kept = {
        "signs": list(signs),
        "base": round(float(model._baseline_prediction.ravel()[0]), 5),
        "trees": trees_of(model),
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("read", "fit", "try"))
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--package", type=Path)
    options = parser.parse_args()
    told = read_told(options.data, "train", options.read)
    if options.step == "try":
        pairs = find_pairs(told)
        show_bars(told, pairs, crossed(told, pairs), options.data)
    elif options.step == "fit":
        if options.package is None:
            parser.error("fit needs --package")
        pairs = find_pairs(told)
        write_trees(fit_trees(pairs.signs, pairs.same), FEATURES, options.package / "coreference/pairs.json")


if __name__ == "__main__":
    main()
