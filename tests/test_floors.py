"""Quality has a pinned floor: eval/floors.json."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from floors import digest, load_floors
from parts import load_parts, load_results


def gate(root: Path, shared: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make eval`, with the figures that take seconds only."""
    command = [sys.executable, str(root / "eval/floors.py"), "--data", str(shared), "--quick", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_attribution_keeps_its_floor(root: Path, shared: Path) -> None:
    """The first thirty articles of PolNeAR's development part are read as well as when the floor was pinned."""
    run = gate(root, shared)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("better", "floor", "code"), [("more", 1, 1), ("less", 1, 0)])
def test_a_missed_floor_fails(root: Path, tmp_path: Path, better: str, floor: float, code: int) -> None:
    """A value under its floor is shown as missed and fails; one that is under its ceiling does not."""
    (tmp_path / "figures.py").write_text('print(\'{"a": {"b": 0.5}}\')')
    parts = tmp_path / "parts.toml"
    parts.write_text(
        f"[[measure]]\nid = 'm'\ncommand = '{tmp_path / 'figures.py'}'\ndata = ['figures.py']\n"
        f"[[quick]]\nname = 'half'\npart = 'p'\nmeasure = 'm'\nkey = ['a', 'b']\nbetter = '{better}'\n"
    )
    floors = tmp_path / "floors.json"
    pin = {"floor": floor, "epsilon": 0.0, "corpus": digest(tmp_path, ["figures.py"])}
    floors.write_text(json.dumps({"half": pin}))
    run = gate(root, tmp_path, "--parts", str(parts), "--floors", str(floors))
    assert (code, bool(code)) == (run.returncode, "MISSED" in run.stdout), run.stderr


def test_every_measure_has_a_figure(root: Path) -> None:
    """No script that measures is left out of `make eval`."""
    parts = load_parts()
    run = {m.command for m in parts.measure if m.id in {f.measure for f in parts.figure}}
    names = (
        "bootstrap",
        "cost_corpus",
        "ecb",
        "floors",
        "frequencies",
        "graded",
        "parts",
        "re3d",
        "rewording",
        "scoring",
        "table",
    )
    tools = {f"eval/{name}.py" for name in names}
    assert {f"eval/{path.name}" for path in (root / "eval").glob("*.py")} - tools == run


def test_every_figure_has_a_floor_and_was_measured() -> None:
    """No floor without a figure either: a name that changed would leave its floor behind."""
    parts = load_parts()
    names = {f.name for f in parts.figure}
    assert names | {f.name for f in parts.quick} == set(load_floors())
    assert names == set(load_results())
