"""A person's decisions, and what they were made on: by content, so that they outlive every run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec

from firsthand.model.assertions import Act, Factuality
from firsthand.model.claims import DerivationKind
from firsthand.model.entities import EntityKind
from firsthand.model.ids import content_id
from firsthand.model.spans import Spans

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""Of a *source*, by the Admiralty code: A completely reliable … E unreliable; F cannot be judged, not the middle."""

Credibility = Literal[1, 2, 3, 4, 5, 6]
"""Of a *claim*, by the Admiralty code: 1 confirmed … 5 improbable; 6 cannot be judged, not the middle."""

LONGEST = 20_000
"""So many characters a reason or a note may have."""


class Anchor(msgspec.Struct, frozen=True):
    """Words in a text, found again in every document with the same letters.

    `text` is the SHA-256 of the document's letters: all its characters but white space and invisible ones; `spans` are
    ranges of those letters. So the same report from another file, wrapped otherwise, is the same text. `words` are
    verbatim, for people, and hold the anchor: where the letters at `spans` are others, it does not apply.
    """

    text: str
    spans: Spans
    words: str


class EntityMark(msgspec.Struct, frozen=True, tag="entity"):
    """An entity by its id and, should a new lexicon give another, by kind and name, then by where it is mentioned."""

    entity: str
    name: str
    kind: EntityKind
    mentions: tuple[Anchor, ...] = ()


class OutletMark(msgspec.Struct, frozen=True, tag="outlet"):
    """A publisher, by name."""

    name: str


class TellingMark(msgspec.Struct, frozen=True, tag="assertion"):
    """An assertion by its content and by the sources' words along its chain, from the page inward."""

    content: Anchor
    sources: tuple[str, ...] = ()


class HandoverMark(msgspec.Struct, frozen=True, tag="attribution"):
    """An attribution by its content and its source, None where the text names none."""

    content: Anchor
    source: Anchor | None = None


class ClaimMark(msgspec.Struct, frozen=True, tag="claim"):
    """A claim by what tells it, its headline first."""

    tellings: tuple[TellingMark, ...]


class DerivationMark(msgspec.Struct, frozen=True, tag="derivation"):
    """A derivation by the words that come from elsewhere and where they come from: a passage or an outlet."""

    child: Anchor
    parent: Anchor | None
    outlet: str | None
    kind: DerivationKind


class EchoMark(msgspec.Struct, frozen=True, tag="echo"):
    """An echo by its two tellings."""

    attributed: TellingMark
    unattributed: TellingMark


class DenialMark(msgspec.Struct, frozen=True, tag="denial"):
    """A denial by who denies and what."""

    assertion: TellingMark
    denies: TellingMark | ClaimMark


class DiscrepancyMark(msgspec.Struct, frozen=True, tag="discrepancy"):
    """A discrepancy by its claim, what it is about and the rival values."""

    claim: ClaimMark
    about: str
    values: tuple[Anchor, ...]


Finding = EntityMark | TellingMark | HandoverMark | ClaimMark | DerivationMark | EchoMark | DenialMark | DiscrepancyMark
"""What can be rejected."""

Holder = Literal["author"] | EntityMark | HandoverMark
"""Who commits itself: the author, an entity, or an unnamed source by its attribution."""


class Link(msgspec.Struct, frozen=True):
    """One step of a corrected chain: the source's words, None where the text names none, and whom they stand for."""

    source: Anchor | None = None
    entity: EntityMark | None = None


class Commitment(msgspec.Struct, frozen=True):
    """How far a holder commits itself."""

    holder: Holder
    factuality: Factuality


class Same(msgspec.Struct, frozen=True, tag="same"):
    """Two entities are one, or two claims are one."""

    left: EntityMark | ClaimMark
    right: EntityMark | ClaimMark

    def __post_init__(self) -> None:
        _check_pair(self.left, self.right)


class NotSame(msgspec.Struct, frozen=True, tag="not same"):
    """Two entities, or two claims, are two: where the machine takes them for one they are parted."""

    left: EntityMark | ClaimMark
    right: EntityMark | ClaimMark

    def __post_init__(self) -> None:
        _check_pair(self.left, self.right)


class CorrectChain(msgspec.Struct, frozen=True, tag="correct chain"):
    """Through whom a thing is told, from the page inward; an empty chain is the outlet's own voice."""

    assertion: TellingMark
    chain: tuple[Link, ...]


