"""Names in a text, and the things in the world."""

from __future__ import annotations

from typing import Literal

import msgspec

from firsthand.model.spans import Span

EntityKind = Literal[
    "person", "state", "government", "organisation", "armed group", "outlet", "place", "weapon", "people", "work"
]
"""`government` is a state's body (a ministry, an army); `people` a group without a name ("observers", "Western
leaders"); `work` a text that is named or spoken of ("the article", a headline)."""


class Mention(msgspec.Struct, frozen=True):
    """A name, role phrase or pronoun at `span`; `entity` is the id of what it stands for, None while unresolved."""

    span: Span
    kind: EntityKind
    entity: str | None
    rules: tuple[str, ...] = ()


class Occurrence(msgspec.Struct, frozen=True):
    """Where a mention was found: a document's id and a span in its text."""

    document: str
    span: Span


class Entity(msgspec.Struct, frozen=True):
    """A thing in the world. Listed entities have stable ids (`state/TJ`), others a hash of kind and name."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[Occurrence, ...] = ()
