"""What goes into a case's store and comes out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from firsthand.model import Document, Span

Outcome = Literal["taken", "known", "quarantined", "refused"]
"""What became of an item that was offered."""


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """A document and the evidence for it: the bytes as they came, what was said beside them, what made text of them.

    `headers` are those of the answer that brought the bytes, in order. `added` is None until it is kept.
    """

    document: Document
    raw: bytes
    headers: tuple[tuple[str, str], ...] = ()
    extractor: str = "text"
    version: str = ""
    added: datetime | None = None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An item that was offered, and what became of it. `at` is None until it is kept."""

    path: str
    outcome: Outcome
    document: str | None = None
    reason: str = ""
    hint: str = ""
    at: datetime | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """How a run was made: versions of programs, hashes of lexicons and models, options, counts, seconds a phase."""

    id: str
    started: datetime
    finished: datetime
    versions: dict[str, str] = {}
    hashes: dict[str, str] = {}
    options: dict[str, Any] = {}
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log of judgements: who decided when, and the judgement itself as `body`, as its maker has it."""

    id: str
    user: str
    at: datetime
    kind: str
    body: bytes


class Match(msgspec.Struct, frozen=True, order=True):
    """A record whose id begins as asked; `kind` is the list of the answer that it stands in, `documents`, `runs` or
    `judgements`."""

    kind: str
    id: str


class Hit(msgspec.Struct, frozen=True):
    """Words that a search found: those of a document's paragraph or title, or of a finding.

    `kind` is `documents` or a list of the answer, `id` the record's; `span` is where in the document's text the words
    stand, None for a title or a name.
    """

    kind: str
    id: str
    document: str | None
    span: Span | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much is kept: documents, judgements and runs of a case, offers by outcome, and the findings of the run by
    list."""

    documents: int
    offers: dict[str, int]
    readings: int
    runs: int
    judgements: int
    findings: dict[str, int]


class Damage(msgspec.Struct, frozen=True, order=True):
    """Something kept that is not as it was put in: the table, the record's id (empty where it cannot be told), what is
    wrong."""

    table: str
    id: str
    what: str


class Holder(msgspec.Struct, frozen=True):
    """Who writes at present: a name, the process, and since when."""

    who: str
    pid: int
    since: datetime


def write_time(moment: datetime) -> str:
    """UTC to the microsecond, in letters whose order is that of time; ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a zone: {moment.isoformat()}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_time(written: str) -> datetime:
    """The moment that `write_time` wrote."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
