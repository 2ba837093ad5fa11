"""What a run was made with, and what came of it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Quarantined(msgspec.Struct, frozen=True):
    """A document that could not be read, by its path, and why; it waits until it is asked for again."""

    document: str
    path: str
    reason: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest of one run over a case.

    `stamp` names the reader: a hash of `made_with`, which lists package, lexicons and models with version or SHA-256.
    `input` is a hash of all that the answer rests on: documents, the stamps they were read under, judgements; two runs
    with the same input have the same answer. `read` documents were read in this run, `older` ones stand as another
    stamp's reading has them. `counts` has the length of each list of the answer; `applied` and `lost` the ids of
    judgements. `seconds` is the time of each phase.
    """

    id: str
    began: datetime
    ended: datetime
    stamp: str
    made_with: dict[str, str]
    input: str
    options: dict[str, str]
    documents: int
    read: int
    older: int
    quarantined: tuple[Quarantined, ...]
    counts: dict[str, int]
    applied: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    seconds: dict[str, float] = {}
