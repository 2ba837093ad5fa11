"""Count in how many news articles each stem stands: makes `src/firsthand/lexicon/en/frequencies.csv`.

usage: python eval/frequencies.py ARTICLES.jsonl > src/firsthand/lexicon/en/frequencies.csv

ARTICLES.jsonl has one {"text": ...} a line; the packaged table was counted on the 840 articles of PolNeAR's training
part.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from firsthand.comparing.terms import stem
from firsthand.comparing.wording import find_words

LEAST = 3
"""Stems in fewer articles are left out: they count as rare."""


def count_stems(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        counts.update({stem(word) for word, _ in find_words(json.loads(line)["text"])})
    return counts


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("stem,articles")
    for word, articles in sorted(count_stems(Path(sys.argv[1])).items()):
        if articles >= LEAST and not word.isdigit():
            print(f"{word},{articles}")
