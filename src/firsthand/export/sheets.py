"""Registers as one XLSX workbook, a sheet a register; text stays text whatever it begins with."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from firsthand.export.flat import Cell, clean, sheets
from firsthand.model import Answer
from firsthand.model.registers import Registers

_LONGEST = 32_767
"""A cell of a workbook holds no more characters."""
_WIDE = 40
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 (the format knows no zones)


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """The workbook; the same answer gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book: Any = Workbook()
    book.remove(book.active)
    bold = Font(bold=True)
    for name, head, rows in sheets(answer, registers):
        sheet = book.create_sheet(name[:31])
        sheet.append(list(head))
        for cell in sheet[1]:
            cell.font = bold
            sheet.column_dimensions[cell.column_letter].width = min(_WIDE, 4 + len(str(cell.value)))
        for y, row in enumerate(rows, start=2):
            for x, value in enumerate(row, start=1):
                _put(sheet.cell(y, x), value)
        sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = EPOCH
    out = io.BytesIO()
    book.save(out)
    return {"": steady(out.getvalue())}


def _put(cell: Any, value: Cell) -> None:
    """Words are stored as words: a leading "=" makes no formula, and the apostrophe is the sheet's own."""
    if isinstance(value, str):
        cell.value = clean(value)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = True
    elif value is not None:
        cell.value = value


def steady(data: bytes) -> bytes:
    """An archive with its entries in the same order and no hour of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, _dateless(info.filename, old.read(info.filename)))
    return out.getvalue()


def _dateless(name: str, data: bytes) -> bytes:
    """The core properties with no day of saving but the fixed one."""
    if name != "docProps/core.xml":
        return data
    import re

    stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, data)
