"""What a rule is made of. Every record here is one entry of a packaged table."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model import Act, Bound, EntityKind, Factuality, Kind


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule has: a name, a reason, a sentence where it fires and one where it must not."""

    id: str
    why: str
    example: str
    counterexample: str


CueKind = Literal["verb", "noun", "adverb", "adposition", "adjective", "mark"]


class Cue(Rule, frozen=True, kw_only=True):
    """Words that hand over words.

    `forms` are dictionary forms, several words for a phrase ("point out", "make clear"; lemma by lemma, in order).
    `frames` name the constructions in which the content is found (`frames.toml`). `prepositions` go with the frame
    `preposition`. `act` is the speech act; `source` how far the source commits itself to the content, `author` how far
    the author does by choosing this word. `sense` says what kind of letting-know it is.
    """

    forms: tuple[str, ...]
    kind: CueKind
    frames: tuple[str, ...]
    act: Act
    source: Factuality = "CT+"
    author: Factuality = "Uu"
    sense: Kind = "say"
    prepositions: tuple[str, ...] = ()


class Frame(Rule, frozen=True, kw_only=True):
    """A construction that ties a cue to its content; `id` is also the name of the function that finds it."""


class Hedge(Rule, frozen=True, kw_only=True):
    """Words that lower certainty to `to` (PR: probable, PS: possible, Uu: left open)."""

    forms: tuple[str, ...]
    kind: Literal["adverb", "modal", "verb", "adjective", "noun", "phrase"]
    to: Literal["PR", "PS", "Uu"]


class Negator(Rule, frozen=True, kw_only=True):
    """Words that turn + into - for the clause they stand in (`scope` clause) or for what they govern (`scope`
    below)."""

    forms: tuple[str, ...]
    kind: Literal["particle", "determiner", "pronoun", "adverb", "verb", "adjective", "noun", "preposition"]
    scope: Literal["clause", "below"] = "clause"


class Plan(Rule, frozen=True, kw_only=True):
    """Words by which a clause tells a plan, a demand or a forecast, not yet a fact."""

    forms: tuple[str, ...]
    kind: Literal["modal", "verb", "adjective", "noun", "phrase"]
    act: Act
    to: Factuality = "Uu"


class EventRule(Rule, frozen=True, kw_only=True):
    """Words that name an event of a PLOVER type; `passive` swaps nothing: actor is who does it.

    `actor` and `recipient` say where they stand: subject, object, `by`, or a preposition ("to", "with", "from",
    "against").
    """

    forms: tuple[str, ...]
    kind: Literal["verb", "noun"]
    type: str
    mode: str | None = None
    actor: str = "subject"
    recipient: str | None = "object"


class Role(Rule, frozen=True, kw_only=True):
    """A title or office that can stand before or for a person ("president", "Chief of Staff"), or for a body
    ("ministry")."""

    forms: tuple[str, ...]
    stands_for: EntityKind
    unique: bool = False
    """Whether a state has but one at a time, so that with the state named the words name somebody."""
    also: tuple[str, ...] = ()
    """Ids of the roles that a holder of this one is called by for short."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the world that has a row in a packaged table.

    `names` are all that it goes by, the first one preferred; `speaks` are names that stand for it only when it speaks
    or acts (a capital or a palace for a government); `adjectives` describe what is its own ("Tajik"); `demonyms` its
    people; `note` says what is unusual about it.
    """

    id: str
    kind: EntityKind
    names: tuple[str, ...]
    speaks: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    note: str = ""


class Unit(Rule, frozen=True, kw_only=True):
    """A unit of measure or a currency: `id` is its symbol or ISO 4217 code; one of it is `si` of `si_unit`."""

    forms: tuple[str, ...]
    measures: str
    si: float | None = None
    si_unit: str | None = None
    prefix: bool = False
    """Whether the sign stands before the number ("$", "US$")."""


class BoundRule(Rule, frozen=True, kw_only=True):
    """Words beside a number that make it a limit ("over", "at least", "about")."""

    forms: tuple[str, ...]
    bound: Bound


class WordList(Rule, frozen=True, kw_only=True):
    """A closed list of words."""

    forms: tuple[str, ...]


class Joint(Rule, frozen=True, kw_only=True):
    """Words that join a clause or a deed to what stands above it. `joins` are the parser's relations in which they do
    so ("advcl", "pcomp"); `makes` is what they make of the lower one."""

    forms: tuple[str, ...]
    joins: tuple[str, ...]
    makes: Literal["condition", "question", "purpose", "negation", "circumstance"]
