"""How many words the parse stage reads otherwise than the stock parser, part of speech, lemma, arc or name.

    python eval/parses.py [--data ../shared] [--json]

The stage asks the parser's rules once for each word, tag and relation; this counts where that is not what they say in
place, over the development part of PolNeAR.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from firsthand.model import Document, Reading, text_id
from firsthand.reading.models import APOSTROPHES, paragraphs, parse, parser, readable


def count_differences(texts: Iterable[str]) -> dict[str, int]:
    """Words read, and how many of them otherwise than in place."""
    words = other = 0
    for text in texts:
        found = as_read(text)
        expected = in_place(text)
        words += len(expected)
        other += abs(len(found) - len(expected)) + sum(a != b for a, b in zip(found, expected, strict=False))
    return {"words": words, "otherwise": other}


def as_read(text: str) -> list[tuple[Any, ...]]:
    """Each word's place, part of speech, lemma, tag, relation and head's place, as the stage reads them."""
    reading = parse(Reading(document=Document(id="x", text=text, sha256=text_id(text))))
    assert reading.tree is not None
    tokens = reading.tree.tokens
    return [(t.start, t.end, t.pos, t.lemma, t.tag, t.dep, tokens[t.head].start) for t in tokens]


def in_place(text: str) -> list[tuple[Any, ...]]:
    """The same from the whole pipeline of the parser."""
    nlp, found = parser(), []
    for stretch in paragraphs(text):
        for t in nlp(readable(stretch.of(text))):
            if t.is_space:
                continue
            head = t.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            start = stretch.start + t.idx
            lemma = t.lemma_.lower().translate(APOSTROPHES)
            governor = stretch.start + (t if head.is_space else head).idx
            found.append((start, start + len(t), t.pos_, lemma, t.tag_, t.dep_, governor))
    return found


def main() -> None:
    """Print the two counts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared"))
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    lines = (chosen.data / "data/attribution/polnear/dev.jsonl").read_text(encoding="utf-8").splitlines()
    figures = count_differences(json.loads(line)["text"] for line in lines)
    print(json.dumps(figures) if chosen.json else f"{figures['otherwise']} of {figures['words']} words")


if __name__ == "__main__":
    main()
