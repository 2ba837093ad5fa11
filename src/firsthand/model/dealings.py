"""What passes between parties: goods, measures, ties and quarrels."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.spans import Span

DealingKind = Literal[
    "transfer", "production", "measure", "alliance", "rivalry", "trade", "clash", "opposition", "estrangement", "ties"
]
"""`transfer` of arms; `production` of one party's arms by or with another; `measure` a sanction or an embargo; the
others tell how two parties stand to each other."""

DealingStage = Literal[
    "planned", "ordered", "licensed", "in production", "delivered", "cancelled", "imposed", "lifted", "expired"
]
"""How far it has come, as the words have it; whether it is so at all is the assertion's factuality."""


class Party(msgspec.Struct, frozen=True):
    """Who takes part: the words at `span`, and the entity that they name, None where they name none
    ("Iran-backed groups"), who are then told by where they are, `place`. `inferred` says that the grammar of the clause
    does not give it."""

    span: Span
    entity: str | None = None
    place: Span | None = None
    inferred: bool = False


class Dealing(msgspec.Struct, frozen=True):
    """What `giver` does for, with or against `taker`, by the words at `cue`.

    Of goods the giver is the supplier and the taker the recipient; of a measure they are authority and target. `thing`
    is what passes, in the report's words; `weapon` the listed weapon that it names and `arms` the class of arms;
    `number` the stretch that says how many, `value` how much money; `reason` why, `date` when, `place` where. `mixed`
    says that both sides are doers ("X and Y clashed"). `rule` is the lexicon entry. `around` says that the cue stands
    outside the assertion's content, among the words that hand it over: whoever tells of the hand-over tells it.
    """

    kind: DealingKind
    cue: Span
    rule: str
    giver: Party | None = None
    taker: Party | None = None
    thing: Span | None = None
    weapon: str | None = None
    arms: str | None = None
    stage: DealingStage | None = None
    number: Span | None = None
    value: Span | None = None
    reason: Span | None = None
    date: Span | None = None
    place: Span | None = None
    mixed: bool = False
    around: bool = False
