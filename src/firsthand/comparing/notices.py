"""Sentences that stand under every report and tell nothing."""

from __future__ import annotations

import re
from functools import cache

from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules


class Notice(Rule, frozen=True, kw_only=True):
    """A standing sentence; `pattern` is a regular expression, tried on a sentence whatever its case."""

    pattern: str


@cache
def notices() -> tuple[tuple[Notice, re.Pattern[str]], ...]:
    rules = load_rules("en/notices.toml", "notice", Notice)
    return tuple((rule, re.compile(rule.pattern, re.IGNORECASE)) for rule in rules)


def is_notice(sentence: str) -> bool:
    """Whether a sentence is one that outlets put under anything."""
    return any(pattern.search(sentence.strip()) for _, pattern in notices())
