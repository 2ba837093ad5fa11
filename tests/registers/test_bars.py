"""The bars of events and relations, on reports of a few words."""

from __future__ import annotations

from functools import cache

import pytest

from firsthand.model import Answer, Document, Entity, Event, Occurrence, Span, text_id
from firsthand.model.registers import EventRow, FigureRow, RelationRow
from firsthand.registers import bars, network, register
from firsthand.registers.index import index
from firsthand.workspace import answer


@cache
def told(text: str) -> Answer:
    """What one report of 1 June 2022 tells."""
    return answer([Document("d", text, text_id(text), outlet="The Post", published="2022-06-01")])


def events(text: str) -> tuple[set[tuple[str, str | None, str | None]], set[str]]:
    """The events above the bar, and all reasons below it."""
    found = register("events", told(text))
    rows = {(r.type, r.actor, r.recipient) for r in found.rows if isinstance(r, EventRow)}
    return rows, {reason for row in found.watch for reason in row.below}


def test_what_goes_on_is_no_deed() -> None:
    """ "continue to train" stays below, and is a tie between the two all the same."""
    text = "Estonian gunners continue to train with British troops."
    assert (set(), {bars.ONGOING}) == events(text)
    assert register("relations", told(text)).rows


def test_a_charge_is_a_dispute() -> None:
    """Who accuses stands against the accused; the event is for the watch sheet."""
    rows, below = events("Colombia accused Venezuela of arming rebels in May 2022.")
    assert not {r for r in rows if r[0] == "ACCUSE"}
    assert bars.ACCUSED in below


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The European Union called on Turkey to stop.", ("REQUEST", "European Union", "Turkey")),
        ("France condemned the attack on Kyiv.", ("ACCUSE", "France", "Ukraine")),
        ("Turkey sent food by air to Doha.", ("AID", "Turkey", "Qatar")),
        ("Iran's president Hassan Rouhani met Vladimir Putin.", ("CONSULT", "Iran", "Russia")),
    ],
)
def test_who_does_what_to_whom(text: str, expected: tuple[str, str, str]) -> None:
    """The one called on, a town for its state, office-holders for theirs."""
    rows, _ = events(text)
    assert expected in rows


def test_who_condemns_a_strike_has_not_made_it() -> None:
    """No assault by the one who speaks against it."""
    rows, _ = events("France condemned the attack on Kyiv.")
    assert not {r for r in rows if r[0] == "ASSAULT" and r[1] == "France"}


def test_a_people_of_a_country_is_not_the_state() -> None:
    """Syrian rebels are not Syria."""
    rows, _ = events("Syrian rebels shelled Turkish troops in Idlib on 3 May 2022.")
    assert not {r for r in rows if r[1] == "Syria"}


@pytest.mark.parametrize(
    ("event", "sure"),
    [
        (Event("AID", rule="event/supply", probability=0.1), False),
        (Event("AID", rule="event/supply", probability=0.3), True),
        (Event("SANCTION", rule="event/impose-sanctions", probability=0.02), True),
        (Event("ASSAULT", probability=0.83, by=("model",)), False),
        (Event("ASSAULT", probability=0.95, by=("model",)), True),
        (Event("ASSAULT", rule="event/attack"), True),
    ],
)
def test_how_sure_the_kind_is(event: Event, sure: bool) -> None:
    """A rule bears doubt, the coder alone does not; a rule of several words bears any."""
    assert sure == bars.is_sure(event)


def test_a_private_person_makes_no_pair() -> None:
    """Who acts for nobody known stays below."""
    found = register("relations", told("Germany praised Anna Smith on Monday."))
    assert not [r for r in found.rows if isinstance(r, RelationRow) and "Anna Smith" in (r.a, r.b)]


def test_a_body_of_no_list_is_one_whatever_kind_it_is_taken_for() -> None:
    """By its name; persons of one name stay two."""
    kinds = (("a", "Lindovar", "organisation"), ("b", "LINDOVAR", "government"), ("c", "Ann Lee", "person"))
    here = (Occurrence("d", Span(0, 1)), Occurrence("d", Span(2, 3)))
    entities = tuple(Entity(id, name, kind, (), here[: 2 if id == "b" else 1]) for id, name, kind in kinds)
    other = Entity("e", "Ann Lee", "person", (), here)
    assert {"a": "b", "b": "b"} == index(
        Answer(documents=(Document("d", "L A", "d"),), entities=(*entities, other))
    ).namesakes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ministry has set itself the aim of raising exports to $900 million by 2028.", "target"),
        ("The ministry raised exports to $900 million in 2021, its aim for years.", "outcome"),
    ],
)
def test_an_aim_is_no_outcome(text: str, kind: str) -> None:
    """What is to be reached has not been."""
    rows = [r for r in register("figures", told(text)).rows if isinstance(r, FigureRow)]
    assert [("$900 million", kind)] == [(r.as_said, r.kind) for r in rows]


def test_a_plan_undoes_no_measure() -> None:
    """What is in force stays so when a later report tells of a plan."""
    texts = (
        "The United States on Wednesday imposed sanctions on Belavia.",
        "The United States is considering sanctions against Belavia, two diplomats said.",
    )
    told = answer([
        Document(f"d{n}", text, text_id(text), outlet=f"Post {n}", published=f"2022-06-0{n}")
        for n, text in enumerate(texts, start=1)
    ])  # fmt: skip
    assert ["in force"] == [row.status for row in register("sanctions", told).rows]


def test_who_does_it_to_whom() -> None:
    """An edge of the network runs from who accuses to who is accused, whatever their ids."""
    (edge,) = network(told("Serbia accused Croatia of planting the story.")).actors.edges
    assert ("state/RS", "state/HR") == (edge.source, edge.target)
