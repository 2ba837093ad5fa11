"""One process of the pool: takes a task, works on it, hands back the result, and beats while it lives.

Frames on both pipes are a kind (one byte), a length (four bytes, big-endian) and the bytes themselves. Whoever finds
the other end closed is alone and leaves at once: a desk that was killed leaves no worker behind.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

HEAD = 5
"""Bytes before each frame's own."""

TASK, READY, BEAT, DONE, FAILED = b"T", b"R", b"B", b"D", b"F"

EVERY = 1.0
"""Seconds between two beats."""


def frame(kind: bytes, body: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return kind + len(body).to_bytes(HEAD - 1, "big") + body


Work = Callable[[bytes], bytes]


def load(name: str) -> Work:
    """What the maker under `module:name` makes: a function that is ready to work, its models loaded."""
    module, _, attribute = name.partition(":")
    make: Callable[[], Work] = getattr(import_module(module), attribute)
    return make()


def main(name: str) -> None:
    """Work for whoever holds the other ends of standard input and output, until they are closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk decides when to stop
    faulthandler.enable()
    tasks, results = _take_pipes()
    lock = threading.Lock()
    threading.Thread(target=_beat, args=(results, lock), daemon=True).start()
    function = load(name)
    _send(results, lock, frame(READY))
    while (task := _receive(tasks)) is not None:
        kind, body = _attempt(function, task)
        _send(results, lock, frame(kind, body))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes under numbers of their own, so that a library that prints spoils no frame."""
    tasks, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return tasks, results


def _attempt(function: Work, task: bytes) -> tuple[bytes, bytes]:
    try:
        return DONE, function(task)
    except Exception as error:  # whatever the task makes of its reader is told, and the next one is read
        traceback.print_exc()
        said = f"{type(error).__name__}: {error}".strip().rstrip(":")
        return FAILED, said.encode("utf-8", "replace")


def _receive(tasks: BinaryIO) -> bytes | None:
    head = tasks.read(HEAD)
    if len(head) < HEAD:
        return None
    return tasks.read(int.from_bytes(head[1:], "big"))


def _send(results: BinaryIO, lock: threading.Lock, message: bytes) -> None:
    with lock:
        view = memoryview(message)
        try:
            while view:
                view = view[results.write(view) :]
        except OSError:
            os._exit(0)


def _beat(results: BinaryIO, lock: threading.Lock) -> None:
    waiting = threading.Event()
    while True:
        _send(results, lock, frame(BEAT))
        waiting.wait(EVERY)


if __name__ == "__main__":
    main(sys.argv[1])
