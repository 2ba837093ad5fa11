"""Constructions whose content is a clause or a quotation: said, cited as saying, as was reported, which X denies."""

from __future__ import annotations

import re

from firsthand.lexicon.reporting import relaying_verbs, saying_verbs, telling_nouns
from firsthand.model import Quote, Sentence, Span, Spans, Tree
from firsthand.reading.cues import CueAt
from firsthand.reading.naming import clause_tokens
from firsthand.reading.phrases import RELATIVES, agent, is_passive, join_spans, spans_of, subject, trim
from firsthand.reading.scene import OBJECTS, Find, Scene, complement, find, in_quote, tidy


def clause(scene: Scene, cue: CueAt) -> Find | None:
    """ "said (that) P", "P, X said", "P, said X", "P1, X said, P2", "X said: “P”"."""
    tree, verb = scene.tree, cue.head
    told = complement(tree, verb)
    if told is not None and _belongs_to_topic(tree, verb, told):
        told = None
    if (introduced := _introduced(scene, verb)) is not None:
        return find(scene, cue, "clause", introduced)
    if (tail := _tail(scene, verb, told)) is not None:
        return find(scene, cue, "clause", tidy(scene, range(*tail), verb), source=_tail_source(tree, verb, tail[1]))
    if told is not None:
        content = _clause_content(scene, told, verb)
    elif _is_as_saying(tree, verb):
        content = clause_in_front(scene, tree.tokens[tree.tokens[verb].head].head)
    elif (gap := _gapped(tree, verb)) is not None:
        content = tidy(scene, gap, verb)
    elif _is_medial(tree, verb):
        content = _around(scene, verb)
    else:
        content = ()
    quoted = _quotes_beside(scene, cue, content) if content or not _has_matter(scene, verb) else ()
    spans = join_spans((*content, *quoted), scene.text)
    return find(scene, cue, "clause", spans, source=_cited(tree, verb) if _is_as_saying(tree, verb) else None)


def _belongs_to_topic(tree: Tree, verb: int, told: int) -> bool:
    """“…,” X said of the report that P: P is what the report tells, not what X says."""
    between = [
        i for c in tree.children[verb] if tree.tokens[c].dep == "prep" and verb < c < told for i in tree.subtree(c)
    ]
    mark = next((c for c in tree.children[told] if tree.tokens[c].norm == "that" and c < told), None)
    return mark is not None and any(tree.tokens[i].lemma in telling_nouns() and mark - i <= 1 for i in between)


_INTRODUCES = re.compile(r"[^.“”\"\n]{0,60}:\s*\Z")


def _introduced(scene: Scene, verb: int) -> Spans | None:
    """ "X said on Friday: “P”": a colon hands over what stands in marks after it, and nothing else."""
    end = scene.tree.tokens[verb].end
    following = next((q for q in scene.quotes if q.outer.start >= end and not q.scare), None)
    if following is None or not _INTRODUCES.match(scene.text[end : following.outer.start]):
        return None
    between = scene.tree.within(Span(end, following.outer.start))
    if any(scene.tree.tokens[i].pos in ("VERB", "AUX") for i in between):
        return None
    words = trim(following.inner, scene.text)
    return (words,) if words is not None else None


_FARTHEST = 12
"""A speaker's name and role before "said" at the end of a sentence take up at most so many words."""


