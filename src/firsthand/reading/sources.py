"""Whom an attribution names: from the words of a source to the entity that speaks."""

from __future__ import annotations

import re

import msgspec

from firsthand.lexicon.words import word_list
from firsthand.model import Attribution, Entity, Mention, Occurrence, Reading, Span, Spans, content_id, hull
from firsthand.reading.entities import entity_of, unlisted_id
from firsthand.reading.phrases import head_of, trim
from firsthand.reading.pipeline import Stage
from firsthand.reading.pronouns import FIRST, NEUTER, antecedent, is_agent, pronoun_kind, resolve_pronoun

THINGS = frozenset({"this", "that", "which", "what", "there"})
VOUCHED = frozenset(
    {"frame/object", "frame/predicate", "frame/preposition", "frame/infinitive", "frame/gerund", "frame/aware"}
)
"""Constructions that need somebody to want, praise or fear: a thing as their subject hands nothing over."""

SURE = 0.75
"""Where the trained reader agrees and it is as likely as this, what speaks may be a thing."""

_SPACE = re.compile(r"\s+")


class _Works(msgspec.Struct):
    """The texts that a report speaks of, in order: where each was introduced, by which noun, as which entity."""

    found: list[tuple[int, str, str]]
    entities: dict[str, Entity]
    mentions: list[Mention]


def resolve_sources(reading: Reading) -> Reading:
    """Give every attribution its `source_entity` where the text lets us know it; add the works that are named as
    sources."""
    assert reading.tree is not None and reading.attributions is not None
    assert reading.entities is not None and reading.mentions is not None
    works = _Works([], {}, [])
    settled: dict[str, Attribution] = {}
    dropped: set[str] = set()
    in_order = sorted(reading.attributions, key=lambda a: (_says_i(reading, a), hull(a.source or a.cue).start, a.id))
    for attribution in in_order:
        entity, rule = _resolve(reading, attribution, settled, works)
        rules = (*attribution.rules, f"source/{rule}")
        settled[attribution.id] = msgspec.structs.replace(attribution, source_entity=entity, rules=rules)
        if not _can_speak(reading, settled[attribution.id]):
            dropped.add(attribution.id)
    return msgspec.structs.replace(
        reading,
        attributions=tuple(
            _adopt(settled[a.id], settled, dropped) for a in reading.attributions if a.id not in dropped
        ),
        mentions=tuple(sorted((*reading.mentions, *works.mentions), key=lambda m: (m.span, m.kind))),
        entities=tuple(sorted(({e.id: e for e in reading.entities} | works.entities).values(), key=lambda e: e.id)),
    )


def _says_i(reading: Reading, attribution: Attribution) -> bool:
    """ "I" and "we" are settled last, once it is known in whose words they stand; outer ones begin further left."""
    assert reading.tree is not None
    return bool(attribution.source) and reading.tree.tokens[head_of(reading.tree, attribution.source)].norm in FIRST


def _adopt(attribution: Attribution, all_: dict[str, Attribution], dropped: set[str]) -> Attribution:
    """The same, with a dropped parent replaced by that one's parent."""
    parent = attribution.parent
    while parent in dropped:
        parent = all_[parent].parent
    return attribution if parent == attribution.parent else msgspec.structs.replace(attribution, parent=parent)


def _can_speak(reading: Reading, attribution: Attribution) -> bool:
    """Whether the source is somebody, or a text, where the construction asks for that: a wreck may show that P."""
    if not attribution.source or attribution.source_entity is not None:
        return True
    assert reading.tree is not None
    head = reading.tree.tokens[head_of(reading.tree, attribution.source)]
    if head.norm in word_list("anybody"):
        return False
    sure = attribution.reader is not None and attribution.probability >= SURE
    if sure or not VOUCHED & set(attribution.rules):
        return head.norm != "there"
    if head.norm in NEUTER or head.norm in THINGS:
        return False
    return head.pos in ("PROPN", "PRON", "NUM") or head.norm in word_list("counted") or is_agent(head.lemma)


def _resolve(
    reading: Reading, attribution: Attribution, before: dict[str, Attribution], works: _Works
) -> tuple[str | None, str]:
    """The entity and the name of the rule that found it."""
    if not attribution.source:
        return None, "none"
    assert reading.tree is not None
    head = head_of(reading.tree, attribution.source)
    if (rule := pronoun_kind(reading, attribution.source, head)) is not None:
        known = resolve_pronoun(reading, attribution, head, before)
        return (_related_work(reading, head, works) if known is None and rule == "relative" else known), rule
    if (work := _work(reading, attribution.source, head, works)) is not None:
        return work, "work"
    if _are_several(reading, head):
        return None, "several"
    known = entity_of(reading, hull(attribution.source))
    if known is None and reading.tree.tokens[head].tag in ("NNP", "NNPS"):
        return _proper(reading, attribution.source, head, works), "proper-name"
    return known, "name"


