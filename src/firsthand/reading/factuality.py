"""How far somebody commits himself: the operators around a verb, and the table that maps them to FactBank's values.

Values after Saurí and Pustejovsky, "FactBank: a corpus annotated with event factuality" (2009). What is judged is the
main event of a content: "said it was not true" makes the speaker CT- of its being true.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from firsthand.lexicon.forms import Phrase, index_forms
from firsthand.lexicon.records import Hedge, Negator, Plan
from firsthand.lexicon.reporting import hedges, negators, plans, refusing_verbs
from firsthand.lexicon.words import word_list
from firsthand.model import Act, Factuality, Tree

CERTAINTY = ("CT", "PR", "PS")
_NEAR = frozenset(
    {
        "aux",
        "auxpass",
        "advmod",
        "neg",
        "acomp",
        "prt",
        "npadvmod",
        "attr",
        "oprd",
        "expl",
        "prep",
        "intj",
        "ccomp",
        "xcomp",
        "mark",
    }
)
_FIRST_LEVEL = frozenset({"aux", "auxpass", "advmod", "neg", "npadvmod", "intj"})
_LIMIT = 4
"""A phrase of more words than this is not looked for."""


class Commitment(msgspec.Struct, frozen=True):
    """How far the words of a clause commit whoever says them; `act` is set where they tell a plan, a demand, a forecast
    or a question; `rules` are the lexicon entries that decided."""

    value: Factuality = "CT+"
    act: Act | None = None
    rules: tuple[str, ...] = ()


Operator = Hedge | Negator | Plan


@cache
def _operators() -> dict[str, tuple[tuple[Phrase, Operator], ...]]:
    rules: tuple[Operator, ...] = (*hedges(), *negators(), *plans())
    return index_forms(rules)


def judge(tree: Tree, head: int) -> Commitment:
    """The commitment of the clause whose main word is `head`."""
    if _is_imperative(tree, head):
        return Commitment("Uu", "demand", ("sentence/imperative",))
    found = [rule for i in _reach(tree, head) for rule in _at(tree, i, head)]
    certainty = max((CERTAINTY.index(h.to) for h in found if isinstance(h, Hedge) and h.to != "Uu"), default=0)
    negative = sum(isinstance(r, Negator) for r in found) % 2 == 1
    plan = next((r for r in found if isinstance(r, Plan)), None)
    left_open = any(isinstance(r, Hedge) and r.to == "Uu" for r in found)
    rules = tuple(dict.fromkeys(f"{type(r).__name__.lower()}/{r.id}" for r in found))
    value: Factuality = "Uu" if left_open else join(CERTAINTY[certainty], negative=negative)
    if plan is not None:
        value = combine(plan.to, value)
    return Commitment(value, plan.act if plan else None, rules)


_CALLS = frozenset({"please", "do", "not", "n't", "never", "always", "just", "now", "so", "and", "but"})
"""What may stand in front of a bare verb that calls for a deed."""


def _is_imperative(tree: Tree, head: int) -> bool:
    """ "Close the border.", "Do not trust him!": a bare verb without a subject opens a whole sentence."""
    token = tree.tokens[head]
    if token.tag != "VB" or token.dep != "ROOT" or tree.child(head, "nsubj", "nsubjpass", "expl", "csubj") is not None:
        return False
    before = head - 1
    while before >= 0 and tree.tokens[before].sentence == token.sentence:
        if tree.tokens[before].norm not in _CALLS and tree.tokens[before].pos != "PUNCT":
            return False
        before -= 1
    return any(tree.tokens[c].norm in (".", "!") for c in tree.children[head])


_HELPERS = frozenset({"neg", "advmod", "npadvmod", "preconj", "aux", "auxpass"})


def is_negated(tree: Tree, cue: int) -> bool:
    """The verb of saying is itself negated: "did not say", "neither confirmed nor denied", "refused to confirm"."""
    helpers = [c for c in tree.children[cue] if tree.tokens[c].dep in _HELPERS and not _has_own_deed(tree, c)]
    near = sorted({*helpers, *(d for c in helpers for d in tree.children[c])})
    found = [rule for i in near for rule in _at(tree, i, cue)]
    token = tree.tokens[cue]
    paired = token.dep == "conj" and tree.tokens[token.head].tag == token.tag and _neither(tree, token.head)
    supposed = any(tree.tokens[c].norm in ("if", "unless") and c < cue for c in tree.children[cue])
    return (
        any(isinstance(rule, Negator) for rule in found)
        or _is_shunned(tree, cue)
        or paired
        or supposed
        or _neither(tree, cue)
    )


def is_called_false(tree: Tree, noun: int) -> bool:
    """ "the charge … is false", "reports … were not true": the telling that this noun stands for is denied."""
    verb = tree.tokens[noun].head
    if tree.tokens[noun].dep not in ("nsubj", "nsubjpass") or tree.tokens[verb].lemma != "be":
        return False
    verdicts = [tree.tokens[c].lemma for c in tree.children[verb] if tree.tokens[c].dep in ("attr", "acomp")]
    negated = tree.child(verb, "neg") is not None
    false = any(v in word_list("falsehood") for v in verdicts)
    return false and not negated or negated and any(v in ("true", "correct", "accurate") for v in verdicts)


def _has_own_deed(tree: Tree, helper: int) -> bool:
    """ "Far from apologising, he said …": the words turn their own deed round, not the verb that they hang on."""
    loose = tree.tokens[helper].dep in ("advmod", "prep", "npadvmod")
    return loose and any(tree.tokens[i].tag == "VBG" for i in tree.subtree(helper))


def _is_shunned(tree: Tree, verb: int) -> bool:
    """ "failed to confirm", "has yet to say", "stopped short of saying", "instead of denying"."""
    while tree.tokens[verb].dep in ("xcomp", "pcomp", "prep", "advmod", "acl") and tree.tokens[verb].head != verb:
        verb = tree.tokens[verb].head
        token = tree.tokens[verb]
        if token.norm in word_list("shunning") or token.lemma in word_list("shunning") or _refuses(tree, verb):
            return True
        if token.lemma == "have":
            return any(tree.tokens[c].norm == "yet" for c in tree.children[verb])
    return False


def _refuses(tree: Tree, verb: int) -> bool:
    """Fails, declines, refuses: a negator, or a cue of denying that takes an infinitive."""
    negators_here = (r for r in _named(tree, verb) if isinstance(r, Negator))
    return tree.tokens[verb].lemma in refusing_verbs() or any(r.kind == "verb" for r in negators_here)


def _named(tree: Tree, index: int) -> Iterator[Operator]:
    """The operators that bear this word's lemma."""
    return (rule for parts, rule in _operators().get(tree.tokens[index].lemma, ()) if len(parts) == 1)


