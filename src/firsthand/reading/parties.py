"""Where in a parse the parties to a dealing stand, and whom the words there name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from firsthand.model import Mention, Party, Span, Tree
from firsthand.reading.phrases import RELATIVES, agent, antecedent, is_passive, subject

_OBJECTS = ("dobj", "oprd", "attr")
_BESIDE = ("poss", "amod", "compound", "nmod")
_FRONT = frozenset({"amod", "compound", "nummod", "nmod", "poss", "quantmod", "advmod", "punct", "npadvmod"})
_LEADS = frozenset({"xcomp", "conj", "ccomp", "advcl", "pcomp"})
_NAMED = frozenset({"person", "state", "government", "organisation", "armed group", "people", "place", "outlet"})
_WHERE = frozenset({"in", "inside", "across"})

At = dict[int, Mention]
"""The mention that is headed at each token."""


class Clause(msgspec.Struct, frozen=True):
    """A document's parse and its mentions, with the token that the dealing hangs on. `lands` are the states and bodies
    that persons act for, by the persons' entities."""

    tree: Tree
    at: At
    cue: int
    lands: dict[str, str] = {}


def find_lands(tree: Tree, at: At) -> dict[str, str]:
    """Whom each person acts for, as the words before a name or in a title have it: "Iran's Chief of Staff"."""
    found: dict[str, str] = {}
    for i, mention in sorted(at.items()):
        if mention.kind == "person" and mention.entity is not None:
            land = _land_of(Clause(tree, at, i), i)
            if land is not None and land.entity is not None:
                found.setdefault(mention.entity, land.entity)
    return found


def tokens_at(clause: Clause, place: str) -> tuple[int, ...]:
    """The nouns at `place` of the cue (see the head of `dealings.toml`), relative words resolved."""
    if (finder := _FINDERS.get(place)) is not None:
        found = finder(clause)
    else:
        found = _behind(clause, place)
    tree = clause.tree
    meant = (antecedent(tree, i, clause.cue) for i in found)
    return tuple(i for i in meant if i is not None)


def _subject(clause: Clause) -> tuple[int, ...]:
    tree, cue = clause.tree, clause.cue
    if is_passive(tree, cue) or _is_reduced(tree, cue):
        return _some(agent(tree, cue))
    if tree.tokens[cue].dep in ("acl", "relcl") and tree.tokens[cue].tag == "VB":
        noun = tree.tokens[cue].head
        if tree.tokens[noun].dep == "attr":
            return _some(tree.child(tree.tokens[noun].head, "nsubj"))
        return _some(_beyond_noun(tree, cue))
    if tree.tokens[cue].dep == "pcomp":
        above = tree.tokens[tree.tokens[cue].head].head
        charged = tree.child(above, "nsubjpass") if is_passive(tree, above) else tree.child(above, *_OBJECTS)
        if charged is not None:
            return (charged,)
    return _some(subject(tree, cue))


def _beyond_noun(tree: Tree, verb: int) -> int | None:
    """ "made steps to reinforce", "is the one to oppose": the infinitive's doer is that of the verb above its noun."""
    token = tree.tokens[verb]
    if token.dep not in ("acl", "relcl") or tree.child(verb, "aux") is None:
        return None
    if (owner := tree.child(token.head, "poss")) is not None:
        return owner
    above = verb_above(tree, token.head)
    return None if above is None else subject(tree, above)


def _object(clause: Clause) -> tuple[int, ...]:
    tree, cue = clause.tree, clause.cue
    if is_passive(tree, cue):
        own = tree.child(cue, "nsubjpass")
        return _some(own if own is not None else _passed_down(tree, cue))
    if _is_reduced(tree, cue):
        return (tree.tokens[cue].head,)
    all_objects = tuple(c for c in tree.children[cue] if tree.tokens[c].dep in _OBJECTS)
    return all_objects or _some(_relative_head(tree, cue))


def _passed_down(tree: Tree, verb: int) -> int | None:
    """The subject that a passive shares with the verb it is joined to."""
    while tree.tokens[verb].dep in _LEADS and tree.tokens[verb].head != verb:
        verb = tree.tokens[verb].head
        if (own := tree.child(verb, "nsubjpass", "nsubj")) is not None:
            return own
    return None


