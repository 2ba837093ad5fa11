"""Runs the case pages of names: a text, and every mention that we should find in it with whom it stands for."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from casefiles import Case, case_id, load_cases, rewrite
from firsthand.model import Document, Reading
from firsthand.reading import entities, mentions, models, reader
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, reader.STAGE, mentions.STAGE, entities.STAGE)


def shown(reading: Reading) -> list[dict[str, str]]:
    """Each mention's words and kind, and its entity: a listed id, or the name of what is in no list."""
    names = {e.id: e.id if "/" in e.id else e.name for e in reading.entities or ()}
    rows = []
    for mention in reading.mentions or ():
        row = {"words": mention.span.of(reading.document.text), "kind": str(mention.kind)}
        rows.append(row if mention.entity is None else {**row, "entity": names[mention.entity]})
    return rows


def as_toml(rows: list[dict[str, str]]) -> str:
    return "\n".join(
        "[[mention]]\n" + "".join(f"{k} = {msgspec.json.encode(v).decode()}\n" for k, v in row.items()) for row in rows
    )


@pytest.mark.parametrize("case", load_cases("mentions"), ids=case_id)
def test_a_text_is_read_as_its_case_says(case: Case, accept: bool) -> None:
    """All mentions of the text stand in the case, in order."""
    expected = tomllib.loads(case.expected).get("mention", [])
    rows = shown(run_pipeline(Document(id="case", text=case.text, sha256=""), PIPELINE))
    if accept and expected != rows:
        rewrite(case, as_toml(rows))
    assert expected == rows
