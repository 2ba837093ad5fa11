"""Finds numbers in figures and in words and says what they count to. Text in, numerals out; units come later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from firsthand.lexicon.values import BESIDE, NumberKind, NumberWord, number_words
from firsthand.model import Bound

_START = re.compile(r"[A-Za-z]+|\d+")
_FIGURES = re.compile(
    r"(?P<whole>\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}){1,6}(?!\d)|\d{1,18}(?!\d))"
    r"(?P<decimal>\.\d{1,12}(?!\d|\.\d))?(?P<over>/\d{1,3}(?![\d/]))?(?P<rest>[ -]\d/\d{1,2}(?![\d/]))?"
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
_NAME_TAIL = re.compile(r"[A-Za-z]{1,20}[-–‑]$")
_GROUPS = re.compile(r"[-.]\d+[-.]\d")
_STREET = re.compile(r"(?: [A-Z][\w'’]{1,20}){1,3} (?:Road|Street|Avenue|Lane|Boulevard|Drive|Square)\b")
_LIST_MARK = re.compile(r"[.)]\s")

_LONGEST = 10
"""A longer run of digits without separators is a dial number or an identifier."""

_HYPHENATED = (
    "mid",
    "per",
    "around",
    "nearly",
    "over",
    "about",
    "to",
    "some",
    "a",
    "or",
    "and",
    "upto",
    "once",
    "pre",
    "under",
)
"""What may stand before a number with a hyphen without making it a name ("Shahed-131", "COVID-19")."""


class Numeral(msgspec.Struct, frozen=True):
    """A number at `start`..`end`; `figures` says that it is written with digits, `scaled` that a scale is in it."""

    start: int
    end: int
    value: float
    figures: bool
    scaled: bool = False
    bound: Bound | None = None
    rules: tuple[str, ...] = ()


class _Spoken(msgspec.Struct, frozen=True):
    words: dict[str, NumberWord]
    phrase: re.Pattern[str]
    scale: re.Pattern[str]
    letter: re.Pattern[str]
    vague: re.Pattern[str]
    fraction: re.Pattern[str]


@cache
def _spoken() -> _Spoken:
    words = {f: n for n in number_words() for f in n.forms if n.kind not in BESIDE}
    few = frozenset(f for f in words if words[f].id == "several")
    plain = "|".join(_sorted(f for f in words if words[f].kind in ("unit", "ten", "scale") and len(f) > 2))
    scale = "|".join(_sorted(f for f in words if words[f].kind == "scale" and len(f) > 2))
    letters = "|".join(_sorted(f for f in words if words[f].kind == "scale" and len(f) <= 3))
    vague = "|".join(_sorted(f for f in words if words[f].kind == "vague" and f not in few))
    unsure = "|".join(_sorted(few))
    fraction = "|".join(_sorted(f for f in words if words[f].kind == "fraction"))
    scales = rf"(?:hundred|{scale})"
    return _Spoken(
        words,
        re.compile(rf"(?:{plain})(?!\w)(?:[ \u00a0-](?:and )?(?:{plain})(?!\w)){{0,8}}", re.IGNORECASE),
        re.compile(rf"(?:[ \u00a0]|-)(?:{scale})(?!\w)", re.IGNORECASE),
        re.compile(rf" ?(?:{letters})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?:(?:(?P<many>{vague}) of )?(?P<base>{vague})(?(many)(?!\w)|(?= of\b))"
            rf"|(?P<few>{unsure}) (?P<by>{scales}|dozen)(?!\w)|(?P<dozen>dozen)(?!\w)|(?P<bare>{vague})(?!\w))",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:(?P<top>\w+)[ -])?(?P<part>{fraction})(?!\w)", re.IGNORECASE),
    )


def _sorted(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(re.escape(f) for f in sorted(set(forms), key=lambda f: (-len(f), f)))


@cache
def _starters() -> frozenset[str]:
    return frozenset({w.split()[0] for w in _spoken().words} | {"a", "an"})


@cache
def words_beside(kind: NumberKind) -> frozenset[str]:
    """Words of a kind that stands beside numbers: a `label` ("room 40"), a `victim` ("12 wounded")."""
    return frozenset(f for n in number_words() if n.kind == kind for f in n.forms)


def find_numerals(text: str) -> Iterator[Numeral]:
    """Numbers from left to right; names with numbers, ordinals, times of day and list marks are none."""
    starters = _starters()
    done = 0
    for word in _START.finditer(text):
        start = word.start()
        if start < done:
            continue
        if word[0][0].isdigit():
            found, done = _in_figures(text, start), _end_of_figures(text, start)
        elif word[0].lower() in starters and not _is_tail(text, start):
            found = _in_words(text, start)
        else:
            continue
        if found is not None:
            found = _of_every(text, found)
            done = max(done, found.end)
            yield found


_WHOLES = (
    "day|hour|minute|second|week|month|year|decade|game|match|round|attempt|state|countr|cit|town|village|province"
    "|region|district|area|place|million|billion|thousand|per"
)
"""How what follows a number begins where "three in ten" is no share: a time, places, a larger number."""

_EVERY = re.compile(
    r" (?:in|out of)(?: every)? (?P<below>100|10|[345]|1,000|three|four|five|ten|hundred)"
    rf"(?![\w%]|[.,:/-]\d|[ -](?:{_WHOLES}))",
    re.IGNORECASE,
)


def _of_every(text: str, found: Numeral) -> Numeral:
    """ "Six in ten" is a share; "three in ten minutes" is none."""
    fit = None if found.scaled or found.value != int(found.value) else _EVERY.match(text, found.end)
    if fit is None:
        return found
    form = fit["below"].replace(",", "").lower()
    below = float(form) if form.isdigit() else _spoken().words[form].value
    if not 0 < found.value < below:
        return found
    return msgspec.structs.replace(found, end=fit.end(), value=found.value / below)


def _is_tail(text: str, start: int) -> bool:
    """Whether the word goes on what stands before it ("four-door" in "production-four-door")."""
    if not start:
        return False
    if text[start - 1] == "-" and (word := _NAME_TAIL.search(text[max(0, start - 22) : start])):
        return word[0][:-1].lower() not in _HYPHENATED
    return text[start - 1].isalnum() or text[start - 1] in "'’_"


def _end_of_figures(text: str, start: int) -> int:
    """Where the run of digits and of what joins digits ends: its parts are no numbers of their own."""
    run = re.compile(r"[\d.,:/]*\d").match(text, start)
    return run.end() if run else start


def _in_figures(text: str, start: int) -> Numeral | None:
    fit = _FIGURES.match(text, start)
    if fit is None or _is_name(text, start) or _ORDINAL.match(text, fit.end()) or _is_no_amount(text, start, fit.end()):
        return None
    if fit["whole"].isdigit() and len(fit["whole"]) > _LONGEST:
        return None
    value = float(fit["whole"].translate({44: None, 0xA0: None, 0x202F: None, 0x2009: None}) + (fit["decimal"] or ""))
    end = fit.end()
    if fit["over"]:
        if fit["rest"] or (below := int(fit["over"][1:])) == 0 or value >= below:
            return None
        value /= below
    elif fit["rest"]:
        top, below = map(int, fit["rest"][1:].split("/"))
        value += top / below if below else 0
    return _scaled(text, start, end, value)


def _scaled(text: str, start: int, end: int, value: float) -> Numeral:
    words = _spoken().words
    if by := _spoken().scale.match(text, end):
        return Numeral(start, by.end(), value * words[by[0].lower().lstrip(" -\u00a0")].value, True, True)
    if by := _spoken().letter.match(text, end):
        letter = by[0].strip()
        adjacent = not by[0].startswith(" ")
        if len(letter) > 1 and letter.lower() != "mn" or adjacent and letter in ("k", "K"):
            return Numeral(start, by.end(), value * words[letter.lower()].value, True, True)
        if letter.lower() in ("m", "b", "mn") and (_after_currency(text, start) or adjacent and letter == "M"):
            return Numeral(start, by.end(), value * words[letter.lower()].value, True, True)
    return Numeral(start, end, value, True)


def _after_currency(text: str, start: int) -> bool:
    return bool(re.search(r"(?:[$€£¥₹₽₴₸₺₪₦₩₫]|\b(?:RM|PS|Rs\.?)) ?$", text[max(0, start - 4) : start]))


def _is_name(text: str, start: int) -> bool:
    """Whether the digits are the tail of a name ("Shahed-131", "A2", "x.509"), a dial number or an address."""
    before = text[start - 1] if start else " "
    if before.isalpha():
        return re.search(r"(?<![A-Za-z])(?:US|RM|PS|Rs|EUR|USD|GBP)$", text[max(0, start - 4) : start]) is None
    if before in "_#@/\\=&+":
        return True
    if before in "-–‑" and (word := _NAME_TAIL.search(text[max(0, start - 22) : start])):
        return word[0][:-1].lower() not in _HYPHENATED
    return before == "." or before in ",:" and start > 1 and text[start - 2].isalnum()


def _is_no_amount(text: str, start: int, end: int) -> bool:
    """A time of day, a dial number, an address, a version, or a list's mark."""
    after = text[end : end + 1]
    if after == ":" and text[end + 1 : end + 2].isdigit() or after == "." and text[end + 1 : end + 2].isdigit():
        return True
    if _GROUPS.match(text, end) or _STREET.match(text, end):
        return True
    if re.compile(r" ?[ap]\.?m(?!\w)", re.IGNORECASE).match(text, end):
        return True
    line = text[max(0, start - 3) : start].rpartition("\n")[2]
    at_line_start = not line.strip(" (") and (start <= 2 or "\n" in text[max(0, start - 3) : start])
    return bool(at_line_start and _LIST_MARK.match(text, end))


