"""How much of a report must be told again to make it a retelling."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from firsthand.comparing.retellings import _kind
from firsthand.comparing.tellings import Likeness


@pytest.mark.parametrize(
    ("shared", "whole", "kind"),
    [
        ((7.4, 3.9), (10.0, 7.0, 7.0, 7.0, 6.0), None),  # two sentences that every report of the event has
        ((8.0, 5.0), (10.0, 9.0, 9.0, 8.0, 7.0), "paraphrased"),
        ((3.1, 3.1, 3.1), (5.0, 4.0, 4.0), "translated"),  # a short report, told again as a whole
        ((3.1, 3.1, 3.1), (9.0, 8.0, 8.0, 4.0), None),
        ((9.0,), (9.0,), None),
    ],
)
def test_so_much_must_be_told_again(shared: tuple[float, ...], whole: tuple[float, ...], kind: str | None) -> None:
    """A share of the whole, and so much in all; or three sentences that are most of a short report."""
    answers = tuple((i, i, Likeness(weight, 0.5, 0.3, ())) for i, weight in enumerate(shared))
    child: Any = SimpleNamespace(sentences=[SimpleNamespace(total=weight) for weight in whole])
    assert kind == _kind(answers, child)


def test_who_errs_alike_tells_less_again() -> None:
    """Nobody errs so by chance."""
    child: Any = SimpleNamespace(sentences=[SimpleNamespace(total=9.0), SimpleNamespace(total=12.0)])
    assert "paraphrased" == _kind(((0, 0, Likeness(4.0, 0.5, 0.3, ())),), child, erring=True)
