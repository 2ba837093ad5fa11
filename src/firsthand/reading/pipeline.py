"""A pipeline is a tuple of named stages, checked when it is built."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from firsthand.errors import PipelineError
from firsthand.model import Document, Reading

LAYERS = tuple(f.name for f in msgspec.structs.fields(Reading) if f.name != "document")


class Stage(msgspec.Struct, frozen=True):
    """A function from Reading to Reading, the layers it `needs`, and those it `makes`."""

    name: str
    run: Callable[[Reading], Reading]
    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()


Pipeline = tuple[Stage, ...]


def build_pipeline(*stages: Stage) -> Pipeline:
    """The stages in order; PipelineError names the first that needs what none before it makes."""
    made: set[str] = set()
    for stage in stages:
        for layer in (*stage.needs, *stage.makes):
            if layer not in LAYERS:
                raise PipelineError(
                    f"stage '{stage.name}' names a layer '{layer}' that a Reading has not", hint=", ".join(LAYERS)
                )
        if missing := sorted(set(stage.needs) - made):
            raise PipelineError(
                f"stage '{stage.name}' needs '{missing[0]}', which no stage before it makes",
                hint="put the stage that makes it earlier",
            )
        made.update(stage.makes)
    return stages


def up_to(pipeline: Pipeline, layers: frozenset[str]) -> Pipeline:
    """The stages that are needed to make `layers`, in order."""
    wanted, kept = set(layers), []
    for stage in reversed(pipeline):
        if wanted & set(stage.makes):
            kept.append(stage)
            wanted.update(stage.needs)
    return tuple(reversed(kept))


def run_pipeline(document: Document, pipeline: Pipeline) -> Reading:
    """Read one document through every stage."""
    reading = Reading(document=document)
    for stage in pipeline:
        reading = stage.run(reading)
    return reading
