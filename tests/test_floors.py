"""Quality has a pinned floor: eval/floors.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def gate(root: Path, shared: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make eval`, with the figures that take seconds only."""
    command = [sys.executable, str(root / "eval/floors.py"), "--data", str(shared), "--quick", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_attribution_keeps_its_floor(root: Path, shared: Path) -> None:
    """The first thirty articles of PolNeAR's development part are read as well as when the floor was pinned."""
    run = gate(root, shared)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("bound", "code"), [("least = 1", 1), ("most = 1", 0)])
def test_a_missed_floor_fails(root: Path, tmp_path: Path, bound: str, code: int) -> None:
    """A value under its floor is shown as missed and fails; one that is under its ceiling does not."""
    (tmp_path / "figures.py").write_text('print(\'{"a": {"b": 0.5}}\')')
    floors = tmp_path / "floors.toml"
    floors.write_text(f"[[quick]]\nname = 'half'\ncommand = '{tmp_path / 'figures.py'}'\nkey = ['a', 'b']\n{bound}\n")
    run = gate(root, tmp_path, "--floors", str(floors))
    assert (code, bool(code)) == (run.returncode, "MISSED" in run.stdout), run.stderr


def test_every_measure_has_a_floor(root: Path) -> None:
    """No script that measures is left out of `make eval`."""
    tables = tomllib.loads((root / "eval/floors.toml").read_text(encoding="utf-8"))
    held = {figure["command"] for figure in tables["figure"]}
    tools = {f"eval/{name}.py" for name in ("bootstrap", "floors", "frequencies", "scoring")}
    assert {f"eval/{path.name}" for path in (root / "eval").glob("*.py")} - tools == held
