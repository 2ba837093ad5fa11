"""A pool that outlives its workers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firsthand.errors import PoolError
from firsthand.pool import Done, Limits, work
from firsthand.worker import BEAT, frame

USUAL = Limits()
BRIEF = Limits(deadline=2)
NERVOUS = Limits(silence=2.5)


def done(*tasks: str, jobs: int = 2, limits: Limits = USUAL) -> dict[str, Done]:
    """What came of each task, by its words."""
    given = [(t, t.encode()) for t in tasks]
    return {d.key: d for d in work(given, "case.tasks:misbehaving", jobs=jobs, limits=limits)}


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
def test_every_task_is_done_once_whatever_the_number_of_processes(jobs: int) -> None:
    tasks = [(str(n), f"task {n}".encode()) for n in range(20)]
    got = list(work(tasks, "case.tasks:upper", jobs=jobs))
    assert sorted((k, b.upper()) for k, b in tasks) == sorted((d.key, d.result) for d in got)


def test_a_killed_worker_costs_nothing_but_a_second_try(tmp_path: Path) -> None:
    """What it worked on is tried again, by another."""
    once = f"once {tmp_path}/tried"
    got = done("a", once, "b")
    assert {t: t.encode() for t in ("a", once, "b")} == {k: d.result for k, d in got.items()}


@pytest.mark.parametrize(
    ("task", "limits", "reason"),
    [
        ("kill", USUAL, "its reader was ended by SIGKILL, twice"),
        ("hang", BRIEF, "took longer than 2 s, twice"),
        ("freeze", NERVOUS, "its reader was silent for 2.5 s, twice"),
        ("raise", USUAL, "ValueError: no such thing, twice"),
    ],
)
def test_what_fails_twice_comes_back_with_its_reason(task: str, limits: Limits, reason: str) -> None:
    """And all else is done."""
    got = done("a", task, "b", "c", limits=limits)
    assert reason == got[task].reason
    assert [b"a", b"b", b"c"] == [got[k].result for k in "abc"]


def test_in_one_process_an_error_is_a_reason_too() -> None:
    got = done("a", "raise", "b", jobs=0)
    assert ["ValueError: no such thing", b"b"] == [got["raise"].reason, got["b"].result]


def test_what_a_library_prints_spoils_no_result() -> None:
    assert b"print" == done("print")["print"].result


def test_tasks_may_be_longer_than_a_pipe() -> None:
    """Both ways, to several workers at once."""
    tasks = [(c, c.encode() * 3_000_000) for c in "abc"]
    got = {d.key: d.result for d in work(tasks, "case.tasks:upper", jobs=2)}
    assert {k: b.upper() for k, b in tasks} == got


def test_no_tasks_start_no_process() -> None:
    assert [] == list(work([], "no.such:module", jobs=2))


def test_workers_that_never_start_are_an_error_that_says_why() -> None:
    with pytest.raises(PoolError, match=r"no reader can be started.*no_such_module"):
        list(work([("a", b"")], "no_such_module:make", jobs=1))


def test_closing_ends_all_workers() -> None:
    """However much is left to do."""
    given = [("pid", b"pid"), *((f"hang {n}", b"hang") for n in range(5))]
    working = work(given, "case.tasks:misbehaving", jobs=1)
    pid = int(next(working).result or b"")
    working.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_frame_says_its_kind_and_length() -> None:
    assert b"B\x00\x00\x00\x02hi" == frame(BEAT, b"hi")
