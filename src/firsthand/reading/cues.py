"""Where the reporting lexicon's words stand in a text."""

from __future__ import annotations

from functools import cache

import msgspec

from firsthand.lexicon.forms import Phrase, index_forms
from firsthand.lexicon.records import Cue
from firsthand.lexicon.reporting import cues
from firsthand.model import Token, Tree

_POS = {
    "verb": frozenset({"VERB", "AUX"}),
    "noun": frozenset({"NOUN", "PROPN"}),
    "adverb": frozenset({"ADV", "ADJ", "ADP", "INTJ"}),
    "adjective": frozenset({"ADJ", "VERB", "AUX"}),
    "adposition": frozenset({"ADP", "VERB", "SCONJ", "ADV", "NOUN", "PRON", "DET", "PROPN"}),
    "mark": frozenset({"PUNCT", "SYM"}),
}
GAP = 2
"""Up to this many other words may stand between the words of a phrase ("made it quite clear")."""


class CueAt(msgspec.Struct, frozen=True):
    """A cue's words at token indices `tokens`; `head` is the one that the construction hangs on."""

    rule: Cue
    head: int
    tokens: tuple[int, ...]


@cache
def _index() -> dict[str, tuple[tuple[Phrase, Cue], ...]]:
    return index_forms(cues())


def find_cues(tree: Tree) -> tuple[CueAt, ...]:
    """Every cue in text order; where several fit, the longest, then those of other parts of speech, in order of id."""
    index, found = _index(), []
    taken: set[int] = set()
    for i, token in enumerate(tree.tokens):
        phrases = (
            index.get(token.lemma, ())
            if token.lemma == token.norm
            else (*index.get(token.lemma, ()), *index.get(token.norm, ()))
        )
        best = 0
        for parts, rule in phrases:
            if len(parts) < best or i in taken:
                break
            where = _match(tree, i, parts)
            if where is not None and _can_be(tree, _head(tree, where, rule), rule):
                found.append(CueAt(rule, _head(tree, where, rule), where))
                best = len(parts)
        if best > 1:
            taken.update(found[-1].tokens)
    return tuple(found)


def _can_be(tree: Tree, head: int, rule: Cue) -> bool:
    """The right part of speech; a participle that only describes a noun ("written comments") tells nothing."""
    token = tree.tokens[head]
    return token.pos in _POS[rule.kind] and not (rule.kind == "verb" and token.dep in ("amod", "compound"))


def _match(tree: Tree, first: int, parts: tuple[str, ...]) -> tuple[int, ...] | None:
    where = [first]
    for part in parts[1:]:
        reach = range(where[-1] + 1, min(where[-1] + 2 + GAP, len(tree.tokens)))
        here = next((j for j in reach if _is(tree.tokens[j], part) and _hang_together(tree, where[0], j)), None)
        if here is None:
            return None
        where.append(here)
    return tuple(where)


def _is(token: Token, word: str) -> bool:
    return word in (token.lemma, token.norm)


def _hang_together(tree: Tree, first: int, other: int) -> bool:
    """Next to each other, or one governs the other: "made it clear" is a phrase, "made … was clear" is not."""
    if other - first == 1 or tree.tokens[first].sentence != tree.tokens[other].sentence:
        return other - first == 1
    return first in tree.ancestors(other) or other in tree.ancestors(first)


def _head(tree: Tree, where: tuple[int, ...], rule: Cue) -> int:
    """The word of the phrase that governs the others; of a verb phrase, the verb."""
    inside = set(where)
    tops = [i for i in where if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    fitting = [i for i in tops if tree.tokens[i].pos in _POS[rule.kind]] or [
        i for i in where if tree.tokens[i].pos in _POS[rule.kind]
    ]
    return (fitting or tops or list(where))[0]