class CorrectStatus(msgspec.Struct, frozen=True, tag="correct status"):
    """The speech act of an assertion, None to leave it, and how far its holders commit themselves."""

    assertion: TellingMark
    act: Act | None = None
    factuality: tuple[Commitment, ...] = ()

    def __post_init__(self) -> None:
        if self.act is None and not self.factuality:
            raise ValueError("a corrected status has an act or a factuality")


class Reject(msgspec.Struct, frozen=True, tag="reject"):
    """The finding is none."""

    finding: Finding


class RateSource(msgspec.Struct, frozen=True, tag="rate source"):
    """How reliable a source or an outlet is: A to F, and never a claim's credibility."""

    source: EntityMark | OutletMark
    reliability: Reliability


class RateClaim(msgspec.Struct, frozen=True, tag="rate claim"):
    """How credible a claim is: 1 to 6, and never a source's reliability."""

    claim: ClaimMark
    credibility: Credibility


class Note(msgspec.Struct, frozen=True, tag="note"):
    """Words on a passage."""

    passage: Anchor
    note: str

    def __post_init__(self) -> None:
        check_words(self.note, "a note", needed=True)


class Undo(msgspec.Struct, frozen=True, tag="undo"):
    """The judgement of this id no longer holds; an undo can itself be undone."""

    judgement: str


class Watch(msgspec.Struct, frozen=True, tag="watch"):
    """Whoever keeps the case wants to hear of it: of what a source of this name lets be known, of what is told about
    an entity of this name, of these words, or of a claim's origins and denials. It changes no answer."""

    about: Literal["source", "entity", "words", "claim"]
    what: str
    claim: ClaimMark | None = None

    def __post_init__(self) -> None:
        check_words(self.what, "what is watched", needed=True)
        if (self.about == "claim") != (self.claim is not None):
            raise ValueError("a watch on a claim names it, and no other does")


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """What fired up to this run was looked at. It changes no answer."""

    run: str


Standing = Watch | Seen
"""Decisions that no answer rests on: they are not applied, cannot be lost, and are no part of a run's input."""

Decision = Same | NotSame | CorrectChain | CorrectStatus | Reject | RateSource | RateClaim | Note | Undo | Watch | Seen


class Judgement(msgspec.Struct, frozen=True):
    """A decision, by whom, when (with a zone, kept in UTC) and why. `id` is made from all the rest: see `decide`."""

    id: str
    user: str
    when: datetime
    reason: str
    decision: Decision

    def __post_init__(self) -> None:
        check_words(self.user, "a user's name", needed=True)
        check_words(self.reason, "a reason")
        if self.when.tzinfo is None:
            raise ValueError("the time of a judgement has a zone")


def decide(decision: Decision, *, user: str, when: datetime, reason: str = "") -> Judgement:
    """The judgement under the id that its content gives; ValueError for what no judgement can hold."""
    if when.tzinfo is None:
        raise ValueError("the time of a judgement has a zone")
    when = when.astimezone(UTC)
    check_words(user, "a user's name", needed=True)
    check_words(reason, "a reason")
    return Judgement(judgement_id(decision, user, when, reason), user, when, reason, decision)


def judgement_id(decision: Decision, user: str, when: datetime, reason: str) -> str:
    """Made from content alone, so that a judgement that is loaded twice is there once."""
    told = msgspec.json.encode(decision, order="deterministic").decode()
    return content_id("judgement", told, user, when.astimezone(UTC).isoformat(), reason)


def check_words(words: str, what: str, *, needed: bool = False) -> None:
    """Raise ValueError unless `words` can be written to any file and are not endless."""
    if needed and not words.strip():
        raise ValueError(f"{what} must not be empty")
    if len(words) > LONGEST:
        raise ValueError(f"{what} may have {LONGEST:,} characters, and this has {len(words):,}")
    if any("\ud800" <= c <= "\udfff" for c in words):
        raise ValueError(f"{what} holds half a character (a lone surrogate), which no file can keep")


def _check_pair(left: EntityMark | ClaimMark, right: EntityMark | ClaimMark) -> None:
    if type(left) is not type(right):
        raise ValueError("two entities or two claims are compared, never one with the other")
