"""The clauses that a report tells in its own voice."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.lexicon.words import word_list
from firsthand.model import Span, Spans, Tree, all_covered
from firsthand.reading.phrases import RELATIVES, hides_a_name, is_finite, join_spans, noun_phrase, spans_of, subject

MAIN = frozenset({"ROOT", "parataxis"})
BELOW = frozenset({"relcl", "advcl", "ccomp", "conj"})
FEWEST = 3
"""A clause of fewer words tells nothing that could be checked."""


class Clause(msgspec.Struct, frozen=True):
    """A clause: its verb, and its words with the subject or antecedent that it shares."""

    head: int
    content: Spans


def side_clauses(tree: Tree, text: str, content: Spans) -> tuple[Clause, ...]:
    """What a content tells on the side: ", which …" and "with … having …" are told beside its main clause."""
    heads = [i for s in content for i in tree.within(s) if _is_absolute(tree, i) or _is_aside(tree, i)]
    return tuple(
        clause
        for head in heads
        for clause in _clause(tree, text, head, frozenset(), ())
        if all_covered(clause.content, content)
    )


def _is_aside(tree: Tree, index: int) -> bool:
    """A relative clause after a comma."""
    token = tree.tokens[index]
    first = tree.edges[index][0]
    return token.dep == "relcl" and is_finite(tree, index) and first > 0 and tree.tokens[first - 1].norm == ","


def find_clauses(tree: Tree, text: str, *, taken: Spans, told: Spans, cues: Spans) -> tuple[Clause, ...]:
    """Clauses outside `taken` (all that is attributed), without those whose verb is a cue, in text order. Words of
    `told` (what is attributed as a clause of its own) are left out of the clauses around them."""
    heads = [i for i in range(len(tree.tokens)) if _is_head(tree, i)]
    blocked = frozenset(heads)
    return tuple(
        clause
        for head in heads
        if not _inside(tree, head, taken)
        and not _is_somebodys(tree, head, cues)
        and not any(_inside(tree, i, cues) for i in (head, *_complements(tree, head)))
        for clause in _clause(tree, text, head, blocked, told)
    )


def _complements(tree: Tree, head: int) -> tuple[int, ...]:
    """ "is wary", "has yet to confirm", "stopped short of saying": what the verb only carries."""
    near = [c for c in tree.children[head] if tree.tokens[c].dep in ("acomp", "xcomp", "prep", "advmod")]
    below = [e for c in near for d in (c, *tree.children[c]) for e in (d, *tree.children[d])]
    return tuple(d for d in below if tree.tokens[d].dep in ("acomp", "xcomp", "pcomp"))


def _is_embedded_question(tree: Tree, head: int) -> bool:
    """ "it is not clear who fired": asked, not told."""
    asks = (tree.tokens[c].tag in ("WP", "WRB", "WDT") for c in tree.children[head] if c < head)
    return tree.tokens[head].dep == "ccomp" and any(asks)


def _is_somebodys(tree: Tree, head: int, cues: Spans) -> bool:
    """A clause that a cue governs is told by somebody, even where it is not known by whom."""
    return tree.tokens[head].dep == "ccomp" and _inside(tree, tree.tokens[head].head, cues)


def _only_speaks(tree: Tree, head: int) -> bool:
    """ "who spoke on condition …": how it was said, not what."""
    return tree.tokens[head].dep == "relcl" and tree.tokens[head].lemma in word_list("talk")


def _inside(tree: Tree, index: int, spans: Spans) -> bool:
    start = tree.tokens[index].start
    for span in spans:  # noqa: SIM110 (asked of every word for every assertion: any() takes thrice as long)
        if span.start <= start < span.end:
            return True
    return False


def _is_head(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    if token.pos not in ("VERB", "AUX"):
        return False
    if token.dep in MAIN:
        return True
    if token.dep == "conj":
        return is_finite(tree, index) and tree.tokens[token.head].pos in ("VERB", "AUX")
    return token.dep in BELOW and is_finite(tree, index) or _is_absolute(tree, index)


def _is_absolute(tree: Tree, index: int) -> bool:
    """ "with trade exceeding …": a participle with a subject of its own after "with"."""
    token = tree.tokens[index]
    above = tree.tokens[token.head]
    if token.tag not in ("VBG", "VBN"):
        return False
    if token.dep == "advcl":
        mark = tree.child(index, "mark")
        return (
            mark is not None
            and tree.tokens[mark].norm == "with"
            and tree.child(index, "nsubj", "nsubjpass") is not None
        )
    if token.dep == "pcomp":
        return above.norm == "with" and tree.child(index, "nsubj", "nsubjpass") is not None
    return (
        token.dep == "acl" and above.dep == "pobj" and above.pos in ("NOUN", "PROPN") and _hangs_loose(tree, above.head)
    )


def _hangs_loose(tree: Tree, preposition: int) -> bool:
    """A "with" that hangs on a verb, after a comma or at the start: it brings a circumstance, not a partner."""
    token = tree.tokens[preposition]
    before = tree.tokens[preposition - 1] if preposition else None
    return (
        token.norm == "with"
        and tree.tokens[token.head].pos in ("VERB", "AUX")
        and (before is None or before.norm == "," or before.sentence != token.sentence)
    )


def _clause(tree: Tree, text: str, head: int, blocked: frozenset[int], taken: Spans) -> Iterator[Clause]:
    own = [i for i in _own_tokens(tree, head, blocked) if not _inside(tree, i, taken)]
    if hides_a_name(tree, own) or _is_embedded_question(tree, head) or _only_speaks(tree, head):
        return
    own = _without_joints(tree, head, own)
    content = join_spans(spans_of(tree, (*_shared(tree, head), *own), text), text)
    content = tuple(s for s in content if any(c.isalnum() for c in s.of(text)))
    if content and sum(len(s.of(text).split()) for s in content) >= FEWEST:
        yield Clause(head, content)


def _own_tokens(tree: Tree, head: int, blocked: frozenset[int]) -> list[int]:
    """The subtree down to the next clauses."""
    kept, stack = [], [head]
    while stack:
        i = stack.pop()
        kept.append(i)
        stack.extend(c for c in tree.children[i] if c not in blocked and not _only_brings(tree, c, blocked))
    return sorted(kept)


def _only_brings(tree: Tree, index: int, blocked: frozenset[int]) -> bool:
    """The "with" of a circumstance that is a clause of its own."""
    below = tree.subtree(index)
    return tree.tokens[index].norm == "with" and any(i in blocked and _is_absolute(tree, i) for i in below)


_JOINING = frozenset({"cc", "punct", "mark", "preconj"})


def _without_joints(tree: Tree, head: int, own: list[int]) -> list[int]:
    """No joining word and no mark at either end."""
    while own and own[0] != head and tree.tokens[own[0]].dep in _JOINING:
        own = own[1:]
    while own and own[-1] != head and tree.tokens[own[-1]].dep in _JOINING and tree.tokens[own[-1]].norm != "?":
        own = own[:-1]
    return own


def _shared(tree: Tree, head: int) -> tuple[int, ...]:
    """The noun that a relative clause describes, the subject that a joined verb shares, the noun of "with …ing"."""
    token = tree.tokens[head]
    if token.dep == "relcl":
        return _noun(tree, token.head)
    if token.dep == "acl":
        return _noun(tree, token.head)
    if token.dep == "conj" and tree.child(head, "nsubj", "nsubjpass") is None:
        found = tree.child(token.head, "nsubj", "nsubjpass")
        found = found if found is not None else subject(tree, token.head)
        return _noun(tree, found) if found is not None and tree.tokens[found].norm not in RELATIVES else ()
    return ()


def _noun(tree: Tree, index: int) -> tuple[int, ...]:
    return noun_phrase(tree, index)


def main_word(tree: Tree, spans: Spans) -> int:
    """The word that governs a content: its first verb that hangs on nothing inside, else whatever does."""
    inside = [i for span in spans for i in tree.within(span)] or [tree.at(spans[0].start)]
    known = set(inside)
    tops = [
        i
        for i in inside
        if (tree.tokens[i].head not in known or tree.tokens[i].head == i) and tree.tokens[i].pos != "PUNCT"
    ]
    verbs = [i for i in tops if tree.tokens[i].pos in ("VERB", "AUX")]
    return (verbs or tops or inside)[0]


def stretches(tree: Tree, content: Spans) -> tuple[Spans, ...]:
    """A content's spans in groups: a break inside one sentence keeps them together, a sentence end parts them."""
    groups: list[list[Span]] = []
    for span in content:
        inside = tree.within(span)
        if (
            groups
            and inside
            and (before := tree.within(groups[-1][-1]))
            and tree.tokens[before[-1]].sentence == tree.tokens[inside[0]].sentence
        ):
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(map(tuple, groups))
