"""What is measured: the records of eval/parts.toml, and what was found, eval/results.json."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

ROOT = Path(__file__).resolve().parents[1]
PARTS = ROOT / "eval/parts.toml"
RESULTS = ROOT / "eval/results.json"

Statistic = Literal["F1", "macro-F1", "mean", "r"]


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command that prints figures with `--json`, and the files under the data folder that they rest on."""

    id: str
    command: str
    data: tuple[str, ...]
    arguments: tuple[str, ...] = ()


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure in what a measure prints, and what it is to be compared with.

    `key` leads to it. `counts` names the numbers of each document from which `statistic`, times `scale`, makes it
    again; without them it has no interval. `baseline`, `published` and `human` are others' figures, each with whose
    they are and on what. The floor of a `promise` is its target, whatever is measured. What is amiss with it stands in
    docs/measured.md.
    """

    name: str
    part: str
    measure: str
    key: tuple[str, ...]
    better: Literal["more", "less"] = "more"
    counts: str | None = None
    statistic: Statistic | None = None
    scale: float = 100
    baseline: str | None = None
    published: str | None = None
    human: str | None = None
    target: float | None = None
    promise: bool = False

    def __post_init__(self) -> None:
        if (self.counts is None) != (self.statistic is None):
            raise ValueError(f"{self.name}: counts and statistic go together")
        if self.promise and self.target is None:
            raise ValueError(f"{self.name}: a promise needs a target")

    def reaches(self, value: float, bound: float) -> bool:
        return value >= bound if self.better == "more" else value <= bound


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All figures, in the order in which they are shown; `quick` are those that the tests measure."""

    measure: tuple[Measure, ...]
    figure: tuple[Figure, ...] = ()
    quick: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        known = {m.id for m in self.measure}
        if len(known) < len(self.measure):
            raise ValueError("two measures have one id")
        if unknown := sorted({f.measure for f in (*self.figure, *self.quick)} - known):
            raise ValueError(f"no measure is called {unknown[0]!r}; one of {', '.join(sorted(known))}")
        names = [f.name for f in (*self.figure, *self.quick)]
        if twice := sorted({n for n in names if names.count(n) > 1}):
            raise ValueError(f"two figures are called {twice[0]!r}")


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was found: `low` and `high` close the 95 % interval, drawn from `documents`. `commit` ends in + where files
    had been changed since."""

    value: float
    commit: str
    date: str
    low: float | None = None
    high: float | None = None
    documents: int | None = None


def load_parts(path: Path = PARTS) -> Parts:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Parts)


def load_results(path: Path = RESULTS) -> dict[str, Result]:
    """By the name of the figure; empty where nothing was measured yet."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Result]) if path.exists() else {}


def save_json(path: Path, value: object) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n")
