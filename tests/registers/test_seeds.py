"""What the two seed reports add up to, row by row."""

import pytest

from firsthand.model import Answer
from firsthand.registers import network, register, timeline

Cells = dict[str, object]


def rows(seeds: Answer, kind: str, *, watch: bool = False) -> list[object]:
    found = register(kind, seeds)  # type: ignore[arg-type]
    return list(found.watch if watch else found.rows)


def has(found: list[object], **cells: object) -> bool:
    return any(all(getattr(row, name) == value for name, value in cells.items()) for row in found)


def test_iran_has_ababil_2_made_in_tajikistan(seeds: Answer) -> None:
    """Production by the recipient, at Dushanbe, in 2022."""
    cells: Cells = {"supplier": "Iran", "recipient": "Tajikistan", "designation": "Ababil-2", "licence": True}
    assert has(rows(seeds, "arms"), **cells, status="in production", place="Dushanbe", order_year="2022")


def test_turkey_and_russia_supply_kyrgyzstan(seeds: Answer) -> None:
    """Bayraktar drones from the one, UAVs from the other, both in the year before the report."""
    found = rows(seeds, "arms")
    assert has(found, supplier="Turkey", recipient="Kyrgyzstan", designation="Bayraktar", order_year="2021")
    assert has(
        found, supplier="Russia", recipient="Kyrgyzstan", description="unmanned aerial vehicle", order_year="2021"
    )


def test_azerbaijan_has_bayraktar_drones_from_turkey(seeds: Answer) -> None:
    """Who sold them is taken from the next clause: the supplier is in brackets, the row on the watch sheet."""
    (row,) = [r for r in rows(seeds, "arms", watch=True) if r.recipient == "Azerbaijan"]  # type: ignore[attr-defined]
    assert ("Turkey", "Bayraktar", True) == (row.supplier, row.designation, "supplier" in row.uncertain)  # type: ignore[attr-defined]


def test_an_accusation_without_an_accuser_waits_on_the_watch_sheet(seeds: Answer) -> None:
    """Iran is said to have helped the Houthis make a variant of the Ababil-2."""
    watched = rows(seeds, "arms", watch=True)
    assert has(watched, supplier="Iran", recipient="Houthis", designation="Ababil-2", status="rumoured")


@pytest.mark.parametrize("where", ["Lebanon", "Ethiopia"])
def test_the_united_states_says_that_iran_supplies_groups(seeds: Answer, where: str) -> None:
    """Their names are not told, so they wait on the watch sheet."""
    watched = rows(seeds, "arms", watch=True)
    assert has(watched, supplier="Iran", recipient=f"Iran-backed groups in {where}", said_by=("United States",))


def test_the_united_states_sanctioned_iran_in_october_2021(seeds: Answer) -> None:
    """The reason is told: its exports of UAVs."""
    cells: Cells = {"authority": "United States", "target": "Iran", "issued": "2021-10", "status": "in force"}
    assert has(rows(seeds, "sanctions"), **cells, reason="its exports of UAVs")


def test_the_un_embargo_expired_in_2020(seeds: Answer) -> None:
    """Only unnamed observers tell it, so it waits on the watch sheet."""
    watched = rows(seeds, "sanctions", watch=True)
    assert has(watched, authority="United Nations", target="Iran", expired="2020", status="expired")


def test_the_range_is_irans_figure(seeds: Answer) -> None:
    """125 miles are 201 km."""
    (row,) = [r for r in rows(seeds, "figures") if r.what == "range"]  # type: ignore[attr-defined]
    assert (125.0, "mi", 201.168, ("Iran",), ("Ababil-2",)) == (
        row.value,  # type: ignore[attr-defined]
        row.unit,  # type: ignore[attr-defined]
        row.si_value,  # type: ignore[attr-defined]
        row.said_by,  # type: ignore[attr-defined]
        row.whom,  # type: ignore[attr-defined]
    )


def test_trade_told_and_trade_aimed_at_stand_apart(seeds: Answer) -> None:
    """More than 121 million dollars over two years; 500 million a year are a target."""
    found = rows(seeds, "figures")
    both = ("Iran", "Tajikistan")
    assert has(found, value=121e6, bound=">", kind="outcome", whom=both, as_of="2020-06-15/2022-06-15", usd=121e6)
    assert has(found, value=500e6, kind="target", whom=both, per="year")


def test_both_denials_are_disputes(seeds: Answer) -> None:
    """Camps in Afghanistan, and contact with the resistance front."""
    found = rows(seeds, "disputes")
    assert {
        "Afghanistan is home to terrorist camps and thousands of militants": (("Emomali Rahmon",), ("Taliban",)),
        "Dushanbe has had contact with the anti-Taliban National Resistance Front": (("unnamed",), ("Tajikistan",)),
    } == {r.claim: (r.claimed_by, r.denied_by) for r in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("a", "b", "sign"),
    [
        ("Iran", "Tajikistan", "+"),
        ("Azerbaijan", "Turkey", "+"),
        ("Kyrgyzstan", "Turkey", "+"),
        ("Kyrgyzstan", "Russia", "+"),
        ("Saudi Arabia", "Tajikistan", "+"),
        ("Houthis", "Iran", "+"),
        ("Iran", "United States", "-"),
        ("Iran", "United Nations", "-"),
        ("Iran", "Turkey", "-"),
        ("Iran", "Saudi Arabia", "-"),
        ("Kyrgyzstan", "Tajikistan", "-"),
        ("Tajikistan", "Taliban", "-"),
    ],
)
def test_pairs_have_their_sign(seeds: Answer, a: str, b: str, sign: str) -> None:
    """In the period that is told last; on the sheet where the bar puts them."""
    found = [*rows(seeds, "relations"), *rows(seeds, "relations", watch=True)]
    own = [r for r in found if {r.a, r.b} == {a, b}]  # type: ignore[attr-defined]
    assert sign == max(own, key=lambda r: r.period).sign  # type: ignore[attr-defined]


def test_the_timeline_knows_how_late_a_report_is(seeds: Answer) -> None:
    """The production line was opened on 17 May 2022 and the report printed 29 days later."""
    moments = {m.date: m.lag for m in timeline(seeds).moments}
    assert (29, 16) == (moments["2022-05-17"], moments["2022-05-30"])


def test_who_deals_and_who_relays_are_two_networks(seeds: Answer) -> None:
    """Turkey deals and relays nothing; Jeremy Binney is relayed and deals with nobody."""
    found = network(seeds)
    actors, relays = ({n.name for n in g.nodes} for g in (found.actors, found.relays))
    assert ("Turkey" in actors, "Turkey" in relays, "Jeremy Binney" in actors, "Jeremy Binney" in relays) == (
        True,
        False,
        False,
        True,
    )


def test_every_row_rests_on_claims_whose_words_are_there(seeds: Answer) -> None:
    """And every claim of a row is one of the answer."""
    claims = {c.id for c in seeds.claims}
    for kind in ("arms", "sanctions", "figures", "disputes", "events", "relations", "sources"):
        for row in (*rows(seeds, kind), *rows(seeds, kind, watch=True)):
            assert row.claims  # type: ignore[attr-defined]
            assert row.words  # type: ignore[attr-defined]
            assert set(row.claims) <= claims  # type: ignore[attr-defined]
