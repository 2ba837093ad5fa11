"""The constructions of `frames.toml`: from a cue to its source and its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import msgspec

from firsthand.lexicon.records import Cue
from firsthand.lexicon.reporting import cues
from firsthand.model import Quote, Sentence, Span, Spans, Token, Tree
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
    trim,
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


Frame = Callable[[Scene, CueAt], Find | None]


@cache
def _reporting() -> frozenset[str]:
    """First words of the cues that are verbs of saying."""
    return frozenset(
        form.split()[0] for rule in cues() if rule.kind == "verb" and rule.sense == "say" for form in rule.forms
    )


@cache
def _relaying() -> frozenset[str]:
    """First words of the cues that cite somebody as saying."""
    return frozenset(form.split()[0] for rule in cues() if "relay" in rule.frames for form in rule.forms)


_OBJECTS = ("dobj", "obj", "attr", "oprd")
_LIST_TAGS = frozenset({"WP", "WDT", "WRB"})
_NEAR = 3
"""Marks and spaces that may stand between a quotation and the words that belong to it."""


def _serves(tree: Tree, verb: int) -> bool:
    """ "an avenue to show …", "met to discuss …": an infinitive of purpose hands nothing over."""
    while tree.tokens[verb].dep == "conj" and tree.tokens[verb].tag == "VB":
        verb = tree.tokens[verb].head
    return _has_to(tree, verb) and tree.tokens[verb].dep in ("acl", "advcl", "relcl")


def clause(scene: Scene, cue: CueAt) -> Find | None:
    """ "said (that) P", "P, X said", "P, said X", "P1, X said, P2", "X said: “P”"."""
    tree, verb = scene.tree, cue.head
    complement = _complement(tree, verb)
    if complement is not None:
        content = _clause_content(scene, complement, verb)
    elif _is_as_saying(tree, verb):
        content = clause_in_front(scene, tree.tokens[tree.tokens[verb].head].head)
    elif (gap := _gapped(tree, verb)) is not None:
        content = _tidy(scene, gap, verb)
    elif _is_medial(tree, verb):
        content = _around(scene, verb)
    else:
        content = ()
    quoted = _quotes_beside(scene, cue, content) if content or not _has_matter(scene, verb) else ()
    spans = join_spans((*content, *quoted), scene.text)
    return _find(scene, cue, "clause", spans, source=_cited(tree, verb) if _is_as_saying(tree, verb) else None)


def _has_matter(scene: Scene, verb: int) -> bool:
    """ "Highlighting progress, X said “P”": a verb with an object of its own, no listener, has said its piece."""
    tree = scene.tree
    noun = next((c for c in reversed(tree.children[verb]) if tree.tokens[c].dep == "dobj"), None)
    if noun is None or _in_quote(scene, tree.tokens[noun]):
        return False
    return tree.tokens[noun].pos == "NOUN" and tree.tokens[noun].tag == "NN" and tree.tokens[verb].tag == "VBG"


def _cited(tree: Tree, verb: int) -> int | None:
    """Whom the verb of citing before "as saying" cites."""
    sentence = tree.tokens[verb].sentence
    for i in range(verb - 1, -1, -1):
        if tree.tokens[i].sentence != sentence:
            return None
        if tree.tokens[i].lemma in _relaying() and tree.tokens[i].pos == "VERB":
            return tree.child(i, "nsubjpass") if is_passive(tree, i) else tree.child(i, "dobj", "obj")
    return None


def _gapped(tree: Tree, verb: int) -> range | None:
    """ "a drone which Iran claims has P": the clause whose subject is "which" follows the verb of saying at once."""
    after = verb + 1
    if (
        tree.tokens[verb].dep != "relcl"
        or after >= len(tree.tokens)
        or tree.tokens[after].tag not in ("VBZ", "VBP", "VBD", "MD")
    ):
        return None
    if not any(tree.tokens[c].norm in RELATIVES for c in tree.children[verb] if c < verb):
        return None
    end = after
    while end < len(tree.tokens) and tree.tokens[end].pos != "PUNCT" or tree.tokens[end].tag == "HYPH":
        end += 1
    return range(after, end)


def quote(scene: Scene, cue: CueAt) -> Find | None:
    """“P,” X quipped."""
    if scene.tree.tokens[cue.head].tag == "NN":
        return None
    return _find(scene, cue, "quote", join_spans(_quotes_beside(scene, cue, ()), scene.text))


def object(scene: Scene, cue: CueAt) -> Find | None:
    """ "rejected the plan", "announced new sanctions"; in a passive the subject: "the plan was rejected by X"."""
    tree, verb = scene.tree, cue.head
    if is_passive(tree, verb) or _is_reduced_passive(tree, verb):
        return _passive_object(scene, cue)
    noun = max((c for c in tree.children[verb] if tree.tokens[c].dep in _OBJECTS), default=None)
    if noun is None or tree.tokens[noun].tag in _LIST_TAGS or tree.tokens[noun].pos == "PRON":
        return None
    extra = [
        i for c in tree.children[verb] if c > noun and tree.tokens[c].dep in ("prep", "dative") for i in tree.subtree(c)
    ]
    return _find(scene, cue, "object", _tidy(scene, (*tree.subtree(noun), *extra), verb))


def infinitive(scene: Scene, cue: CueAt) -> Find | None:
    """ "vowed to raise trade", "urged Iran to stop"."""
    tree, verb = scene.tree, cue.head
    heads = (verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in ("dobj", "prep", "pobj")))
    for head in heads:
        if tree.tokens[verb].dep == "acl" and tree.tokens[verb].tag == "VBN":
            return None
        for c in tree.children[head]:
            if tree.tokens[c].dep in ("xcomp", "ccomp", "advcl", "acl") and _has_to(tree, c) and c > verb:
                return _find(scene, cue, "infinitive", _tidy(scene, _with_own_subject(tree, verb, c), verb))
    return None


def gerund(scene: Scene, cue: CueAt) -> Find | None:
    """ "denied arming the rebels"."""
    tree, verb = scene.tree, cue.head
    for c in tree.children[verb]:
        if tree.tokens[c].tag == "VBG" and tree.tokens[c].dep in ("xcomp", "ccomp", "dobj", "pcomp") and c > verb:
            return _find(scene, cue, "gerund", _tidy(scene, tree.subtree(c), verb))
    return None


def preposition(scene: Scene, cue: CueAt) -> Find | None:
    """ "warned of a new war", "accused Iran of helping rebels", "called on the group to stop"."""
    tree, verb = scene.tree, cue.head
    heads = (verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in (*_OBJECTS, "prt", "acomp")))
    for head in heads:
        for c in tree.children[head]:
            if (
                tree.tokens[c].norm in cue.rule.prepositions
                and tree.tokens[c].dep in ("prep", "prt", "dative", "advmod")
                and c > verb
            ):
                content = [i for i in tree.subtree(c) if i != c]
                content += [
                    i
                    for d in tree.children[verb]
                    if d > c and tree.tokens[d].dep in ("xcomp", "advcl") and _has_to(tree, d)
                    for i in tree.subtree(d)
                ]
                if content:
                    return _find(scene, cue, "preposition", _tidy(scene, content, verb), extra_cue=(c,))
    return None


def predicate(scene: Scene, cue: CueAt) -> Find | None:
    """ "described the raid as a mistake", "called the raid a mistake"."""
    tree, verb = scene.tree, cue.head
    if is_passive(tree, verb):
        return None
    parts = [c for c in tree.children[verb] if c > verb and tree.tokens[c].dep in (*_OBJECTS, "ccomp", "xcomp", "prep")]
    if "as" in cue.rule.prepositions or not _takes_two(tree, verb, parts):
        parts = parts if any(_has_as(tree, c) for c in parts) else []
    return _find(scene, cue, "predicate", _tidy(scene, [i for c in parts for i in tree.subtree(c)], verb))


def relay(scene: Scene, cue: CueAt) -> Find | None:
    """ "cited X as saying P": content is X with all that X is cited as saying; "X was cited as saying P by Y" likewise."""
    tree, verb = scene.tree, cue.head
    saying = next((i for i in tree.subtree(verb) if i > verb and _is_as_saying(tree, i)), None)
    if saying is None:
        return None
    if is_passive(tree, verb):
        told = tree.child(verb, "nsubjpass")
        by = agent(tree, verb)
        by = by if by is not None else agent(tree, saying)
        inside = [*(tree.subtree(told) if told is not None else ()), *_without(tree, saying, by)]
        spans = join_spans((*_tidy(scene, inside, verb), *_front(scene, saying, verb)), scene.text)
        return _find(scene, cue, "relay", spans, source=by)
    noun = tree.child(verb, *_OBJECTS)
    inside = [*(tree.subtree(noun) if noun is not None else ()), *tree.subtree(saying)]
    found = spans_of(tree, range(min(inside), max(inside) + 1), scene.text) if noun is not None else ()
    return _find(scene, cue, "relay", join_spans((*found, *_quotes_touching(scene, found)), scene.text))


def raised(scene: Scene, cue: CueAt) -> Find | None:
    """ "the rebels are said to have left", "Iran was accused of helping": the subject belongs to the content."""
    tree, verb = scene.tree, cue.head
    if not is_passive(tree, verb) and not _is_reduced_passive(tree, verb):
        return None
    told = tree.child(verb, "nsubjpass")
    rest = [c for c in tree.children[verb] if c > verb and _is_raised_part(tree, c, cue.rule)]
    if not rest:
        return None
    source = agent(tree, verb)
    inside = [i for c in rest for i in tree.subtree(c) if i != c or tree.tokens[c].norm not in cue.rule.prepositions]
    if told is not None and tree.tokens[rest[0]].dep in ("xcomp", "oprd", "ccomp") and tree.tokens[told].pos != "PRON":
        inside.extend(noun_phrase(tree, told))
    return _find(scene, cue, "raised", _tidy(scene, inside, verb), source=source, own_source=True)


def noun(scene: Scene, cue: CueAt) -> Find | None:
    """ "claims by the general that P", "its report of a raid", "a statement saying P"."""
    tree, word = scene.tree, cue.head
    body = next((c for c in tree.children[word] if c > word and _is_noun_content(tree, c)), None)
    if body is None:
        body = _loose_clause(tree, word)
    if body is None:
        return _noun_preposition(scene, cue)
    return _find(
        scene, cue, "noun", _tidy(scene, tree.subtree(body), word), source=_noun_source(tree, word), own_source=True
    )


def according(scene: Scene, cue: CueAt) -> Find | None:
    """ "According to X, P" and "P, according to X"."""
    tree = scene.tree
    last = cue.tokens[-1]
    named = next(
        (
            tree.child(i, "pobj", "pcomp", "dobj")
            for i in reversed(cue.tokens)
            if tree.child(i, "pobj", "pcomp", "dobj") is not None
        ),
        None,
    )
    if named is None:
        named = next(
            (
                i
                for i in range(last + 1, min(last + 4, len(tree.tokens)))
                if tree.tokens[i].pos in ("NOUN", "PROPN", "PRON")
            ),
            None,
        )
    if named is None or named in cue.tokens:
        return None
    top = cue.tokens[0] if tree.tokens[cue.tokens[0]].head not in cue.tokens else cue.head
    governor = _clause_above(tree, top)
    if governor is None:
        return None
    lent = _lent_subject(tree, named, governor)
    outside = (
        set(range(tree.edges[top][0], tree.edges[top][1] + 1)) | set(noun_phrase(tree, named)) | set(cue.tokens)
    ) - set(lent)
    kept = [i for i in _clause_tokens(tree, governor, keep=top) if i not in outside]
    return _find(scene, cue, "according", _tidy(scene, (*lent, *kept), None), source=named, less=lent)


def _lent_subject(tree: Tree, named: int, governor: int) -> tuple[int, ...]:
    """ "According to the article, Iran has …": the parser may take "Iran" for another name of the article."""
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
    kept = [i for i in _clause_tokens(tree, governor, keep=cue.head) if i not in cue.tokens]
    return _find(scene, cue, "adverb", join_spans(_tidy(scene, kept, None), scene.text), own_source=True)


def adjective(scene: Scene, cue: CueAt) -> Find | None:
    """ "the alleged attack": the noun phrase is somebody's telling."""
    tree = scene.tree
    if tree.tokens[cue.head].dep != "amod":
        return None
    named = tree.tokens[cue.head].head
    inside = [
        i for i in noun_phrase(tree, named) if i not in cue.tokens and tree.tokens[i].dep not in ("det", "poss", "case")
    ]
    return _find(scene, cue, "adjective", join_spans(_tidy(scene, inside, None), scene.text), own_source=True)


