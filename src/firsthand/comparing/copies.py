"""Who has whose words: pairs that share text, and for each child the parents that explain it best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import msgspec

from firsthand.comparing.align import Run, align, index_shingles
from firsthand.comparing.pile import Pile
from firsthand.comparing.shingles import shared_shingles, sketch
from firsthand.comparing.times import came_first
from firsthand.comparing.wording import Wording
from firsthand.model import DerivationKind, Direction

_NARRATED = 18
"""So many shared words of the narrator's make a copy. Notices ("may not be rewritten or redistributed") run to ten or a
dozen; the shortest excerpt of generated_dev (eval/derivation.py) has 24."""

_UTTERED = 7
"""So many shared words of quoted speech make a shared utterance."""

_MOSTLY = 0.5
"""A text is copied when so much of its own wording is the parent's; with less it is an excerpt (METER's halves)."""

_EDITED = 0.05
"""Above this share of changed words, or with runs out of order, a copy is a paraphrase (swept on generated_dev:
copies change under 3 %, never the order)."""

_RIVALS = 12
"""Only so many possible parents of a document are aligned word by word."""


class Share(msgspec.Struct, frozen=True):
    """What a child shares with one possible parent: the runs, and which of its words are the narrator's or quoted."""

    child: str
    parent: str
    direction: Direction
    runs: tuple[Run, ...]
    narrated: frozenset[int]
    quoted: frozenset[int]


class Copy(msgspec.Struct, frozen=True):
    """A parent that explains words of a child which no better parent explains."""

    share: Share
    kind: DerivationKind


Ties = Mapping[str, frozenset[str]]
"""For each document those that it names as where it has something from."""


def orient(left: str, right: str, pile: Pile, named: Ties) -> tuple[str, str, Direction]:
    """Child, parent, and whether that is shown: by stated times, else by who names whom; else parent by order of id."""
    first = came_first(pile.by_id[left].document, pile.by_id[right].document)
    if first is not None:
        return (right, left, "known") if first else (left, right, "known")
    forward, back = right in named.get(left, ()), left in named.get(right, ())
    if forward != back:
        return (left, right, "known") if forward else (right, left, "known")
    return max(left, right), min(left, right), "unknown"


def find_shares(pile: Pile, named: Ties) -> dict[str, tuple[Share, ...]]:
    """For each child its possible parents, the likeliest first, aligned; one parent after the other, since the index of
    a text is larger than the text."""
    wordings = {p.id: p.wording for p in pile.pages}
    counts = shared_shingles({i: sketch(w) for i, w in wordings.items()})
    possible: dict[str, list[tuple[int, str, Direction]]] = defaultdict(list)
    for (left, right), count in sorted(counts.items()):
        child, parent, direction = orient(left, right, pile, named)
        possible[child].append((-count, parent, direction))
    children: dict[str, list[tuple[str, int, Direction]]] = defaultdict(list)
    for child, found in possible.items():
        for place, (_, parent, direction) in enumerate(sorted(found)[:_RIVALS]):
            children[parent].append((child, place, direction))
    shares: dict[str, list[tuple[int, Share]]] = defaultdict(list)
    for parent in sorted(children):
        index = index_shingles(wordings[parent])
        for child, place, direction in children[parent]:
            runs = align(wordings[child], wordings[parent], index)
            shares[child].append((place, _share(wordings[child], wordings[parent], direction, runs)))
    return {child: tuple(s for _, s in sorted(shares[child], key=lambda s: s[0])) for child in sorted(shares)}


def _share(child: Wording, parent: Wording, direction: Direction, runs: tuple[Run, ...]) -> Share:
    same = [i for run in runs for i in run.same]
    return Share(
        child=child.document,
        parent=parent.document,
        direction=direction,
        runs=runs,
        narrated=frozenset(i for i in same if not child.quoted[i]),
        quoted=frozenset(i for i in same if child.quoted[i]),
    )


def best_parents(shares: tuple[Share, ...], wording: Wording, pile: Pile, named: Ties) -> Iterator[Copy]:
    """The parent that explains most of the narrator's words, then what explains enough of the rest.

    Where a copy and its own copy explain as much, the one with less beside it is nearer: right in 175 of 208 on
    generated_dev, against 155 for the older one."""
    own = sum(not q for q in wording.quoted)
    explained: set[int] = set()
    left = list(shares)
    while left:
        best = min(
            left,
            key=lambda s: (-len(s.narrated - explained), s.parent not in named.get(s.child, ()), _nearness(s, pile)),
        )
        if len(best.narrated - explained) < _NARRATED:
            return
        yield Copy(best, _kind(best, own))
        explained |= best.narrated
        left.remove(best)


def _nearness(share: Share, pile: Pile) -> tuple[int, str, str]:
    parent = pile.by_id[share.parent]
    return len(parent.wording.words), parent.document.published or "9999", share.parent


def _kind(share: Share, own: int) -> DerivationKind:
    if len(share.narrated) < _MOSTLY * own:
        return "excerpted"
    return "paraphrased" if _reworked(share.runs) else "copied"


def _reworked(runs: tuple[Run, ...]) -> bool:
    kept = sum(len(run.same) for run in runs)
    changed = sum(run.last - run.first + 1 - len(run.same) for run in runs)
    return changed > _EDITED * kept or any(b.start < a.start for a, b in pairwise(runs))


def shared_utterances(
    shares: Mapping[str, tuple[Share, ...]], copied: Mapping[str, frozenset[int]], pile: Pile
) -> Iterator[Share]:
    """For each child the shares by which it has someone's quoted words from no copied text: the oldest print first."""
    for child in sorted(shares):
        explained = set(copied.get(child, ()))
        left = [s for s in shares[child] if len(s.narrated) < _NARRATED]
        while left:
            best = min(
                left,
                key=lambda s: (-len(s.quoted - explained), pile.by_id[s.parent].document.published or "9999", s.parent),
            )
            if len(best.quoted - explained) < _UTTERED:
                break
            yield best
            explained |= best.quoted
            left.remove(best)
