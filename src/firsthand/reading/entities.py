"""Links mentions to things: listed ones by id, people by surname and title, bodies by state and office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.roles import role as role_of
from firsthand.lexicon.world import by_id, state_of
from firsthand.model import Entity, EntityKind, Mention, Occurrence, Reading, Span, Tree, content_id
from firsthand.reading.gazetteer import plain
from firsthand.reading.mentions import is_acronym
from firsthand.reading.metonymy import STATE, capital_stands_for
from firsthand.reading.people import Words, bearers, full_names, name_words
from firsthand.reading.pipeline import Stage

GOVERNING = "government-body"
"""The role that stands for the state itself once the state is named."""

Ids = dict[Span, str]


class Desk:
    """What is known of one document's mentions while they are being linked; `ids` grows from rule to rule."""

    def __init__(self, reading: Reading) -> None:
        assert reading.tree is not None and reading.mentions is not None
        self.text = plain(reading.document.text)
        self.tree: Tree = reading.tree
        self.mentions = reading.mentions
        self.roles = tuple(m for m in self.mentions if m.rules[0].startswith("role/"))
        self.names = tuple(m for m in self.mentions if not m.rules[0].startswith("role/"))
        self.ids: dict[Mention, str] = {m: m.entity for m in self.mentions if m.entity is not None}
        self.why: dict[Mention, str] = {}
        self.kinds: dict[str, EntityKind] = {}
        self.titles: dict[str, str] = {}
        self.holders: dict[tuple[str, str | None], list[tuple[Span, str]]] = {}

    def words(self, mention: Mention) -> str:
        return " ".join(mention.span.of(self.text).split())

    def link(self, mention: Mention, entity: str, rule: str) -> None:
        self.ids[mention] = entity
        self.why[mention] = rule


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


def link_capitals(desk: Desk) -> None:
    """A capital that acts is the state; else it is a place."""
    for mention in desk.names:
        if not mention.rules[0].startswith("speaks/"):
            continue
        stands = capital_stands_for(desk.tree, mention.span, follows=desk.text[mention.span.end : mention.span.end + 2])
        state = _only(desk, [rule.partition("/")[2] for rule in mention.rules])
        if stands == STATE and state is not None:
            desk.link(mention, state, stands)
            desk.kinds.setdefault(state, by_id()[state].kind)
        elif stands != STATE:
            desk.link(mention, f"place/{slug(desk.words(mention))}", stands)


def link_ambiguous(desk: Desk) -> None:
    """A name of several things is the one that the document also names in another way."""
    for mention in desk.names:
        if len([r for r in mention.rules if r.startswith("world/")]) > 1 and mention not in desk.ids:
            if entity := _only(desk, [r.partition("/")[2] for r in mention.rules if r.startswith("world/")]):
                desk.link(mention, entity, "link/by-context")


def _only(desk: Desk, ids: list[str]) -> str | None:
    if len(ids) == 1:
        return ids[0]
    named = set(desk.ids.values())
    fitting = [i for i in ids if i in named]
    return fitting[0] if len(fitting) == 1 else None


def slug(name: str) -> str:
    """Lower case, hyphens for what is no letter, accents off.

    >>> slug("N'Djamena"), slug("Élysée Palace")
    ('ndjamena', 'elysee-palace')
    """
    letters = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace(".", ""))
    return re.sub(r"[\W_]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")


# People


def link_people(desk: Desk) -> None:
    """Full names first, then what is short for one of them; two bearers of a surname stay apart."""
    people = [m for m in desk.names if m.kind == "person" and m not in desk.ids]
    full = full_names(name_words(desk.words(m)) for m in people)
    for mention in people:
        words = name_words(desk.words(mention))
        if len(words) > 1:
            _know(desk, mention, full[words], "link/full-name")
    for mention in people:
        words = name_words(desk.words(mention))
        if len(words) == 1:
            _link_short(desk, mention, words[0], bearers(words[0], full.values()))


def _know(desk: Desk, mention: Mention, words: Words, rule: str) -> None:
    entity = content_id("person", " ".join(words))
    desk.link(mention, entity, rule)
    desk.kinds[entity] = "person"
    if title := _title(desk, mention):
        _hold(desk, title, mention.span, entity)


def _link_short(desk: Desk, mention: Mention, word: str, people: tuple[Words, ...]) -> None:
    if not people:
        _know(desk, mention, (word,), "link/one-name")
        return
    title = _title(desk, mention)
    if len(people) > 1 and title is not None:
        entities = {content_id("person", " ".join(p)): p for p in people}
        held = {e for _, e in desk.holders.get((_role(title), None), ())}
        people = tuple(p for e, p in entities.items() if e in held)
    if len(people) == 1:
        _know(desk, mention, people[0], "link/surname")