def _in_words(text: str, start: int) -> Numeral | None:
    spoken = _spoken()
    if fit := spoken.phrase.match(text, start):
        return _phrase(text, start, fit)
    if fit := spoken.vague.match(text, start):
        return _vague(start, fit)
    if text[start : start + 2].lower() in ("a ", "an") and (space := text.find(" ", start, start + 3)) > 0:
        return _after_article(text, start, space + 1)
    if (fit := spoken.fraction.match(text, start)) and fit["top"] is None:
        return _half(text, start, fit)
    return None


def _half(text: str, start: int, fit: re.Match[str]) -> Numeral | None:
    """ "Half of the crop", "half the crop"; not "the first half"."""
    if (
        fit["part"].lower() != "half"
        or re.match(r" (?:of|the|a|an|its|their|his|her|that|those)\b", text[fit.end() : fit.end() + 7]) is None
    ):
        return None
    if re.search(
        r"\b(?:first|second|third|last|other|latter|and a|\d(?:st|nd)) $",
        text[max(0, start - 8) : start],
        re.IGNORECASE,
    ):
        return None
    if (of := re.compile(r" an? ").match(text, fit.end())) is None:
        return Numeral(start, fit.end(), 0.5, False, rules=("numbers/half",))
    if by := _spoken().scale.match(text, of.end() - 1):
        word = _spoken().words[by[0][1:].lower()]
        return Numeral(start, by.end(), word.value / 2, False, True, rules=("numbers/half", f"numbers/{word.id}"))
    return Numeral(start, of.end() - 1, 0.5, False, rules=("numbers/half",))


