"""Tables in the terminal: as wide as it is, never wider, and plain when piped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from firsthand.export.people.layout import Page, dim, strong
from firsthand.export.people.tables import Columns


def table(
    columns: Columns, *, title: str = "", left_out: int = 0, what: str = "rows", fixed: Sequence[str] = ()
) -> RenderableType:
    """A table without rules. Columns in `fixed` and those of numbers keep their width; words wrap in the others."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for name, number in zip(columns.names, columns.numbers, strict=True):
        kept = number or name in fixed
        made.add_column(name, justify="right" if number else "left", no_wrap=kept, overflow="fold")
    for row in columns.rows:
        made.add_row(*(Text(cell) for cell in row))
    parts: list[RenderableType] = [strong(title)] if title else []
    parts.append(made if columns.rows else dim("nothing"))
    if left_out > 0:
        parts.append(dim(f"and {left_out:,} more {what}; --all shows them"))
    return Page(Group(*parts))
