"""The same corpus gives the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def reports(root: Path) -> list[str]:
    return sorted(str(path) for path in (root / "src/firsthand/example/reports").glob("*.txt"))


def printed(files: list[str], *, hash_seed: str) -> bytes:
    """What a process of its own prints for these files."""
    command = [sys.executable, "-m", "firsthand.cli", "read", *files, "--format", "json"]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, capture_output=True, env=env, check=True).stdout


def test_the_order_of_files_and_of_sets_changes_no_byte(reports: list[str]) -> None:
    """Two processes with other hash seeds, given the files in another order, print the same JSON."""
    mixed = [*reports[1::2], *reversed(reports[::2])]
    once, again = printed(reports, hash_seed="1"), printed(mixed, hash_seed="2")
    assert len(reports) == len(json.loads(once)["documents"])
    assert once == again
