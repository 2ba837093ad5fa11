"""Registers as Parquet, one file a sheet: numbers as numbers, absent cells as nulls, no brackets."""

from __future__ import annotations

import io
from typing import Any

from firsthand.export.flat import Cell, clean, sheets
from firsthand.model import Answer
from firsthand.model.registers import Registers


def render(answer: Answer, registers: Registers, option: str) -> dict[str, bytes]:
    """One file a sheet that has rows."""
    return {
        f"{name.replace(' ', '-')}.parquet": _table(head, rows)
        for name, head, rows in sheets(answer, registers)
        if rows
    }


def _table(head: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [[row[i] for row in rows] for i in range(len(head))]
    arrays = [_column(pa, values) for values in columns]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(head)), out, compression="zstd")
    return out.getvalue()


def _column(pa: Any, values: list[Cell]) -> Any:
    """Of one type: whole numbers, numbers, truth values, or else words."""
    kinds = {type(v) for v in values if v is not None}
    if kinds <= {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {int}:
        return pa.array(values, pa.int64())
    if kinds <= {int, float}:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    return pa.array([None if v is None else clean(str(v)) for v in values], pa.string())
