"""A desk for tests: a nursery, reports in batches, and what an uninterrupted run makes of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from faults import cached

THOROUGH = bool(os.environ.get("FIRSTHAND_FAULTS"))
"""Whether all the kills are asked for: `make test-faults`."""


class Desk:
    """One nursery, spoken to in turn."""

    def __init__(self, inward: IO[bytes], outward: IO[bytes]) -> None:
        self._inward, self._outward = inward, outward

    def ask(self, do: str, case: Path, **order: Any) -> dict[str, Any]:
        self._inward.write(msgspec.json.encode({"do": do, "case": str(case), **order}) + b"\n")
        self._inward.flush()
        return dict(msgspec.json.decode(self._outward.readline()))


@contextmanager
def nursery(readings: Path, *, seed: str = "0", zone: str = "UTC") -> Iterator[Desk]:
    """A process with this hash seed and time zone, ready to give birth."""
    env = {
        **os.environ,
        cached.WHERE: str(readings),
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-W", "error", "-m", "faults.nursery"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Desk(process.stdin, process.stdout)
        process.stdin.close()


def in_batches(paths: Sequence[str], size: int) -> list[list[str]]:
    return [list(paths[at : at + size]) for at in range(0, len(paths), size)]


def wrongs(seen: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """What is lost, partial or doubled in a case as it was left, beside one that nothing interrupted."""
    found = [f"damage: {d}" for d in seen["damage"]]
    if not set(seen["documents"]) <= set(whole["documents"]):
        found.append("a document that nobody offered")
    if sorted(seen["taken"]) != sorted(seen["documents"]):
        found.append("documents and what was logged as taken part")
    if seen["readings"] > len(seen["documents"]):
        found.append("more readings than documents")
    found += ["a run with an answer that is none" for run in seen["runs"] if run not in whole["runs"]]
    return found


def unlike(seen: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """What parts a case that was cut off and gone on with from one that nothing interrupted."""
    keys = ("documents", "readings", "judgements", "final")
    return wrongs({**seen, "runs": []}, whole) + [f"other {key}" for key in keys if seen[key] != whole[key]]
