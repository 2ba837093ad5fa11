"""What can come from what, and the two walks that comparing takes over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

T = TypeVar("T")


class Node(NamedTuple):
    """What words can come from: an assertion or a document by its id, or an outlet, whose text is not at hand, by its
    key."""

    kind: Literal["assertion", "document", "outlet"]
    id: str


def reach_from(start: T, steps: Mapping[T, Iterable[T]]) -> frozenset[T]:
    """All that can be reached from `start` by one step or more; `start` itself only round a loop."""
    seen: set[T] = set()
    ahead = list(steps.get(start, ()))
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            ahead.extend(steps.get(node, ()))
    return frozenset(seen)


def heaviest_order(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> tuple[int, ...]:
    """Indices of the heaviest pairs that run in the same order on both sides, none used twice; `pairs` in order."""
    best: list[tuple[float, int]] = []
    for k, (i, j) in enumerate(pairs):
        before = max(((best[m][0], m) for m in range(k) if pairs[m][0] < i and pairs[m][1] < j), default=(0.0, -1))
        best.append((before[0] + weights[k], before[1]))
    kept: list[int] = []
    k = max(range(len(pairs)), key=lambda m: (best[m][0], -m), default=-1)
    while k >= 0:
        kept.append(k)
        k = best[k][1]
    return tuple(reversed(kept))


def family(document: str, families: Mapping[str, Node]) -> Node:
    """What a document's words go back to: itself, where nothing is known of it."""
    return families.get(document, Node("document", document))
