"""Pipelines are checked when they are built."""

from __future__ import annotations

import pytest

from firsthand.errors import PipelineError
from firsthand.model import Document, Reading
from firsthand.reading import default_pipeline
from firsthand.reading.pipeline import LAYERS, Stage, build_pipeline, run_pipeline, up_to


def same(reading: Reading) -> Reading:
    return reading


PARSE = Stage("parse", same, makes=("tree", "sentences"))
DATES = Stage("dates", same, needs=("tree",), makes=("dates",))
QUOTES = Stage("quotes", same, needs=("tree",), makes=("quotes",))


def test_a_stage_without_its_layer_is_refused() -> None:
    """The error names the stage, the layer and what to do."""
    with pytest.raises(PipelineError, match="stage 'dates' needs 'tree'") as caught:
        build_pipeline(DATES, PARSE)
    assert "earlier" in caught.value.hint


def test_an_unknown_layer_is_refused() -> None:
    """A misspelt layer is an error at build time, not an empty one later."""
    with pytest.raises(PipelineError, match="'dats'") as caught:
        build_pipeline(PARSE, Stage("dates", same, needs=("tree",), makes=("dats",)))
    assert "dates" in caught.value.hint


def test_only_what_is_needed_is_run() -> None:
    """Asking for dates leaves out the quotations."""
    assert (PARSE, DATES) == up_to(build_pipeline(PARSE, QUOTES, DATES), frozenset({"dates"}))


def test_stages_run_in_order() -> None:
    """Each stage gets what the one before it returned."""
    seen: list[str] = []

    def note(name: str) -> Stage:
        def run(reading: Reading) -> Reading:
            seen.append(name)
            return reading

        return Stage(name, run, makes=("tree",))

    run_pipeline(Document(id="d", text="x", sha256=""), build_pipeline(note("one"), note("two")))
    assert ["one", "two"] == seen


def test_the_default_pipeline_makes_every_layer() -> None:
    """No layer of a Reading is left None."""
    assert set(LAYERS) == {layer for stage in default_pipeline() for layer in stage.makes}
