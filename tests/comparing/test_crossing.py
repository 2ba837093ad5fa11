"""Figures and days that part across claims, on reports that are read whole."""

from __future__ import annotations

import pytest

from firsthand.comparing import compare
from firsthand.model import Answer, Document, text_id
from firsthand.reading import read_document


def answer(*reports: str, days: tuple[str, ...] = ()) -> Answer:
    published = days or ("2024-03-08",) * len(reports)
    return compare(
        read_document(Document(text_id(text), text, "0", published=day))
        for text, day in zip(reports, published, strict=True)
    )


def parted(found: Answer, rule: str) -> list[tuple[str, list[str]]]:
    """The verdict and the values of what a rule signs."""
    return [(d.verdict, [v.value for v in d.values]) for d in found.discrepancies if rule in d.rules]


BURNED = "Rebels in Ardal burned nine houses near Mosul."


def test_no_claim_joins_them() -> None:
    """Two clauses that have little in common count one thing otherwise; both claims are left as they are."""
    found = answer(BURNED, "Near Mosul 14 houses were burned, and Ardal mourns.")
    assert [("conflict", ["14", "nine"])] == [(v, sorted(values)) for v, values in parted(found, "figures/across")]
    assert {1} == {len(c.assertions) for c in found.claims}


@pytest.mark.parametrize(
    "other",
    [
        "Near Mosul 14 houses were sold, and farmers of Ardal mourn a governor.",
        "Near Basra 14 houses were burned, and farmers of Helm mourn.",
        "Near Mosul 14 cars were burned, and farmers of Ardal mourn.",
    ],
    ids=["other event", "other place", "other measure"],
)
def test_not_comparable(other: str) -> None:
    """Another event, another place or another measure: the figures have nothing to do with each other."""
    assert [] == parted(answer(BURNED, other), "figures/across")


ALONE = (
    "Turkey bombed a dam near Mosul in Iraq on Thursday and killed farmers.",
    "On Thursday Turkish jets bombed the dam near Mosul in Iraq, the governor said.",
    "Prices have risen since Turkey bombed the dam near Mosul on Wednesday.",
)


def test_a_day_alone() -> None:
    """One report has the bombing on another day than two others have it."""
    assert [("conflict", ["Thursday", "Wednesday"])] == parted(answer(*ALONE), "discrepancy/day-alone")


def test_one_against_one_is_left_open() -> None:
    """Of two reports nobody knows which one errs, and both may be right."""
    assert [] == parted(answer(ALONE[0], ALONE[2]), "discrepancy/day-alone")


def test_who_has_company_does_not_stand_alone() -> None:
    """Where two reports have it on Wednesday it was bombed twice."""
    again = "On Wednesday Turkish jets bombed a dam near Mosul in Iraq for the first time."
    assert [] == parted(answer(*ALONE, again), "discrepancy/day-alone")


def test_one_day_has_many_names() -> None:
    """ "Friday" and "8 March" are one day; the day on which somebody says it parts nothing."""
    one = "On Friday rebels burned nine houses in the valley of Ardal near Mosul, the mayor said on Saturday."
    same = "On 8 March rebels burned 14 houses in the valley of Ardal near Mosul, the mayor said on Sunday."
    later = "On 10 March rebels burned 14 houses in the valley of Ardal near Mosul, the mayor said on Sunday."
    days = ("2024-03-09", "2024-03-10")
    assert [("conflict", ["14", "nine"])] == [
        (v, sorted(values)) for v, values in parted(answer(one, same, days=days), "discrepancy/figure")
    ]
    assert [] == parted(answer(one, later, days=days), "discrepancy/figure")


def test_two_sources_of_one_report_part() -> None:
    """A report that lets two speak is compared like two reports; who speaks twice is not."""
    both = "The army said 35 houses had burned in the Karo fire. The mayor said 63 houses had burned in the Karo fire."
    assert [("conflict", ["35", "63"])] == parted(answer(both), "discrepancy/figure")
    assert [] == parted(answer(both.replace("The mayor", "The army")), "discrepancy/figure")
    assert [] == parted(
        answer(both.replace("The army", "A guard").replace("The mayor", "The guard")), "discrepancy/figure"
    )


def test_what_is_said_with_a_not() -> None:
    """That it did not happen at all denies that it happened so; that somebody had no part in it denies no toll."""
    found = answer(
        "The Karo dam burst before dawn on Monday, Ida Wren said.", "The Karo dam did not burst, Per Lund said."
    )
    assert [("denial/same-claim",)] == [d.rules for d in found.denials]
    assert [1] == [len(c.denied_by) for c in found.claims]
    apart = answer(
        "Russia had nothing to do with the explosions at an ammunition depot in Bulgaria, Per Lund said.",
        "The death toll from explosions at an ammunition depot in southern Bulgaria has risen to seven, Ida Wren said.",
    )
    assert ((), [0, 0]) == (apart.denials, [len(c.denied_by) for c in apart.claims])
