"""Who lets what be known: from cues to attributions, nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from firsthand.model import (
    Attribution,
    Mode,
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
from firsthand.reading.frames import FRAMES
from firsthand.reading.phrases import join_spans, trim
from firsthand.reading.pipeline import Stage
from firsthand.reading.scene import Find, Scene

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
)
"""Of several constructions that fit one cue the first is taken: the more of the sentence it explains, the earlier."""


TELLING = frozenset({"clause", "noun", "raised", "according", "parenthesis", "adverb"})
"""Constructions whose content "which" can take up."""


def find_attributions(reading: Reading) -> Reading:
    """Every hand-over of words, each with the id of the one whose content encloses it."""
    assert reading.tree is not None and reading.sentences is not None and reading.quotes is not None
    scene = Scene(reading.document.text, reading.tree, reading.sentences, reading.quotes)
    finds = _settle(scene, _find_all(scene, find_cues(reading.tree)))
    return msgspec.structs.replace(reading, attributions=_nest(scene, reading.document.id, finds))


def _find_all(scene: Scene, cues: Iterable[CueAt]) -> Iterator[Find]:
    by_head: dict[int, list[Find]] = {}
    for cue in cues:
        for name in cue.rule.frames:
            if (found := FRAMES[name](scene, cue)) is not None and _is_sound(found):
                by_head.setdefault(cue.head, []).append(found)
    for head in sorted(by_head):
        yield min(by_head[head], key=lambda f: (PREFERENCE.index(f.frame), -len(f.cue), f.rule.id))


def _is_sound(find: Find) -> bool:
    """The source does not stand in what it says, but for a raised subject."""
    return not find.source or find.frame in ("relay", "raised") or not any_overlap(find.source, find.content)


def _settle(scene: Scene, finds: Iterable[Find]) -> tuple[Find, ...]:
    """What stays once quotations have been continued and finds that claim the same words have been told apart."""
    found = _resume(scene, _drop_shadowed(scene, tuple(finds)))
    return _continue_quotes(scene, found)


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
    """ "…, which X denies" takes up what is told right before "which"; that telling ends there."""
    settled = list(finds)
    for number, find in enumerate(finds):
        if find.frame != "resumed":
            continue
        end = find.content[-1].end
        around = [i for i, f in enumerate(settled) if f.frame != "resumed" and _reaches(f, end)]
        told = [i for i in around if settled[i].frame in TELLING]
        if not told:
            continue
        for i in around:
            settled[i] = msgspec.structs.replace(settled[i], content=_cut(settled[i].content, end, scene.text))
        inner = min(told, key=lambda i: (size(settled[i].content), i))
        settled[number] = msgspec.structs.replace(find, content=settled[inner].content)
    return tuple(settled)


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
    records = [
        Attribution(
            id=ids[i],
            document=document,
            source=f.source,
            cue=f.cue,
            content=f.content,
            addressee=f.addressee,
            parent=next((ids[p] for p in _parents(finds, i)), None),
            mode=_mode(scene, f.content),
            rules=(f"cue/{f.rule.id}", f"frame/{f.frame}"),
        )
        for i, f in enumerate(finds)
    ]
    unique = {r.id: r for r in records}
    return tuple(sorted(unique.values(), key=lambda a: (hull(a.content).start, hull(a.content).end, a.id)))


def _parents(finds: tuple[Find, ...], index: int) -> list[int]:
    inner = finds[index]
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


STAGE = Stage("attributions", find_attributions, needs=("tree", "sentences", "quotes"), makes=("attributions",))