def _relative_head(tree: Tree, verb: int) -> int | None:
    """The noun whose relative clause this verb stands in, where that clause leaves the object out."""
    for above in (verb, *tree.ancestors(verb)):
        if tree.tokens[above].dep == "relcl":
            return tree.tokens[above].head
        if tree.tokens[above].dep not in _LEADS:
            return None
    return None


def _is_reduced(tree: Tree, verb: int) -> bool:
    token = tree.tokens[verb]
    return token.tag == "VBN" and token.dep == "acl" and tree.child(verb, "nsubj", "aux") is None


def _dative(clause: Clause) -> tuple[int, ...]:
    tree = clause.tree
    return tuple(c for c in tree.children[clause.cue] if tree.tokens[c].dep == "dative" and tree.tokens[c].pos != "ADP")


def _doer(clause: Clause) -> tuple[int, ...]:
    """Who does the verb above a noun: with a passive whoever it is done by, or else its subject ("was involved in")."""
    tree = clause.tree
    verb = verb_above(tree, clause.cue)
    if verb is None or _is_subject(tree, clause.cue, verb):
        return ()
    own = subject(tree, verb)
    if own is None and is_passive(tree, verb) and tree.tokens[clause.cue].dep == "pobj":
        own = tree.child(verb, "nsubjpass")
    return () if own == clause.cue else _some(own)


def _is_subject(tree: Tree, noun: int, verb: int) -> bool:
    first = next((i for i in (noun, *tree.ancestors(noun)) if tree.tokens[i].head == verb), noun)
    return tree.tokens[first].dep in ("nsubj", "nsubjpass") and not is_passive(tree, verb)


def verb_above(tree: Tree, index: int) -> int | None:
    """The nearest verb above."""
    return next((i for i in tree.ancestors(index) if tree.tokens[i].pos in ("VERB", "AUX")), None)


def _pair(clause: Clause) -> tuple[int, ...]:
    """The two at the noun that is the verb's subject: "ties between X and Y deteriorated"."""
    tree = clause.tree
    noun = tree.child(clause.cue, "nsubj", "nsubjpass")
    if noun is None:
        return ()
    return (*_behind(Clause(tree, clause.at, noun), "between"), *_behind(Clause(tree, clause.at, noun), "with"))


def _beside(*deps: str) -> Callable[[Clause], tuple[int, ...]]:
    def find(clause: Clause) -> tuple[int, ...]:
        tree = clause.tree
        return tuple(c for c in tree.children[clause.cue] if tree.tokens[c].dep in deps)

    return find


def _by(clause: Clause) -> tuple[int, ...]:
    """Behind "by"; of a noun also what stands before it."""
    tree, cue = clause.tree, clause.cue
    before = () if tree.tokens[cue].pos == "VERB" else _beside("poss", "amod", "compound", "nmod")(clause)
    return (*_behind(clause, "by"), *before)


def _behind(clause: Clause, preposition: str) -> tuple[int, ...]:
    """Nouns after the preposition, where it hangs on the cue, on its object or, of a noun, on the verb above it."""
    tree = clause.tree
    found: list[int] = []
    for head in _heads(tree, clause.cue):
        for c in tree.children[head]:
            if tree.tokens[c].norm == preposition and tree.tokens[c].pos in ("ADP", "SCONJ", "PART"):
                found.extend(_some(tree.child(c, "pobj")))
    return tuple(dict.fromkeys(found))


def _heads(tree: Tree, cue: int) -> tuple[int, ...]:
    """What a preposition that belongs to the cue may hang on."""
    near = [cue]
    near.extend(c for c in tree.children[cue] if tree.tokens[c].dep in (*_OBJECTS, "nsubjpass", "prt", "prep", "agent"))
    near.extend([d for c in near[1:] for d in tree.children[c] if tree.tokens[d].dep == "pobj"])
    token = tree.tokens[cue]
    if token.pos in ("NOUN", "PROPN"):
        if token.dep == "pobj" and tree.tokens[token.head].norm == "of":
            near.append(tree.tokens[token.head].head)
        verb = verb_above(tree, cue)
        if verb is not None and (token.dep in (*_OBJECTS, "nsubjpass", "nsubj") or len(near) > 1):
            near.append(verb)
    return tuple(dict.fromkeys(near))


