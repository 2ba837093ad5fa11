"""Looking up the forms of rules by their first word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Formed(Protocol):
    """A rule with an id and the forms that it goes by."""

    @property
    def id(self) -> str: ...

    @property
    def forms(self) -> tuple[str, ...]: ...


F = TypeVar("F", bound=Formed)

Phrase = tuple[str, ...]
"""A form's words in lower case, in order."""


def index_forms(rules: Iterable[F]) -> dict[str, tuple[tuple[Phrase, F], ...]]:
    """First word -> the phrases that begin with it and their rules, longest first, then by words and id."""
    by_first: dict[str, list[tuple[Phrase, F]]] = {}
    for rule in rules:
        for form in rule.forms:
            words = tuple(form.lower().split())
            by_first.setdefault(words[0], []).append((words, rule))
    return {first: tuple(sorted(found, key=lambda f: (-len(f[0]), f[0], f[1].id))) for first, found in by_first.items()}
