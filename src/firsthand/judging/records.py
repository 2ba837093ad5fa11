"""What came of judgements."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model import Answer, Spans
from firsthand.model.judgements import Credibility, Reliability

State = Literal["applied", "undone", "overruled", "lost"]
"""`overruled`: a newer judgement decides the same otherwise; `lost`: what it was made on is not here any more."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one judgement; `on` are the ids of the records that it now holds of, `why` says what is amiss."""

    judgement: str
    state: State
    on: tuple[str, ...] = ()
    why: str = ""


class SourceRating(msgspec.Struct, frozen=True):
    """A person's word on a source: an entity's id, or an outlet's name; never a claim's credibility."""

    kind: Literal["entity", "outlet"]
    source: str
    reliability: Reliability
    judgement: str


class ClaimRating(msgspec.Struct, frozen=True):
    """A person's word on a claim; never a source's reliability."""

    claim: str
    credibility: Credibility
    judgement: str


class Noted(msgspec.Struct, frozen=True):
    """A person's words on a passage."""

    document: str
    spans: Spans
    note: str
    judgement: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as people have corrected it, what they say of sources and claims, and what became of each judgement,
    in the order in which they were made."""

    answer: Answer
    outcomes: tuple[Outcome, ...] = ()
    sources: tuple[SourceRating, ...] = ()
    claims: tuple[ClaimRating, ...] = ()
    notes: tuple[Noted, ...] = ()
