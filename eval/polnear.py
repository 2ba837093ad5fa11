"""Attribution on PolNeAR: reads a split and scores it with the doc mode of attribution_score.py.

usage: python eval/polnear.py [--data ../shared] [--split dev] [--limit N] [--predictions FILE] [--json]

PolNeAR forbids nesting, so only the outermost attribution of each chain is handed to the scorer; the reading itself
keeps them all. Headline: AR-jaccard.5, as defined at the top of the scorer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from firsthand.model import Attribution, Document, text_id
from firsthand.reading import read_document


def outermost(attributions: tuple[Attribution, ...]) -> list[dict[str, list[list[int]]]]:
    """Those without a parent, as the scorer wants them."""
    return [
        {role: [[s.start, s.end] for s in getattr(a, role)] for role in ("source", "cue", "content")}
        for a in attributions
        if a.parent is None
    ]


def predict(row: dict[str, str]) -> dict[str, object]:
    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]))
    reading = read_document(document, layers=frozenset({"assertions"}))
    return {"id": row["id"], "attributions": outermost(reading.attributions or ())}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    gold = options.data / f"data/attribution/polnear/{options.split}.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()[: options.limit]]
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder, "gold.jsonl"), options.predictions or Path(folder, "pred.jsonl")
        wanted.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        found.write_text("".join(json.dumps(predict(r)) + "\n" for r in rows), encoding="utf-8")
        scorer = [sys.executable, str(options.data / "scorers/attribution_score.py"), "doc", str(wanted), str(found)]
        return subprocess.call([*scorer, *(["--json"] if options.json else [])])


if __name__ == "__main__":
    raise SystemExit(main())
