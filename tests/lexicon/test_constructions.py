"""Rules that code makes: each has an entry, and each entry's example is read by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from firsthand.lexicon.reasons import FAMILIES, constructions, reasons
from firsthand.lexicon.records import Rule
from firsthand.lexicon.reporting import cues
from firsthand.model import Act, Document, text_id
from firsthand.reading import read_document
from firsthand.reading.assertions import JUDGING
from firsthand.workspace import answer, example

_NOTE = re.compile(r"(outlet|title|published): (.+)\n")


def documents(example: str) -> tuple[Document, ...]:
    """The reports of an example, parted by a line `---`, each with its notes in front."""
    return tuple(_document(part.lstrip("\n")) for part in re.split(r"^---$", example, flags=re.MULTILINE))


def _document(text: str) -> Document:
    notes = {}
    while note := _NOTE.match(text):
        notes[note[1]], text = note[2], text[note.end() :]
    return Document(id=text_id(text), text=text, sha256="0", **notes)  # type: ignore[arg-type]


def rules_in(value: object) -> Iterator[str]:
    """All rule ids in a record, or in lists of records."""
    match value:
        case {**fields}:
            for key, inner in fields.items():
                if key in ("rule", "rules"):
                    yield from [inner] if isinstance(inner, str) else inner or ()  # type: ignore[misc]
                else:
                    yield from rules_in(inner)
        case list() | tuple():
            for inner in value:
                yield from rules_in(inner)


def rules_of(example: str) -> set[str]:
    """Rules that sign the mentions or the answer of an example's reports."""
    pile = documents(example)
    mentions = [read_document(d, layers=frozenset({"entities"})).mentions for d in pile]
    return set(rules_in(msgspec.to_builtins((answer(pile), mentions))))


def is_signed(rule: Rule, found: set[str]) -> bool:
    return any(f.startswith(rule.id) if rule.id.endswith("/") else f == rule.id for f in found)


@pytest.mark.parametrize("rule", constructions(), ids=lambda rule: rule.id)
def test_example_and_counterexample(rule: Rule) -> None:
    """The rule signs what is read in its example, and nothing in its counterexample."""
    assert is_signed(rule, rules_of(rule.example))
    assert not is_signed(rule, rules_of(rule.counterexample))


def test_every_rule_of_the_example_has_a_reason() -> None:
    """Attributions, assertions with their dates, figures and events, claims and all that touches them."""
    signed = set(rules_in(msgspec.to_builtins(answer(example().documents))))
    assert {"cue", "frame", "act", "source", "dates", "calendar", "units", "event", "wording", "echo"} <= {
        rule.partition("/")[0] for rule in signed
    }
    assert set() == signed - set(reasons())


def test_every_act_and_every_denial_has_a_reason() -> None:
    """Also those that the example lacks."""
    acts = {f"act/{act}" for act in get_args(Act)}
    denials = {f"denial/{frame}" for cue in cues() if cue.act == "deny" for frame in JUDGING & {*cue.frames}}
    assert set() == (acts | denials) - set(reasons())


def test_a_table_speaks_under_the_name_that_answers_write() -> None:
    """One of each: `units/USD` comes from the currencies."""
    known = reasons()
    assert set(FAMILIES.values()) <= {rule.partition("/")[0] for rule in known}
    assert all(known[rule] for rule in ("cue/say", "units/USD", "units/km", "dates/iso", "world/"))
