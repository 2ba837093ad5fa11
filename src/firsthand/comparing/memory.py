"""What was found out about pairs of reports, kept while more reports come to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

Key = tuple[str, ...]
"""What was asked, and the ids of those it was asked about: the answer rests on them alone."""

ROOMY = 30_000
"""So many answers make room for newer ones, if they are not asked for again in the meantime: some 30 MB."""

BRIEF = 1_000
"""Enough for what one block asks twice, where no block is compared again."""


class Memory:
    """Answers by key, up to twice `most`, which may change at any time. It forgets: what it says is what would be found
    out again."""

    def __init__(self, most: int = ROOMY) -> None:
        self.most = most
        self._new: dict[Key, Any] = {}
        self._old: dict[Key, Any] = {}

    def recall(self, key: Key, find: Callable[[], T]) -> T:
        """The answer, found out if it is not known."""
        if key in self._new:
            found: T = self._new[key]
            return found
        found = self._old.pop(key) if key in self._old else find()
        self._new[key] = found
        if len(self._new) >= self.most:
            self._old, self._new = self._new, {}
        return found
