"""What a clause is about: an event in PLOVER's roots, with who does it and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from msgspec.structs import replace

from firsthand.lexicon.forms import Phrase, index_forms
from firsthand.lexicon.records import EventRule
from firsthand.lexicon.reporting import events
from firsthand.lexicon.words import word_list
from firsthand.model import Event, Tree
from firsthand.reading.phrases import agent, antecedent, is_passive, subject

EntityAt = Callable[[int], str | None]
"""The entity of the mention that is headed at a token."""

_POS = {"verb": frozenset({"VERB", "AUX"}), "noun": frozenset({"NOUN", "PROPN"})}
_ONWARD = frozenset({"xcomp", "ccomp", "dobj", "attr", "oprd", "nsubj", "nsubjpass", "conj"})
"""From a verb that names no event on to what it governs: "managed to sell", "began talks", "an attack took place"."""
_WITHIN = ("dobj", "prt", "prep", "pobj", "dative", "oprd", "acomp", "advmod", "nsubjpass", "amod", "compound")
_BESIDE = ("poss", "amod", "compound", "nmod", "appos", "nummod")
_OBJECTS = ("dobj", "oprd", "attr")
_MUTUAL = frozenset({"with", "between"})


def code_event(tree: Tree, first_token: int, last_token: int, head: int, entity_at: EntityAt) -> Event | None:
    """The event that the clause headed at `head` tells, None where its words name none.

    The nearest to the head wins; words outside the tokens `first_token`..`last_token` name none.
    """
    for index in onward(tree, first_token, last_token, head):
        if (event := code_at(tree, index, entity_at)) is not None:
            return replace(event, ongoing=True) if _goes_on(tree, index) else event
    return None


def code_at(tree: Tree, index: int, entity_at: EntityAt) -> Event | None:
    """The event that the words at a token name by themselves, whatever governs them."""
    rule = rule_at(tree, index)
    return None if rule is None else _coded(tree, index, rule, entity_at)


def _goes_on(tree: Tree, index: int) -> bool:
    """ "continue to train", "ongoing attacks": nothing is told that was done at one time."""
    known = word_list("goes-on")
    token = tree.tokens[index]
    beside = (tree.tokens[c].norm for c in tree.children[index] if tree.tokens[c].dep == "amod")
    above = tree.tokens[token.head].lemma if token.dep in ("xcomp", "dobj", "advcl", "pobj") else ""
    return above in known or any(word in known for word in beside)


def onward(tree: Tree, first: int, last: int, head: int) -> Iterator[int]:
    """From a clause's head, nearest first, to what it governs; only tokens `first`..`last`."""
    found = [head]
    for index in found:
        if first <= index <= last:
            yield index
        if tree.tokens[index].pos in _POS["verb"]:
            found.extend(c for c in tree.children[index] if tree.tokens[c].dep in _ONWARD)


@cache
def _index() -> dict[str, tuple[tuple[Phrase, EventRule], ...]]:
    return index_forms(events())


def rule_at(tree: Tree, index: int) -> EventRule | None:
    """The rule whose words stand at a token, the first of the table where several do."""
    token = tree.tokens[index]
    for words, rule in _index().get(token.lemma, ()):
        if token.pos in _POS[rule.kind] and (len(words) == 1 or _governs(tree, index, words[1:])):
            return rule
    return None


def _governs(tree: Tree, index: int, words: tuple[str, ...]) -> bool:
    """Each word hangs on the head, or on the object or preposition that does."""
    near = [c for c in tree.children[index] if tree.tokens[c].dep in _WITHIN]
    near.extend([d for c in near for d in tree.children[c] if tree.tokens[d].dep in _WITHIN])
    lemmas = {tree.tokens[i].lemma for i in near}
    return all(word in lemmas for word in words)


def _coded(tree: Tree, index: int, rule: EventRule, entity_at: EntityAt) -> Event:
    taken: set[str] = set()
    actor = _first_entity(tree, index, rule.actor, entity_at, taken)
    recipient = _first_entity(tree, index, rule.recipient or "", entity_at, taken)
    if recipient is None and _MUTUAL & set((rule.recipient or "").split()):
        recipient = _partner(tree, index, entity_at, taken)
    if recipient is None:
        recipient = _named_below(tree, index, rule, entity_at, taken)
    return Event(rule.type, rule.mode, actor, recipient, f"event/{rule.id}")


def _named_below(tree: Tree, index: int, rule: EventRule, entity_at: EntityAt, taken: set[str]) -> str | None:
    """The recipient of a second word for the same event: "sent troops to punish Lusaka"."""
    below = ((i, other) for i in tree.subtree(index) if i != index and (other := rule_at(tree, i)) is not None)
    same = (_first_entity(tree, i, o.recipient or "", entity_at, taken) for i, o in below if o.type == rule.type)
    return next((found for found in same if found is not None), None)


