"""Measures every figure of parts.toml, shows it beside its floor, its target and others' figures, and keeps the floors.

usage: python eval/floors.py [--data ../shared] [--only ID,...] [--quick] [--raise | --lower]

A run fails where a figure is missed (below its floor by more than its epsilon) or rests on other data than its floor
was pinned on. What is found is written to eval/results.json, from which docs/quality.md is made.

  --only    measure these only; the rest of results.json stays
  --quick   the few that the tests measure; nothing is written
  --raise   lift the floors to what was found where that is better, and pin new figures
  --lower   pin all as found, on these data: for a change that has an argument

Run it on a machine with nothing else to do: some figures are speeds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from bootstrap import interval, value_of
from parts import PARTS, RESULTS, ROOT, Figure, Measure, Parts, Result, load_parts, load_results, save_json
from table import number, print_table

FLOORS = ROOT / "eval/floors.json"


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure must not fall short of by more than `epsilon`; `corpus` is the digest of the data it rests on."""

    floor: float
    epsilon: float
    corpus: str


def load_floors(path: Path = FLOORS) -> dict[str, Pin]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Pin]) if path.exists() else {}


def digest(data: Path, patterns: Iterable[str]) -> str:
    """The SHA-256 of all files that the patterns name, and of their names; a pattern that names none is an error."""
    whole = hashlib.sha256()
    for pattern in patterns:
        files = sorted(path for path in data.glob(pattern) if path.is_file())
        if not files:
            raise SystemExit(f"{data / pattern}: no such file; name the data folder with --data")
        for path in files:
            content = path.read_bytes()
            whole.update(f"{path.relative_to(data).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def run(measure: Measure, data: Path) -> dict[str, Any] | None:
    """What the command prints; None, and its words on the screen, where it fails."""
    line = [sys.executable, str(ROOT / measure.command), "--data", str(data), *measure.arguments, "--json"]
    done = subprocess.run(line, stdout=subprocess.PIPE, check=False)
    printed: dict[str, Any] | None = None if done.returncode else json.loads(done.stdout)
    return printed


def find(figure: Figure, printed: Any, *, commit: str, date: str) -> Result | None:
    """The figure in what was printed, with its interval where the documents' counts are there; None where it is not
    printed, as textacy's is not where textacy is not installed."""
    value = printed
    for key in figure.key:
        if key not in value:
            return None
        value = value[key]
    value = round(float(value), 4)
    if figure.counts is None or figure.statistic is None:
        return Result(value=value, commit=commit, date=date)
    counts = [row[figure.counts] for row in printed["documents"] if figure.counts in row]
    again = figure.scale * value_of(counts, figure.statistic)
    if abs(again - value) > figure.scale / 1000:
        raise SystemExit(f"{figure.name}: {value} was printed, but the counts of the documents give {again:.4g}")
    low, high = (round(figure.scale * bound, 4) for bound in interval(counts, figure.statistic))
    return Result(value=value, commit=commit, date=date, low=low, high=high, documents=len(counts))


def verdict(figure: Figure, result: Result | None, pin: Pin | None, corpus: str) -> str:
    """Why the figure fails; empty where it holds."""
    if result is None:
        return "NOT MEASURED: its command failed, or does not print it"
    if pin is None:
        return "NO FLOOR: pin one with --raise"
    if pin.corpus != corpus:
        return "OTHER DATA than its floor was pinned on: --lower if that is meant"
    slack = pin.epsilon if figure.better == "less" else -pin.epsilon
    return "" if figure.reaches(result.value, pin.floor + slack) else "MISSED"


def pinned(figure: Figure, result: Result, pin: Pin | None, corpus: str, *, lower: bool) -> Pin:
    """The pin after `--raise`, or after `--lower`."""
    epsilon = pin.epsilon if pin else figure.scale / 200 * (figure.counts is not None)
    floor = figure.target if figure.promise and figure.target is not None else result.value
    if pin is None or lower:
        return Pin(floor, epsilon, corpus)
    better = pin.corpus == corpus and not figure.promise and figure.reaches(result.value, pin.floor)
    return Pin(floor, epsilon, corpus) if better else pin


def here() -> str:
    """The commit of the checkout; with + where files have been changed since."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "src", "eval/*.py", "models"], capture_output=True, text=True, check=False
    )
    return commit.stdout.strip() + "+" * bool(changed.stdout.strip())


def measure_all(
    measures: Sequence[Measure], figures: Sequence[Figure], data: Path
) -> tuple[dict[str, Result], dict[str, str]]:
    """Results by figure, and the digest of the data by measure; each command is run once."""
    results: dict[str, Result] = {}
    corpora: dict[str, str] = {}
    commit, date = here(), datetime.now(UTC).date().isoformat()
    for measure in measures:
        print(f"{measure.command} {' '.join(measure.arguments)}", file=sys.stderr, flush=True)
        corpora[measure.id] = digest(data, measure.data)
        printed = run(measure, data)
        if printed is not None:
            own = ((f.name, find(f, printed, commit=commit, date=date)) for f in figures if f.measure == measure.id)
            results |= {name: result for name, result in own if result is not None}
    return results, corpora


def report(
    figures: Sequence[Figure], results: dict[str, Result], pins: Mapping[str, Pin], corpora: Mapping[str, str]
) -> int:
    """Prints the table and what fails; how many fail."""
    print_table(figures, results, {name: pin.floor for name, pin in pins.items()})
    failed = 0
    for figure in figures:
        result, pin = results.get(figure.name), pins.get(figure.name)
        if why := verdict(figure, result, pin, corpora[figure.measure]):
            value = number(result.value) if result else "-"
            print(f"{figure.name}: {value}, floor {number(pin.floor) if pin else '-'}: {why}")
            failed += 1
    return failed


def chosen(parts: Parts, *, only: str | None, quick: bool) -> tuple[tuple[Measure, ...], tuple[Figure, ...]]:
    """The measures to run and the figures to take from them."""
    figures = parts.quick if quick else parts.figure
    wanted = set(only.split(",")) if only else {f.measure for f in figures}
    if unknown := sorted(wanted - {f.measure for f in figures}):
        raise SystemExit(f"--only {unknown[0]}: no such measure; one of {', '.join(m.id for m in parts.measure)}")
    kept = tuple(f for f in figures if f.measure in wanted)
    return tuple(m for m in parts.measure if m.id in wanted), kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--parts", type=Path, default=PARTS)
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--only", metavar="ID,...")
    parser.add_argument("--quick", action="store_true")
    moving = parser.add_mutually_exclusive_group()
    moving.add_argument("--raise", dest="lift", action="store_true")
    moving.add_argument("--lower", action="store_true")
    options = parser.parse_args()
    measures, figures = chosen(load_parts(options.parts), only=options.only, quick=options.quick)
    results, corpora = measure_all(measures, figures, options.data)
    pins = load_floors(options.floors)
    if options.lift or options.lower:
        for figure in figures:
            if result := results.get(figure.name):
                old = pins.get(figure.name)
                pins[figure.name] = pinned(figure, result, old, corpora[figure.measure], lower=options.lower)
        save_json(options.floors, pins)
    if not options.quick:
        save_json(options.results, load_results(options.results) | results)
    return int(report(figures, results, pins, corpora) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
