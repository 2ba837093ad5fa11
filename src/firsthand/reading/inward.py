"""Nested telling: the trained reader looks into what others are said to have said."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Proposal, Spans, all_covered, any_overlap
from firsthand.reading.cues import CueAt
from firsthand.reading.proposals import NESTED, attributions_in, look
from firsthand.reading.scene import Find, Scene
from firsthand.reading.votes import vote

DEEPEST = 6
"""Nobody reports what somebody reports more often than this."""


def look_inside(scene: Scene, finds: tuple[Find, ...], cues: Sequence[CueAt]) -> tuple[Find, ...]:
    """The finds with those that stand inside their contents, as far in as there are any."""
    done: set[Spans] = set()
    for _ in range(DEEPEST):
        contents = sorted({f.content for f in finds if f.content not in done and _holds_cue(scene, f.content, cues)})
        done.update(contents)
        if not contents:
            break
        for content in contents:
            finds = _heard(scene, finds, content, cues)
    return finds


def _holds_cue(scene: Scene, content: Spans, cues: Sequence[CueAt]) -> bool:
    """Whether words of telling stand inside with others beside them: else there is nothing to look for."""
    return any(
        span.start <= scene.tree.tokens[cue.head].start < span.end and len(scene.tree.within(span)) > 3
        for cue in cues
        for span in content
    )


def _heard(scene: Scene, finds: tuple[Find, ...], content: Spans, cues: Sequence[CueAt]) -> tuple[Find, ...]:
    """The finds after the vote on what stands inside one content."""
    seen = attributions_in(scene.text, look(scene.text, content, manner=NESTED))
    inside = [f for f in finds if not f.seen and f.content != content and all_covered((*f.cue, *f.content), content)]
    fresh = [p for p in seen if not any(_same(f, p) for f in finds if f.seen)]
    others = [f for f in finds if f not in inside]
    return tuple(sorted((*others, *vote(scene, inside, fresh, cues)), key=lambda f: (f.head, f.frame)))


def _same(find: Find, proposal: Proposal) -> bool:
    """Already found on the way in."""
    return any_overlap(find.cue, proposal.cue or proposal.content)
