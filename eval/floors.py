"""Measures every figure of floors.toml and shows it beside its floor; exit code 1 where one is missed.

usage: python eval/floors.py [--data ../shared] [--floors eval/floors.toml] [--quick]

`--quick` measures the few that the tests measure. Run it on a machine with nothing else to do: one figure is a speed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure in what a command prints, and the bound that it has to keep: exactly one of `least` and `most`."""

    name: str
    command: str
    key: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        if (self.least is None) == (self.most is None):
            raise ValueError(f"{self.name}: give either least or most")

    def holds(self, value: float) -> bool:
        return value >= self.least if self.least is not None else value <= (self.most or 0)

    @property
    def bound(self) -> str:
        return f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"


def load_figures(path: Path, table: str) -> tuple[Figure, ...]:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))[table], tuple[Figure, ...])


@cache
def printed(command: str, arguments: tuple[str, ...], data: Path) -> Any:
    """What the command prints; a command is run once, however many figures come from it."""
    line = [sys.executable, str(ROOT / command), "--data", str(data), *arguments, "--json"]
    return json.loads(subprocess.run(line, stdout=subprocess.PIPE, check=True).stdout)


def measure(figures: tuple[Figure, ...], data: Path) -> Iterator[tuple[Figure, float]]:
    for figure in figures:
        value = printed(figure.command, figure.arguments, data)
        for key in figure.key:
            value = value[key]
        yield figure, float(value)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--floors", type=Path, default=ROOT / "eval/floors.toml")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    missed = 0
    for figure, value in measure(load_figures(options.floors, "quick" if options.quick else "figure"), options.data):
        kept = figure.holds(value)
        missed += not kept
        print(f"{figure.name:50} {value:10.4g}  {figure.bound:9}{'' if kept else '  MISSED'}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
