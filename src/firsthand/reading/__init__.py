"""One document: Reading -> Reading, a tuple of named stages."""

from __future__ import annotations

import gc
from functools import cache
from importlib import import_module

from firsthand.model import Document, Reading
from firsthand.reading.pipeline import Pipeline, Stage, build_pipeline, run_pipeline, up_to

STAGES = (
    "models",
    "reader",
    "quotes",
    "dates",
    "quantities",
    "places",
    "mentions",
    "entities",
    "attributions",
    "sources",
    "assertions",
    "grading",
    "coding",
    "dealings",
)
"""The modules whose STAGE makes up the default pipeline, in order. They are imported on first use: reading loads a
parser."""


@cache
def default_pipeline() -> Pipeline:
    """Parse; find quotations, dates, amounts, places, names and whom they stand for; then who says what, how far they
    go, and who did what to whom, and what passes between them."""
    stages: list[Stage] = [import_module(f"firsthand.reading.{name}").STAGE for name in STAGES]
    return build_pipeline(*stages)


def read_document(document: Document, *, layers: frozenset[str] | None = None) -> Reading:
    """Read one document through the default pipeline, or through what `layers` of it need."""
    pipeline = default_pipeline()
    return run_pipeline(document, pipeline if layers is None else up_to(pipeline, layers))


def let_go() -> None:
    """Let go of the parser and the encoders, some 100 MB; whoever reads again waits a second for them."""
    from firsthand.reading.distributions import load_encoder
    from firsthand.reading.encoder import heads
    from firsthand.reading.models import parser
    from firsthand.reading.sightings import load_net

    for loaded in (parser, load_encoder, heads, load_net):
        loaded.cache_clear()
    gc.collect()


__all__ = [
    "Pipeline",
    "Stage",
    "build_pipeline",
    "default_pipeline",
    "let_go",
    "read_document",
    "run_pipeline",
    "up_to",
]
