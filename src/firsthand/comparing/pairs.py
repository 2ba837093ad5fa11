"""How likely two happenings are one, by boosted trees on named signs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from firsthand.comparing.coreference import FEATURES, Happening, find_signs
from firsthand.comparing.coreference_model import DISTRIBUTION, Said, encoder_name, happenings_folder, liken
from firsthand.comparing.pile import Pile
from firsthand.comparing.stories_groups import Chances, group
from firsthand.comparing.tellings import Telling
from firsthand.errors import ModelError
from firsthand.model import Span
from firsthand.reading.encoder import package_folder

BAR = 330
"""Groups of happenings that reach this chance on average, in thousandths, become one."""

LEFT_OPEN = (20, 980)
"""Between these chances the first look leaves it open: two fifths of the pairs of a story."""
READ = (*FEATURES, "read-odds", "read-alike")
"""The signs of the second look: the encoder's log-odds that both are one, and how alike it puts them."""

Node = tuple[int, float, int, int, float]
"""A sign (-1 for a leaf) and its threshold, the node for what is not above it, the node for what is, a leaf's value."""


class Trees(msgspec.Struct, frozen=True):
    """The scorer: log-odds are `base` and a leaf of each tree."""

    signs: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node, ...], ...]


class Score(msgspec.Struct, frozen=True):
    """How likely two happenings are one, in thousandths, and the signs that say so; `model` names the encoder that has
    read both, None where none was asked."""

    chance: int
    signs: tuple[tuple[str, float], ...]
    model: str | None = None


@cache
def load_trees() -> Trees:
    """The packaged scorer; ModelError where it is not installed, or goes by other signs."""
    return _read_trees(package_folder() / "coreference/pairs.json", FEATURES, "firsthand-reader-en")


@cache
def second_trees() -> Trees | None:
    """Those of the second look, None where they are not installed; ModelError where they go by other signs."""
    try:
        folder = happenings_folder()
    except ModelError:
        return None
    return _read_trees(folder / "pairs.json", READ, DISTRIBUTION)


def _read_trees(path: Path, signs: tuple[str, ...], distribution: str) -> Trees:
    if not path.exists():
        raise ModelError("the scorer of pairs is not installed", hint=f"pip install {distribution}")
    found = msgspec.json.decode(path.read_text(encoding="utf-8"), type=Trees)
    if found.signs != signs:
        raise ModelError("the scorer of pairs goes by other signs", hint=f"pip install a newer {distribution}")
    return found


def score_pair(left: Happening, right: Happening, common: Mapping[str, float]) -> Score:
    """The chance and its signs, the same whichever comes first; `common` as in `find_signs`."""
    signs = find_signs(left, right, common)
    return _score(load_trees(), signs)


def look_again(score: Score | None, one: Telling, other: Telling, pile: Pile) -> Score | None:
    """The score of two tellings as `read_pair` has it; their sentences are sought where it leaves something open."""
    if score is None or not _is_open(score):
        return score
    left, right = _said(one, pile), _said(other, pile)
    return score if left is None or right is None else read_pair(score, left, right)


def _said(telling: Telling, pile: Pile) -> Said | None:
    if telling.happening is None:
        return None
    page, word = pile.page_of(telling.id), telling.happening.word
    sentence = next((s.spans[0] for s in page.sentences if s.spans[0].covers(word)), word)
    return Said(sentence.of(page.document.text), Span(word.start - sentence.start, word.end - sentence.start))


def read_pair(score: Score, one: Said, other: Said) -> Score:
    """The score once an encoder has read both in their sentences; as it is where it leaves nothing open, or where no
    such encoder is installed."""
    trees = second_trees()
    if trees is None or not _is_open(score):
        return score
    return _score(trees, (*(value for _, value in score.signs), *liken(one, other)), encoder_name())


def _is_open(score: Score) -> bool:
    return LEFT_OPEN[0] < score.chance < LEFT_OPEN[1]


def _score(trees: Trees, signs: tuple[float, ...], model: str | None = None) -> Score:
    return Score(weigh(signs, trees), tuple(zip(trees.signs, (round(v, 4) for v in signs), strict=True)), model)


def score_events(one: Telling, other: Telling, common: Mapping[str, float]) -> Score | None:
    """How likely what happens in two tellings is one event; None where on a side nothing is said to happen."""
    if one.happening is None or other.happening is None:
        return None
    return score_pair(_placed(one, one.happening), _placed(other, other.happening), common)


def _placed(telling: Telling, happening: Happening) -> Happening:
    """With the telling's own terms around it."""
    return msgspec.structs.replace(happening, around={t.key: t.weight for t in telling.terms})


def weigh(signs: tuple[float, ...], trees: Trees) -> int:
    """The chance in thousandths."""
    odds = trees.base + math.fsum(_leaf(tree, signs) for tree in trees.trees)
    return round(1000 / (1 + math.exp(-odds)))


def _leaf(tree: tuple[Node, ...], signs: tuple[float, ...]) -> float:
    node = tree[0]
    while node[0] >= 0:
        node = tree[node[2] if signs[node[0]] <= node[1] else node[3]]
    return node[4]


def group_happenings(chances: Chances, bar: int = BAR) -> tuple[tuple[str, ...], ...]:
    """The groups that are one, by chances of pairs in thousandths: the most alike first, by their average."""
    return group(chances, bar=bar, full=len(chances))
