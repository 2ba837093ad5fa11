"""What bears on whether a deed is told as done: the words around it, and the words it hangs on, clause by clause.

The walk begins at a verb or a noun and climbs the parse. Each step says by which construction the lower word hangs on
the upper one; each operator names the words that are its sign, so that a page can point at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from firsthand.lexicon.commitment import joints, signatures
from firsthand.lexicon.forms import Phrase, index_forms
from firsthand.lexicon.records import Cue, Hedge, Joint, Negator, Plan
from firsthand.lexicon.reporting import cues, hedges, negators, plans
from firsthand.model import Span, Spans, Tree

Kind = Literal[
    "negation", "modal", "tense", "condition", "question", "purpose", "attribution", "hedge", "plan", "implication",
    "circumstance",
]  # fmt: skip

HIGHEST = 4
"""So many words above the deed are looked at: beyond them little changes."""

_HELPERS = frozenset(
    {"aux", "auxpass", "advmod", "neg", "mark", "prt", "npadvmod", "preconj", "intj", "det", "poss", "acomp", "attr"}
)
_CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "advcl", "acl", "relcl", "csubj", "csubjpass", "parataxis", "conj"})


class Operator(msgspec.Struct, frozen=True):
    """A sign `above` so many steps over the deed (0: in its own clause): `cue` are its token indices, `rule` the entry
    of the lexicon that knows it."""

    kind: Kind
    rule: str
    cue: tuple[int, ...]
    above: int = 0


class Step(msgspec.Struct, frozen=True):
    """One word above the deed: `index`, and by which construction the word below hangs on it."""

    index: int
    by: str


def leader(tree: Tree, head: int) -> int:
    """The first of a row of verbs or nouns that share what governs them: "will go and see", "plans to go and see"."""
    while tree.tokens[head].dep == "conj" and tree.tokens[head].head < head:
        first = tree.tokens[head].head
        own = tree.child(head, "nsubj", "nsubjpass", "aux", "auxpass", "mark")
        if own is not None or (tree.tokens[first].pos in _VERBS) != (tree.tokens[head].pos in _VERBS):
            break
        head = first
    return head


_VERBS = frozenset({"VERB", "AUX"})


def climb(tree: Tree, head: int) -> tuple[Step, ...]:
    """The words above `head` in its sentence, nearest first, at most HIGHEST; a joined word hangs where the first of
    its row does."""
    steps: list[Step] = []
    below = leader(tree, head)
    while len(steps) < HIGHEST and tree.tokens[below].head != below:
        token = tree.tokens[below]
        steps.append(Step(token.head, _construction(tree, below)))
        below = token.head
    return tuple(steps)


def _construction(tree: Tree, below: int) -> str:
    """ "xcomp-to", "ccomp-that", "pobj-of", "advcl-if": the relation, and the small word that goes with it."""
    token = tree.tokens[below]
    if token.dep in ("pobj", "pcomp"):
        return f"{token.dep}-{tree.tokens[token.head].norm}"
    if token.dep not in _CLAUSAL:
        return token.dep
    for c in tree.children[below]:
        small = tree.tokens[c]
        if c < below and (small.dep == "mark" or small.tag in ("TO", "WRB", "WP", "WDT")):
            return f"{token.dep}-{small.norm}"
    return f"{token.dep}-{token.tag}"


def find_operators(tree: Tree, head: int) -> tuple[Operator, ...]:
    """The operators over a deed, by height and then in text order."""
    first = leader(tree, head)
    found = [*_around(tree, head, 0), *(_around(tree, first, 0) if first != head else ())]
    below = first
    for height, step in enumerate(climb(tree, head), start=1):
        found.extend(_between(tree, below, step, height))
        found.extend(_of_governor(tree, below, step, height))
        found.extend(o for o in _around(tree, step.index, height) if below not in o.cue)
        below = step.index
    found.extend(_asked(tree, head))
    return tuple(dict.fromkeys(sorted(found, key=lambda o: (o.above, o.cue, o.kind, o.rule))))


_CARRYING = frozenset({"negation", "hedge", "plan", "implication"})


def deed_of(tree: Tree, head: int) -> int:
    """What is told of by "failed to leave", "wants to leave": the leaving; any other word stands for itself."""
    for c in tree.children[head]:
        if tree.tokens[c].dep == "xcomp" and any(tree.tokens[d].tag == "TO" for d in tree.children[c]):
            over = find_operators(tree, c)
            if any(o.kind in _CARRYING and o.above == 1 and head in o.cue for o in over):
                return c
    return head


def cue_spans(tree: Tree, operator: Operator) -> Spans:
    """Where the operator's words stand."""
    return tuple(Span(tree.tokens[i].start, tree.tokens[i].end) for i in operator.cue)


_Small = Hedge | Negator | Plan


@cache
def _small() -> dict[str, tuple[tuple[Phrase, _Small], ...]]:
    rules: tuple[_Small, ...] = (*hedges(), *negators(), *plans())
    return index_forms(rules)


@cache
def _governors() -> dict[str, tuple[tuple[Phrase, Cue], ...]]:
    return index_forms(c for c in cues() if c.kind in ("verb", "noun", "adjective"))


@cache
def _joints() -> dict[str, tuple[tuple[Phrase, Joint], ...]]:
    return index_forms(joints())


def _around(tree: Tree, word: int, above: int) -> Iterator[Operator]:
    """Helpers of one word: its auxiliaries, negations, adverbs, and "no" on its subject or object."""
    near = [c for c in tree.children[word] if tree.tokens[c].dep in _HELPERS]
    for c in tree.children[word]:
        if tree.tokens[c].dep in ("nsubj", "nsubjpass", "dobj", "attr", "aux", "advmod"):
            near += [d for d in tree.children[c] if tree.tokens[d].dep in ("det", "neg", "advmod")]
            if tree.tokens[c].dep != "aux" and tree.tokens[c].norm in ("nobody", "nothing", "none"):
                near.append(c)
    for i in sorted(set(near)):
        if (rule := _small_at(tree, i)) is not None:
            parts, entry = rule
            yield Operator(_kind_of(entry), _rule_id(entry), tuple(range(i, i + len(parts))), above)


