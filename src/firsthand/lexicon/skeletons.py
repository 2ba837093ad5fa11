"""How a name sounds, whoever transliterated it: its parts, the sounds of each, and how near two words are."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules


class Spelling(Rule, frozen=True, kw_only=True):
    """Letters (`forms`) that are read as one `sound`; ^ and $ stand for a word's beginning and end."""

    forms: tuple[str, ...]
    sound: str


class NamePart(Rule, frozen=True, kw_only=True):
    """A word within names, by all its `forms`; `weight` is how much it tells, from 0 to 1.

    `own`: the forms are different words that weigh the same. A word is split after `begins` and before `ends`.
    """

    forms: tuple[str, ...]
    weight: float
    own: bool = False
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, gc=False):
    """One word of a name: its letters, or `=` and the id of the part that it is a form of; and how much it tells."""

    word: str
    weight: float


@cache
def spellings() -> tuple[Spelling, ...]:
    return load_rules("en/spellings.toml", "spelling", Spelling)


@cache
def name_parts() -> tuple[NamePart, ...]:
    return load_rules("en/name_parts.toml", "part", NamePart)


@cache
def _forms() -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in name_parts():
        for form in part.forms:
            if form in found:
                raise LexiconError(f"en/name_parts.toml: '{form}' of '{part.id}' stands elsewhere too", hint="keep one")
            found[form] = Part(form if part.own else f"={part.id}", part.weight)
    return found


# Letters

_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a"}
)
_MARKS = re.compile("['’`‘ʿʾʼ´ʹ′]")
_WORD = re.compile(r"[a-z]+|\d+")
_SHORTEST = 3
"""What is left of a word that is split has at least so many letters ("Abdi" and "Odin" are whole)."""


@lru_cache(1 << 14)
def letters(name: str) -> tuple[str, ...]:
    """A name's words and numbers in plain small Latin letters; apostrophes join, other marks part.

    >>> letters("Ba'ath, Shahed-136"), letters("Erdoğan")
    (('baath', 'shahed', '136'), ('erdogan',))
    """
    spread = unicodedata.normalize("NFKD", _MARKS.sub("", name).lower().translate(_PLAIN_LETTERS))
    return tuple(_WORD.findall("".join(c for c in spread if not unicodedata.combining(c))))


@lru_cache(1 << 14)
def split_name(name: str) -> tuple[Part, ...]:
    """A name's parts that tell something, in order.

    >>> [p.word for p in split_name("Siraj al-Din")] == [p.word for p in split_name("Sirajuddin")]
    True
    """
    return tuple(part for word in letters(name) for part in _parts(word) if part.weight)


@lru_cache(1 << 14)
def _parts(word: str) -> tuple[Part, ...]:
    known = _forms().get(word)
    if known is not None:
        return (known,)
    if (begun := _affixes()[0].match(word)) is not None:
        rest = word[begun.end() :]
        return (_forms_of(begun.lastgroup), *_parts(rest))
    if (ended := _affixes()[1].search(word)) is not None:
        return (*_parts(word[: ended.start()]), _forms_of(ended.lastgroup))
    return (Part(word, 1.0),)


def _forms_of(id: str | None) -> Part:
    part = next(p for p in name_parts() if p.id == id)
    return Part(f"={part.id}", part.weight)


