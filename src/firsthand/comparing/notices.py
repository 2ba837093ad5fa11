"""Sentences that stand under every report and tell nothing."""

from __future__ import annotations

import re
from functools import cache

from firsthand.lexicon.wording import notices


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(notice.pattern, re.IGNORECASE) for notice in notices())


def is_notice(sentence: str) -> bool:
    """Whether a sentence is one that outlets put under anything."""
    return any(pattern.search(sentence.strip()) for pattern in _patterns())


def is_edition(sentence: str) -> bool:
    """Whether a sentence says that the page stood otherwise before."""
    (pattern,) = (p for notice, p in zip(notices(), _patterns(), strict=True) if notice.id == "updated")
    return pattern.search(sentence.strip()) is not None
