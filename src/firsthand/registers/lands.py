"""For which state a person acts: by an office in the name, beside it, or known to be held."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

from firsthand.lexicon.words import word_list
from firsthand.lexicon.world import holdings
from firsthand.model import Document, Entity

Mentions = Mapping[str, tuple[tuple[int, int, str], ...]]
"""By document, each mention's start, end and entity, in text order."""

_WORD = re.compile(r"[a-z]+")
_NEAR = 70
_FORMER = frozenset({"former", "ex", "late", "opposition", "rebel", "exiled", "onetime", "separatist"})
_BREAK = re.compile(r"[.;:!?\n“”\"]")
_BEFORE = re.compile(r"(?:[’']s?)?((?: [A-Za-z-]+){1,5}),? $")
_BEHIND = re.compile(r", (?:the )?$")
_OFFICE_BEHIND = re.compile(r"^(?:[’']s?)?((?: [a-z-]+){1,4})")


def lands(documents: Mapping[str, Document], entities: Mapping[str, Entity], mentions: Mentions) -> dict[str, str]:
    """The states that persons act for, by the person's id: from the words of a report first, then from the list of
    holders on its day."""
    found: dict[str, str] = {}
    for document, spans in sorted(mentions.items()):
        text = documents[document].text
        day = (documents[document].published or "")[:10]
        for start, end, person in spans:
            if entities[person].kind == "person" and person not in found:
                land = next(_told(text, spans, entities, start, end), None) or _listed(person, day)
                if land is not None:
                    found[person] = land
    return found


def _told(
    text: str, spans: tuple[tuple[int, int, str], ...], entities: Mapping[str, Entity], start: int, end: int
) -> Iterator[str]:
    """ "Iran's Chief of Staff", "Iran's president Hassan Rouhani", "Hassan Rouhani, the Iranian president"."""
    first = bisect_left(spans, (start, 0, ""))
    if _holds_office(text[start:end]):
        yield from (s[2] for s in spans[first : first + 4] if s[1] <= end and s[2].startswith("state/"))
    for low, high, state in reversed(spans[max(0, first - 4) : first]):
        if entities[state].kind == "person":
            break
        between = _BEFORE.fullmatch(text[high:start]) if state.startswith("state/") and start - high < _NEAR else None
        if between is not None and _holds_office(between[1]) and not _is_former(text, low):
            yield state
    for low, high, state in spans[bisect_right(spans, (end, 0, "")) :][:2]:
        if state.startswith("state/") and low >= end and _BEHIND.fullmatch(text[end:low]):
            behind = _OFFICE_BEHIND.match(text[high : high + _NEAR])
            if behind is not None and _holds_office(behind[1]):
                yield state


def _holds_office(text: str) -> bool:
    words = frozenset(_WORD.findall(text.lower()))
    return not word_list("acts-for-state").isdisjoint(words) and _FORMER.isdisjoint(words)


def _is_former(text: str, start: int) -> bool:
    """ "the former Kenyan president": the word stands before the state's name."""
    words = _WORD.findall(_BREAK.split(text[max(0, start - 20) : start])[-1].lower())
    return bool(words) and words[-1] in _FORMER


@cache
def _held() -> dict[str, tuple[tuple[str, str | None, str], ...]]:
    found: dict[str, list[tuple[str, str | None, str]]] = {}
    for row in holdings():
        found.setdefault(row.person, []).append((row.since, row.until, row.office))
    return {person: tuple(sorted(rows, key=lambda r: (r[0], r[2]))) for person, rows in found.items()}


def _listed(person: str, day: str) -> str | None:
    """The state whose office the person held on the day of print; none where the report has no day."""
    held = {
        f"state/{office.split('/')[1]}"
        for since, until, office in _held().get(person, ())
        if day and since <= day and (until is None or day[: len(until)] <= until)
    }
    return held.pop() if len(held) == 1 else None
