"""Whether a noun names arms, and which."""

from __future__ import annotations

from functools import cache

import msgspec

from firsthand.lexicon.dealings import arms_classes
from firsthand.model import Mention, Span, Tree
from firsthand.reading.parties import front

_PART = frozenset({
    "variant", "version", "type", "model", "number", "batch", "shipment", "consignment", "line", "kind", "fleet",
    "dozen", "hundred", "thousand", "million", "package", "set", "unit", "squadron", "part", "component", "stock",
    "export", "sale", "delivery", "supply", "transfer",
})  # fmt: skip
_BEFORE = ("compound", "amod", "nmod", "appos", "poss")
_MILDER = frozenset({"think", "water", "fish", "fuel", "gas", "oil", "septic", "storage", "cargo", "passenger"})


class Arms(msgspec.Struct, frozen=True):
    """Arms in a text: their words, their class, and the listed weapon that they are."""

    token: int
    span: Span
    kind: str
    weapon: str | None = None


@cache
def _by_last() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Last word of a form -> all its words and the class, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in arms_classes():
        for form in entry.forms:
            words = tuple(form.lower().replace("-", " - ").split())
            found.setdefault(words[-1], []).append((words, entry.id))
    return {last: tuple(sorted(forms, key=lambda f: (-len(f[0]), f))) for last, forms in found.items()}


def arms_at(tree: Tree, token: int, at: dict[int, Mention]) -> Arms | None:
    """The arms that the noun at `token` names, or that it is a part, a kind or a maker of."""
    weapon = _weapon(tree, token, at)
    kind = _class_at(tree, token)
    if kind is None and weapon is None:
        return _further(tree, token, at)
    return Arms(token, front(tree, token), kind or "arms", weapon)


def _further(tree: Tree, token: int, at: dict[int, Mention]) -> Arms | None:
    """ "a variant of the drone", "a batch of missiles": what stands behind the "of"."""
    if tree.tokens[token].lemma not in _PART and tree.tokens[token].pos != "NUM":
        return None
    for c in tree.children[token]:
        if tree.tokens[c].norm in ("of", "for") and (noun := tree.child(c, "pobj")) is not None:
            found = arms_at(tree, noun, at)
            if found is not None:
                return Arms(found.token, Span(front(tree, token).start, found.span.end), found.kind, found.weapon)
    return None


def compound_arms(tree: Tree, token: int, at: dict[int, Mention]) -> Arms | None:
    """The arms before a noun: "drone factory", "drone-manufacturing facility", "arms deal"."""
    for i in range(tree.edges[token][0], token):
        if tree.tokens[i].dep in (*_BEFORE, "npadvmod", "dobj") and (found := arms_at(tree, i, at)) is not None:
            return found
    return None


def _weapon(tree: Tree, token: int, at: dict[int, Mention]) -> str | None:
    """The listed weapon named at the noun or beside it."""
    for i in (token, *(c for c in tree.children[token] if tree.tokens[c].dep in _BEFORE)):
        if (found := at.get(i)) is not None and found.kind == "weapon":
            return found.entity
    return None


def _class_at(tree: Tree, token: int) -> str | None:
    word = tree.tokens[token]
    if word.pos not in ("NOUN", "PROPN"):
        return None
    for words, kind in _by_last().get(word.lemma.lower(), ()) or _by_last().get(word.norm, ()):
        if len(words) > token + 1:
            continue
        before = [tree.tokens[token - n].norm for n in range(len(words) - 1, 0, -1)]
        if before == list(words[:-1]):
            milder = token > 0 and tree.tokens[token - 1].lemma in _MILDER and tree.tokens[token - 1].head == token
            return None if milder else kind
    return None
