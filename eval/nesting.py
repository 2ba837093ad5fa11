"""Attributions inside attributions, on GUM: all its genres but news.

usage: python eval/nesting.py [--data ../shared] [--limit N] [--predictions FOLDER] [--json]

An attribution is nested when it stands inside the content of another (depth 1 or more). Right is what counts for
AR-jaccard.5 in attribution_score.py: half of the words of the content, and the source.

  recall      of the nested ones of GUM, the share that is read, at whatever depth (the scorer's recall by depth)
  precision   of those that we read as nested, the share that is in GUM, at whatever depth (the same with the sides
              changed over)

`both` matches nested ones of the one side with nested ones of the other only. Ours are those that
stay above the threshold of the reading itself.

GUM's texts are tokenised (`" I know , " he said`), and are read as they stand. Those of the genre reddit are withheld,
a dash for every letter: nothing can be read there, and it counts as missed; `readable` leaves them out. A model that
was trained on GUM has seen them: `--predictions` scores instead what a model found in the genre that was left out of
its training (one JSONL file a genre, named as the data are, in the scorer's format with parents).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scoring import Counts, Row, by_id, load_scorer, read_rows, show

from firsthand.model import Attribution, Document, text_id
from firsthand.reading import read_document

ROLES = ("source", "cue", "content")
LIKELY = 0.3
"""The threshold of the reading itself."""


def with_parents(attributions: tuple[Attribution, ...]) -> list[Row]:
    """The likely attributions as the scorer wants them, each with the index of the likely one that encloses it."""
    known = {a.id: a for a in attributions}
    likely = [a for a in attributions if a.probability >= LIKELY]
    place = {a.id: number for number, a in enumerate(likely)}

    def parent_of(attribution: Attribution) -> int | None:
        above = attribution.parent
        while above is not None and above not in place:
            above = known[above].parent
        return None if above is None else place[above]

    return [
        {role: [[s.start, s.end] for s in getattr(a, role)] for role in ROLES} | {"parent": parent_of(a)}
        for a in likely
    ]


def predict(row: Row) -> Row:
    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]))
    reading = read_document(document, layers=frozenset({"assertions"}))
    return {"id": row["id"], "attributions": with_parents(reading.attributions or ())}


def is_nested(attribution: Row) -> bool:
    return attribution.get("parent") is not None


def nested_right(wanted: Row, found: Row, scorer: Any) -> Counts:
    """[right, all] of the nested attributions of `wanted`, sought among those of `found`."""
    depths = scorer.score_docs([wanted], {wanted["id"]: found}).get("recall_by_depth", {})
    nested = [(round(share * of / 100), of) for depth, (share, of) in depths.items() if depth > 0]
    return [sum(right for right, _ in nested), sum(of for _, of in nested)]


def count(gold: Row, found: Row, scorer: Any) -> Row:
    """The counts of one document."""
    ours = {**found, "text": gold["text"]}
    both = [{**row, "attributions": [a for a in row["attributions"] if is_nested(a)]} for row in (gold, ours)]
    flat = [{**row, "attributions": [{**a, "parent": None} for a in row["attributions"]]} for row in both]
    right = scorer.score_docs([flat[0]], {gold["id"]: flat[1]})["AR-jaccard.5"]
    return {
        "id": gold["id"],
        "genre": gold["genre"],
        "readable": gold["text"].count("_") < len(gold["text"]) / 2,
        "recall": nested_right(gold, ours, scorer),
        "precision": nested_right(ours, gold, scorer),
        "both": [round(right["F1"] * (right["n_pred"] + right["n_gold"]) / 200), right["n_pred"], right["n_gold"]],
    }


def add(counts: Iterable[Counts]) -> Counts:
    return [sum(column) for column in zip(*counts, strict=True)]


def per_cent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def figures(documents: list[Row]) -> Row:
    """Recall and precision of these documents together."""
    recall, precision, both = (add(row[kind] for row in documents) for kind in ("recall", "precision", "both"))
    return {
        "recall": per_cent(*recall),
        "precision": per_cent(*precision),
        "both": {"R": per_cent(both[0], both[2]), "P": per_cent(both[0], both[1])},
        "gold": recall[1],
        "found": precision[1],
    }


def genres(data: Path, limit: int | None) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted((data / "data/attribution/gum").glob("*.jsonl")):
        yield path.name, read_rows(path, limit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int, help="only the first documents of each genre")
    parser.add_argument("--predictions", type=Path, help="a folder of what was found, one JSONL file a genre")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    scorer = load_scorer(options.data, "attribution_score")
    documents = []
    for name, gold in genres(options.data, options.limit):
        found = by_id(read_rows(options.predictions / name) if options.predictions else map(predict, gold))
        documents += [count(row, found[row["id"]], scorer) for row in gold]
    sizes = Counter(row["genre"] for row in documents)
    by_genre = {genre: figures([row for row in documents if row["genre"] == genre]) for genre in sorted(sizes)}
    readable = figures([row for row in documents if row["readable"]])
    result = {**figures(documents), "readable": readable, "by_genre": by_genre, "documents": documents}
    print(json.dumps(result) if options.json else show(result))


if __name__ == "__main__":
    main()