def _small_at(tree: Tree, index: int) -> tuple[Phrase, _Small] | None:
    """The longest entry that begins at a helper."""
    token = tree.tokens[index]
    for word in dict.fromkeys((token.norm, token.lemma)):
        for parts, rule in _small().get(word, ()):
            if rule.kind != "verb" and _reads(tree, index, parts):
                return parts, rule
    return None


def _reads(tree: Tree, index: int, parts: Phrase) -> bool:
    here = tree.tokens[index : index + len(parts)]
    return len(here) == len(parts) and all(p in (t.norm, t.lemma) for p, t in zip(parts, here, strict=True))


def _kind_of(rule: _Small) -> Kind:
    if isinstance(rule, Negator):
        return "negation"
    if isinstance(rule, Plan):
        return "tense" if rule.id in ("will", "going-to") else "modal" if rule.kind == "modal" else "plan"
    return "condition" if rule.id == "if" else "modal" if rule.kind == "modal" else "hedge"


def _rule_id(rule: _Small) -> str:
    return f"{type(rule).__name__.lower()}/{rule.id}"


def _between(tree: Tree, below: int, step: Step, above: int) -> Iterator[Operator]:
    """The word that joins the lower clause to the upper: "if", "to", "without", "after"."""
    small = [c for c in tree.children[below] if tree.tokens[c].dep in ("mark", "aux", "advmod") and c < below]
    if tree.tokens[step.index].dep in ("prep", "agent"):
        small.append(step.index)
    if tree.tokens[below].dep in ("pobj", "pcomp"):
        small.append(step.index)
    for i in dict.fromkeys(small):
        for parts, joint in _joints().get(tree.tokens[i].norm, ()):
            if _reads(tree, i, parts) and step.by.split("-")[0] in joint.joins:
                yield Operator(joint.makes, f"joint/{joint.id}", tuple(range(i, i + len(parts))), above)
                break


def _of_governor(tree: Tree, below: int, step: Step, above: int) -> Iterator[Operator]:
    """What the upper word says of the lower clause: a cue that tells it, a verb that carries or cancels it."""
    governor = tree.tokens[step.index]
    if tree.tokens[below].dep not in _CLAUSAL - {"conj", "relcl"} and tree.tokens[below].dep not in _ARGUMENTS:
        return
    for parts, rule in _small().get(governor.lemma, ()):
        if rule.kind in ("verb", "adjective", "noun") and _carries(tree, step.index, below, parts):
            yield Operator(_kind_of(rule), _rule_id(rule), (step.index,), above)
            break
    if tree.tokens[below].dep in ("ccomp", "xcomp", "acl", "pcomp", "csubj", "parataxis", "dobj", "pobj"):
        for parts, cue in _governors().get(governor.lemma, ()):
            if len(parts) == 1 and _agrees(governor.pos, cue):
                yield Operator("attribution", f"cue/{cue.id}", (step.index,), above)
                break
    if (frame := frame_of(tree, below, step.index)) is not None and (governor.lemma, frame) in signatures():
        yield Operator("implication", f"signature/{governor.lemma}", (step.index,), above)


_ARGUMENTS = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "oprd", "prep", "agent", "dative"})


def _agrees(pos: str, cue: Cue) -> bool:
    return {"verb": ("VERB", "AUX"), "noun": ("NOUN",), "adjective": ("ADJ", "VERB")}.get(cue.kind, ()).count(pos) > 0


def _carries(tree: Tree, governor: int, below: int, parts: Phrase) -> bool:
    """ "failed to hold": a phrase's "to" is the one of the clause below."""
    if len(parts) == 1:
        return True
    if parts[1:] == ("to",):
        return any(tree.tokens[c].tag == "TO" for c in tree.children[below])
    return _reads(tree, governor, parts)


def frame_of(tree: Tree, below: int, governor: int) -> str | None:
    """The frame by which MegaVeridicality's readers judged the verb: "that", "to", with "-passive"."""
    dep = tree.tokens[below].dep
    if dep not in ("ccomp", "xcomp", "acl", "advcl", "csubj"):
        return None
    to = any(tree.tokens[c].tag == "TO" for c in tree.children[below])
    if dep in ("acl", "advcl") and not to:
        return None
    passive = any(tree.tokens[c].dep in ("auxpass", "nsubjpass") for c in tree.children[governor])
    return ("to" if to else "that") + ("-passive" if passive else "")


def signature(tree: Tree, head: int) -> float | None:
    """How readers took the complement of the nearest verb above, affirmed or negated as it stands; None if unknown."""
    below = leader(tree, head)
    for step in climb(tree, head):
        frame = frame_of(tree, below, step.index)
        if frame is not None:
            found = signatures().get((tree.tokens[step.index].lemma, frame))
            negated = any(o.kind == "negation" for o in _around(tree, step.index, 0))
            return None if found is None else found[negated]
        below = step.index
    return None


def _asked(tree: Tree, head: int) -> Iterator[Operator]:
    """A question mark at the end of the sentence."""
    number = tree.tokens[head].sentence
    last = head
    while last + 1 < len(tree.tokens) and tree.tokens[last + 1].sentence == number:
        last += 1
    for i in range(last, max(head, last - 2), -1):
        if tree.tokens[i].norm == "?":
            yield Operator("question", "sentence/question", (i,), 0)
            return
