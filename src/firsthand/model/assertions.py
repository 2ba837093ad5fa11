"""One document's telling of something."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.attributions import Chain
from firsthand.model.dealings import Dealing
from firsthand.model.places import Place
from firsthand.model.spans import Span, Spans
from firsthand.model.values import Date, Quantity

Act = Literal["state", "claim", "accuse", "deny", "confirm", "plan", "demand", "predict", "ask"]
"""Speech acts. `state` is the author's own voice or plain reporting; `claim` a telling the author does not vouch
for."""

Factuality = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"]
"""FactBank's values (Saurí and Pustejovsky 2009): certain, probable, possible; + it is so, - it is not; Uu
uncommitted."""

Found = Literal["model", "rule"]


class Event(msgspec.Struct, frozen=True):
    """What an assertion is about, in PLOVER's coding: `type` one of its roots, `mode` its finer kind; actor and
    recipient are entity ids. `rule` is the lexicon entry that gave the type, None where a trained model did.

    `by` says which of rule and model found it, `probability` how likely the model holds the type to be, None where it
    was not asked. `date` and `place` are where in the text the event's day and place stand, None where its clause names
    none. Whether it took place is the assertion's factuality: an alleged assault stays alleged. `ongoing` where the
    words tell that it goes on, and nothing that was done at one time ("continue to train").
    """

    type: str
    mode: str | None = None
    actor: str | None = None
    recipient: str | None = None
    rule: str | None = None
    date: Span | None = None
    place: Span | None = None
    probability: float | None = None
    by: tuple[Found, ...] = ("rule",)
    ongoing: bool = False


class Grade(msgspec.Struct, frozen=True):
    """How far readers of the page would take a thing for so: `score` from -3 (certainly not) over 0 (open) to 3
    (certainly), and how likely it is, `probability`, that they lean to yes at all (a score above .75)."""

    score: float
    probability: float


class Assertion(msgspec.Struct, frozen=True):
    """One document's telling of `content` through `chain`.

    `factuality` maps each holder (`author`, an entity id, or `attribution:ID` where the source is unnamed) to how far
    it commits itself to the content. `rules` are the ids of the rules behind act and factuality. `grade` is a trained
    model's word on the whole, None where no model is installed. `dealings` are what passes between parties and `places`
    the places that are named, both within the content. `further` are events that the same words tell besides `event`
    ("a strike by Turkey on Syria after …"), both parties of each named.
    """

    id: str
    document: str
    content: Spans
    chain: Chain
    act: Act
    factuality: dict[str, Factuality]
    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    event: Event | None = None
    entities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    grade: Grade | None = None
    dealings: tuple[Dealing, ...] = ()
    places: tuple[Place, ...] = ()
    further: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an assertion needs a content")
        if "author" not in self.factuality:
            raise ValueError("an assertion's factuality always has a value for the author")
