"""The stage of the trained reader: one look at a report's paragraphs, for all who ask later."""

from __future__ import annotations

import msgspec

from firsthand.model import Reading
from firsthand.reading.models import paragraphs
from firsthand.reading.pipeline import Stage
from firsthand.reading.proposals import attributions_in, grades_at, look
from firsthand.reading.sightings import names_in

GRADED = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
"""Parts of speech that can tell that something happens."""


def read_on(reading: Reading) -> Reading:
    """Attributions, names and commitment as the trained reader sees them."""
    assert reading.tree is not None
    text, tokens = reading.document.text, reading.tree.tokens
    seen = look(text, paragraphs(text))
    words = {t.start: t.end for t in tokens if t.pos in GRADED}
    at = {t.start: i for i, t in enumerate(tokens)}
    names, sightings = names_in(reading, seen)
    return msgspec.structs.replace(
        reading,
        names=names,
        proposals=attributions_in(text, seen),
        sightings=sightings,
        grades=tuple((at[start], grade) for start, grade in grades_at(seen, words)),
    )


STAGE = Stage("reader", read_on, needs=("tree",), makes=("names", "proposals", "sightings", "grades"))