def aware(scene: Scene, cue: CueAt) -> Find | None:
    """ "was confident that P", "is wary of P"."""
    tree, word = scene.tree, cue.head
    verb = tree.tokens[word].head
    if tree.tokens[word].dep not in ("acomp", "attr", "oprd", "conj", "ROOT", "advcl", "acl", "amod", "ccomp"):
        return None
    for c in tree.children[word]:
        if c > word and (tree.tokens[c].dep in ("ccomp", "xcomp") or tree.tokens[c].norm in cue.rule.prepositions):
            inside = [i for i in tree.subtree(c) if i != c or tree.tokens[c].norm not in cue.rule.prepositions]
            return _find(
                scene,
                cue,
                "aware",
                _tidy(scene, inside, word),
                source=subject(tree, verb) if verb != word else None,
                own_source=verb == word,
            )
    return None


def parenthesis(scene: Scene, cue: CueAt) -> Find | None:
    """ "As X reported earlier, P": content is the clause that the as-clause hangs on."""
    tree, verb = scene.tree, cue.head
    mark = next(
        (
            c
            for c in tree.children[verb]
            if tree.tokens[c].norm == "as" and tree.tokens[c].dep in ("mark", "advmod", "prep") and c < verb
        ),
        None,
    )
    above = tree.tokens[verb].head
    if (
        mark is None
        or above == verb
        or tree.tokens[verb].dep not in ("advcl", "ccomp", "parataxis", "prep", "pcomp")
        or _complement(tree, verb) is not None
    ):
        return None
    if any(tree.tokens[c].dep in _OBJECTS for c in tree.children[verb]):
        return None
    inside = set(tree.subtree(verb))
    kept = [i for i in _clause_tokens(tree, above, keep=verb) if i not in inside]
    return _find(scene, cue, "parenthesis", _tidy(scene, kept, None))


