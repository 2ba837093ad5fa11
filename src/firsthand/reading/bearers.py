"""Of whom an amount is said: "125-mile range" of the drone, "commerce" of two states."""

from __future__ import annotations

import msgspec

from firsthand.model import Mention, Quantity, Span, Tree
from firsthand.reading.parties import At, joined, verb_above
from firsthand.reading.phrases import antecedent, subject

_MUTUAL = frozenset({"bilateral", "mutual", "two-way", "trilateral"})
_BEARING = frozenset({"state", "weapon", "organisation", "armed group", "government", "person", "place", "people"})
_BESIDE = ("poss", "amod", "compound", "nmod")
_BACK = 60
"""How many words before a mutual figure the two sides may be named: about two sentences."""


def find_bearers(tree: Tree, at: At, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The amounts, each with the words for those of whom it is said."""
    return tuple(msgspec.structs.replace(q, whom=_bearers(tree, at, q)) for q in quantities)


def _bearers(tree: Tree, at: At, quantity: Quantity) -> tuple[Span, ...]:
    first = tree.at(quantity.span.start)
    verb = verb_above(tree, first)
    nouns = [i for i in (first, *tree.ancestors(first)) if tree.tokens[i].pos in ("NOUN", "PROPN")]
    nouns.extend(c for c in (tree.child(verb, "dobj", "nsubj") if verb is not None else None,) if c is not None)
    if any(tree.tokens[c].norm in _MUTUAL for n in nouns for c in tree.children[n]):
        return _two_sides(tree, at, first)
    for noun in dict.fromkeys(nouns):
        if found := _beside(tree, at, noun):
            return found
    if verb is not None and (doer := _doer(tree, verb)) is not None:
        return _named(tree, at, doer)
    return ()


def _doer(tree: Tree, verb: int) -> int | None:
    own = subject(tree, verb)
    if own is None:
        own = tree.child(verb, "nsubjpass")
    return None if own is None else antecedent(tree, own, verb)


def _beside(tree: Tree, at: At, noun: int) -> tuple[Span, ...]:
    """Named before the noun, or behind its "of", "between" or "with"."""
    near = [c for c in tree.children[noun] if tree.tokens[c].dep in _BESIDE]
    for c in tree.children[noun]:
        if tree.tokens[c].norm in ("of", "between", "with", "for", "in"):
            behind = tree.child(c, "pobj")
            near.extend(joined(tree, behind) if behind is not None else ())
    return tuple(m.span for i in near if (m := _bearing(at, i)) is not None)


def _named(tree: Tree, at: At, noun: int) -> tuple[Span, ...]:
    own = tuple(m.span for i in joined(tree, noun) if (m := _bearing(at, i)) is not None)
    if own:
        return own
    near = [c for c in tree.children[noun] if tree.tokens[c].dep in _BESIDE]
    return tuple(m.span for i in near for j in joined(tree, i) if (m := _bearing(at, j)) is not None)


def _bearing(at: At, index: int) -> Mention | None:
    found = at.get(index)
    return found if found is not None and found.kind in _BEARING else None


def _two_sides(tree: Tree, at: At, index: int) -> tuple[Span, ...]:
    """The two states that were named last before a figure that is mutual."""
    found: dict[str, Span] = {}
    for i in range(index, max(-1, index - _BACK), -1):
        mention = at.get(i)
        if mention is not None and mention.kind == "state" and mention.entity is not None:
            found.setdefault(mention.entity, mention.span)
        if len(found) == 2:
            break
    return tuple(sorted(found.values())) if len(found) == 2 else ()
