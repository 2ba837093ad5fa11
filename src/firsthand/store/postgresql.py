"""A case in a PostgreSQL database: advisory locks for turns, COPY for many rows, tsvector for search."""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    cast,
    create_engine,
    func,
    insert,
    literal,
    literal_column,
    table,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.types import Float, Integer, Text

from firsthand.errors import StoreError
from firsthand.store.engines import Indexed, Matching, Row
from firsthand.store.records import Damage, Holder
from firsthand.store.turns import OnWait, telling
from firsthand.store.words import KEPT, All, Query, Term, places
from firsthand.store.words import Any as Either

_KEY = 0x46484E44
"""The advisory lock's: one turn a database."""

_FEW = 20
"""Rows up to which COPY costs more than it saves."""

_NAME = 63
"""Bytes of a connection's name, which tells others who holds the turn."""

_HOLDER = text(
    "SELECT a.application_name, a.state_change FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key AND l.objsubid = 1 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1"
)

_OURS = "firsthand"
"""The name of connections that hold no turn."""

_STATES = (
    ("53100", "the server's disk is full", "make room there and do the same again: what was kept before is unharmed"),
    ("53", "the server is short of something", "try again later, or ask who keeps the server"),
    ("3D000", "there is no such database", "make it first, with createdb"),
    ("28", "the server does not let you in", "check the user and the password in the address"),
    ("42501", "you may not do that there", "ask who keeps the database for the right to read and write"),
    ("25006", "it may not be written to", "it is a copy that only reads; name the server that is written to"),
    ("57P", "the server was shut down", "start it and do the same again: what was kept before is unharmed"),
    ("XX", "the server says that it is damaged", "firsthand verify names what is; put a copy back"),
)
"""Beginnings of SQLSTATE, what they mean, what to try."""

_SAID = (
    (re.compile(r'FATAL: +database ".*" does not exist'), "3D000"),
    (re.compile(r"FATAL: .*(?:authentication failed|pg_hba\.conf|no password supplied|role .* does not exist)"), "28"),
    (re.compile(r"fe_sendauth: no password supplied"), "28"),
)
"""What is said while a connection is made, which has no SQLSTATE yet."""

_GONE = "check that it runs and can be reached, then do the same again: what was kept before is unharmed"


