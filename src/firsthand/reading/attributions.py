"""Who lets what be known: from cues to attributions, nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from firsthand.lexicon.reporting import relaying_verbs
from firsthand.lexicon.words import word_list
from firsthand.model import (
    Attribution,
    Mode,
    Proposal,
    Quote,
    Reading,
    Span,
    Spans,
    all_covered,
    any_overlap,
    content_id,
    hull,
    size,
)
from firsthand.reading.cues import CueAt, find_cues
from firsthand.reading.encoder import reader_version
from firsthand.reading.frames import FRAMES
from firsthand.reading.inward import look_inside
from firsthand.reading.phrases import head_of, hides_a_name, join_spans, trim
from firsthand.reading.pipeline import Stage
from firsthand.reading.pronouns import is_agent
from firsthand.reading.scene import Find, Scene
from firsthand.reading.votes import vote

PREFERENCE = (
    "relay",
    "according",
    "resumed",
    "parenthesis",
    "raised",
    "clause",
    "predicate",
    "noun",
    "infinitive",
    "gerund",
    "preposition",
    "aware",
    "object",
    "quote",
    "label",
    "adverb",
    "adjective",
    "tagged",
)
"""Of several constructions that fit one cue the first is taken: the more of the sentence it explains, the earlier."""


TELLING = frozenset(
    {"clause", "quote", "noun", "raised", "according", "parenthesis", "adverb", "preposition", "gerund", "infinitive"}
)
"""Constructions whose content "which" can take up."""


WITHIN = 0.43
"""Of what only the rules see inside a content, in a construction of telling: the share that GUM's annotators mark, who
unlike PolNeAR's mark what is nested (docs/measured.md)."""


def find_attributions(reading: Reading) -> Reading:
    """Every hand-over of words, each with the id of the one whose content encloses it."""
    assert reading.tree is not None and reading.sentences is not None and reading.quotes is not None
    scene = Scene(reading.document.text, reading.tree, reading.sentences, reading.quotes)
    cues = find_cues(reading.tree)
    finds = _settle(scene, _voted(scene, tuple(_find_all(scene, cues)), reading.proposals, cues))
    return msgspec.structs.replace(reading, attributions=_nest(scene, reading.document.id, finds))


def _voted(
    scene: Scene, finds: tuple[Find, ...], proposals: tuple[Proposal, ...] | None, cues: Sequence[CueAt]
) -> tuple[Find, ...]:
    """The rules alone where the trained reader was not asked."""
    return finds if proposals is None else look_inside(scene, vote(scene, finds, proposals, cues), cues)


def _find_all(scene: Scene, cues: Iterable[CueAt]) -> Iterator[Find]:
    by_head: dict[int, list[Find]] = {}
    for cue in cues:
        for name in cue.rule.frames:
            if (found := FRAMES[name](scene, cue)) is not None and _is_sound(scene, found):
                by_head.setdefault(cue.head, []).append(found)
    for head in sorted(by_head):
        yield min(by_head[head], key=lambda f: (PREFERENCE.index(f.frame), -len(f.cue), f.rule.id))


def _is_sound(scene: Scene, find: Find) -> bool:
    """The source does not stand in what it says, but for a raised subject; what is said inside a quotation stays there;
    who asks not to be named has said nothing yet."""
    if find.source and find.frame not in ("relay", "raised") and any_overlap(find.source, find.content):
        return False
    around = next((q.inner for q in scene.quotes if not q.scare and all_covered(find.cue, (q.inner,))), None)
    if around is not None and not all_covered((*find.content, *find.source), (around,)):
        return False
    inside = [i for s in find.content for i in scene.tree.within(s)]
    return find.frame != "infinitive" or not hides_a_name(scene.tree, inside)


def _settle(scene: Scene, finds: Iterable[Find]) -> tuple[Find, ...]:
    """What stays once quotations have been continued and finds that claim the same words have been told apart."""
    found = _resume(scene, _relay_cited(scene, _part_verdict(scene, _drop_shadowed(scene, tuple(finds)))))
    return _continue_quotes(scene, found)


_VERDICT_JOINTS = frozenset({"as", "a", "an", '"', "'", "pure", "total", "complete", "simply", "just", ","})


