"""Runs the case pages of names: a text, and every mention that we should find in it with whom it stands for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from firsthand.model import Document, Reading
from firsthand.reading import entities, mentions, models
from firsthand.reading.pipeline import build_pipeline, run_pipeline

CASES = Path(__file__).resolve().parents[1] / "cases" / "mentions"
PIPELINE = build_pipeline(models.STAGE, mentions.STAGE, entities.STAGE)
CASE = re.compile(
    r"^# (?P<heading>.+)\n(?P<words>(?:(?!# ).*\n)*?)"
    r"```text\n(?P<text>(?:.*\n)*?)```\n+```toml\n(?P<expected>(?:.*\n)*?)```$",
    re.M,
)


class Case(msgspec.Struct, frozen=True):
    path: Path
    heading: str
    text: str
    expected: str


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        found = [Case(path, m["heading"], m["text"].rstrip("\n"), m["expected"]) for m in CASE.finditer(page)]
        assert len(found) == len(re.findall("^# ", page, re.M)), f"{path}: a case is not written as the others are"
        yield from found


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


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda c: f"{c.path.stem}/{c.heading}")
def test_a_text_is_read_as_its_case_says(case: Case, accept: bool) -> None:
    """All mentions of the text stand in the case, in order."""
    expected = tomllib.loads(case.expected).get("mention", [])
    rows = shown(run_pipeline(Document(id="case", text=case.text, sha256=""), PIPELINE))
    if accept and expected != rows:
        page = case.path.read_text(encoding="utf-8")
        start = page.index("```toml\n", page.index(f"# {case.heading}\n")) + len("```toml\n")
        case.path.write_text(page[:start] + as_toml(rows) + page[page.index("```", start) :], encoding="utf-8")
    assert expected == rows
