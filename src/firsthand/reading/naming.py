"""Constructions without a verb of saying: claims, according to, reportedly, alleged, "X: P"."""

from __future__ import annotations

from firsthand.lexicon.words import word_list
from firsthand.model import Sentence, Span, Token, Tree
from firsthand.reading.cues import CueAt
from firsthand.reading.phrases import is_finite, join_spans, noun_phrase, trim
from firsthand.reading.pronouns import is_agent
from firsthand.reading.scene import Find, Scene, find, has_to, tidy


def noun(scene: Scene, cue: CueAt) -> Find | None:
    """ "claims by the general that P", "its report of a raid", "a statement saying P"."""
    tree, word = scene.tree, cue.head
    body = next((c for c in tree.children[word] if c > word and _is_noun_content(tree, c)), None)
    if body is None:
        body = _loose_clause(tree, word)
    if body is None:
        return _noun_preposition(scene, cue)
    return find(
        scene, cue, "noun", tidy(scene, tree.subtree(body), word), source=_noun_source(tree, word), own_source=True
    )


def according(scene: Scene, cue: CueAt) -> Find | None:
    """ "According to X, P" and "P, according to X"."""
    tree = scene.tree
    named = _after(tree, cue)
    if named is None or named in cue.tokens or _is_standard(tree, named) or _is_rate(tree, cue, named):
        return None
    top = cue.tokens[0] if tree.tokens[cue.tokens[0]].head not in cue.tokens else cue.head
    governor = _clause_above(tree, top)
    if governor is None:
        return None
    lent = _lent_subject(tree, named, governor)
    outside = {*range(tree.edges[top][0], tree.edges[top][1] + 1), *noun_phrase(tree, named), *cue.tokens} - set(lent)
    kept = [i for i in clause_tokens(tree, governor, keep=top) if i not in outside]
    return find(scene, cue, "according", tidy(scene, (*lent, *kept), None), source=named, less=lent)


def _after(tree: Tree, cue: CueAt) -> int | None:
    """The noun after the words of the cue: their object, else the next noun within three words."""
    objects = (tree.child(i, "pobj", "pcomp", "dobj") for i in reversed(cue.tokens))
    near = range(cue.tokens[-1] + 1, min(cue.tokens[-1] + 4, len(tree.tokens)))
    found = next((o for o in objects if o is not None), None)
    return (
        found if found is not None else next((i for i in near if tree.tokens[i].pos in ("NOUN", "PROPN", "PRON")), None)
    )


def _is_standard(tree: Tree, noun: int) -> bool:
    """ "according to plan": a bare noun of measure or custom says nothing."""
    return not tree.children[noun] and tree.tokens[noun].lemma in word_list("standards")


def _is_rate(tree: Tree, cue: CueAt, noun: int) -> bool:
    """ "per day": only somebody, or a text, can be followed."""
    token = tree.tokens[noun]
    return tree.tokens[cue.tokens[-1]].norm == "per" and token.pos != "PROPN" and not is_agent(token.lemma)


def _lent_subject(tree: Tree, named: int, governor: int) -> tuple[int, ...]:
    """ "According to the leaflet, Peru lost …": the parser may take "Peru" for another name of the leaflet."""
    other = tree.child(named, "appos")
    if other is None or tree.child(governor, "nsubj", "nsubjpass", "expl") is not None:
        return ()
    return tree.subtree(other)


def adverb(scene: Scene, cue: CueAt) -> Find | None:
    """ "reportedly P"."""
    tree = scene.tree
    governor = _clause_above(tree, cue.head)
    if governor is None:
        return None
    kept = [i for i in clause_tokens(tree, governor, keep=cue.head) if i not in cue.tokens]
    return find(scene, cue, "adverb", join_spans(tidy(scene, kept, None), scene.text), own_source=True)


def adjective(scene: Scene, cue: CueAt) -> Find | None:
    """ "the alleged attack": the noun phrase is somebody's telling."""
    tree = scene.tree
    if tree.tokens[cue.head].dep != "amod":
        return None
    named = tree.tokens[cue.head].head
    inside = [
        i for i in noun_phrase(tree, named) if i not in cue.tokens and tree.tokens[i].dep not in ("det", "poss", "case")
    ]
    return find(scene, cue, "adjective", join_spans(tidy(scene, inside, None), scene.text), own_source=True)


