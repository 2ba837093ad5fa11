"""Which name of a list a name is likest to, and whether two names can be one."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Literal

import msgspec

from firsthand.lexicon.skeletons import Part, letters, skeletons, sound, split_name, word_likeness
from firsthand.lexicon.world import by_name, person_id

Parts = tuple[Part, ...]
Weigh = Callable[[Part], float]

_ALIKE = 0.6
"""Words less like than this are different words."""
_JOINED = 0.8
"""Two words that another name writes as one have to be so much like it."""
_INITIAL = 0.5
"""How alike a name and its initial are."""
_POWER = 3
"""A likeness counts with this power: half alike is hardly alike."""
_REST = 0.05
"""What a listed name has more than the name that is looked up counts against it by so much of its weight.

Power and rest were swept (2-8, .05-.5) on the half that `eval/names.py` calls chosen: flat around these."""
_CONSIDERED = 60
"""So many listed names, by shared skeletons, are compared word by word."""


class Matched(msgspec.Struct, frozen=True, gc=False):
    """Words of two names that answer each other: their places on either side, how alike they are, what they weigh."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    alike: float
    weight: float


class Found(msgspec.Struct, frozen=True, order=True):
    """A listed name that was looked up: `score` orders the finds for one name and means nothing beyond."""

    score: float
    id: str


def match_parts(left: Parts, right: Parts, weigh: Weigh) -> tuple[Matched, ...]:
    """Each word answers at most one of the other side, the heaviest and likest first; order of words is free."""
    pairs = sorted(
        (*_one_to_one(left, right, weigh), *_joined(left, right, weigh), *_split(left, right, weigh)),
        key=lambda m: (-m.weight * m.alike**_POWER, m.left, m.right),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for pair in pairs:
        if taken[0].isdisjoint(pair.left) and taken[1].isdisjoint(pair.right):
            taken[0].update(pair.left)
            taken[1].update(pair.right)
            chosen.append(pair)
    return tuple(chosen)


def _one_to_one(left: Parts, right: Parts, weigh: Weigh) -> Iterator[Matched]:
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            if (alike := part_likeness(one.word, other.word)) >= _ALIKE or alike == _INITIAL:
                yield Matched((i,), (j,), alike, min(weigh(one), weigh(other)))


def part_likeness(one: str, other: str) -> float:
    """As `word_likeness`, and half for a name and its initial."""
    if len(one) == 1 or len(other) == 1:
        return 1.0 if one == other else _INITIAL if one[0] == other[0] else 0.0
    return word_likeness(one, other)


def _joined(left: Parts, right: Parts, weigh: Weigh) -> Iterator[Matched]:
    """One word on the left that is two on the right."""
    for j in range(len(right) - 1):
        both = right[j].word + right[j + 1].word
        for i, one in enumerate(left):
            if len(one.word) >= len(right[j].word) and (alike := word_likeness(one.word, both)) >= _JOINED:
                yield Matched((i,), (j, j + 1), alike, min(weigh(one), weigh(right[j]) + weigh(right[j + 1])))


def _split(left: Parts, right: Parts, weigh: Weigh) -> Iterator[Matched]:
    return (Matched(m.right, m.left, m.alike, m.weight) for m in _joined(right, left, weigh))


class NameIndex:
    """A list of names by id, looked up by how they sound."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._parts = {id: split_name(name) for id, name in names.items()}
        self._holders: dict[str, tuple[str, ...]] = _hold(self._parts)
        self._frequent = Counter(k for parts in self._parts.values() for k in {_first(p) for p in parts})

    def weigh(self, part: Part) -> float:
        """What a word tells: the logarithm of how rare its skeleton is in the list, by the weight of its kind."""
        return part.weight * math.log(1 + len(self._parts) / (0.5 + self._frequent[_first(part)]))

    def look_up(self, name: str, *, among: Callable[[str], bool] | None = None) -> tuple[Found, ...]:
        """The listed names that share a sound with this one, the likest first; `among` says which are asked for."""
        parts = split_name(name)
        found = [Found(self._score(parts, self._parts[id]), id) for id in self._considered(parts, among)]
        return tuple(sorted(found, key=lambda f: (-f.score, f.id)))

    def _considered(self, parts: Parts, among: Callable[[str], bool] | None) -> list[str]:
        shared: dict[str, float] = defaultdict(float)
        for key, weight in _keys(parts).items():
            holders = self._holders.get(key, ())
            worth = weight * math.log(1 + len(self._parts) / len(holders)) if holders else 0.0
            for id in holders:
                shared[id] += worth
        asked = [id for id in shared if among is None or among(id)]
        return sorted(asked, key=lambda id: (-shared[id] / (3 + len(self._parts[id])), id))[:_CONSIDERED]

    def _score(self, name: Parts, listed: Parts) -> float:
        """The weight of what answers each other, less a little for what the listed name has more."""
        matched = match_parts(name, listed, self.weigh)
        answered = {j for m in matched for j in m.right}
        rest = sum(self.weigh(p) for j, p in enumerate(listed) if j not in answered)
        return round(sum(m.weight * m.alike**_POWER for m in matched) - _REST * rest, 6)


def _first(part: Part) -> str:
    return skeletons(part.word)[0]


def _hold(listed: Mapping[str, Parts]) -> dict[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for id, parts in listed.items():
        for key in _keys(parts):
            holders[key].append(id)
    return {key: tuple(sorted(ids)) for key, ids in holders.items()}


def _keys(parts: Parts) -> dict[str, float]:
    """Skeletons of the words, and of neighbours written as one, with what they weigh."""
    keys: dict[str, float] = {}
    for part in parts:
        for key in skeletons(part.word):
            keys[key] = max(keys.get(key, 0.0), part.weight * (0.5 if len(key) == 1 else 1.0))
    for one, other in pairwise(parts):
        if one.word[0] != "=" and other.word[0] != "=":
            keys.setdefault(skeletons(one.word + other.word)[0], 1.0)
    return keys


# Whether two names can be one

Verdict = Literal["same", "listed", "numbers", "acronym", "other-name", "too-little"]
"""`listed`: the lists know both, as two things. `numbers`: they differ in a number. `acronym`: one is a short form,
which is spelt one way. `other-name`: each has a name that the other has not, as kin have. `too-little`: one is a single
name."""

_SAME = 0.89
"""Words of one person's name are so much alike: below it begin Jamal and Jamil, Hasan and Husayn, Omar and Ammar."""
_TELLING = 0.5
"""Parts that weigh less ("Haji", "abd", "din") may be there or not."""
_SHORT = 3
"""Words of so few sounds have to sound the same."""


def compare_names(left: str, right: str, *, whole: bool = False) -> Verdict:
    """Whether one name can be the other in another spelling, with names left out in between.

    The first and the last name have to be there on both sides and the order kept. `whole`: nothing may be left out, as
    for names of bodies. "same" is what the strings allow; only a pile in which nobody else fits can tell whether it is
    so.

    >>> compare_names("Emomali Rahmon", "Emomali Sharipovich Rakhmon"), compare_names("Raul Castro", "Fidel Castro")
    ('same', 'other-name')
    >>> compare_names("Shahed-131", "Shahed-136"), compare_names("Kataib Hezbollah", "Hezbollah", whole=True)
    ('numbers', 'other-name')
    """
    if (veto := find_veto(left, right)) is not None:
        return veto
    short, full = sorted((_telling(left), _telling(right)), key=len)
    if whole:
        return "same" if short and _is_respelt(short, full) else "other-name"
    if not short or len(short) == 1 < len(full):
        return "too-little"
    ends = _is_respelt(short[-1:], full[-1:]) and _begins_alike(short[0], full[0])
    return "same" if ends and (_in_order(short[:-1], full[:-1]) or _is_respelt(short, full)) else "other-name"


def find_veto(left: str, right: str) -> Verdict | None:
    """What forbids that two names are one, however alike they look: near-country names, designators, short forms."""
    if left == right:
        return None
    if _are_two(left, right):
        return "listed"
    if numbers(left) != numbers(right):
        return "numbers"
    if any(_ACRONYM.fullmatch(name) for name in (left, right)) and _bare(left) != _bare(right):
        return "acronym"
    return None


def _are_two(left: str, right: str) -> bool:
    one, other = _listed_as(left), _listed_as(right)
    return bool(one) and bool(other) and one.isdisjoint(other)


def _listed_as(name: str) -> set[str]:
    person = person_id(name)
    return {m.listed.id for m in by_name().get(name, ())} | ({person} if person else set())


_ACRONYM = re.compile(r"(?:[A-Z][.&+-]?){2,6}")


def _bare(name: str) -> str:
    return "".join(c for c in name if c.isalnum())


def numbers(name: str) -> frozenset[str]:
    """The numbers within a name, Roman ones read; what they differ in makes another thing of it.

    >>> numbers("Ababil-II") == numbers("Ababil 2")
    True
    """
    words = letters(name)
    roman = (_ROMAN[w] for w in words[1:] if w in _ROMAN)
    return frozenset((*(n.lstrip("0") or "0" for n in _NUMBER.findall(name.lower())), *roman))


_NUMBER = re.compile(r"\d+[a-z]?(?![a-z])")
"""A number with the letter that is part of it: the MQ-1C is no MQ-1."""
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}


