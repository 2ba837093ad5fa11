"""Which assertions tell the same claim."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

import msgspec

from firsthand.comparing.coreference import how_common
from firsthand.comparing.figures import agree
from firsthand.comparing.judged import SURE, Opinion, ask
from firsthand.comparing.pairs import Score, look_again, score_events
from firsthand.comparing.pile import Pile
from firsthand.comparing.tellings import Likeness, Telling, answer_cores, compare_tellings, telling_key
from firsthand.lexicon.values import currencies
from firsthand.model import Assertion, any_overlap

SAME = 0.67
"""From this score on two assertions tell the same (set on the pairs of `tests/cases/comparing/same-claim.md`)."""

_WEIGHTS = {
    "contained": 0.5,
    "covered": 0.3,
    "specific": 0.35,
    "figures": 0.1,
    "dates": 0.15,
    "event": 0.08,
    "core": 0.12,
    "toll": 0.3,
    "amount": 0.15,
}
_UNANSWERED = 0.65
"""Tellings that say something else of their subjects are not the same unless they share more than this (tried 0.55 to
0.72 on the pairs: higher parts passives and synonyms that no list has, lower lets names and days alone decide)."""
_KNOWN = 0.8
"""What a pair scores at least that has been judged already: it comes together before others that are only alike."""
_LINKED = 0.45
"""From this score on an assertion tells what it is known to come from (flat from 0.35 to 0.55 on the packaged example,
so halfway; what is not known to come from there needs `SAME`)."""
_RARE = 0.3
_CROWD = 150
_VAGUE = (3, 1.0)
"""An assertion of fewer words or less weight than this says too little to be told twice."""
_BORDER, _SURE = 0.05, 900
"""Tellings that miss `SAME` by less than this are the same where a trained scorer gives what happens in them so many
chances in a thousand of being one event (of four pairs of the packaged example at this border all are two; one of them
has 674)."""
_OPEN = 300
"""Below so many chances the trained scorer does not leave it open: of 22 such pairs at the border in 90 reports of
generated_dev the judge of sentences, who costs 15 ms a pair, was sure of one, which was in one report's words."""
_JOINED = 0.75
"""Two clusters become one where their pairs reach, on average, so much of `SAME`: no chain of weak links."""


class Match(msgspec.Struct, frozen=True):
    """Two assertions' score, and the named features that it is made of."""

    score: float
    features: tuple[tuple[str, float], ...]


def match(left: Assertion, right: Assertion, one: Telling, other: Telling) -> Match:
    """How far two assertions tell the same, opposite polarity left aside."""
    like = compare_tellings(one, other)
    features = _features(left, right, one, other, like)
    return Match(0.0 if _says_else(one, other, like) else _weighed(features), features)


def match_score(left: Assertion, right: Assertion, one: Telling, other: Telling) -> float:
    """The score of `match` alone: most pairs say something else of their subjects, and need no more features."""
    like = compare_tellings(one, other)
    return 0.0 if _says_else(one, other, like) else _weighed(_features(left, right, one, other, like))


def _says_else(one: Telling, other: Telling, like: Likeness) -> bool:
    return like.covered < _UNANSWERED and answer_cores(one, other) < 0


def _features(
    left: Assertion, right: Assertion, one: Telling, other: Telling, like: Likeness
) -> tuple[tuple[str, float], ...]:
    values = {
        "contained": like.contained,
        "covered": like.covered,
        "specific": 1 - math.exp(-like.shared / 2.5),
        "figures": _figures(one, other),
        "toll": _tolls(one, other),
        "dates": _dates(left, right),
        "event": _events(left, right),
        "core": answer_cores(one, other),
        "amount": _amount(one, other),
    }
    if values["toll"] > 0:  # one count may be newer: "four killed on Thursday", "seven killed as of Friday evening"
        values |= {"dates": max(0.0, values["dates"]), "figures": max(0.0, values["figures"])}
    return tuple((name, round(value, 6)) for name, value in values.items())


def match_linked(left: Assertion, right: Assertion, one: Telling, other: Telling) -> float:
    """How much an assertion has of a telling that it is known to come from, 0 for too little: what is said of the
    subject may be put in other words, but no figure may change."""
    found = match(left, right, one, other)
    score = _weighed(found.features)
    features = dict(found.features)
    return features["specific"] if score >= _LINKED and features["figures"] >= 0 else 0.0


