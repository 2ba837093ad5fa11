"""Whether a capital stands for its government or for the town."""

from __future__ import annotations

from firsthand.lexicon.naming import naming_words
from firsthand.model import Span, Token, Tree

PLACE, STATE = "metonymy/place", "metonymy/capital"

_SUBJECTS = ("nsubj", "agent", "csubj")
_MODIFIERS = ("compound", "nmod", "amod")


def capital_stands_for(tree: Tree, span: Span, *, follows: str = "") -> str:
    """`metonymy/capital` where the name speaks or acts, `metonymy/place` where it is a location.

    `follows` is the text behind the name: a dateline's bracket or comma makes it a place.
    """
    if not (inside := tree.within(span)):
        return PLACE
    if inside.start and tree.tokens[inside.start - 1].norm in naming_words("town-attributes"):
        return PLACE
    index = next((i for i in inside if tree.tokens[i].head not in inside), inside[-1])
    return STATE if not follows.startswith((" (", " —", " –")) and _acts(tree, _first_conjunct(tree, index)) else PLACE


def _first_conjunct(tree: Tree, index: int) -> int:
    """The word that carries the relation of a coordination ("Lisbon" in "Lisbon and Lusaka")."""
    while tree.tokens[index].dep == "conj" and tree.tokens[index].head != index:
        index = tree.tokens[index].head
    return index


def _acts(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    head = tree.tokens[token.head]
    if token.dep in _SUBJECTS:
        return not _is_town(tree, token.head)
    if token.dep == "nsubjpass":
        return head.lemma not in naming_words("physical")
    if token.dep == "poss":
        return head.lemma not in naming_words("town-nouns")
    if token.dep in ("dobj", "dative", "obj"):
        return head.lemma not in naming_words("physical") | naming_words("motion")
    if token.dep == "pobj":
        return _acts_behind(tree, head)
    if token.dep in _MODIFIERS:
        return head.lemma in ("government", "regime", "official", "authority", "administration", "leadership")
    return False


def _is_town(tree: Tree, verb: int) -> bool:
    """Whether the verb says what a town is ("is the capital of …", "lies on the river")."""
    attribute = tree.child(verb, "attr", "prep") if tree.tokens[verb].lemma in ("be", "become", "remain") else None
    return tree.tokens[verb].lemma in ("lie", "sit", "fall", "burn") or (
        attribute is not None and tree.tokens[attribute].lemma in naming_words("town-attributes")
    )


def _acts_behind(tree: Tree, preposition: Token) -> bool:
    """In and at make a town, with and against a government; of and to depend on what governs them."""
    above = tree.tokens[preposition.head]
    if preposition.norm in naming_words("place-prepositions"):
        return False
    if preposition.norm in ("to", "toward", "towards", "for"):
        return above.lemma not in naming_words("motion")
    if preposition.norm == "of":
        return above.pos == "NOUN" and above.lemma not in naming_words("town-nouns")
    return True
