"""The cases in tests/cases/telling: a text, and everything that it should be read to tell."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from casefiles import Case, case_id, load_cases, rewrite
from firsthand.model import Assertion, Document, Reading, hull, text_id, words
from firsthand.reading import read_document

CASES = load_cases("telling")


def read(text: str) -> Reading:
    return read_document(Document(id="case", text=text, sha256=text_id(text), published="2022-06-15"))


def told(reading: Reading) -> str:
    """What was read, as TOML that a person can check against the text."""
    text = reading.document.text
    sources = {a.id: words(a.source, text) for a in reading.attributions or ()}
    names = {e.id: e.name for e in reading.entities or ()}
    lines: list[str] = []
    for a in reading.assertions or ():
        lines += ["[[assertion]]", f"words = {quoted(words(a.content, text))}"]
        lines += [f"chain = [{', '.join(quoted(sources[c]) for c in a.chain)}]", f"act = {quoted(a.act)}"]
        lines += [f"factuality = {{ {', '.join(held(a, names, sources))} }}", ""]
    by_id = {a.id: a for a in reading.assertions or ()}
    for d in reading.denials or ():
        denier, denied = by_id[d.assertion], by_id[str(d.denies.assertion)]
        lines += ["[[denial]]", f"by = {quoted(sources[denier.chain[-1]])}"]
        lines += [f"of = {quoted(words(denied.content, text))}", ""]
    return "\n".join(lines)


def held(assertion: Assertion, names: dict[str, str], sources: dict[str, str]) -> list[str]:
    label = {h: names.get(h, sources.get(h.removeprefix("attribution:"), h)) for h in assertion.factuality}
    return [
        f"{quoted(label[h])} = {quoted(v)}" for h, v in sorted(assertion.factuality.items(), key=lambda i: label[i[0]])
    ]


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_case(case: Case, accept: bool) -> None:
    """The text tells what stands beside it, all of it and nothing else."""
    found = told(read(case.text))
    if accept and case.expected.strip() != found.strip():
        rewrite(case, found)
    assert tomllib.loads(case.expected) == tomllib.loads(found), f"read instead:\n{found}"


def test_cases_are_there() -> None:
    """A folder that is moved would pass in silence."""
    assert len(CASES) > 25


def test_contents_read_back() -> None:
    """Every span of every record lies inside the text and holds words."""
    for case in CASES:
        reading = read(case.text)
        spans: list[Any] = [s for a in reading.attributions or () for s in (*a.source, *a.cue, *a.content)]
        spans += [s for a in reading.assertions or () for s in a.content]
        assert all(s.of(case.text).strip() and s.end <= len(case.text) for s in spans)
        assert all(hull(a.content) for a in reading.assertions or ())
