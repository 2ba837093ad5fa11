"""Which of several values holds, and which sources copy: inferred together from who says what of many things.

Sources that share values which hardly anybody else has, and which are wrong, have them from each other: two who know a
thing agree on what is so, but two who err seldom err alike. The method is that of Dong, Berti-Equille and Srivastava,
"Integrating Conflicting Data: The Role of Source Dependence" (VLDB 2009), known as ACCU-COPY; its constants are theirs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

WRONG_VALUES = 100
"""So many wrong values a thing may be given, all as likely (n)."""
COPIED = 0.8
"""The part of its values that a copier copies (c)."""
PRIOR = 0.2
"""How likely two sources depend on each other before anything is known of them (alpha)."""
ACCURACY = 0.8
"""How often a source is right before anything is known of it."""
_ROUNDS = 12
_STILL = 1e-4
"""Accuracies that move by less have settled."""
_BOUNDS = (0.01, 0.99)


class Said(msgspec.Struct, frozen=True):
    """What a source says of an item. Values are compared as they are: bring them to one form before.

    `kind` is what is measured, the same for all that is said of an item: a source may know one thing well and another
    badly, and what it gets wrong as a matter of course shows no copying.
    """

    source: str
    item: str
    value: str
    kind: str = ""


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
    accuracies: tuple[tuple[str, str, float], ...]
    ties: tuple[Tie, ...]

    def independent(self, left: str, right: str) -> float | None:
        """How likely it is that neither has its values from the other; None where they have no item in common."""
        pair = min(left, right), max(left, right)
        return next((round(1 - t.dependent, 6) for t in self.ties if (t.left, t.right) == pair), None)


Votes = Mapping[str, Mapping[str, Sequence[int]]]
"""Of each item, who gives each value, by the sources' places in order."""


