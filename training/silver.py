"""Names as the parser's own recogniser proposes them, for the reader to learn from: what it need not be run for later.

    python training/silver.py --data ../shared/data --out build/silver.jsonl

One line a document of PolNeAR's training part: id and [start, end, label].
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from firsthand.model import Document, Reading, text_id
from firsthand.reading.models import parse


def main() -> None:
    """Write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    source = o.data / "attribution/polnear/train.jsonl"
    with source.open(encoding="utf-8") as lines, o.out.open("w", encoding="utf-8") as out:
        for line in lines:
            item = json.loads(line)
            document = Document(id=item["id"], text=item["text"], sha256=text_id(item["text"]))
            names = parse(Reading(document=document)).names or ()
            out.write(
                json.dumps({"id": item["id"], "names": [[n.span.start, n.span.end, n.label] for n in names]}) + "\n"
            )


if __name__ == "__main__":
    main()