def _title(desk: Desk, mention: Mention) -> Mention | None:
    """The role phrase that stands right before a name."""
    return next((r for r in desk.roles if "title" in r.rules and r.span.end + 1 == mention.span.start), None)


def _role(mention: Mention) -> str:
    return mention.rules[0].removeprefix("role/")


def _hold(desk: Desk, role: Mention, at: Span, entity: str) -> None:
    """Remember that `entity` has this role, under the owner that is named and under none."""
    desk.link(role, entity, "link/title" if "title" in role.rules else "link/apposition")
    for key in (_role(role), *role_of(_role(role)).also):
        for owner in {None, _owner(desk, role)}:
            desk.holders.setdefault((key, owner), []).append((at, entity))


def _owner(desk: Desk, role: Mention) -> str | None:
    """The entity of the state, body or group named within a role phrase."""
    return next((desk.ids[m] for m in desk.names if role.span.covers(m.span) and m in desk.ids), None)


# Names that no list knows


def link_names(desk: Desk) -> None:
    """One name, one thing; an acronym is what stands before its bracket; a demonym belongs to the state it is formed from."""
    unknown = [m for m in desk.names if m not in desk.ids and m.rules[0].startswith("names/") and m.kind != "person"]
    short = dict(_acronyms(desk, unknown))
    stems = {desk.words(m) for m in unknown if m.kind == "place"}
    for mention in unknown:
        word = desk.words(mention)
        base = None if " " in word else next((s for s in sorted(stems) if is_demonym(word, s)), None)
        name = base or short.get(word, word)
        entity = content_id("name", " ".join(name_words(name)))
        desk.link(mention, entity, "link/demonym" if base else "link/acronym" if word in short else "link/same-name")
        if base:
            desk.kinds[entity] = "state"
        elif word not in short:
            desk.kinds.setdefault(entity, mention.kind)


