"""Truth under copying: flights of two days as 38 sites tell them, against what the airlines tell.

usage: python eval/truth.py [--data ../shared] [--json]

Six things of each flight: departure and arrival as planned, as happened, and both gates. Times are brought to minutes
of the day, gates to their last letters and figures. A value of the truth counts where at least one site tells anything
of it, and is right only to the minute. `vote` takes the value that most sites tell, the lesser string of
equals; `accuracy` weighs sites by accuracy without looking for copies.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from scoring import Row, show

from firsthand.comparing import truth
from firsthand.comparing.truth import Said, keep_ledger

OFF = 3.0
"""Minutes by which sites differ that tell of one departure: gate and runway, rounded up or down."""
DAYS = ("20111201", "20111203")
FIELDS = ("planned departure", "departure", "departure gate", "planned arrival", "arrival", "arrival gate")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})\s*(?:([ap])\.?\s?m?\b)?", re.IGNORECASE)
_GATE = re.compile(r"\b([A-Z]{0,2})-?(\d{1,3}[A-Z]?)\b", re.IGNORECASE)


def in_minutes(text: str) -> str:
    """The minute of the day; empty where no time is told."""
    found = _TIME.search(re.sub(r"(?i)(\d[ap])(?=[a-z]{3} \d)", r"\1 ", text))
    if found is None:
        return ""
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        hour = hour % 12 + 12 * (found[3].lower() == "p")
    return f"{hour % 24 * 60 + minute:04d}"


def gate(text: str) -> str:
    """The gate without its terminal; empty where only that is told."""
    text = re.sub(r"(?i)(?:^|\s)(?:main )?term(?:inal)?\.? ?[\w]*\s*(?:-|$)", " ", text.strip())
    found = _GATE.findall(text.partition("/")[0])
    return (found[-1][0] + found[-1][1]).upper() if found else ""


def read(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Site (empty in the truth), flight, and the values in one form."""
    for line in path.read_text(encoding="latin-1").splitlines():
        cells = line.split("\t")
        site, flight, values = ("", cells[0], cells[1:7]) if len(cells) < 8 else (cells[0], cells[1], cells[2:8])
        yield site, flight, [gate(v) if i in (2, 5) else in_minutes(v) for i, v in enumerate(values)]


def sayings(path: Path) -> list[Said]:
    return [
        Said(site, f"{flight} {FIELDS[i]}", value)
        for site, flight, values in read(path)
        for i, value in enumerate(values)
        if value
    ]


def nearly(one: str, other: str) -> float:
    """How near two times are; gates are the same or not."""
    if len(one) == len(other) == 4 and one.isdigit() and other.isdigit():
        return math.exp(-abs(int(one) - int(other)) / OFF)
    return 0.0


def vote(said: list[Said]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for s in said:
        counts[s.item][s.value] += 1
    return {item: min(values, key=lambda v: (-values[v], v)) for item, values in counts.items()}


def accuracy_only(said: list[Said]) -> dict[str, str]:
    """The same, no copy ever suspected."""
    doubt, truth.DOUBT = truth.DOUBT, 1e9
    try:
        return {b.item: b.value for b in keep_ledger(said, alike=nearly).beliefs}
    finally:
        truth.DOUBT = doubt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each flight")
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    documents: dict[str, Row] = {}
    for day in DAYS:
        folder = options.data / "data/truth"
        said = sayings(folder / f"flight_{day}.txt")
        ways = {
            "copying": {b.item: b.value for b in keep_ledger(said, alike=nearly).beliefs},
            "vote": vote(said),
            "accuracy": accuracy_only(said),
        }
        true = {f"{flight} {FIELDS[i]}": v for _, flight, values in read(folder / f"flight_{day}_truth.txt")
                for i, v in enumerate(values) if v}  # fmt: skip
        told = [item for item in sorted(true) if item in ways["vote"]]
        for item in told:
            flight = f"{day} {item.split()[0]}"
            row = documents.setdefault(flight, {"id": flight})
            for name, found in ways.items():
                row.setdefault(name, [0, 0])
                row[name][0] += found.get(item) == true[item]
                row[name][1] += 1
        figures[day] = {
            **{n: round(sum(found[i] == true[i] for i in told) / len(told), 4) for n, found in ways.items()},
            "items": len(told),
        }  # fmt: skip
    rows = sorted(documents.values(), key=lambda r: r["id"])
    both = {
        name: round(sum(r[name][0] for r in rows) / sum(r[name][1] for r in rows), 4)
        for name in ("copying", "vote", "accuracy")
    }
    out = {"both": both, **figures}
    print(json.dumps({**out, "documents": rows}) if options.json else show(out))


if __name__ == "__main__":
    main()