def _are_several(reading: Reading, head: int) -> bool:
    """ "Russia and Belarus said": two who speak together are neither of them alone."""
    assert reading.tree is not None
    tree = reading.tree
    return tree.child(head, "cc") is not None and any(
        tree.tokens[c].dep == "conj" and tree.tokens[c].pos == "PROPN" for c in tree.children[head]
    )


def _proper(reading: Reading, source: Spans, head: int, works: _Works) -> str | None:
    """A proper name that no list and no parser knows, but that speaks: a body, until a list says more."""
    assert reading.tree is not None
    tree = reading.tree
    first = head
    while first > 0 and tree.tokens[first - 1].head == head and tree.tokens[first - 1].tag in ("NNP", "NNPS"):
        first -= 1
    span = tree.span(first, head)
    if not any(s.covers(span) for s in source) or any(m.span.overlaps(span) for m in reading.mentions or ()):
        return None
    name = _SPACE.sub(" ", span.of(reading.document.text))
    entity, place = unlisted_id(name), Occurrence(reading.document.id, span)
    known = works.entities.get(entity) or next((e for e in reading.entities or () if e.id == entity), None)
    new = known or Entity(entity, name, "organisation")
    works.entities[entity] = msgspec.structs.replace(
        new, mentions=tuple(sorted((*new.mentions, place), key=lambda o: o.span))
    )
    works.mentions.append(Mention(span, new.kind, entity, ("source/proper-name",)))
    return entity


def _work(reading: Reading, source: Spans, head: int, works: _Works) -> str | None:
    """The text that is named as a source: introduced at length, by its title, or taken up again as "the article"."""
    assert reading.tree is not None
    words = _SPACE.sub(" ", hull(source).of(reading.document.text)).strip()
    noun = reading.tree.tokens[head].lemma
    if noun in word_list("works"):
        if _is_bare(words, noun):
            return _taken_up(noun, works)
        return _introduce(reading, words, source, noun, works) if _is_signed(reading, source) else None
    if _is_titled(reading, source):
        return _title(reading, words, source, works)
    return None


def _related_work(reading: Reading, pronoun: int, works: _Works) -> str | None:
    """The text that "that" or "which" stands for: "a report by X that cites Y"."""
    assert reading.tree is not None
    tree, noun = reading.tree, antecedent(reading.tree, pronoun)
    if noun is None or not noun < pronoun:
        return None
    words = trim(Span(tree.tokens[tree.edges[noun][0]].start, tree.tokens[pronoun].start), reading.document.text)
    return _work(reading, (words,), noun, works) if words is not None else None


def _is_bare(words: str, noun: str) -> bool:
    return words.lower() in (f"the {noun}", f"this {noun}", f"that {noun}", f"the same {noun}")


def _is_signed(reading: Reading, source: Spans) -> bool:
    """Whose text it is can be told: "an article by X", "the newspaper's report"; "a poll" is nobody's."""
    return any(m.entity is not None and any(s.covers(m.span) for s in source) for m in reading.mentions or ())


def _taken_up(noun: str, works: _Works) -> str | None:
    """The last text introduced by this noun, else the last one at all."""
    same = [entity for _, kind, entity in works.found if kind == noun]
    every = [entity for _, _, entity in works.found]
    found = same or every
    return found[-1] if found else None


def _introduce(reading: Reading, words: str, source: Spans, noun: str, works: _Works) -> str:
    entity = content_id("work", reading.document.id, words.casefold())
    _note(reading, entity, words, source, noun, works)
    return entity


def _is_titled(reading: Reading, source: Spans) -> bool:
    return any(
        q.scare
        and q.outer.overlaps(hull(source))
        and q.inner.end - q.inner.start >= 0.7 * (hull(source).end - hull(source).start)
        for q in reading.quotes or ()
    )


def _title(reading: Reading, words: str, source: Spans, works: _Works) -> str:
    """A title in quotation marks that says something is the text spoken of just before, if there is one."""
    last = _taken_up("", works)
    if last is None:
        return _introduce(reading, words, source, "title", works)
    _note(reading, last, words, source, "title", works)
    return last


def _note(reading: Reading, entity: str, words: str, source: Spans, noun: str, works: _Works) -> None:
    span = hull(source)
    place = Occurrence(reading.document.id, span)
    known = works.entities.get(entity)
    if known is None:
        works.entities[entity] = Entity(entity, words, "work", (), (place,))
    elif place not in known.mentions:
        works.entities[entity] = msgspec.structs.replace(
            known, aliases=tuple(sorted({*known.aliases, words} - {known.name})), mentions=(*known.mentions, place)
        )
    works.found.append((span.start, noun, entity))
    works.mentions.append(Mention(span, "work", entity, ("source/work",)))


STAGE = Stage(
    "sources",
    resolve_sources,
    needs=("tree", "sentences", "quotes", "mentions", "entities", "attributions"),
    makes=("attributions", "mentions", "entities"),
)