def label(scene: Scene, cue: CueAt) -> Find | None:
    """ "Sanders: the deal is dead": a headline or a transcript puts the speaker before a colon or a dash."""
    tree, mark = scene.tree, cue.head
    sentence = scene.sentences[tree.tokens[mark].sentence]
    first = sentence.first
    speaker = [i for i in range(first, mark) if tree.tokens[i].pos != "PUNCT"]
    if (
        not 1 <= len(speaker) <= 5
        or not _opens_paragraph(scene, sentence)
        or not all(_is_name_word(tree.tokens[i]) for i in speaker)
    ):
        return None
    end = _paragraph_end(scene, sentence)
    told = trim(Span(tree.tokens[mark].end, end), scene.text) if end > tree.tokens[mark].end else None
    if told is None or not any(tree.tokens[i].pos in ("VERB", "AUX") for i in tree.within(told)):
        return None
    return _find(scene, cue, "label", (told,), source=speaker[-1])


def _opens_paragraph(scene: Scene, sentence: Sentence) -> bool:
    before = scene.tree.tokens[sentence.first].sentence - 1
    return before < 0 or scene.sentences[before].paragraph != sentence.paragraph


def _paragraph_end(scene: Scene, sentence: Sentence) -> int:
    return max(s.span.end for s in scene.sentences if s.paragraph == sentence.paragraph)


