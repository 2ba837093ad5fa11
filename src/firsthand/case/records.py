"""What a case says of itself: what became of an offer, of a run, and what changed between two."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from firsthand.model import Claim
from firsthand.store import Counts, Manifest, Offer


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all that was offered, each item once: taken in, known already, quarantined (its document is known
    and cannot be read), or refused with the reason."""

    taken: tuple[Offer, ...] = ()
    known: tuple[Offer, ...] = ()
    quarantined: tuple[Offer, ...] = ()
    refused: tuple[Offer, ...] = ()

    @property
    def offered(self) -> int:
        return len(self.taken) + len(self.known) + len(self.quarantined) + len(self.refused)


class Quarantined(msgspec.Struct, frozen=True):
    """A document that could not be read, where it came from, and why; it waits until it is asked for again."""

    document: str
    path: str
    reason: str


RunKind = Literal["machine", "judged"]
"""Whose answer a run keeps: the machine's, or that of the machine's run `of` as people have corrected it."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest of a run.

    `stamp` names the reader, `made_with` what it is made of: package, lexicons and models with version or SHA-256.
    `input` is a hash of all that the answer rests on; two runs with the same input have the same answer. `documents`
    are counted; `read` were read in this run, `older` stand as an earlier stamp has them, and `compared` were laid
    beside others anew. `counts` has the length of each list of the answer; `judgements` the ids of those that hold,
    `lost` of those that no longer apply.
    """

    id: str
    kind: RunKind
    of: str | None
    started: datetime
    finished: datetime
    stamp: str
    made_with: dict[str, str]
    input: str
    options: dict[str, str]
    documents: int
    read: int
    older: int
    quarantined: tuple[Quarantined, ...]
    counts: dict[str, int]
    judgements: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    seconds: dict[str, float] = {}
    compared: int = 0


_ASIDE = ("id", "started", "finished", "counts", "seconds", "made_with")


def to_manifest(run: Run) -> Manifest:
    """A run as the store keeps it."""
    told = msgspec.to_builtins(run)
    return Manifest(
        id=run.id,
        started=run.started,
        finished=run.finished,
        versions={k: v for k, v in run.made_with.items() if len(v) != 64},
        hashes={k: v for k, v in run.made_with.items() if len(v) == 64},
        options={k: v for k, v in told.items() if k not in _ASIDE},
        counts=run.counts,
        seconds=run.seconds,
    )


def from_manifest(kept: Manifest) -> Run:
    """The run that `to_manifest` was given."""
    told: dict[str, Any] = {
        **kept.options,
        "id": kept.id,
        "started": kept.started,
        "finished": kept.finished,
        "made_with": {**kept.versions, **kept.hashes},
        "counts": kept.counts,
        "seconds": kept.seconds,
    }
    return msgspec.convert(told, Run)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How a case stands. `unread` documents wait for a run, `older` were last read by an earlier reader; `pending`
    judgements were made, undone or loaded since the last run; `lost` ones no longer apply."""

    name: str
    counts: Counts
    unread: int
    older: int
    quarantined: tuple[Quarantined, ...]
    pending: int
    lost: tuple[str, ...]
    last: Run | None


Why = Literal["new documents", "new reader", "judgement", "other reports"]
"""Why a claim changed: a document that tells it came or went; its documents were read anew by another lexicon or model;
a person decided; or what other reports tell bears on it."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that is new, gone or changed between two runs; `before` and `after` are None where it is not there.

    `what` names the fields that differ, `because` the documents, judgements or versions behind it.
    """

    kind: Literal["new", "gone", "changed"]
    before: Claim | None
    after: Claim | None
    what: tuple[str, ...]
    why: tuple[Why, ...]
    because: tuple[str, ...] = ()


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """What one run's answer has that the other's has not. Lists other than claims are counted alone."""

    before: str
    after: str
    documents_new: tuple[str, ...]
    documents_gone: tuple[str, ...]
    made_with: dict[str, tuple[str | None, str | None]]
    judgements_new: tuple[str, ...]
    judgements_gone: tuple[str, ...]
    claims: tuple[Change, ...]
    counts: dict[str, tuple[int, int]]


class Found(msgspec.Struct, frozen=True):
    """A record that an id, perhaps shortened, stands for; `kind` is the list of the answer that it is in."""

    kind: str
    id: str
