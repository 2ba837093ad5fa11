"""What workers do in tests of the pool."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def upper() -> Callable[[bytes], bytes]:
    return bytes.upper


def misbehaving() -> Callable[[bytes], bytes]:
    return misbehave


def misbehave(task: bytes) -> bytes:
    """Does as it is told: `kill`, `hang`, `freeze`, `raise`, `print`, `pid`; `once PATH` is killed the first time."""
    order, _, rest = task.decode().partition(" ")
    match order:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(600)
        case "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "raise":
            raise ValueError("no such thing")
        case "print":
            print("a library that talks " * 10_000)  # noqa: T201
        case "pid":
            return str(os.getpid()).encode()
        case "once" if not Path(rest).exists():
            Path(rest).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return task