def _telling(name: str) -> tuple[str, ...]:
    parts = split_name(name)
    return tuple(p.word for p in parts if p.weight >= _TELLING and not p.word.isdigit())


def _is_respelt(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether both are the same words in other spellings, some of them perhaps written as one."""
    return (len(short) == len(full) and all(map(is_spelling, short, full))) or _as_one(short, full)


def _as_one(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(short) < len(full) and sound("".join(short)) == sound("".join(full))


def _in_order(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(any(is_spelling(name, other) or _is_initial(name, other) for other in rest) for name in short)


def _begins_alike(short: str, full: str) -> bool:
    """The same given name: Nawaz Sharif is not Maryam Nawaz Sharif."""
    return is_spelling(short, full) or _is_initial(short, full)


def _is_initial(short: str, full: str) -> bool:
    return len(short) == 1 and full.startswith(short)


def is_spelling(one: str, other: str) -> bool:
    """Whether two words can be one name's: sounds nearly alike, and not a man's and a woman's (Viktor, Viktoria).

    >>> is_spelling("qassem", "qasem"), is_spelling("hasan", "husayn")
    (True, False)
    """
    if one == other:
        return True
    if one[0] == "=" or other[0] == "=":
        return False
    heard = sound(one), sound(other)
    if min(map(len, heard)) <= _SHORT or (heard[0][-1] == "a") != (heard[1][-1] == "a") and not _ends_in_ah(one, other):
        return heard[0] == heard[1]
    shared = set(skeletons(one)) & set(skeletons(other))
    return bool(shared) and word_likeness(one, other) >= _SAME


def _ends_in_ah(one: str, other: str) -> bool:
    """Arabic -a and -ah are one ending."""
    return one.endswith(("ah", "eh")) or other.endswith(("ah", "eh"))
