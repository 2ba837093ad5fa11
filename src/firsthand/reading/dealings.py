"""What passes between parties: arms, measures, ties and quarrels, clause by clause; and of whom an amount is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import msgspec

from firsthand.lexicon.dealings import DealingRule, Turn, dealing_rules, dealing_turns
from firsthand.lexicon.forms import Phrase, index_forms
from firsthand.model import (
    Assertion,
    Date,
    Dealing,
    DealingStage,
    Party,
    Quantity,
    Reading,
    Span,
    Tree,
    size,
)
from firsthand.reading.bearers import find_bearers
from firsthand.reading.munitions import Arms, arms_at, compound_arms
from firsthand.reading.parties import At, Clause, conjuncts, find_lands, front, parties_at, tokens_at, verb_above
from firsthand.reading.phrases import head_of, trim
from firsthand.reading.pipeline import Stage

_POS = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN")}
_WITHIN = ("dobj", "prt", "prep", "pobj", "compound", "amod", "oprd", "attr", "nmod", "nsubjpass", "advmod")
_GOODS = frozenset({"transfer", "production"})
_WHY = frozenset({"for", "over", "because", "after"})
_BOTH = frozenset({"alliance", "rivalry", "trade", "clash", "ties", "estrangement"})
_CARRIES = frozenset({"xcomp", "pcomp", "ccomp", "acl"})
_FUTURE = frozenset({"will", "would", "shall", "'ll"})


class _Page(msgspec.Struct, frozen=True):
    tree: Tree
    at: At
    text: str
    lands: dict[str, str]

    def clause(self, cue: int) -> Clause:
        return Clause(self.tree, self.at, cue, self.lands)


def add_dealings(reading: Reading) -> Reading:
    """The assertions, each with its dealings, its places, and its amounts with whom they are said of."""
    assert reading.tree is not None and reading.assertions is not None
    tree = reading.tree
    at = {head_of(tree, (m.span,)): m for m in reading.mentions or () if m.entity is not None}
    page = _Page(tree, at, reading.document.text, find_lands(tree, at))
    cues = tuple((i, rule) for i in range(len(tree.tokens)) if (rule := _rule_at(tree, i)) is not None)
    owners = _owners(tree, cues, reading.assertions)
    return msgspec.structs.replace(
        reading, assertions=tuple(_with_dealings(reading, page, a, owners.get(a.id, ())) for a in reading.assertions)
    )


Cues = tuple[tuple[int, DealingRule], ...]


def _owners(tree: Tree, cues: Cues, assertions: tuple[Assertion, ...]) -> dict[str, Cues]:
    """Each cue goes to the smallest assertions around it: what is told within a telling is the inner one's."""
    found: dict[str, list[tuple[int, DealingRule]]] = {}
    for i, rule in cues:
        around = [a for a in assertions if any(s.covers(tree.tokens[i].span) for s in a.content)]
        if not around and rule.kind in (*_GOODS, "measure"):
            below = tree.span(*tree.edges[i])
            around = [a for a in assertions if a.chain and any(below.overlaps(s) for s in a.content)]
        least = min((size(a.content) for a in around), default=0)
        for a in around:
            if size(a.content) == least:
                found.setdefault(a.id, []).append((i, rule))
    return {id: tuple(own) for id, own in found.items()}


def _with_dealings(reading: Reading, page: _Page, assertion: Assertion, cues: Cues) -> Assertion:
    dealings = tuple(dict.fromkeys(d for i, rule in cues for d in _dealings(page, assertion, i, rule)))
    assertion = _with_speaker(reading, page, assertion)
    places = tuple(p for p in reading.places or () if any(s.covers(p.span) for s in assertion.content))
    quantities = find_bearers(page.tree, page.at, assertion.quantities) if assertion.quantities else ()
    return msgspec.structs.replace(assertion, dealings=dealings, places=places, quantities=quantities)


_SELVES = frozenset({"it", "they", "we", "he", "she", "i"})


