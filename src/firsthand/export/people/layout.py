"""How a page is laid out: headings, and rows whose wrapped lines hang under their own column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

Cell = str | Text


class Page:
    """Parts one below the other, wrapped to the width at hand, without blanks at the ends of lines."""

    def __init__(self, *parts: RenderableType) -> None:
        self.parts = Group(*parts)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self.parts, options, pad=False):
            while line and not line[-1].text.strip():
                line.pop()
            if line:
                yield from line[:-1]
                yield Segment(line[-1].text.rstrip(), line[-1].style)
            yield Segment.line()


def dim(words: str) -> Text:
    return Text(words, style="dim")


def strong(words: str) -> Text:
    return Text(words, style="bold")


def against(words: str) -> Text:
    return Text(words, style="red")


def plain(cell: Cell) -> Text:
    """Words are never markup: a report may well have `[bold]` in it."""
    return cell if isinstance(cell, Text) else Text(cell)


def joined(*cells: Cell) -> Text:
    return Text.assemble(*(plain(cell) for cell in cells))


def paragraph(*cells: Cell, indent: int = 2) -> RenderableType:
    """Words that wrap at `indent`."""
    return Padding(joined(*cells), (0, 0, 0, indent))


def rows(lines: Iterable[Sequence[Cell]], *, indent: int = 2, fixed: tuple[int, ...] = ()) -> RenderableType:
    """A table without rules. Columns in `fixed` keep their width; the others share what is left."""
    cells = [[plain(cell) for cell in line] for line in lines]
    table = Table.grid(padding=(0, 2, 0, 0))
    for number in range(len(cells[0]) if cells else 0):
        table.add_column(no_wrap=number in fixed, overflow="fold")
    for line in cells:
        table.add_row(*line)
    return Padding(table, (0, 0, 0, indent))


def section(title: str, *parts: RenderableType) -> RenderableType:
    """A heading over its parts, a blank line above; nothing at all when there are no parts."""
    return Group(Text(), strong(title), *parts) if parts else Group()


def more(left_out: int, what: str) -> tuple[RenderableType, ...]:
    """The line that says what a list leaves out."""
    return (paragraph(dim(f"and {left_out:,} more {what}")),) if left_out > 0 else ()
