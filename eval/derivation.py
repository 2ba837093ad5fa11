"""Who copied whom, and how many origins: the generated derivations, scored by `score_derivation.py`.

usage: python eval/derivation.py [--data ../shared] [--json]

Reads data/derivation/generated_dev of the data, about 300 documents with known parents, and prints the
scorer's table. Shared quotations are no derivation there and are left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from firsthand.comparing import compare
from firsthand.model import Answer, Derivation, Document, text_id
from firsthand.reading import read_document

TYPES = {
    "copied": "copy",
    "excerpted": "excerpt",
    "cited": "cites",
    "paraphrased": "paraphrase",
    "translated": "translation",
}
LABELS = {"copy": "wholly", "paraphrase": "wholly", "translation": "wholly", "excerpt": "partly", "cites": "partly"}
OUTLETS = {"nyt": "The New York Times", "hpo": "HuffPost", "fox": "Fox News"}
"""The set names three outlets by code, and by name in the texts."""


def load(path: Path) -> Iterator[tuple[Document, str]]:
    """Documents with the event that each belongs to."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        outlet = OUTLETS.get(row["outlet"].lower(), row["outlet"])
        text = row["text"]
        yield Document(row["id"], text, text_id(text), None, row["title"], outlet, row["time"]), row["event"]


def rows(answer: Answer, events: dict[str, str]) -> Iterator[dict[str, object]]:
    """The answer in the scorer's terms."""
    edges = [d for d in answer.derivations if d.kind in TYPES and isinstance(d.parent.document, str)]
    for d in edges:
        yield {"kind": "edge", "child": d.child.document, "parent": d.parent.document, "type": TYPES[d.kind]}
    inside = [d for d in edges if events[d.child.document] == events[str(d.parent.document)]]
    first = {d.child.document: d for d in sorted(inside, key=extent)}
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document, event in events.items():
        root = find_root(document, first)
        label = LABELS[TYPES[first[document].kind]] if document in first else "none"
        yield {"kind": "doc", "id": document, "label": label, "root": root}
        groups[event][root].append(document)
    for event, grouped in groups.items():
        yield {"kind": "claim", "id": event, "groups": list(grouped.values())}


def extent(derivation: Derivation) -> int:
    return sum(s.end - s.start for s in derivation.child.spans)


def find_root(document: str, parents: dict[str, Derivation]) -> str:
    seen = {document}
    while document in parents and (parent := str(parents[document].parent.document)) not in seen:
        seen.add(parent)
        document = parent
    return document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    shared = options.data
    folder = shared / "data" / "derivation" / "generated_dev"
    loaded = list(load(folder / "docs.jsonl"))
    began = time.process_time()
    readings = tuple(read_document(document) for document, _ in loaded)
    read = time.process_time()
    answer = compare(readings)
    print(
        f"{len(readings)} documents: reading {read - began:.1f}, comparing {time.process_time() - read:.1f} CPU-s",
        file=sys.stderr,
    )
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pred.jsonl"
        found = rows(answer, {document.id: event for document, event in loaded})
        path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
        scorer = shared / "scorers" / "score_derivation.py"
        line = [sys.executable, scorer, "--gold", folder / "gold.jsonl", "--pred", path]
        subprocess.run([*line, *(["--json"] if options.json else [])], check=True)


if __name__ == "__main__":
    main()
