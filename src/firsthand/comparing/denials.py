"""Assertions against assertions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from firsthand.comparing.judged import SURE, ask
from firsthand.comparing.matching import SAME, figures_agree, is_vague, match
from firsthand.comparing.pile import Pile
from firsthand.comparing.voices import is_another, is_negative, primary_source
from firsthand.model import Denial, Target

_NOT = frozenset({"not", "no", "never", "none", "nor", "nobody", "nothing", "neither"})

_SAME_WORDS = 0.6
"""So much of the heavier telling, by weight."""

_WITHIN = 0.9
"""So much of a lighter telling that says "not" is told by the heavier one."""
_ANEW = 0.4
"""So much of the lighter telling is in the other one, by weight, where a denial is worded anew."""
_OPEN, _ASKED = 0.25, 3
"""From so much on a telling may still be what is denied though its verb is another: the judge reads so many of them."""
_CROWD = 60
"""A name that more tellings have brings none of them together by itself."""


def find_denials(groups: Iterable[tuple[str, tuple[str, ...]]], pile: Pile) -> tuple[Denial, ...]:
    """The denials that the readings found, and those of a claim (its id and assertions) that another document tells."""
    found = {d for page in pile.pages for d in page.reading.denials or ()}
    named = tuple(groups)
    found.update(d for claim, group in named for d in _across(claim, group, pile))
    found.update(_worded_anew(named, pile, frozenset(d.assertion for d in found if d.denies.claim)))
    order = pile.order
    return tuple(sorted(found, key=lambda d: (order[d.assertion], str(d.denies.assertion), str(d.denies.claim))))


def _across(claim: str, group: tuple[str, ...], pile: Pile) -> Iterator[Denial]:
    positive, negative = split_polarity(group, pile)
    for denying in negative:
        if any(_answers(denying, told, pile) for told in positive):
            yield Denial(denying, Target(claim=claim), ("denial/same-claim",))


def _worded_anew(
    groups: tuple[tuple[str, tuple[str, ...]], ...], pile: Pile, linked: frozenset[str]
) -> Iterator[Denial]:
    """Denials by name that answer no telling in their own words, each with the claim that it answers best in others."""
    home = {a: claim for claim, group in groups for a in group}
    told = _by_name(pile)
    for id, assertion in pile.assertions.items():
        if assertion.act != "deny" or id in linked or is_vague(pile.tellings[id]):
            continue
        near = {a for name in _names(id, pile) if len(told[name]) <= _CROWD for a in told[name]}
        others = [a for a in near if home[a] != home[id]]
        scored = sorted((-_score_anew(id, a, pile), pile.order[a], a) for a in others)
        if scored and scored[0][0] < 0:
            yield Denial(id, Target(claim=home[scored[0][2]]), ("denial/worded-anew",))
        else:
            yield from _judged(id, others, home, pile)


def _judged(denying: str, others: Iterable[str], home: Mapping[str, str], pile: Pile) -> Iterator[Denial]:
    """The claim that tells what is denied in other words, if the judge of sentences holds that one of the likeliest
    does."""
    open_ = sorted((-found, pile.order[a], a) for a in others if (found := _likeness(denying, a, pile)) >= _OPEN)
    for _, _, told in open_[:_ASKED]:
        opinion = ask(denying, told, pile)
        if opinion is not None and opinion.supports >= SURE:
            rules = ("denial/worded-anew", "judge/supports")
            yield Denial(denying, Target(claim=home[told]), rules, opinion.signs, opinion.model)
            return


def _names(id: str, pile: Pile) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.key for t in pile.tellings[id].terms if t.key[0] == "@"))


def _by_name(pile: Pile) -> Mapping[str, list[str]]:
    """What is told as so, under each name that it has."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, assertion in pile.assertions.items():
        if assertion.act in ("state", "claim", "accuse", "confirm") and not pile.tellings[id].negated:
            for name in _names(id, pile):
                found[name].append(id)
    return found


def _score_anew(denying: str, told: str, pile: Pile) -> float:
    """How well a telling answers a denial; 0 unless another document tells it, of two of the same names, with a verb or
    an event of the same kind, and no figure otherwise."""
    found = _likeness(denying, told, pile)
    if found < _ANEW:
        return 0.0
    one, other = pile.assertions[denying], pile.assertions[told]
    features = dict(match(one, other, pile.tellings[denying], pile.tellings[told]).features)
    return found if max(features["event"], features["core"]) > 0 else 0.0


def _likeness(denying: str, told: str, pile: Pile) -> float:
    """How much of a denial another document tells, whatever the verb; 0 where that cannot be: fewer than two names in
    common, another day, another figure."""
    one, other = pile.assertions[denying], pile.assertions[told]
    if one.document == other.document or len({*_names(denying, pile)} & {*_names(told, pile)}) < 2:
        return 0.0
    mine, theirs = pile.tellings[denying], pile.tellings[told]
    features = dict(match(one, other, mine, theirs).features)
    return features["contained"] if features["dates"] >= 0 and figures_agree(mine, theirs) else 0.0


def _answers(denying: str, told: str, pile: Pile) -> bool:
    """Whether somebody else tells it, and the two are alike by themselves, not only by what lies between. What is said
    with a "not", and not denied by name, must be the same nearly word for word, or be told there with more besides:
    "it did not burst" against "it burst before dawn". No "not" may stand in the other."""
    one, other = pile.assertions[denying], pile.assertions[told]
    here, there = pile.page_of(denying), pile.page_of(told)
    speaker = primary_source(one, here)
    if not is_another(one, other, here, there) or (speaker and speaker == primary_source(other, there)):
        return False
    mine, theirs = pile.tellings[denying], pile.tellings[told]
    found = match(one, other, mine, theirs)
    if one.act == "deny":
        return found.score >= SAME
    features = dict(found.features)
    within = mine.total <= theirs.total and features["contained"] >= _WITHIN
    return (within or features["covered"] >= _SAME_WORDS) and not any(map(_is_not, theirs.words))


def set_apart(groups: Iterable[tuple[str, ...]], pile: Pile) -> tuple[tuple[str, ...], ...]:
    """The groups less what says "not" in them and denies none of the others: that is told by itself."""
    taken_up = {(d.assertion, d.denies.assertion) for page in pile.pages for d in page.reading.denials or ()}
    found: list[tuple[str, ...]] = []
    for group in groups:
        positive, negative = split_polarity(group, pile)
        idle = {
            a for a in negative if positive and not any((a, b) in taken_up or _answers(a, b, pile) for b in positive)
        }
        found += [kept for kept in (tuple(a for a in group if (a in idle) == apart) for apart in (False, True)) if kept]
    return tuple(sorted(found, key=lambda group: pile.order[group[0]]))


def _is_not(word: str) -> bool:
    return word in _NOT or word.endswith("n't")


def split_polarity(group: tuple[str, ...], pile: Pile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who say that it is so, and those who say that it is not. A "not" that all others say too, if only in part
    of what they say, denies nothing."""
    negative = tuple(a for a in group if is_negative(pile.assertions[a], pile.tellings[a]))
    positive = tuple(a for a in group if a not in negative)
    if positive and all(any(map(_is_not, pile.tellings[a].words)) for a in positive):
        negative = tuple(a for a in negative if pile.assertions[a].act == "deny")
    return tuple(a for a in group if a not in negative), negative