def nobody_does(tree: Tree, verb: int) -> bool:
    """The subject is nobody, or hardly anybody: "no minister", "few analysts", "neither NATO nor the EU"."""
    subjects = [c for c in tree.children[verb] if tree.tokens[c].dep in ("nsubj", "nsubjpass")]
    near = [i for c in subjects for i in (c, *tree.children[c])]
    return any(tree.tokens[i].norm in word_list("nobodies") and not _is_a_few(tree, i) for i in near)


def _is_a_few(tree: Tree, index: int) -> bool:
    return index > 0 and tree.tokens[index - 1].norm in ("a", "the", "not")


def _neither(tree: Tree, verb: int) -> bool:
    """ "neither confirmed nor denied": the first of the pair carries the word."""
    return any(tree.tokens[c].norm == "neither" for c in tree.children[verb])


_VALUES: dict[tuple[str, bool], Factuality] = {
    ("CT", False): "CT+",
    ("PR", False): "PR+",
    ("PS", False): "PS+",
    ("CT", True): "CT-",
    ("PR", True): "PR-",
    ("PS", True): "PS-",
}


def join(certainty: str, *, negative: bool) -> Factuality:
    return _VALUES[certainty, negative]


def combine(outer: Factuality, inner: Factuality) -> Factuality:
    """What is left of `inner` when it is told with commitment `outer`: the weaker certainty, the product of the
    signs."""
    if outer == "Uu" or inner == "Uu":
        return "Uu"
    weakest = max(CERTAINTY.index(outer[:2]), CERTAINTY.index(inner[:2]))
    return join(CERTAINTY[weakest], negative=outer[2] != inner[2])


