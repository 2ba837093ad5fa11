"""Dates on TimeBank and AQUAINT: reads the articles and scores them with score_time.py.

usage: python eval/dates.py [--data ../shared] [--limit N] [--json]

Headline: value F1. What `dates.find_times` makes of the text alone is scored: dates, how long ("for two years") and how
often ("every Monday"), the ends of a range apart, as TIMEX3 has them. `documents_per_second` is over the CPU time of
those calls in one process, once the tables are loaded.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from scoring import Counts, Row, by_id, counts_of, load_scorer, read_rows, show

from firsthand.reading import dates
from firsthand.reading.date_joins import Found


def timex(found: Found) -> dict[str, object]:
    """As the scorer has it."""
    return {"start": found.start, "end": found.end, "type": found.type, "value": found.when.value}


def predict(row: dict[str, str]) -> dict[str, object]:
    return {"id": row["id"], "timexes": [timex(f) for f in dates.find_times(row["text"], row["dct"])]}


def score(data: Path, name: str, limit: int | None) -> tuple[dict[str, float], list[Row]]:
    """What the scorer finds for one of the two sets, and the counts of each of its documents."""
    scorer = load_scorer(data, "score_time")
    gold = read_rows(data / f"data/time/{name}.jsonl", limit)
    predict({"id": "", "text": "May 3, 2021", "dct": "2021-05-04"})
    before = time.process_time()
    found = by_id(map(predict, gold))
    rate = len(gold) / (time.process_time() - before)
    documents = [
        {"id": row["id"], **{f"{name} {k}": c for k, c in counts(scorer.score({row["id"]: row}, found)).items()}}
        for row in gold
    ]
    return {**scorer.score(by_id(gold), found), "documents_per_second": round(rate)}, documents


def counts(scored: dict[str, float]) -> dict[str, Counts]:
    """[right, found, wanted] of one document, for each way of counting."""
    of = {"n_pred": scored["pred"], "n_gold": scored["gold"]}
    return {kind: counts_of({**of, "F1": scored[f"{kind}_F1"]}) for kind in ("strict", "relaxed", "value")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    scored = {name: score(options.data, name, options.limit) for name in ("timebank", "aquaint")}
    figures = {name: figures for name, (figures, _) in scored.items()}
    documents = [row for _, rows in scored.values() for row in rows]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
