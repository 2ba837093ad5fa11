"""What is no case, cannot be reached or breaks in the middle: a message that says so, and what to try."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from firsthand.errors import StoreError
from firsthand.store import Store, open_store
from firsthand.store.builds import sqlite
from firsthand.store.postgresql import PostgreSQL
from firsthand.store.sqlite import SQLite
from store.samples import captured, document, fill


def refusal(address: str | Path, *, create: bool = False) -> str:
    with pytest.raises(StoreError) as refused:
        open_store(address, create=create)
    assert refused.value.hint
    return refused.value.message


def test_what_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    assert refusal(tmp_path / "case.db").endswith("case.db is not there")
    assert not list(tmp_path.iterdir())


def test_a_case_needs_its_folder(tmp_path: Path) -> None:
    assert "is not there" in refusal(tmp_path / "none/case.db", create=True)


def test_a_folder_is_no_case(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("raw", [b"a report, not a case\n" * 100, b"SQLite format 3\0" + b"x" * 4080])
def test_another_file_is_no_case(raw: bytes, tmp_path: Path) -> None:
    """And stays as it is, even where a case is to be made."""
    path = tmp_path / "report.txt"
    path.write_bytes(raw)
    assert "is not a case" in refusal(path)
    refusal(path, create=True)
    assert raw == path.read_bytes()


def test_another_programs_database_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite().connect(path)
    connection.execute("CREATE TABLE facts (name, value)")
    connection.close()
    assert "is not a case" in refusal(path)
    assert "is not a case" in refusal(path, create=True)


def test_an_empty_file_becomes_a_case_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    path.touch()
    assert "is empty" in refusal(path)
    fill(open_store(path, create=True))


def test_a_strange_name_is_a_name(tmp_path: Path) -> None:
    """Question marks, hashes, per cents and blanks are letters of a path."""
    path = tmp_path / "a ?b#c%41 ‘d’.db"
    fill(open_store(path, create=True))
    assert path.exists()
    assert () == open_store(path).verify()


def test_tables_of_a_file_are_strict(tmp_path: Path) -> None:
    """A number cannot come to stand where words belong."""
    path = tmp_path / "case.db"
    open_store(path, create=True).close()
    connection = sqlite().connect(path)
    loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
    assert {"sqlite_schema"} == {row[0] for row in connection.execute(loose)}
    assert ("wal",) == connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()


def test_a_case_whose_maker_died_early_is_written_ahead_all_the_same(tmp_path: Path) -> None:
    """Otherwise a writer waits for readers. It died after the first page was written and before the rest: the header
    says what the journal beside it takes back."""
    whole, path = tmp_path / "whole.db", tmp_path / "case.db"
    maker = sqlite().connect(whole)
    maker.execute("PRAGMA journal_mode = WAL")
    maker.close()
    path.write_bytes(whole.read_bytes()[:4096])
    other = sqlite().connect(tmp_path / "other.db", isolation_level=None)
    other.execute("PRAGMA journal_mode = PERSIST")
    other.execute("PRAGMA cache_size = 1")
    other.execute("BEGIN")
    other.execute("CREATE TABLE t (x)")
    other.executemany("INSERT INTO t VALUES (?)", [(b"x" * 4000,)] * 30)
    (tmp_path / "case.db-journal").write_bytes((tmp_path / "other.db-journal").read_bytes())
    other.close()
    fill(open_store(path, create=True))
    connection = sqlite().connect(path)
    assert ("wal",) == connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert () == open_store(path).verify()


def test_a_case_that_was_turned_back_is_written_ahead_again(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    fill(open_store(path, create=True))
    connection = sqlite().connect(path)
    assert ("delete",) == connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    connection.close()
    store = open_store(path)
    with store.view() as view, store.writer(who="test") as writer:
        assert view.documents()
        writer.put_documents(captured(document("While somebody looks.")))
    assert () == store.verify()


def test_a_server_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    message = refusal(f"postgresql://ann:secret@/case?host={tmp_path}")
    assert "cannot be reached" in message
    assert "secret" not in message


def test_a_database_that_is_not_there_is_named(postgresql: str) -> None:
    assert "there is no such database" in refusal(postgresql.replace("/postgres?", "/nothing?"))


def test_another_programs_tables_are_no_case(database: str) -> None:
    engine = PostgreSQL(database)
    with engine.writing() as connection:
        connection.execute(text("CREATE TABLE reports (id text)"))
    assert "is not a case" in refusal(database, create=True)


def test_a_server_that_goes_away_in_the_middle_keeps_nothing(database: str) -> None:
    """The writer is told; what it had put is not there; the next one goes on."""
    store = open_store(database, create=True)

    def write() -> None:
        with store.writer(who="test") as writer:
            writer.put_documents(captured(document()))
            with PostgreSQL(database).reading() as other:
                ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                other.execute(text(f"{ends} AND application_name LIKE 'firsthand%'"))
            writer.put_documents(captured(document("More words.")))

    with pytest.raises(StoreError, match=r"shut down|cannot be reached"):
        write()
    with store.view() as view:
        assert 0 == view.counts().documents
    fill(store)
    assert () == store.verify()


def test_an_address_that_is_none_is_refused() -> None:
    assert "no address" in refusal("postgresql:case")


def test_the_driver_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://localhost/case")
    assert "firsthand[server]" in refused.value.hint


class FailedError(Exception):
    def __init__(self, message: str = "", **values: Any) -> None:
        super().__init__(message)
        self.__dict__.update(values)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (FailedError(sqlite_errorname="SQLITE_FULL"), "the disk is full"),
        (FailedError(sqlite_errorname="SQLITE_IOERR_WRITE"), "input/output error"),
        (FailedError(sqlite_errorname="SQLITE_READONLY_DIRECTORY"), "may not be written to"),
        (FailedError(sqlite_errorname="SQLITE_CORRUPT_VTAB"), "it is damaged"),
        (FailedError(sqlite_errorname="SQLITE_BUSY"), "another program than Firsthand"),
        (FailedError("database or disk is full"), "the disk is full"),
        (FailedError("something new"), "SQLite says: something new"),
    ],
)
def test_what_sqlite_says_is_said_plainly(error: FailedError, message: str, tmp_path: Path) -> None:
    said = SQLite(tmp_path / "case.db").explain(error)
    assert message in said.message
    assert said.hint


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("53100", "disk is full"), ("53300", "short of something"), ("28P01", "does not let you in"),
        ("42501", "may not do that"), ("25006", "may not be written to"), ("57P01", "shut down"),
        ("XX001", "damaged"), ("08006", "cannot be reached"), (None, "cannot be reached"), ("22000", "PostgreSQL says"),
    ],
)  # fmt: skip
def test_what_postgresql_says_is_said_plainly(state: str | None, message: str) -> None:
    pytest.importorskip("psycopg")
    said = PostgreSQL("postgresql://localhost/case").explain(FailedError("words", sqlstate=state))
    assert message in said.message
    assert said.hint


def test_many_rows_and_few_are_written_alike(store: Store) -> None:
    """COPY begins at some number of rows; a case does not show which."""
    made = [document(f"Report {n} of a drone factory.", title=None) for n in range(60)]
    with store.writer(who="test") as writer:
        assert 60 == len(writer.put_documents(captured(*made)))
    with store.view() as view:
        assert sorted(d.id for d in made) == list(view.document_ids())
        assert 60 == len(view.search("drone", 100, kinds=("documents",)))
    assert () == store.verify()
