"""The constructions of `frames.toml`: from a cue to its source and its content."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.reading.cues import CueAt
from firsthand.reading.governing import aware, gerund, infinitive, object, predicate, preposition, raised
from firsthand.reading.naming import according, adjective, adverb, label, noun
from firsthand.reading.saying import clause, parenthesis, quote, relay, resumed
from firsthand.reading.scene import Find, Scene

Frame = Callable[[Scene, CueAt], Find | None]


FRAMES: dict[str, Frame] = {
    f.__name__: f
    for f in (
        clause,
        quote,
        object,
        infinitive,
        gerund,
        preposition,
        predicate,
        relay,
        raised,
        noun,
        according,
        adverb,
        adjective,
        aware,
        parenthesis,
        resumed,
        label,
    )
}
