"""How far a reader would take a deed for done by what the page says of it: signs of the parse as features."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import Tree
from firsthand.reading.operators import climb, find_operators, leader, signature

_PERSONS = frozenset({"i", "we", "you", "he", "she", "it", "they", "who", "which", "that", "this", "there", "nobody"})


def features(tree: Tree, head: int) -> tuple[str, ...]:
    """Names of what holds of the deed at `head`, in order, each once."""
    found = (*_own(tree, head), *_above(tree, head), *_signs(tree, head))
    return tuple(dict.fromkeys(found))


def _own(tree: Tree, head: int) -> Iterator[str]:
    """Form of the word, its helpers, its subject, and whether it stands in quotation marks."""
    token = tree.tokens[head]
    yield f"tag {token.tag}"
    yield f"self {token.lemma}"
    for c in tree.children[head]:
        below = tree.tokens[c]
        if below.dep in ("aux", "auxpass", "neg", "expl", "poss", "prt"):
            yield f"has {below.dep} {below.lemma if below.dep != 'poss' else ''}"
        elif below.dep in ("nsubj", "nsubjpass"):
            yield f"has {below.dep} {below.norm if below.norm in _PERSONS else below.tag}"
        elif below.dep == "det":
            yield f"det {below.lemma}"
        elif below.dep in ("dobj", "ccomp", "xcomp", "advcl"):
            yield f"has {below.dep}"
    if token.tag in ("VB", "VBP") and token.dep in ("ROOT", "ccomp", "parataxis") and not _has_subject(tree, head):
        yield "bare"
    if _quoted(tree, head):
        yield "quoted"


def _has_subject(tree: Tree, head: int) -> bool:
    return tree.child(head, "nsubj", "nsubjpass", "expl", "aux") is not None


def _quoted(tree: Tree, head: int) -> bool:
    """An odd number of marks before it in its sentence."""
    number, marks, i = tree.tokens[head].sentence, 0, head - 1
    while i >= 0 and tree.tokens[i].sentence == number:
        marks += tree.tokens[i].norm in ('"', "“", "”", "``", "''")
        i -= 1
    return marks % 2 == 1


def _above(tree: Tree, head: int) -> Iterator[str]:
    """What the deed hangs on, step by step."""
    yield f"dep {tree.tokens[head].dep}"
    if leader(tree, head) != head:
        yield "joined"
    for height, step in enumerate(climb(tree, head), start=1):
        token = tree.tokens[step.index]
        yield f"by {step.by}"
        if height <= 2:
            yield f"{height} by {step.by}"
            yield f"{height} under {token.lemma}"
            yield f"{height} tag {token.tag}"
        if height == 1:
            yield f"1 {step.by.split('-')[0]} of {token.lemma}"


def _signs(tree: Tree, head: int) -> Iterator[str]:
    """Operators, with their height and without, and what readers took the verb above to say."""
    for operator in find_operators(tree, head):
        near = min(operator.above, 2)
        yield f"{near} {operator.rule}"
        yield f"{near} {operator.kind}"
        yield f"any {operator.kind}"
    value = signature(tree, head)
    if value is not None:
        yield f"signature {round(value)}"
