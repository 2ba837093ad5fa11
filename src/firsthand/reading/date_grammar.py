"""Compiles the shapes of dates and finds where they fit. Text in, matches out; nothing here knows a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

import msgspec

from firsthand.errors import LexiconError
from firsthand.lexicon.values import CalendarKind, CalendarWord, calendar_words, date_shapes, number_words, words_of

GAP = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]?)"
"""A short gap: white space of one line, or one line end; never a blank line."""

ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip

_WORD = re.compile(r"[A-Za-z]+|\d+")
_CLASS = re.compile(r"\{(\w+)(?::(\w+))?\}")
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPOKEN_YEAR = rf"nineteen[ -](?:(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_TEENS})"
"""Years as broadcasters' transcripts have them ("nineteen ninety-six"); other centuries are too like numbers."""

_NO_DIGIT = r"(?![\d]|[.,]\d)"


class Shape(msgspec.Struct, frozen=True):
    """A compiled shape; `first` are the lower-case words it can begin with, `#` for a digit, `*` for any capital."""

    id: str
    reading: str
    regex: re.Pattern[str]
    first: frozenset[str]


class Match(msgspec.Struct, frozen=True):
    """A shape that fits at `start`..`end`; `groups` holds the words of each class that took part."""

    shape: str
    reading: str
    start: int
    end: int
    groups: dict[str, str]


class _Class(msgspec.Struct, frozen=True):
    regex: str
    first: frozenset[str]


def _forms(kind: CalendarKind) -> tuple[str, ...]:
    return tuple(sorted((f for w in calendar_words() if w.kind == kind for f in w.forms), key=lambda f: (-len(f), f)))


def _any_of(forms: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(f).replace(r"\ ", GAP).replace("'", "['’]") for f in forms) + r")(?!\w)"