def _after_article(text: str, start: int, at: int) -> Numeral | None:
    """ "A hundred thirty", "a dozen", "a third of", "a pair of"."""
    spoken = _spoken()
    if (fit := spoken.phrase.match(text, at)) and spoken.words[
        re.split(r"[ \u00a0-]", fit[0].lower())[0]
    ].kind == "scale":
        found = _phrase(text, at, fit)
        return found and msgspec.structs.replace(found, start=start)
    if (fit := spoken.vague.match(text, at)) and (
        fit["dozen"] or fit["base"] and spoken.words[fit["base"].lower()].id in ("pair", "couple", "dozen")
    ):
        return msgspec.structs.replace(_vague(at, fit) or Numeral(at, fit.end(), 12.0, False), start=start)
    if (fit := spoken.vague.match(text, start)) and fit["few"]:
        return _vague(start, fit)
    return _share(text, start, at)


def _share(text: str, start: int, at: int) -> Numeral | None:
    """ "A third of"; a quarter is as often a stretch of time, and a half is read by itself."""
    fit = _spoken().fraction.match(text, at)
    if fit is None or fit["top"] is not None or text[fit.end() : fit.end() + 4] != " of ":
        return None
    word = _spoken().words[fit["part"].lower()]
    return (
        None
        if word.id in ("quarter", "half")
        else Numeral(start, fit.end(), word.value, False, rules=(f"numbers/{word.id}",))
    )


