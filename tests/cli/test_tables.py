"""Tables that fit the terminal."""

from __future__ import annotations

from rich.console import Console

from firsthand.cli.tables import table
from firsthand.export.people.sheets import lay_out
from firsthand.export.people.tables import Columns, say, tabulate
from firsthand.model.registers import Moment

WIDE = Columns(
    ("who", "number", "words"),
    (False, True, False),
    (("Ministry", "1,000,000", "the bridge had fallen into the river in the night"),),
)


def drawn(columns: Columns, width: int) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(table(columns))
    return capture.get().splitlines()


def test_a_table_keeps_numbers_whole_and_wraps_words() -> None:
    """No line is wider than the terminal, and no word is torn."""
    lines = drawn(WIDE, 60)
    assert ["who          number  words", "Ministry  1,000,000  the bridge had fallen into the river in"] == lines[:2]
    assert max(map(len, lines)) <= 60


def test_where_a_table_would_be_too_wide_each_row_is_a_block() -> None:
    """A line for each cell."""
    lines = drawn(WIDE, 40)
    assert ["who     Ministry", "number  1,000,000"] == lines[:2]
    assert max(map(len, lines)) <= 40


def test_columns_that_are_empty_everywhere_are_left_out() -> None:
    """And so is an end that is the day itself."""
    day = Moment("2024-03-07", "2024-03-07", "day", "r", "It fell", ("c",), None, None, 0.5)
    assert ("day", "weight", "words") == lay_out("timeline", (day,)).names
    assert "end" in tabulate((day,)).names


def test_values_in_words() -> None:
    """Nothing is said for nothing; a truth value is a word; numbers have their commas."""
    assert ["", "yes", "1,000", "0.5", "a, b"] == [say(v) for v in (None, True, 1000, 0.5, ("a", "b"))]
