"""One writes at a time; the others wait, hear for whom, and never fail for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from firsthand.store import Holder, Store, open_store, turns
from store.samples import DAY, captured, document

HOLD = """
import sys, time
from firsthand.store import open_store
with open_store(sys.argv[1]).writer(who="the importer") as writer:
    print("mine", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(address: str, seconds: float) -> subprocess.Popen[str]:
    """Another process that has its turn, already."""
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", HOLD, address, str(seconds)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stdout is not None
    assert "mine\n" == running.stdout.readline()
    return running


def stop(running: subprocess.Popen[str], how: signal.Signals = signal.SIGKILL) -> None:
    running.send_signal(how)
    running.wait()
    assert running.stdout is not None
    running.stdout.close()


def test_who_waits_hears_for_whom(store: Store, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name, the process, and since when; then, when the holder is killed, the turn comes."""
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    running = hold(address, 60)
    heard: list[Holder | None] = []

    def hear(holder: Holder | None) -> None:
        heard.append(holder)
        running.kill()

    with store.writer(who="me", on_wait=hear) as writer:
        writer.put_documents(captured(document()))
    stop(running)
    assert heard
    assert heard[0] is not None
    assert ("the importer", running.pid) == (heard[0].who, heard[0].pid)
    assert heard[0].since.tzinfo is not None
    with store.view() as view:
        assert 1 == view.counts().documents


def test_two_seconds_are_waited_before_anything_is_said() -> None:
    assert 2.0 == turns.PATIENCE


def test_the_log_tells_where_nobody_else_does(caplog: pytest.LogCaptureFixture) -> None:
    turns.log_wait(None)
    turns.log_wait(turns.present_holder("ann", DAY))
    assert "waiting for another process that writes to this case" == caplog.messages[0]
    assert f"waiting for ann (process {os.getpid()}), who writes to this case since 12:00:00 UTC" == caplog.messages[1]


def test_readers_do_not_wait(store: Store, address: str) -> None:
    """They see what was there before the writer began."""
    running = hold(address, 60)
    before = time.monotonic()
    with store.view() as view:
        assert 0 == view.counts().documents
    assert time.monotonic() - before < 2
    stop(running)


def test_threads_of_one_process_take_turns(store: Store) -> None:
    """Twelve writers in four threads: each adds one, none is lost."""

    def work(name: str) -> None:
        for number in range(3):
            with store.writer(who=name) as writer:
                writer.put_documents(captured(document(f"{name} {number}")))

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.view() as view:
        assert 12 == view.counts().documents
    assert () == store.verify()


def test_a_child_does_not_keep_its_parents_turn(store: Store) -> None:
    """A worker that is forked while its parent writes, and outlives it, holds nobody up."""
    with store.writer(who="parent"):
        child = os.fork()
        if not child:
            time.sleep(30)
            os._exit(0)
    before = time.monotonic()
    with store.writer(who="next"):
        pass
    assert time.monotonic() - before < 10
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_store_may_be_kept_over_a_fork(store: Store) -> None:
    """Parent and child each read and write with it."""
    with store.view() as view:
        view.counts()
    child = os.fork()
    if not child:
        try:
            with store.writer(who="child") as writer:
                writer.put_documents(captured(document("By the child.")))
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert 0 == os.waitpid(child, 0)[1]
    with store.writer(who="parent") as writer:
        writer.put_documents(captured(document("By the parent.")))
    with store.view() as view:
        assert 2 == view.counts().documents


def test_a_turn_that_was_left_by_a_kill_is_free(tmp_path: Path) -> None:
    """What was not finished is not there."""
    address = str(tmp_path / "case.db")
    store = open_store(address, create=True)
    stop(hold(address, 60))
    with store.writer(who="next") as writer:
        writer.put_documents(captured(document()))
    assert () == store.verify()
