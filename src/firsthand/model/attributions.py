"""Who lets what be known, by which words, to whom."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.spans import Spans

Mode = Literal["direct", "indirect", "mixed"]
Kind = Literal["say", "believe", "intend", "decree", "perceive"]


class Attribution(msgspec.Struct, frozen=True):
    """One hand-over of words: `source` lets it be known, by `cue`, that `content`, to `addressee`.

    An empty `source` means that the text names none. `parent` is the id of the attribution whose *content* encloses
    this one. `source_entity` is the entity that speaks, None while unnamed. `rules` are the ids of the rules that found
    it. `kind` tells saying from believing, intending, decreeing and perceiving; strict reported speech is `say`.
    `probability` is that of a careful reader's marking it, to two places; `reader` the version of the trained reader
    that sees it too, or alone, None where only rules do.
    """

    id: str
    document: str
    source: Spans
    cue: Spans
    content: Spans
    addressee: Spans = ()
    parent: str | None = None
    mode: Mode = "indirect"
    source_entity: str | None = None
    rules: tuple[str, ...] = ()
    kind: Kind = "say"
    probability: float = 1.0
    reader: str | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution needs a content")


class Proposal(msgspec.Struct, frozen=True):
    """An attribution as the trained reader sees it, before the rules are heard; a part that it does not see is empty.

    `chances` are the reader's own, to two places: of the source, the cue, the content, and of their belonging together.
    """

    source: Spans
    cue: Spans
    content: Spans
    chances: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)


Chain = tuple[str, ...]
"""Attribution ids from the page inward; the last one's source is the primary source. Empty: the outlet's own voice."""
