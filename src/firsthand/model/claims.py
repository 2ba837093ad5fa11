"""What several reports tell, and how they hang together."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from firsthand.model.spans import Span, Spans

Direction = Literal["known", "unknown"]
"""Whether it is shown which of two texts comes from the other; `unknown` leaves child and parent in order of id."""

DerivationKind = Literal["copied", "excerpted", "quoted", "cited", "paraphrased", "translated"]


class Passage(msgspec.Struct, frozen=True):
    """Words in one document."""

    document: str
    spans: Spans


class Evidence(msgspec.Struct, frozen=True):
    """Words that show something, and the rule by which they do."""

    document: str
    spans: Spans
    rule: str


class Forebear(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where words come from: a passage of a document at hand, or an outlet whose text is not at hand; exactly one."""

    document: str | UnsetType = UNSET
    spans: Spans | UnsetType = UNSET
    outlet: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        if (self.document is UNSET) == (self.outlet is UNSET):
            raise ValueError("a forebear is a document or an outlet")


class Derivation(msgspec.Struct, frozen=True):
    """One text comes from another, with the aligned words as proof.

    `probability` is how often such an edge is right: that the child has it from that parent, by whatever steps. It is
    counted on generated derivations, by kind and by what shows the direction; speech alone (`quoted`) has none.
    """

    child: Passage
    parent: Forebear
    kind: DerivationKind
    direction: Direction
    evidence: tuple[Evidence, ...]
    probability: float | None = None

    @property
    def manner(self) -> str:
        """The kind for readers: `rewritten` where a text is told again whole in its own language."""
        told_again = self.kind == "translated" and all(e.rule != "translation/specifics" for e in self.evidence)
        return "rewritten" if told_again else self.kind


class Echo(msgspec.Struct, frozen=True):
    """Laundering: what one report attributes (`attributed`, an assertion's id) another tells in its own voice."""

    attributed: str
    unattributed: str
    direction: Direction
    evidence: tuple[Evidence, ...]


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is denied: an assertion or a whole claim; exactly one."""

    assertion: str | UnsetType = UNSET
    claim: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        if (self.assertion is UNSET) == (self.claim is UNSET):
            raise ValueError("a denial denies an assertion or a claim")


class Denial(msgspec.Struct, frozen=True):
    """An assertion against another. It never deletes its target.

    Where a trained judge has a part in it, `signs` say how likely it holds what, and `model` which one it is.
    """

    assertion: str
    denies: Target
    rules: tuple[str, ...] = ()
    signs: tuple[tuple[str, float], ...] = ()
    model: str | None = None


class Rival(msgspec.Struct, frozen=True):
    """One side's value, as written at `span` of the assertion's document."""

    assertion: str
    value: str
    span: Span


class Discrepancy(msgspec.Struct, frozen=True):
    """Same matter, other value: the rivals stand side by side. `about` is figure, date, place, actor or what is
    measured. `claim` is that of the first value; the others may be told in other claims.

    Where a trained judge has a part in it, `signs` say how likely it holds what, and `model` which one it is.
    """

    claim: str
    about: str
    values: tuple[Rival, ...]
    verdict: Literal["conflict", "update", "compatible", "unclear"]
    rules: tuple[str, ...] = ()
    signs: tuple[tuple[str, float], ...] = ()
    model: str | None = None


class Independence(msgspec.Struct, frozen=True):
    """How likely two roots know it apart from each other, from 0 to 1, and the rules: what ties or parts them."""

    roots: tuple[str, str]
    probability: float
    rules: tuple[str, ...] = ()


class Supposition(msgspec.Struct, frozen=True):
    """What would change the count: were `document` (by `outlet`) `own`, though it is held to derive, or not, though
    nothing shows that it does, there would be so many `origins`. `probability` is that it is so."""

    document: str
    outlet: str | None
    own: bool
    origins: int
    probability: float


class Unnamed(msgspec.Struct, frozen=True):
    """Assertions that rest on sources without a name, described alike; `described` where the first of them does.

    `one`: told by pages of which one has it from the other, so one source. `unknown`: nothing shows whether it is the
    same source, nor that it is another one than those that are described otherwise.
    """

    described: Passage
    assertions: tuple[str, ...]
    verdict: Literal["one", "unknown"]


class Origins(msgspec.Struct, frozen=True):
    """How many stand behind a claim, counted apart.

    `pages` documents; `newsrooms` outlets (None while any outlet is unknown); `primary_sources` distinct named far ends
    of chains; `independent` roots *shown* to know it apart from each other, None unless shown; `roots` the ids of the
    assertions or documents left after what is derived has been folded into what it derives from.

    Where two pages or more tell it: `expected` is the mean number of origins, given how likely each page derives and
    each two roots are independent (`pairs`), and `interval` holds it nine times in ten; `suppositions` tell what would
    change the count, the likeliest first. `unnamed` are the sources without a name.
    """

    pages: int
    newsrooms: int | None
    primary_sources: int
    independent: int | None
    roots: tuple[str, ...]
    expected: float | None = None
    interval: tuple[int, int] | None = None
    pairs: tuple[Independence, ...] = ()
    suppositions: tuple[Supposition, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()


class Tie(msgspec.Struct, frozen=True):
    """Why two assertions are one claim: the first is the headline.

    `signs` are what they have in common and what parts them, each with its value, under the ids of
    `lexicon/en/claim_signs.toml`; `score` what those of the tellings add up to; `probability` how likely a trained
    scorer holds what happens in both to be one event, None where nothing is said to happen; `model` names whoever was
    asked of the encoder of happenings (`sign/read-odds`) and the judge of sentences (`sign/judge`), with versions.
    """

    assertions: tuple[str, str]
    score: float
    probability: float | None
    signs: tuple[tuple[str, float], ...]
    model: str | None = None


class Claim(msgspec.Struct, frozen=True):
    """What several assertions tell; `headline` is the assertion that says it best."""

    id: str
    assertions: tuple[str, ...]
    headline: str
    denied_by: tuple[str, ...]
    origins: Origins
    rules: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()


class Refusal(msgspec.Struct, frozen=True):
    """An item that was not taken in, why, and what to do about it."""

    path: str
    reason: str
    hint: str


class Known(msgspec.Struct, frozen=True):
    """An item with the same id and text as `document`, which was taken in before it: it is read and counted once."""

    path: str
    document: str


class Story(msgspec.Struct, frozen=True):
    """Reports that tell of the same happenings, in order of publication; those of unknown date last.

    The id is made from the first report's. `first` and `last` are when the earliest and the latest were published, None
    where none says; `terms` the words that lead most of them. Every report is in exactly one story.
    """

    id: str
    documents: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    terms: tuple[str, ...] = ()
