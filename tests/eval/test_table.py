"""How figures are shown."""

from __future__ import annotations

from parts import Figure, Result
from table import cells, in_columns, in_markdown

FIGURE = Figure(name="dates", part="dates", measure="m", key=("F1",), target=83, published="79.3 HeidelTime")


def test_a_row_has_all_that_it_is_to_be_compared_with() -> None:
    result = Result(value=78.6249, commit="c", date="d", low=75.1, high=81.25)
    row = ("dates", "78.62", "75.1–81.25", "≥ 77.6", "≥ 83", "no", "", "79.3 HeidelTime", "")
    assert row == cells(FIGURE, result, 77.6)


def test_what_is_unknown_is_left_empty() -> None:
    """No interval, no floor, no target: empty cells, no noughts."""
    figure = Figure(name="x", part="", measure="m", key=("x",))
    assert ("x", "1", "", "", "", "", "", "", "") == cells(figure, Result(value=1, commit="c", date="d"), None)


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert ["name   n", "a     10"] == list(in_columns([("name", "n"), ("a", "10")]))


def test_markdown_keeps_empty_cells() -> None:
    assert ["| a | b |", "| --- | --- |", "| 1 | |"] == list(in_markdown([("1", "")], headings=("a", "b")))