class PostgreSQL:
    """One database, and in it one case."""

    common: int | None = 20_000  # of 88,000 passages: 0.5 s to join, 0.05 s to walk; of 5,000 both take 0.03 s

    def __init__(self, address: str) -> None:
        self._url = _url(address)
        self.name = self._url.render_as_string(hide_password=True)
        try:
            import psycopg
        except ImportError as error:
            raise StoreError(
                f"{self.name} needs PostgreSQL's driver", hint="install it: pip install 'firsthand[server]'"
            ) from error
        self.errors: tuple[type[Exception], ...] = (psycopg.Error,)
        self._engine = create_engine(
            self._url,
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=-1,
            connect_args={"connect_timeout": 10, "application_name": _OURS},
        )
        weakref.finalize(self, self._engine.dispose)
        os.register_at_fork(after_in_child=_let_go(self._engine))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(text("SELECT 1"))  # the snapshot begins here
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY + 1})
            yield connection

    @contextmanager
    def turn(self, holder: Holder, on_wait: OnWait) -> Iterator[None]:
        """The server lets those who wait go one after the other; with the connection the turn is given back."""
        name = f"firsthand {holder.pid} {holder.who}".encode()[:_NAME].decode(errors="ignore")
        with self._alone() as connection:
            connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar():
                with telling(on_wait, self._holder):
                    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _KEY})
            try:
                yield
            finally:
                connection.invalidate()  # and with it goes the turn, whatever state it is in

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A connection on which each statement stands for itself."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    def _holder(self) -> Holder | None:
        try:
            with self._alone() as connection:
                row = connection.execute(_HOLDER, {"key": _KEY}).first()
        except SQLAlchemyError:
            return None
        named = row and re.fullmatch(r"firsthand (\d+) (.*)", row[0])
        return Holder(named[2], int(named[1]), row[1]) if row and named else None

    def prepare(self, create: bool) -> None:
        """A database is made by whoever keeps the server."""
        with self._alone() as connection:
            connection.execute(text("SELECT 1"))

    def is_empty(self, connection: Connection) -> bool:
        tables = "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        return not connection.execute(text(tables)).scalar()

    def is_case(self, connection: Connection) -> bool:
        there = "SELECT to_regclass('facts') IS NOT NULL AND to_regclass('tallies') IS NOT NULL"
        return bool(connection.execute(text(there)).scalar())

    def make_index(self, connection: Connection) -> None:
        connection.execute(text("CREATE TABLE search (number integer PRIMARY KEY, words tsvector NOT NULL)"))
        connection.execute(text("CREATE INDEX search_words ON search USING gin (words)"))

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        if len(rows) <= _FEW:
            connection.execute(insert(table), list(rows))
        else:
            columns = tuple(rows[0])
            self._copy(connection, table.name, columns, (tuple(row[c] for c in columns) for row in rows))

    def _copy(self, connection: Connection, name: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        quoted = ", ".join(f'"{column}"' for column in columns)
        cursor: Any = connection.connection.cursor()
        with cursor.copy(f"COPY {name} ({quoted}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def index(self, connection: Connection, passages: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        self._copy(connection, "search", ("number", "words"), ((n, write_words(words)) for n, words in passages))

    def digest(self, connection: Connection, part: str) -> tuple[int, bytes] | None:
        return None

    def matching(self, query: Query) -> Matching:
        asked = text("search.words @@ CAST(:asked AS tsquery)").bindparams(asked=write_query(query))
        written = cast(literal(write_query(query), Text), postgresql.TSQUERY)
        rank = -func.ts_rank(literal_column("search.words"), written, type_=Float)
        return Matching(
            table("search"),
            literal_column("search.number", Integer),
            asked,
            rank,
        )

    def indexed(self, connection: Connection) -> Iterator[Indexed]:
        rows = connection.execution_options(yield_per=1000).execute(
            text("SELECT number, words::text FROM search ORDER BY number")
        )
        for number, words in rows:
            yield number, {w: tuple(map(int, at.split(","))) for w, at in _LEXEME.findall(words)}

    def examine(self, connection: Connection) -> Iterator[Damage]:
        broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        for (name,) in connection.execute(text(broken)):
            yield Damage("", name, "PostgreSQL: the index is not valid")

    def explain(self, error: BaseException) -> StoreError:
        state = str(getattr(error, "sqlstate", None) or "")
        state = state or next((code for words, code in _SAID if words.search(str(error))), "")
        for begins, what, hint in _STATES:
            if state.startswith(begins):
                return StoreError(f"{self.name}: {what}", hint=hint)
        said = " ".join(str(error).split())[:200]
        if not state or state.startswith("08"):
            return StoreError(f"{self.name}: the server cannot be reached ({said})", hint=_GONE)
        return StoreError(f"{self.name}: PostgreSQL says: {said}", hint="firsthand verify tells whether it is sound")

    def close(self) -> None:
        self._engine.dispose()


_LEXEME = re.compile(r"'([^']*)':([\d,]+)")


def _let_go(engine: Engine) -> Callable[[], None]:
    """A child that is forked makes connections of its own, and leaves its parent's alone."""
    kept = weakref.ref(engine)

    def forget() -> None:
        if (found := kept()) is not None:
            found.dispose(close=False)

    return forget


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            "that is no address of a database", hint="write it as postgresql+psycopg://USER@HOST/DATABASE"
        ) from error
    return url.set(drivername="postgresql+psycopg")


def write_words(words: tuple[str, ...]) -> str:
    """As a tsvector is written; words are letters and digits, so nothing has to be escaped."""
    found = places(words)
    return " ".join(f"'{word}':{','.join(map(str, at[:KEPT]))}" for word, at in found.items())


def write_query(query: Query) -> str:
    """As a tsquery is written."""
    match query:
        case Term(words, prefix):
            return "(" + " <-> ".join(f"'{w}'" for w in words) + (":*)" if prefix else ")")
        case Either(parts):
            return "(" + " | ".join(map(write_query, parts)) + ")"
        case All(parts, without):
            wanted = " & ".join(map(write_query, parts))
            return f"({wanted} & !({' | '.join(map(write_query, without))}))" if without else f"({wanted})"
