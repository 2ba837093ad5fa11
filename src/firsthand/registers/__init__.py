"""What the claims add up to: pure folds over an answer, each with a certainty bar and a watch sheet."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.model import Answer
from firsthand.model.registers import Network, Register, RegisterKind, Registers, Row, Timeline
from firsthand.registers import arms, disputes, events, figures, relations, sanctions, sources
from firsthand.registers.index import Index, index
from firsthand.registers.network import fold as network
from firsthand.registers.timeline import fold as timeline
from firsthand.registers.versions import Change, Version, compare, freeze

FOLDS: dict[RegisterKind, Callable[[Answer, Index], tuple[Row, ...]]] = {
    "arms": lambda answer, at: arms.fold(answer, at=at),
    "sanctions": lambda answer, at: sanctions.fold(answer, at=at),
    "figures": lambda answer, at: figures.fold(answer, at=at),
    "disputes": lambda answer, at: disputes.fold(answer, at=at),
    "events": lambda answer, at: events.fold(answer, at=at),
    "relations": lambda answer, at: relations.fold(answer, at=at),
    "sources": lambda answer, at: sources.fold(answer, at=at),
}
KINDS: tuple[RegisterKind, ...] = tuple(FOLDS)
"""The registers, in the order in which they are shown."""


def register(kind: RegisterKind, answer: Answer, *, at: Index | None = None) -> Register:
    """One register: rows above its certainty bar, and the watch sheet of those below."""
    rows = FOLDS[kind](answer, at or index(answer))
    return Register(kind, tuple(r for r in rows if not r.below), tuple(r for r in rows if r.below))


def registers(answer: Answer) -> Registers:
    """All registers, the timeline and the network, from one set of look-ups."""
    at = index(answer)
    return Registers(
        **{kind: register(kind, answer, at=at) for kind in KINDS},
        timeline=timeline(answer, at=at),
        network=network(answer, at=at),
    )


__all__ = [
    "KINDS",
    "Change",
    "Network",
    "Register",
    "Registers",
    "Row",
    "Timeline",
    "Version",
    "compare",
    "freeze",
    "network",
    "register",
    "registers",
    "timeline",
]