def _first_words(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(m[0].lower() for f in forms if (m := _WORD.match(f)))


def _words(kind: CalendarKind) -> _Class:
    forms = _forms(kind)
    return _Class(_any_of(forms), _first_words(forms))


def _capital(kind: CalendarKind) -> _Class:
    """Names of the calendar are capitalised (or all capitals): "may" and "march" are verbs."""
    forms = _forms(kind)
    cased = tuple(c for f in forms for c in (f.capitalize(), f.upper()))
    whole = {w.forms[0] for w in calendar_words() if w.kind == kind}
    short = tuple(f for f in cased if f.lower() not in whole and f.isalpha())
    stopped = f"{_any_of(short)}\\.|" if short else ""
    return _Class(f"(?-i:{stopped}{_any_of(cased)})", _first_words(forms))


def _plural(kind: CalendarKind) -> _Class:
    """Whole names in the plural: "on Mondays"."""
    forms = tuple(w.forms[0] + "s" for w in calendar_words() if w.kind == kind)
    return _Class(f"(?-i:{_any_of(tuple(f.capitalize() for f in forms))})", _first_words(forms))


def _count() -> _Class:
    """Figures, number words or an inexact number, also with a half; "a" counts alone or before "hundred"."""
    scales = tuple(f for n in number_words() if n.kind == "scale" for f in n.forms)
    numerals = tuple(f for n in number_words() if n.kind in ("unit", "ten") for f in n.forms)
    first, scale, word = (_any_of(tuple(sorted(w, key=lambda f: (-len(f), f))))
                          for w in (numerals, scales, (*numerals, *scales)))  # fmt: skip
    spoken = rf"(?:{first}(?:(?:-|{GAP})(?:and{GAP})?{word}){{0,3}}|an?(?!\w)(?:{GAP}{scale})?)"
    vague = _any_of(_forms("vague"))
    figures = rf"\d{{1,4}}(?:\.5|½|{GAP}1/2)?{_NO_DIGIT}"
    regex = rf"(?:{figures}|{vague}|{spoken}(?:{GAP}and{GAP}a{GAP}half)?)"
    return _Class(regex, _first_words((*numerals, *_forms("vague"), "a", "an")) | {"#"})


@cache
def _classes() -> dict[str, _Class]:
    digit = frozenset({"#"})
    ordinal = _any_of(tuple(sorted(ORDINALS, key=len, reverse=True)))
    ordinals = _first_words(ORDINALS) | digit
    return {
        "month": _capital("month"),
        "weekday": _capital("weekday"),
        "weekdays": _plural("weekday"),
        "often": _words("often"),
        "ref": _words("ref"),
        "season": _words("season"),
        "unit": _words("unit"),
        "shift": _words("shift"),
        "daily": _words("day"),
        "about": _words("about"),
        "daypart": _words("daypart"),
        "feast": _words("feast"),
        "zone": _words("zone"),
        "ago": _words("ago"),
        "count": _count(),
        "slip": _Class(r"(?-i:[A-Z](?:[a-z]{2,9}|[A-Z]{2,9}))(?!\w)", frozenset({"*"})),
        "day": _Class(rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w|[.,/:]\d|%)|{ordinal})", ordinals),
        "ordinal": _Class(rf"(?:\d{{1,2}}(?:st|nd|rd|th)(?!\w)|{ordinal})", ordinals),
        "digit": _Class(r"[1-4](?!\w)", digit),
        "year": _Class(rf"(?:(?:1[0-9]|20)\d\d(?!\w|%){_NO_DIGIT}|{_SPOKEN_YEAR}(?!\w))", digit | {"nineteen"}),
        "millennium": _Class(rf"two{GAP}thousand(?:{GAP}(?:and{GAP})?(?:{_UNITS}))?(?!\w)", frozenset({"two"})),
        "hour": _Class(r"(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\w)",
                       digit | _first_words(tuple((_UNITS + "|ten|eleven|twelve").split("|")))),
        "yy": _Class(rf"(?:(?:1[0-9]|20)\d\d|\d\d)(?!\w|%|-\d){_NO_DIGIT}", digit),
        "decade": _Class(r"(?:(?:1[0-9]|20)\d0['’]?s|[2-9]0['’]?s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)(?!\w)",
                         digit | {t + "ties" for t in ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")}),
        "iso": _Class(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])", digit),
        "slashed": _Class(r"\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?![\w/-]|\.\d)", digit),
        "clock": _Class(
            r"(?:(?:[01]?\d|2[0-3])(?::[0-5]\d(?: ?[ap]\.?m\.?(?!\w))?|\.[0-5]\d ?[ap]\.?m\.?(?!\w))"
            r"|(?:1[0-2]|0?[1-9]) ?[ap]\.?m\.?(?!\w)|(?:noon|midday|midnight)(?!\w))"
            r"(?![:\d]|\.\d)",
            digit | {"noon", "midday", "midnight"},
        ),
    }  # fmt: skip


def _class(shape: str, name: str) -> _Class:
    found = _classes().get(name)
    if found is None:
        raise LexiconError(
            f"en/dates.toml: shape '{shape}' names an unknown class '{name}'", hint=", ".join(_classes())
        )
    return found


def compile_shape(id: str, pattern: str, reading: str) -> Shape:
    """The shape with its classes filled in; LexiconError where it names a class that is none, or begins with neither a
    class nor a word."""
    regex = _CLASS.sub(
        lambda m: f"(?P<{'_'.join(p for p in m.groups() if p)}>{_class(id, m[1]).regex})", pattern.replace(" ", GAP)
    )
    return Shape(id, reading, re.compile(regex + r"(?!\w)", re.IGNORECASE), _beginnings(id, pattern))


def _beginnings(id: str, pattern: str) -> frozenset[str]:
    if optional := re.match(r"\(\?:(\{\w+\}) \)\?(?=\{)", pattern):
        return _beginnings(id, optional[1]) | _beginnings(id, pattern[optional.end() :])
    if choice := re.match(r"\(\?:([\w |]+)\)", pattern):
        return _first_words(tuple(choice[1].split("|")))
    if first := _CLASS.match(pattern):
        return _class(id, first[1]).first
    if word := re.match(r"[a-z]+", pattern):
        return frozenset({word[0]})
    raise LexiconError(
        f"en/dates.toml: shape '{id}' begins with neither a class nor a word", hint="put what is optional later"
    )


@cache
def _starters() -> dict[str, tuple[Shape, ...]]:
    shapes = tuple(compile_shape(s.id, s.pattern, s.reading) for s in date_shapes())
    words = sorted({w for s in shapes for w in s.first})
    return {w: tuple(s for s in shapes if w in s.first) for w in words}


def _joined(text: str, start: int) -> bool:
    """Whether what begins at `start` is the tail of a longer word or number ("Ababil-2", "$2020", "1.5")."""
    before = text[start - 1] if start else " "
    if before.isalnum() or before in "_$€£¥#@/":
        return True
    if before in ".,:" and start > 1:
        return text[start - 2].isdigit() and text[start].isdigit()
    if before in "-–" and start > 1 and text[start].isdigit():
        word = re.search(r"\w*$", text[max(0, start - 21) : start - 1])
        return bool(word and word[0] and word[0].lower() not in ("mid", "pre", "post", "early", "late"))
    return False


@cache
def month_slips() -> dict[str, tuple[str, ...]]:
    """Every string one letter from a month's name (one left out, added, changed, or two neighbours swapped), with the
    months it may stand for; words that are names or common words themselves are left out."""
    known = {f for w in calendar_words() if w.kind in ("not a month", "month", "weekday") for f in w.forms}
    slips: dict[str, list[str]] = {}
    for month in (w.forms[0] for w in calendar_words() if w.kind == "month"):
        for slip in sorted(_one_letter_off(month) - known):
            slips.setdefault(slip, []).append(month)
    return {slip: tuple(months) for slip, months in slips.items()}


def _one_letter_off(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = tuple((word[:i], word[i:]) for i in range(len(word) + 1))
    lost = {a + b[1:] for a, b in cuts if b}
    changed = {a + c + b[1:] for a, b in cuts if b for c in letters}
    added = {a + c + b for a, b in cuts for c in letters}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return (lost | changed | added | swapped) - {word}


Resolved = TypeVar("Resolved")


def find_shapes(text: str, resolve: Callable[[Match], Resolved | None]) -> Iterator[Resolved]:
    """What `resolve` makes of the longest shape at each word that it can make something of, from left to right, none
    inside another."""
    starters, slips = _starters(), month_slips()
    done = 0
    for word in _WORD.finditer(text):
        start, first = word.start(), word[0]
        if start < done:
            continue
        key = "#" if first[0].isdigit() else first.lower()
        shapes = starters.get(key, ())
        if first[0].isupper() and key in slips:
            shapes = (*shapes, *starters["*"])
        if not shapes or _joined(text, start):
            continue
        for found in _fits(text, start, shapes):
            if (resolved := resolve(found)) is not None:
                done = found.end
                yield resolved
                break


def _fits(text: str, start: int, shapes: tuple[Shape, ...]) -> list[Match]:
    """Every shape that fits at `start`, the longest first; of two equally long, the first in the table."""
    fits = ((shape, shape.regex.match(text, start)) for shape in shapes)
    found = [
        Match(shape.id, shape.reading, start, fit.end(), {k: v for k, v in fit.groupdict().items() if v is not None})
        for shape, fit in fits
        if fit is not None and ("slip" not in shape.regex.groupindex or fit["slip"].lower() in month_slips())
    ]
    return sorted(found, key=lambda m: -m.end)


_BEFORE = 48
"""How far to the left of a date its part ("at the end of") is looked for."""


@cache
def _part() -> re.Pattern[str]:
    forms = "|".join(re.escape(f).replace(r"\ ", GAP) for f in _forms("part"))
    return re.compile(rf"(?<!\w)(?:the{GAP})?(?P<part>{forms})(?:-|{GAP})(?:the{GAP})?$", re.IGNORECASE)


@cache
def _leading(kind: CalendarKind) -> re.Pattern[str]:
    forms = "|".join(re.escape(f).replace(r"\ ", GAP) for f in _forms(kind))
    return re.compile(rf"(?<!\w)(?P<lead>{forms}){GAP}$", re.IGNORECASE)


def words_before(kind: CalendarKind, text: str, start: int) -> tuple[int, CalendarWord] | None:
    """The word of this kind that stands right before `start`, and where it begins."""
    window = text[max(0, start - _BEFORE) : start]
    found = _leading(kind).search(window)
    word = words_of(kind).get(found["lead"]) if found else None
    return None if found is None or word is None else (start - len(window) + found.start(), word)


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)the{GAP}$", re.IGNORECASE)


def part_before(text: str, start: int) -> tuple[int, str] | None:
    """Where the words begin that take a part of the date at `start`, and those words."""
    window = text[max(0, start - _BEFORE) : start]
    found = _part().search(window)
    return None if found is None else (start - len(window) + found.start(), found["part"])


def article_before(text: str, start: int) -> int:
    """Start of "the" right before `start`, else `start`."""
    window = text[max(0, start - 6) : start]
    found = _article().search(window)
    return start if found is None else start - len(window) + found.start()


_LEFT = 60
"""How far to the left of a date a reading may look for an amount."""


def left_of(text: str, start: int) -> str:
    """The words of the same line before `start`."""
    return text[max(0, start - _LEFT, text.rfind("\n\n", 0, start) + 1) : start]


def word_before(text: str, start: int) -> str:
    """The lower-case word that ends right before `start`, or the mark; empty at a line's start."""
    found = re.search(r"(\w+[.]?|[^\w\s])[^\S\r\n]{0,3}$", text[max(0, start - 24) : start])
    return found[1].lower() if found else ""


def word_after(text: str, end: int) -> str:
    """The word that begins right after `end`, as written; empty where a mark or a line end follows."""
    found = re.match(r"[^\S\r\n]{1,3}([^\W\d_]+)", text[end : end + 32])
    return found[1] if found else ""
