"""Who has whose words: pairs that share text, and for each child the parents that explain it best."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.comparing.align import Run, align, child_spans, index_shingles, parent_spans
from firsthand.comparing.boilerplate import words_aside
from firsthand.comparing.chances import Ground
from firsthand.comparing.notices import is_edition
from firsthand.comparing.outlets import name_words
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.shingles import shared_shingles, shingles
from firsthand.comparing.specifics import place_specifics
from firsthand.comparing.times import came_first
from firsthand.comparing.wording import Wording
from firsthand.model import DerivationKind, Direction, Spans

_NARRATED = 18
"""So many shared words of the narrator's make a copy. Notices ("may not be rewritten or redistributed") run to ten or a
dozen; the shortest excerpt of generated_dev (eval/derivation.py) has 24."""

_STRETCH = 10
"""So many words together, which the first parent does not have, count as a second one's."""

_UTTERED = 7
"""So many shared words of quoted speech make a shared utterance."""

_MOSTLY = 0.5
"""A text is copied when so much of its own wording is the parent's; with less it is an excerpt (METER's halves)."""

_EDITED = 0.05
_PICKED = 1.5
"""Above this share of changed words, or with runs out of order, a copy is a paraphrase; and where, in a hundred words,
words were changed or a stretch was left out that often: an editor cuts from the bottom, who picks sentences out of the
middle all along is writing anew (generated_dev: copies change under 3 %, never the order)."""

_CHANCE = 1
"""Parents are tied that explain as many words of a child up to this: editors change the same word alike."""

_SHORTER = 1.35
"""A copy of a text, as good a parent as that text, is taken for the nearer one when it is shorter by so much; else the
older one, which is an ancestor either way (eval/harder.py, train: best from 1.35 to 1.6; generated_dev has .872 of its
edges typed right and .965 of ancestors at 1.18, .858 and .970 at 1.35, .803 and .984 at 2)."""

_RIVALS = 12
"""Only so many possible parents of a document are aligned word by word."""


_RECURRING = 0.1
"""So much more of a stretch's names must come up again in one report than in the other."""

_SAME_LENGTH = 0.95
"""Texts are of one length whose shorter one has so much of the longer one's words: an added footer is no cut."""


class Share(msgspec.Struct, frozen=True):
    """What a child shares with one possible parent: the runs, and which of its words are the narrator's or quoted."""

    child: str
    parent: str
    direction: Direction
    ground: Ground
    runs: tuple[Run, ...]
    narrated: frozenset[int]
    quoted: frozenset[int]


class Copy(msgspec.Struct, frozen=True):
    """A parent that explains words of a child which no better parent explains."""

    share: Share
    kind: DerivationKind


Ties = Mapping[str, frozenset[str]]
"""For each document those that it names as where it has something from."""


class Bearing(NamedTuple):
    """Which of two documents has it from the other, whether that is shown, and by what."""

    child: str
    parent: str
    direction: Direction
    ground: Ground


def orient(left: str, right: str, pile: Pile, named: Ties) -> Bearing:
    """By who names whom; else by stated times; else the parent by order of id."""
    forward, back = right in named.get(left, ()), left in named.get(right, ())
    if forward != back:
        return Bearing(left, right, "known", "name") if forward else Bearing(right, left, "known", "name")
    first = came_first(pile.by_id[left].document, pile.by_id[right].document)
    if first is not None:
        return Bearing(right, left, "known", "time") if first else Bearing(left, right, "known", "time")
    return Bearing(max(left, right), min(left, right), "unknown", "none")


def find_shares(pile: Pile, named: Ties, aside: Mapping[str, Spans]) -> dict[str, tuple[Share, ...]]:
    """For each child its possible parents, the likeliest first, aligned; one parent after the other, since the index of
    a text is larger than the text. Words that stand `aside`, by page, are no evidence. The pile is one block, so all
    shingles are looked at: of a short text a sample may hold none."""
    wordings = {p.id: p.wording for p in pile.pages}
    counts = shared_shingles({p.id: _shingles(p, pile) for p in pile.pages})
    possible: dict[str, list[tuple[int, Bearing]]] = defaultdict(list)
    for (left, right), count in sorted(counts.items()):
        bearing = orient(left, right, pile, named)
        possible[bearing.child].append((-count, bearing))
    children: dict[str, list[tuple[int, Bearing]]] = defaultdict(list)
    for found in possible.values():
        for place, (_, bearing) in enumerate(sorted(found)[:_RIVALS]):
            children[bearing.parent].append((place, bearing))
    shares: dict[str, list[tuple[int, Share]]] = defaultdict(list)
    for parent in sorted(children):
        index = _Index(wordings[parent])
        for place, bearing in children[parent]:
            runs = _align(bearing.child, parent, pile, index)
            settled = settle(bearing, runs, pile) if bearing.ground == "none" else bearing
            if settled.parent != parent:
                runs = _align(settled.child, settled.parent, pile, _Index(wordings[settled.parent]))
            set_aside = words_aside(pile.by_id[settled.child], aside.get(settled.child, ()))
            shares[settled.child].append((place, _share(wordings[settled.child], settled, runs, set_aside)))
    return {child: tuple(s for _, s in sorted(shares[child], key=lambda s: s[0])) for child in sorted(shares)}


def _shingles(page: Page, pile: Pile) -> NDArray[np.uint64]:
    """All of a page's shingles, each once."""
    return pile.memory.recall(("shingles", page.id), lambda: np.unique(shingles(page.wording.words)))


