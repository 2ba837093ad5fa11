"""Questions that rules ask of a parse: whose subject, which noun phrase, which stretch of words."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.lexicon.words import word_list
from firsthand.model import Span, Spans, Tree

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_EDGE_DEPS = frozenset({"punct", "cc"})
_STRIP = " \t\u00a0\u202f,;:.-–—\"“”„«»'‘’`()[]"


def is_passive(tree: Tree, verb: int) -> bool:
    return tree.child(verb, "auxpass", "nsubjpass") is not None


def is_finite(tree: Tree, verb: int) -> bool:
    """Has a tense of its own or an auxiliary with one."""
    if tree.tokens[verb].tag in ("VBD", "VBZ", "VBP", "MD"):
        return True
    return any(
        tree.tokens[c].dep in ("aux", "auxpass") and tree.tokens[c].tag in ("VBD", "VBZ", "VBP", "MD")
        for c in tree.children[verb]
    )


def noun_phrase(tree: Tree, noun: int) -> tuple[int, ...]:
    """The noun with what belongs to its name and role; clauses that hang on it are left out."""
    kept = [noun]
    for i in kept:
        kept.extend(c for c in tree.children[i] if tree.tokens[c].dep not in _CLAUSES)
    run = _run_around(sorted(kept), noun, tree)
    while run and tree.tokens[run[0]].dep in _EDGE_DEPS:
        run = run[1:]
    while run and tree.tokens[run[-1]].dep in _EDGE_DEPS and run[-1] != noun and tree.tokens[run[-1]].norm != ")":
        run = run[:-1]
    return tuple(run)


def _run_around(indices: list[int], centre: int, tree: Tree) -> list[int]:
    """The indices that hang together with `centre`: a step over one mark is allowed, a step over a word is not."""
    at = indices.index(centre)
    low = high = at
    while low > 0 and indices[low] - indices[low - 1] <= 1:
        low -= 1
    while high + 1 < len(indices) and indices[high + 1] - indices[high] <= 1:
        high += 1
    return indices[low : high + 1]


def subject(tree: Tree, verb: int) -> int | None:
    """The token that does what `verb` says: its own subject, the one it shares, or the noun that it describes."""
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        own = _own_subject(tree, verb) if not is_passive(tree, verb) else agent(tree, verb)
        if own is not None:
            return own
        token = tree.tokens[verb]
        if token.tag == "VBN" and token.dep == "advcl" and tree.child(verb, "aux") is None:
            return agent(tree, verb)
        if is_passive(tree, verb) or tree.child(verb, "expl") is not None:
            return None
        if token.dep in ("acl", "relcl"):
            return token.head if token.tag != "VBN" else None
        if token.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "parataxis", "dep") and token.head != verb:
            verb = token.head
            if tree.tokens[verb].pos in ("NOUN", "PROPN", "PRON") and token.dep != "prep":
                return None
            if is_passive(tree, verb) and token.dep in ("xcomp", "advcl"):
                return _passive_subject(tree, verb)
        else:
            return None
    return None


def _passive_subject(tree: Tree, verb: int) -> int | None:
    """The subject of a passive, or the one that it shares with the verb it is joined to."""
    while (own := tree.child(verb, "nsubjpass", "nsubj")) is None and tree.tokens[verb].dep == "conj":
        verb = tree.tokens[verb].head
    return own


def _own_subject(tree: Tree, verb: int) -> int | None:
    """The subject nearest to the verb: in "a ferry which Malta insists carries …" that is Malta."""
    found = [c for c in tree.children[verb] if tree.tokens[c].dep in ("nsubj", "csubj")]
    return min(found, key=lambda c: abs(c - verb)) if found else None


def agent(tree: Tree, verb: int) -> int | None:
    """The noun after "by" of a passive."""
    by = tree.child(verb, "agent")
    if by is None:
        by = next(
            (c for c in tree.children[verb] if tree.tokens[c].norm == "by" and tree.tokens[c].dep == "prep"), None
        )
    return None if by is None else tree.child(by, "pobj")


def antecedent(tree: Tree, noun: int, verb: int) -> int | None:
    """What a relative pronoun stands for; any other noun stands for itself."""
    if tree.tokens[noun].norm not in RELATIVES or tree.tokens[noun].tag not in ("WP", "WDT", "IN", "DT", "PRP"):
        return noun
    for above in (verb, *tree.ancestors(verb)):
        if tree.tokens[above].dep == "relcl":
            return tree.tokens[above].head
    return None


def head_of(tree: Tree, spans: Spans) -> int:
    """The token of these words that governs the others."""
    inside = [i for span in spans for i in tree.within(span)] or [tree.at(spans[0].start)]
    known = set(inside)
    return next((i for i in inside if tree.tokens[i].head not in known or tree.tokens[i].head == i), inside[0])


def spans_of(tree: Tree, indices: Iterable[int], text: str) -> Spans:
    """Stretches of neighbouring tokens as spans, white space, commas and quotation marks at their ends cut off."""
    runs: list[list[int]] = []
    for i in sorted(set(indices)):
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    trimmed = (trim(tree.span(first, last), text) for first, last in runs)
    return tuple(s for s in trimmed if s is not None)


def trim(span: Span, text: str) -> Span | None:
    """The span without white space and marks at its ends; None when nothing is left. A closing bracket keeps its
    partner."""
    start, end = span.start, span.end
    while start < end and text[start] in _STRIP:
        start += 1
    while end > start and text[end - 1] in _STRIP and not _keeps_close(text, start, end):
        end -= 1
    return Span(start, end) if start < end else None


def _keeps_close(text: str, start: int, end: int) -> bool:
    if text[end - 1] == ")":
        return "(" in text[start:end]
    return text[end - 1] == "." and text[max(start, end - 4) : end].count(".") > 1


def join_spans(spans: Iterable[Span], text: str) -> Spans:
    """In text order, with those merged that overlap or have nothing but white space and marks between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip(_STRIP)):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def hides_a_name(tree: Tree, indices: Iterable[int]) -> bool:
    """ "who asked not to be named": a passive of naming and little else."""
    inside = [tree.tokens[i] for i in indices]
    return (
        len(inside) <= 8
        and any(t.lemma in word_list("naming") and t.tag == "VBN" for t in inside)
        and any(t.norm == "to" for t in inside)
    )