def _with_speaker(reading: Reading, page: _Page, assertion: Assertion) -> Assertion:
    """ "the army said it had destroyed …": who speaks is the doer where the clause begins with a pronoun and nobody is
    spoken to."""
    event = assertion.event
    if event is None or event.actor is not None or event.rule is None or not assertion.chain:
        return assertion
    last = next((a for a in reading.attributions or () if a.id == assertion.chain[-1]), None)
    first = page.text[assertion.content[0].start : assertion.content[0].end].split()[:1]
    if last is None or last.source_entity is None or last.addressee or not first or first[0].lower() not in _SELVES:
        return assertion
    actor = msgspec.structs.replace(event, actor=last.source_entity)
    return assertion if event.recipient == last.source_entity else msgspec.structs.replace(assertion, event=actor)


@cache
def _index() -> dict[str, tuple[tuple[Phrase, DealingRule], ...]]:
    return index_forms(dealing_rules())


@cache
def _last_index() -> dict[str, tuple[tuple[Phrase, DealingRule], ...]]:
    """Nouns of several words by their last one, which is their head: "travel ban"."""
    found: dict[str, list[tuple[Phrase, DealingRule]]] = {}
    for rule in dealing_rules():
        for form in rule.forms:
            words = tuple(form.split())
            if rule.pos == "noun":
                found.setdefault(words[-1], []).append((words, rule))
    return {last: tuple(sorted(forms, key=lambda f: (-len(f[0]), f[1].id))) for last, forms in found.items()}


def _rule_at(tree: Tree, index: int) -> DealingRule | None:
    token = tree.tokens[index]
    if token.pos in _POS["verb"]:
        for words, rule in _index().get(token.lemma, ()):
            if rule.pos == "verb" and (len(words) == 1 or _governs(tree, index, words[1:])):
                return rule
    elif token.pos in _POS["noun"]:
        for words, rule in _last_index().get(token.lemma, ()):
            before = [tree.tokens[index - n].lemma for n in range(len(words) - 1, 0, -1) if index - n >= 0]
            if before == list(words[:-1]):
                return rule
    return None


def _governs(tree: Tree, index: int, words: Iterable[str]) -> bool:
    near = [c for c in tree.children[index] if tree.tokens[c].dep in _WITHIN]
    near.extend([d for c in near for d in tree.children[c] if tree.tokens[d].dep in _WITHIN])
    lemmas = {tree.tokens[i].lemma for i in near}
    return all(word in lemmas for word in words)


def _dealings(page: _Page, assertion: Assertion, index: int, rule: DealingRule) -> Iterator[Dealing]:
    clause = page.clause(index)
    if rule.kind in _GOODS:
        yield from _goods(page, assertion, clause, rule)
    elif rule.kind == "measure":
        yield from _measures(page, assertion, clause, rule)
    else:
        yield from _standings(page, assertion, clause, rule)


# Goods


def _goods(page: _Page, assertion: Assertion, clause: Clause, rule: DealingRule) -> Iterator[Dealing]:
    things = _things(page, clause, rule)
    giver = tuple(p for p in _party(clause, rule.giver) if p.entity)
    goods = frozenset(arms.token for arms in things)
    taker = _party(clause, rule.taker, goods)
    if rule.kind == "production":
        giver, taker = _makers(page, clause, rule, things, giver, taker)
    shared = _shared(page, assertion, clause, rule)
    for n, arms in enumerate(things):
        following = things[n + 1].token if n + 1 < len(things) else None
        own_giver = _beside_thing(clause, arms, following, "from")
        own_taker = _beside_thing(clause, arms, following, "to")
        givers = own_giver or giver
        if not givers:
            givers = _from_relative(page, clause, arms)
        number = _number(assertion, arms)
        for one, other in _pairs(givers, own_taker or taker) if givers or own_taker or taker else ():
            yield msgspec.structs.replace(
                shared, giver=one, taker=other, thing=arms.span, weapon=arms.weapon, arms=arms.kind, number=number
            )


def _things(page: _Page, clause: Clause, rule: DealingRule) -> tuple[Arms, ...]:
    tree = page.tree
    found: dict[int, Arms] = {}
    for place in rule.thing.split():
        if place == "compound":
            arms = compound_arms(tree, clause.cue, page.at)
            if arms is not None:
                found.setdefault(arms.token, arms)
            continue
        for token in tokens_at(clause, place):
            for i in conjuncts(tree, token):
                if (arms := arms_at(tree, i, page.at)) is not None:
                    found.setdefault(arms.token, arms)
        if found:
            break
    return tuple(found[i] for i in sorted(found))


