"""Links mentions to things: listed ones by id, people by surname and title, bodies by state and office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.world import by_id, person_id, place_id
from firsthand.model import Entity, Mention, Occurrence, Reading, Span, content_id
from firsthand.reading.desk import Desk, role_id
from firsthand.reading.mentions import is_acronym
from firsthand.reading.metonymy import STATE, capital_stands_for
from firsthand.reading.offices import hold, link_appositions, link_definite, link_leaders, link_offices
from firsthand.reading.people import Words, bearers, full_names, name_words
from firsthand.reading.pipeline import Stage
from firsthand.reading.unlisted import is_demonym, short_of


def link_entities(reading: Reading) -> Reading:
    """Every mention with its entity where the document leaves no doubt, and the entities with all their mentions."""
    desk = Desk(reading)
    for rule in RULES:
        rule(desk)
    mentions = tuple(_linked(desk, m) for m in desk.mentions)
    return msgspec.structs.replace(reading, mentions=mentions, entities=tuple(_entities(desk, reading.document.id)))


def _linked(desk: Desk, mention: Mention) -> Mention:
    entity, rule = desk.ids.get(mention), desk.why.get(mention)
    rules = mention.rules if rule is None else (*mention.rules, rule)
    return Mention(mention.span, desk.kinds.get(entity or "", mention.kind), entity, rules)


# Listed names


def link_ambiguous(desk: Desk) -> None:
    """A name of several things is the one that the document also names in another way."""
    for mention in desk.names:
        meanings = [r.partition("/")[2] for r in mention.rules if r.startswith("world/")]
        if len(meanings) > 1 and (entity := _only(desk, meanings)):
            desk.link(mention, entity, "link/by-context")


def link_capitals(desk: Desk) -> None:
    """A capital that acts is the state; else it is a place."""
    for mention in desk.names:
        if not mention.rules[0].startswith("speaks/"):
            continue
        stands = capital_stands_for(desk.tree, mention.span, follows=desk.text[mention.span.end : mention.span.end + 2])
        if stands != STATE:
            desk.link(mention, place_id(desk.words(mention)), stands)
        elif state := _only(desk, [rule.partition("/")[2] for rule in mention.rules]):
            desk.link(mention, state, stands)
            desk.kinds[state] = by_id()[state].kind


def _only(desk: Desk, ids: list[str]) -> str | None:
    if len(ids) == 1:
        return ids[0]
    named = set(desk.ids.values())
    fitting = [i for i in ids if i in named]
    return fitting[0] if len(fitting) == 1 else None


# People


def link_people(desk: Desk) -> None:
    """Full names first, then what is short for one of them; two bearers of a surname stay apart."""
    people = [(m, name_words(desk.words(m))) for m in desk.names if m.kind == "person" and m not in desk.ids]
    full = full_names(words for _, words in people)
    for mention, words in people:
        if len(words) > 1:
            _know(desk, mention, full[words], "link/full-name")
    for mention, words in people:
        if len(words) == 1:
            _link_short(desk, mention, words[0], bearers(words[0], full.values()))


def _know(desk: Desk, mention: Mention, words: Words, rule: str) -> None:
    entity = _bearer_id(words)
    desk.link(mention, entity, rule)
    desk.kinds[entity] = "person"
    if title := desk.title(mention):
        hold(desk, title, mention.span, entity, "link/title")


def _bearer_id(words: Words) -> str:
    """The listed id of a public figure, however spelt; else one made from the name."""
    name = " ".join(words)
    return person_id(name) or content_id("person", name)


def _link_short(desk: Desk, mention: Mention, word: str, people: tuple[Words, ...]) -> None:
    if not people:
        _know(desk, mention, (word,), "link/one-name")
        return
    if len(people) > 1 and (title := desk.title(mention)) is not None:
        held = {e for _, e in desk.holders.get((role_id(title), None), ())}
        people = tuple(p for p in people if _bearer_id(p) in held)
    if len({_bearer_id(p) for p in people}) == 1:
        _know(desk, mention, people[0], "link/surname")
    else:
        desk.why[mention] = "link/two-bearers"


# Names that no list knows


def link_names(desk: Desk) -> None:
    """One name, one thing: acronyms, short names and demonyms belong to the name that they are made from."""
    unknown = [m for m in desk.names if m not in desk.ids and m.rules[0].startswith("names/") and m.kind != "person"]
    short = {**dict(_short_names(desk, unknown)), **dict(_acronyms(desk, unknown))}
    places = sorted({desk.words(m) for m in unknown if m.kind == "place"})
    for mention in unknown:
        word = desk.words(mention)
        if land := next((p for p in places if is_demonym(word, p)), None):
            _name(desk, mention, land, "link/demonym")
            desk.kinds[desk.ids[mention]] = "state"
        elif word in short:
            _name(desk, mention, short[word], "link/short-name")
        else:
            _name(desk, mention, word, "link/same-name")
            desk.kinds.setdefault(desk.ids[mention], mention.kind)


def _name(desk: Desk, mention: Mention, name: str, rule: str) -> None:
    desk.link(mention, unlisted_id(name), rule)


def unlisted_id(name: str) -> str:
    """The id of a thing that is in no list and is no person: the same for a name in every document.

    A demonym in -ian counts as its land's name in -ia, so that "Vardanian" alone meets "Vardania" of another report;
    and the kind is left out, for the parser's guess at it differs from one report to the next.

    >>> unlisted_id("Vardanian") == unlisted_id("Vardania")
    True
    """
    words = name_words(name)
    last = words[-1].removesuffix("n") if words[-1].endswith("ian") else words[-1]
    return content_id("name", " ".join((*words[:-1], last)))


def _short_names(desk: Desk, unknown: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """ "Corvale" for "Corvale News Agency", "Tribune" for "Selby Tribune", where one longer name is meant."""
    names = sorted({desk.words(m) for m in unknown if m.kind != "place"})
    outlets = {desk.outlet, *(desk.words(m) for m in unknown if m.kind == "outlet")}
    for name in names:
        ends = outlets if name.lower() in naming_words("outlet-words") else ()
        longer = {
            n for n in (*names, desk.outlet) if n.startswith(f"{name} ") and (n not in outlets or short_of(n) == name)
        } | {n for n in ends if n.endswith(f" {name}")}
        if len(longer) == 1:
            yield name, longer.pop()


def _acronyms(desk: Desk, unknown: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """The short form in brackets, and the name before them."""
    ends = {m.span.end: desk.words(m) for m in unknown}
    for mention in unknown:
        name = ends.get(mention.span.start - 2)
        if name is not None and desk.text[mention.span.start - 1] == "(" and is_acronym(desk.words(mention), name):
            yield desk.words(mention), name


RULES = (
    link_ambiguous,
    link_capitals,
    link_people,
    link_names,
    link_appositions,
    link_offices,
    link_leaders,
    link_definite,
)
"""In order: what a later rule looks up, an earlier one has settled."""


# Entities


def _entities(desk: Desk, document: str) -> Iterator[Entity]:
    groups: dict[str, list[Mention]] = {}
    for mention in desk.mentions:
        if (entity := desk.ids.get(mention)) is not None:
            groups.setdefault(entity, []).append(mention)
    for entity, group in sorted(groups.items()):
        yield _entity(desk, document, entity, group)


def _entity(desk: Desk, document: str, entity: str, group: list[Mention]) -> Entity:
    """A thing under its listed name, else under the longest that the document gives it, demonyms last."""
    named = [m for m in group if not m.rules[0].startswith("role/")] or group
    forms = {desk.words(m): desk.why.get(m) == "link/demonym" for m in named}
    row = by_id().get(entity)
    name = row.names[0] if row else min(forms, key=lambda form: (forms[form], -len(form), form))
    kind = row.kind if row else desk.kinds.get(entity, group[0].kind)
    places = tuple(Occurrence(document, m.span) for m in group if "title" not in m.rules)
    return Entity(entity, name, kind, tuple(sorted(set(forms) - {name})), places)


def entity_of(reading: Reading, span: Span) -> str | None:
    """The entity whose mention heads `span`; None where its head is no known name ("an Iranian expert")."""
    assert reading.tree is not None and reading.mentions is not None
    inside, tokens = reading.tree.within(span), reading.tree.tokens
    for head in (i for i in inside if tokens[i].head not in inside or tokens[i].head == i):
        at = tokens[head].start
        if heading := [m for m in reading.mentions if m.span.start <= at < m.span.end and m.span.overlaps(span)]:
            return max(heading, key=lambda m: (m.span.end - m.span.start, -m.span.start)).entity
        if tokens[head].pos in ("NOUN", "PROPN", "PRON"):
            return None
    return None


STAGE = Stage("entities", link_entities, needs=("tree", "sentences", "mentions"), makes=("mentions", "entities"))
