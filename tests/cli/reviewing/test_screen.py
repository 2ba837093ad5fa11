"""Review at the keyboard, driven key by key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import OptionList

from firsthand.cli.reviewing.screen import Review
from firsthand.model import Answer
from firsthand.model.judgements import (
    CorrectChain,
    CorrectStatus,
    Decision,
    Note,
    NotSame,
    RateClaim,
    RateSource,
    Reject,
    Same,
)
from smallcase import small_answer


@pytest.fixture
def told() -> Answer:
    return small_answer()


class Desk:
    """What was decided, with reasons; what was taken back is gone."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[Decision, str]] = {}
        self.count = 0

    def judge(self, decision: Decision, reason: str) -> str:
        self.count += 1
        self.made[str(self.count)] = (decision, reason)
        return str(self.count)

    def undo(self, id_: str) -> None:
        del self.made[id_]

    @property
    def kinds(self) -> list[type]:
        return [type(d) for d, _ in self.made.values()]


Play = Callable[[Pilot[int], Review], Awaitable[None]]


def play(answer_: Answer, moves: Play) -> tuple[Desk, Review]:
    desk = Desk()
    app = Review(answer_, judge=desk.judge, undo=desk.undo, explain=lambda id_: Text(f"why {id_}"))

    async def run() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await moves(pilot, app)

    asyncio.run(run())
    return desk, app


def test_accepting_pins_every_telling(told: Answer) -> None:
    """Its act and its holders are kept as they are read, and the next claim is at hand."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        first = app.claim
        await pilot.press("a")
        assert first is not app.claim

    desk, app = play(told, moves)
    assert {CorrectStatus} == set(desk.kinds)
    decision = desk.made["1"][0]
    assert isinstance(decision, CorrectStatus)
    assert app.index.assertions[app.all[0].assertions[0]].act == decision.act


def test_a_rejection_has_a_reason_and_escape_takes_it_back(told: Answer) -> None:
    """The claim on the left, the telling on the right."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("x", "escape")
        await pilot.press("x", *"odd", "enter")
        await pilot.press("tab", "x", "enter")

    desk, _ = play(told, moves)
    assert [Reject, Reject] == desk.kinds
    assert ["odd", ""] == [reason for _, reason in desk.made.values()]


def test_two_claims_are_merged_or_parted(told: Answer) -> None:
    """m marks one; m on another merges, n parts."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("m", "down", "m", "enter")
        await pilot.press("m", "up", "n", "enter")

    assert [Same, NotSame] == play(told, moves)[0].kinds


def test_a_telling_is_fixed_in_a_few_keys(told: Answer) -> None:
    """The ways to correct it are listed; the first is another act, the last ends in a chain."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("f", "enter", "enter")
        await pilot.press("f", "end", "enter", "enter")

    assert [CorrectStatus, CorrectChain] == play(told, moves)[0].kinds


def test_ratings_and_notes(told: Answer) -> None:
    """A number for the claim, a letter for the source, words for the passage."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("2")
        await pilot.press("r", "enter", "enter")
        await pilot.press("c", *"see map", "enter")

    desk, _ = play(told, moves)
    assert [RateClaim, RateSource, Note] == desk.kinds


def test_undo_takes_back_the_last_decision(told: Answer) -> None:
    """All of it, and only it."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("3", "a", "u")

    desk, _ = play(told, moves)
    assert [RateClaim] == desk.kinds


def test_only_claims_with_these_words(told: Answer) -> None:
    """Nothing found is no error; nothing asked for shows all again."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        claims = app.query_one("#claims", OptionList)
        await pilot.press("slash", *"zzz", "enter")
        assert 0 == claims.option_count
        await pilot.press("a", "x", "f", "m", "n", "r", "c", "w", "u")
        await pilot.press("slash", "enter")
        assert len(app.all) == claims.option_count
        await pilot.press("slash", *"bridge", "enter")
        assert 0 < claims.option_count < len(app.all) + 1

    assert [] == play(told, moves)[0].kinds


def test_why_and_help_open_and_close(told: Answer) -> None:
    """Escape leads back; q ends with the number of decisions."""

    async def moves(pilot: Pilot[int], app: Review) -> None:
        await pilot.press("w", "escape", "question_mark", "escape", "4", "q")

    _, app = play(told, moves)
    assert 1 == app.return_value
