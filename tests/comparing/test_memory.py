"""What was found out is not asked for again, and may be forgotten."""

from __future__ import annotations

from functools import partial

from firsthand.comparing.memory import Memory


def test_it_is_asked_once() -> None:
    """Until so many other things were asked that it made room for them; what is asked for again stays."""
    kept, asked = Memory(2), list[str]()

    def find(name: str) -> str:
        asked.append(name)
        return name.upper()

    for name in ("a", "a", "b", "c", "a", "d", "b"):
        assert name.upper() == kept.recall(("upper", name), partial(find, name))
    assert ["a", "b", "c", "d", "b"] == asked


def test_nothing_is_an_answer() -> None:
    """None is kept as well."""
    kept, answers = Memory(), iter((None, 1))
    assert kept.recall(("none",), lambda: next(answers)) is None
    assert kept.recall(("none",), lambda: next(answers)) is None
