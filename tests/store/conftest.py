"""Cases on both engines; a server of PostgreSQL is started once, if its package is there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from firsthand.store import Store, open_store
from store.samples import Clock
from store.servers import programs, server

_schemas = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database on a server of the tests' own."""
    if programs() is None:
        pytest.skip("NOT TESTED: PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="NOT TESTED: its driver is not installed (the extra 'server')")
    with tempfile.TemporaryDirectory(prefix="fh-pg-", ignore_cleanup_errors=True) as folder, server(Path(folder)) as at:
        yield at


@pytest.fixture
def database(postgresql: str) -> str:
    """The address of an empty place of its own in that database."""
    import psycopg

    name = f"case_{next(_schemas)}"
    with psycopg.connect(postgresql.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{postgresql}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new case can be made, on each engine in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "case.db")
    found: str = request.getfixturevalue("database")
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(address: str, clock: Clock) -> Iterator[Store]:
    """An empty case."""
    made = open_store(address, create=True, clock=clock)
    yield made
    made.close()
