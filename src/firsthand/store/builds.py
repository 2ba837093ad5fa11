"""The build of SQLite that a case is kept with: one in a process, and none that can lose what was written.

Two builds that open one file in one process let go of each other's locks (POSIX), so only this module imports one.
"""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType

from firsthand.errors import StoreError

Version = tuple[int, int, int]

_FAULTY = ((3, 7, 0), (3, 51, 2))
"""First and last version whose write-ahead log can be reset under a writer, which then loses pages."""

_MENDED = frozenset({(3, 44, 6), (3, 50, 7)})
"""Versions between them with the repair."""

_OLDEST = (3, 38, 0)
"""Strict tables came with 3.37, `->>` and full-text search as it is used here with 3.38."""


@cache
def sqlite() -> ModuleType:
    """The DB-API module: pysqlite3, which brings its own build, else Python's; StoreError if that one is not sound."""
    try:
        module = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        module = importlib.import_module("sqlite3")
    check_version(module.sqlite_version_info)
    return module


def check_version(version: Version) -> None:
    """StoreError for a build that loses data or lacks what a case needs."""
    name = ".".join(map(str, version))
    hint = "install a sound one: pip install pysqlite3"
    if _FAULTY[0] <= version <= _FAULTY[1] and version not in _MENDED:
        raise StoreError(
            f"SQLite {name} can lose what was written (its write-ahead log may be reset too early)", hint=hint
        )
    if version < _OLDEST:
        raise StoreError(f"SQLite {name} is too old for a case", hint=hint)
