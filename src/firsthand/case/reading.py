"""The part of a run that reads: what is missing is spread over processes and kept as it comes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing

import msgspec

from firsthand.batch import READER, pack_document, unpack_reading
from firsthand.case.records import Quarantined
from firsthand.model import Document, Reading
from firsthand.pool import Done, Limits, work
from firsthand.store import Store, View
from firsthand.workspace import Progress

EVERY, MANY = 2.0, 64
"""Readings are kept every two seconds, or when so many have come: no kill costs more than that."""

FEW = 4
"""So many documents are worth a process of their own, which has models to load."""

_ASIDE = "quarantined:"
"""Before the stamp under which it is kept why a document could not be read."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Which reading of each document counts: by the present stamp, by an older one, by none yet, or by none at all."""

    stamp: str
    stamps: dict[str, str]
    missing: tuple[str, ...]
    quarantined: dict[str, str]

    @property
    def older(self) -> tuple[str, ...]:
        return tuple(d for d, stamp in self.stamps.items() if stamp != self.stamp)


def make_plan(view: View, stamp: str, *, again: bool = False) -> Plan:
    """A document is missing when no reader has read it; `again` asks for the present reader's word on all of them, and
    for another try with those in quarantine."""
    ids = view.document_ids()
    unread = set(view.missing_readings(stamp))
    stamps = {d: stamp for d in ids if d not in unread}
    quarantined = {d: reason.decode("utf-8", "replace") for d, reason in view.readings(_ASIDE + stamp) if d in unread}
    if not again:
        stamps |= _older(view, stamp, unread - quarantined.keys())
    missing = tuple(d for d in ids if d not in stamps and (again or d not in quarantined))
    return Plan(
        stamp=stamp,
        stamps=dict(sorted(stamps.items())),
        missing=missing,
        quarantined={} if again else dict(sorted(quarantined.items())),
    )


def _older(view: View, stamp: str, unread: set[str]) -> dict[str, str]:
    """For documents that the present reader has not read, the newest stamp that has."""
    found: dict[str, str] = {}
    for other in view.stamps():
        if other != stamp and not other.startswith(_ASIDE) and unread - found.keys():
            absent = set(view.missing_readings(other))
            found |= {d: other for d in unread if d not in found and d not in absent}
    return found


def read_missing(
    store: Store,
    plan: Plan,
    *,
    jobs: int | None,
    maker: str = READER,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> int:
    """Read what the plan misses and keep it; how many documents were read. Whatever ends it, what was kept stays."""
    if not plan.missing:
        return 0
    total = len(plan.missing)
    keeper = _Keeper(store, plan.stamp)
    tasks = _tasks(store, plan.missing)
    with closing(work(tasks, maker, jobs=default_jobs(total) if jobs is None else jobs, limits=limits)) as working:
        try:
            for number, done in enumerate(working, start=1):
                keeper.take(done)
                if progress:
                    progress("reading", number, total)
        except KeyboardInterrupt:
            keeper.keep()
            raise
    keeper.keep()
    return keeper.read


class _Keeper:
    """Keeps what has been read, a few readings at a time."""

    def __init__(self, store: Store, stamp: str) -> None:
        self._store, self._stamp = store, stamp
        self._batch: list[Done] = []
        self._since = time.monotonic()
        self.read = 0

    def take(self, done: Done) -> None:
        self._batch.append(done)
        if len(self._batch) >= MANY or time.monotonic() - self._since > EVERY:
            self.keep()

    def keep(self) -> None:
        if not self._batch:
            return
        with self._store.writer(who="run") as writer:
            for done in sorted(self._batch, key=lambda d: d.key):
                if done.result is not None:
                    self.read += writer.put_reading(done.key, self._stamp, done.result)
                else:
                    writer.put_reading(done.key, _ASIDE + self._stamp, (done.reason or "").encode())
        self._batch, self._since = [], time.monotonic()


def _tasks(store: Store, ids: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Documents packed, a few at a time: a long view would keep what is written meanwhile from being tidied up."""
    for at in range(0, len(ids), MANY):
        with store.view() as view:
            yield from [(d.id, pack_document(d)) for d in view.documents(ids[at : at + MANY])]


def default_jobs(tasks: int) -> int:
    """As many processes as there are processors to use, if each has a few documents."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, -(-tasks // FEW)))


def readings(
    view: View, plan: Plan, *, among: frozenset[str] | None = None, but: frozenset[str] = frozenset()
) -> Iterator[Reading]:
    """The readings that count, one by one, in order of id; those `among` these documents, or of all `but` these."""
    for document, stamp in plan.stamps.items():
        if document in but or (among is not None and document not in among):
            continue
        if (packed := view.reading(document, stamp)) is not None:
            yield unpack_reading(packed)


def in_quarantine(plan: Plan, documents: Iterable[Document]) -> tuple[Quarantined, ...]:
    """The documents that could not be read, with where they came from."""
    return tuple(Quarantined(d.id, d.path or "", plan.quarantined[d.id]) for d in documents if d.id in plan.quarantined)
