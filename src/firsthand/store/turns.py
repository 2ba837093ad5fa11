"""Turns: one writes, the others wait, and after two seconds hear for whom."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import msgspec

from firsthand.store.records import Holder

OnWait = Callable[[Holder | None], None]
"""Told who writes while one waits; None where it cannot be told."""

PATIENCE = 2.0
"""Seconds before one is told, and then again after five times as long."""

_log = logging.getLogger("firsthand.store")

_held: set[int] = set()
"""Open descriptors of turns: a child that is forked meanwhile must not keep the turn after its parent."""


def _let_go() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


def log_wait(holder: Holder | None) -> None:
    """The usual way of telling."""
    if holder is None:
        _log.warning("waiting for another process that writes to this case")
    else:
        since = holder.since.strftime("%H:%M:%S UTC")
        _log.warning("waiting for %s (process %d), who writes to this case since %s", holder.who, holder.pid, since)


@contextmanager
def telling(on_wait: OnWait, holder: Callable[[], Holder | None]) -> Iterator[None]:
    """While the body waits, `on_wait` hears who holds the turn."""
    done = Event()

    def tell() -> None:
        pause = PATIENCE
        while not done.wait(pause):
            on_wait(holder())
            pause = 5 * PATIENCE

    thread = Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def file_turn(path: Path, holder: Holder, on_wait: OnWait) -> Iterator[None]:
    """The turn at the file `path`; the system takes it back from a process that dies.

    Who is next holds a second file, `-next`: whoever gives the turn back and wants it again stands behind.
    """
    with _opened(path) as turn:
        with _opened(path.with_name(f"{path.name}-next")) as place:
            if not (_lock_now(place) and _lock_now(turn)):
                with telling(on_wait, lambda: _read_holder(path)):
                    fcntl.flock(place, fcntl.LOCK_EX)
                    fcntl.flock(turn, fcntl.LOCK_EX)
        os.ftruncate(turn, 0)
        os.pwrite(turn, msgspec.json.encode(holder), 0)
        yield
        os.ftruncate(turn, 0)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    _held.add(descriptor)
    try:
        yield descriptor
    finally:
        if descriptor in _held:
            _held.discard(descriptor)
            os.close(descriptor)


def _lock_now(descriptor: int) -> bool:
    """False where another holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_holder(path: Path) -> Holder | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None


def present_holder(who: str, since: datetime) -> Holder:
    """This process, as others will hear of it."""
    return Holder(who, os.getpid(), since)
