"""Which judgements hold, and what a credibility may be suggested by."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import permutations

import msgspec
import pytest

from firsthand.judging import active, in_order, suggest_credibility, undone
from firsthand.judging.unions import Unions
from firsthand.lexicon.suggestions import Suggested, judging_reasons, suggestions
from firsthand.model import Claim, Discrepancy, Origins, Rival, Span
from firsthand.model.judgements import (
    Anchor,
    ClaimMark,
    CorrectStatus,
    EntityMark,
    Judgement,
    OutletMark,
    RateSource,
    Same,
    Seen,
    TellingMark,
    Undo,
    decide,
)

DAY = datetime(2022, 5, 17, tzinfo=UTC)


def rated(minute: int, outlet: str = "Ledger") -> Judgement:
    return decide(RateSource(OutletMark(outlet), "B"), user="ana", when=DAY + timedelta(minutes=minute))


def undoing(judgement: Judgement, minute: int) -> Judgement:
    return decide(Undo(judgement.id), user="bo", when=DAY + timedelta(minutes=minute))


def test_an_undo_can_be_undone() -> None:
    """And that too, in whatever order the log is loaded."""
    one = rated(0)
    log = [one]
    for minute in range(1, 5):
        held = {(j.id,) if (j := one) in active(log) else () for log in map(list, permutations(log))}
        assert [(one.id,) if minute % 2 else ()] == list(held)
        log.append(undoing(log[-1], minute))


def test_of_two_undoes_each_is_enough() -> None:
    one = rated(0)
    first, second = undoing(one, 1), undoing(one, 2)
    assert () == active([one, first, second, undoing(first, 3)])
    assert {one.id, first.id} == set(undone([one, first, second, undoing(first, 3)]))


def test_a_judgement_is_in_the_log_once() -> None:
    """The same decision by the same user at the same moment is the same judgement."""
    assert (rated(0),) == in_order([rated(0), rated(0)])
    assert rated(0).id != rated(1).id


def test_what_no_answer_rests_on_is_not_active() -> None:
    assert () == active([decide(Seen("a run"), user="ana", when=DAY)])


@pytest.mark.parametrize(
    "make",
    [
        lambda: decide(RateSource(OutletMark("x"), "A"), user="", when=DAY),
        lambda: decide(RateSource(OutletMark("x"), "A"), user="ana", when=datetime(2022, 5, 17)),  # noqa: DTZ001
        lambda: Same(EntityMark("a", "A", "person"), ClaimMark(())),
        lambda: CorrectStatus(TellingMark(Anchor("0", (Span(0, 1),), "a"))),
    ],
)
def test_what_is_no_judgement_cannot_be_made(make: object) -> None:
    """Nobody's, one without a zone, an entity that is a claim, a correction of nothing."""
    with pytest.raises(ValueError, match=r"must not|zone|never one|has an act"):
        make()  # type: ignore[operator]


def test_ratings_off_the_scale_are_refused_when_they_are_read() -> None:
    """A to F, and nothing between or beside them."""
    raw = msgspec.json.encode(rated(0)).replace(b'"B"', b'"G"')
    with pytest.raises(msgspec.ValidationError, match="Invalid enum value 'G'"):
        msgspec.json.decode(raw, type=Judgement)


def test_unions_grow_but_never_over_a_bar() -> None:
    """What a newer decision parts no older one joins, by whatever way round."""
    unions = Unions()
    assert unions.part("a", "c")
    assert unions.join("a", "b")
    assert not unions.join("b", "c")
    assert not unions.part("a", "b")
    assert (("a", "b"),) == unions.groups("abc")


def counted(words: str) -> tuple[Claim, tuple[Discrepancy, ...]]:
    """A claim with the counts that an example names: "independent 2, sources 2, roots 2, denied"."""
    number = {m[1]: int(m[2]) for m in re.finditer(r"(\w+) (\d+)", words)}
    origins = Origins(
        pages=3,
        newsrooms=3,
        primary_sources=number.get("sources", 0),
        independent=number.get("independent"),
        roots=tuple(map(str, range(number.get("roots", 1)))),
    )
    claim = Claim("c", ("a",), "a", ("d",) if "denied" in words else (), origins)
    rivals = (Rival("a", "1", Span(0, 1)), Rival("d", "2", Span(0, 1)))
    clash = (Discrepancy("c", "figure", rivals, "conflict"),) if "disputed" in words else ()
    return claim, clash


@pytest.mark.parametrize("rule", suggestions(), ids=lambda rule: rule.id)
def test_each_rule_fires_in_its_example_alone(rule: Suggested) -> None:
    """And says why; the reason is among those that can be asked for."""
    suggested = suggest_credibility(*counted(rule.example))
    assert (f"credibility/{rule.id}", rule.credibility, rule.why) == (
        suggested.rule,
        suggested.credibility,
        suggested.why,
    )
    assert f"credibility/{rule.id}" != suggest_credibility(*counted(rule.counterexample)).rule
    assert rule.why == judging_reasons()[f"credibility/{rule.id}"]


def test_every_claim_has_a_suggestion() -> None:
    """The last rule holds always."""
    last = suggestions()[-1]
    assert (0, 0, 0, None, None) == (last.independent, last.sources, last.roots, last.denied, last.disputed)
