"""From each schema to the next. A step sees the tables as they were then: it must not change when they do."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects import postgresql

from firsthand.store.writing import Writer

_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_COUNTS = text(
    "SELECT r.number AS run, f.kind AS kind, count(*) AS count FROM runs r "
    "JOIN findings f ON f.since <= r.number AND (f.ended IS NULL OR f.ended > r.number) "
    "GROUP BY r.number, f.kind ORDER BY r.number, f.kind"
)


def _count_findings(writer: Writer) -> None:
    """To 2: how many findings a run has is kept, and ids are looked up whatever their kind."""
    connection = writer.connection
    totals = Table(
        "totals",
        MetaData(),
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("kind", _TEXT, primary_key=True),
        Column("count", Integer, nullable=False),
        Column("seal", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    totals.create(connection)
    connection.execute(text('CREATE INDEX findings_key ON findings ("key")'))
    writer.keep(totals, [dict(row) for row in connection.execute(_COUNTS).mappings()])


STEPS: tuple[Callable[[Writer], None], ...] = (_count_findings,)
"""From schema 1 to 2, from 2 to 3, and so on."""
