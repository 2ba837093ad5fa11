"""What a construction may look at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.lexicon.records import Cue
from firsthand.model import Quote, Sentence, Spans, Token, Tree
from firsthand.reading.cues import CueAt
from firsthand.reading.phrases import (
    RELATIVES,
    agent,
    is_finite,
    is_passive,
    join_spans,
    noun_phrase,
    spans_of,
    subject,
)


class Scene(msgspec.Struct, frozen=True):
    """What a construction may look at: one document's words, arcs, sentences and utterances in quotation marks."""

    text: str
    tree: Tree
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]


class Find(msgspec.Struct, frozen=True):
    """A cue with its parts; `head` is the token that the construction hangs on."""

    rule: Cue
    frame: str
    cue: Spans
    source: Spans
    content: Spans
    addressee: Spans = ()
    head: int = -1
    reach: int = 0
    """How many sentences back the content is looked for, where it is taken up from there."""
    under: int = -1
    """Head of the find that relays this one, where its content does not show it."""
    chance: float = 1.0
    """That it is one."""
    seen: bool = False
    """Whether the trained reader sees it too."""


OBJECTS = ("dobj", "obj", "attr", "oprd")


def find(
    scene: Scene,
    cue: CueAt,
    frame: str,
    content: Spans,
    *,
    source: int | None = None,
    own_source: bool = False,
    extra_cue: tuple[int, ...] = (),
    less: tuple[int, ...] = (),
    reach: int = 0,
) -> Find | None:
    """The find, or None where nothing is handed over. The source is the verb's subject where no `source` is given,
    unless `own_source` says that there is none."""
    tree = scene.tree
    if not content or _serves(tree, cue.head):
        return None
    if source is None and not own_source:
        source = subject(tree, cue.head) if tree.tokens[cue.head].pos in ("VERB", "AUX") else None
    named = noun_phrase(tree, source) if source is not None else ()
    if (
        source is not None
        and tree.tokens[source].norm in ("it", "there", "what")
        and cue.rule.kind == "verb"
        and is_passive(tree, cue.head)
    ):
        named = ()
    named = tuple(i for i in named if i not in cue.tokens and i not in less)
    words = spans_of(tree, (*cue.tokens, *extra_cue, *_auxiliaries(tree, cue.head)), scene.text)
    words = words or (tree.tokens[cue.head].span,)
    sources = spans_of(tree, named, scene.text)
    told = _addressee(scene, cue) if frame in ("clause", "quote", "infinitive") else ()
    return Find(cue.rule, frame, words, sources, content, told, cue.head, reach)


def _auxiliaries(tree: Tree, verb: int) -> tuple[int, ...]:
    """Helping verbs and negation that stand right before a verbal cue ("has not said")."""
    return tuple(
        c for c in tree.children[verb] if tree.tokens[c].dep in ("aux", "auxpass", "neg") and verb - c <= 3 and c < verb
    )


def _addressee(scene: Scene, cue: CueAt) -> Spans:
    """To whom it is said: "told reporters", "said to the court"."""
    tree, verb = scene.tree, cue.head
    for c in tree.children[verb]:
        if (
            tree.tokens[c].dep in ("dobj", "dative", "iobj")
            and tree.tokens[c].pos in ("NOUN", "PROPN", "PRON")
            and tree.tokens[c].norm not in RELATIVES
            and not in_quote(scene, tree.tokens[c])
        ):
            head = tree.child(c, "pobj") if tree.tokens[c].pos == "ADP" else c
            return spans_of(tree, noun_phrase(tree, head), scene.text)[:1] if head is not None else ()
        if (
            tree.tokens[c].dep in ("dative", "prep")
            and tree.tokens[c].norm == "to"
            and (head := tree.child(c, "pobj")) is not None
        ):
            return spans_of(tree, noun_phrase(tree, head), scene.text)[:1]
    return ()


def in_quote(scene: Scene, token: Token) -> bool:
    return any(q.inner.start <= token.start < q.inner.end for q in scene.quotes if not q.scare)


def _serves(tree: Tree, verb: int) -> bool:
    """ "an avenue to show …", "met to discuss …": an infinitive of purpose hands nothing over."""
    while tree.tokens[verb].dep == "conj" and tree.tokens[verb].tag == "VB":
        verb = tree.tokens[verb].head
    return has_to(tree, verb) and tree.tokens[verb].dep in ("acl", "advcl", "relcl")


def has_to(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[c].norm == "to" and tree.tokens[c].dep in ("aux", "mark") for c in tree.children[verb])


def tidy(scene: Scene, indices: Iterable[int], verb: int | None) -> Spans:
    """Stretches of these tokens, a leading "that" or relative pronoun left out, bits of one mark forgotten."""
    tree = scene.tree
    kept = sorted(set(indices))
    while kept and (
        tree.tokens[kept[0]].norm in ("that", "which", ",")
        and tree.tokens[kept[0]].dep in ("mark", "nsubj", "dobj", "punct", "pobj")
    ):
        kept = kept[1:]
    while kept and tree.tokens[kept[-1]].dep == "cc":
        kept = kept[:-1]
    if verb is not None and kept:
        kept = [i for i in kept if i != verb]
    return join_spans(spans_of(tree, kept, scene.text), scene.text)


def complement(tree: Tree, verb: int) -> int | None:
    """The clause that a verb of saying governs."""
    found = [c for c in tree.children[verb] if tree.tokens[c].dep == "ccomp"]
    found = found or [
        c for c in tree.children[verb] if tree.tokens[c].dep in ("xcomp", "parataxis", "acomp") and is_finite(tree, c)
    ]
    return next((c for c in found if c > verb), found[0] if found else None)


def is_reduced_passive(tree: Tree, verb: int) -> bool:
    """ "the plan rejected by the council": a participle after its noun."""
    return (
        tree.tokens[verb].tag == "VBN" and tree.tokens[verb].dep in ("acl", "advcl") and agent(tree, verb) is not None
    )