def _is_name_word(token: Token) -> bool:
    return token.pos == "PROPN" or token.tag in ("NNP", "NNPS") or token.norm in ("of", "the", ".", "'s")


def resumed(scene: Scene, cue: CueAt) -> Find | None:
    """ "…, which X denies": content is what stands before, filled in by whoever knows what was told there."""
    tree, verb = scene.tree, cue.head
    taken = tree.child(verb, "dobj")
    if tree.tokens[verb].dep != "relcl" or taken is None or tree.tokens[taken].norm != "which" or taken > verb:
        return None
    if _complement(tree, verb) is not None:
        return None
    before = tree.tokens[taken].start
    start = scene.sentences[tree.tokens[verb].sentence].span.start
    found = trim(Span(start, before), scene.text) if before > start else None
    return _find(scene, cue, "resumed", (found,) if found else ())


FRAMES: dict[str, Frame] = {
    f.__name__: f
    for f in (
        clause,
        quote,
        object,
        infinitive,
        gerund,
        preposition,
        predicate,
        relay,
        raised,
        noun,
        according,
        adverb,
        adjective,
        aware,
        parenthesis,
        resumed,
        label,
    )
}


def _find(
    scene: Scene,
    cue: CueAt,
    frame: str,
    content: Spans,
    *,
    source: int | None = None,
    own_source: bool = False,
    extra_cue: tuple[int, ...] = (),
    less: tuple[int, ...] = (),
) -> Find | None:
    """The find, or None where nothing is handed over. Without `source` (and unless `own_source` says that there is none)
    the source is the verb's subject."""
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
    sources = spans_of(tree, named, scene.text)
    told = _addressee(scene, cue) if frame in ("clause", "quote", "infinitive") else ()
    return Find(cue.rule, frame, words, sources, content, told, cue.head)


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
            and not _in_quote(scene, tree.tokens[c])
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


