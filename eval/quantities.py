"""Quantities on the first half of NewsQuant: reads the sentences and scores them with score_quantity.py.

usage: python eval/quantities.py [--data ../shared] [--json]

Headline: strict value F1. Units are handed over by the names that NewsQuant uses where it names the same unit; what it
writes as a range of "thousands" (1000 to 10000) is only a lower bound here, and counted pronouns ("one of them") are
not read, so those count as errors.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from firsthand.lexicon.values import currencies, units
from firsthand.model import Document, Quantity, text_id
from firsthand.reading import dates, models, quantities
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, dates.STAGE, quantities.STAGE)

CHANGE = {"<": "<", "<=": "<", ">": ">", ">=": ">", "~": "~", None: "="}
NAMES = {
    "USD": "dollar",
    "%": "percentage",
    "1": "-",
    "person": "people",
    "mph": "mile per hour",
    "km/h": "kilometre per hour",
    "GBP": "pound sterling",
}


def unit_name(quantity: Quantity) -> str:
    if quantity.unit in NAMES:
        name = NAMES[quantity.unit]
    else:
        forms = next((u.forms for u in (*units(), *currencies()) if u.id == quantity.unit), (quantity.unit,))
        name = forms[1] if len(forms) > 1 and forms[0].startswith(forms[1]) else forms[0]
    return f"{name} per {quantity.per}".lower() if quantity.per else name.lower()


def as_scored(quantity: Quantity) -> dict[str, object]:
    value: object = quantity.value if quantity.high is None else [quantity.value, quantity.high]
    return {"value": value, "unit": unit_name(quantity), "change": CHANGE[quantity.bound]}


def predict(number: int, text: str) -> dict[str, object]:
    document = Document(id=str(number), text=text, sha256=text_id(text), published="2020-06-01")
    reading = run_pipeline(document, PIPELINE)
    return {"id": number, "quantities": [as_scored(q) for q in reading.quantities or ()]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, which they always are")
    options = parser.parse_args()
    gold = options.data / "data/quantity/newsquant_first_half.json"
    rows = json.loads(gold.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "pred.jsonl")
        found.write_text(
            "".join(json.dumps(predict(i, r["text"])) + "\n" for i, r in enumerate(rows)), encoding="utf-8"
        )
        return subprocess.call(
            [sys.executable, str(options.data / "scorers/score_quantity.py"), str(gold), str(found), "--cqe-gold"]
        )


if __name__ == "__main__":
    raise SystemExit(main())
