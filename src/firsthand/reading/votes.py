"""Rules and the trained reader vote: which attributions stand, with which parts, and how sure that is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from firsthand.lexicon.reporting import UNLISTED, telling_nouns
from firsthand.lexicon.words import word_list
from firsthand.model import Proposal, Span, Spans, all_covered, any_overlap, size
from firsthand.reading.cues import CueAt
from firsthand.reading.encoder import vote_weights
from firsthand.reading.phrases import agent, head_of, hides_a_name, join_spans, spans_of, trim
from firsthand.reading.scene import OBJECTS, Find, Scene

TAGGED = "tagged"
"""Frame of what the trained reader alone has seen."""

SETTLED_BY_RULE = frozenset({"relay", "resumed", "raised", "parenthesis"})
"""Constructions whose parts stand elsewhere than the words suggest: the reader is only asked whether, not what."""
CUT_BY_RULE = frozenset({"preposition", "noun", "adverb", "adjective"})
"""Constructions whose content we cut otherwise than PolNeAR: of "accused X of Y" only Y, of "reports of Y" all,
of "is reportedly Y" the whole clause."""

SURE = 0.6
"""From this chance on, the reader's word for where a part begins and ends goes before the rules'."""
ALIKE = 0.8
"""Contents that share so much are the same but for their ends, and there the rules know the parse."""
_LINE = re.compile(r"[^\n]+")
_MARKS = ('"', "“", "‘", "'", "«", "„")
_TURN = re.compile(r";|,? (?:while|whereas|but)\b")
LEAST = 0.3
"""Below this probability the reader alone is not heard: the best for F1 on PolNeAR's development part."""


def vote(
    scene: Scene, finds: Iterable[Find], proposals: Iterable[Proposal], cues: Sequence[CueAt], *, inside: bool = False
) -> tuple[Find, ...]:
    """The finds of the rules, each with its probability and with the parts of the reader where it is the surer one;
    then what the reader alone is sure enough of. `inside` a content, where it has seen fewer examples, only what has a
    verb."""
    found = sorted(finds, key=lambda f: f.head)
    seen = [tidied for p in proposals if (tidied := _by_house_rules(scene, p)) is not None]
    partner = _paired(found, seen)
    voted = [
        _joined(scene, f, seen[partner[i]], found) if i in partner else msgspec.structs.replace(f, chance=BY_RULE)
        for i, f in enumerate(found)
    ]
    taken = set(partner.values())
    alone = (_from_reader(scene, p, cues) for j, p in enumerate(seen) if j not in taken)
    kept = (f for f in alone if f.chance >= LEAST and _tells(scene, f, cues, inside))
    return tuple(sorted((*voted, *kept), key=lambda f: (f.head, f.frame)))


def _by_house_rules(scene: Scene, proposal: Proposal) -> Proposal | None:
    """Marks at the ends of a part, and a "that" before a content, are not part of it; words that nobody and nothing
    hands over are no attribution."""
    content = join_spans(
        (s for span in _in_reach(scene, proposal) if (s := _without_that(scene, span)) is not None),
        scene.text,
    )
    source, cue = (
        tuple(s for span in part if (s := trim(span, scene.text)) is not None)
        for part in (proposal.source, proposal.cue)
    )
    source = tuple(s for s in source if any(scene.tree.tokens[i].pos != "DET" for i in scene.tree.within(s)))
    if not content or not (cue or source):
        return None
    content = tuple(s for s in content if not _is_pronoun(scene, s)) or content
    return msgspec.structs.replace(proposal, source=source, cue=cue, content=content)


def _in_reach(scene: Scene, proposal: Proposal) -> Iterator[Span]:
    """The stretches of its content, line by line: without quotation marks nobody's words run on over a paragraph."""
    named = proposal.cue or proposal.source or proposal.content
    first = scene.text.rfind("\n", 0, named[0].start)
    last = scene.text.find("\n", named[-1].end)
    for span in proposal.content:
        for line in _LINE.finditer(scene.text, span.start, span.end):
            here = first < line.start() and (last < 0 or line.end() <= last)
            if here or line[0].lstrip()[:1] in _MARKS:
                yield Span(line.start(), line.end())


def _is_pronoun(scene: Scene, span: Span) -> bool:
    return all(scene.tree.tokens[i].pos in ("PRON", "DET") for i in scene.tree.within(span))


def _without_that(scene: Scene, span: Span) -> Span | None:
    found = trim(span, scene.text)
    if found is None:
        return None
    inside = scene.tree.within(found)
    if len(inside) > 1 and scene.tree.tokens[inside[0]].norm == "that" and scene.tree.tokens[inside[0]].dep == "mark":
        return trim(Span(scene.tree.tokens[inside[0]].end, found.end), scene.text)
    return found