def _phrase(text: str, start: int, fit: re.Match[str]) -> Numeral | None:
    """A number in words, a share among them ("two thirds")."""
    said = _one_number(fit[0])
    parts, end = re.split(r"[ \u00a0-]", said.lower()), fit.start() + len(said)
    value = add_up(tuple(p for p in parts if p != "and"))
    share = _spoken().fraction.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
    if share and share["top"] is None and value > 0 and len(parts) == 1 and share["part"].lower() != "second":
        below = _spoken().words[share["part"].lower()]
        plural = share["part"].lower().endswith("s")
        if plural or value == 1 and below.id != "quarter":
            return Numeral(start, share.end(), value * below.value, False, rules=(f"numbers/{below.id}",))
    used = tuple(_spoken().words[p] for p in parts if p != "and")
    rules = tuple(f"numbers/{w.id}" for w in used)
    return Numeral(start, end, value, False, any(w.kind == "scale" for w in used), rules=rules)


def _one_number(words: str) -> str:
    """The words up to an "and" that joins two numbers; behind a scale it goes on a number ("two hundred and one")."""
    for fit in _AND.finditer(words):
        if _spoken().words[fit["before"].lower()].kind != "scale":
            return words[: fit.end("before")]
    return words


_AND = re.compile(r"(?P<before>[A-Za-z]+)[ \u00a0-]and ", re.IGNORECASE)


def _vague(start: int, fit: re.Match[str]) -> Numeral | None:
    words = _spoken().words
    if fit["few"]:
        by = words[fit["by"].lower()]
        return Numeral(start, fit.end(), 2 * by.value, False, True, ">=", ("numbers/several", f"numbers/{by.id}"))
    many, base = (words[fit[g].lower()] if fit[g] else None for g in ("many", "base"))
    if base is None:
        return _bare_vague(start, fit, words)
    value = base.value * (_times(many) if many else 1)
    rules = tuple(f"numbers/{w.id}" for w in (many, base) if w)
    return Numeral(start, fit.end(), value, False, False, base.bound or (many.bound if many else None), rules)


def _times(many: NumberWord) -> float:
    """ "Tens of thousands" are at least ten thousand, "dozens of thousands" two dozen."""
    return 10 if many.id == "tens" else many.value


def _bare_vague(start: int, fit: re.Match[str], words: dict[str, NumberWord]) -> Numeral | None:
    word = words[(fit["dozen"] or fit["bare"]).lower()]
    if word.id in ("pair", "couple", "scores", "tens") or not fit["dozen"] and word.bound is None:
        return None
    return Numeral(start, fit.end(), word.value, False, False, word.bound, (f"numbers/{word.id}",))


def add_up(parts: tuple[str, ...]) -> float:
    """What number words in a row count to: "two hundred fifty thousand" is 250000."""
    words = _spoken().words
    total, group = 0.0, 0.0
    for part in parts:
        word = words[part]
        if word.kind != "scale":
            group += word.value
        elif word.value == 100:
            group = max(group, 1) * 100
        else:
            total, group = total + max(group, 1) * word.value, 0.0
    return total + group
