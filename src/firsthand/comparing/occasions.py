"""One happening that one report alone puts on another day.

"The exchange of fire off Pelvik on Wednesday evening", where all others have it on Thursday: no claim joins the two, as
each tells something else of it. The day in question stands beside what happened; what happened is known by its words
and by names that the other reports have too. Where things happen day after day, reports name both days, or several
reports each: then nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from firsthand.comparing.discrepancies import Value, is_limit, show_rival
from firsthand.comparing.pile import Pile
from firsthand.comparing.terms import weight
from firsthand.comparing.wording import Wording
from firsthand.model import Assertion, Date, Discrepancy, Span

_APART = 2
"""Days at most between the two."""
_NEAR = 9
"""Words to either side of a day among which stands what happened on it."""
_HEAVY, _WORDS, _NAMES = 0.1, 2, 2
"""So many words of that weight are the same in both tellings, and so many names in both reports."""
_LEAST = 2
"""So many reports agree on the other day."""
_RULE = "discrepancy/day-alone"

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class Dated(msgspec.Struct, frozen=True):
    """What an assertion puts on one day: its number, the telling stems round it, the names of its sentence, the part of
    the day where one is said, when it was published."""

    value: Value
    document: str
    day: int
    part: str
    stems: frozenset[str]
    names: frozenset[str]
    published: str


def part_days(groups: Groups, pile: Pile) -> Iterator[Discrepancy]:
    """A discrepancy for each report that stands alone with its day, beside the first of those that agree on another."""
    home = {a: claim for claim, group in groups for a in group}
    told = [d for a in pile.assertions.values() if (d := _dated(a, pile)) is not None]
    days: dict[str, frozenset[float | str]] = {
        p.id: frozenset(d.start for d in p.reading.dates or () if _is_day(d)) for p in pile.pages
    }
    on: dict[int, list[Dated]] = defaultdict(list)
    for dated in told:
        on[dated.day].append(dated)
    keys: dict[str, frozenset[str]] = {}
    seen: set[tuple[str, int]] = set()
    for one in told:
        against: dict[int, list[Dated]] = defaultdict(list)
        for other in (o for day in _days_near(one.day) for o in on.get(day, ())):
            if _is_other_day(one, other, days) and _is_same(one, other, keys, pile):
                against[other.day].append(other)
        for day, others in sorted(against.items()):
            agreed = {o.document for o in others}
            if len(agreed) >= _LEAST and (one.document, day) not in seen and not _has_company(one, on[one.day], agreed):
                seen.add((one.document, day))
                first = min(others, key=lambda o: (o.published, pile.order[o.value.assertion]))
                values = tuple(show_rival(v, pile) for v in (first.value, one.value))
                claim = home[first.value.assertion]
                yield Discrepancy(claim, "date", values, "conflict", ("discrepancy/date", _RULE))


def _dated(assertion: Assertion, pile: Pile) -> Dated | None:
    """None where no day, several days, or only a limit is named."""
    page = pile.page_of(assertion.id)
    days = [d for d in assertion.dates if _is_day(d)]
    if len(days) != 1 or days[0].start != days[0].end or is_limit(days[0], page.wording):
        return None
    (day,) = days
    sentence = next((s for s in page.sentences if s.spans[0].covers(day.span)), None)
    if sentence is None:
        return None
    return Dated(
        value=Value(assertion.id, day.span, day.start, day.end),
        document=assertion.document,
        day=date.fromisoformat(day.start).toordinal(),
        part=(day.value or "").partition("T")[2],
        stems=_stems(day.span, sentence.spans[0], page.wording),
        names=frozenset(t.key for t in sentence.terms if t.key[0] == "@"),
        published=page.document.published or "9999",
    )


def _is_day(day: Date) -> bool:
    return day.precision in ("day", "time")


def _stems(day: Span, sentence: Span, wording: Wording) -> frozenset[str]:
    inside, own = wording.within(sentence), wording.within(day)
    near = range(max(inside.start, own.start - _NEAR), min(inside.stop, own.stop + _NEAR))
    return frozenset(wording.stems[i] for i in near if i not in own and weight(wording.stems[i]) >= _HEAVY)


def _days_near(day: int) -> Iterator[int]:
    """The days before and after that are near enough to be a mistake for it."""
    return (day + n for n in range(-_APART, _APART + 1) if n)


def _is_other_day(one: Dated, other: Dated, days: Mapping[str, frozenset[float | str]]) -> bool:
    """Whether neither of two reports names the other's day too, nor another part of the day."""
    return (
        one.document != other.document
        and not (one.part and other.part and one.part != other.part)
        and other.value.low not in days[one.document]
        and one.value.low not in days[other.document]
    )


def _is_same(one: Dated, other: Dated, keys: dict[str, frozenset[str]], pile: Pile) -> bool:
    """Whether what happened is told in the same words, of names that both reports have, at least one of them here."""
    if len(one.stems & other.stems) < _WORDS or not one.names & other.names:
        return False
    if other.document not in keys:
        keys[other.document] = pile.by_id[other.document].keys
    return len(one.names) >= _NAMES and one.names <= keys[other.document]


def _has_company(one: Dated, told: list[Dated], against: set[str]) -> bool:
    """Whether another report has what it tells among what is told of the same day."""
    return any(
        o.document not in (one.document, *against) and len(one.stems & o.stems) >= _WORDS and bool(one.names & o.names)
        for o in told
    )