def _in_quote(scene: Scene, token: Token) -> bool:
    return any(q.inner.start <= token.start < q.inner.end for q in scene.quotes if not q.scare)


def _complement(tree: Tree, verb: int) -> int | None:
    """The clause that a verb of saying governs."""
    found = [c for c in tree.children[verb] if tree.tokens[c].dep == "ccomp"]
    found = found or [
        c for c in tree.children[verb] if tree.tokens[c].dep in ("xcomp", "parataxis", "acomp") and is_finite(tree, c)
    ]
    return next((c for c in found if c > verb), found[0] if found else None)


def _clause_content(scene: Scene, complement: int, verb: int) -> Spans:
    """The complement, less what the speaker does besides saying it: ", citing …", "and warned against …"."""
    tree = scene.tree
    beside = {
        i
        for c in tree.children[complement]
        if _is_beside(scene, c, complement, verb)
        for i in range(tree.edges[c][0], tree.edges[c][1] + 1)
    }
    return _tidy(scene, [i for i in tree.subtree(complement) if i not in beside], verb)


def _is_beside(scene: Scene, index: int, complement: int, verb: int) -> bool:
    """Another reporting verb without a subject of its own, joined to the complement by a comma or "and"."""
    tree, token = scene.tree, scene.tree.tokens[index]
    if (
        index < complement
        or verb > complement
        or token.lemma not in _reporting()
        or tree.child(index, "nsubj", "nsubjpass", "aux") is not None
    ):
        return False
    if token.dep == "advcl" and token.tag == "VBG":
        return tree.tokens[tree.edges[index][0] - 1].norm == ","
    return token.dep == "conj" and token.tag == tree.tokens[verb].tag and token.tag in ("VBD", "VBZ", "VBP")


def _tidy(scene: Scene, indices: Iterable[int], verb: int | None) -> Spans:
    """Stretches of these tokens, a leading "that" or relative pronoun left out, bits of one mark forgotten."""
    tree = scene.tree
    kept = sorted(set(indices))
    while kept and (
        tree.tokens[kept[0]].norm in ("that", "which", ",")
        and tree.tokens[kept[0]].dep in ("mark", "nsubj", "dobj", "punct", "pobj")
    ):
        kept = kept[1:]
    if verb is not None and kept:
        kept = [i for i in kept if i != verb]
    return join_spans(spans_of(tree, kept, scene.text), scene.text)


