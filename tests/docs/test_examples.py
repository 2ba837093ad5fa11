"""Every example of the documentation runs: pages from top to bottom, and each verb beside its twin in Python."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

import firsthand
from firsthand.case import Case
from firsthand.cli.app import main
from firsthand.cli.verbs import VERBS, Twin, load

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs/tutorial.md", *sorted((ROOT / "docs/how-to").glob("*.md")))
TWINS = [(name, twin) for name in VERBS for twin in load(name).twins]

_BLOCK = re.compile(r"^```(console|python|sql)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def example_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example's reports, and a case that has read them."""
    folder = tmp_path_factory.mktemp("case")
    shutil.copytree(str(files("firsthand.example").joinpath("reports")), folder / "reports")
    with firsthand.open(folder / "case.db", create=True) as case:
        case.add([folder / "reports"])
        case.run(jobs=0)
    return folder


@pytest.fixture
def desk(example_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """A copy of it, in the folder where the example runs."""
    shutil.copytree(example_case, tmp_path, dirs_exist_ok=True)
    (tmp_path / "notes.txt").write_text("The mayor said that it rained.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIRSTHAND_USER", "me")
    monkeypatch.delenv("FIRSTHAND_CASE", raising=False)
    with firsthand.open("case.db") as case:
        yield case


def filled(words: str, case: Case) -> str:
    """An example with the id of the weightiest claim in place of CLAIM, and of the last decision in place of LAST."""
    words = words.replace("LAST", case.judgements()[-1].id) if "LAST" in words else words
    return words.replace("CLAIM", case.claims(limit=1)[0].id)


def at_the_prompt(line: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit status of a command."""
    assert line.startswith("firsthand "), line
    monkeypatch.setattr(sys, "argv", shlex.split(line))
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def in_python(block: str, names: dict[str, Any]) -> None:
    assert {"open", "case"} >= set(re.findall(r"(?<!from )\bfirsthand\.(\w+)", block)), "say where it is imported from"
    exec(compile(block, "example", "exec"), names)  # noqa: S102 - the examples of our own pages


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_runs_from_top_to_bottom(page: Path, desk: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command ends well, or with 3 where it is about alerts; each block of Python raises nothing."""
    names: dict[str, Any] = {"firsthand": firsthand, "case": desk}
    for kind, block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            in_python(filled(block, desk), names)
            continue
        if kind == "sql":
            assert duckdb.sql(block).description
            continue
        for line in block.splitlines():
            status = at_the_prompt(filled(line.removeprefix("$ "), desk), monkeypatch)
            assert status in ((0, 3) if "alerts" in line or "watch" in line else (0,)), line


@pytest.mark.parametrize(("name", "twin"), TWINS, ids=lambda x: x.shell if isinstance(x, Twin) else "")
def test_a_verb_and_its_twin(name: str, twin: Twin, desk: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reference shows for the prompt runs there, what it shows for Python in Python."""
    if "load" in twin.shell:
        Path("decisions.jsonl").write_text(desk.dump_judgements(), encoding="utf-8")
    if "answer.json" in twin.shell and name == "why":
        at_the_prompt("firsthand read reports/0308-astrelle.txt -f json -o answer.json", monkeypatch)
    if twin.shell == "firsthand diff":
        desk.add(["notes.txt"])
        desk.run(jobs=0)
    if name == "serve":
        serve_and_ask(twin.shell)
    elif name != "demo":  # the tutorial begins with it
        shell = saved_id(twin.shell) if "answer.json" in twin.shell and name == "why" else twin.shell
        assert at_the_prompt(filled(shell, desk), monkeypatch) in (0, 3)
    python = saved_id(twin.python) if "answer.json" in twin.shell and name == "why" else twin.python
    in_python(filled(python, desk), {"firsthand": firsthand, "case": desk})


def saved_id(words: str) -> str:
    """With the id of a claim of the saved answer."""
    from firsthand.export.json import from_json

    return words.replace("CLAIM", from_json(Path("answer.json").read_bytes(), name="answer").claims[0].id)


def serve_and_ask(line: str) -> None:
    """The real server, asked for its first page, and ended with Ctrl-C."""
    command = [sys.executable, "-m", "firsthand.cli", *shlex.split(line)[1:], "--port", "0", "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0], timeout=60) as answer:
            assert b"Claims" in answer.read()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert "Traceback" not in said