def keep_ledger(sayings: Iterable[Said]) -> Ledger:
    """Values, accuracies and ties that agree with each other, whatever the order of the sayings. Where a source says
    two things of one item, the lesser string counts."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for said in sorted(sayings, key=lambda s: (s.item, s.source, s.value)):
        table[said.item].setdefault(said.source, said.value)
        kinds[said.item] = said.kind
    sources = tuple(sorted({source for said in table.values() for source in said}))
    votes = _votes(table, {source: i for i, source in enumerate(sources)})
    accuracy = {kind: [ACCURACY] * len(sources) for kind in set(kinds.values())}
    ties = {}  # type: dict[tuple[int, int], tuple[float, float]]
    for _ in range(_ROUNDS):
        beliefs = {item: _believe(values, accuracy[kinds[item]], ties) for item, values in votes.items()}
        ties = _find_ties(votes, beliefs, kinds, accuracy)
        before, accuracy = accuracy, _accuracies(votes, beliefs, kinds, len(sources))
        if all(abs(a - b) < _STILL for k in before for a, b in zip(before[k], accuracy[k], strict=True)):
            break
    return Ledger(
        beliefs=tuple(_belief(item, {v: _round(p) for v, p in beliefs[item].items()}) for item in sorted(votes)),
        accuracies=tuple(
            (source, kind, _round(accuracy[kind][i])) for i, source in enumerate(sources) for kind in sorted(accuracy)
        ),
        ties=tuple(Tie(sources[i], sources[j], _round(p), round(k, 3)) for (i, j), (p, k) in sorted(ties.items())),
    )


def _round(probability: float) -> float:
    return round(probability, 6)


def _votes(table: Mapping[str, Mapping[str, str]], places: Mapping[str, int]) -> Votes:
    votes: dict[str, dict[str, list[int]]] = {}
    for item, said in table.items():
        votes[item] = defaultdict(list)
        for source, value in sorted(said.items()):
            votes[item][value].append(places[source])
    return votes


def _believe(
    values: Mapping[str, Sequence[int]], accuracy: Sequence[float], ties: Mapping[tuple[int, int], tuple[float, float]]
) -> dict[str, float]:
    """How likely each value is: each source counts by its accuracy, less where it may have copied from one that counted
    before it."""
    scores = {value: _score(who, accuracy, ties) for value, who in values.items()}
    most = max(scores.values())
    raised = {value: math.exp(score - most) for value, score in scores.items()}
    unsaid = max(0, WRONG_VALUES + 1 - len(values)) * math.exp(-most)
    total = sum(raised.values()) + unsaid
    return {value: weight / total for value, weight in raised.items()}


def _score(who: Sequence[int], accuracy: Sequence[float], ties: Mapping[tuple[int, int], tuple[float, float]]) -> float:
    """The best source first: whoever follows is the one that may have copied."""
    score, counted = 0.0, list[int]()
    for source in sorted(who, key=lambda s: (-accuracy[s], s)):
        own = math.prod(1 - COPIED * ties.get((min(source, b), max(source, b)), (0.0, 0.0))[0] for b in counted)
        score += own * math.log(WRONG_VALUES * accuracy[source] / (1 - accuracy[source]))
        counted.append(source)
    return score


def _find_ties(
    votes: Votes,
    beliefs: Mapping[str, Mapping[str, float]],
    kinds: Mapping[str, str],
    accuracy: Mapping[str, Sequence[float]],
) -> dict[tuple[int, int], tuple[float, float]]:
    """By Bayes, from how often two sources share a right value, share a wrong one, and differ, for each kind apart."""
    shared: dict[tuple[int, int], dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    for item, values in votes.items():
        told = sorted((source, value) for value, who in values.items() for source in who)
        for k, (left, value) in enumerate(told):
            for right, other in told[k + 1 :]:
                counts = shared[left, right][kinds[item]]
                if value == other:
                    counts[0] += beliefs[item][value]
                    counts[1] += 1 - beliefs[item][value]
                else:
                    counts[2] += 1
    return {
        (i, j): (
            _dependent([(c[0], c[1], c[2], accuracy[k][i], accuracy[k][j]) for k, c in by_kind.items()]),
            sum(c[1] for c in by_kind.values()),
        )
        for (i, j), by_kind in shared.items()
    }


def _dependent(counts: Iterable[tuple[float, float, float, float, float]]) -> float:
    """P(one copies from the other); either may be the copier."""
    weights = [math.log(1 - PRIOR), math.log(PRIOR / 2), math.log(PRIOR / 2)]
    for right, wrong, apart, one, other in counts:
        both, neither = one * other, (1 - one) * (1 - other) / WRONG_VALUES
        weights[0] += _likelihood(right, wrong, apart, both, neither)
        for k, copied in enumerate((one, other), start=1):
            same, same_wrong = (COPIED * c + (1 - COPIED) * a for c, a in ((copied, both), (1 - copied, neither)))
            weights[k] += _likelihood(right, wrong, apart, same, same_wrong)
    best = max(weights)
    raised = [math.exp(w - best) for w in weights]
    return (raised[1] + raised[2]) / sum(raised)


def _likelihood(right: float, wrong: float, apart: float, same: float, same_wrong: float) -> float:
    """The logarithm of it, from the chance of one shared right value and of one shared wrong one."""
    return right * math.log(same) + wrong * math.log(same_wrong) + apart * math.log(max(1e-9, 1 - same - same_wrong))


def _accuracies(
    votes: Votes, beliefs: Mapping[str, Mapping[str, float]], kinds: Mapping[str, str], many: int
) -> dict[str, list[float]]:
    """Of each kind, how likely each source's values are on average; as before where it gives none."""
    total: dict[str, list[float]] = defaultdict(lambda: [0.0] * many)
    count: dict[str, list[int]] = defaultdict(lambda: [0] * many)
    for item, values in votes.items():
        for value, who in values.items():
            for source in who:
                total[kinds[item]][source] += beliefs[item][value]
                count[kinds[item]][source] += 1
    low, high = _BOUNDS
    return {
        kind: [min(high, max(low, t / c)) if c else ACCURACY for t, c in zip(total[kind], count[kind], strict=True)]
        for kind in total
    }


def _belief(item: str, values: Mapping[str, float]) -> Belief:
    value = min(values, key=lambda v: (-values[v], v))
    return Belief(item, value, values[value])
