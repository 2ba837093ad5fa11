"""What is counted or measured: the noun that a number hangs on, by the parse."""

from __future__ import annotations

from firsthand.model import Token, Tree
from firsthand.reading.measures import rate_word

_NOUNS = ("NOUN", "PROPN")
_FAR = 8
"""A counted noun stands at most this many tokens behind its number."""


def counted_noun(tree: Tree, start: int, end: int, *, spoken: bool) -> int | None:
    """Index of the noun that the number at `start`..`end` counts ("40 armed men", "dozens of men"), if there is one.
    Only a `spoken` number counts over "of": "article 5 of the treaty" counts no treaties."""
    if not tree.tokens:
        return None
    last = tree.at(end - 1)
    index = last
    for _ in range(_FAR):
        token = tree.tokens[index]
        if token.start >= end:
            return index if token.pos in _NOUNS and index - last <= _FAR else _next_noun(tree, last)
        below = _pobj(tree, index, "of") if spoken else None
        if below is not None and tree.tokens[below].start >= end and token.pos in (*_NOUNS, "NUM"):
            return below if tree.tokens[below].pos in _NOUNS and token.norm != "one" else None
        if token.start < start or token.head == index or token.dep not in _COUNTING:
            break
        index = token.head
    return _next_noun(tree, last)


_COUNTING = ("nummod", "quantmod", "compound", "amod", "nmod", "conj", "prep", "pobj", "punct")


def _next_noun(tree: Tree, last: int) -> int | None:
    """The plural that stands right behind a number, adjectives between, where the parse does not tie them."""
    for index in range(last + 1, min(last + 4, len(tree.tokens))):
        token = tree.tokens[index]
        if token.sentence != tree.tokens[last].sentence or token.pos not in (*_NOUNS, "ADJ"):
            return None
        if token.tag in ("NNS", "NNPS") or token.norm == "people":
            return index
    return None


def _pobj(tree: Tree, index: int, *prepositions: str) -> int | None:
    for child in tree.children[index]:
        if tree.tokens[child].dep == "prep" and tree.tokens[child].norm in prepositions:
            return tree.child(child, "pobj")
    return None


def _head_of_amount(tree: Tree, start: int, end: int) -> int | None:
    """The token of the amount that hangs on something outside it."""
    inside = [i for i in range(tree.at(start), tree.at(end - 1) + 1) if tree.tokens[i].start >= start]
    return next(
        (i for i in inside if tree.tokens[i].head == i or not start <= tree.tokens[tree.tokens[i].head].start < end),
        None,
    )


def find_measured(
    text: str, tree: Tree, start: int, end: int, *, noun: int | None, amounts: frozenset[int]
) -> str | None:
    """What is measured, in the report's words: the noun that the amount describes, or that the clause tells it of. The
    tokens of `amounts` measure, and are not measured."""
    if not tree.tokens:
        return None
    if noun is not None:
        words = noun_words(text, tree, noun, after=end)
        return words if " " in words else None
    index = _head_of_amount(tree, start, end)
    if index is None:
        return None
    found = _below(tree, index, end)
    found = _above(tree, index, amounts) if found is None else found
    return (
        None if found is None else noun_words(text, tree, found, after=end if tree.tokens[found].start >= end else None)
    )


def _below(tree: Tree, index: int, end: int) -> int | None:
    """ "40 tonnes of wheat", "$5 million in aid", "$5 million worth of aid"."""
    found = _pobj(tree, index, "of", "in", "for")
    if found is None or tree.tokens[found].pos not in _NOUNS or tree.tokens[found].start < end:
        return None
    return found


def _above(tree: Tree, index: int, amounts: frozenset[int]) -> int | None:
    """The noun, or the clause's subject or object, that the amount hangs on."""
    token = tree.tokens[index]
    for _ in range(5):
        if token.head == index:
            return _of_clause(tree, index, amounts) if token.pos in ("VERB", "AUX") else None
        head = tree.tokens[token.head]
        if token.dep != "conj" and head.pos in _NOUNS and token.head not in amounts:
            return token.head
        if head.pos in ("VERB", "AUX") and head.dep not in ("aux", "auxpass"):
            return _of_clause(tree, token.head, amounts)
        index, token = token.head, head
    return None


def _of_clause(tree: Tree, verb: int, amounts: frozenset[int]) -> int | None:
    """Object before subject: "cut the budget to $90 million"; the noun before "exceeding $5 million"."""
    for deps in (("dobj",), ("nsubj", "nsubjpass")):
        found = tree.child(verb, *deps)
        if found is not None and found not in amounts and tree.tokens[found].pos in _NOUNS:
            return found
    token = tree.tokens[verb]
    if token.head == verb:
        return None
    head = tree.tokens[token.head]
    if head.pos in _NOUNS and token.dep in ("acl", "relcl", "amod", "pcomp"):
        return token.head
    if head.pos == "ADP" and head.head != token.head:
        above = tree.tokens[head.head]
        return (
            head.head if above.pos in _NOUNS else _of_clause(tree, head.head, amounts) if above.pos == "VERB" else None
        )
    if token.dep in ("xcomp", "advcl", "conj", "ccomp") and head.pos == "VERB":
        return tree.child(token.head, "nsubj", "nsubjpass")
    return None


def noun_words(text: str, tree: Tree, noun: int, *, after: int | None) -> str:
    """The noun with what directly describes it ("bilateral commerce"), words before `after` left out."""
    first = noun
    for child in reversed(tree.children[noun]):
        token = tree.tokens[child]
        if child >= noun or child < first - 1 and tree.edges[child][1] < first - 1:
            continue
        if (
            token.dep not in ("amod", "compound", "nmod")
            or token.tag == "CD"
            or (after is not None and token.start < after)
        ):
            break
        first = tree.edges[child][0]
    start = tree.tokens[first].start if after is None else max(after, tree.tokens[first].start)
    return text[start : tree.tokens[noun].end].strip(" \u00a0-–")


def find_rate(tree: Tree, start: int, end: int, *, amounts: frozenset[int]) -> str | None:
    """The time that "yearly" and its like beside what is measured stand for ("cut yearly aid to $90 million")."""
    if not tree.tokens or (index := _head_of_amount(tree, start, end)) is None:
        return None
    found = _above(tree, index, amounts)
    for child in tree.children[found] if found is not None else ():
        token: Token = tree.tokens[child]
        if token.dep == "amod" and (rate := rate_word(token.norm)) is not None:
            return rate
    return None
