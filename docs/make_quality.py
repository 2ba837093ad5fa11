"""Writes docs/quality.md, and the figures in docs/measured.md, from what is in eval/: python docs/make_quality.py"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "quality.md"
MEASURED = ROOT / "docs" / "measured.md"
CONFUSION = ROOT / "eval" / "registers" / "confusion.jsonl"
ERRORS = ROOT / "eval" / "errors.toml"
sys.path.insert(0, str(ROOT / "eval"))

from floors import Pin, load_floors
from parts import Figure, Measure, Result, load_parts, load_results
from table import HEADINGS, cells, in_markdown, number, reached

INTRODUCTION = """\
# How well it reads

<!-- Made by docs/make_quality.py from eval/results.json, parts.toml, floors.json and errors.toml; change those. -->

What `make eval` found. `eval/README.md` says how each figure is made, `docs/measured.md` what is amiss with it.
Intervals are of 95 %, from drawing documents again with replacement: a figure whose interval holds another's is not
shown to be better. *(test)* marks others' figures on the other half of a set; ours are on the half on which rules and
thresholds were chosen, so expect less on other text.
"""


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why errors happen, and what would help."""

    id: str
    title: str
    why: str


class Error(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wrong reading that somebody looked at: a few words of the document, what was read, what should be."""

    part: str
    document: str
    words: str
    read: str
    gold: str
    cause: str


class Errors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read_at: str
    cause: tuple[Cause, ...]
    error: tuple[Error, ...]

    def __post_init__(self) -> None:
        if unknown := sorted({e.cause for e in self.error} ^ {c.id for c in self.cause}):
            raise ValueError(f"cause {unknown[0]!r} is named by an error or explained, not both")


def load_errors(path: Path = ERRORS) -> Errors:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Errors)


def page() -> str:
    """The whole page."""
    parts, results, floors = load_parts(), load_results(), load_floors()
    shown = [figure for figure in parts.figure if figure.name in results]
    sections = groupby(shown, key=lambda figure: figure.part)
    tables = [line for part, figures in sections for line in section(part, [*figures], results, floors)]
    commands = how_to_repeat(parts.measure, shown, results)
    errors = looked_at(load_errors())
    return "\n".join((INTRODUCTION, summary(shown, results), *tables, *confused(), *commands, *errors)) + "\n"


def summary(figures: Sequence[Figure], results: dict[str, Result]) -> str:
    """How many targets are reached, and which are not."""
    aimed = [f for f in figures if f.target is not None]
    short = [f.name for f in aimed if reached(f, results[f.name]) == "no"]
    counted = f"{len(aimed) - len(short)} of {len(aimed)} targets are reached."
    return f"{counted} Not reached: {'; '.join(short)}." if short else counted


def section(part: str, figures: Sequence[Figure], results: dict[str, Result], floors: dict[str, Pin]) -> Iterator[str]:
    """The table of one part, without the columns that would be empty."""
    rows = [cells(f, results[f.name], floors[f.name].floor if f.name in floors else None) for f in figures]
    kept = [i for i in range(len(HEADINGS)) if any(row[i] for row in rows)]
    yield f"\n## {part[:1].upper()}{part[1:]}\n"
    yield from in_markdown([[row[i] for i in kept] for row in rows], headings=[HEADINGS[i] for i in kept])


def confused(path: Path = CONFUSION) -> Iterator[str]:
    """What the registers gave for what was labelled, a table each: labelled down, given across."""
    rows = [(str(r), str(w), str(g), int(n)) for r, w, g, n in map(json.loads, path.read_text().splitlines())]
    yield "\n## Registers: what was given for what was labelled\n"
    yield "Rows above the bar on 30 reports, half of them never read for errors; a row and a label are taken together"
    yield "where they are the same, else where they have the same parties. Made by `python eval/registers.py --keep`."
    for register, found in groupby(rows, key=lambda row: row[0]):
        counts = {(wanted, given): n for _, wanted, given, n in found}
        wanted, given = (sorted({key[i] for key in counts}, key=lambda k: (k == "none", k)) for i in (0, 1))
        yield f"\n### {register[:1].upper()}{register[1:]}\n"
        lines = [(f"**{w}**", *(str(counts.get((w, g), "")) for g in given)) for w in wanted]
        yield from in_markdown(lines, headings=("labelled", *(f"given {g}" for g in given)))


def how_to_repeat(measures: Sequence[Measure], figures: Sequence[Figure], results: dict[str, Result]) -> Iterator[str]:
    """Which command gave the figures, when, and at which commit."""
    yield "\n## To measure it again\n"
    rows = []
    for measure in measures:
        of = [results[f.name] for f in figures if f.measure == measure.id]
        if of:
            command = " ".join(["python", measure.command, *measure.arguments])
            drawn = max(result.documents or 0 for result in of)
            rows.append((f"`{command}`", str(drawn or ""), f"`{of[0].commit}`", of[0].date))
    yield from in_markdown(rows, headings=("command", "documents drawn", "commit", "day"))
    yield "\nA commit with + had changes that were not committed yet."


def looked_at(errors: Errors) -> Iterator[str]:
    """The errors, grouped by cause, the most frequent first."""
    yield f"\n## {len(errors.error)} errors, looked at\n"
    yield "Wrong readings taken from the sets above, and why they came about. Words are cut short: the texts are their"
    yield f"publishers'. Read on {errors.read_at}."
    sizes = {cause.id: sum(e.cause == cause.id for e in errors.error) for cause in errors.cause}
    for cause in sorted(errors.cause, key=lambda c: -sizes[c.id]):
        yield f"\n### {cause.title} ({sizes[cause.id]})\n\n{cause.why}\n"
        rows = [
            (e.part, f"`{e.document}`", f"“{e.words}”", e.read, e.gold) for e in errors.error if e.cause == cause.id
        ]
        yield from in_markdown(rows, headings=("part", "document", "words", "read", "should be"))


def measured() -> str:
    """docs/measured.md with the value, command, commit and day of every figure as `make eval` found them last; its last
    column is written by people."""
    parts, results = load_parts(), load_results()
    commands = {m.id: f"`{' '.join(['python', m.command, *m.arguments])}`" for m in parts.measure}
    found = {f.name: (commands[f.measure], results[f.name]) for f in parts.figure if f.name in results}
    lines = MEASURED.read_text(encoding="utf-8").splitlines()
    return "\n".join(renewed(line, found) for line in lines) + "\n"


def renewed(line: str, found: dict[str, tuple[str, Result]]) -> str:
    """The row of a table with what was found; any other line as it stands."""
    name, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
    if name not in found or len(cells) != 5:
        return line
    command, result = found[name]
    return f"| {' | '.join((name, number(result.value), command, f'`{result.commit}`', result.date, cells[-1]))} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    MEASURED.write_text(measured(), encoding="utf-8")
