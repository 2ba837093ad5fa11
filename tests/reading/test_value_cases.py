"""Runs the case pages of dates and quantities: a text, and all that we should read in it."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from casefiles import Case, case_id, load_cases, rewrite
from firsthand.model import Date, Document, Quantity, Reading
from firsthand.reading import dates, models, quantities
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, dates.STAGE, quantities.STAGE)


def shown(found: Date | Quantity, text: str) -> dict[str, object]:
    """What a case page says of it: its words, and every field that holds something, ids of rules left out."""
    fields = msgspec.structs.asdict(found)
    held = {k: v for k, v in fields.items() if k not in ("span", "rules") and v not in (None, ())}
    if isinstance(found, Quantity) and found.whom:
        held["whom"] = [span.of(text) for span in found.whom]
    return {"words": found.span.of(text), **held}


def as_toml(layer: str, published: str | None, rows: list[dict[str, object]]) -> str:
    head = [f'published = "{published}"\n'] if published else []
    return "\n".join(
        head + ["".join([f"[[{layer}]]\n", *(f"{k} = {_value(v)}\n" for k, v in row.items())]) for row in rows]
    )


def _value(value: object) -> str:
    return repr(value) if isinstance(value, float) else msgspec.json.encode(value).decode()


@pytest.mark.parametrize("case", [*load_cases("dates"), *load_cases("quantities")], ids=case_id)
def test_a_text_is_read_as_its_case_says(case: Case, accept: bool) -> None:
    """All dates, or all quantities, of the text stand in the case, in order."""
    layer = case.path.parent.name
    expected = tomllib.loads(case.expected)
    published = expected.pop("published", None)
    reading = run_pipeline(Document(id="case", text=case.text, sha256="", published=published), PIPELINE)
    rows = [shown(f, case.text) for f in _layer(reading, layer)]
    if accept and expected.get(layer, []) != rows:
        rewrite(case, as_toml(layer, published, rows))
    assert expected.get(layer, []) == rows


def _layer(reading: Reading, layer: str) -> tuple[Date | Quantity, ...]:
    return (reading.dates if layer == "dates" else reading.quantities) or ()
