"""Laundering: what one report attributes, another tells in its own voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.tellings import Likeness, Telling, agreement, compare_tellings, ordered_pairs
from firsthand.comparing.times import came_first
from firsthand.comparing.voices import is_negative
from firsthand.model import Assertion, Direction, Echo, Evidence, Span, Spans

_RARE = 0.3
_CROWD = 150
_SHARED, _CONTAINED = 2.4, 0.5
"""Weight of the words that answer each other in the same order, and their part of the lighter telling. The pairs of
`tests/cases/comparing/echoes.md` lie apart by a factor of two."""


class Wording(msgspec.Struct, frozen=True):
    """Words on both sides that answer each other in the same order, and their weight."""

    left: Spans
    right: Spans
    weight: float
    share: float


def find_echoes(pile: Pile, outlets: Outlets) -> tuple[Echo, ...]:
    """For each assertion in a report's own voice the attributed one, elsewhere, that it sounds like most."""
    best: dict[str, tuple[tuple[float, str], Echo]] = {}
    for attributed, plain in sorted(_candidates(pile)):
        if (echo := _hear(pile.assertions[attributed], pile.assertions[plain], pile, outlets)) is not None:
            rank = (-echo[0], attributed)
            if plain not in best or rank < best[plain][0]:
                best[plain] = (rank, echo[1])
    order = {a: i for i, a in enumerate(pile.assertions)}
    return tuple(sorted((e for _, e in best.values()), key=lambda e: (order[e.attributed], order[e.unattributed])))


def _candidates(pile: Pile) -> Iterator[tuple[str, str]]:
    """Attributed and plain assertions of different documents that share two telling words."""
    postings: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for id, telling in pile.tellings.items():
        for key in sorted({f"~{t.group}" if t.group else t.key for t in telling.terms if t.weight >= _RARE}):
            postings[key][0 if pile.assertions[id].chain else 1].append(id)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for attributed, plain in postings.values():
        if len(attributed) + len(plain) <= _CROWD:
            for a in attributed:
                for b in plain:
                    if pile.assertions[a].document != pile.assertions[b].document:
                        shared[a, b] += 1
    return (pair for pair, count in shared.items() if count >= 2)


def _hear(attributed: Assertion, plain: Assertion, pile: Pile, outlets: Outlets) -> tuple[float, Echo] | None:
    there, here = pile.by_id[attributed.document], pile.by_id[plain.document]
    if is_negative(attributed, there) != is_negative(plain, here) or _hands_over(plain, here):
        return None
    direction = _direction(there, here)
    if direction is None or _is_origin(attributed, there, here, outlets):
        return None
    wording = answering_words(pile.tellings[attributed.id], pile.tellings[plain.id])
    if wording.weight < _SHARED or wording.share < _CONTAINED:
        return None
    shown = (
        Evidence(there.id, wording.left, "echo/wording"),
        Evidence(there.id, there.attributions[attributed.chain[-1]].cue or wording.left, "echo/attributed"),
        Evidence(here.id, wording.right, "echo/wording"),
    )
    return wording.weight, Echo(attributed.id, plain.id, direction, shown)


def _hands_over(plain: Assertion, page: Page) -> bool:
    """Whether most of its words are somebody's whom the report names in the same breath."""
    inner = [s for a in page.attributions.values() for s in a.content if any(c.overlaps(s) for c in plain.content)]
    covered = sum(max(0, min(c.end, s.end) - max(c.start, s.start)) for c in plain.content for s in inner)
    return 2 * covered > sum(c.end - c.start for c in plain.content)


def _direction(there: Page, here: Page) -> Direction | None:
    """None where the plain telling is known to be older: then it echoes nothing."""
    first = came_first(there.document, here.document)
    if first is None:
        return "unknown"
    return "known" if first else None


def _is_origin(attributed: Assertion, there: Page, here: Page, outlets: Outlets) -> bool:
    """Whether the attributed telling names the other report's outlet: then that is where it comes from."""
    if here.document.outlet is None:
        return False
    own = outlets.key(here.document.outlet)
    links = (there.attributions[id] for id in attributed.chain)
    return any(key == own for a in links for span in a.source for key, _ in outlets.find(there.document.text, span))


def answering_words(left: Telling, right: Telling) -> Wording:
    """The heaviest words that answer each other in the same order."""
    like: Likeness = compare_tellings(left, right)
    pairs = ordered_pairs(like, left, right)
    weight = sum(agreement(left.terms[i], right.terms[j]) for i, j in pairs)
    light = min(left.total, right.total)
    return Wording(
        left=tuple(left.terms[i].span for i, _ in pairs),
        right=tuple(right.terms[j].span for _, j in pairs),
        weight=weight,
        share=weight / light if light else 0.0,
    )
