"""Up to when a figure counts: the day that is said with it, else the day on which somebody gives it."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Literal

import msgspec

from firsthand.comparing.pile import Page
from firsthand.comparing.times import came_first, stated_interval
from firsthand.comparing.tolls import follows, is_earlier
from firsthand.comparing.wording import Wording
from firsthand.lexicon.asof import asof_forms
from firsthand.model import Assertion, Date, Document, Span

Order = Literal["before", "after", "same", "open"]

_AFTER = 6
"""Words between a figure and the day on which it became so large, or between saying and the day of saying."""
_PARTS = {"MO": (5, 12), "MI": (11, 14), "AF": (12, 18), "EV": (17, 24), "NI": (18, 30)}
"""Hours of the parts of a day, by TIMEX3's letters; a night ends on the morrow."""


class AsOf(msgspec.Struct, frozen=True):
    """The first and the last moment up to which a figure may count, and the rule that says so."""

    first: datetime
    last: datetime
    rule: str


def as_of(figure: Span, assertion: Assertion, page: Page) -> AsOf | None:
    """None where nothing says it, not even the day of publication."""
    wording, published = page.wording, _published(page.document)
    at = wording.within(figure).start
    if is_earlier(at, wording):
        return published and AsOf(datetime.min.replace(tzinfo=UTC), published[0], "asof/earlier")
    for day, rule in (
        (_stated(at, assertion, wording), "asof/stated"),
        (_changed(at, assertion, wording), "asof/changed"),
        (_said(assertion, page), "asof/said"),
    ):
        if day is not None:
            return _until(_moments(day), published, rule)
    return published and AsOf(*published, "asof/published")


def order_times(left: AsOf | None, right: AsOf | None, one: Document, other: Document) -> Order:
    """Which of two figures counts up to the earlier time, told in these documents; `same` where both say the same."""
    if left is None or right is None:
        return "open"
    if left.last <= right.first < right.last or left.last < right.first:
        return "before"
    if right.last <= left.first < left.last or right.last < left.first:
        return "after"
    if left.rule == right.rule == "asof/stated":
        return "same"
    first = came_first(one, other)
    return "open" if first is None else "before" if first else "after"


def is_apart(left: AsOf | None, right: AsOf | None) -> bool:
    """Whether both say up to when they count, and these times have nothing in common."""
    if left is None or right is None or not left.rule == right.rule == "asof/stated":
        return False
    return left.last < right.first or right.last < left.first


def _stated(at: int, assertion: Assertion, wording: Wording) -> Date | None:
    """The nearest day up to which something counts."""
    limits = [d for d in assertion.dates if _is_day(d) and follows("stated", wording.within(d.span).start, wording)]
    return min(limits, key=lambda d: (abs(wording.within(d.span).start - at), d.span), default=None)


def _changed(at: int, assertion: Assertion, wording: Wording) -> Date | None:
    """The day on which the figure became so large, said right behind it."""
    if not follows("changed", at, wording):
        return None
    days = [d for d in assertion.dates if _is_day(d) and 0 < wording.within(d.span).start - at <= _AFTER]
    return min(days, key=lambda d: d.span, default=None)


def _said(assertion: Assertion, page: Page) -> Date | None:
    """The day on which whoever tells it says it: "said on Saturday"."""
    if not assertion.chain:
        return None
    wording = page.wording
    for cue in page.attributions[assertion.chain[-1]].cue:
        end = wording.within(cue).stop
        for day in page.reading.dates or ():
            start = wording.within(day.span).start
            if _is_day(day) and 0 <= start - end <= _AFTER and not _is_told(day, assertion):
                between = wording.words[end:start]
                if any(between[len(between) - len(f) :] == f for f in asof_forms("said") if len(f) <= len(between)):
                    return day
    return None


def _is_told(day: Date, assertion: Assertion) -> bool:
    return any(span.covers(day.span) for span in assertion.content)


def _is_day(date: Date) -> bool:
    return date.precision in ("day", "time")


def _moments(day: Date) -> tuple[datetime, datetime]:
    """The whole day, or the part of it that is said."""
    start = datetime.fromisoformat(day.start).replace(tzinfo=UTC)
    end = datetime.fromisoformat(day.end).replace(tzinfo=UTC)
    from_, to = _PARTS.get((day.value or "").partition("T")[2], (0, 24))
    if end.year == MAXYEAR:  # there is no day after its last
        return start, end
    return start + timedelta(hours=from_), end + timedelta(hours=to)


def _until(moments: tuple[datetime, datetime], published: tuple[datetime, datetime] | None, rule: str) -> AsOf:
    """Nobody counts beyond the moment at which he is printed."""
    first, last = moments
    if published is not None and first <= published[1] < last:
        last = published[1]
    return AsOf(first, last, rule)


def _published(document: Document) -> tuple[datetime, datetime] | None:
    return stated_interval(document.published) if document.published else None