def label(scene: Scene, cue: CueAt) -> Find | None:
    """ "Sanders: the deal is dead", "The deal is dead: minister": a headline or a transcript puts the speaker before or
    after a colon or a dash."""
    tree, mark = scene.tree, cue.head
    sentence = scene.sentences[tree.tokens[mark].sentence]
    start, end = _paragraph(scene, sentence)
    before = [i for i in tree.within(Span(start, tree.tokens[mark].end)) if i < mark and tree.tokens[i].pos != "PUNCT"]
    after = [i for i in tree.within(Span(tree.tokens[mark].start, end)) if i > mark and tree.tokens[i].pos != "PUNCT"]
    if 1 <= len(before) <= _TAG and all(_is_name_word(tree.tokens[i]) for i in before):
        told, speaker = (tree.tokens[mark].end, end), before[-1]
    elif 1 <= len(after) <= _TAG and _is_tag(tree, after) and scene.text[end - 1] not in '.!?”"':
        told, speaker = (start, tree.tokens[mark].start), after[-1]
    else:
        return None
    words = trim(Span(*told), scene.text) if told[0] < told[1] else None
    if words is None or not any(tree.tokens[i].pos in ("VERB", "AUX") for i in tree.within(words)):
        return None
    return find(scene, cue, "label", (words,), source=speaker)


_TAG = 5
"""A speaker's name and role in a headline take up at most so many words."""


def _is_tag(tree: Tree, words: list[int]) -> bool:
    """A name or a role and nothing else: "governor", "state media", "UN report"."""
    if any(tree.tokens[i].pos not in ("NOUN", "PROPN", "ADJ", "DET", "ADP") for i in words):
        return False
    last = tree.tokens[words[-1]]
    return last.pos == "PROPN" or is_agent(last.lemma)


def _paragraph(scene: Scene, sentence: Sentence) -> tuple[int, int]:
    same = [s.span for s in scene.sentences if s.paragraph == sentence.paragraph]
    return same[0].start, same[-1].end


def _is_name_word(token: Token) -> bool:
    return token.pos == "PROPN" or token.tag in ("NNP", "NNPS") or token.norm in ("of", "the", ".", "'s")


def _is_noun_content(tree: Tree, index: int) -> bool:
    """A that-clause, or a participle of saying that hangs on the noun and governs one."""
    token = tree.tokens[index]
    if token.dep in ("acl", "ccomp", "relcl", "appos") and token.pos in ("VERB", "AUX"):
        return any(tree.tokens[c].norm == "that" and tree.tokens[c].dep == "mark" for c in tree.children[index])
    return False


def _loose_clause(tree: Tree, word: int) -> int | None:
    """ "claims by X that P" where the parser hung P on X or on the verb above."""
    near = (
        *(d for c in tree.children[word] if tree.tokens[c].dep in ("prep", "agent") for d in tree.subtree(c)),
        tree.tokens[word].head,
    )
    for above in near:
        for c in tree.children[above]:
            if c > word and tree.tokens[c].dep in ("ccomp", "acl", "relcl") and c - word < 30:
                mark = next(
                    (
                        d
                        for d in tree.children[c]
                        if tree.tokens[d].norm == "that" and tree.tokens[d].dep in ("mark", "nsubj")
                    ),
                    None,
                )
                if mark is not None and tree.tokens[mark].dep == "mark" and mark > word:
                    return c
    return None


def _noun_source(tree: Tree, word: int) -> int | None:
    """Whose claim it is: "Iran's claim", "a claim by Iran", "a claim from Iran"."""
    if (owner := tree.child(word, "poss")) is not None:
        return owner
    for c in tree.children[word]:
        if tree.tokens[c].norm in ("by", "from") and tree.tokens[c].dep in ("prep", "agent"):
            return tree.child(c, "pobj")
    return None


def _noun_preposition(scene: Scene, cue: CueAt) -> Find | None:
    tree, word = scene.tree, cue.head
    for c in tree.children[word]:
        if c > word and tree.tokens[c].norm in cue.rule.prepositions and tree.tokens[c].dep == "prep":
            inside = [i for i in tree.subtree(c) if i != c]
            return find(scene, cue, "noun", tidy(scene, inside, word), source=_noun_source(tree, word), own_source=True)
    to = next(
        (c for c in tree.children[word] if c > word and tree.tokens[c].dep in ("acl", "relcl") and has_to(tree, c)),
        None,
    )
    if to is not None and cue.rule.act in ("plan", "demand"):
        return find(
            scene, cue, "noun", tidy(scene, tree.subtree(to), word), source=_noun_source(tree, word), own_source=True
        )
    return None


def _clause_above(tree: Tree, index: int) -> int | None:
    """The verb whose clause these words stand in."""
    for above in tree.ancestors(index):
        token = tree.tokens[above]
        if token.pos in ("VERB", "AUX") and (
            is_finite(tree, above) or token.dep in ("ROOT", "xcomp", "advcl", "relcl", "acl")
        ):
            return above
    return next((a for a in tree.ancestors(index) if tree.tokens[a].dep == "ROOT"), None)


def clause_tokens(tree: Tree, verb: int, *, keep: int) -> list[int]:
    """The clause of `verb` without relative clauses that hang on its nouns, unless `keep` stands in them."""
    kept: list[int] = []
    stack = [verb]
    while stack:
        i = stack.pop()
        kept.append(i)
        for c in tree.children[i]:
            low, high = tree.edges[c]
            if tree.tokens[c].dep == "relcl" and not low <= keep <= high:
                continue
            stack.append(c)
    return sorted(kept)
