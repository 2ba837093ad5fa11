"""Names are settled together."""

from __future__ import annotations

from firsthand.model import Span
from firsthand.reading.toponyms import Choice, look_up, settle, toponym_at


def settled(text: str, *names: str) -> list[Choice]:
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in names]
    return list(settle([toponym_at(text, s) for s in sorted(spans)], text))


def test_a_qualifier_beats_fame() -> None:
    """London, Ontario is in Canada."""
    first, _ = settled("London, Ontario", "London", "Ontario")
    assert first.spot is not None
    assert ("CA", True) == (first.spot.country, first.qualified)


def test_neighbours_beat_fame() -> None:
    """Among towns of northern Texas, Paris is theirs."""
    text = "Bonham, Honey Grove, Paris, Sulphur Springs and Texas"
    found = settled(text, "Bonham", "Honey Grove", "Paris", "Sulphur Springs", "Texas")
    assert all(c.spot is not None and c.spot.country == "US" for c in found)


def test_a_short_form_is_case_sensitive() -> None:
    """La. is Louisiana, L.A. Los Angeles."""
    assert "Louisiana" == look_up("La.")[2][0].spot.name
    assert "short" != look_up("L.A.")[1]


def test_an_unlisted_name_lies_where_the_others_do() -> None:
    """What no list has is put beside the place that most is said of."""
    found = settled("Zqxville lies near Nairobi", "Zqxville", "Nairobi")
    assert found[0].spot is None
    assert found[0].near is not None
    assert abs(found[0].near[0] + 1.3) < 0.5


def test_a_part_of_a_name_finds_it() -> None:
    """The kind of a place may be left out."""
    assert "part" == look_up("Kosovska Mitrovica District Area")[1]


def test_the_order_of_other_names_does_not_matter() -> None:
    """The same names settle the same way in any order."""
    forward = settled("Athens and Decatur and Macon", "Athens", "Decatur", "Macon")
    backward = settled("Macon and Decatur and Athens", "Macon", "Decatur", "Athens")
    assert [c.spot for c in forward] == [c.spot for c in reversed(backward)]