def _acronyms(desk: Desk, unknown: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """The short form in brackets, and the name before them."""
    ends = {m.span.end: desk.words(m) for m in unknown}
    for mention in unknown:
        name = ends.get(mention.span.start - 2)
        if name is not None and desk.text[mention.span.start - 1] == "(" and is_acronym(desk.words(mention), name):
            yield desk.words(mention), name


def is_demonym(word: str, place: str) -> bool:
    """Whether `word` is formed from the name of `place` as demonyms are.

    >>> is_demonym("Vardanian", "Vardania"), is_demonym("Ostrevi", "Ostrevik"), is_demonym("Kolmar", "Kolm")
    (True, False, False)
    """
    stem = place.rstrip("aeiouy")
    return (
        word != place
        and len(stem) > 3
        and word.startswith(stem)
        and word[len(stem) :] in naming_words("demonym-endings")
    )


# Roles


def link_appositions(desk: Desk) -> None:
    """A role phrase beside a name, set off by a comma, is its bearer's: "Jeremy Binney, a specialist at …"."""
    people = {m.span: m for m in desk.names if m.kind == "person" and m in desk.ids}
    ends = {s.end: m for s, m in people.items()}
    starts = {s.start: m for s, m in people.items()}
    for role in desk.roles:
        if role.kind != "person" or "title" in role.rules:
            continue
        if person := _set_off_before(desk, role, ends) or _set_off_behind(desk, role, starts):
            _hold(desk, role, person.span, desk.ids[person])


def _set_off_before(desk: Desk, role: Mention, ends: dict[int, Mention]) -> Mention | None:
    """The person whose name ends where this role's noun phrase is set off from it."""
    inside = desk.tree.within(role.span)
    if not inside:
        return None
    first = min(desk.tree.edges[i][0] for i in inside if desk.tree.edges[i][0] > inside[0] - 8)
    for start in sorted({desk.tree.tokens[first].start, _phrase_start(desk, role)}):
        behind = desk.text[:start].rstrip()
        if behind.endswith(",") and (person := ends.get(len(behind.rstrip(", ")))):
            return person
    return None


def _phrase_start(desk: Desk, role: Mention) -> int:
    """Where the run of determiners and modifiers before a role begins."""
    at = desk.tree.at(role.span.start)
    while at > 0 and desk.tree.tokens[at - 1].pos in ("DET", "ADJ", "NOUN", "PROPN", "PART"):
        at -= 1
    return desk.tree.tokens[at].start


def _set_off_behind(desk: Desk, role: Mention, starts: dict[int, Mention]) -> Mention | None:
    """The person named right behind the role and a comma, with or without a title of his own."""
    found = re.compile(r", ").match(desk.text, role.span.end)
    if found is None:
        return None
    if person := starts.get(found.end()):
        return person
    title = next((r for r in desk.roles if r.span.start == found.end() and "title" in r.rules), None)
    return starts.get(title.span.end + 1) if title else None


def link_offices(desk: Desk) -> None:
    """An office with its state is whoever the document says holds it, else the office itself; a body is the state's body."""
    for role in desk.roles:
        owner = _owner(desk, role)
        if role in desk.ids or owner is None or "plural" in role.rules or role.kind == "people":
            continue
        known = sorted({e for _, e in desk.holders.get((_role(role), owner), ())})
        if len(known) == 1:
            desk.link(role, known[0], "link/holder")
        elif not known:
            _link_body(desk, role, owner)


def _link_body(desk: Desk, role: Mention, owner: str) -> None:
    rule = role_of(_role(role))
    if rule.id == GOVERNING:
        desk.link(role, owner, "link/government")
        return
    if role.kind == "person" and not rule.unique or role.kind not in ("person", "government"):
        return
    state, form = state_of(owner), rule.id if rule.unique else slug(_bare_form(desk, role))
    kind: EntityKind = role.kind
    prefix = "office" if kind == "person" else "government"
    entity = f"{prefix}/{state.removeprefix('state/')}/{form}" if state == owner else content_id("name", owner, form)
    desk.link(role, entity, "link/office")
    desk.kinds[entity] = kind
    if owner in desk.kinds and desk.kinds[owner] in ("place", "organisation"):
        desk.kinds[owner] = "state"


def _bare_form(desk: Desk, role: Mention) -> str:
    """The role's own words, without its owner's."""
    owner = next(m for m in desk.names if role.span.covers(m.span) and m in desk.ids)
    text = (
        desk.text[owner.span.end : role.span.end]
        if owner.span.start == role.span.start
        else desk.text[role.span.start : owner.span.start]
    )
    return re.sub(r"^'s?\s|\sof(?: the)?\s*$", "", text).strip()


def link_definite(desk: Desk) -> None:
    """ "The minister" is the one minister named before; "the agency" the one outlet; with two, nobody."""
    for role in desk.roles:
        if role in desk.ids or "plural" in role.rules or not desk.text[: role.span.start].lower().endswith("the "):
            continue
        before = _before(desk, role)
        if len(before) == 1:
            desk.link(role, before.pop(), "link/definite")


def _before(desk: Desk, role: Mention) -> set[str]:
    """Whoever named before `role` can be meant by it."""
    if role.kind == "person":
        return {e for at, e in desk.holders.get((_role(role), None), ()) if at < role.span}
    if role.kind == "government":
        return {
            e
            for r, e in desk.ids.items()
            if r.span < role.span
            and r.rules[0].startswith("role/")
            and _role(role) in (_role(r), *role_of(_role(r)).also)
        }
    kinds = ("organisation", "armed group") if _role(role) == "group" else (role.kind,)
    return {e for m, e in desk.ids.items() if m.span < role.span and m.kind in kinds and m in desk.ids}


RULES = (link_ambiguous, link_capitals, link_people, link_names, link_appositions, link_offices, link_definite)
"""In order: what a later rule looks up, an earlier one has settled."""


# Entities


def _entities(desk: Desk, document: str) -> list[Entity]:
    groups: dict[str, list[Mention]] = {}
    for mention in desk.mentions:
        if (entity := desk.ids.get(mention)) is not None:
            groups.setdefault(entity, []).append(mention)
    return [_entity(desk, document, entity, group) for entity, group in sorted(groups.items())]


def _entity(desk: Desk, document: str, entity: str, group: list[Mention]) -> Entity:
    named = [m for m in group if not m.rules[0].startswith("role/")] or group
    forms = {desk.words(m) for m in named}
    row = by_id().get(entity)
    name = row.names[0] if row else min(forms, key=lambda form: (-len(form), form))
    kind = row.kind if row else desk.kinds.get(entity, group[0].kind)
    places = tuple(Occurrence(document, m.span) for m in group if "title" not in m.rules)
    return Entity(entity, name, kind, tuple(sorted(forms - {name})), places)


def entity_of(reading: Reading, span: Span) -> str | None:
    """The entity whose mention heads `span`; None where its head is no known name ("an Iranian expert")."""
    assert reading.tree is not None and reading.mentions is not None
    inside = reading.tree.within(span)
    tokens = reading.tree.tokens
    heads = [i for i in inside if tokens[i].head not in inside or tokens[i].head == i]
    for head in heads:
        heading = [
            m for m in reading.mentions if m.span.overlaps(span) and m.span.start <= tokens[head].start < m.span.end
        ]
        if heading:
            return max(heading, key=lambda m: (m.span.end - m.span.start, -m.span.start)).entity
        if tokens[head].pos in ("NOUN", "PROPN", "PRON"):
            return None
    return None


def acting_state(entity: str) -> str | None:
    """The state that an entity acts for: itself, or the one whose body or office it is; None for all others."""
    return state_of(entity)


STAGE = Stage("entities", link_entities, needs=("tree", "sentences", "mentions"), makes=("mentions", "entities"))
