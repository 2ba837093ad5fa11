"""Which of several values holds, and which sources copy: inferred together from who says what of many things.

Sources that share values which hardly anybody else has, and which are wrong, have them from each other: two who know a
thing agree on what is so, but two who err seldom err alike. The method is that of Dong, Berti-Equille and Srivastava,
"Integrating Conflicting Data: The Role of Source Dependence" (VLDB 2009), known as ACCU-COPY; its constants are theirs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

WRONG_VALUES = 100
"""So many wrong values a thing may be given, all as likely (n)."""
COPIED = 0.8
"""The part of its values that a copier copies (c)."""
PRIOR = 0.2
"""How likely two sources depend on each other before anything is known of them (alpha)."""
DOUBT = 0.5
"""So much, in natural logarithms, must speak for copying for each item that both tell: who measures in the same way
errs in the same way without copying, and of thousands of items the least such likeness would prove anything. (Not in
the paper; chosen with the flights in sight, where pairs share about a thousand items.)"""
ACCURACY = 0.8
"""How often a source is right before anything is known of it."""
_ROUNDS = 12
_STILL = 1e-4
"""Accuracies that move by less have settled."""
_BOUNDS = (0.01, 0.99)


class Said(msgspec.Struct, frozen=True):
    """What a source says of an item. Values are compared as they are: bring them to one form before."""

    source: str
    item: str
    value: str


class Belief(msgspec.Struct, frozen=True):
    """The likeliest value of an item, and how likely it is."""

    item: str
    value: str
    probability: float


class Tie(msgspec.Struct, frozen=True):
    """How likely it is that one of two sources has its values from the other; `shared_errors` is how many wrong values
    they share, each counted by how surely it is wrong."""

    left: str
    right: str
    dependent: float
    shared_errors: float


class Ledger(msgspec.Struct, frozen=True):
    """Beliefs in order of item, accuracies in order of source, ties in order of both sources."""

    beliefs: tuple[Belief, ...]
    accuracies: tuple[tuple[str, float], ...]
    ties: tuple[Tie, ...]

    def independent(self, left: str, right: str) -> float | None:
        """How likely it is that neither has its values from the other; None where they have no item in common."""
        pair = min(left, right), max(left, right)
        return next((round(1 - t.dependent, 6) for t in self.ties if (t.left, t.right) == pair), None)


Votes = Mapping[str, Mapping[str, Sequence[int]]]
"""Of each item, who gives each value, by the sources' places in order."""

Ties = Mapping[tuple[int, int], tuple[float, float]]
"""Of two sources by their places, P(dependent) and the weight of their shared errors."""

Alike = Callable[[str, str], float]


def keep_ledger(sayings: Iterable[Said], *, alike: Alike | None = None) -> Ledger:
    """Values, accuracies and ties that agree with each other, whatever the order of the sayings. Where a source says
    two things of one item, the lesser string counts.

    `alike` says how far two values of an item are the same (0 to 1): who is off by a little is no liar, and two who are
    off by a little show no copying.
    """
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for said in sorted(sayings, key=lambda s: (s.item, s.source, s.value)):
        table[said.item].setdefault(said.source, said.value)
    sources = tuple(sorted({source for said in table.values() for source in said}))
    votes = _votes(table, {source: i for i, source in enumerate(sources)})
    accuracy = [ACCURACY] * len(sources)
    ties: Ties = {}
    beliefs: dict[str, dict[str, float]] = {}
    for _ in range(_ROUNDS):
        beliefs = {item: _believe(values, accuracy, ties) for item, values in votes.items()}
        lenient = {item: _lenient(chances, alike) for item, chances in beliefs.items()}
        ties = _find_ties(votes, lenient, accuracy)
        before, accuracy = accuracy, _accuracies(votes, lenient, len(sources))
        if all(abs(a - b) < _STILL for a, b in zip(before, accuracy, strict=True)):
            break
    return Ledger(
        beliefs=tuple(_belief(item, {v: _round(p) for v, p in beliefs[item].items()}) for item in sorted(votes)),
        accuracies=tuple((source, _round(a)) for source, a in zip(sources, accuracy, strict=True)),
        ties=tuple(Tie(sources[i], sources[j], _round(p), round(k, 3)) for (i, j), (p, k) in sorted(ties.items())),
    )


