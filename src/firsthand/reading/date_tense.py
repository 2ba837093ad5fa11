"""The tense that a date stands in: which way a date without its year or week is read. The words around tell it, so that
no parser is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.lexicon.values import CalendarKind, words_of
from firsthand.reading.calendar_arithmetic import Tense
from firsthand.reading.date_grammar import article_before, part_before

_WORD = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Col|Lt|St|Jr|Inc|Corp|Co|Ltd|No|[ap]\.m|[A-Z])\.|[A-Za-z]+(?:['’][a-z]+)?|\d+|[.;:!?()“”\"–—_,]|--"
)
"""Words and marks; the full stop of an abbreviation ends nothing."""

_ENDS = frozenset('.;:!?()“”"–—_') | {"--"}
"""Marks at which the search for a verb stops."""

_LEFT, _RIGHT = 160, 90
"""How far to both sides of a date a verb is looked for."""

_WILL = frozenset(("will", "shall", "may", "might", "must", "should", "would", "wo"))
_WAS = frozenset(("was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't", "has", "have"))
_IS = frozenset(("is", "are", "does", "do", "says", "say"))
_NOUNS = frozenset(("plan", "plans", "hope", "hopes", "aims"))
_NO_VERB_AFTER = frozenset(
    ("a", "an", "the", "its", "his", "her", "their", "our", "of", "in", "with", "still", "other")
)
"""Behind these a word in -ed describes a noun."""


def tense_around(text: str, start: int, end: int) -> Tense | None:
    """The tense of the verb that the date most likely goes with: the nearest before it in its clause, else the nearest
    behind it. Open where the words name a limit that may lie on either side."""
    before = tuple(_clause(text[max(0, start - _LEFT) : start], backwards=True))
    behind = tuple(_clause(text[end : end + _RIGHT], backwards=False))
    told = _tense_before(before)
    if lead := _lead(text, start):
        return _limit(lead, before, behind, told)
    if behind[:1] == ("deadline",) or behind[:3] == ("as", "the", "deadline"):
        return "limit"
    if text[end : end + 2] in ("'s", "’s"):
        return "open"
    return told or _tense_behind(behind)


def _limit(lead: str, before: tuple[str, ...], behind: tuple[str, ...], told: Tense | None) -> Tense | None:
    """ "Until Monday" is to come, unless a past perfect stands beside it; so is what something was moved to."""
    if lead == "since" or "had" in (*before[:8], *behind[:8]):
        return "past"
    if lead == "to":
        return "future" if any(b in _forms("moved to") for b in before[1:6]) else told
    if lead in ("by", "through"):
        return told if told == "future" else "limit"
    return "future"


def _lead(text: str, start: int) -> str | None:
    """The word right before the whole date that makes it a limit."""
    start = article_before(text, start)
    part = part_before(text, start)
    window = text[max(0, start - 40) : part[0] if part else start]
    found = _lead_pattern().search(window)
    return None if found is None else found["lead"].lower()


@cache
def _lead_pattern() -> re.Pattern[str]:
    clock = r"(?:\d[\d:.]*\s?(?:[ap]\.?m\.?)?\s(?:[A-Z]{2,4},?\s)?|noon\s|midnight\s)?"
    lead = r"since|until|till|by|to|through|as (?:early|soon|late) as|no later than|of record|effective|payable"
    return re.compile(rf"\b(?P<lead>{lead})\s+{clock}$", re.IGNORECASE)


@cache
def _forms(kind: CalendarKind) -> frozenset[str]:
    return frozenset(words_of(kind).by_form)


def _clause(text: str, *, backwards: bool) -> Iterator[str]:
    """The words of the clause beside the date, from the date outwards; names keep their capital."""
    words = [m[0] for m in _WORD.finditer(text)]
    for word in reversed(words) if backwards else words:
        if word in _ENDS and not (backwards and word == "("):
            return
        yield word.replace("’", "'") if word[0].isupper() else word.replace("’", "'").lower()


def _tense_before(words: tuple[str, ...]) -> Tense | None:
    """The tense of the first verb to the left; words such as "scheduled" tell a future, unless they "had been" so. A
    past verb leaves open when something is to be done."""
    infinitive = False
    for i, word in enumerate(words):
        infinitive = infinitive or word == "to" and i > 0 and _bare(words[i - 1])
        if _to_come(words, i):
            return "past" if "had" in words[i + 1 : i + 4] else "future"
        if word in _WILL or word.endswith("'ll"):
            return "past" if "have" in words[max(0, i - 3) : i] else "future"
        if word == "to" and i and words[i + 1 : i + 2] and words[i + 1] in (*_forms("asking"), "is", "are"):
            return "future"
        if word in _WAS or _past(words, i):
            return "open" if infinitive else "past"
        if word in _IS:
            return "present"
    return None


def _bare(word: str) -> bool:
    """Whether the word behind "to" can be a verb."""
    return word.islower() and not word.endswith(("s", "ed", "ing", "th")) and word not in _NO_VERB_AFTER


def _to_come(words: tuple[str, ...], i: int) -> bool:
    """Whether the word puts what follows it into the future; a plan alone does not, nor does "as planned"."""
    if words[i] == "be":
        return words[i + 1 : i + 2] == ("to",)
    if words[i] not in _forms("to come") or "as" in words[i + 1 : i + 3]:
        return False
    return words[i] not in _NOUNS or i > 0 and words[i - 1] == "to"


def _past(words: tuple[str, ...], i: int) -> bool:
    """Whether the word is a past form and no participle behind "be" or before a noun."""
    word, left = words[i], words[i + 1] if i + 1 < len(words) else ""
    if left in ("be", "been", "is", "are"):
        return False
    if word in _forms("past"):
        return True
    regular = len(word) > 4 and word.endswith("ed") and not word.endswith("eed") and word.islower()
    return regular and left not in _NO_VERB_AFTER and not left.isdigit()


def _tense_behind(words: tuple[str, ...]) -> Tense | None:
    """The tense of the first verb to the right."""
    for i, word in enumerate(words):
        if word in _WILL or word.endswith("'ll"):
            return "past" if "have" in words[i + 1 : i + 3] else "future"
        if word in _WAS or _past(words[i::-1], 0):
            return "past"
        if word in _IS or word in _forms("to come") and words[i + 1 : i + 2] == ("to",):
            return "future" if any(w in _forms("to come") or w == "to" for w in words[i + 1 : i + 3]) else "present"
    return None
