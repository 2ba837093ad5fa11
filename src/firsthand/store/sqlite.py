"""A case in one SQLite file: write-ahead log, strict tables, FTS5."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection, Table, create_engine, event, literal_column, table, text
from sqlalchemy.pool import NullPool
from sqlalchemy.types import Float, Integer

from firsthand.errors import StoreError
from firsthand.store.builds import sqlite as sqlite_build
from firsthand.store.engines import Indexed, Matching, Row
from firsthand.store.records import Damage, Holder
from firsthand.store.schema import INDEX, LAYOUT
from firsthand.store.seals import SIZE
from firsthand.store.turns import OnWait, file_turn, log_wait, present_holder
from firsthand.store.words import All, Query, Term, places
from firsthand.store.words import Any as Either

APPLICATION = 0x46484E44
"""`FHND` in the file's header: what `file` and we know a case by."""

_ENCODE = msgspec.msgpack.Encoder().encode

_PATIENCE = 120.0
"""Seconds that SQLite itself waits, for another's checkpoint or recovery only: writers have taken turns before."""

_CACHE = -32_000
"""Negative: kibibytes."""

_ROWS = 2_000
"""Rows that are handed over at a time."""

_OWN = {
    INDEX: tuple(f"SELECT * FROM {name} ORDER BY 1, 2" for name in ("search_config", "search_data", "search_idx")),
    LAYOUT: ("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2",),
}
"""Rows that SQLite and FTS5 make for themselves, but for those that are checked otherwise: words as they were given
(`indexed`), how many they are (FTS5's own check), and where a table begins, which may be moved."""

_MESSAGES = (
    (("SQLITE_FULL",), "the disk is full", "make room and do the same again: what was kept before is unharmed"),
    (("SQLITE_READONLY",), "it may not be written to", "check its permissions, those of its folder, and the disk's"),
    (
        ("SQLITE_IOERR",),
        "the disk cannot be read or written (input/output error)",
        "check the disk, then do the same again; firsthand verify tells whether anything is harmed",
    ),
    (("SQLITE_CANTOPEN",), "it cannot be opened", "check the path, and the permissions of the file and its folder"),
    (("SQLITE_NOTADB",), "it is not a case", "name the file that firsthand init made; this one is something else"),
    (
        ("SQLITE_CORRUPT",),
        "it is damaged",
        "firsthand verify names what is; put a copy back, or export what can be read and add it to a new case",
    ),
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        "another program than Firsthand keeps it locked",
        "close that program and do the same again",
    ),
    (("SQLITE_TOOBIG", "SQLITE_NOMEM"), "an item is too large to be kept", "split it"),
)
"""Beginnings of SQLite's names of errors, what they mean, what to try."""