def _some(token: int | None) -> tuple[int, ...]:
    return () if token is None else (token,)


_FINDERS: dict[str, Callable[[Clause], tuple[int, ...]]] = {
    "subject": _subject,
    "object": _object,
    "dative": _dative,
    "doer": _doer,
    "pair": _pair,
    "by": _by,
    "poss": _beside("poss"),
    "amod": _beside("amod", "nmod"),
    "compound": _beside("compound", "nmod"),
}


def conjuncts(tree: Tree, token: int) -> tuple[int, ...]:
    """The token and what is joined to it by "and", in text order."""
    found = [token]
    for i in found:
        found.extend(c for c in tree.children[i] if tree.tokens[c].dep in ("conj", "appos") and c not in found)
    return tuple(found)


def joined(tree: Tree, token: int) -> tuple[int, ...]:
    """The token and what is joined to it, or to its apposition, by "and"; no appositions themselves."""
    found = [token]
    for i in found:
        beside = (i, *(c for c in tree.children[i] if tree.tokens[c].dep == "appos"))
        found.extend(c for b in beside for c in tree.children[b] if tree.tokens[c].dep == "conj")
    return tuple(found)


def parties_at(clause: Clause, token: int) -> tuple[Party, ...]:
    """Whom the noun at `token`, and those joined to it, name; several where a nameless one is in several places."""
    return tuple(party for i in joined(clause.tree, token) for party in _parties(clause, i))


def _parties(clause: Clause, token: int) -> Iterator[Party]:
    tree = clause.tree
    mention = clause.at.get(token)
    if mention is not None and mention.kind == "weapon":
        return
    if mention is not None and mention.kind in _NAMED and mention.kind != "person":
        yield Party(mention.span, mention.entity)
        return
    if (land := _land_of(clause, token)) is not None:
        yield Party(mention.span if mention else land.span, land.entity)
        return
    if mention is not None and mention.kind in _NAMED:
        yield Party(mention.span, clause.lands.get(mention.entity or "", mention.entity))
        return
    if tree.tokens[token].pos in ("NOUN", "PROPN"):
        yield from _nameless(clause, token)


def _land_of(clause: Clause, token: int) -> Mention | None:
    """The state or body named beside a noun: "Iranian forces", "Tajik Defense Minister Sherali Mirzo"."""
    tree = clause.tree
    for c in tree.children[token]:
        found = clause.at.get(c)
        if tree.tokens[c].dep in (*_BESIDE, "appos") and found is not None and found.entity is not None:
            if found.kind in ("state", "government", "armed group", "organisation"):
                return found
            if tree.tokens[c].dep == "appos" and (below := _land_of(clause, c)) is not None:
                return below
        elif tree.tokens[c].dep in _BESIDE and (below := _land_of(clause, c)) is not None:
            return below
    return None


def _nameless(clause: Clause, token: int) -> Iterator[Party]:
    """A noun that names nobody, with each place in which they are said to be."""
    tree = clause.tree
    span = front(tree, token)
    lands = [
        place
        for c in tree.children[token]
        if tree.tokens[c].norm in _WHERE
        for i in joined(tree, tree.child(c, "pobj") or c)
        if (place := clause.at.get(i)) is not None
    ]
    if tree.tokens[token].norm in RELATIVES or tree.tokens[token].pos == "PRON":
        return
    for land in lands:
        yield Party(span, None, place=land.span)
    if not lands:
        yield Party(span)


def front(tree: Tree, token: int) -> Span:
    """The noun with what stands before it and belongs to it, articles and verbs left out."""
    first = token
    while first > 0 and tree.tokens[first - 1].dep in _FRONT and _hangs_below(tree, first - 1, token):
        first -= 1
    while first < token and tree.tokens[first].dep in ("punct", "advmod"):
        first += 1
    return tree.span(first, token)


def _hangs_below(tree: Tree, index: int, token: int) -> bool:
    return token in (tree.tokens[index].head, *tree.ancestors(index))