def _reach(tree: Tree, head: int) -> tuple[int, ...]:
    """Tokens that can bear on the clause: the head, its helpers, what completes it, and "no" on subject or object."""
    near = [head, *(c for c in tree.children[head] if tree.tokens[c].dep in _NEAR and not _has_own_deed(tree, c))]
    for c in tree.children[head]:
        if tree.tokens[c].dep in ("nsubj", "nsubjpass", "dobj", "attr", "acomp", "advmod"):
            near += [c, *(d for d in tree.children[c] if tree.tokens[d].dep in ("det", "neg", "advmod"))]
        if tree.tokens[c].dep in ("xcomp", "acomp") and _is_raising(tree, head):
            near += [d for d in tree.children[c] if tree.tokens[d].dep in _FIRST_LEVEL]
    return tuple(dict.fromkeys(sorted(near)))


def _is_raising(tree: Tree, head: int) -> bool:
    """The head is itself an operator ("seems", "fails"): what it governs is the event."""
    return any(len(parts) == 1 for parts, _ in _operators().get(tree.tokens[head].lemma, ()))


def _at(tree: Tree, index: int, head: int) -> tuple[Operator, ...]:
    """The operators that begin at this token and fit its place in the clause."""
    token = tree.tokens[index]
    for word in dict.fromkeys((token.norm, token.lemma)):
        for parts, rule in _operators().get(word, ()):
            if _follows(tree, index, parts) and _fits(tree, index, head, rule):
                return (rule,)
    return ()


def _follows(tree: Tree, index: int, parts: tuple[str, ...]) -> bool:
    if len(parts) > _LIMIT or index + len(parts) > len(tree.tokens):
        return False
    here = tree.tokens[index : index + len(parts)]
    if parts[-1] == "to" and here[-1].pos != "PART":
        return False  # "was due to fog" tells no plan
    if len(parts) > 1 and parts[-1] == "have" and here[-1].pos != "AUX":
        return False  # "should have a dog" blames nobody
    return all(part in (t.norm, t.lemma) for part, t in zip(parts, here, strict=True))


_FITTING = {
    "modal": ("AUX", "VERB"),
    "verb": ("VERB", "AUX"),
    "adverb": ("ADV", "ADJ", "PART", "INTJ", "SCONJ"),
    "adjective": ("ADJ", "VERB", "ADV"),
    "noun": ("NOUN", "PROPN"),
    "particle": ("PART", "ADV", "INTJ"),
    "determiner": ("DET", "PRON", "ADV"),
    "pronoun": ("PRON", "NOUN", "DET"),
    "preposition": ("ADP", "SCONJ"),
    "phrase": (),
}


def _fits(tree: Tree, index: int, head: int, rule: Operator) -> bool:
    """Right part of speech; a verb counts only as the head that governs an event, a noun only as a complement."""
    token = tree.tokens[index]
    allowed = _FITTING[rule.kind]
    if allowed and token.pos not in allowed:
        return False
    if rule.kind == "verb" and index == head:
        return any(
            tree.tokens[c].dep in ("xcomp", "ccomp", "acomp", "oprd", "prep", "dobj") and c > head
            for c in tree.children[head]
        )
    if rule.kind in ("verb", "noun"):
        return token.dep in ("attr", "acomp", "nsubj", "dobj") and index != head
    return index != head or rule.kind in ("adjective", "phrase", "modal")