class SQLite:
    """One file, the log and the turn beside it."""

    common: int | None = None

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._module: Any = sqlite_build()
        self.errors: tuple[type[Exception], ...] = (self._module.Error,)
        self._engine = create_engine("sqlite://", creator=self._connect, module=self._module, poolclass=NullPool)
        event.listen(self._engine, "begin", _begin)

    def _connect(self) -> Any:
        connection = self._module.connect(
            f"file:{quote(str(self._path.absolute()))}{self._mode()}",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        for name, value in (("synchronous", "FULL"), ("cache_size", _CACHE), ("journal_size_limit", 64 << 20)):
            connection.execute(f"PRAGMA {name} = {value}")
        return connection

    def _mode(self) -> str:
        """A case on a disk that cannot be written to has no log: it is read as it is."""
        if os.access(self._path, os.W_OK):
            return "?mode=rw"
        folder = os.access(self._path.parent, os.W_OK) or Path(f"{self._path}-wal").exists()
        return "?mode=ro" if folder else "?mode=ro&immutable=1"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()  # the snapshot begins here
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        options = {"firsthand_begin": "BEGIN IMMEDIATE"}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def turn(self, holder: Holder, on_wait: OnWait) -> AbstractContextManager[None]:
        return file_turn(Path(f"{self._path}-turn"), holder, on_wait)

    def prepare(self, create: bool) -> None:
        if self._path.is_dir():
            raise StoreError(f"{self.name} is a folder, not a case", hint="name a file, such as case.db")
        there = self._path.exists()
        if not there and not create:
            raise StoreError(f"{self.name} is not there", hint=f"make it first: firsthand init {self.name}")
        if not self._path.parent.is_dir():
            raise StoreError(f"the folder {self._path.parent} is not there", hint="make it first, with mkdir")
        if not there:
            self._path.touch()
        if self._lacks_log(create):
            with self.turn(present_holder("init", datetime.now(UTC)), log_wait):
                self._begin_log(create)

    def _lacks_log(self, create: bool) -> bool:
        """Whether it is a case, or may become one, of which the header says that changes are not written ahead, or was
        being written when a process died."""
        with self._path.open("rb") as file:
            header = file.read(72)
        ours = header[68:] == APPLICATION.to_bytes(4) or (create and header[:16] in (b"", b"SQLite format 3\0"))
        begun = header[18:20] == b"\2\2" and not Path(f"{self._path}-journal").exists()
        return ours and not begun and os.access(self._path, os.W_OK)

    def _begin_log(self, create: bool) -> None:
        """Write ahead from now on: without it, writers wait for readers."""
        with closing(self._connect()) as connection:
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application == APPLICATION or (create and not tables):
                connection.execute("PRAGMA journal_mode = WAL")

    def is_empty(self, connection: Connection) -> bool:
        return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()

    def is_case(self, connection: Connection) -> bool:
        return connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION

    def make_index(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii')")

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Past SQLAlchemy's own way with many rows, which takes twice as long."""
        if not rows:
            return
        columns = tuple(rows[0])
        named, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({named}) VALUES ({marks})"
        take = itemgetter(*columns)
        for at in range(0, len(rows), _ROWS):
            connection.exec_driver_sql(statement, [take(row) for row in rows[at : at + _ROWS]])

    def index(self, connection: Connection, passages: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        rows = [(number, " ".join(words)) for number, words in passages]
        if rows:
            connection.exec_driver_sql("INSERT INTO search (rowid, words) VALUES (?, ?)", rows)

    def matching(self, query: Query) -> Matching:
        return Matching(
            passages=table("search"),
            number=literal_column("search.rowid", Integer),
            condition=text("search MATCH :asked").bindparams(asked=write_query(query)),
            rank=literal_column("search.rank", Float),
        )

    def indexed(self, connection: Connection) -> Iterator[Indexed]:
        for number, words in connection.exec_driver_sql("SELECT rowid, words FROM search ORDER BY rowid"):
            yield number, places(tuple(str(words).split(" ")))

    def digest(self, connection: Connection, part: str) -> tuple[int, bytes] | None:
        """Some bits of both show in no other way: FTS5 passes over its mark of what was deleted, SQLite over the case
        of a word of its schema."""
        if connection.get_execution_options().get("firsthand_begin") and part == INDEX:
            connection.exec_driver_sql("INSERT INTO search (search) VALUES ('flush')")
        count, digest = 0, hashlib.sha256()
        for statement in _OWN[part]:
            for row in connection.exec_driver_sql(statement):
                digest.update(_ENCODE(tuple(row)))
                count += 1
        return count, digest.digest()[:SIZE]

    def examine(self, connection: Connection) -> Iterator[Damage]:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(1000)"):
            if line != "ok":
                yield Damage("", "", f"SQLite: {line}")

    def explain(self, error: BaseException) -> StoreError:
        code = str(getattr(error, "sqlite_errorname", "")) or _code(str(error))
        for names, what, hint in _MESSAGES:
            if code.startswith(names):
                return StoreError(f"{self.name}: {what}", hint=hint)
        return StoreError(f"{self.name}: SQLite says: {error}", hint="firsthand verify tells whether the case is sound")

    def close(self) -> None:
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("firsthand_begin", "BEGIN"))


_CODES = (
    ("disk is full", "SQLITE_FULL"),
    ("readonly", "SQLITE_READONLY"),
    ("disk I/O", "SQLITE_IOERR"),
    ("unable to open", "SQLITE_CANTOPEN"),
    ("not a database", "SQLITE_NOTADB"),
    ("malformed", "SQLITE_CORRUPT"),
    ("locked", "SQLITE_BUSY"),
    ("too big", "SQLITE_TOOBIG"),
)
"""Words of messages, for builds whose errors do not carry their name."""


def _code(message: str) -> str:
    return next((code for words, code in _CODES if words in message), "")


def write_query(query: Query) -> str:
    """As FTS5 has it: every word between quotation marks, so that none can be taken for its syntax."""
    match query:
        case Term(words, prefix):
            return f'"{" ".join(words)}"' + ("*" if prefix else "")
        case Either(parts):
            return "(" + " OR ".join(map(write_query, parts)) + ")"
        case All(parts, without):
            wanted = "(" + " AND ".join(map(write_query, parts)) + ")"
            return f"({wanted} NOT ({' OR '.join(map(write_query, without))}))" if without else wanted