def _is_medial(tree: Tree, verb: int) -> bool:
    """ "P1, X said, P2": the verb hangs on the clause that it reports, set off by commas."""
    token = tree.tokens[verb]
    if (
        token.dep not in ("parataxis", "ccomp", "advcl", "conj", "dep")
        or token.head == verb
        or tree.child(verb, "mark") is not None
    ):
        return False
    if tree.child(verb, "nsubj") is None or tree.tokens[token.head].pos not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        return False
    first, last = tree.edges[verb]
    if first == 0 or tree.tokens[first - 1].sentence != token.sentence or token.dep == "conj" and last - first > 4:
        return False
    after = tree.tokens[last + 1].norm if last + 1 < len(tree.tokens) else "."
    opened = tree.tokens[first - 1].norm in (",", "--", "—", "–", '"', "”") or tree.tokens[first].pos == "PUNCT"
    return opened and (after in (",", ".", "--", "—", "–", '"', "“", ":", ";") or tree.tokens[last].pos == "PUNCT")


def _around(scene: Scene, verb: int) -> Spans:
    """The clause that a medial verb hangs on, without the verb's own words."""
    tree = scene.tree
    own = set(tree.subtree(verb))
    return _tidy(scene, [i for i in tree.subtree(tree.tokens[verb].head) if i not in own], verb)


def _quotes_beside(scene: Scene, cue: CueAt, content: Spans) -> Spans:
    """Utterances in marks that the cue's clause stands next to, with those that `content` only partly covers."""
    token = scene.tree.tokens[cue.head]
    sentence = scene.sentences[token.sentence]
    found = [
        q.inner for q in scene.quotes if any(s.overlaps(q.inner) for s in content) and not q.inner.covers(token.span)
    ]
    if not content or found:
        found += [
            q.inner
            for q in scene.quotes
            if not q.scare and not q.inner.covers(token.span) and _belongs(scene, q, sentence, cue, bool(content))
        ]
    return tuple(s for q in found if (s := trim(q, scene.text)) is not None)


def _belongs(scene: Scene, quote: Quote, sentence: Sentence, cue: CueAt, has_content: bool) -> bool:
    """In the cue's sentence with no other verb of its own between; or right before or after it across a sentence end."""
    token = scene.tree.tokens[cue.head]
    if sentence.span.overlaps(quote.outer):
        between = (
            scene.tree.within(Span(*_gap(quote.outer, token.span)))
            if not quote.outer.overlaps(token.span)
            else range(0)
        )
        return sum(scene.tree.tokens[i].pos == "VERB" for i in between) <= (0 if has_content else 1)
    if has_content:
        return False
    before = scene.text[quote.outer.end : sentence.span.start]
    if quote.outer.end <= sentence.span.start and not before.strip() and "\n" not in before:
        return (
            token.start - sentence.span.start < 80
            and scene.tree.tokens[sentence.first].norm[:1].islower() is False
            and _starts_with_source(scene, cue, sentence)
        )
    after = scene.text[token.end : quote.outer.start]
    return quote.outer.start >= token.end and after.rstrip().endswith(":") and after.count(".") == 0


def _starts_with_source(scene: Scene, cue: CueAt, sentence: Sentence) -> bool:
    """“Really?” X asked. – the sentence holds little but source and cue."""
    found = subject(scene.tree, cue.head)
    return found is not None and min(found, cue.head) - sentence.first <= 3 and sentence.last - sentence.first <= 14


def _gap(left: Span, right: Span) -> tuple[int, int]:
    low, high = (left, right) if left.start < right.start else (right, left)
    return low.end, max(high.start, low.end + 1)


def _is_reduced_passive(tree: Tree, verb: int) -> bool:
    """ "the plan rejected by the council": a participle after its noun."""
    return (
        tree.tokens[verb].tag == "VBN" and tree.tokens[verb].dep in ("acl", "advcl") and agent(tree, verb) is not None
    )


def _passive_object(scene: Scene, cue: CueAt) -> Find | None:
    tree, verb = scene.tree, cue.head
    told = tree.child(verb, "nsubjpass")
    if told is None and tree.tokens[verb].dep == "acl":
        told = tree.tokens[verb].head
    if told is None or tree.tokens[told].norm in ("who", "which", "that", "it"):
        return None
    inside = noun_phrase(tree, told) if tree.tokens[verb].dep == "acl" else tree.subtree(told)
    return _find(scene, cue, "object", _tidy(scene, inside, verb), source=agent(tree, verb), own_source=True)


