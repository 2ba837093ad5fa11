"""A supervised pool of processes: it outlives workers that are killed, hang or fall silent.

The standard pools do not: one waits for ever for a killed worker's result, another gives up the whole batch. Here each
task has a deadline and two tries; what fails twice comes back with its reason, and the rest is done.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import msgspec

from firsthand.errors import PoolError
from firsthand.worker import DONE, FAILED, HEAD, READY, TASK, frame, load

DEADLINE = 120.0
"""Seconds that one task may take."""

START = 300.0
"""Seconds in which a worker must have loaded its models."""

SILENCE = 30.0
"""Seconds without a beat after which a worker counts as hung."""

TRIES = 2

STILLBORN = 4
"""So many workers in a row that end before they can work mean that none ever will."""

_CHUNK = 1 << 20

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "BLIS_NUM_THREADS")
SINGLE = dict.fromkeys(_THREADS, "1")
"""The processes are the parallelism; threads inside them would only fight."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """When a worker is given up, in seconds, and how often a task is tried."""

    deadline: float = DEADLINE
    start: float = START
    silence: float = SILENCE
    tries: int = TRIES


class Done(msgspec.Struct, frozen=True):
    """What came of the task `key`: its `result`, or the `reason` why there is none."""

    key: str
    result: bytes | None = None
    reason: str | None = None


class _Task(msgspec.Struct):
    """A task and why it failed before, if it did."""

    key: str
    body: bytes
    failures: list[str] = []


def work(
    tasks: Iterable[tuple[str, bytes]], maker: str, *, jobs: int, limits: Limits | None = None
) -> Generator[Done, None, None]:
    """Each task done by what `maker` (`module:name`) makes, as they come; tasks are asked for one by one, when somebody
    is free. Closing the iterator ends all.

    With `jobs` 0 they are done in this process, in order and unsupervised. PoolError where no worker can be started.
    """
    if jobs == 0:
        yield from _alone(tasks, maker)
        return
    pool = _Pool(maker, limits or Limits())
    try:
        yield from pool.run((_Task(key, body) for key, body in tasks), jobs)
    finally:
        pool.close()


def _alone(tasks: Iterable[tuple[str, bytes]], maker: str) -> Iterator[Done]:
    called = load(maker)
    for key, body in tasks:
        try:
            yield Done(key, called(body))
        except Exception as error:  # as in a worker: one bad document is named and the rest are read
            yield Done(key, reason=f"{type(error).__name__}: {error}".strip().rstrip(":"))


class _Worker:
    """A process with what it works on, since when, and the halves of frames that are under way."""

    def __init__(self, maker: str) -> None:
        self.told = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "firsthand.worker", maker],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.told,
            bufsize=0,
            env={**os.environ, **SINGLE, "PYTHONPATH": _search_path()},
            process_group=0,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.inward, self.outward = self.process.stdin.fileno(), self.process.stdout.fileno()
        for end in (self.inward, self.outward):
            os.set_blocking(end, False)
        self.task: _Task | None = None
        self.ready = False
        self.since = self.heard = time.monotonic()
        self.coming = bytearray()
        self.going = b""

    def give(self, task: _Task) -> None:
        self.task, self.since = task, time.monotonic()
        self.going = frame(TASK, task.body)
        self.write()

    def write(self) -> None:
        """As much of the task as the pipe takes now; a closed pipe is noticed by the reading end."""
        try:
            while self.going:
                self.going = self.going[os.write(self.inward, self.going[:_CHUNK]) :]
        except (BlockingIOError, BrokenPipeError):
            return

    def read(self) -> list[tuple[bytes, bytes]] | None:
        """Whole frames that have come; None when the worker is gone."""
        try:
            chunk = os.read(self.outward, _CHUNK)
        except BlockingIOError:
            return []
        if not chunk:
            return None
        self.heard = time.monotonic()
        self.coming += chunk
        return list(self._frames())

    def _frames(self) -> Iterator[tuple[bytes, bytes]]:
        while len(self.coming) >= HEAD:
            end = HEAD + int.from_bytes(self.coming[1:HEAD], "big")
            if len(self.coming) < end:
                return
            yield bytes(self.coming[:1]), bytes(self.coming[HEAD:end])
            del self.coming[:end]

    def overdue(self, limits: Limits) -> str | None:
        """Why it is to be given up, if it is."""
        now = time.monotonic()
        if not self.ready:
            return f"could not start within {limits.start:g} s" if now - self.since > limits.start else None
        if self.task is not None and now - self.since > limits.deadline:
            return f"took longer than {limits.deadline:g} s"
        if now - self.heard > limits.silence:
            return f"its reader was silent for {limits.silence:g} s"
        return None

    def close(self) -> str:
        """End it, and say how it ended."""
        self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.told.close()
        return _ending(code)

    def last_words(self) -> str:
        """The end of what it wrote to its standard error."""
        self.told.seek(max(0, self.told.seek(0, os.SEEK_END) - 2000))
        return self.told.read().decode("utf-8", "replace").strip()


def _search_path() -> str:
    """Where this process finds its modules, for one that is to find the same."""
    return os.pathsep.join(part or str(Path.cwd()) for part in sys.path)


def _ending(code: int) -> str:
    if code >= 0:
        return f"its reader left with code {code}"
    names = {s.value: s.name for s in signal.Signals}
    return f"its reader was ended by {names.get(-code, f'signal {-code}')}"


class _Pool:
    """Workers under one pair of eyes; all waiting is done in one place, with a time limit."""

    def __init__(self, maker: str, limits: Limits) -> None:
        self.maker, self.limits = maker, limits
        self.selector = selectors.DefaultSelector()
        self.workers: list[_Worker] = []
        self.failed: deque[_Task] = deque()
        self.fresh: Iterator[_Task] = iter(())
        self.stillborn = 0

    def run(self, tasks: Iterator[_Task], jobs: int) -> Iterator[Done]:
        self.fresh = tasks
        while self._hire(jobs):
            for key, _ in self.selector.select(timeout=self._patience()):
                worker: _Worker = key.data
                if worker not in self.workers:
                    continue  # given up a moment ago, at its other pipe
                if key.fileobj == worker.inward:
                    self._feed(worker)
                else:
                    yield from self._hear(worker)
            for worker in list(self.workers):
                if reason := worker.overdue(self.limits):
                    yield from self._give_up(worker, reason)

    def _next(self) -> _Task | None:
        """A task that failed before, else a fresh one."""
        return self.failed.popleft() if self.failed else next(self.fresh, None)

    def close(self) -> None:
        for worker in list(self.workers):
            self._dismiss(worker)
        self.selector.close()

    def _patience(self) -> float:
        """Seconds until somebody may be overdue; a short while, for a beat is never far."""
        return min(1.0, self.limits.deadline, self.limits.silence)

    def _hire(self, jobs: int) -> bool:
        """Give every idle worker a task, and start workers while there are more tasks than hands; whether anybody
        works."""
        idle = [worker for worker in self.workers if worker.task is None]
        for worker in idle:
            if (task := self._next()) is None:
                break
            worker.give(task)
            self._feed(worker)
        while len(self.workers) < jobs and (task := self._next()) is not None:
            worker = _Worker(self.maker)
            self.workers.append(worker)
            self.selector.register(worker.outward, selectors.EVENT_READ, worker)
            worker.give(task)
            self._feed(worker)
        return any(worker.task is not None for worker in self.workers)

    def _feed(self, worker: _Worker) -> None:
        """Write what the pipe takes; ask to be told when it takes more."""
        worker.write()
        asked = worker.inward in self.selector.get_map()
        if worker.going and not asked:
            self.selector.register(worker.inward, selectors.EVENT_WRITE, worker)
        elif asked and not worker.going:
            self.selector.unregister(worker.inward)

    def _hear(self, worker: _Worker) -> Iterator[Done]:
        frames = worker.read()
        if frames is None:
            yield from self._give_up(worker, None)
            return
        for kind, body in frames:
            if kind == READY:
                worker.ready, worker.since, self.stillborn = True, worker.heard, 0
            if kind not in (DONE, FAILED) or worker.task is None:
                continue
            task, worker.task = worker.task, None
            if kind == DONE:
                yield Done(task.key, body)
            else:
                yield from self._retry(task, body.decode("utf-8", "replace"))

    def _give_up(self, worker: _Worker, reason: str | None) -> Iterator[Done]:
        """End a worker that is gone or hangs; its task is tried again or comes back with the reason."""
        task, words = worker.task, worker.last_words()
        ending = self._dismiss(worker)
        if not worker.ready:
            self._mourn(reason or words or ending)
            if task is not None:
                self.failed.append(task)
        elif task is not None:
            yield from self._retry(task, reason or ending)

    def _mourn(self, words: str) -> None:
        """A worker that never came so far as to work says nothing about its task; several in a row say enough."""
        self.stillborn += 1
        if self.stillborn >= STILLBORN:
            raise PoolError(
                f"no reader can be started: {words.splitlines()[-1]}",
                hint="read in this process, with 0 jobs, to see where it fails",
            )

    def _dismiss(self, worker: _Worker) -> str:
        self.workers.remove(worker)
        for end in (worker.inward, worker.outward):
            if end in self.selector.get_map():
                self.selector.unregister(end)
        return worker.close()

    def _retry(self, task: _Task, reason: str) -> Iterator[Done]:
        task.failures.append(reason)
        if len(task.failures) < self.limits.tries:
            self.failed.append(task)
        else:
            yield Done(task.key, reason=_told(task.failures))


def _told(failures: list[str]) -> str:
    """All that went wrong, each once: "took longer than 120 s, twice"."""
    if len(failures) == 2 and failures[0] == failures[1]:
        return f"{failures[0]}, twice"
    return "; then ".join(dict.fromkeys(failures))
