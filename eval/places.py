"""Places on LGL and GeoVirus: which place a given name means, and places found and placed end to end.

usage: python eval/places.py [--data ../shared] [--limit N] [--json]

`given`: the names are handed over, as score_geo.py's --oracle has it; the share put within 161 km of where they are, or
with the same GeoNames number. A name that no list has is put where its document is.
`found`: the F1 of places found and put within 161 km. GeoVirus marks neither peoples ("Kenyan") nor places in the names
of bodies ("Boston University"): there, what a Place says to be used so is left out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from scoring import Counts, Row, by_id, load_scorer, read_rows, show

from firsthand.model import Document, Place, Span, text_id
from firsthand.reading import models, places, reader
from firsthand.reading.pipeline import build_pipeline, run_pipeline
from firsthand.reading.toponyms import Choice, settle, toponym_at

PIPELINE = build_pipeline(models.STAGE, reader.STAGE, places.STAGE)
UNMARKED: dict[str, tuple[str, ...]] = {"lgl": (), "geovirus": ("demonym", "embedded")}


def given(row: Row) -> Row:
    """The places of the names that the set marks."""
    spans = sorted({(t["start"], t["end"]) for t in row["toponyms"]})
    toponyms = [toponym_at(row["text"], Span(*span)) for span in spans]
    return {"id": row["id"], "toponyms": [chosen(c) for c in settle(toponyms, row["text"])]}


def chosen(choice: Choice) -> Row:
    span = choice.toponym.span
    if choice.spot is not None:
        point = choice.spot.latitude, choice.spot.longitude
        return located(span, point, choice.spot.id)
    return located(span, choice.near, None) if choice.near else {"start": span.start, "end": span.end}


def located(span: Span, point: tuple[float, float], id: str | None) -> Row:
    row: Row = {"start": span.start, "end": span.end, "lat": point[0], "lon": point[1]}
    if id is not None and id.startswith("geonames/"):
        row["geonameid"] = id.removeprefix("geonames/")
    return row


def found(row: Row, unmarked: tuple[str, ...]) -> Row:
    """The places of the text alone."""
    document = Document(id=row["id"], text=row["text"], sha256=text_id(row["text"]))
    kept: list[Place] = [p for p in run_pipeline(document, PIPELINE).places or () if p.use not in unmarked]
    return {"id": row["id"], "toponyms": [located(p.span, (p.latitude, p.longitude), p.id) for p in kept]}


def right_of_given(scorer: Any, gold: Row, placed: Row) -> Counts:
    """How many names are put right, of how many."""
    if all("lat" not in t for t in gold["toponyms"]):
        return [0, 0]
    scored = scorer.score({gold["id"]: gold}, {gold["id"]: placed}, oracle=True)
    return [round(scored["acc161"] * scored["res_n"] / 100), scored["res_n"]]


def right_found_wanted(scorer: Any, gold: Row, placed: Row) -> Counts:
    """As the scorer counts end to end: what overlaps a name without a point does not count."""
    wanted, offered = gold["toponyms"], placed["toponyms"]
    pairs = [(wanted[i], offered[j]) for i, j in scorer.pairs(wanted, offered)]
    right = sum("lat" in t and scorer.dist(t, p) <= 161 for t, p in pairs)
    ignored = sum("lat" not in t for t, _ in pairs)
    return [right, len(offered) - ignored, sum("lat" in t for t in wanted)]


def score(data: Path, name: str, limit: int | None) -> tuple[Row, list[Row]]:
    """The figures of one set, and the counts of each of its documents."""
    scorer = load_scorer(data, "score_geo")
    gold = read_rows(data / f"data/geo/{name}.jsonl", limit)
    told = by_id(map(given, gold))
    read = by_id(found(row, UNMARKED[name]) for row in gold)
    documents = [
        {
            "id": row["id"],
            f"{name} given": right_of_given(scorer, row, told[row["id"]]),
            f"{name} found": right_found_wanted(scorer, row, read[row["id"]]),
        }
        for row in gold
    ]
    whole = by_id(gold)
    of_given, of_found = scorer.score(whole, told, oracle=True), scorer.score(whole, read)
    headline = {"accuracy": of_given["acc161"], "F1": of_found["e2e_161"][2]}
    return {**headline, "given": of_given, "found": of_found}, documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    scored = {name: score(options.data, name, options.limit) for name in UNMARKED}
    figures = {name: figures for name, (figures, _) in scored.items()}
    documents = [row for _, rows in scored.values() for row in rows]
    print(json.dumps({**figures, "documents": documents}) if options.json else show(figures))


if __name__ == "__main__":
    main()
