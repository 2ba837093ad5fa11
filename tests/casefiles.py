"""Case pages: under each heading of a Markdown page a sentence, a text, and as TOML what should be read in it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

CASES = Path(__file__).parent / "cases"

_CASE = re.compile(
    r"^# (?P<heading>.+)\n(?P<why>(?:(?!# |```).*\n)*)```text\n(?P<text>(?:.*\n)*?)```\n"
    r"(?:\n*```toml\n(?P<expected>(?:.*\n)*?)```\n?)?",
    re.M,
)


class Case(msgspec.Struct, frozen=True):
    """One heading of a page. A new case may leave out what is expected: `--accept` writes it."""

    path: Path
    heading: str
    text: str
    expected: str


def load_cases(folder: str) -> tuple[Case, ...]:
    """All cases of a folder of tests/cases, in the order of pages and headings."""
    return tuple(case for path in sorted((CASES / folder).glob("*.md")) for case in cases_of(path))


def cases_of(path: Path) -> tuple[Case, ...]:
    page = path.read_text(encoding="utf-8")
    found = tuple(Case(path, m["heading"], m["text"].rstrip("\n"), m["expected"] or "") for m in _CASE.finditer(page))
    headings = re.findall("^# (.+)", page, re.M)
    assert headings == [case.heading for case in found], f"{path}: a case is not written as the others are"
    assert len(set(headings)) == len(headings), f"{path}: two cases have one heading"
    return found


def case_id(case: Case) -> str:
    return f"{case.path.parent.name}/{case.path.stem}/{case.heading}"


def rewrite(case: Case, expected: str) -> None:
    """Put this into the page as what the case expects; everything else stays as it is."""
    page = case.path.read_text(encoding="utf-8")
    old = next(m for m in _CASE.finditer(page) if m["heading"] == case.heading)
    text_end = old.end("text") + len("```\n")
    block = "\n".join(filter(None, ("```toml", expected.strip(), "```\n")))
    case.path.write_text(f"{page[:text_end]}\n{block}{page[old.end() :]}", encoding="utf-8")
