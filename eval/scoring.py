"""What the measuring scripts share: the scorers beside the data, and the counts that intervals are drawn from."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from firsthand.model import Span

Row = dict[str, Any]
Counts = list[float]


def load_scorer(data: Path, name: str) -> Any:
    """The module `scorers/NAME.py` beside the data, to be called and not run."""
    spec = importlib.util.spec_from_file_location(name, data / "scorers" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{data / 'scorers' / name}.py: no scorer here; name the folder with --data")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: Path, limit: int | None = None) -> list[Row]:
    """The objects of a JSONL file, or the first `limit` of them."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")[:limit]]


def by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def counts_of(scored: Mapping[str, float]) -> Counts:
    """[right, found, wanted] from a scorer's P, R, F1 in per cent with n_pred and n_gold; exact for one document, whose
    few hundred items a rounded per cent still tells apart."""
    found, wanted = scored["n_pred"], scored["n_gold"]
    return [round(scored["F1"] * (found + wanted) / 200), found, wanted]


def show(figures: Mapping[str, Any]) -> str:
    """The figures for a person, without the documents."""
    return json.dumps({k: v for k, v in figures.items() if k != "documents"}, indent=1)


def party(marked: str, side: str) -> Span | None:
    """Where, in the words without the marks <s> and <t> around two parties, the first stretch of this side stands."""
    reached, opened = 0, 0
    for part in re.split("(</?[st]>)", marked):
        if part == f"<{side}>":
            opened = reached
        elif part == f"</{side}>":
            return Span(opened, reached)
        elif not re.fullmatch("</?[st]>", part):
            reached += len(part)
    return None