def _has_to(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[c].norm == "to" and tree.tokens[c].dep in ("aux", "mark") for c in tree.children[verb])


def _with_own_subject(tree: Tree, verb: int, inner: int) -> tuple[int, ...]:
    """The infinitive with the object that is to do it: "urged Iran to stop" hands over "Iran to stop"."""
    return tree.subtree(inner)


def _takes_two(tree: Tree, verb: int, parts: list[int]) -> bool:
    """ "called the raid a mistake": an object and what it is called, whichever way the parser joined them."""
    return (
        any(tree.tokens[c].dep in ("oprd", "ccomp", "xcomp") for c in parts)
        or sum(tree.tokens[c].dep in _OBJECTS for c in parts) > 1
    )


def _has_as(tree: Tree, part: int) -> bool:
    """ "as" itself, or the "as" that the parser hung on the object."""
    return tree.tokens[part].norm == "as" or any(tree.tokens[c].norm == "as" for c in tree.children[part])


_SAYING = frozenset(
    {
        "say",
        "tell",
        "claim",
        "add",
        "write",
        "state",
        "report",
        "warn",
        "argue",
        "suggest",
        "declare",
        "deny",
        "announce",
        "note",
        "explain",
    }
)


def _is_as_saying(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    return (
        token.tag == "VBG"
        and token.lemma in _SAYING
        and index > 0
        and any(t.norm == "as" for t in tree.tokens[max(0, index - 2) : index])
    )


def _without(tree: Tree, verb: int, noun: int | None) -> tuple[int, ...]:
    """The verb's subtree less the by-phrase of `noun`."""
    if noun is None:
        return tree.subtree(verb)
    by = tree.tokens[noun].head
    left_out = set(tree.subtree(by)) if tree.tokens[by].norm == "by" else set(tree.subtree(noun))
    return tuple(i for i in tree.subtree(verb) if i not in left_out)


def _front(scene: Scene, saying: int, verb: int) -> Spans:
    """ "P, X was cited as saying": the clause in front, where nothing follows the verb of saying."""
    if _complement(scene.tree, saying) is not None:
        return ()
    return clause_in_front(scene, verb)


def clause_in_front(scene: Scene, verb: int) -> Spans:
    """The clause before the one that `verb` heads, in the same sentence."""
    tree = scene.tree
    front = next(
        (c for c in tree.children[verb] if tree.tokens[c].dep in ("ccomp", "advcl", "parataxis") and c < verb), None
    )
    if front is not None:
        return _tidy(scene, tree.subtree(front), verb)
    return _around(scene, verb) if _is_medial(tree, verb) or tree.tokens[verb].dep in ("parataxis", "ccomp") else ()


def _quotes_touching(scene: Scene, spans: Spans) -> Spans:
    return tuple(q.inner for q in scene.quotes if any(s.overlaps(q.inner) for s in spans))


def _is_raised_part(tree: Tree, index: int, rule: Cue) -> bool:
    token = tree.tokens[index]
    if token.dep in ("xcomp", "ccomp", "oprd"):
        return True
    return token.dep == "prep" and (token.norm in rule.prepositions or token.norm == "as")


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
            return _find(
                scene, cue, "noun", _tidy(scene, inside, word), source=_noun_source(tree, word), own_source=True
            )
    to = next(
        (c for c in tree.children[word] if c > word and tree.tokens[c].dep in ("acl", "relcl") and _has_to(tree, c)),
        None,
    )
    if to is not None and cue.rule.act in ("plan", "demand"):
        return _find(
            scene, cue, "noun", _tidy(scene, tree.subtree(to), word), source=_noun_source(tree, word), own_source=True
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


_SIDE = frozenset({"relcl", "advcl"})


def _clause_tokens(tree: Tree, verb: int, *, keep: int) -> list[int]:
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