def _weighed(features: tuple[tuple[str, float], ...]) -> float:
    return round(sum(_WEIGHTS[name] * value for name, value in features), 6)


def figures_agree(one: Telling, other: Telling) -> bool:
    """Whether no figure of one is told otherwise by the other."""
    return _figures(one, other) >= 0


def _figures(one: Telling, other: Telling) -> float:
    """1 where a figure is the same, 0 where none can be compared, -0.5 where all that can be differ."""
    pairs = [(a, b) for a in one.figures for b in other.figures if a.measure == b.measure]
    if not pairs:
        return 0.0
    return 1.0 if any(agree(a, b) for a, b in pairs) else -0.5


def _amount(one: Telling, other: Telling) -> float:
    """How telling the rarest amount of money is that both state: 12 is a common number, $213 million is not."""
    stated = {t.key for t in other.terms if t.key[0] == "#"}
    return max((t.weight for t in one.terms if t.key in stated and _is_amount(t.key)), default=0.0)


def _is_amount(key: str) -> bool:
    return key.rpartition(" ")[2] in _money()


@cache
def _money() -> frozenset[str]:
    return frozenset(currency.id.casefold() for currency in currencies())


def _tolls(one: Telling, other: Telling) -> float:
    """1 where both count people whom the same befell, and share a name or a day: one event, perhaps counted twice."""
    counted = {f.measure for f in one.figures if f.toll} & {f.measure for f in other.figures if f.toll}
    named = {t.key for t in one.terms if t.key[0] in "@="} & {t.key for t in other.terms if t.key[0] in "@="}
    return 1.0 if counted and named else 0.0


def _dates(left: Assertion, right: Assertion) -> float:
    """1 where a day is the same, 0 where none is said on a side or they overlap, -1 where all are apart."""
    if not left.dates or not right.dates:
        return 0.0
    if any(a.start == b.start and a.end == b.end for a in left.dates for b in right.dates):
        return 1.0
    return 0.0 if any(a.start <= b.end and b.start <= a.end for a in left.dates for b in right.dates) else -1.0


def _events(left: Assertion, right: Assertion) -> float:
    """1 for the same type and actor, less where the actor is open, -1 for another type or actor."""
    if left.event is None or right.event is None:
        return 0.0
    if left.event.type != right.event.type:
        return -1.0
    if left.event.actor is None or right.event.actor is None:
        return 0.5
    return 1.0 if left.event.actor == right.event.actor else -1.0


def is_vague(telling: Telling) -> bool:
    return len(telling.terms) < _VAGUE[0] or telling.total < _VAGUE[1]


def find_groups(pile: Pile, known: Iterable[tuple[str, str]] = ()) -> tuple[tuple[str, ...], ...]:
    """The assertions' ids in groups that tell the same, each in the pile's order, in order of their first.

    `known` are pairs that have been judged already: one sounds like the other, or is known to come from it."""
    twins = _twins(pile)
    heads = tuple(group[0] for group in twins)
    scores = dict(_scores(heads, pile))
    head_of = {a: group[0] for group in twins for a in group}
    for left, right in known:
        pair = min(head_of[left], head_of[right]), max(head_of[left], head_of[right])
        scores[pair] = max(_KNOWN, scores.get(pair, 0.0))
    merged = _agglomerate(heads, scores, pile)
    members = {group[0]: group for group in twins}
    order = pile.order
    groups = [tuple(sorted((a for head in heads_ for a in members[head]), key=order.__getitem__)) for heads_ in merged]
    return tuple(sorted(groups, key=lambda g: order[g[0]]))


def _twins(pile: Pile) -> tuple[tuple[str, ...], ...]:
    """Assertions in the same words, by what is compared of them; a vague one only with its like in its own document."""
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id, telling in pile.tellings.items():
        keys = tuple(t.key for t in telling.terms)
        place = (telling.document, *(f"{s.start}-{s.end}" for s in telling.spans)) if is_vague(telling) else ()
        same[(*keys, "", *place)].append(id)
    return tuple(tuple(ids) for ids in same.values())


def _scores(heads: tuple[str, ...], pile: Pile) -> Iterator[tuple[tuple[str, str], float]]:
    """Scores of the pairs that share telling words; the rest is zero."""
    common = how_common(h for t in pile.tellings.values() if (h := t.happening) is not None)
    for left, right in _candidates(heads, pile):
        score = _score(left, right, pile)
        if score >= SAME * _JOINED / 2:
            yield (left, right), _settled(score, left, right, pile, common)