@cache
def _affixes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What words are split after, and before."""
    begins = "|".join(f"(?P<{p.id}>{'|'.join(_longest(p.begins))})" for p in name_parts() if p.begins)
    ends = "|".join(f"(?P<{p.id}>{'|'.join(_longest(p.ends))})" for p in name_parts() if p.ends)
    return re.compile(f"(?:{begins})(?=[a-z]{{{_SHORTEST},}})"), re.compile(f"(?<=[a-z]{{{_SHORTEST}}})(?:{ends})$")


def _longest(forms: tuple[str, ...]) -> list[str]:
    return sorted(forms, key=lambda f: (-len(f), f))


# Sounds


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile("|".join(_longest(s.forms))), s.sound) for s in spellings())


@lru_cache(1 << 14)
def sound(word: str) -> str:
    """A word as it is heard, one letter a sound; doubled letters are one.

    >>> sound("Shoygu".lower()) == sound("schoigu")
    True
    """
    if not word.isalpha():
        return word
    for pattern, heard in _sounds():
        word = pattern.sub(heard, word)
    return _DOUBLED.sub(r"\1", word)


_DOUBLED = re.compile(r"(.)\1+")
VOWELS = frozenset("aeiou")
_CLASSES = str.maketrans({"g": "k", "S": "s", "C": "s", "z": "s", "J": "j", "H": None, "h": None})
_UNSETTLED = (("th", "t"), ("dh", "d")), (("th", "s"), ("dh", "z"))
"""Arabic th and dh are t and d to some, s and z to others."""


@lru_cache(1 << 14)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a word in coarse classes, the likeliest reading first: words of one name share one.

    >>> skeletons("rahmon")[0] == skeletons("rakhmon")[0], skeletons("osman")[0] in skeletons("uthman")
    (True, True)
    """
    if not word.isalpha():
        return (word,)
    found: dict[str, None] = {}
    for reading in _UNSETTLED:
        spelt = word
        for form, heard in reading:
            spelt = spelt.replace(form, heard)
        heard = sound(spelt)
        for g in (heard, heard.replace("g", "J"), heard.replace("C", "k")):
            found[_skeleton(g)] = None
    return tuple(found)


def _skeleton(heard: str) -> str:
    bones = "".join(c for c in heard if c not in VOWELS).translate(_CLASSES)
    return _DOUBLED.sub(r"\1", bones) or ("h" if "h" in heard.lower() else "a")


# How near two words are

_NEAR = {
    pair: cost
    for cost, pairs in {
        0.1: ("kg", "sS", "SC", "JC", "vf"),
        0.25: ("dt", "pb", "sz", "gJ", "Jz", "dz", "uv", "Hh", "Hk", "bv", "iJ"),
        0.4: ("sC", "ts", "Sz", "JS", "gh", "mn", "kh", "gH"),
    }.items()
    for both in pairs
    for pair in (both, both[::-1])
}
"""What it costs to hear one sound for another: the pairs that transliterations confuse, in three degrees."""
_VOWELS_ALIKE = frozenset(("ie", "ei", "uo", "ou", "ae", "ea"))
"""Vowels that scripts without vowels leave open; a and i, a and u tell Jamal from Jamil."""
_VOWEL, _LOOSE, _OTHER = 0.25, {"h": 0.3, "H": 0.5}, 1.0


def _loss(heard: str) -> float:
    return _VOWEL if heard in VOWELS else _LOOSE.get(heard, _OTHER)


def _swap(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if left in VOWELS and right in VOWELS:
        return 0.1 if left + right in _VOWELS_ALIKE else 0.5
    return _NEAR.get(left + right, _OTHER)


@lru_cache(1 << 16)
def word_likeness(left: str, right: str) -> float:
    """From 0 to 1: one less the share of what has to be changed in the sounds of either to make the other's.

    A number, and a word of `name_parts`, is only like itself.

    >>> word_likeness("zelensky", "zelenskyy"), word_likeness("131", "136")
    (1.0, 0.0)
    """
    if left == right:
        return 1.0
    if not (left.isalpha() and right.isalpha()):
        return 0.0
    one, other = sound(left), sound(right)
    if one == other:
        return 1.0
    weight_one, weight_other = sum(map(_loss, one)), sum(map(_loss, other))
    if min(weight_one, weight_other) * 2 < max(weight_one, weight_other):
        return 0.0
    return max(0.0, round(1 - 2 * _changes(one, other) / (weight_one + weight_other), 4))


def _changes(one: str, other: str) -> float:
    """The cheapest way from one row of sounds to the other."""
    losses = [_loss(c) for c in other]
    row = [0.0]
    for loss in losses:
        row.append(row[-1] + loss)
    for a in one:
        lost, diagonal = _loss(a), row[0]
        row[0] += lost
        for j, b in enumerate(other):
            kept = diagonal + _swap(a, b)
            diagonal = row[j + 1]
            row[j + 1] = min(kept, diagonal + lost, row[j] + losses[j])
    return row[-1]
