"""Only a build of SQLite that loses nothing, and only one of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.errors import StoreError
from firsthand.store.builds import check_version, sqlite


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 44, 7), (3, 50, 6), (3, 51, 2), (3, 7, 0)])
def test_builds_that_can_lose_pages_are_refused(version: tuple[int, int, int]) -> None:
    """From 3.7.0 to 3.51.2 the write-ahead log can be reset under a writer."""
    with pytest.raises(StoreError, match="can lose what was written") as refused:
        check_version(version)
    assert "pysqlite3" in refused.value.hint


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4)])
def test_builds_with_the_repair_are_taken(version: tuple[int, int, int]) -> None:
    check_version(version)


def test_a_build_from_before_the_log_is_too_old() -> None:
    with pytest.raises(StoreError, match="too old"):
        check_version((3, 6, 23))


def test_the_build_in_use_searches() -> None:
    """Full-text search is compiled in."""
    options = {row[0] for row in sqlite().connect(":memory:").execute("PRAGMA compile_options")}
    assert "ENABLE_FTS5" in options


def test_one_build_is_loaded_in_a_process(tmp_path: Path) -> None:
    """Two that open one file let go of each other's locks: Python's own stays out."""
    script = (
        "import sys; from firsthand.store import open_store; s = open_store(sys.argv[1], create=True); s.verify(); "
        "print(sorted({'_sqlite3', 'pysqlite3', 'apsw'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "case.db")]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert ("['pysqlite3']\n", "") == (done.stdout, done.stderr)