def _lenient(chances: Mapping[str, float], alike: Alike | None) -> Mapping[str, float]:
    """How likely each value is nearly right."""
    if alike is None or len(chances) < 2:
        return chances
    return {
        value: min(1.0, chance + sum(alike(value, other) * p for other, p in chances.items() if other != value))
        for value, chance in chances.items()
    }


def _round(probability: float) -> float:
    return round(probability, 6)


def _votes(table: Mapping[str, Mapping[str, str]], places: Mapping[str, int]) -> Votes:
    votes: dict[str, dict[str, list[int]]] = {}
    for item, said in table.items():
        votes[item] = defaultdict(list)
        for source, value in sorted(said.items()):
            votes[item][value].append(places[source])
    return votes


def _believe(values: Mapping[str, Sequence[int]], accuracy: Sequence[float], ties: Ties) -> dict[str, float]:
    """How likely each value is: each source counts by its accuracy, less where it may have copied from one that counted
    before it."""
    scores = {value: _score(who, accuracy, ties) for value, who in values.items()}
    most = max(scores.values())
    raised = {value: math.exp(score - most) for value, score in scores.items()}
    unsaid = max(0, WRONG_VALUES + 1 - len(values)) * math.exp(-most)
    total = sum(raised.values()) + unsaid
    return {value: weight / total for value, weight in raised.items()}


def _score(who: Sequence[int], accuracy: Sequence[float], ties: Ties) -> float:
    """The best source first: whoever follows is the one that may have copied."""
    score, counted = 0.0, list[int]()
    for source in sorted(who, key=lambda s: (-accuracy[s], s)):
        own = math.prod(1 - COPIED * ties.get((min(source, b), max(source, b)), (0.0, 0.0))[0] for b in counted)
        score += own * math.log(WRONG_VALUES * accuracy[source] / (1 - accuracy[source]))
        counted.append(source)
    return score


def _find_ties(votes: Votes, beliefs: Mapping[str, Mapping[str, float]], accuracy: Sequence[float]) -> Ties:
    """By Bayes, from how often two sources share a right value, share a wrong one, and differ."""
    shared: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for item, values in votes.items():
        told = sorted((source, value) for value, who in values.items() for source in who)
        for k, (left, value) in enumerate(told):
            for right, other in told[k + 1 :]:
                counts = shared[left, right]
                if value == other:
                    counts[0] += beliefs[item][value]
                    counts[1] += 1 - beliefs[item][value]
                else:
                    counts[2] += 1
    return {(i, j): (_dependent(c, accuracy[i], accuracy[j]), c[1]) for (i, j), c in shared.items()}


def _dependent(counts: Sequence[float], one: float, other: float) -> float:
    """P(one copies from the other); either may be the copier."""
    right, wrong, apart = counts
    both, neither = one * other, (1 - one) * (1 - other) / WRONG_VALUES
    doubt = DOUBT * (right + wrong + apart)
    weights = [math.log(1 - PRIOR) + doubt + _likelihood(right, wrong, apart, both, neither)]
    for copied in (one, other):
        same = COPIED * copied + (1 - COPIED) * both
        same_wrong = COPIED * (1 - copied) + (1 - COPIED) * neither
        weights.append(math.log(PRIOR / 2) + _likelihood(right, wrong, apart, same, same_wrong))
    raised = [math.exp(w - max(weights)) for w in weights]
    return (raised[1] + raised[2]) / sum(raised)


def _likelihood(right: float, wrong: float, apart: float, same: float, same_wrong: float) -> float:
    """The logarithm of it, from the chance of one shared right value and of one shared wrong one."""
    return right * math.log(same) + wrong * math.log(same_wrong) + apart * math.log(max(1e-9, 1 - same - same_wrong))


def _accuracies(votes: Votes, beliefs: Mapping[str, Mapping[str, float]], many: int) -> list[float]:
    """Of each source, how likely its values are on average."""
    total, count = [0.0] * many, [0] * many
    for item, values in votes.items():
        for value, who in values.items():
            for source in who:
                total[source] += beliefs[item][value]
                count[source] += 1
    low, high = _BOUNDS
    return [min(high, max(low, t / c)) for t, c in zip(total, count, strict=True)]


def _belief(item: str, values: Mapping[str, float]) -> Belief:
    value = min(values, key=lambda v: (-values[v], v))
    return Belief(item, value, values[value])
