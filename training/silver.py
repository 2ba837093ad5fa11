"""Names as the parser's own recogniser proposes them, for the reader to learn from: what it need not be run for later.

    python training/silver.py --data ../shared/data --out build/silver.jsonl

One line a document of PolNeAR's training part: id and [start, end, label].
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import spacy

from firsthand.reading.models import PARSERS, paragraphs, readable


def main() -> None:
    """Write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    source = o.data / "attribution/polnear/train.jsonl"
    nlp = spacy.load(next(name for name, _ in PARSERS if spacy.util.is_package(name)))
    with source.open(encoding="utf-8") as lines, o.out.open("w", encoding="utf-8") as out:
        for line in lines:
            item = json.loads(line)
            stretches = tuple(paragraphs(item["text"]))
            docs = nlp.pipe(readable(s.of(item["text"])) for s in stretches)
            names = [
                [s.start + e.start_char, s.start + e.end_char, e.label_]
                for s, doc in zip(stretches, docs, strict=True)
                for e in doc.ents
            ]
            out.write(json.dumps({"id": item["id"], "names": names}) + "\n")


if __name__ == "__main__":
    main()
