"""Units, currencies and bounds beside a number: what stands right before and right behind it."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from firsthand.lexicon.records import BoundRule, Unit
from firsthand.lexicon.values import ChangeRule, bound_rules, change_rules, currencies, units


class Measure(msgspec.Struct, frozen=True):
    """A unit found beside a number, and where its words begin and end."""

    unit: Unit
    start: int
    end: int


class _Table(msgspec.Struct, frozen=True):
    by_form: dict[str, Unit]
    behind: re.Pattern[str]


def _key(form: str) -> str:
    """Short forms are told apart by their capitals ("mW", "MW"), long ones are not."""
    plain = " ".join(form.replace("\u00a0", " ").split())
    return plain if len(plain) <= 4 else plain.lower()


@cache
def _units() -> _Table:
    by_form = {_key(f): u for u in (*currencies(), *units()) for f in u.forms}
    for unit in units():
        by_form.update((_key(f), unit) for f in unit.forms)
    longest = sorted({f for u in (*currencies(), *units()) for f in u.forms}, key=lambda f: (-len(f), f))
    short = "|".join(_literal(f) for f in longest if len(f) <= 4)
    long = "|".join(_literal(f) for f in longest if len(f) > 4)
    return _Table(
        by_form, re.compile(rf"(?P<gap>[ \u00a0\u202f-]?)(?:(?P<long>(?i:{long}))|(?P<short>{short}))(?![\w²³])")
    )


def _literal(form: str) -> str:
    return re.escape(form).replace(r"\ ", "[ \u00a0]")


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, Unit]]:
    forms = {
        f: u
        for u in currencies()
        if u.prefix
        for f in u.forms
        if not f[0].islower() and (not f.isalpha() or f.isupper() or f in ("Rs", "Rp", "SFr"))
    }
    one_of = "|".join(_literal(f) for f in sorted(forms, key=lambda f: (-len(f), f)) if " " not in f or "$" in f)
    return re.compile(rf"(?<![A-Za-z])(?P<sign>{one_of})[ \u00a0]?$"), forms


def unit_behind(text: str, end: int, *, figures: bool) -> Measure | None:
    """The unit right behind a number. An abbreviation needs figures before it."""
    fit = _units().behind.match(text, end)
    if fit is None or (fit["short"] and not figures and not fit["short"].islower()):
        return None
    form = fit["long"] or fit["short"]
    if not figures and len(form) < 3 or not fit["gap"] and not figures:
        return None
    if (
        fit["short"]
        and len(form) == 1
        and (fit["gap"] and form not in "%°" or text[fit.end() : fit.end() + 1] in "-'’")
    ):
        return None
    unit = _units().by_form[_key(form)]
    if unit.id == "lb" and _is_sterling(text, form, fit["gap"], fit.end()):
        unit = _units().by_form["pounds sterling"]
    return Measure(unit, fit.end() - len(form), fit.end())


def _is_sterling(text: str, form: str, gap: str, end: int) -> bool:
    """Pounds are money unless they are hyphened before a thing ("a 500-pound bomb") or are pounds of something."""
    return form.lower() in ("pound", "pounds") and gap != "-" and not text.startswith(" of ", end)


def sign_before(text: str, start: int) -> Measure | None:
    """The currency sign or code right before a number."""
    window = text[max(0, start - 7) : start]
    pattern, forms = _signs()
    fit = pattern.search(window)
    if fit is None:
        return None
    at = start - len(window) + fit.start()
    return Measure(forms[fit["sign"].replace("\u00a0", " ")], at, start)


def per_behind(text: str, end: int) -> tuple[str, int] | None:
    """The noun that an amount is said for ("a year", "per barrel", "/month"), and where its words end."""
    fit = _PER.match(text, end)
    if fit is None:
        return None
    noun = (fit["noun"] or fit["time"] or fit["adverb"]).lower()
    if noun in ("cent", "se", "capita") and fit["noun"]:
        return ("person", fit.end()) if noun == "capita" else None
    return _RATES.get(noun, noun), fit.end()


_RATES = {
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
"""Adverbs and adjectives that say for which time an amount is meant."""

_PER = re.compile(
    r"(?:[ \u00a0-]per[ \u00a0-](?P<noun>(?:(?:square|cubic)[ \u00a0])?[A-Za-z]{2,20})"
    r"|(?:[ \u00a0](?:a|an|each|every)[ \u00a0]|/)"
    r"(?P<time>second|minute|hour|day|week|month|quarter|year|share|barrel|tonne|ton|gallon|litre|liter|ounce|kilogram|kilo|person|head|night|piece|unit)"
    r"|[ \u00a0](?P<adverb>annually|yearly|monthly|weekly|daily|hourly))(?!\w)(?! (?:earlier|ago|before|later|prior)\b)"
)


def rate_word(word: str) -> str | None:
    """The time that "yearly" and its like stand for."""
    return _RATES.get(word)


@cache
def _bounds() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, BoundRule]]:
    by_form = {f: b for b in bound_rules() for f in b.forms}
    behind = frozenset(f for b in bound_rules() if b.id.startswith("or-") for f in b.forms)

    def one_of(forms: set[str]) -> str:
        return "|".join(_literal(f) for f in sorted(forms, key=lambda f: (-len(f), f)))

    form = one_of({f for f in by_form if f not in behind})
    before = rf"(?:(?<!\w)(?P<form>{form})[ \u00a0-]|(?P<mark>[~≈]) ?)(?:a |an |the )?$"
    return (
        re.compile(before, re.IGNORECASE),
        re.compile(rf" ?(?P<form>{one_of(set(behind))})(?!\w)", re.IGNORECASE),
        by_form,
    )


def bound_before(text: str, start: int) -> tuple[BoundRule, int] | None:
    """The bound whose words end right before `start`, and where they begin."""
    window = text[max(0, start - 32) : start]
    fit = _bounds()[0].search(window)
    if fit is None:
        return None
    form = " ".join((fit["form"] or fit["mark"]).lower().replace("\u00a0", " ").split())
    return _bounds()[2][form], start - len(window) + fit.start()


@cache
def _changes() -> tuple[re.Pattern[str], dict[str, ChangeRule]]:
    by_form = {f: c for c in change_rules() for f in c.forms}
    form = "|".join(_literal(f) for f in sorted(by_form, key=lambda f: (-len(f), f)))
    more = r"(?:[ \u00a0](?:another|a[ \u00a0]further|as[ \u00a0]much[ \u00a0]as|only|just))?"
    pattern = rf"(?<!\w)(?P<form>{form})(?P<by>(?:[ \u00a0][\w'’]+){{0,4}}?[ \u00a0]by)?{more}[ \u00a0]$"
    return re.compile(pattern, re.IGNORECASE), by_form


def change_before(text: str, start: int) -> tuple[ChangeRule, bool] | None:
    """The change whose words end right before `start`, and whether "by" says its size, so that anything may be it."""
    fit = _changes()[0].search(text, max(0, start - 64), start)
    if fit is None:
        return None
    rule = _changes()[1][" ".join(fit["form"].lower().split())]
    return None if rule.by and not fit["by"] or rule.change is None else (rule, bool(fit["by"]))


def bound_behind(text: str, end: int) -> tuple[BoundRule, int] | None:
    """The bound whose words begin right behind `end` ("or more"), and where they end."""
    fit = _bounds()[1].match(text, end)
    return None if fit is None else (_bounds()[2][fit["form"].lower()], fit.end())
