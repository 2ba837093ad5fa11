"""Whatever is changed in a case, `verify` names it."""

from __future__ import annotations

import os
import random
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from firsthand.errors import StoreError
from firsthand.store import Damage, Store, open_store, schema
from firsthand.store.builds import sqlite
from store.make_fixture import fill_twice
from store.samples import Clock, answer, captured, document, fill, manifest


def engine_of(store: Store) -> Engine:
    found: Engine = store._engine._engine  # type: ignore[attr-defined]
    return found


def change(store: Store, statement: str, **values: Any) -> None:
    """Behind the store's back."""
    with engine_of(store).connect() as connection, connection.begin():
        done = connection.execute(text(statement), values)
        assert done.rowcount > 0


THOROUGH = bool(os.environ.get("FIRSTHAND_FAULTS"))

CHANGES = {
    "documents": "UPDATE documents SET outlet = 'Another'",
    "findings": "UPDATE findings SET pages = 7 WHERE kind = 'claims'",
    "runs": "UPDATE runs SET finished = '2031-01-01T00:00:00.000000Z'",
    "offers": "UPDATE offers SET outcome = 'refused'",
    "judgements": "UPDATE judgements SET \"user\" = 'nobody'",
    "readings": "UPDATE readings SET stamp = 'another'",
    "facts": "UPDATE facts SET value = '2001' WHERE name = 'made'",
    "tallies": "UPDATE tallies SET count = 99 WHERE name = 'facts'",
    "totals": "UPDATE totals SET count = 99 WHERE kind = 'claims'",
    "passages": "UPDATE passages SET stop = 2 WHERE start = 0",
}


@pytest.mark.parametrize("table", sorted(CHANGES))
def test_a_changed_row_is_named(store: Store, table: str) -> None:
    """By its table and what it is called."""
    fill(store)
    change(store, CHANGES[table])
    found = [d for d in store.verify() if d.table == table]
    assert found
    assert all(d.id for d in found if d.what == "the row has changed")


@pytest.mark.parametrize("table", sorted(t.name for t in schema.SEALED))
def test_a_lost_row_is_missed(store: Store, table: str) -> None:
    """Though nothing else says that it was there."""
    fill_twice(store)
    key = next(iter(schema.metadata.tables[table].primary_key.columns)).name
    change(store, f'DELETE FROM {table} WHERE "{key}" = (SELECT max("{key}") FROM {table})')
    assert table in {d.table for d in store.verify()}


def test_a_changed_record_is_named_by_its_id(store: Store) -> None:
    """The body of a finding, whose row's seal does not cover it."""
    found = fill(store)
    change(store, "UPDATE findings SET body = :b WHERE kind = 'claims'", b=b"\x93\x01\x02\x03")
    assert {("findings", found.claims[0].id)} <= {(d.table, d.id) for d in store.verify()}


def test_a_changed_text_is_named(store: Store) -> None:
    """And so are the words in the index that it no longer has."""
    found = fill(store)
    change(store, "UPDATE documents SET text = :t", t=zlib.compress(b"Other words."))
    damage = store.verify()
    assert ("documents", found.documents[0].id) in {(d.table, d.id) for d in damage}
    assert any("behind the end of the document" in d.what for d in damage)
    assert "search" in {d.table for d in damage}


def test_links_that_no_record_has_are_named(store: Store) -> None:
    found = fill(store)
    change(store, "UPDATE links SET target = 'state/ZZ' WHERE role = 'assertion'")
    assert ("links", found.claims[0].id) in {(d.table, d.id) for d in store.verify()}


def test_an_index_that_has_other_words_is_named(store: Store, address: str) -> None:
    """Words put in and words taken away."""
    fill(store)
    server = address.startswith("postgresql")
    change(store, "UPDATE search SET words = '''lies''\\:1'" if server else "UPDATE search SET words = 'lies'")
    assert any(d.table == "search" and "other words" in d.what for d in store.verify())


def edit(path: Path, *statements: str) -> None:
    """A case made at the path, then changed behind its back by SQLite alone."""
    if not path.exists():
        fill(open_store(path, create=True, clock=Clock()))
    connection = sqlite().connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_row_of_the_index_that_no_look_up_shows_is_named(tmp_path: Path) -> None:
    """FTS5 itself finds its index in order."""
    path = tmp_path / "case.db"
    edit(
        path,
        "INSERT INTO search_config VALUES ('note', 1)",
        "INSERT INTO search (search) VALUES ('integrity-check')",
    )
    assert [Damage("search", "", "the rows that the engine made for it are not those that were written")] == [
        *open_store(path).verify()
    ]


def test_damage_without_a_name_is_put_in_order(tmp_path: Path) -> None:
    """A passage whose key was lost, and another whose key was not."""
    path = tmp_path / "case.db"
    edit(
        path,
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'passages'",
    )
    edit(path, 'UPDATE passages SET "key" = NULL WHERE number = 1', "UPDATE search_content SET c0 = 'lies'")
    assert {"passages", "search"} <= {d.table for d in open_store(path).verify()}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of a few dozen pages, of two runs, whose log is empty."""
    path = tmp_path_factory.mktemp("sound") / "case.db"
    store = open_store(path, create=True, clock=Clock())
    fill_twice(store)
    texts = [
        f"Karsk opened drone factory {n}, the minister said.\nOstrania denied it on Monday. {'x ' * n}"
        for n in range(40)
    ]
    found = answer(*(document(t, title=f"Number {n}") for n, t in enumerate(texts)))
    with store.writer(who="test") as writer:
        writer.put_documents(captured(*found.documents))
        writer.put_run(manifest(3))
        writer.put_answer("run-3", found)
    return path


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]] | None:
    """All that a plain look at every table shows; None where it cannot be had."""
    module = sqlite()
    connection = module.connect(path)
    try:
        names = [r[0] for r in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        found = {}
        for name in names:
            found[name] = sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        return found
    except (module.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def named(path: Path) -> tuple[Damage, ...]:
    """What is said of the case, whether it can be opened or not."""
    try:
        return open_store(path).verify()
    except StoreError as error:
        return (Damage("", "", error.message),)


def flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def count_missed(sound: Path, folder: Path, flips: int, seed: int) -> tuple[int, list[int]]:
    """How many of the random flips changed what the tables show, and those of them that `verify` did not name."""
    chance = random.Random(seed)
    before = rows(sound)
    changed, missed = 0, []
    for _ in range(flips):
        path = folder / "case.db"
        shutil.copyfile(sound, path)
        bit = chance.randrange(8 * sound.stat().st_size)
        flip(path, bit)
        if rows(path) != before:
            changed += 1
            if not named(path):
                missed.append(bit)
        for left in folder.glob("case.db-*"):
            left.unlink()
    return changed, missed


def test_a_flipped_bit_that_changes_data_is_named(sound: Path, tmp_path: Path) -> None:
    """Sixty bits anywhere in the file; in `make test-faults` 1,500, of which more than 500 change data."""
    changed, missed = count_missed(sound, tmp_path, 1500 if THOROUGH else 60, 1)
    assert changed >= (500 if THOROUGH else 10)
    assert [] == missed


def test_the_engine_alone_would_not_notice(sound: Path, tmp_path: Path) -> None:
    """Which is why rows have seals: a letter of a name, and SQLite's own check finds nothing."""
    path = tmp_path / "case.db"
    raw = sound.read_bytes()
    path.write_bytes(raw.replace(b"The Courier", b"She Courier"))
    connection = sqlite().connect(path)
    assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    assert {"documents"} == {d.table for d in named(path)} - {"findings"}
