"""What is told in another language."""

from __future__ import annotations

from firsthand.comparing.specifics import place_specifics
from firsthand.comparing.translations import in_order

ENGLISH = "Oskerhold is to build six boats for 340 million dollars, and Pellister said so in Brevanka."
SPANISH = "Oskerhold construirá seis barcos por 340 millones, y en Brevanka lo dijo Pellister."


def test_the_most_that_run_in_order() -> None:
    """Where two names have changed places, one of them counts."""
    here, there = in_order(place_specifics(ENGLISH), place_specifics(SPANISH))
    assert ["Oskerhold", "340"] == [s.of(ENGLISH) for s in here[:2]]
    assert 3 == len(here) == len(there)


def test_nothing_in_common() -> None:
    """Texts that share no name and no number show nothing."""
    assert ((), ()) == in_order(place_specifics(ENGLISH), place_specifics("Nadie vino."))
