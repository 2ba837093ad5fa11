"""What is known of one document's mentions while they are being linked."""

from __future__ import annotations

from firsthand.lexicon.world import by_id
from firsthand.model import EntityKind, Mention, Reading, Span, Tree
from firsthand.reading.gazetteer import plain


class Desk:
    """A document's mentions and whom they stand for; `ids` and `why` grow from rule to rule.

    `kinds` is what each unlisted entity is. `holders` are people by the role that the document gives them and by whose
    role it is (None: whosever), with the place where it says so.
    """

    def __init__(self, reading: Reading) -> None:
        assert reading.tree is not None and reading.mentions is not None
        self.text = plain(reading.document.text)
        self.outlet = " ".join(plain(reading.document.outlet or "").split())
        self.day = (reading.document.published or "")[:10]
        self.tree: Tree = reading.tree
        self.mentions = reading.mentions
        self.roles = tuple(m for m in self.mentions if m.rules[0].startswith("role/"))
        self.names = tuple(m for m in self.mentions if not m.rules[0].startswith("role/"))
        self.ids: dict[Mention, str] = {m: m.entity for m in self.mentions if m.entity is not None}
        self.why: dict[Mention, str] = {}
        self.kinds: dict[str, EntityKind] = {}
        self.holders: dict[tuple[str, str | None], list[tuple[Span, str]]] = {}
        self._titles = {r.span.end + 1: r for r in self.roles if "title" in r.rules}

    def words(self, mention: Mention) -> str:
        """A mention's words, white space evened out."""
        return " ".join(mention.span.of(self.text).split())

    def link(self, mention: Mention, entity: str, rule: str) -> None:
        self.ids[mention] = entity
        self.why[mention] = rule

    def kind(self, entity: str) -> EntityKind | None:
        """What an entity is, as far as it is settled."""
        row = by_id().get(entity)
        return self.kinds.get(entity) if row is None else row.kind

    def title(self, mention: Mention) -> Mention | None:
        """The role phrase that stands right before a name."""
        return self._titles.get(mention.span.start)

    def within(self, phrase: Mention) -> tuple[Mention, ...]:
        """Linked names inside a role phrase: whose role it is."""
        return tuple(m for m in self.names if phrase.span.covers(m.span) and m in self.ids)


def role_id(mention: Mention) -> str:
    """The lexicon entry of a role phrase."""
    return mention.rules[0].removeprefix("role/")
