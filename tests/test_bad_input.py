"""One folder with everything that can be wrong: each thing is named with a hint, the rest is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BAD = {
    "binary.txt": b"\x7fELF\x02\x01\x01\0\0\0\0",
    "broken.jsonl": b'{"id": "good", "text": "The envoy said it had fallen."}\n{"text": "The en\n{"id": "no-text"}\n',
    "empty.txt": b"",
    "latin.txt": "Le général a nié l’accord.".encode("cp1252"),
    "not-a-date.md": b"---\npublished: the day before\n---\nThe envoy left.",
    "sidecar.txt": b"The army denied it.",
    "twice.jsonl": b'{"id": "one", "text": "It fell."}\n{"id": "one", "text": "It stands."}\n',
    "white.txt": b" \r\n\t\xc2\xa0\n",
}

REASONS = {
    "binary.txt": "binary, not text",
    "broken.jsonl:2": "not JSON",
    "broken.jsonl:3": "has no text",
    "empty.txt": "empty",
    "huge.txt": "longer than the 5 MB",
    "latin.txt": "not UTF-8 (byte 0xE9 at 4)",
    "nothing": "nothing to read in this folder",
    "not-a-date.md": "published is no date: 'the day before'",
    "not-there.txt": "not found",
    "sidecar.txt": "its sidecar sidecar.meta.json is not JSON",
    "twice.jsonl:2": "its id 'one' is that of another text",
    "white.txt": "nothing but white space",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bad files, a folder with nothing in it, and a good report."""
    where = tmp_path_factory.mktemp("bad")
    for name, content in BAD.items():
        (where / "in" / name).parent.mkdir(exist_ok=True)
        (where / "in" / name).write_bytes(content)
    (where / "in" / "sidecar.meta.json").write_text("{outlet}")
    (where / "in" / "good.txt").write_text("“It stands,” the envoy said.", encoding="utf-8")
    with (where / "in" / "huge.txt").open("wb") as stream:
        for _ in range(50):
            stream.write(b"word " * 200_000)
    (where / "nothing").mkdir()
    return where


def firsthand(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = "from firsthand.cli import main; main()"
    command = [sys.executable, "-W", "error", "-c", program, "in", "nothing", "not-there.txt", *options]
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=wide, check=False, timeout=120)


def test_everything_is_named_and_the_rest_is_read(folder: Path) -> None:
    """In JSON: each refusal has its path, its reason and a hint; the exit status is 1."""
    done = firsthand(folder, "--format", "json")
    answer = json.loads(done.stdout)
    refused = {r["path"].removeprefix("in/"): r["reason"] for r in answer["refused"]}
    assert REASONS == {path: reason[: len(REASONS.get(path, reason))] for path, reason in refused.items()}
    assert all(r["hint"] for r in answer["refused"])
    assert ["good", "in/good.txt", "one"] == sorted(
        d["path"] if len(d["id"]) > 60 else d["id"] for d in answer["documents"]
    )
    assert answer["assertions"]
    assert 1 == done.returncode


def test_the_report_names_them_too(folder: Path) -> None:
    """Under REFUSED, without a traceback."""
    done = firsthand(folder)
    refused = done.stdout.split("REFUSED\n")[1]
    assert [] == [path for path, reason in REASONS.items() if path not in refused or reason not in refused]
    assert (1, False) == (done.returncode, "Traceback" in done.stderr)


def test_whoever_reads_json_sees_refusals_on_standard_error(folder: Path) -> None:
    """Also when `--only` leaves them out of the answer."""
    done = firsthand(folder, "--format", "json", "--only", "documents")
    assert [] == json.loads(done.stdout)["refused"]
    assert len(REASONS) == sum(line.startswith("refused: ") for line in done.stderr.splitlines())


def test_a_50_mb_line_is_never_held(folder: Path) -> None:
    """Refusing it takes a few megabytes."""
    program = (
        "import resource, sys\nfrom firsthand.intake import take_in\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "take_in(sys.argv[1:])\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", program, str(folder / "in" / "huge.txt")]
    assert 25_000 > int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
