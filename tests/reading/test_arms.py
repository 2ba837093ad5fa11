"""Names that military writing shapes."""

from __future__ import annotations

import pytest

from firsthand.reading.arms import find_shaped


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HMS Kestrel left port.", ["HMS Kestrel"]),
        ("The frigate FS Jean de Vienne met USS Gerald R. Ford.", ["FS Jean de Vienne", "USS Gerald R. Ford"]),
        ("USS Kestrel (DDG 71) arrived.", ["USS Kestrel", "DDG 71"]),
        ("The 3rd Battalion, 41st Field Artillery Regiment, came.", ["3rd Battalion, 41st Field Artillery Regiment"]),
        ("The U.S. 7th Fleet and Combined Task Force 58 sailed.", ["7th Fleet", "Combined Task Force 58"]),
    ],
)  # fmt: skip
def test_ships_and_units(text: str, names: list[str]) -> None:
    """A prefix makes a ship, an ordinal a unit; a hull number behind a ship is her other name."""
    assert names == [text[s.span.start : s.span.end] for s in sorted(find_shaped(text), key=lambda s: s.span)]


@pytest.mark.parametrize(
    "text", ["The Kestrel left port.", "A battalion came.", "3rd place", "HMS KESTREL LEFT PORT", "The task force met."]
)
def test_what_is_no_name(text: str) -> None:
    """A ship without a prefix, a unit without a number, a line in capitals tell nothing by their shape."""
    assert [] == list(find_shaped(text))
