"""View: a case as it is, or was on a day; one snapshot, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, Table, and_, func, or_, select

from firsthand.errors import StoreError
from firsthand.model import Answer, Claim, Document
from firsthand.store import schema
from firsthand.store.engines import Engine
from firsthand.store.failures import explained
from firsthand.store.packing import KINDS, clothe, unpack_record
from firsthand.store.records import (
    Captured,
    Counts,
    Hit,
    Logged,
    Manifest,
    Match,
    Offer,
    Outcome,
    read_time,
    write_time,
)
from firsthand.store.seals import unpack
from firsthand.store.words import parse_query

_LAST = "\U0010ffff"
"""Behind every letter that an id can have."""

_MANY = 5_000
"""Ids that are asked for at a time."""

_TEXTS = 500
"""Documents that are held at a time."""


_IDS: dict[str, ColumnElement[str]] = {
    "documents": schema.documents.c.id,
    "runs": schema.runs.c.id,
    "judgements": schema.judgements.c.id,
}
"""What is found by its id besides findings."""


def plain(written: str) -> str:
    """As letters are kept in columns: PostgreSQL keeps none that is zero. Records themselves keep every letter."""
    return written.replace("\0", "\u2400")


class View:
    """What is kept, read from one snapshot. `as_of` leaves out what came after that moment; runs count from when they
    were finished.

    Records come as they were put in. Lists have a total order: documents by id, findings in the order of the answer.
    StoreError where a record is not there or cannot be read.
    """

    def __init__(self, engine: Engine, *, as_of: datetime | None = None) -> None:
        self._engine = engine
        self._until = None if as_of is None else write_time(as_of)
        self._open: Any = None
        self._connection: Connection | None = None
        self._runs: dict[str | None, int] = {}

    def __enter__(self) -> Self:
        with explained(self._engine):
            self._open = self._engine.reading()
            self._connection = self._open.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection = None
        with explained(self._engine):
            self._open.__exit__(None, None, None)

    # -- what was taken in

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """All documents, or those with the ids, in order of id."""
        table = schema.documents
        wanted = self.document_ids() if ids is None else sorted({plain(i) for i in ids})
        columns = select(table.c.record, table.c.text).order_by(table.c.id).where(*self._by(table.c.added))
        for at in range(0, len(wanted), _TEXTS):
            for row in self._rows(columns.where(table.c.id.in_(wanted[at : at + _TEXTS]))):
                with explained(self._engine):
                    document = clothe(row.record, unpack(row.text).decode())
                yield document

    def document_ids(self) -> tuple[str, ...]:
        """In order."""
        table = schema.documents
        return tuple(self._scalars(select(table.c.id).where(*self._by(table.c.added)).order_by(table.c.id)))

    def document(self, id_: str) -> Document:
        return next(self.documents((id_,)), None) or self._missing("document", id_)

    def captured(self, id_: str) -> Captured:
        """The document with all that is kept as evidence."""
        table = schema.documents
        row = self._one(select(table).where(table.c.id == plain(id_), *self._by(table.c.added)))
        return open_captured(row) if row is not None else self._missing("document", id_)

    def raw(self, id_: str) -> bytes:
        """The bytes as they came."""
        return self.captured(id_).raw

    def same_bytes(self, sha256: str) -> tuple[str, ...]:
        """Ids of the documents that were made from bytes with this hash."""
        table = schema.documents
        found = select(table.c.id).where(table.c.sha256 == plain(sha256), *self._by(table.c.added))
        return tuple(self._scalars(found.order_by(table.c.id)))

    def offers(self, outcome: Outcome | None = None) -> tuple[Offer, ...]:
        """All that was offered, in order of time."""
        table = schema.offers
        wanted = () if outcome is None else (table.c.outcome == outcome,)
        rows = self._rows(select(table).where(*wanted, *self._by(table.c.at)).order_by(table.c.at, table.c.number))
        return tuple(
            Offer(path=r.path, outcome=r.outcome, document=r.document, reason=r.reason, hint=r.hint, at=read_time(r.at))
            for r in rows
        )

    # -- readings

    def reading(self, document: str, stamp: str) -> bytes | None:
        """The document's reading as it was put in under the stamp, None if there is none."""
        table = schema.readings
        row = self._one(select(table.c.body).where(table.c.document == plain(document), table.c.stamp == plain(stamp)))
        return None if row is None else unpack(row.body)

    def readings(self, stamp: str) -> Iterator[tuple[str, bytes]]:
        """Ids and readings of all documents that have one under the stamp, in order of id."""
        table = schema.readings
        rows = self._rows(
            select(table.c.document, table.c.body).where(table.c.stamp == plain(stamp)).order_by(table.c.document)
        )
        for row in rows:
            yield row.document, unpack(row.body)

    def missing_readings(self, stamp: str) -> tuple[str, ...]:
        """Ids of the documents that have no reading under the stamp, in order."""
        table, made = schema.documents, schema.readings
        there = select(made.c.document).where(made.c.stamp == plain(stamp))
        wanted = select(table.c.id).where(table.c.id.not_in(there), *self._by(table.c.added))
        return tuple(self._scalars(wanted.order_by(table.c.id)))

    def stamps(self) -> tuple[str, ...]:
        """All stamps that there are readings under, the newest first."""
        table = schema.readings
        newest = func.max(table.c.added)
        return tuple(
            self._scalars(select(table.c.stamp).group_by(table.c.stamp).order_by(newest.desc(), table.c.stamp))
        )

    # -- runs and judgements

    def runs(self) -> tuple[Manifest, ...]:
        """Every run's manifest, the oldest first."""
        table = schema.runs
        rows = self._rows(select(table.c.manifest).where(*self._by(table.c.finished)).order_by(table.c.number))
        return tuple(msgspec.msgpack.decode(r.manifest, type=Manifest) for r in rows)

    def judgements(self) -> tuple[Logged, ...]:
        """The log, in the order in which it was written."""
        table = schema.judgements
        rows = self._rows(select(table).where(*self._by(table.c.at)).order_by(table.c.number))
        return tuple(Logged(id=r.id, user=r.user, at=read_time(r.at), kind=r.kind, body=r.body) for r in rows)

    # -- findings

    def answer(self, run: str | None = None, *, only: frozenset[str] = frozenset()) -> Answer:
        """The answer that the run gave, as it was put in; of the last run if none is named, empty if there is none.
        With `only`, just these lists."""
        kinds = tuple(k for k in KINDS if k in only or not only)
        lists = {kind: self._findings(kind, run) for kind in kinds}
        return Answer(**lists)

    def record(self, kind: str, id_: str, *, run: str | None = None) -> Any:
        """The record of one of the answer's lists."""
        found = self.records(kind, (id_,), run=run)
        return found[0] if found else self._missing(kind, id_)

    def records(self, kind: str, ids: Iterable[str], *, run: str | None = None) -> tuple[Any, ...]:
        """Those of the list's records that have one of the ids, in the order of the answer."""
        return self._findings(kind, run, schema.findings.c.key, sorted({plain(i) for i in ids}))

    def linked(self, kind: str, targets: Iterable[str], *roles: str, run: str | None = None) -> tuple[Any, ...]:
        """Records of the list that name one of the targets, in one of these roles if any are given: `packing` says
        which record names what as what."""
        table = schema.links
        asked = sorted({plain(t) for t in targets})
        numbers = self._some(
            select(table.c.finding).where(*((table.c.role.in_(roles),) if roles else ())), table.c.target, asked
        )
        return self._findings(kind, run, schema.findings.c.number, sorted({r.finding for r in numbers}))

    def around(self, ids: Iterable[str], *, run: str | None = None) -> Answer:
        """All that a person needs in order to see why: the claims, assertions and attributions with these ids, the
        claims whole, with whoever denies or disputes or repeats them, their chains, entities and documents."""
        from firsthand.store.around import around

        return around(self, tuple(ids), run)

    def claims(
        self,
        query: str | None = None,
        *,
        entity: str | None = None,
        document: str | None = None,
        denied: bool | None = None,
        by: str = "weight",
        limit: int | None = 50,
        offset: int = 0,
        run: str | None = None,
    ) -> tuple[Claim, ...]:
        """Claims by `weight` (more newsrooms first, then pages, primary sources, the longer chain) or by `place`; all
        that are given must hold: words that one of its assertions tells, an entity or a document of one of them,
        whether any is denied."""
        from firsthand.store.claims import find_claims

        asked = None if query is None else parse_query(query)
        return find_claims(self, asked, (entity, document), denied, by, limit, offset, run)

    def search(
        self, query: str, limit: int = 20, *, kinds: Sequence[str] = (), run: str | None = None
    ) -> tuple[Hit, ...]:
        """The passages that match best: of documents, assertions and entities, or of the `kinds` named. QueryError
        where nothing can be looked for."""
        from firsthand.store.searching import search

        return search(self, parse_query(query), limit, kinds, run)

    def find(
        self, prefix: str, kind: str | None = None, *, limit: int = 20, run: str | None = None
    ) -> tuple[Match, ...]:
        """Records whose id begins so, of all kinds or of one, in order; an id that is whole comes alone."""
        asked = plain(prefix)
        found = [
            Match(name, id_)
            for name, column in _IDS.items()
            if kind in (None, name)
            for id_ in self._scalars(select(column).where(*_begins(column, asked)).order_by(column).limit(limit))
        ]
        table = schema.findings
        wanted = () if kind is None else (table.c.kind == kind,)
        rows = self._rows(
            select(table.c.kind, table.c.key)
            .where(*wanted, table.c.kind != "documents", *_begins(table.c.key, asked), self.valid(run))
            .order_by(table.c.key, table.c.kind)
            .limit(limit)
        )
        found += [Match(r.kind, r.key) for r in rows]
        exact = [m for m in found if m.id == asked]
        return tuple(sorted(exact or found, key=lambda m: (m.id, m.kind))[:limit])

    def counts(self, run: str | None = None) -> Counts:
        table, told = schema.offers, schema.totals
        offers = self._rows(
            select(table.c.outcome.label("name"), func.count().label("count"))
            .where(*self._by(table.c.at))
            .group_by(table.c.outcome)
        )
        kinds = self._rows(select(told.c.kind, told.c.count).where(told.c.run == self._number(run)))
        return Counts(
            documents=self._count(schema.documents, schema.documents.c.added),
            offers=_by_name(offers),
            readings=self._count(schema.readings, schema.readings.c.added),
            runs=self._count(schema.runs, schema.runs.c.finished),
            judgements=self._count(schema.judgements, schema.judgements.c.at),
            findings=_by_name(kinds),
        )

    # -- what the modules beside this one build on

    @property
    def engine(self) -> Engine:
        return self._engine

    def valid(self, run: str | None, table: FromClause = schema.findings) -> ColumnElement[bool]:
        """Whether a finding is one of the run's."""
        number = self._number(run)
        return and_(table.c.since <= number, or_(table.c.ended.is_(None), table.c.ended > number))

    def rows(self, statement: Select[Any]) -> list[Row[Any]]:
        return self._rows(statement)

    def unpacked(self, kind: str, rows: Sequence[Row[Any]]) -> tuple[Any, ...]:
        """The records whose `key` and `body` these are."""
        if kind != "documents":
            with explained(self._engine):
                return tuple(unpack_record(kind, r.body) for r in rows)
        texts = {d.id: d.text for d in self.documents(r.key for r in rows)} if rows else {}
        return tuple(clothe(r.body, texts[r.key]) for r in rows)

    # -- the rest

    def _number(self, run: str | None) -> int:
        """The run's number; zero before the first."""
        if run in self._runs:
            return self._runs[run]
        table = schema.runs
        named = () if run is None else (table.c.id == plain(run),)
        found = self._one(select(func.max(table.c.number)).where(*named, *self._by(table.c.finished)))
        number: int | None = None if found is None else found[0]
        if number is None and run is not None:
            self._missing("run", run)
        self._runs[run] = number or 0
        return self._runs[run]

    def _findings(
        self,
        kind: str,
        run: str | None,
        column: ColumnElement[Any] | None = None,
        among: Sequence[Any] | None = None,
    ) -> tuple[Any, ...]:
        table = schema.findings
        place = (table.c.document, table.c.start, table.c.stop, table.c.key)
        statement = select(*place, table.c.body).where(table.c.kind == kind, self.valid(run)).order_by(*place)
        rows = self._some(statement, column, among)
        if among is not None and len(among) > _MANY:
            rows.sort(key=lambda r: (r.document is None, r.document or "", r.start or 0, r.stop or 0, r.key))
        return self.unpacked(kind, rows)

    def _by(self, column: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
        return () if self._until is None else (column <= self._until,)

    def _count(self, table: Table, column: ColumnElement[str]) -> int:
        return int(self._rows(select(func.count()).select_from(table).where(*self._by(column)))[0][0])

    def _some(
        self, statement: Select[Any], column: ColumnElement[Any] | None, among: Sequence[Any] | None
    ) -> list[Row[Any]]:
        """Rows whose column is among the values; all rows where no values are given."""
        if column is None or among is None:
            return self._rows(statement)
        return [
            row
            for at in range(0, len(among), _MANY)
            for row in self._rows(statement.where(column.in_(among[at : at + _MANY])))
        ]

    def _rows(self, statement: Select[Any]) -> list[Row[Any]]:
        if self._connection is None:
            raise StoreError("this view is closed", hint="use it within its with block")
        with explained(self._engine):
            return list(self._connection.execute(statement))

    def _one(self, statement: Select[Any]) -> Row[Any] | None:
        return next(iter(self._rows(statement)), None)

    def _scalars(self, statement: Select[Any]) -> list[Any]:
        return [row[0] for row in self._rows(statement)]

    def _missing(self, kind: str, id_: str) -> Any:
        raise StoreError(
            f"{self._engine.name} has no {kind.removesuffix('s')} '{id_[:80]}'",
            hint="firsthand status says what is kept",
        )


def open_captured(row: Row[Any]) -> Captured:
    """A row of `documents`."""
    return Captured(
        document=clothe(row.record, unpack(row.text).decode()),
        raw=unpack(row.raw),
        headers=msgspec.msgpack.decode(row.headers, type=tuple[tuple[str, str], ...]),
        extractor=row.extractor,
        version=row.version,
        added=read_time(row.added),
    )


def _by_name(rows: list[Row[Any]]) -> dict[str, int]:
    return dict(sorted(map(tuple, rows)))


def _begins(column: ColumnElement[str], prefix: str) -> tuple[ColumnElement[bool], ...]:
    return (column >= prefix, column < prefix + _LAST)
