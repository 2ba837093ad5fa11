"""Two names for one, one name for two: entities joined and parted."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.judging.draft import Draft
from firsthand.judging.finding import Place, find_entity, mentions_of
from firsthand.judging.index import Index
from firsthand.judging.records import Outcome
from firsthand.judging.unions import Unions
from firsthand.model import Entity, Occurrence, Spans, any_overlap, content_id
from firsthand.model.judgements import EntityMark, Judgement, NotSame, Same


class Parted(msgspec.Struct, frozen=True):
    """A part of the entity `old` that is `new`: what is mentioned at `places`, and all that their documents mention
    where none of `others` is."""

    old: str
    new: str
    mark: EntityMark
    places: frozenset[Occurrence]
    others: frozenset[Occurrence]

    def takes(self, document: str, spans: Spans) -> bool:
        mine = _in(self.places, document)
        theirs = _in(self.others - self.places, document)
        return bool(mine) and (any_overlap(mine, spans) or not theirs)


def _in(places: Iterable[Occurrence], document: str) -> Spans:
    return tuple(sorted(p.span for p in places if p.document == document))


def _occurrences(places: Iterable[Place]) -> frozenset[Occurrence]:
    return frozenset(Occurrence(p.document, span) for p in places for span in p.spans)


def settle_entities(draft: Draft, index: Index, decided: Iterable[tuple[Judgement, Same | NotSame]]) -> list[Outcome]:
    """Join and part entities by these decisions; the newest goes first and is not gone back on."""
    pairs = [(j, d) for j, d in decided if isinstance(d.left, EntityMark)]
    parts = {j.id: part for j, d in pairs if isinstance(d, NotSame) and (part := _part(d, index)) is not None}
    made = {part.mark.entity: part.new for part in parts.values()}
    unions, outcomes = Unions(), []
    for judgement, decision in sorted(pairs, key=lambda p: (p[0].when, p[0].id), reverse=True):
        ends = _ends(decision, index, made, parts.get(judgement.id))
        outcomes.append(_settle(judgement, decision, ends, unions))
    settled = {o.judgement for o in outcomes if o.state == "applied"}
    for id_ in sorted(settled & parts.keys()):
        _split(draft, parts[id_])
    for group in unions.groups(e for e in sorted(draft.entities)):
        _merge(draft, group)
    return outcomes


def _ends(
    decision: Same | NotSame, index: Index, made: dict[str, str], part: Parted | None
) -> tuple[str | None, str | None]:
    if part is not None:
        return part.old, part.new
    marks = (m for m in (decision.left, decision.right) if isinstance(m, EntityMark))
    left, right = (made.get(m.entity) or find_entity(m, index) for m in marks)
    return left, right


def _settle(
    judgement: Judgement, decision: Same | NotSame, ends: tuple[str | None, str | None], unions: Unions
) -> Outcome:
    left, right = ends
    if left is None or right is None:
        missing = decision.left if left is None else decision.right
        name = missing.name if isinstance(missing, EntityMark) else ""
        return Outcome(judgement.id, "lost", why=f"nothing here goes by the name '{name}'")
    if isinstance(decision, NotSame) and left == right:
        return Outcome(judgement.id, "lost", (left,), "both are one here, and nothing tells where")
    done = unions.join(left, right) if isinstance(decision, Same) else unions.part(left, right)
    if not done:
        return Outcome(judgement.id, "overruled", (left, right), "a newer judgement has it otherwise")
    return Outcome(judgement.id, "applied", (left, right))


def _part(decision: NotSame, index: Index) -> Parted | None:
    """What is to be parted where the machine takes both for one; None where it does not, or it cannot be told how."""
    if not isinstance(decision.left, EntityMark) or not isinstance(decision.right, EntityMark):
        return None
    old, other = find_entity(decision.left, index), find_entity(decision.right, index)
    if old is None or old != other:
        return None
    mine, theirs = (_occurrences(mentions_of(m, index)) for m in (decision.right, decision.left))
    if not mine - theirs:
        return None
    return Parted(old, _new_id(decision.right, old), decision.right, mine, theirs)


def _new_id(mark: EntityMark, old: str) -> str:
    if mark.entity != old:
        return mark.entity
    return content_id("entity", mark.kind, mark.name, [[a.text, a.spans] for a in mark.mentions])


def _split(draft: Draft, part: Parted) -> None:
    entity = draft.entities[part.old]
    mine = tuple(m for m in entity.mentions if part.takes(m.document, (m.span,)))
    rest = tuple(m for m in entity.mentions if m not in set(mine))
    draft.entities[part.old] = msgspec.structs.replace(entity, mentions=rest)
    draft.entities[part.new] = Entity(part.new, part.mark.name, part.mark.kind, mentions=mine)
    draft.rename_entities(
        frozenset({part.old}), lambda id_, document, spans: part.new if part.takes(document, spans) else id_
    )


def _merge(draft: Draft, group: tuple[str, ...]) -> None:
    held = [draft.entities.pop(id_) for id_ in group]
    best = min(held, key=lambda e: ("/" not in e.id, -len(e.mentions), e.id))
    aliases = {n for e in held for n in (e.name, *e.aliases)} - {best.name}
    mentions = sorted({m for e in held for m in e.mentions}, key=lambda m: (m.document, m.span))
    draft.entities[best.id] = msgspec.structs.replace(best, aliases=tuple(sorted(aliases)), mentions=tuple(mentions))
    draft.merged.update(dict.fromkeys(group, best.id))
    draft.rename_entities(frozenset(group) - {best.id}, lambda id_, document, spans: best.id)
