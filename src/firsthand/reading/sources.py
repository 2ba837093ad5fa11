"""Whom an attribution names: from the words of a source to the entity that speaks."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from firsthand.lexicon.roles import roles
from firsthand.lexicon.words import word_list
from firsthand.model import Attribution, Entity, Mention, Occurrence, Reading, Spans, content_id, hull
from firsthand.reading.entities import entity_of
from firsthand.reading.phrases import RELATIVES, head_of, noun_phrase, spans_of
from firsthand.reading.pipeline import Stage

PERSONAL = frozenset({"he", "she", "him", "her", "his"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
BODIES = frozenset({"state", "government", "organisation", "armed group", "outlet"})
PLURAL_KINDS = frozenset({"armed group", "organisation", "people"})
REACH = 3
"""A pronoun looks back over at most this many sentences."""

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
    in_order = sorted(reading.attributions, key=lambda a: (hull(a.source or a.cue).start, a.id))
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
        entities=tuple(sorted((*reading.entities, *works.entities.values()), key=lambda e: e.id)),
    )


def _adopt(attribution: Attribution, all_: dict[str, Attribution], dropped: set[str]) -> Attribution:
    """The same, with a dropped parent replaced by that one's parent."""
    parent = attribution.parent
    while parent in dropped:
        parent = all_[parent].parent
    return attribution if parent == attribution.parent else msgspec.structs.replace(attribution, parent=parent)


def _can_speak(reading: Reading, attribution: Attribution) -> bool:
    """Whether the source is somebody, or a text. A that-clause may also be shown by a thing ("the wreck shows that
    …")."""
    if not attribution.source or attribution.source_entity is not None:
        return True
    assert reading.tree is not None
    head = reading.tree.tokens[head_of(reading.tree, attribution.source)]
    if head.norm in NEUTER or head.norm in ("this", "that", "which", "what", "there"):
        return "frame/clause" in attribution.rules and head.norm != "there"
    if head.pos in ("PROPN", "PRON", "NUM") or head.norm in word_list("counted"):
        return True
    return "frame/clause" in attribution.rules or _is_agent(head.lemma)


@cache
def _role_words() -> frozenset[str]:
    return frozenset(form.split()[-1] for role in roles() for form in role.forms)


def _is_agent(noun: str) -> bool:
    noun = noun.rsplit("-", 1)[-1]
    return noun in word_list("agents") or noun in word_list("works") or noun in _role_words()


def _resolve(
    reading: Reading, attribution: Attribution, before: dict[str, Attribution], works: _Works
) -> tuple[str | None, str]:
    """The entity and the name of the rule that found it."""
    if not attribution.source:
        return None, "none"
    assert reading.tree is not None
    head = head_of(reading.tree, attribution.source)
    word = reading.tree.tokens[head].norm
    if (
        word in RELATIVES
        and len(attribution.source) == 1
        and reading.tree.within(attribution.source[0]) == range(head, head + 1)
    ):
        return _antecedent(reading, head), "relative"
    if word in FIRST:
        return _own_speaker(attribution, before), "first-person"
    if word in PLURAL:
        return _plural(reading, head), "pronoun"
    if word in PERSONAL or word in NEUTER:
        return _pronoun(reading, attribution, head, before), "pronoun"
    if (work := _work(reading, attribution.source, head, works)) is not None:
        return work, "work"
    return entity_of(reading, hull(attribution.source)), "name"


def _antecedent(reading: Reading, pronoun: int) -> str | None:
    """Whom "who" or "which" stands for."""
    assert reading.tree is not None
    tree = reading.tree
    for above in tree.ancestors(pronoun):
        if tree.tokens[above].dep == "relcl":
            spans = spans_of(tree, noun_phrase(tree, tree.tokens[above].head), reading.document.text)
            return entity_of(reading, hull(spans)) if spans else None
    return None


def _own_speaker(attribution: Attribution, before: dict[str, Attribution]) -> str | None:
    """ "I" inside a quotation is whoever is quoted."""
    around = before.get(attribution.parent or "")
    return around.source_entity if around is not None else None


def _pronoun(reading: Reading, attribution: Attribution, head: int, before: dict[str, Attribution]) -> str | None:
    """The nearest fitting subject or speaker in the sentences before; None when none fits."""
    assert reading.tree is not None and reading.sentences is not None and reading.mentions is not None
    tree, person = reading.tree, reading.tree.tokens[head].norm in PERSONAL
    if tree.tokens[head].norm in NEUTER and _last_subject_is_thing(reading, head):
        return None
    here = tree.tokens[head].sentence
    floor = reading.sentences[max(0, here - REACH)].span.start
    start = tree.tokens[head].start
    fitting = [
        m
        for m in reading.mentions
        if floor <= m.span.start < start and m.entity is not None and (m.kind == "person") == person
    ]
    if not person:
        fitting = [m for m in fitting if m.kind in BODIES]
    if not fitting:
        return None
    best = max(fitting, key=lambda m: (_is_prominent(reading, m, before), m.span.start))
    return best.entity


def _plural(reading: Reading, pronoun: int) -> str | None:
    """ "they" is the last plural before it, or the last group by name; two who are joined are nobody by one name."""
    assert reading.tree is not None and reading.sentences is not None and reading.mentions is not None
    tree = reading.tree
    floor = reading.sentences[max(0, tree.tokens[pronoun].sentence - 1)].first
    groups = {head_of(tree, (m.span,)): m.entity for m in reading.mentions if m.kind in PLURAL_KINDS}
    for i in range(pronoun - 1, floor - 1, -1):
        if (
            tree.tokens[i].tag in ("NNS", "NNPS")
            or i in groups
            or tree.child(i, "cc") is not None
            and tree.tokens[i].pos == "PROPN"
        ):
            return groups.get(i)
    return None


def _last_subject_is_thing(reading: Reading, pronoun: int) -> bool:
    """The clause before has a subject that is no name of anybody: "it" is that thing."""
    assert reading.tree is not None and reading.sentences is not None
    tree = reading.tree
    here = tree.tokens[pronoun].sentence
    floor = reading.sentences[max(0, here - 1)].first
    before = [
        i
        for i in range(floor, pronoun)
        if tree.tokens[i].dep in ("nsubj", "nsubjpass") and tree.tokens[i].norm not in NEUTER
    ]
    if not before:
        return False
    last = tree.tokens[before[-1]]
    return last.pos == "NOUN" and not _is_agent(last.lemma)


def _is_prominent(reading: Reading, mention: Mention, before: dict[str, Attribution]) -> tuple[int, bool]:
    """Nearer sentences first; within one, who speaks or does something before who is only spoken of."""
    assert reading.tree is not None
    tree = reading.tree
    token = tree.tokens[head_of(tree, (mention.span,))]
    speaks = any(mention.span.overlaps(s) for a in before.values() for s in a.source)
    return token.sentence, speaks or token.dep in ("nsubj", "nsubjpass")


def _work(reading: Reading, source: Spans, head: int, works: _Works) -> str | None:
    """The text that is named as a source: introduced at length, by its title, or taken up again as "the article"."""
    assert reading.tree is not None
    words = _SPACE.sub(" ", hull(source).of(reading.document.text)).strip()
    noun = reading.tree.tokens[head].lemma
    if noun in word_list("works"):
        if _is_bare(words, noun):
            return _taken_up(noun, works)
        return _introduce(reading, words, source, noun, works)
    if _is_titled(reading, source):
        return _title(reading, words, source, works)
    return None


def _is_bare(words: str, noun: str) -> bool:
    return words.lower() in (f"the {noun}", f"this {noun}", f"that {noun}", f"the same {noun}")


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