def _paired(finds: Sequence[Find], proposals: Sequence[Proposal]) -> dict[int, int]:
    """Which find and which proposal are about the same hand-over: they share a cue, or most of their content."""
    close = sorted(
        (-_likeness(f, p), i, j) for i, f in enumerate(finds) for j, p in enumerate(proposals) if _are_near(f, p)
    )
    partner: dict[int, int] = {}
    for _, i, j in close:
        if i not in partner and j not in partner.values():
            partner[i] = j
    return partner


def _are_near(find: Find, proposal: Proposal) -> bool:
    if any_overlap(find.cue, proposal.cue):
        return True
    return overlap_of(find.content, proposal.content) >= 0.5 and not any_overlap(proposal.cue, find.content)


def overlap_of(left: Spans, right: Spans) -> float:
    """Code points that both hold, over those that either holds."""
    if not left or not right:
        return 0.0
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    if not shared:
        return 0.0
    return shared / (size(left) + size(right) - shared)


def _likeness(find: Find, proposal: Proposal) -> float:
    """How far cue, content and source are the same words, 0 to 3."""
    same_source = any_overlap(find.source, proposal.source) or not (find.source or proposal.source)
    return round(overlap_of(find.cue, proposal.cue) + overlap_of(find.content, proposal.content) + same_source, 4)


def _joined(scene: Scene, find: Find, proposal: Proposal, finds: Sequence[Find]) -> Find:
    """The find with the reader's parts where those are to be preferred; the cue stays that on which the construction
    hangs."""
    voted = msgspec.structs.replace(find, chance=probability(find, proposal), seen=True)
    if find.frame in SETTLED_BY_RULE or _crosses(scene, find, proposal):
        return voted
    source = find.source if _answers(scene, find, proposal) else _source(find, proposal)
    content = _content(scene, find, proposal, finds)
    if any_overlap(source, content):
        source, content = find.source, find.content
    return msgspec.structs.replace(voted, source=source, content=content)


def _crosses(scene: Scene, find: Find, proposal: Proposal) -> bool:
    """The reader takes whom the rules hear for what is told, or hears somebody of another sentence instead."""
    if not find.source or any_overlap(find.source, proposal.source):
        return False
    sentences = {scene.tree.tokens[head_of(scene.tree, s)].sentence for s in (find.cue, proposal.source) if s}
    return len(sentences) > 1 or any_overlap(find.source, proposal.content)


def _answers(scene: Scene, find: Find, proposal: Proposal) -> bool:
    """The reader hears whoever meets a demand: "the agency ignored requests to open it"."""
    tree = scene.tree
    if find.frame != "noun" or not proposal.source or tree.tokens[find.head].dep not in (*OBJECTS, "nsubjpass"):
        return False
    verb = tree.tokens[find.head].head
    speaks = (tree.child(verb, "nsubj"), agent(tree, verb))
    return tree.tokens[verb].lemma in word_list("answering") and head_of(tree, proposal.source) in speaks


def _source(find: Find, proposal: Proposal) -> Spans:
    """Whom both mean, the rules name without what is only said about him. Whoever stands inside what is told has not
    told it: "X rejected claims by Y that P"."""
    seen, sure = proposal.source, proposal.chances[0] >= SURE
    if not seen or any_overlap(seen, find.source) or any_overlap(seen, find.content) or not (find.source or sure):
        return find.source
    return seen


def _content(scene: Scene, find: Find, proposal: Proposal, finds: Sequence[Find]) -> Spans:
    """The reader's, unless it is unsure, goes on to somebody else's or goes straight to what is told inside; of its
    stretches those that are not all another one's."""
    alike = overlap_of(find.content, proposal.content) >= ALIKE
    if alike or proposal.chances[2] < SURE or find.frame in CUT_BY_RULE or _turns_away(scene, find, proposal):
        return find.content
    within = (f for f in finds if f is not find and all_covered((*f.cue, *f.content), find.content))
    if any(any_overlap(f.content, proposal.content) and not any_overlap(f.cue, proposal.content) for f in within):
        return find.content
    beside = [f.content for f in finds if f is not find and not any_overlap(f.content, find.content)]
    kept = tuple(
        s
        for s in _clipped(scene, find, proposal.content)
        if any_overlap((s,), find.content)
        or not (
            _follows_noun(scene, s)
            or _tells_how(scene, find, s)
            or any(overlap_of((s,), content) >= ALIKE for content in beside)
        )
    )
    return _from_its_opening(scene, find, kept) if kept else find.content


def _from_its_opening(scene: Scene, find: Find, kept: Spans) -> Spans:
    """The reader's stretches with what the rules let come before the first and hangs on a word of it: "With the embargo
    gone, sales will rise, observers said"."""
    first, *rest = kept
    if find.content[0].start >= first.start or find.content[0].end < first.end:
        return kept
    before = trim(Span(find.content[0].start, first.start), scene.text)
    if before is None:
        return kept
    token = scene.tree.tokens[head_of(scene.tree, (before,))]
    hangs = token.dep in ("advcl", "prep", "npadvmod") and first.covers(scene.tree.tokens[token.head].span)
    return (Span(before.start, first.end), *rest) if hangs else kept


