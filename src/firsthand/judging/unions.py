"""Same and not same: the newest decision holds, and what it parts no older one joins."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Sets that grow together, but never across a bar."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._bars: list[tuple[str, str]] = []

    def root(self, item: str) -> str:
        while (above := self._parent.get(item, item)) != item:
            item = above
        return item

    def join(self, left: str, right: str) -> bool:
        """Make one of the two; false where a bar stands between them."""
        one, other = self.root(left), self.root(right)
        if one != other and any({one, other} == {self.root(a), self.root(b)} for a, b in self._bars):
            return False
        if one != other:
            self._parent[max(one, other)] = min(one, other)
        return True

    def part(self, left: str, right: str) -> bool:
        """Put a bar between the two; false where they are one already."""
        if self.root(left) == self.root(right):
            return False
        self._bars.append((left, right))
        return True

    def groups(self, items: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Those of the items that are one, where more than one is."""
        found: dict[str, list[str]] = {}
        for item in dict.fromkeys(items):
            found.setdefault(self.root(item), []).append(item)
        return tuple(tuple(sorted(g)) for g in found.values() if len(g) > 1)