def _beside_thing(clause: Clause, arms: Arms, following: int | None, preposition: str) -> tuple[Party, ...]:
    """ "drones from Turkey": the party that the goods name, or that the verb names before the next goods."""
    tree = clause.tree
    near = sorted({*tree.children[arms.token], *tree.children[clause.cue]})
    last = following if following is not None else len(tree.tokens)
    for c in near:
        if arms.token < c < last and tree.tokens[c].norm == preposition:
            noun = tree.child(c, "pobj")
            return parties_at(clause, noun) if noun is not None else ()
    return ()


def _from_relative(page: _Page, clause: Clause, arms: Arms) -> tuple[Party, ...]:
    """ "received drones, which Ankara sold to others": who sells the same goods to others is taken for the giver."""
    tree = page.tree
    for c in tree.children[arms.token]:
        if tree.tokens[c].dep != "relcl":
            continue
        for i in tree.subtree(c):
            rule = _rule_at(tree, i) if i != clause.cue else None
            if rule is not None and rule.kind == "transfer":
                found = _party(page.clause(i), rule.giver)
                return tuple(msgspec.structs.replace(p, inferred=True) for p in found[:1])
    return ()


def _makers(
    page: _Page,
    clause: Clause,
    rule: DealingRule,
    things: tuple[Arms, ...],
    giver: tuple[Party, ...],
    taker: tuple[Party, ...],
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Whose arms are made, and by or with whom: the giver of the know-how and the land or party that makes them."""
    where = _where(page, clause)
    helper = _helper(page, clause)
    if rule.pos == "verb":
        own = tuple(p for arms in things for p in _nation(page, clause, arms))
        givers = helper or giver or own
        return givers, tuple(p for p in taker if p.entity) or where
    nation = tuple(p for arms in things for p in _nation(page, clause, arms))
    first = nation or giver[:1]
    others = tuple(p for p in (*giver, *_party(clause, "doer")) if not _same(p, first))
    return first, (where or others[:1] or tuple(p for p in taker if not _same(p, first)))


def _same(party: Party, others: tuple[Party, ...]) -> bool:
    return any(party.entity is not None and land_of(party.entity) == land_of(o.entity) for o in others)


def land_of(entity: str | None) -> str | None:
    """The state that a state, an office or a body of a state belongs to; any other entity stands for itself."""
    if entity is None:
        return None
    kind, _, rest = entity.partition("/")
    return f"state/{rest.split('/')[0]}" if kind in ("government", "office") and "/" in rest else entity


def _nation(page: _Page, clause: Clause, arms: Arms) -> tuple[Party, ...]:
    """ "the Iranian drone": whose it is by the adjective before it."""
    for c in page.tree.children[arms.token]:
        found = page.at.get(c)
        if found is not None and found.kind == "state" and c < arms.token:
            return (Party(found.span, found.entity),)
    return ()


def _helper(page: _Page, clause: Clause) -> tuple[Party, ...]:
    """ "helped the rebels manufacture": who helps is the giver."""
    tree = page.tree
    token = tree.tokens[clause.cue]
    if token.dep in ("ccomp", "xcomp") and tree.tokens[token.head].lemma in ("help", "assist", "enable", "aid"):
        return _party(page.clause(token.head), "subject")
    return ()


def _where(page: _Page, clause: Clause) -> tuple[Party, ...]:
    """The land in which the works stand: what follows "in", a town for its state."""
    tree = page.tree
    heads = [clause.cue, *(h for h in (verb_above(tree, clause.cue),) if h is not None)]
    heads.extend([c for h in list(heads) for c in tree.children[h] if tree.tokens[c].dep in ("prep", "dobj")])
    heads.extend([d for h in list(heads) for d in tree.children[h] if tree.tokens[d].dep == "pobj"])
    for head in dict.fromkeys(heads):
        for c in tree.children[head]:
            if tree.tokens[c].norm in ("in", "at") and (noun := tree.child(c, "pobj")) is not None:
                found = tuple(p for p in parties_at(clause, noun) if p.entity)
                if found:
                    return found
    return ()


# Measures


def _measures(page: _Page, assertion: Assertion, clause: Clause, rule: DealingRule) -> Iterator[Dealing]:
    tree = page.tree
    turn = _turn(tree, clause.cue, rule)
    if rule.pos == "noun":
        places = rule.giver if turn is not None else rule.giver.replace("doer", "").strip()
        giver = tuple(p for p in _party(clause, places) if p.entity)
        taker = _party(clause, rule.taker) or _hit(page, clause)
    else:
        giver, taker = _party(clause, rule.giver), tuple(p for p in _party(clause, rule.taker) if p.entity)
    shared = msgspec.structs.replace(_shared(page, assertion, clause, rule), thing=_measure_words(page, clause, rule))
    taker = tuple(p for p in taker if not _same(p, giver))
    if taker or (giver and rule.pos == "noun"):
        for one, other in _pairs(giver[:1], taker):
            yield msgspec.structs.replace(shared, giver=one, taker=other)


def _measure_words(page: _Page, clause: Clause, rule: DealingRule) -> Span:
    if rule.pos == "noun":
        return front(page.tree, clause.cue)
    return page.tree.tokens[clause.cue].span


def _hit(page: _Page, clause: Clause) -> tuple[Party, ...]:
    """The target that another verb names: "hit Tehran with sanctions", "sanctions targeting", "intended to punish"."""
    tree = page.tree
    verbs = [c for c in tree.subtree(clause.cue) if tree.tokens[c].pos == "VERB"]
    above = verb_above(tree, clause.cue)
    if above is not None:
        verbs.extend(i for i in tree.subtree(above) if i > clause.cue and tree.tokens[i].pos == "VERB")
        if tree.tokens[clause.cue].dep == "pobj":
            verbs.append(above)
    for verb in verbs:
        noun = tree.child(verb, "dobj")
        if noun is not None and noun != clause.cue:
            found = tuple(p for p in parties_at(clause, noun) if p.entity)
            if found:
                return found
    return ()


# How parties stand to each other


def _standings(page: _Page, assertion: Assertion, clause: Clause, rule: DealingRule) -> Iterator[Dealing]:
    giver = tuple(p for p in _party(clause, rule.giver) if p.entity)
    taker = tuple(p for p in _party(clause, rule.taker) if p.entity and not _same(p, giver))
    if len(giver) > 1 and (not taker or rule.giver == rule.taker):
        giver, taker = giver[:1], giver[1:2]
    taker = tuple(p for p in taker if not _same(p, giver))
    if giver and taker:
        shared = _shared(page, assertion, clause, rule)
        mixed = rule.kind in _BOTH
        for one, other in _pairs(giver[:2], taker[:3]):
            yield msgspec.structs.replace(shared, giver=one, taker=other, mixed=mixed)


# What all have in common


def _party(clause: Clause, places: str, goods: frozenset[int] = frozenset()) -> tuple[Party, ...]:
    """The parties at the first place where any stand; the goods themselves are none."""
    for place in places.split():
        for token in tokens_at(clause, place):
            if token in goods or _is_light(clause.tree, token):
                continue
            found = parties_at(clause, token)
            if found and (place not in _VAGUE or found[0].entity):
                return found
    return ()


def _is_light(tree: Tree, token: int) -> bool:
    """ "took delivery of": a noun of handing over is nobody."""
    return any(rule.pos == "noun" for _, rule in _last_index().get(tree.tokens[token].lemma, ()))


_VAGUE = frozenset({"by", "poss", "amod", "compound", "of"})
"""Words there are parties only when they name somebody: "new sanctions", "arms embargo"."""


def _pairs(givers: tuple[Party, ...], takers: tuple[Party, ...]) -> tuple[tuple[Party | None, Party | None], ...]:
    left: tuple[Party | None, ...] = givers or (None,)
    right: tuple[Party | None, ...] = takers or (None,)
    return tuple(product(left, right))


def _shared(page: _Page, assertion: Assertion, clause: Clause, rule: DealingRule) -> Dealing:
    tree, cue = page.tree, clause.cue
    return Dealing(
        rule.kind,
        tree.tokens[cue].span,
        f"dealing/{rule.id}",
        stage=_stage(tree, cue, rule),
        value=_value(tree, cue, assertion),
        reason=_reason(page, cue) if rule.kind == "measure" else None,
        date=_date(tree, cue, assertion.dates),
        around=not any(s.covers(tree.tokens[cue].span) for s in assertion.content),
        place=_place(page, assertion, clause),
    )


def _stage(tree: Tree, cue: int, rule: DealingRule) -> DealingStage | None:
    turn = _turn(tree, cue, rule)
    if turn is not None:
        return turn.stage
    if any(tree.tokens[c].dep == "aux" and tree.tokens[c].norm in _FUTURE for c in tree.children[cue]):
        return "planned" if rule.kind != "measure" or rule.stage == "imposed" else rule.stage
    return rule.stage


@cache
def _turns() -> dict[str, tuple[tuple[Phrase, Turn], ...]]:
    return index_forms(dealing_turns())


def _turn(tree: Tree, cue: int, rule: DealingRule) -> Turn | None:
    """What the verb above says of how far it has come: the nearest for a noun, one that carries it for a verb."""
    verb = verb_above(tree, cue) if rule.pos == "noun" else _carrier(tree, cue)
    while verb is not None:
        for words, turn in _turns().get(tree.tokens[verb].lemma, ()):
            if rule.kind in turn.kinds and (len(words) == 1 or _governs(tree, verb, words[1:])):
                return turn
        verb = _carrier(tree, verb)
    return None


def _carrier(tree: Tree, verb: int) -> int | None:
    """ "agreed to sell": the verb that carries the other."""
    token = tree.tokens[verb]
    if token.dep not in _CARRIES or token.head == verb:
        return None
    above = token.head if tree.tokens[token.head].pos in _POS["verb"] else tree.tokens[token.head].head
    return above if tree.tokens[above].pos in _POS["verb"] and above != verb else None


def _number(assertion: Assertion, arms: Arms) -> Span | None:
    return next((q.span for q in assertion.quantities if arms.span.overlaps(q.span) and not _is_money(q)), None)


def _is_money(quantity: Quantity) -> bool:
    return len(quantity.unit) == 3 and quantity.unit.isupper()


def _value(tree: Tree, cue: int, assertion: Assertion) -> Span | None:
    money = [q.span for q in assertion.quantities if _is_money(q)]
    sentence = tree.tokens[cue].sentence
    return next((s for s in money if tree.tokens[tree.at(s.start)].sentence == sentence), None)


def _date(tree: Tree, cue: int, dates: tuple[Date, ...]) -> Span | None:
    """The date that hangs on the cue's own verb; else the only one of the assertion, or the nearest that is no
    stretch of years."""
    verb = cue if tree.tokens[cue].pos in _POS["verb"] else verb_above(tree, cue)
    own = [d for d in dates if verb_above(tree, tree.at(d.span.start)) == verb and d.precision != "period"]
    if not own and len(dates) == 1:
        own = list(dates)
    at = tree.tokens[cue].start
    return min((d.span for d in own), key=lambda s: (abs(s.start - at), s), default=None)


def _place(page: _Page, assertion: Assertion, clause: Clause) -> Span | None:
    tree = page.tree
    heads = (clause.cue, verb_above(tree, clause.cue))
    for head in heads:
        for c in tree.children[head] if head is not None else ():
            noun = tree.child(c, "pobj") if tree.tokens[c].norm in ("in", "at", "near") else None
            if noun is not None and (found := page.at.get(noun)) is not None and found.kind in ("place", "state"):
                return found.span
    return None


def _reason(page: _Page, cue: int) -> Span | None:
    """ "for its exports of UAVs", behind the measure, its verb, or the verb of its purpose."""
    tree = page.tree
    verb = cue if tree.tokens[cue].pos in _POS["verb"] else verb_above(tree, cue)
    near = [cue, *([verb] if verb is not None else [])]
    near.extend(i for i in tree.subtree(verb if verb is not None else cue) if tree.tokens[i].pos == "VERB")
    for head in dict.fromkeys(near):
        for c in tree.children[head]:
            if tree.tokens[c].norm in _WHY and tree.tokens[c].dep in ("prep", "mark") and tree.edges[c][1] > c:
                return trim(tree.span(c + 1, _before_clause(tree, c)), page.text)
    return None


def _before_clause(tree: Tree, preposition: int) -> int:
    """The last token behind the preposition that stands before a relative clause."""
    inside = tree.subtree(preposition)
    clauses = (tree.edges[i][0] for i in inside if tree.tokens[i].dep == "relcl")
    return min((first - 1 for first in clauses if first - 1 > preposition), default=tree.edges[preposition][1])


STAGE = Stage(
    "dealings",
    add_dealings,
    needs=("tree", "mentions", "attributions", "assertions", "places", "dates", "quantities"),
    makes=("assertions",),
)
