"""How likely two happenings are one, by boosted trees on named signs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import msgspec

from firsthand.comparing.coreference import FEATURES, Happening, find_signs
from firsthand.comparing.stories_groups import Chances, group
from firsthand.comparing.tellings import Telling
from firsthand.errors import ModelError
from firsthand.reading.encoder import package_folder

BAR = 370
"""Groups of happenings that reach this chance on average, in thousandths, become one."""

Node = tuple[int, float, int, int, float]
"""A sign (-1 for a leaf) and its threshold, the node for what is not above it, the node for what is, a leaf's value."""


class Trees(msgspec.Struct, frozen=True):
    """The scorer: log-odds are `base` and a leaf of each tree."""

    signs: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node, ...], ...]


class Score(msgspec.Struct, frozen=True):
    """How likely two happenings are one, in thousandths, and the signs that say so."""

    chance: int
    signs: tuple[tuple[str, float], ...]


@cache
def load_trees() -> Trees:
    """The packaged scorer; ModelError where it is not installed, or goes by other signs."""
    path = package_folder() / "coreference/pairs.json"
    if not path.exists():
        raise ModelError("the scorer of pairs is not installed", hint="pip install firsthand-reader-en")
    found = msgspec.json.decode(path.read_text(encoding="utf-8"), type=Trees)
    if found.signs != FEATURES:
        raise ModelError("the scorer of pairs goes by other signs", hint="pip install a newer firsthand-reader-en")
    return found


def score_pair(left: Happening, right: Happening, common: Mapping[str, float]) -> Score:
    """The chance and its signs, the same whichever comes first; `common` as in `find_signs`."""
    signs = find_signs(left, right, common)
    return Score(weigh(signs), tuple(zip(FEATURES, (round(v, 4) for v in signs), strict=True)))


def score_events(one: Telling, other: Telling, common: Mapping[str, float]) -> Score | None:
    """How likely what happens in two tellings is one event; None where on a side nothing is said to happen."""
    if one.happening is None or other.happening is None:
        return None
    return score_pair(_placed(one, one.happening), _placed(other, other.happening), common)


def _placed(telling: Telling, happening: Happening) -> Happening:
    """With the telling's own terms around it."""
    return msgspec.structs.replace(happening, around={t.key: t.weight for t in telling.terms})


def weigh(signs: tuple[float, ...]) -> int:
    """The chance in thousandths."""
    found = load_trees()
    odds = found.base + math.fsum(_leaf(tree, signs) for tree in found.trees)
    return round(1000 / (1 + math.exp(-odds)))


def _leaf(tree: tuple[Node, ...], signs: tuple[float, ...]) -> float:
    node = tree[0]
    while node[0] >= 0:
        node = tree[node[2] if signs[node[0]] <= node[1] else node[3]]
    return node[4]


def group_happenings(chances: Chances, bar: int = BAR) -> tuple[tuple[str, ...], ...]:
    """The groups that are one, by chances of pairs in thousandths: the most alike first, by their average."""
    return group(chances, bar=bar, full=len(chances))
