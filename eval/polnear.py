"""Attribution on PolNeAR: reads a split and scores it with both modes of attribution_score.py.

usage: python eval/polnear.py [--data ../shared] [--split dev] [--limit N] [--predictions FILE] [--json]

PolNeAR forbids nesting, so only the outermost attribution of each chain is handed to the scorer, and only those that
are more likely than not; the reading itself keeps them all. Headline: AR-jaccard.5, as defined at the top of the
scorer. PolNeAR takes quotation marks and the "that" of a clause into the content and our spans leave them out, so they
are put back. `spans` is the protocol of CofeNet: one label for each word or mark, so that marks count; where parts lie
over each other a cue hides a source, and a source a content. It asks where parts begin and end, not how they hang
together, so it is given the parts as the trained reader sees them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring import Row, by_id, counts_of, load_scorer, read_rows, show

from firsthand.model import Attribution, Document, text_id
from firsthand.reading import read_document

ROLES = ("content", "source", "cue")
"""In the order in which labels are written: what comes later hides what comes before."""
WORD_OR_MARK = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
LIKELY = 0.3
"""The threshold of the reading itself."""
OPENING = re.compile(r"(?:\bthat )?[\"“]?$")
CLOSING = re.compile(r"[.,;?!…]*[\"”]")


def outermost(attributions: tuple[Attribution, ...]) -> list[Row]:
    """The likely ones without a parent, as the scorer wants them."""
    return [
        {role: [[s.start, s.end] for s in getattr(a, role)] for role in ("source", "cue", "content")}
        for a in attributions
        if a.parent is None and a.probability >= LIKELY
    ]


def predict(row: Row) -> Row:
    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]))
    reading = read_document(document, layers=frozenset({"assertions"}))
    parts = [{role: [[s.start, s.end] for s in getattr(p, role)] for role in ROLES} for p in reading.proposals or ()]
    ours = [with_conventions(row["text"], a) for a in outermost(reading.attributions or ())]
    return {"id": row["id"], "attributions": ours, "parts": parts}


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the "that" and the quotation marks that open right before it, and those that close right after
    it."""
    start = OPENING.search(text, max(0, start - 8), start).start()  # type: ignore[union-attr]
    opened = len(re.findall('["“]', text[start:end])) - len(re.findall("”", text[start:end]))
    closing = CLOSING.match(text, end) if opened % 2 else None
    return start, closing.end() if closing else end


def with_conventions(text: str, attribution: Row) -> Row:
    return {**attribution, "content": [with_marks(text, start, end) for start, end in attribution["content"]]}


def labels(text: str, attributions: list[Row]) -> list[str]:
    """B-, I- or O for every word and mark of the text."""
    tokens = [(m.start(), m.end()) for m in WORD_OR_MARK.finditer(text)]
    found = ["O"] * len(tokens)
    for role in ROLES:
        for start, end in sorted((a, b) for attribution in attributions for a, b in attribution.get(role) or []):
            inside = [i for i, (a, b) in enumerate(tokens) if start <= a and b <= end]
            for i in inside:
                found[i] = f"{'B' if i == inside[0] else 'I'}-{role}"
    return found


def score(gold: list[Row], found: dict[str, Row], scorer: Any) -> dict[str, Any]:
    """Both modes of the scorer over these documents."""
    wanted = [{"labels": labels(row["text"], row["attributions"])} for row in gold]
    ours = [{"labels": labels(row["text"], found[row["id"]]["parts"])} for row in gold]
    figures: dict[str, Any] = scorer.score_docs(gold, found)
    return {**figures, "spans": scorer.score_bio(wanted, ours)}


def documents(gold: list[Row], found: dict[str, Row], scorer: Any) -> Iterator[Row]:
    """The counts of each document by itself."""
    for row in gold:
        one = score([row], found, scorer)
        attributions = {kind: counts_of(one[kind]) for kind in ("AR-jaccard.5", "AR-exact", "AR-content.5")}
        parts = {f"{role} exact": counts_of(one[role]["exact"]) for role in ROLES}
        spans = {f"spans {role}": counts_of(one["spans"][role]["exact"]) for role in ROLES}
        yield {"id": row["id"], **attributions, **parts, **spans}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--split", default="dev", choices=("train", "dev"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--predictions", type=Path, help="write what was read to this file")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    gold = read_rows(options.data / f"data/attribution/polnear/{options.split}.jsonl", options.limit)
    found = by_id(map(predict, gold))
    if options.predictions:
        options.predictions.write_text("".join(json.dumps(r) + "\n" for r in found.values()), encoding="utf-8")
    scorer = load_scorer(options.data, "attribution_score")
    figures = {**score(gold, found, scorer), "documents": [*documents(gold, found, scorer)]}
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
