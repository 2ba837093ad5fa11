"""Nested telling: the trained reader looks into what others are said to have said."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Proposal, Span, Spans, all_covered, any_overlap
from firsthand.reading.cues import CueAt
from firsthand.reading.proposals import NESTED, attributions_in, look
from firsthand.reading.scene import Find, Scene
from firsthand.reading.votes import vote

DEEPEST = 6
"""Nobody reports what somebody reports more often than this."""
SHORT = 6
"""So few words and marks hold no telling with what is told."""


def look_inside(scene: Scene, finds: tuple[Find, ...], cues: Sequence[CueAt]) -> tuple[Find, ...]:
    """The finds with those that stand inside their contents, as far in as there are any."""
    done: set[Spans] = set()
    for _ in range(DEEPEST):
        contents = sorted({f.content for f in finds if f.content not in done and _is_worth(scene, f.content, finds)})
        done.update(contents)
        if not contents:
            break
        for content in contents:
            finds = _heard(scene, finds, content, cues)
    return finds


def _is_worth(scene: Scene, content: Spans, finds: tuple[Find, ...]) -> bool:
    """Whether the rules see words of telling inside that the reader has not judged, and others beside them. Asked of
    every content with a cue of the lexicon it takes thrice the time, and finds nested ones that are not there."""
    return bool(_unjudged(finds, content)) and sum(len(scene.tree.within(s)) for s in content) > SHORT


def _unjudged(finds: tuple[Find, ...], content: Spans) -> list[Find]:
    """Finds of the rules that hang on a verb or noun in the content."""
    return [
        f
        for f in finds
        if not f.seen and f.rule.kind in ("verb", "noun") and f.content != content and all_covered(f.cue, content)
    ]


def _sentences(scene: Scene, content: Spans, finds: tuple[Find, ...]) -> Spans:
    """What of the content stands in a sentence with such a find: the others only take time."""
    wanted = sorted({scene.tree.tokens[f.head].sentence for f in _unjudged(finds, content)})
    around = [scene.sentences[number].span for number in wanted]
    return tuple(
        Span(max(s.start, whole.start), min(s.end, whole.end)) for s in content for whole in around if s.overlaps(whole)
    )


def _heard(scene: Scene, finds: tuple[Find, ...], content: Spans, cues: Sequence[CueAt]) -> tuple[Find, ...]:
    """The finds after the vote on what stands inside one content."""
    seen = attributions_in(scene.text, look(scene.text, _sentences(scene, content, finds), manner=NESTED))
    inside = [f for f in finds if not f.seen and f.content != content and all_covered((*f.cue, *f.content), content)]
    fresh = [p for p in seen if not any(_same(f, p) for f in finds if f.seen)]
    others = [f for f in finds if f not in inside]
    return tuple(sorted((*others, *vote(scene, inside, fresh, cues, inside=True)), key=lambda f: (f.head, f.frame)))


def _same(find: Find, proposal: Proposal) -> bool:
    """Already found on the way in."""
    return any_overlap(find.cue, proposal.cue or proposal.content)