def _part_verdict(scene: Scene, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """ "called reports of shelling “disinformation”": the verdict at the end is no part of what the reports tell."""
    settled = list(finds)
    for verdict in (f for f in finds if f.frame == "predicate"):
        end = _start_of_verdict(scene, verdict)
        for i, f in enumerate(settled):
            if end is not None and f.frame == "noun" and _reaches(f, end) and f.cue[0].start < end:
                settled[i] = msgspec.structs.replace(f, content=_cut(f.content, end, scene.text) or f.content)
    return tuple(settled)


def _start_of_verdict(scene: Scene, find: Find) -> int | None:
    """Where "as baseless", "a fabrication" begins, if the content ends in a word of falsehood."""
    tokens = scene.tree.tokens
    inside = [i for i in scene.tree.within(find.content[-1]) if tokens[i].pos != "PUNCT"]
    if not inside or tokens[inside[-1]].lemma not in word_list("falsehood"):
        return None
    first = inside[-1]
    while first > inside[0] and tokens[first - 1].norm in _VERDICT_JOINTS:
        first -= 1
    return tokens[first].start


def _relay_cited(scene: Scene, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """ "X reported P, citing Y": Y told X; X hands it on. Who merely cites a need or a rule cites nobody."""
    settled = list(finds)
    for number, find in enumerate(finds):
        host = _host_of(scene, settled, number)
        if host is None or not _is_somebody(scene, find):
            continue
        content = _cut(settled[host].content, find.cue[0].start, scene.text)
        if content:
            settled[host] = msgspec.structs.replace(settled[host], content=content)
            settled[number] = msgspec.structs.replace(
                find, frame="relay", source=find.content[:1], content=content, under=settled[host].head
            )
    return tuple(settled)


def _host_of(scene: Scene, finds: list[Find], number: int) -> int | None:
    """The telling that a participle of citing goes with."""
    cited = finds[number]
    token = scene.tree.tokens[cited.head]
    if cited.frame != "object" or token.tag != "VBG" or token.lemma not in relaying_verbs():
        return None
    same = [i for i, f in enumerate(finds) if f.frame in ("clause", "quote") and i != number]
    near = [i for i in same if scene.tree.tokens[finds[i].head].sentence == token.sentence]
    joined = [
        i for i in near if finds[i].head in scene.tree.ancestors(cited.head) or any_overlap(finds[i].content, cited.cue)
    ]
    return max(joined, key=lambda i: size(finds[i].content), default=None)


def _is_somebody(scene: Scene, find: Find) -> bool:
    head = scene.tree.tokens[head_of(scene.tree, find.content[:1])]
    return head.pos == "PROPN" or is_agent(head.lemma)


def _drop_shadowed(scene: Scene, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """Of finds that claim the same words, a finite verb goes before a participle, a verb before a noun beside it."""
    return tuple(f for f in finds if not any(_shadows(scene, other, f) for other in finds))


def _shadows(scene: Scene, other: Find, find: Find) -> bool:
    if other is find or not any_overlap(other.content, find.content):
        return False
    if (
        find.frame == "noun"
        and not find.source
        and other.rule.kind == "verb"
        and other.head < find.head < scene.tree.at(other.content[0].start)
    ):
        return True
    if (
        other.content != find.content
        or other.rule.kind != "verb"
        or find.rule.kind != "verb"
        or other.frame != find.frame
    ):
        return False
    return _rank(scene, other) < _rank(scene, find)


def _rank(scene: Scene, find: Find) -> tuple[bool, int]:
    """Participles last, then the verb farther from the words."""
    away = min(abs(scene.tree.tokens[find.head].start - s.start) for s in find.content)
    return scene.tree.tokens[find.head].tag == "VBG", away


def _resume(scene: Scene, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """ "…, which X denies" takes up what is told right before "which", and that telling ends there; "X denied it" takes
    up what was told in the sentence before. A charge that was told nowhere near cannot be taken up."""
    settled: list[Find | None] = list(finds)
    for number, find in enumerate(finds):
        if find.frame != "resumed":
            continue
        told = _told_before(scene, settled, find) if find.reach else _told_here(scene, settled, find)
        if told is not None:
            settled[number] = msgspec.structs.replace(find, content=told.content)
        elif find.reach > 1:
            settled[number] = None
    return tuple(f for f in settled if f is not None)


def _told_here(scene: Scene, settled: list[Find | None], find: Find) -> Find | None:
    """The smallest telling that runs up to the end of the resumed words; all that run over it are cut."""
    end = find.content[-1].end
    told: list[Find] = []
    for i, f in enumerate(settled):
        if f is not None and f.frame != "resumed" and _reaches(f, end):
            cut = msgspec.structs.replace(f, content=_cut(f.content, end, scene.text))
            settled[i] = cut
            told += [cut] if cut.frame in TELLING else []
    return min(told, key=lambda f: (size(f.content), f.head), default=None)


def _told_before(scene: Scene, settled: list[Find | None], find: Find) -> Find | None:
    """The last telling within reach, by somebody else. What "it" and "this" deny is told by a verb: in "X blocked a
    plan to …; Y denied it" not the plan."""
    here = scene.tree.tokens[find.head].sentence
    near = [
        f
        for f in settled
        if f is not None
        and f.frame in TELLING
        and f.source != find.source
        and f.head < find.head
        and f.rule.act != "deny"
        and not (find.reach == 1 and f.frame == "noun" and f.rule.act in ("plan", "demand"))
        if 0 <= here - scene.tree.tokens[f.head].sentence <= find.reach
    ]
    return max(near, key=lambda f: (scene.tree.tokens[f.head].sentence, -size(f.content)), default=None)


def _reaches(find: Find, end: int) -> bool:
    """Its content runs up to `end`, or over it."""
    return any(s.start < end <= s.end + 1 for s in find.content)


def _cut(content: Spans, end: int, text: str) -> Spans:
    """The stretches as far as `end`."""
    kept = (s if s.end <= end else trim(Span(s.start, end), text) for s in content if s.start < end)
    return tuple(s for s in kept if s is not None)


def _continue_quotes(scene: Scene, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """A quotation without a speaker goes on from the one before it in the same paragraph, or from one left open."""
    spoken = list(finds)
    for number, quote in enumerate(scene.quotes):
        if quote.scare or any(_holds(f, quote) for f in spoken):
            continue
        heir = _who_goes_on(scene, spoken, number, quote)
        words = trim(quote.inner, scene.text)
        if heir is not None and words is not None:
            spoken[heir] = msgspec.structs.replace(
                spoken[heir], content=join_spans((*spoken[heir].content, words), scene.text)
            )
    return tuple(spoken)


def _holds(find: Find, quote: Quote) -> bool:
    """The quotation is already somebody's: a hand-over inside it does not count."""
    return any_overlap((quote.inner,), find.content) and not any_overlap((quote.inner,), find.cue)


def _who_goes_on(scene: Scene, finds: list[Find], number: int, quote: Quote) -> int | None:
    before = scene.quotes[number - 1] if number else None
    if before is None:
        return None
    between = scene.text[before.outer.end : quote.outer.start]
    if not before.closed and not between.strip() or "\n" not in between and _starts_sentence(scene, quote):
        holders = [
            i for i, f in enumerate(finds) if _holds(f, before) and f.frame in ("clause", "quote", "according", "label")
        ]
        return max(holders, key=lambda i: size(finds[i].content)) if holders else None
    return None


def _starts_sentence(scene: Scene, quote: Quote) -> bool:
    inside = scene.tree.within(quote.inner)
    if not inside:
        return False
    sentence = scene.sentences[scene.tree.tokens[inside[0]].sentence]
    return quote.inner.start - sentence.span.start <= 2


def _nest(scene: Scene, document: str, finds: tuple[Find, ...]) -> tuple[Attribution, ...]:
    """Records in text order. The parent is the smallest content that holds cue and content of the inner one."""
    ids = [content_id("attribution", document, f.source, f.cue, f.content) for f in finds]
    around = [next(iter(_parents(finds, i)), None) for i in range(len(finds))]
    records = [
        Attribution(
            id=ids[i],
            document=document,
            source=f.source,
            cue=f.cue,
            content=f.content,
            addressee=f.addressee,
            parent=None if above is None else ids[above],
            mode=_mode(scene, f.content),
            rules=(f"cue/{f.rule.id}", f"frame/{f.frame}"),
            kind=f.rule.sense,
            probability=f.chance if f.seen or above is None or f.frame not in TELLING else max(f.chance, WITHIN),
            reader=reader_version() if f.seen else None,
        )
        for i, (f, above) in enumerate(zip(finds, around, strict=True))
    ]
    unique = {r.id: r for r in records}
    return tuple(sorted(unique.values(), key=lambda a: (hull(a.content).start, hull(a.content).end, a.id)))


def _parents(finds: tuple[Find, ...], index: int) -> list[int]:
    """Those around it, the nearest first: whoever relays it by name, else the smallest content that holds it."""
    inner = finds[index]
    if inner.under >= 0:
        return [i for i, f in enumerate(finds) if f.head == inner.under and i != index]
    parts = (*inner.cue, *inner.content)
    around = [
        i
        for i, f in enumerate(finds)
        if i != index and size(f.content) > size(inner.content) and all_covered(parts, f.content)
    ]
    return sorted(around, key=lambda i: (size(finds[i].content), i))


def _mode(scene: Scene, content: Spans) -> Mode:
    """Direct when nearly all of it stands in quotation marks, mixed when some does."""
    quoted = sum(_shared(span, q.inner) for span in content for q in scene.quotes)
    if quoted >= 0.9 * size(content):
        return "direct"
    return "mixed" if quoted else "indirect"


def _shared(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


STAGE = Stage(
    "attributions",
    find_attributions,
    needs=("tree", "sentences", "quotes", "proposals"),
    makes=("attributions",),
)