def _tail(scene: Scene, verb: int, told: int | None) -> tuple[int, int] | None:
    """ "P, the migration agency said on Sunday": first token of P and the comma after it, where the parser lost P."""
    tree = scene.tree
    if tree.tokens[verb].tag not in ("VBD", "VBZ") or told is not None and not _is_lost(tree, verb, told):
        return None
    sentence = scene.sentences[tree.tokens[verb].sentence]
    comma = next(
        (i for i in range(verb - 1, max(sentence.first, verb - _FARTHEST), -1) if tree.tokens[i].norm == ","), None
    )
    if comma is None or not _ends_sentence(tree, verb, sentence) or in_quote(scene, tree.tokens[verb]):
        return None
    speaker = [tree.tokens[i] for i in range(comma + 1, verb)]
    front = [tree.tokens[i] for i in range(sentence.first, comma)]
    if (
        any(t.pos in ("VERB", "AUX", "SCONJ") for t in speaker)
        or speaker[-1:]
        and speaker[-1].pos not in ("NOUN", "PROPN", "PRON")
    ):
        return None
    has_verb = any(t.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") and t.pos in ("VERB", "AUX") for t in front)
    opens = front and front[0].norm in ("after", "before", "when", "while", "as", "if", "although", "asked", "speaking")
    return (sentence.first, comma) if speaker and has_verb and not opens else None


def _is_lost(tree: Tree, verb: int, told: int) -> bool:
    """A complement that cannot be one: no subject after the verb, or before it with the speaker swallowed."""
    if told > verb:
        return tree.child(told, "nsubj", "nsubjpass", "expl", "csubj") is None
    return tree.edges[told][1] == verb - 1 and tree.child(verb, "nsubj") is None


def _ends_sentence(tree: Tree, verb: int, sentence: Sentence) -> bool:
    """What follows is no clause: a time, a place, "up from …"."""
    after = range(verb + 1, sentence.last + 1)
    return not any(tree.tokens[i].dep in ("nsubj", "nsubjpass", "expl") or tree.tokens[i].tag == "``" for i in after)


def _tail_source(tree: Tree, verb: int, comma: int) -> int:
    """The last noun before the verb, whatever the parser made of it."""
    own = tree.child(verb, "nsubj")
    return own if own is not None and own > comma else verb - 1


def _has_matter(scene: Scene, verb: int) -> bool:
    """ "Praising the crew, X said “P”": a verb with an object of its own, no listener, has said its piece."""
    tree = scene.tree
    noun = next((c for c in reversed(tree.children[verb]) if tree.tokens[c].dep == "dobj"), None)
    if noun is None or in_quote(scene, tree.tokens[noun]):
        return False
    return tree.tokens[noun].pos == "NOUN" and tree.tokens[noun].tag == "NN" and tree.tokens[verb].tag == "VBG"


def _cited(tree: Tree, verb: int) -> int | None:
    """Whom the verb of citing before "as saying" cites."""
    sentence = tree.tokens[verb].sentence
    for i in range(verb - 1, -1, -1):
        if tree.tokens[i].sentence != sentence:
            return None
        if tree.tokens[i].lemma in relaying_verbs() and tree.tokens[i].pos == "VERB":
            return tree.child(i, "nsubjpass") if is_passive(tree, i) else tree.child(i, "dobj", "obj")
    return None


def _gapped(tree: Tree, verb: int) -> range | None:
    """ "a ferry which Malta insists has P": the clause whose subject is "which" follows the verb at once."""
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
    return find(scene, cue, "quote", join_spans(_quotes_beside(scene, cue, ()), scene.text))


def relay(scene: Scene, cue: CueAt) -> Find | None:
    """ "cited X as saying P", "X was cited as saying P by Y": content is X with all that X is cited as saying."""
    tree, verb = scene.tree, cue.head
    saying = next((i for i in tree.subtree(verb) if i > verb and _is_as_saying(tree, i)), None)
    if saying is None:
        return None
    if is_passive(tree, verb):
        told = tree.child(verb, "nsubjpass")
        by = agent(tree, verb)
        by = by if by is not None else agent(tree, saying)
        inside = [*(tree.subtree(told) if told is not None else ()), *_without(tree, saying, by)]
        spans = join_spans((*tidy(scene, inside, verb), *_front(scene, saying, verb)), scene.text)
        return find(scene, cue, "relay", spans, source=by)
    noun = tree.child(verb, *OBJECTS)
    inside = [*(tree.subtree(noun) if noun is not None else ()), *tree.subtree(saying)]
    found = spans_of(tree, range(min(inside), max(inside) + 1), scene.text) if noun is not None else ()
    quoted = _quotes_touching(scene, found) or _quotes_beside(scene, cue, ())
    return find(scene, cue, "relay", join_spans((*found, *quoted, *_front(scene, saying, verb)), scene.text))


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
        or complement(tree, verb) is not None
    ):
        return None
    if any(tree.tokens[c].dep in OBJECTS for c in tree.children[verb]):
        return None
    inside = set(tree.subtree(verb))
    kept = [i for i in clause_tokens(tree, above, keep=verb) if i not in inside]
    return find(scene, cue, "parenthesis", tidy(scene, kept, None))


def resumed(scene: Scene, cue: CueAt) -> Find | None:
    """ "…, which X denies", "X denied it", "X rejected the charge": content is what stands before, filled in by whoever
    knows what was told there."""
    tree, verb = scene.tree, cue.head
    taken, number = tree.child(verb, "dobj"), tree.tokens[verb].sentence
    if taken is not None and _takes_up(tree, taken):
        before = trim(_text_before(scene, verb, number), scene.text)
        reach = 1 if tree.tokens[taken].pos == "PRON" else 3
        return find(scene, cue, "resumed", (before,), reach=reach) if before is not None else None
    if complement(tree, verb) is not None:
        return None
    start, end = scene.sentences[number].span.start, _end_of_told(tree, verb, taken)
    found = trim(Span(start, end), scene.text) if end is not None and end > start else None
    return find(scene, cue, "resumed", (found,) if found else ())


