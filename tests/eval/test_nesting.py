"""Recall and precision of what stands inside another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nesting import count, with_parents
from scoring import load_scorer

from firsthand.model import Attribution, Span

TEXT = "Ann said that Bob thinks that it rains ."
OUTER = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[14, 38]], "parent": None}
INNER = {"source": [[14, 17]], "cue": [[18, 24]], "content": [[30, 38]], "parent": 0}
GOLD = {"id": "d", "genre": "essay", "text": TEXT, "attributions": [OUTER, INNER]}


def counted(shared: Path, *found: dict[str, Any]) -> tuple[list[int], list[int], list[int]]:
    row = count(GOLD, {"id": "d", "attributions": [*found]}, load_scorer(shared, "attribution_score"))
    return row["recall"], row["precision"], row["both"]


def test_all_read_is_all_right(shared: Path) -> None:
    assert ([1, 1], [1, 1], [1, 1, 1]) == counted(shared, OUTER, INNER)


def test_the_inner_alone_is_recalled_but_not_as_nested(shared: Path) -> None:
    """Recall asks for the words, whatever they stand in; only what we call nested bears on precision."""
    assert ([1, 1], [0, 0], [0, 0, 1]) == counted(shared, {**INNER, "parent": None})


def test_what_is_nested_too_much_costs_precision(shared: Path) -> None:
    wrong = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[33, 38]], "parent": 0}
    assert ([1, 1], [1, 2], [1, 2, 1]) == counted(shared, OUTER, INNER, wrong)


def attribution(name: str, start: int, parent: str | None, probability: float) -> Attribution:
    content = (Span(start, 40),)
    return Attribution(name, "d", (), (), content, parent=parent, probability=probability)


def test_what_is_not_likely_is_left_out_and_its_place_taken() -> None:
    """The inmost of three stands in the outmost when the one between them is unlikely."""
    found = attribution("a", 0, None, 0.9), attribution("b", 5, "a", 0.2), attribution("c", 9, "b", 0.8)
    assert [None, 0] == [row["parent"] for row in with_parents(found)]
