"""Is everything kept as it was put in? Hashes again, and every span read back."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from firsthand.errors import StoreError
from firsthand.model import Discrepancy
from firsthand.store import passages as words_of
from firsthand.store import schema
from firsthand.store.engines import Engine
from firsthand.store.failures import explained
from firsthand.store.packing import Link, clothe, links_of, spans_of, unpack_record
from firsthand.store.reading import plain
from firsthand.store.records import Damage, Manifest
from firsthand.store.seals import add, seal, unpack
from firsthand.store.words import KEPT, places, split_words

_STEP = 500
"""Rows that are held at a time."""

_FAR = 2**31 - 1
"""The largest number that every engine knows."""

_TEXTS = 64
"""Texts that are kept at hand: findings come document by document."""

_LOOK_UPS = ("id", "key", "name", "kind", "number")
"""Columns that name a row, the best first."""

_UNREADABLE = (msgspec.MsgspecError, AttributeError, KeyError, OverflowError, TypeError, ValueError)
"""What reading a damaged record back can raise."""

Row = Mapping[Any, Any]


def verify(engine: Engine) -> tuple[Damage, ...]:
    """All damage, in order; empty if the case is sound. StoreError where nothing can be read at all."""
    with explained(engine), engine.reading() as connection:
        return tuple(sorted(set(_Check(engine, connection).run())))


class _Check:
    """One look at one snapshot."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        self._engine = engine
        self._connection = connection
        self._lengths: dict[str, int] = {}
        self._texts: dict[str, str | None] = {}

    def run(self) -> Iterator[Damage]:
        yield from self._guarded("", self._engine.examine(self._connection))
        tallied = yield from self._tallies()
        for table in schema.SEALED:
            yield from self._table(table, tallied)
        yield from self._guarded("links", self._links())
        yield from self._guarded(schema.INDEX, self._index())
        for part in (schema.INDEX, schema.LAYOUT):
            yield from self._guarded(part, self._digest(part, tallied))

    # -- rows and their seals

    def _tallies(self) -> Generator[Damage, None, dict[str, tuple[int, bytes]]]:
        """Gives back what each table's count and sum of seals should be."""
        tallied: dict[str, tuple[int, bytes]] = {}
        try:
            for row in self._connection.execute(select(schema.tallies)).mappings():
                if seal("tallies", row) != row["seal"]:
                    yield Damage("tallies", str(row["name"]), "the row has changed")
                tallied[row["name"]] = (row["count"], row["total"])
        except DBAPIError as error:
            yield self._unreadable("tallies", error)
        return tallied

    def _table(self, table: Table, tallied: Mapping[str, tuple[int, bytes]]) -> Iterator[Damage]:
        due = tallied.get(schema.name_of(table), (0, bytes(16)))
        count, total, harmed = 0, bytes(16), False
        for found in self._rows(table, due[0]):
            if isinstance(found, Damage):
                harmed = True
                yield found
                continue
            count += 1
            wrong = tuple(self._row(schema.name_of(table), found))
            harmed = harmed or bool(wrong)
            yield from wrong
            total = add(total, found["seal"]) if isinstance(found["seal"], bytes) else total
        if count != due[0]:
            yield Damage(schema.name_of(table), "", f"{due[0]:,} rows were kept and {count:,} are there")
        elif total != due[1] and not harmed:
            yield Damage(schema.name_of(table), "", "a row is not the one that was kept")

    def _rows(self, table: Table, due: int) -> Iterator[Row | Damage]:
        """Every row that can be read, in steps of the primary key; where a step cannot, row by row up to the number
        that so many rows can have."""
        key = next(iter(table.primary_key.columns))
        if key.name != "number":
            yield from self._fetch(table, select(table))
            return
        at = -1
        while True:
            rows = list(self._fetch(table, select(table).where(key > at).order_by(key).limit(_STEP)))
            if any(isinstance(row, Damage) for row in rows):
                each = (self._fetch(table, select(table).where(key == n)) for n in range(at + 1, at + 1 + _STEP))
                yield from (row for found in each for row in found)
                at += _STEP
                if at > due + _STEP:
                    return
            elif not rows:
                return
            else:
                yield from rows
                at = max(row["number"] for row in rows if not isinstance(row, Damage))

    def _fetch(self, table: Table, statement: Any) -> Iterator[Row | Damage]:
        try:
            yield from [dict(row) for row in self._connection.execute(statement).mappings()]
        except (DBAPIError, *_UNREADABLE) as error:
            yield self._unreadable(schema.name_of(table), error)

    def _row(self, table: str, row: Row) -> Iterator[Damage]:
        name = next((str(row[c]) for c in _LOOK_UPS if c in row), "")
        try:
            if seal(table, row) != row["seal"]:
                yield Damage(table, name, "the row has changed")
            check = _CHECKS.get(table)
            yield from (Damage(table, name, what) for what in check(self, row)) if check else ()
        except zlib.error as error:
            yield Damage(table, name, f"cannot be unpacked: {error}")
        except _UNREADABLE as error:
            yield Damage(table, name, f"cannot be read: {error}")

    # -- what rows hold

    def _document(self, row: Row) -> Iterator[str]:
        if hashlib.sha256(unpack(row["raw"])).hexdigest() != row["sha256"]:
            yield "its bytes are not those that were taken in"
        document = clothe(row["record"], unpack(row["text"]).decode())
        self._lengths[row["id"]] = len(document.text)
        if plain(document.id) != row["id"]:
            yield "its record is that of another document"

    def _reading(self, row: Row) -> Iterator[str]:
        if not unpack(row["body"]):
            yield "it is empty"

    def _run(self, row: Row) -> Iterator[str]:
        if plain(msgspec.msgpack.decode(row["manifest"], type=Manifest).id) != row["id"]:
            yield "its manifest is that of another run"

    def _finding(self, row: Row) -> Iterator[str]:
        if hashlib.sha256(row["body"]).digest() != row["hash"]:
            yield "its record has changed"
        if row["kind"] == "documents":
            msgspec.msgpack.decode(row["body"])
            return
        record = unpack_record(row["kind"], row["body"])
        for document, span in spans_of(record):
            if document is not None and plain(document) not in self._lengths:
                yield "it names a document that is not there, or cannot be read"
            elif document is not None and span.end > self._lengths[plain(document)]:
                yield f"its words would stand at {span.start}-{span.end}, behind the end of the document"
        if isinstance(record, Discrepancy):
            yield from self._rivals(record)

    def _rivals(self, record: Discrepancy) -> Iterator[str]:
        """Values are the words at their place."""
        table = schema.findings.c
        for rival in record.values:
            told = (
                select(table.document).where(table.kind == "assertions", table.key == plain(rival.assertion)).limit(1)
            )
            text = self._text(self._connection.execute(told).scalar() or "")
            if text is not None and rival.span.of(text) != rival.value:
                yield f"the words at {rival.span.start}-{rival.span.end} are not '{rival.value[:40]}'"

    # -- what is made from rows

    def _links(self) -> Iterator[Damage]:
        """What each finding names is what its record says."""
        found, at = schema.findings.c, 0
        columns = select(found.number, found.kind, found.key, found.body).order_by(found.number).limit(_STEP)
        while rows := self._connection.execute(columns.where(found.number > at)).all():
            there = self._links_between(at, rows[-1].number)
            at = rows[-1].number
            for row in rows:
                due = self._due_links(row.kind, row.body)
                if due is not None and there.pop(row.number, set()) != due:
                    yield Damage("links", str(row.key), f"they are not what its record names ({row.kind})")
            yield from (Damage("links", str(number), "they belong to no finding") for number in sorted(there))
        strays = {*self._links_between(-_FAR, 0), *self._links_between(at, _FAR)}
        yield from (Damage("links", str(number), "they belong to no finding") for number in sorted(strays))

    def _links_between(self, after: int, last: int) -> dict[int, set[Link]]:
        """By the number of their finding."""
        there: dict[int, set[Link]] = defaultdict(set)
        table = schema.links
        for row in self._connection.execute(select(table).where(table.c.finding > after, table.c.finding <= last)):
            there[row.finding].add((row.role, row.target))
        return there

    def _due_links(self, kind: str, body: bytes) -> set[Link] | None:
        """None where the record cannot be read: that has been said already."""
        try:
            record = None if kind == "documents" else unpack_record(kind, body)
        except _UNREADABLE:
            return None
        return {(role, plain(target)) for role, target in links_of(record)}

    def _index(self) -> Iterator[Damage]:
        """The index has the words that stand at each passage's place, and no others."""
        table, found = schema.passages, schema.findings.c
        statement = (
            select(table, found.body)
            .outerjoin(schema.findings, found.number == table.c.finding)
            .order_by(table.c.number)
            .execution_options(yield_per=_STEP)
        )
        indexed = self._engine.indexed(self._connection)
        there = next(indexed, None)
        for row in self._connection.execute(statement):
            while there is not None and there[0] < row.number:
                yield Damage(schema.INDEX, str(there[0]), "words that belong to no passage")
                there = next(indexed, None)
            if there is None or there[0] != row.number:
                yield Damage(schema.INDEX, str(row.key), "its words are not in the index")
                continue
            if not self._has_words(row, there[1]):
                yield Damage(schema.INDEX, str(row.key), f"the index has other words than its passage ({row.kind})")
            there = next(indexed, None)
        while there is not None:
            yield Damage(schema.INDEX, str(there[0]), "words that belong to no passage")
            there = next(indexed, None)

    def _digest(self, part: str, tallied: Mapping[str, tuple[int, bytes]]) -> Iterator[Damage]:
        """What the engine made for itself lies as it did when it was last written."""
        due = tallied.get(part)
        if due is not None and self._engine.digest(self._connection, part) not in (due, None):
            yield Damage(part, "", "the rows that the engine made for it are not those that were written")

    def _has_words(self, row: Any, there: Mapping[str, tuple[int, ...]]) -> bool:
        """Whether they are those of the passage; so too where these cannot be read, for that has been said already."""
        try:
            if row.kind == "documents":
                text = self._text(row.key)
                due: tuple[tuple[str, ...], ...] = () if text is None else (self._of_document(row, text),)
            else:
                record = unpack_record(row.kind, row.body)
                text = self._text(row.document) if row.document else None
                due = tuple(p.words for p in words_of.of_finding(record, text))
        except _UNREADABLE:
            return True
        return not due or any(_kept(places(words)) == _kept(there) for words in due)

    def _of_document(self, row: Any, text: str) -> tuple[str, ...]:
        if row.start is not None:
            return split_words(text[row.start : row.stop])
        record = select(schema.documents.c.record).where(schema.documents.c.id == row.key)
        return split_words(msgspec.msgpack.decode(self._connection.execute(record).scalar_one())["title"])

    def _text(self, document: str) -> str | None:
        """The document's text, None where it cannot be read; the last few are at hand."""
        if document not in self._texts:
            while len(self._texts) > _TEXTS:
                del self._texts[next(iter(self._texts))]
            packed = self._connection.execute(
                select(schema.documents.c.text).where(schema.documents.c.id == plain(document))
            ).scalar()
            try:
                self._texts[document] = None if packed is None else unpack(packed).decode()
            except (zlib.error, UnicodeDecodeError):
                self._texts[document] = None
        return self._texts[document]

    # -- what cannot be read

    def _guarded(self, table: str, found: Iterator[Damage]) -> Iterator[Damage]:
        try:
            yield from found
        except (DBAPIError, StoreError, *_UNREADABLE) as error:
            yield self._unreadable(table, error)

    def _unreadable(self, table: str, error: BaseException) -> Damage:
        origin = error.orig if isinstance(error, DBAPIError) else None
        return Damage(table, "", f"cannot be read: {origin or error}")


def _kept(found: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """As much of it as every engine keeps."""
    return {word: at[:KEPT] for word, at in found.items()}


_CHECKS: dict[str, Callable[[_Check, Row], Iterator[str]]] = {
    "documents": _Check._document,
    "readings": _Check._reading,
    "runs": _Check._run,
    "findings": _Check._finding,
}
"""What is looked at in a row of a table besides its seal."""
