"""Passages that match what is asked, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from firsthand.model import Span
from firsthand.store import schema
from firsthand.store.reading import View
from firsthand.store.records import Hit
from firsthand.store.words import Query

_MORE = 8
"""How many times as many passages are ranked as are shown: some belong to other runs, or are of another kind."""


def search(view: View, query: Query, limit: int, kinds: Sequence[str], run: str | None) -> tuple[Hit, ...]:
    """What `View.search` promises. Ranking all that match and then looking who they are takes twice as long as looking
    at the first few; where they do not do, more are."""
    wanted = max(1, limit)
    while True:
        wanted *= _MORE
        rows, ranked = _best(view, query, wanted, kinds, run)
        if len(rows) >= limit or ranked < wanted:
            return tuple(map(_hit, rows[:limit]))


def _best(view: View, query: Query, wanted: int, kinds: Sequence[str], run: str | None) -> tuple[list[Row[Any]], int]:
    """Of the best `wanted` passages those that count, and how many passages there were."""
    found, passages, told = view.engine.matching(query), schema.passages, schema.findings
    best = (
        select(found.number.label("number"), found.rank.label("rank"))
        .select_from(found.passages)
        .where(found.condition)
        .order_by(found.rank)
        .limit(wanted)
        .subquery()
    )
    columns = passages.c
    counts = or_(columns.finding.is_(None), view.valid(run)).label("counts")
    statement = (
        select(columns.kind, columns.key, columns.document, columns.start, columns.stop, counts)
        .select_from(best)
        .join(passages, columns.number == best.c.number)
        .outerjoin(told, told.c.number == columns.finding)
        .order_by(best.c.rank, columns.kind, columns.key, columns.start)
    )
    rows = view.rows(statement)
    return [r for r in rows if r.counts and (not kinds or r.kind in kinds)], len(rows)


def _hit(row: Row[Any]) -> Hit:
    return Hit(row.kind, row.key, row.document, None if row.start is None else Span(row.start, row.stop))
