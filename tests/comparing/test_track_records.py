"""Newsrooms that share rare errors count for less than two."""

from __future__ import annotations

import pytest

from firsthand.comparing import compare
from firsthand.comparing.independence import UNTIED, Standing, weigh_origins
from firsthand.comparing.track_records import LEAST, Records, records_of
from firsthand.comparing.truth import Said
from firsthand.lexicon.verdicts import verdict_rules
from firsthand.model import Answer, Origins, Quantity, Reading

MILLS = ("old mill", "glass works", "grain silo", "paper mill", "rope walk", "salt store")
TRUE = (12, 31, 24, 53, 46, 37)
WRONG = {1: 38, 3: 57, 4: 49}


def counted(desk, outlet: str, number: int, value: int) -> Reading:  # type: ignore[no-untyped-def]
    """What one newsroom says of one fire, under the same day as all."""
    text = f"{value} workers died when the {MILLS[number]} in Ardal burned down."
    document = desk.document(f"{outlet}{number}", text, outlet=outlet, published=f"2022-06-1{number}")
    words = f"{value} workers"
    quantity = Quantity(desk.span(document, words), float(value), "worker")
    return desk.reading(document, assertions=(desk.assertion(document, text[:-1], quantities=(quantity,)),))  # type: ignore[no-any-return]


def answer(desk, many: int) -> Answer:  # type: ignore[no-untyped-def]
    """Three newsrooms that are right, and two that err alike in three of six."""
    right: dict[int, int] = {}
    outlets = {"Ardal Post": right, "Sound Weekly": right, "Helm Times": right, "Mirror": WRONG, "Echo": WRONG}
    return compare(
        tuple(
            counted(desk, outlet, number, wrong.get(number, TRUE[number]))
            for outlet, wrong in outlets.items()
            for number in range(many)
        )
    )


def chance(found: Answer, one: str, other: str) -> set[tuple[float, tuple[str, ...]]]:
    """How independent the pages of two newsrooms are held to be, wherever they are compared."""
    outlets = {a.id: d.outlet for a in found.assertions for d in found.documents if d.id == a.document}
    return {
        (pair.probability, pair.rules)
        for claim in found.claims
        for pair in claim.origins.pairs
        if {outlets[r] for r in pair.roots} == {one, other}
    }


def test_shared_errors_lower_the_count(desk) -> None:  # type: ignore[no-untyped-def]
    """Two that err alike where three others agree have it from each other, and count for about one."""
    found = answer(desk, len(MILLS))
    assert any("independence/record" in rules and p < UNTIED / 2 for p, rules in chance(found, "Mirror", "Echo"))
    assert not any("independence/record" in rules for _, rules in chance(found, "Ardal Post", "Sound Weekly"))


def test_few_values_make_no_record(desk) -> None:  # type: ignore[no-untyped-def]
    """Below so many shared values nothing changes."""
    found = answer(desk, LEAST - 1)
    assert not any("independence/record" in rules for _, rules in chance(found, "Mirror", "Echo"))


def test_a_record_only_lowers() -> None:
    """Newsrooms that agree on what is so are not the more independent for it."""
    records = Records({("one", "two"): 0.99, ("one", "three"): 0.01})
    assert UNTIED == records.weigh(UNTIED, "two", "one")
    assert UNTIED == records.weigh(UNTIED, "two", "three")
    assert records.weigh(UNTIED, "one", "three") < 0.05


@pytest.mark.parametrize("lowers", [True, False])
def test_the_rule(lowers: bool) -> None:
    """Its example lowers what untied reports of the first two are held to be, and its counterexample does not."""
    (rule,) = (r for r in verdict_rules() if r.id == "independence/record")
    rows = [line.split() for line in (rule.example if lowers else rule.counterexample).strip().splitlines()]
    said = tuple(Said(name, f"thing {i}", value) for name, *values in rows for i, value in enumerate(values))
    assert lowers == (records_of(said).weigh(UNTIED, rows[0][0], rows[1][0]) < UNTIED)


def test_the_expected_count_follows() -> None:
    """What ties newsrooms lowers the expected count, and says so."""
    origins = Origins(pages=2, newsrooms=2, primary_sources=0, independent=None, roots=("a", "b"))
    standings = tuple(Standing(p, n, n, r, frozenset(), {}) for p, n, r in (("p", "one", "a"), ("q", "two", "b")))
    found = weigh_origins(origins, standings, Records({("one", "two"): 0.02}))
    assert (found.expected or 9) < 1.1
    assert ("independence/record",) == found.pairs[0].rules