def _clipped(scene: Scene, find: Find, content: Spans) -> Iterator[Span]:
    """The stretches as far as the sentences of the find go: beyond them only quotation marks show whose words they
    are."""
    numbers = [scene.tree.tokens[i].sentence for s in (*find.cue, *find.content) for i in scene.tree.within(s)]
    start, end = scene.sentences[min(numbers)].span.start, scene.sentences[max(numbers)].span.end
    for s in content:
        if s.start < end and s.end > start and not any(q.outer.overlaps(s) for q in scene.quotes):
            clipped = trim(Span(max(s.start, start), min(s.end, end)), scene.text)
            yield from () if clipped is None else (clipped,)
        else:
            yield s


def _follows_noun(scene: Scene, span: Span) -> bool:
    """ "the report that P": P is what the report tells."""
    before = scene.tree.at(span.start) - 1
    if before > 0 and scene.tree.tokens[before].norm == "that":
        before -= 1
    return before >= 0 and scene.tree.tokens[before].lemma in telling_nouns()


def _tells_how(scene: Scene, find: Find, span: Span) -> bool:
    """What hangs on the cue by itself is the report's: "Far from apologising, the minister said P"."""
    token = scene.tree.tokens[head_of(scene.tree, (span,))]
    return token.head == find.head and token.dep in ("advmod", "advcl", "prep", "npadvmod")


def _turns_away(scene: Scene, find: Find, proposal: Proposal) -> bool:
    """The reader reads on over a "while", to what another does."""
    end = find.content[-1].end
    beyond = next((s for s in proposal.content if s.start < end < s.end), None)
    return beyond is not None and bool(_TURN.match(scene.text, end))


def _from_reader(scene: Scene, proposal: Proposal, cues: Sequence[CueAt]) -> Find:
    """A find without a construction; the lexicon's cue where it knows the words."""
    words = proposal.cue or proposal.content
    known = next((c for c in cues if _fits(scene, c, proposal)), None)
    return Find(
        rule=known.rule if known else UNLISTED,
        frame=TAGGED,
        cue=(known and spans_of(scene.tree, known.tokens, scene.text)) or proposal.cue or proposal.source,
        source=proposal.source,
        content=proposal.content,
        head=known.head if known else head_of(scene.tree, words),
        chance=probability(None, proposal),
        seen=True,
    )


ABLE = frozenset({"clause", "quote", "object", "infinitive", "gerund", "preposition", "noun", "according", "label"})
"""Constructions of the cues that can hand over what the reader takes for a content; "is seen to be" cannot."""


def _fits(scene: Scene, cue: CueAt, proposal: Proposal) -> bool:
    """The lexicon's cue stands among the words of the reader's, and works in a like way."""
    here = any(span.covers(scene.tree.tokens[i].span) for span in proposal.cue for i in cue.tokens)
    return here and bool(ABLE.intersection(cue.rule.frames))


def _tells(scene: Scene, find: Find, cues: Sequence[CueAt], inner: bool) -> bool:
    """What the reader alone sees is heard where words are told: more than a thing that is seen, wanted or done to, no
    condition of silence; and by somebody, not by a rank or a rule."""
    tree = scene.tree
    inside = [i for span in find.content for i in tree.within(span)]
    if hides_a_name(tree, inside) or all(_is_pronoun(scene, s) for s in find.content):
        return False
    if find.source and tree.tokens[head_of(tree, find.source)].lemma in word_list("standards"):
        return False
    said = find.rule.sense == "say"
    if find.rule is UNLISTED:
        listed = any(span.covers(tree.tokens[c.head].span) for span in find.cue for c in cues)
        said = find.chance >= SURE and not listed
    return said and not inner or any(tree.tokens[i].pos in ("VERB", "AUX") for i in inside)


BY_RULE = 0.25
"""Of what only the rules see, about one in five is marked in PolNeAR, which marks nothing inside a content."""


SIGNS = ("always", "source", "cue", "content", "link", "no source", "found", "same content", "same source")
"""What a vote rests on: the reader's chances of each part and of how they hang together, whether it names no source,
whether the rules find the hand-over too, and agree on its content and source."""


def signs_of(find: Find | None, proposal: Proposal) -> tuple[float, ...]:
    """In the order of `SIGNS`."""
    agreed = (0.0, 0.0, 0.0)
    if find is not None:
        same_content = overlap_of(find.content, proposal.content) >= 0.5
        agreed = (1.0, float(same_content), float(any_overlap(find.source, proposal.source)))
    return (1.0, *proposal.chances, float(not proposal.source), *agreed)


def probability(find: Find | None, proposal: Proposal) -> float:
    """That an annotator would mark it: logistic in `SIGNS`, by the weights that came with the reader."""
    weights = vote_weights()
    score = sum(weights[name] * sign for name, sign in zip(SIGNS, signs_of(find, proposal), strict=True))
    return round(1 / (1 + math.exp(-score)), 2)
