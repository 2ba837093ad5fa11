"""A case of every schema that was released opens, and nothing of it is lost."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from firsthand.errors import StoreError
from firsthand.store import open_store, schema
from firsthand.store.builds import sqlite
from firsthand.store.migrations import STEPS
from store.make_fixture import Kept, keep
from store.servers import programs

FIXTURES = Path(__file__).parent / "fixtures"
SCHEMAS = tuple(range(1, schema.VERSION + 1))


def kept(version: int) -> Kept:
    return msgspec.json.decode((FIXTURES / f"schema-{version}.json").read_bytes(), type=Kept)


def unpack(version: int, path: Path) -> Path:
    path.write_bytes(gzip.decompress((FIXTURES / f"schema-{version}.db.gz").read_bytes()))
    return path


def load(version: int, address: str) -> str:
    """What pg_dump said of the case, in the empty schema that the address names."""
    name = address.rpartition("%3D")[2]
    script = gzip.decompress((FIXTURES / f"schema-{version}.sql.gz").read_bytes()).decode()
    words = script.replace("public.", f"{name}.")
    tool = programs()
    assert tool is not None
    url = address.partition("&options")[0].replace("+psycopg", "")
    command = [str(tool / "psql"), "-q", "-v", "ON_ERROR_STOP=1", url]
    done = subprocess.run(command, input=words, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    return address


def layout(path: Path) -> set[str]:
    """How tables and indices are declared, without the white space."""
    connection = sqlite().connect(path)
    found = {" ".join(row[0].split()) for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql > ''")}
    connection.close()
    return {line.replace(" ,", ",") for line in found}


def test_every_schema_has_a_step_and_a_case() -> None:
    """Whoever raises the schema writes a step, and keeps a case of the one before (make_fixture.py)."""
    assert schema.VERSION == len(STEPS) + 1
    assert [] == [
        v for v in SCHEMAS for end in ("db.gz", "sql.gz", "json") if not (FIXTURES / f"schema-{v}.{end}").exists()
    ]


@pytest.mark.parametrize("version", SCHEMAS)
def test_nothing_is_lost_in_a_file(version: int, tmp_path: Path) -> None:
    """Evidence, offers, answers of both runs, readings, judgements; and the case is sound afterwards."""
    store = open_store(unpack(version, tmp_path / "case.db"))
    assert kept(version) == keep(store)
    assert () == store.verify()


@pytest.mark.parametrize("version", SCHEMAS)
def test_nothing_is_lost_on_a_server(version: int, database: str) -> None:
    """The same on PostgreSQL."""
    store = open_store(load(version, database))
    assert kept(version) == keep(store)
    assert () == store.verify()


@pytest.mark.parametrize("version", SCHEMAS)
def test_an_upgraded_case_is_laid_out_as_a_new_one(version: int, tmp_path: Path) -> None:
    """So that the next step finds one kind of case, not two."""
    open_store(unpack(version, tmp_path / "old.db")).close()
    open_store(tmp_path / "new.db", create=True).close()
    assert layout(tmp_path / "new.db") == layout(tmp_path / "old.db")


def test_an_upgrade_happens_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that fails leaves the case at its old schema, and the next one to open it goes on from there."""
    path = unpack(1, tmp_path / "case.db")

    def fail(writer: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("firsthand.store.stores.STEPS", (*STEPS, fail))
    before = layout(path)
    with pytest.raises(StoreError, match="disk is full"):
        open_store(path)
    assert before == layout(path)
    monkeypatch.undo()
    assert kept(1) == keep(open_store(path))


def test_a_newer_case_is_left_alone(tmp_path: Path) -> None:
    """The message says which schema it has."""
    path = tmp_path / "case.db"
    store = open_store(path, create=True)
    with store.writer(who="future") as writer:
        writer.put_fact("schema", str(schema.VERSION + 1))
    with pytest.raises(StoreError, match=f"has schema {schema.VERSION + 1}"):
        open_store(path)


def test_two_that_open_an_old_case_upgrade_it_once(tmp_path: Path) -> None:
    """The second waits for the first, and finds nothing to do."""
    path = unpack(1, tmp_path / "case.db")
    script = f"from firsthand.store import open_store; open_store({str(path)!r})"
    python = [sys.executable, "-c", script]
    running = [
        subprocess.Popen(python, env={**os.environ, "PYTHONPATH": "src"}, cwd=Path(__file__).parents[2]) for _ in "ab"
    ]
    assert [0, 0] == [one.wait(120) for one in running]
    assert kept(1) == keep(open_store(path))
