"""Assertions against assertions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.comparing.matching import SAME, match
from firsthand.comparing.pile import Pile
from firsthand.comparing.voices import is_negative, primary_source
from firsthand.model import Denial, Target

_NOT = frozenset({"not", "no", "never", "none", "nor", "nobody", "nothing", "neither"})

_SAME_WORDS = 0.6
"""So much of the heavier telling, by weight."""


def find_denials(groups: Iterable[tuple[str, tuple[str, ...]]], pile: Pile) -> tuple[Denial, ...]:
    """The denials that the readings found, and those of a claim (its id and assertions) that another document tells."""
    found = {d for page in pile.pages for d in page.reading.denials or ()}
    found.update(d for claim, group in groups for d in _across(claim, group, pile))
    order = pile.order
    return tuple(sorted(found, key=lambda d: (order[d.assertion], str(d.denies.assertion), str(d.denies.claim))))


def _across(claim: str, group: tuple[str, ...], pile: Pile) -> Iterator[Denial]:
    positive, negative = split_polarity(group, pile)
    for denying in negative:
        if any(_answers(denying, told, pile) for told in positive):
            yield Denial(denying, Target(claim=claim), ("denial/same-claim",))


def _answers(denying: str, told: str, pile: Pile) -> bool:
    """Whether somebody else tells it in another document, and the two are alike by themselves, not only by what lies
    between. What is said with a "not", and not denied by name, must be the same nearly word for word, and no "not" may
    stand in the other."""
    one, other = pile.assertions[denying], pile.assertions[told]
    speaker = primary_source(one, pile.page_of(denying))
    if one.document == other.document or (speaker and speaker == primary_source(other, pile.page_of(told))):
        return False
    found = match(one, other, pile.tellings[denying], pile.tellings[told])
    if one.act == "deny":
        return found.score >= SAME
    return dict(found.features)["covered"] >= _SAME_WORDS and not any(map(_is_not, pile.tellings[told].words))


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
