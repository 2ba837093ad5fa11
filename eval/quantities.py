"""Quantities on the first half of NewsQuant: reads the sentences and scores them with score_quantity.py.

usage: python eval/quantities.py [--data ../shared] [--json]

Headline: strict value F1. What is read is written as NewsQuant writes it, by rules that look at no sentence:
a counted noun goes with the words that describe it ("armed drone"), units by NewsQuant's names where it names the same
unit; "thousands" (here 1000 or more) is 1000 to 10000; "from 3 to 5" (here two amounts) is a range; of a limit and a
change only one is written, the change unless the limit is "about". Counted pronouns ("one of them") and durations in
dates ("the last two years") are no quantities here, so those count as errors.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring import Row, counts_of, load_scorer, show

from firsthand.lexicon.values import currencies, number_words, units
from firsthand.model import Document, Quantity, text_id
from firsthand.reading import dates, models, quantities
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, dates.STAGE, quantities.STAGE)

LIMITS = {"<": "<", "<=": "<", ">": ">", ">=": ">"}
NAMES = {
    "USD": "dollar",
    "DKK": "danish krone",
    "ILS": "shekel",
    "GBP": "pound sterling",
    "%": "percentage",
    "1": "-",
    "person": "people",
    "times": "count",
    "t": "ton",
    "Gt": "gigaton",
    "ft": "foot",
    "mph": "mile per hour",
    "km/h": "kilometre per hour",
    "°F": "fahrenheit",
    "°C": "celsius",
    "PS": "horsepower",
    "Nm": "newton metre",
    "lb-ft": "foot pound-force",
    "kWh": "kilowatt hour",
    "Mbps": "megabit per second",
}
LISTED = {u.id: u for u in (*units(), *currencies())}
VAGUE = frozenset(
    f"numbers/{n.id}" for n in number_words() if n.kind == "vague" and n.id != "several" and n.bound == ">="
)


def unit_name(quantity: Quantity) -> str:
    unit = quantity.unit
    if unit == "year" and quantity.of == "age":
        return "year of age"
    if unit in NAMES:
        name = NAMES[unit]
    elif unit in LISTED:
        forms = LISTED[unit].forms
        name = forms[1] if len(forms) > 1 and forms[0].startswith(forms[1]) else forms[0]
    else:
        name = " ".join([*(quantity.of or unit).split()[:-1], unit])
    return f"{name} per {quantity.per}".lower() if quantity.per else name.lower()


def value_of(quantity: Quantity) -> float | list[float]:
    """A range where two ends are told, and where a plural ("thousands") says no number."""
    if quantity.high is not None:
        return [quantity.value, quantity.high]
    if VAGUE.isdisjoint(quantity.rules):
        return quantity.value
    least = quantity.value / 2 if "numbers/dozens" in quantity.rules else quantity.value
    return [least, least * 10]


def change_of(quantity: Quantity) -> str:
    if any(r == "bounds/about" for r in quantity.rules) or quantity.change is None and quantity.bound == "~":
        return "~"
    if quantity.change is not None:
        return quantity.change
    return "=" if isinstance(value_of(quantity), list) else LIMITS.get(quantity.bound or "", "=")


def as_scored(text: str, quantities: tuple[Quantity, ...]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number, quantity in enumerate(quantities):
        row: dict[str, object] = {
            "value": value_of(quantity),
            "unit": unit_name(quantity),
            "change": change_of(quantity),
        }
        before = quantities[number - 1] if number else None
        if (
            before
            and text[: before.span.start].endswith("from ")
            and text[before.span.end : quantity.span.start] == " to "
        ):
            row["value"] = [before.value, quantity.value]
            rows.pop()
        rows.append(row)
    return rows


def predict(number: int, text: str) -> tuple[str, list[dict[str, object]]]:
    document = Document(id=str(number), text=text, sha256=text_id(text), published="2020-06-01")
    reading = run_pipeline(document, PIPELINE)
    return str(number), as_scored(text, reading.quantities or ())


def documents(gold: dict[str, Any], found: dict[str, Any], scorer: Any) -> Iterator[Row]:
    """The counts of each sentence by itself: the set does not tell which are of one article."""
    for sentence in gold:
        one = scorer.score({sentence: gold[sentence]}, found)
        of = {"n_pred": one["n_pred"], "n_gold": one["n_gold"]}
        yield {"id": sentence, **{kind: counts_of({**scored, **of}) for kind, scored in one["strict"].items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each sentence")
    options = parser.parse_args()
    scorer = load_scorer(options.data, "score_quantity")
    path = options.data / "data/quantity/newsquant_first_half.json"
    texts = [row["text"] for row in json.loads(path.read_text(encoding="utf-8"))]
    gold = scorer.load(path, True)
    found = {key: [scorer.q(q) for q in quantities] for key, quantities in map(predict, range(len(texts)), texts)}
    figures = {**scorer.score(gold, found), "documents": [*documents(gold, found, scorer)]}
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