def _first_entity(tree: Tree, index: int, places: str, entity_at: EntityAt, taken: set[str]) -> str | None:
    """The entity at the first of the places where one stands that has no part yet."""
    for place in places.split():
        for token in _at(tree, index, place):
            entity = _entity(tree, token, entity_at)
            if entity is not None and entity not in taken:
                taken.add(entity)
                return entity
    return None


def _entity(tree: Tree, token: int, entity_at: EntityAt) -> str | None:
    """The entity named there, or else whose it is: "Iran's drones", "Iranian forces"."""
    if (own := _party(entity_at(token))) is not None:
        return own
    beside = [c for c in tree.children[token] if tree.tokens[c].dep in _BESIDE]
    if any(tree.tokens[i].lemma in word_list("not-the-state") for i in (token, *beside)):
        return None
    return next((found for c in beside if (found := _party(entity_at(c))) is not None), None)


def _party(entity: str | None) -> str | None:
    """A weapon is what passes from hand to hand, never one of the parties."""
    return None if entity is None or entity.startswith("weapon/") else entity


def _at(tree: Tree, index: int, place: str) -> tuple[int, ...]:
    """Tokens that stand at `place`: subject, object, dative, or after a preposition."""
    if place == "subject":
        return _meant(tree, index, _doer(tree, index))
    if place == "object":
        return _meant(tree, index, _undergoer(tree, index))
    if place == "dative":
        return tuple(c for c in tree.children[index] if tree.tokens[c].dep == "dative" and tree.tokens[c].pos != "ADP")
    return _after(tree, index, place)


def _meant(tree: Tree, index: int, token: int | None) -> tuple[int, ...]:
    """The token, or what it stands for when it is "who" or "which"."""
    return () if token is None else _some(antecedent(tree, token, index))


def _some(token: int | None) -> tuple[int, ...]:
    return () if token is None else (token,)


def _doer(tree: Tree, index: int) -> int | None:
    if is_passive(tree, index) or _is_participle(tree, index):
        return agent(tree, index)
    if tree.tokens[index].dep == "pcomp":
        return _charged(tree, index)
    return subject(tree, index)


def _charged(tree: Tree, index: int) -> int | None:
    """Who does what stands after another verb's preposition: "accused Iran of helping", "Iran was accused of helping".

    It is the one accused, and only where there is none the one who speaks.
    """
    above = tree.tokens[tree.tokens[index].head].head
    charged = tree.child(above, "nsubjpass") if is_passive(tree, above) else tree.child(above, *_OBJECTS)
    return charged if charged is not None else subject(tree, index)


def _undergoer(tree: Tree, index: int) -> int | None:
    """The object; in a passive what stands in front; before a further verb whoever is to do it ("helped them win")."""
    if is_passive(tree, index):
        return tree.child(index, "nsubjpass")
    if _is_participle(tree, index):
        return tree.tokens[index].head
    if (own := tree.child(index, *_OBJECTS)) is not None:
        return own
    further = tree.child(index, "ccomp")
    return tree.child(further, "nsubj") if further is not None else None


def _is_participle(tree: Tree, index: int) -> bool:
    """ "drones sold by Turkey": a participle after its noun, with the meaning of a passive."""
    token = tree.tokens[index]
    return token.tag == "VBN" and token.dep == "acl" and tree.child(index, "nsubj", "aux") is None


def _after(tree: Tree, index: int, preposition: str) -> tuple[int, ...]:
    """Nouns after the preposition, where it hangs on the word, on its object, or on the verb it is the object of.

    A noun's doer may also stand before it ("Russia's invasion", "Israeli strikes") or be the subject of its verb,
    unless that is a deed of its own: who condemns a strike has not made it.
    """
    token = tree.tokens[index]
    near = [index, *(c for c in tree.children[index] if tree.tokens[c].dep in (*_OBJECTS, "nsubjpass", "prep", "prt"))]
    near.extend([d for c in near[1:] for d in tree.children[c] if tree.tokens[d].dep == "pobj"])
    if token.pos in _POS["noun"] and token.dep in _OBJECTS:
        near.append(token.head)
    found = [
        n
        for h in near
        for c in tree.children[h]
        if tree.tokens[c].norm == preposition
        for n in _some(tree.child(c, "pobj"))
    ]
    if preposition == "by" and token.pos in _POS["noun"]:
        found.extend(c for c in tree.children[index] if tree.tokens[c].dep in ("poss", "amod", "compound"))
        if token.dep in _OBJECTS and rule_at(tree, token.head) is None:
            found.extend(_some(_doer(tree, token.head)))
    return tuple(found)


def _partner(tree: Tree, index: int, entity_at: EntityAt, taken: set[str]) -> str | None:
    """The other of two who act together: "Iran and Tajikistan signed"."""
    doers = (_doer(tree, index),) if tree.tokens[index].pos in _POS["verb"] else _after(tree, index, "between")
    for doer in doers:
        while doer is not None and (doer := tree.child(doer, "conj")) is not None:
            entity = _entity(tree, doer, entity_at)
            if entity is not None and entity not in taken:
                return entity
    return None
