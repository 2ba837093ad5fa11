"""Event coding on sentences with marked actor and recipient: scored with score_events.py.

usage: python eval/events.py [--data ../shared] [--folds training/events_folds.jsonl] [--limit N] [--json]

`plv`: fifteen roots and four classes, by the chances that `training/events.py` gave each sentence in the fold that had
not seen it; training takes too long to be repeated here. `aw`: whether what passes is a conflict, by the installed
reader, which has learned nothing from that set. `rules`: the rules alone on the sentences of `plv`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scoring import Counts, Row, by_id, load_scorer, party, read_rows, show

from firsthand.model import Document, Reading, text_id
from firsthand.reading import models
from firsthand.reading.coder import NONE, Pair, chances, layout
from firsthand.reading.event_signs import find_signs

ROOT = Path(__file__).resolve().parents[1]
CONFLICT = frozenset(
    {"ACCUSE", "REJECT", "REQUEST", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)
JOINED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""The sets do not part what PLOVER parts."""


def pair_of(row: Row) -> Pair:
    """The marked sentence as the reading would put it before the coder."""
    text = row["text"]
    reading = models.STAGE.run(Reading(document=Document(id=row["id"], text=text, sha256=text_id(text))))
    assert reading.tree is not None
    actor, recipient = party(row["marked"], "s"), party(row["marked"], "t")
    inside = [reading.tree.within(span) if span is not None else range(0) for span in (actor, recipient)]
    return Pair(text, actor, recipient, find_signs(reading.tree, range(len(reading.tree.tokens)), *inside))


def is_conflict(row: Row) -> Row:
    """Conflict where its roots are together likelier than all the rest, nothing political among it."""
    return {"id": row["id"], "binary": sum(c.probability for c in chances(pair_of(row)) if c.root in CONFLICT) > 0.5}


def by_rules(row: Row) -> Row:
    """The root of the rule whose words stand nearest to the doer's verb."""
    coded = [s.partition(":")[2] for s in pair_of(row).signs if s.startswith("coder:")]
    root = coded[0] if coded else NONE
    return {"id": row["id"], "root": JOINED.get(root, root)}


def by_folds(path: Path) -> dict[str, str]:
    """The likeliest root of each sentence by the folds that had not seen it."""
    return {line["id"]: best_root(line["chances"]) for line in read_rows(path)}


def best_root(found: Sequence[float]) -> str:
    summed: dict[str, float] = {}
    for root, chance in zip(layout().roots, found, strict=True):
        if root != NONE:
            summed[JOINED.get(root, root)] = summed.get(JOINED.get(root, root), 0.0) + chance
    return max(sorted(summed), key=summed.__getitem__)


def counts(gold: object, found: object) -> dict[str, Counts]:
    """One sentence: right, found and wanted for each class that it touches."""
    if gold == found:
        return {str(gold): [1, 1, 1]}
    return {str(gold): [0, 0, 1], str(found): [0, 1, 0]}


def documents(gold: Iterable[Row], found: Mapping[str, Row], *, under: str, fields: Sequence[str]) -> Iterator[Row]:
    """Each sentence with its counts, for the fields that are scored."""
    for row in gold:
        own = found[row["id"]]
        yield {"id": row["id"], **{f"{under} {field}": counts(row[field], own[field]) for field in fields}}


def measure(data: Path, folds: Path, limit: int | None) -> Row:
    """The figures of all three, and the counts of each sentence."""
    scorer = load_scorer(data, "score_events")
    labelled = by_id(read_rows(data / "data/events/plv_train.jsonl", limit))
    others = by_id(read_rows(data / "data/events/aw_train.jsonl", limit))
    unseen = by_folds(folds)
    found = {
        "plv": {id_: with_class({"id": id_, "root": unseen[id_]}, scorer) for id_ in labelled},
        "rules": {id_: with_class(by_rules(row), scorer) for id_, row in labelled.items()},
        "aw": {id_: is_conflict(row) for id_, row in others.items()},
    }
    figures = {name: scorer.score(others if name == "aw" else labelled, rows) for name, rows in found.items()}
    counted = [
        *documents(labelled.values(), found["plv"], under="plv", fields=("root", "penta")),
        *documents(labelled.values(), found["rules"], under="rules", fields=("root", "penta")),
        *documents(others.values(), found["aw"], under="aw", fields=("binary",)),
    ]
    return {**figures, "documents": counted}


def with_class(row: Row, scorer: Any) -> Row:
    """The row with the class of its root, one of four."""
    return {**row, "penta": scorer.PENTA.get(row["root"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--folds", type=Path, default=ROOT / "training/events_folds.jsonl")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    figures = measure(options.data, options.folds, options.limit)
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
