"""Finding what an article was translated from, by names and numbers alone.

usage: python eval/translations.py [--data ../shared] [--json]

MEANTIME's 120 articles in English, Spanish, Italian and Dutch: for each English one, whether its translation is the
likest of all 120 texts of the other language. The languages themselves are told by small words.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from scoring import Row, read_rows, show

from firsthand.comparing.specifics import agreement, find_specifics, language_of, weigh_specifics

LANGUAGES = ("es", "it", "nl")


def retrieved(english: list[Row], others: list[Row]) -> list[bool]:
    """For each English article whether its translation is found first."""
    here = [find_specifics(row["text"]) for row in english]
    there = [find_specifics(row["text"]) for row in others]
    weights = weigh_specifics([*here, *there])
    best = [max(range(len(others)), key=lambda j: (agreement(one, there[j], weights), -j)) for one in here]
    return [others[j]["article"] == row["article"] for row, j in zip(english, best, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each article")
    options = parser.parse_args()
    folder = options.data / "data" / "multilingual" / "meantime_parallel"
    texts = {lang: read_rows(folder / f"{lang}.jsonl") for lang in ("en", *LANGUAGES)}
    found = {lang: retrieved(texts["en"], texts[lang]) for lang in LANGUAGES}
    told = [language_of(row["text"]) == lang for lang, rows in texts.items() for row in rows]
    articles = [
        {"id": row["article"], **{lang: [int(found[lang][n]), 1] for lang in LANGUAGES}}
        for n, row in enumerate(texts["en"])
    ]
    figures: Row = {f"en-{lang}": sum(found[lang]) / len(found[lang]) for lang in LANGUAGES}
    figures |= {"worst": min(figures.values()), "language": sum(told) / len(told), "documents": articles}
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
