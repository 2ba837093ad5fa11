"""Tables in the terminal: as wide as it is, never wider, and plain when piped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from firsthand.export.people.layout import Page, dim, rows, strong
from firsthand.export.people.tables import Columns

WORD = 12
"""Letters that a column of words has room for, or its longest word if that is shorter: with less, words are torn."""

PROSE = 30
"""Letters that a column has room for in which a cell is longer than that: sentences stand badly in less."""


def table(
    columns: Columns, *, title: str = "", left_out: int = 0, what: str = "rows", fixed: Sequence[str] = ()
) -> RenderableType:
    """A table without rules, or where it would be too wide a block for each row. Columns in `fixed` and those of
    numbers keep their width; words wrap in the others."""
    parts: list[RenderableType] = [strong(title)] if title else []
    parts.append(_Fitting(columns, frozenset(fixed)) if columns.rows else dim("nothing"))
    if left_out > 0:
        parts.append(dim(f"\nand {left_out:,} more {what}; --all shows them"))
    return Page(Group(*parts))


class _Fitting:
    """A table that knows how wide it must be."""

    def __init__(self, columns: Columns, fixed: frozenset[str]) -> None:
        self.columns, self.fixed = columns, fixed

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._table() if sum(self._least()) <= options.max_width else self._blocks()

    def _keeps(self, number: int) -> bool:
        return self.columns.numbers[number] or self.columns.names[number] in self.fixed

    def _least(self) -> list[int]:
        """What each column needs, with the gap behind it."""
        needed = []
        for n, name in enumerate(self.columns.names):
            cells = [name, *(row[n] for row in self.columns.rows)]
            whole = max(cell_len(c) for c in cells)
            word = max((cell_len(w) for c in cells for w in c.split()), default=0)
            longest = PROSE if whole > PROSE else WORD
            needed.append(2 + (whole if self._keeps(n) else max(min(word, WORD), min(whole, longest))))
        return needed

    def _table(self) -> Table:
        made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
        for n, (name, least) in enumerate(zip(self.columns.names, self._least(), strict=True)):
            made.add_column(
                name,
                justify="right" if self.columns.numbers[n] else "left",
                no_wrap=self._keeps(n),
                overflow="fold",
                min_width=least - 2,
            )
        for row in self.columns.rows:
            made.add_row(*(Text(cell) for cell in row))
        return made

    def _blocks(self) -> Group:
        """Each row as lines of heading and cell, without those that are empty."""
        parts: list[RenderableType] = []
        for number, row in enumerate(self.columns.rows):
            lines = [(dim(name), cell) for name, cell in zip(self.columns.names, row, strict=True) if cell]
            parts += [Text(), rows(lines, indent=0, fixed=(0,))] if number else [rows(lines, indent=0, fixed=(0,))]
        return Group(*parts)
