"""The same entity over all documents."""

from __future__ import annotations

from collections import defaultdict

from firsthand.model import Entity, Reading


def merge_entities(readings: tuple[Reading, ...]) -> tuple[Entity, ...]:
    """Entities of one id made one, in order of id: all aliases, all mentions; the name that most documents use."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for reading in readings:
        for entity in reading.entities or ():
            found[entity.id].append(entity)
    return tuple(_merge(found[id]) for id in sorted(found))


def _merge(same: list[Entity]) -> Entity:
    names = [e.name for e in same]
    name = min(set(names), key=lambda n: (-names.count(n), -len(n), n))
    aliases = {a for e in same for a in (e.name, *e.aliases)} - {name}
    mentions = sorted({m for e in same for m in e.mentions}, key=lambda m: (m.document, m.span))
    return Entity(same[0].id, name, min(e.kind for e in same), tuple(sorted(aliases)), tuple(mentions))
