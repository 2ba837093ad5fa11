"""Registers as CSV: UTF-8 with a mark for spreadsheets, one file a sheet, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from firsthand.export.flat import Cell, safe, sheets
from firsthand.model import Answer
from firsthand.model.registers import Registers


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """One file a sheet."""
    return {f"{name.replace(' ', '-')}.csv": to_csv(head, rows) for name, head, rows in sheets(answer, registers)}


def to_csv(head: Iterable[str], rows: Iterable[Iterable[Cell]], *, mark: bool = True) -> bytes:
    """A table as CSV; `mark` puts the byte order mark in front by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(head))
    writer.writerows([_written(safe(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _written(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell
