"""Store: a case's home, opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from firsthand.errors import StoreError
from firsthand.store import schema
from firsthand.store.checking import verify
from firsthand.store.engines import Engine
from firsthand.store.failures import explained
from firsthand.store.migrations import STEPS
from firsthand.store.reading import View
from firsthand.store.records import Damage
from firsthand.store.turns import OnWait, log_wait
from firsthand.store.writing import Clock, Writer, present


class Store:
    """A case, ready to be read and written. It holds no connection between views and writers, so it may be shared by
    threads and kept over a fork."""

    def __init__(self, engine: Engine, *, on_wait: OnWait = log_wait, clock: Clock = present) -> None:
        self._engine = engine
        self._on_wait = on_wait
        self._clock = clock

    @property
    def name(self) -> str:
        """The file, or the address without its password."""
        return self._engine.name

    def view(self, as_of: datetime | None = None) -> View:
        """What is kept, or was at that moment."""
        return View(self._engine, as_of=as_of)

    def writer(self, *, who: str, on_wait: OnWait | None = None) -> Writer:
        """The turn to write. Who has waited for two seconds hears through `on_wait` for whom; the log tells it else."""
        return Writer(self._engine, who=who, on_wait=on_wait or self._on_wait, clock=self._clock)

    def verify(self) -> tuple[Damage, ...]:
        """All that is not as it was put in; empty if the case is sound."""
        return verify(self._engine)

    def close(self) -> None:
        self._engine.close()


def open_store(
    address: str | Path, *, create: bool = False, on_wait: OnWait = log_wait, clock: Clock = present
) -> Store:
    """The case at a path, or at `postgresql+psycopg://USER@HOST/DATABASE`; with `create`, made if there is none.

    A case of an older schema is brought up to date first. StoreError if it is no case, or of a newer schema.
    """
    engine = _engine(str(address))
    with explained(engine):
        engine.prepare(create)
        store = Store(engine, on_wait=on_wait, clock=clock)
        version = _version(engine)
        if version is None and create:
            version = _create(store, engine)
        _check(engine, version)
        if version is not None and version < schema.VERSION:
            _upgrade(store)
    return store


def _engine(address: str) -> Engine:
    if address.startswith(("postgresql:", "postgresql+psycopg:", "postgres:")):
        from firsthand.store.postgresql import PostgreSQL  # its driver is an extra

        return PostgreSQL(address)
    from firsthand.store.sqlite import SQLite

    return SQLite(Path(address.removeprefix("sqlite:///")))


def _version(engine: Engine) -> int | None:
    """The schema of the case, None where nothing is kept yet; StoreError where something else is."""
    with engine.reading() as connection:
        if engine.is_empty(connection):
            return None
        if not engine.is_case(connection):
            raise StoreError(
                f"{engine.name} is not a case", hint="name what firsthand init made; this is something else"
            )
        return _stated(connection)


def _stated(connection: Connection) -> int:
    value = connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == "schema")).scalar()
    return int(value) if value and value.isdecimal() else 0


def _check(engine: Engine, version: int | None) -> None:
    if version is None:
        raise StoreError(f"{engine.name} is empty", hint=f"make a case of it: firsthand init {engine.name}")
    if version > schema.VERSION:
        raise StoreError(
            f"{engine.name} has schema {version}; this Firsthand knows {schema.VERSION} and older",
            hint="install the newer Firsthand that wrote it",
        )
    if version < 1:
        raise StoreError(f"{engine.name} does not say which schema it has", hint="it is damaged: put a copy back")


def _create(store: Store, engine: Engine) -> int:
    """Lay out a new case, unless another does so first."""
    with store.writer(who="init") as writer:
        if not engine.is_empty(writer.connection):
            return _stated(writer.connection)
        schema.metadata.create_all(writer.connection)
        engine.make_index(writer.connection)
        writer.put_fact("schema", str(schema.VERSION))
        writer.put_fact("made", writer.now)
    return schema.VERSION


def _upgrade(store: Store) -> None:
    """Bring an older case up to date, in one transaction; another may have done so first."""
    with store.writer(who="upgrade") as writer:
        for step in STEPS[_stated(writer.connection) - 1 :]:
            step(writer)
        writer.put_fact("schema", str(schema.VERSION))
