"""Which came first."""

from __future__ import annotations

import pytest

from firsthand.comparing.times import came_first
from firsthand.model import Document


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2022-06-14", "2022-06-15", True),
        ("2022-06-15T08:00:00Z", "2022-06-15T07:00:00Z", False),
        ("2022-06-15T08:00:00+02:00", "2022-06-15T07:00:00Z", True),
        ("2022-06-15", "2022-06-15T07:00:00Z", None),
        ("2022-06-15", "2022-06-15", None),
        ("2022-06-15", None, None),
        ("yesterday", "2022-06-15", None),
    ],
)  # fmt: skip
def test_stated_times(left: str | None, right: str | None, expected: bool | None) -> None:
    """Only times that cannot overlap show which was first."""
    one, other = (Document(i, "x", "", published=p) for i, p in (("a", left), ("b", right)))
    assert came_first(one, other) is expected
