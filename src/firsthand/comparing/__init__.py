"""Many documents: who tells the same, who has it from whom, who denies it, and how many origins stand behind it."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.comparing.memory import BRIEF, Memory
from firsthand.comparing.stream import Change, Comparison
from firsthand.comparing.stream_block import Part
from firsthand.model import Answer, Reading


def compare(readings: Iterable[Reading]) -> Answer:
    """What the readings tell together; their order makes no difference, and a layer that is None counts as empty."""
    comparison = Comparison(memory=Memory(BRIEF))
    for reading in readings:
        comparison.take(reading)
    return comparison.answer()


__all__ = ["Change", "Comparison", "Part", "compare"]