def _text_before(scene: Scene, verb: int, number: int) -> Span:
    """What stands before the clause of this verb in its sentence, else the sentence before, else its own first word."""
    tree, sentence = scene.tree, scene.sentences[number]
    subject_at = tree.child(verb, "nsubj")
    start = tree.tokens[tree.edges[subject_at][0]].start if subject_at is not None else tree.tokens[verb].start
    if start - sentence.span.start > 3:
        return Span(sentence.span.start, start)
    return scene.sentences[number - 1].span if number else tree.tokens[sentence.first].span


def _takes_up(tree: Tree, noun: int) -> bool:
    """ "it", "the allegation": an object that stands for what was told in a sentence before."""
    token = tree.tokens[noun]
    if token.norm in ("it", "this", "that"):
        return not tree.children[noun]
    below = [tree.tokens[c] for c in tree.children[noun]]
    definite = any(
        t.dep == "det" and t.norm in ("the", "this", "that", "these", "those", "such", "both") for t in below
    )
    return definite and token.lemma in telling_nouns() and all(t.dep in ("det", "amod") for t in below)


def _end_of_told(tree: Tree, verb: int, taken: int | None) -> int | None:
    """Where what is told ends: before "which X denies", or before the charge of "a charge X denies"."""
    token = tree.tokens[verb]
    if (
        taken is not None
        and tree.tokens[taken].norm == "which"
        and taken < verb
        and token.dep in ("relcl", "advcl", "ccomp")
    ):
        return tree.tokens[taken].start
    if taken is None and token.dep == "relcl" and tree.tokens[token.head].lemma in telling_nouns():
        return tree.tokens[tree.edges[token.head][0]].start
    return None


def _clause_content(scene: Scene, complement: int, verb: int) -> Spans:
    """The complement, less what the speaker does besides saying it: ", citing …", "and warned against …"."""
    tree = scene.tree
    beside = {
        i
        for c in tree.children[complement]
        if _is_beside(scene, c, complement, verb)
        for i in range(tree.edges[c][0], tree.edges[c][1] + 1)
    }
    return tidy(scene, [i for i in tree.subtree(complement) if i not in beside], verb)


_CONTRASTING = frozenset({"while", "whereas", "although", "though"})


def _is_beside(scene: Scene, index: int, complement: int, verb: int) -> bool:
    """Another reporting verb: without a subject of its own, joined to the complement by a comma or "and"; or with one,
    set against it by "while"."""
    tree, token = scene.tree, scene.tree.tokens[index]
    if index < complement or verb > complement or token.lemma not in saying_verbs():
        return False
    if tree.child(index, "nsubj", "nsubjpass") is not None:
        mark = tree.child(index, "mark")
        return token.dep == "advcl" and mark is not None and tree.tokens[mark].norm in _CONTRASTING
    if tree.child(index, "aux") is not None:
        return False
    if token.dep == "advcl" and token.tag == "VBG":
        return tree.tokens[tree.edges[index][0] - 1].norm == ","
    return token.dep == "conj" and token.tag == tree.tokens[verb].tag and token.tag in ("VBD", "VBZ", "VBP")


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
    """The clause that a medial verb hangs on, without the verb's own words and without what another tells after it."""
    tree, above = scene.tree, scene.tree.tokens[verb].head
    left_out = set(tree.subtree(verb))
    for c in tree.children[above]:
        told_by_another = tree.tokens[c].lemma in saying_verbs() and tree.child(c, "nsubj", "nsubjpass") is not None
        if c > verb and tree.tokens[c].dep == "conj" and told_by_another:
            left_out.update(range(tree.edges[c][0], tree.edges[c][1] + 1))
    return tidy(scene, [i for i in tree.subtree(above) if i not in left_out], verb)


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
    """In the cue's sentence with no other verb between; or right before or after it across a sentence end."""
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
    if complement(scene.tree, saying) is not None:
        return ()
    return clause_in_front(scene, verb)


def clause_in_front(scene: Scene, verb: int) -> Spans:
    """The clause before the one that `verb` heads, in the same sentence."""
    tree = scene.tree
    front = next(
        (c for c in tree.children[verb] if tree.tokens[c].dep in ("ccomp", "advcl", "parataxis") and c < verb), None
    )
    if front is not None:
        return tidy(scene, tree.subtree(front), verb)
    return _around(scene, verb) if _is_medial(tree, verb) or tree.tokens[verb].dep in ("parataxis", "ccomp") else ()


def _quotes_touching(scene: Scene, spans: Spans) -> Spans:
    return tuple(q.inner for q in scene.quotes if any(s.overlaps(q.inner) for s in spans))