class _Index:
    """A text's shingles, placed when they are asked for."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._places: dict[tuple[str, ...], list[int]] | None = None

    def __call__(self) -> dict[tuple[str, ...], list[int]]:
        if self._places is None:
            self._places = index_shingles(self._wording)
        return self._places


def _align(child: str, parent: str, pile: Pile, index: _Index) -> tuple[Run, ...]:
    one, other = pile.by_id[child].wording, pile.by_id[parent].wording
    return pile.memory.recall(("aligned", child, parent), lambda: align(one, other, index()))


def settle(bearing: Bearing, runs: tuple[Run, ...], pile: Pile) -> Bearing:
    """Where neither time nor name shows it: a copy is cut, so the shorter of two texts that share most is the child; a
    stretch is at home where its names come up again, so where they do not, it was put in. Likely, not shown."""
    here, there = pile.by_id[bearing.child], pile.by_id[bearing.parent]
    lengths = len(here.wording.words), len(there.wording.words)
    same = sum(len(run.same) for run in runs)
    turned = Bearing(bearing.parent, bearing.child, "unknown", "length")
    if same >= _MOSTLY * min(lengths):
        editions = _is_edition(here), _is_edition(there)
        if editions[0] != editions[1] and here.document.outlet == there.document.outlet:
            return (bearing if editions[0] else turned)._replace(ground="edition")
        if min(lengths) > _SAME_LENGTH * max(lengths):
            return bearing
        return turned if lengths[0] > lengths[1] else bearing._replace(ground="length")
    at_home = _recurring(here, child_spans(runs, here.wording)), _recurring(there, parent_spans(runs, there.wording))
    if abs(at_home[0] - at_home[1]) < _RECURRING:
        return bearing
    return bearing._replace(ground="names") if at_home[0] < at_home[1] else turned._replace(ground="names")


def _is_edition(page: Page) -> bool:
    return any(is_edition(s.spans[0].of(page.document.text)) for s in page.sentences)


def _recurring(page: Page, spans: Spans) -> float:
    """The part of the names and numbers at some spans of a page that stand elsewhere in it too."""
    placed = place_specifics(page.document.text)
    inside = {key for key, at in placed if any(s.covers(at) for s in spans)}
    outside = {key for key, at in placed if not any(s.covers(at) for s in spans)}
    return len(inside & outside) / len(inside) if inside else 0.0


def _share(child: Wording, bearing: Bearing, runs: tuple[Run, ...], aside: frozenset[int]) -> Share:
    same = [i for run in runs for i in run.same if i not in aside]
    return Share(
        child=bearing.child,
        parent=bearing.parent,
        direction=bearing.direction,
        ground=bearing.ground,
        runs=runs,
        narrated=frozenset(i for i in same if not child.quoted[i]),
        quoted=frozenset(i for i in same if child.quoted[i]),
    )


def best_parents(shares: tuple[Share, ...], wording: Wording, pile: Pile, named: Ties) -> Iterator[Copy]:
    """The parent that explains most of the narrator's words, then what explains enough of the rest."""
    explained: set[int] = set()
    left = list(shares)
    while left:
        best = _best(left, explained, pile, named)
        if len(_in_stretches(best, explained)) < _NARRATED:
            return
        yield Copy(best, _kind(best, wording))
        explained |= best.narrated
        left.remove(best)


def _in_stretches(share: Share, explained: set[int]) -> set[int]:
    """The words that this parent explains and no better one does, where they stand together: an editor's change that
    two copies of one text have alike makes none a mix of both."""
    new = [set(run.same) & share.narrated - explained for run in share.runs]
    return set().union(*(words for words in new if not explained or len(words) >= _STRETCH))


def _best(shares: list[Share], explained: set[int], pile: Pile, named: Ties) -> Share:
    """Of those that explain as much, within a chance word, the one that is named, has the title, has it in one piece,
    or is nearest. Who writes anew does not cut where another has cut: of a text and its copy the text is older, and
    where the words come from either way."""
    most = max(len(s.narrated - explained) for s in shares)
    tied = [s for s in shares if len(s.narrated - explained) >= most - _CHANCE]
    top = max(_by_title(s, pile, named) for s in tied)
    tied = [s for s in tied if _by_title(s, pile, named) == top]
    fewest = min(len(s.runs) for s in tied)
    tied = [s for s in tied if len(s.runs) == fewest]
    if all(_is_reworked(s.runs) for s in tied):
        return min(tied, key=lambda s: _age(s, pile))
    least = min(len(pile.by_id[s.parent].wording.words) for s in tied)
    near = [s for s in tied if len(pile.by_id[s.parent].wording.words) <= _SHORTER * least]
    return min(near, key=lambda s: _age(s, pile))


def _age(share: Share, pile: Pile) -> tuple[str, str]:
    """What orders possible parents, the oldest first."""
    return pile.by_id[share.parent].document.published or "9999", share.parent


def _by_title(share: Share, pile: Pile, named: Ties) -> tuple[bool, bool, float]:
    """Whether the parent is named, whether it has the child's title, and how many words of that title it has."""
    one, other = (name_words(pile.by_id[i].document.title or "") for i in (share.child, share.parent))
    kept = sum((Counter(one) & Counter(other)).values()) / max(1, len(one))
    return share.parent in named.get(share.child, ()), one == other, kept


def _kind(share: Share, wording: Wording) -> DerivationKind:
    if len(share.narrated) + len(share.quoted) < _MOSTLY * len(wording.words):
        return "excerpted"
    return "paraphrased" if _is_reworked(share.runs) else "copied"


def _is_reworked(runs: tuple[Run, ...]) -> bool:
    kept = sum(len(run.same) for run in runs)
    changed = sum(run.last - run.first + 1 - len(run.same) for run in runs)
    moved = any(b.start < a.start for a, b in pairwise(runs))
    return changed > _EDITED * kept or moved or 100 * (len(runs) - 1 + 0.3 * changed) > _PICKED * kept


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
