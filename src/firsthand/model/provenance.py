"""Where reports and speeches come from: the tree of a story, its loops, and what many reports quote."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.claims import Evidence, Forebear
from firsthand.model.spans import Spans


class Alteration(msgspec.Struct, frozen=True):
    """How a printing parts from the fullest one: words `cut` (then `here` is empty), `added` (then `there` is) or
    `changed`; `here` in the printing's document, `there` in the fullest one's."""

    kind: Literal["cut", "added", "changed"]
    here: Spans
    there: Spans


class Printing(msgspec.Struct, frozen=True):
    """Somebody's words as one report quotes them; more than one span where the quotation is broken. `speaker` is the
    entity to whom that report gives them, None where it names nobody."""

    document: str
    spans: Spans
    speaker: str | None
    alterations: tuple[Alteration, ...] = ()


class Utterance(msgspec.Struct, frozen=True):
    """One speech that several reports quote, whole, cut, joined or altered: one node with one speaker.

    `speaker` is whom most printings name, the first in order of id of several, None where none does. `printings` are in
    order of document and place; `fullest` is the index of the one with the most words, against which alterations are
    shown. The id is made from the words of the fullest printing.
    """

    id: str
    speaker: str | None
    printings: tuple[Printing, ...]
    fullest: int
    rules: tuple[str, ...] = ()


class Lineage(msgspec.Struct, frozen=True):
    """The best parent of one report in the tree of its story: a document or an outlet whose text is not at hand; None
    where it has likely none. `probability` is that of the answer given, from 0 to 1; `root` is the document or outlet
    at the top. Every report has one; no chain of parents comes back to where it began."""

    document: str
    parent: Forebear | None
    probability: float
    root: str


class Loop(msgspec.Struct, frozen=True):
    """An outlet that comes back to itself: each step shows the words by which its document has it from the next one's
    outlet, the last step from the outlet of the first. What comes round so is no second origin."""

    outlets: tuple[str, ...]
    steps: tuple[Evidence, ...]
