"""Dates on TimeBank and AQUAINT: reads the articles and scores them with score_time.py.

usage: python eval/dates.py [--data ../shared] [--limit N] [--json]

Headline: value F1. TIMEX3 also annotates durations ("for two years"), which a Reading holds as quantities of time: they
are handed to the scorer as such. Repeated times ("every Monday") are not read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from firsthand.model import Date, Document, Quantity, Reading, text_id
from firsthand.reading import dates, models, quantities
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, dates.STAGE, quantities.STAGE)

PERIODS = {
    "second": "T{}S",
    "s": "T{}S",
    "min": "T{}M",
    "h": "T{}H",
    "day": "{}D",
    "week": "{}W",
    "month": "{}M",
    "quarter": "{}Q",
    "year": "{}Y",
}


def date_timex(date: Date) -> dict[str, object]:
    value = date.value or ""
    period = value.startswith("P") and not value.startswith(("PAST", "PRESENT"))
    kind = "DURATION" if period else "TIME" if date.precision == "time" else "DATE"
    return {"start": date.span.start, "end": date.span.end, "type": kind, "value": value}


def duration_timex(quantity: Quantity) -> dict[str, object] | None:
    amount = round(quantity.value)
    if quantity.of == "age":
        return None
    if quantity.unit in ("decade", "century"):
        value = f"P{amount * (10 if quantity.unit == 'decade' else 100)}Y"
    elif quantity.unit in PERIODS and quantity.value == amount:
        value = "P" + PERIODS[quantity.unit].format(amount)
    else:
        return None
    return {"start": quantity.span.start, "end": quantity.span.end, "type": "DURATION", "value": value}


def timexes(reading: Reading) -> Iterator[dict[str, object]]:
    yield from (date_timex(d) for d in reading.dates or ())
    yield from (t for q in reading.quantities or () if (t := duration_timex(q)) is not None)


def predict(row: dict[str, str]) -> dict[str, object]:
    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]), published=row["dct"])
    return {"id": row["id"], "timexes": list(timexes(run_pipeline(document, PIPELINE)))}


def score(data: Path, name: str, limit: int | None) -> dict[str, float]:
    """What the scorer finds for one of the two sets."""
    gold = (data / f"data/time/{name}.jsonl").read_text(encoding="utf-8").splitlines()[:limit]
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder, "gold.jsonl"), Path(folder, "pred.jsonl")
        wanted.write_text("\n".join(gold) + "\n", encoding="utf-8")
        found.write_text("".join(json.dumps(predict(json.loads(r))) + "\n" for r in gold), encoding="utf-8")
        scorer = [sys.executable, str(data / "scorers/score_time.py"), str(wanted), str(found), "--json"]
        figures: dict[str, float] = json.loads(subprocess.run(scorer, stdout=subprocess.PIPE, check=True).stdout)
        return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()
    scores = {name: score(options.data, name, options.limit) for name in ("timebank", "aquaint")}
    if options.json:
        print(json.dumps(scores))
        return
    for name, figures in scores.items():
        print(name, *(f"{figure:12} {value}" for figure, value in figures.items()), sep="\n")


if __name__ == "__main__":
    main()
