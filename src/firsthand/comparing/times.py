"""Which of two documents was published first, as far as that is stated."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from firsthand.model import Document

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@lru_cache(1 << 14)
def stated_interval(published: str) -> tuple[datetime, datetime] | None:
    """The first and last moment that a stated publication time can mean; UTC where no zone is said."""
    try:
        start = datetime.fromisoformat(published)
    except ValueError:
        return None
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    return start, start + (timedelta(days=1, microseconds=-1) if _DAY.fullmatch(published) else timedelta())


def came_first(left: Document, right: Document) -> bool | None:
    """Whether `left` was published before `right`; None where their stated times do not show it."""
    one, other = (stated_interval(d.published) if d.published else None for d in (left, right))
    if one is None or other is None:
        return None
    if one[1] < other[0]:
        return True
    return False if other[1] < one[0] else None


def is_just_after(later: Document, earlier: Document) -> bool:
    """Whether it says that it was published later, by less than a day: a page's time is that of its last edition, and
    what cites it may have read an earlier one."""
    one, other = (stated_interval(d.published) if d.published else None for d in (later, earlier))
    return one is not None and other is not None and other[1] < one[0] < other[0] + timedelta(days=1)