def _score(left: str, right: str, pile: Pile) -> float:
    told, stated = pile.tellings, pile.assertions
    return pile.memory.recall(
        ("match", left, right), lambda: match_score(stated[left], stated[right], told[left], told[right])
    )


def _settled(score: float, left: str, right: str, pile: Pile, common: Mapping[str, float]) -> float:
    """The score, and at the border what a trained scorer says of it, and last the judge of sentences."""
    one, other = pile.tellings[left], pile.tellings[right]
    if not is_border(score) or not figures_agree(one, other):
        return score
    events = look_again(score_events(one, other, common), one, other, pile)
    if events is not None and events.chance >= _SURE:
        return SAME
    opinion = judge_open(score, events, left, right, pile)
    return SAME if opinion is not None and opinion.supports >= SURE else score


def is_border(score: float) -> bool:
    """Whether two tellings miss `SAME` by so little that trained scorers are asked."""
    return SAME - _BORDER <= score < SAME


def judge_open(score: float, events: Score | None, left: str, right: str, pile: Pile) -> Opinion | None:
    """What the judge of sentences says of two tellings in two reports that miss `SAME` by so little, and of whose
    events so much is open, that the other signs leave them open; None of all others, and of those that say something
    else of their subjects: one opposite verb he passes over."""
    one, other = pile.tellings[left], pile.tellings[right]
    if not is_border(score) or events is None or not _OPEN <= events.chance < _SURE:
        return None
    if one.document == other.document or answer_cores(one, other) < 0 or not figures_agree(one, other):
        return None
    return ask(left, right, pile)


def _candidates(heads: Iterable[str], pile: Pile) -> Iterator[tuple[str, str]]:
    """Pairs in order of id that share two keys, which no crowd of others has too; one head after the other, since all
    pairs of a large pile do not fit into memory."""
    blocks = {head: _blocks(pile.tellings[head]) for head in sorted(heads) if not is_vague(pile.tellings[head])}
    postings: dict[str, list[str]] = defaultdict(list)
    for head, keys in blocks.items():
        for key in keys:
            postings[key].append(head)
    for head, keys in blocks.items():
        near = (postings[key] for key in keys if len(postings[key]) <= _CROWD)
        counts = Counter(chain.from_iterable(near))
        yield from ((head, other) for other in sorted(counts) if counts[other] >= 2 and head < other)


def _blocks(telling: Telling) -> tuple[str, ...]:
    """Telling words, and the tolls that are counted; two of these bring a pair together."""
    words = [telling_key(t) for t in telling.terms if t.weight >= _RARE]
    return tuple(dict.fromkeys(words + [f"#{f.measure}" for f in telling.figures if f.toll]))


def _agglomerate(
    heads: tuple[str, ...], scores: Mapping[tuple[str, str], float], pile: Pile
) -> tuple[tuple[str, ...], ...]:
    """Join the most alike first; a group takes another in only while they are alike on average and may be one."""
    home: dict[str, tuple[str, ...]] = {head: (head,) for head in heads}
    for (left, right), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < SAME:
            break
        one, other = home[left], home[right]
        if one is not other and _alike(_counting(one, other, pile), scores) and _compatible(one, other, pile):
            joined = one + other
            for head in joined:
                home[head] = joined
    return tuple({id(group): group for group in home.values()}.values())


Sides = tuple[tuple[str, ...], tuple[str, ...]]


def _counting(one: tuple[str, ...], other: tuple[str, ...], pile: Pile) -> Sides:
    """Where both count people, those that do: that the others do not is no reason to keep two tolls apart."""
    left, right = (tuple(a for a in side if any(f.toll for f in pile.tellings[a].figures)) for side in (one, other))
    return (left, right) if left and right else (one, other)


def _alike(sides: Sides, scores: Mapping[tuple[str, str], float]) -> bool:
    one, other = sides
    total = sum(scores.get((min(a, b), max(a, b)), 0.0) for a in one for b in other)
    return total >= _JOINED * SAME * len(one) * len(other)


def _compatible(one: tuple[str, ...], other: tuple[str, ...], pile: Pile) -> bool:
    """Two tellings by one document whose words overlap are a part and its whole, not the same told twice."""
    return not any(
        a.document == b.document and any_overlap(a.content, b.content) and a.content != b.content
        for a in (pile.assertions[i] for i in one)
        for b in (pile.assertions[j] for j in other)
        if a.document == b.document
    )
