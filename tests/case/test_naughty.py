"""The naughty strings, in every field that a judgement has: kept as they are, or refused with a clear word."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from case.conftest import Make
from firsthand.case import Case
from firsthand.case.log import to_logged
from firsthand.errors import FirsthandError, JudgementError
from firsthand.model import Span
from firsthand.model.judgements import (
    Anchor,
    ClaimMark,
    CorrectChain,
    Decision,
    DerivationMark,
    DiscrepancyMark,
    EntityMark,
    Judgement,
    Link,
    Note,
    NotSame,
    OutletMark,
    RateSource,
    Reject,
    Same,
    TellingMark,
    Undo,
    decide,
)

WHEN = datetime(2022, 5, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def naughty(shared: Path) -> list[str]:
    """All of them, and what JSON itself cannot carry in plain UTF-8."""
    found = sorted((shared / "data/torture/blns").rglob("blns.json"))
    if not found:
        pytest.skip("NOT TESTED: the naughty strings are not beside the checkout")
    return [*json.loads(found[0].read_text(encoding="utf-8")), "\ud800", "a\0b", "\U0010ffff", "x" * 30_000]


def decisions(odd: str) -> list[Decision]:
    """Every kind of decision, with the string in every field that takes one."""
    anchor = Anchor(odd, (Span(0, 3),), odd)
    telling, entity = TellingMark(anchor, (odd,)), EntityMark(odd, odd, "person", (anchor,))
    claim = ClaimMark((telling,))
    made: list[Decision] = [
        Same(entity, entity),
        NotSame(claim, claim),
        CorrectChain(telling, (Link(anchor, entity),)),
        Reject(DerivationMark(anchor, anchor, odd, "copied")),
        Reject(DiscrepancyMark(claim, odd, (anchor,))),
        RateSource(OutletMark(odd), "F"),
        RateSource(entity, "F"),
        Undo(odd),
    ]
    if odd.strip() and len(odd) < 20_000 and "\ud800" not in odd:
        made.append(Note(anchor, odd))
    return made


def test_every_field_takes_them_or_says_why_not(case: Case, make: Make, naughty: list[str]) -> None:
    """As user, as reason, as words, as names, as ids; dumped, loaded and applied."""
    other = make("other")
    made: list[Judgement] = []
    refused: list[str] = []
    for odd in naughty:
        for user, reason in ((odd, ""), ("ana", odd)):
            for decision in decisions(odd):
                try:
                    made.append(decide(decision, user=user, when=WHEN, reason=reason))
                except ValueError as error:
                    refused.append(str(error))
    assert made
    assert all(refused)
    with case.store.writer(who="test") as writer:
        for judgement in made:
            writer.put_judgement(to_logged(judgement))
    dumped = case.dump_judgements().splitlines()
    assert len(case.judgements()) == len(dumped)
    assert len(dumped) == len(other.load_judgements(dumped))
    assert case.dump_judgements() == other.dump_judgements()
    assert {"lost", "applied", "undone"} >= {o.state for o in case.judged().outcomes}


def test_the_api_says_so_in_its_own_error(case: Case) -> None:
    """Half a character, nobody, or a novel."""
    for user, reason in (("\ud800", ""), ("", ""), ("ana", "x" * 30_000)):
        with pytest.raises(JudgementError):
            case.judge(RateSource(OutletMark("Ledger"), "A"), user=user, reason=reason)


def test_they_find_nothing_and_break_nothing(case: Case, naughty: list[str]) -> None:
    """As ids to look up, runs to compare, judgements to undo, moments, outlets and dates of reports."""
    asking = (
        case.find,
        case.why,
        lambda s: case.undo(s, user="ana"),
        lambda s: case.answer(run=s),
        lambda s: case.claims(s, entity=s, document=s, limit=3),
        lambda s: case.load_judgements([s]),
    )
    for odd in naughty:
        for ask in asking:
            with suppress(FirsthandError):
                ask(odd)
    assert () == case.verify()
