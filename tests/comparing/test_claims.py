"""Claims, echoes, denials, discrepancies and origins, on readings built by hand."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from firsthand.comparing import compare
from firsthand.model import Answer, Quantity, Reading

FERRY = "the ferry left Ardal with broken bow doors and eighty lorries"


def told(
    desk, id: str, who: str, *, outlet: str | None = None, day: str | None = None, content: str = FERRY
) -> Reading:  # type: ignore[no-untyped-def]
    """One report in which somebody says it."""
    document = desk.document(id, f"{who} said that {content}.", outlet=outlet, published=day)
    entity = desk.entity(document, f"person/{who}", who)
    said = desk.attribution(document, who, "said", content, entity=entity.id)
    return desk.reading(
        document, attributions=(said,), assertions=(desk.assertion(document, content, said),), entities=(entity,)
    )  # type: ignore[no-any-return]


def plain(desk, id: str, content: str, *, outlet: str | None = None, day: str | None = None) -> Reading:  # type: ignore[no-untyped-def]
    """One report that tells it in its own voice."""
    document = desk.document(id, f"{content}.", outlet=outlet, published=day)
    return desk.reading(document, assertions=(desk.assertion(document, content),))  # type: ignore[no-any-return]


def test_two_newsrooms_two_sources(desk) -> None:  # type: ignore[no-untyped-def]
    """Different outlets with different named sources and no text in common are independent."""
    answer = compare((
        told(desk, "a", "Ida Norr", outlet="Ardal Post", content="the ferry left Ardal with broken bow doors"),
        told(desk, "b", "Per Lund", outlet="Sound Weekly", content="bow doors were broken when the ferry left Ardal"),
    ))  # fmt: skip
    (claim,) = answer.claims
    assert (2, 2, 2, 2) == tuple(msgspec.structs.astuple(claim.origins)[:4])
    assert claim.origins.roots == claim.assertions


def test_unknown_outlets_are_never_independent(desk) -> None:  # type: ignore[no-untyped-def]
    """Without outlets newsrooms cannot be counted, and independence is not shown."""
    answer = compare((told(desk, "a", "Ida Norr"), told(desk, "b", "Per Lund", content=f"it is known that {FERRY}")))
    origins = max(answer.claims, key=lambda c: c.origins.pages).origins
    assert (2, None, 2, None) == (origins.pages, origins.newsrooms, origins.primary_sources, origins.independent)


def test_one_mouth_is_one_origin(desk) -> None:  # type: ignore[no-untyped-def]
    """The same utterance in three newsrooms is one root, the oldest print, and one primary source."""
    answer = compare(tuple(
        told(desk, id, "Ida Norr", outlet=outlet, day=f"2022-06-{day}")
        for id, outlet, day in (("a", "Ardal Post", 17), ("b", "Sound Weekly", 15), ("c", "Norrland Wire", 16))
    ))  # fmt: skip
    (claim,) = answer.claims
    assert (3, 3, 1, None) == tuple(msgspec.structs.astuple(claim.origins)[:4])
    assert ["b"] == [a.document for a in answer.assertions if a.id in claim.origins.roots]


def test_own_voice_shows_nothing(desk) -> None:  # type: ignore[no-untyped-def]
    """Two reports in their own voice have two roots, of which none is shown to know it by itself."""
    answer = compare((
        plain(desk, "a", "The bank moved its gold reserves from Ardal to Helm in March", outlet="Ardal Post"),
        plain(desk, "b", "In March the bank moved its reserves of gold from Ardal to Helm", outlet="Sound Weekly"),
    ))  # fmt: skip
    (claim,) = answer.claims
    assert (2, 2, 0, None) == tuple(msgspec.structs.astuple(claim.origins)[:4])
    assert 2 == len(claim.origins.roots)


def test_laundering(desk) -> None:  # type: ignore[no-untyped-def]
    """What one report lets somebody say, in other words and nobody's: an echo, with the words on both sides."""
    said = told(desk, "a", "Ida Norr", day="2022-06-15",
                content="we will export spare rifles to friendly nations in order to strengthen stability")  # fmt: skip
    own = "It shows the plan to sell spare rifles to friends in order to boost security and sustainable peace"
    (echo,) = compare((plain(desk, "b", own, day="2022-06-16"), said)).echoes
    assert "known" == echo.direction
    texts = {"a": said.document.text, "b": f"{own}."}
    shown = [s.of(texts[e.document]) for e in echo.evidence for s in e.spans]
    assert {"rifles", "friendly", "friends"} <= set(shown)


def test_the_older_voice_is_no_echo(desk) -> None:  # type: ignore[no-untyped-def]
    """A report that told it first echoes nobody; without times the direction stays open."""
    content = "the ferry left Ardal with broken bow doors and eighty lorries on the car deck"
    for day, expected in (("2022-06-14", []), ("2022-06-16", ["known"]), (None, ["unknown"])):
        readings = (
            told(desk, "a", "Ida Norr", day="2022-06-15", content=content),
            plain(desk, "b", content.capitalize(), day=day),
        )
        assert expected == [e.direction for e in compare(readings).echoes]


def test_a_denial_elsewhere(desk) -> None:  # type: ignore[no-untyped-def]
    """Who denies what another report tells denies the claim, and is not counted among those who tell it."""
    claimed = told(desk, "a", "Ida Norr", outlet="Ardal Post")
    document = desk.document("b", f"Per Lund denied that {FERRY}.", outlet="Sound Weekly")
    entity = desk.entity(document, "person/Per Lund", "Per Lund")
    said = desk.attribution(document, "Per Lund", "denied", FERRY, entity=entity.id)
    denying = desk.assertion(document, FERRY, said, act="deny")
    answer = compare((claimed, desk.reading(document, attributions=(said,), assertions=(denying,), entities=(entity,))))
    (claim,) = answer.claims
    assert ((denying.id,), 1) == (claim.denied_by, claim.origins.pages)
    assert [(denying.id, claim.id)] == [(d.assertion, d.denies.claim) for d in answer.denials]


def counted(desk, id: str, words: str, value: float, day: str, *, bound: str | None = None) -> Reading:  # type: ignore[no-untyped-def]
    text = f"{words} died when the old mill in Ardal collapsed on Tuesday."
    document = desk.document(id, text, outlet=id, published=day)
    quantity = Quantity(desk.span(document, words), value, words.split()[-1], bound=bound)  # type: ignore[arg-type]
    return desk.reading(document, assertions=(desk.assertion(document, text[:-1], quantities=(quantity,)),))  # type: ignore[no-any-return]


def verdicts(answer: Answer) -> list[tuple[str, list[str]]]:
    return [(d.verdict, [v.value for v in d.values]) for d in answer.discrepancies]


def test_a_toll_that_grows(desk) -> None:  # type: ignore[no-untyped-def]
    """More dead in a later report are an update; the values stand as written, whatever the dead are called."""
    found = compare(
        (counted(desk, "a", "Seven workers", 7, "2022-06-15"), counted(desk, "b", "Nine people", 9, "2022-06-16"))
    )
    assert [("update", ["Seven workers", "Nine people"])] == verdicts(found)


def test_a_toll_that_shrinks(desk) -> None:  # type: ignore[no-untyped-def]
    """Fewer dead in a later report contradict the earlier one."""
    found = compare(
        (counted(desk, "a", "Nine workers", 9, "2022-06-15"), counted(desk, "b", "Seven workers", 7, "2022-06-16"))
    )
    assert [("conflict", ["Nine workers", "Seven workers"])] == verdicts(found)


def test_bounds_that_meet(desk) -> None:  # type: ignore[no-untyped-def]
    """At least seven and nine can both hold."""
    found = compare((
        counted(desk, "a", "Seven workers", 7, "2022-06-15", bound=">="),
        counted(desk, "b", "Nine workers", 9, "2022-06-15"),
    ))  # fmt: skip
    assert [("compatible", ["Seven workers", "Nine workers"])] == verdicts(found)


def test_every_assertion_stands_in_one_claim(desk) -> None:  # type: ignore[no-untyped-def]
    """Claims part the assertions: none is lost, none counted twice."""
    answer = compare(
        (told(desk, "a", "Ida Norr"), told(desk, "b", "Ida Norr"), plain(desk, "c", "Rain fell on the hills of Helm"))
    )
    members = [a for c in answer.claims for a in (*c.assertions, *c.denied_by)]
    assert sorted(members) == sorted(a.id for a in answer.assertions)


def test_nothing_in_nothing_out() -> None:
    """An empty pile has an empty answer."""
    assert Answer() == compare(())


@given(st.permutations(range(5)))
def test_order_makes_no_difference(desk, order: list[int]) -> None:  # type: ignore[no-untyped-def]
    """The same readings in any order give the same answer."""
    pile = (
        told(desk, "a", "Ida Norr", outlet="Ardal Post", day="2022-06-15"),
        told(desk, "b", "Ida Norr", outlet="Sound Weekly", day="2022-06-15"),
        told(desk, "c", "Per Lund", outlet="Norrland Wire", content="bow doors were broken when the ferry left Ardal"),
        plain(desk, "d", FERRY.capitalize()),
        plain(desk, "e", f"{FERRY} as every child knows", day="2022-06-16"),
    )
    assert msgspec.json.encode(compare(pile)) == msgspec.json.encode(compare(tuple(pile[i] for i in order)))


def test_what_is_cited_is_the_same_claim(desk) -> None:  # type: ignore[no-untyped-def]
    """Who names the report that something is from tells its claim, even when the words for it have changed; the outlet
    whose report is at hand is no primary source."""
    planned = "The council of Ardal is thinking of a halt to the plan for a railway tunnel under the sound"
    first = plain(desk, "a", planned, outlet="Ardal Post", day="2022-06-14")
    content = "Ardal has buried its great tunnel for good"
    document = desk.document("b", f"{content}, the Ardal Post reported.", outlet="Sound Weekly", published="2022-06-15")
    entity = desk.entity(document, "outlet/post", "Ardal Post", "outlet")
    said = desk.attribution(document, "the Ardal Post", "reported", content, entity=entity.id)
    second = desk.reading(
        document, attributions=(said,), assertions=(desk.assertion(document, content, said),), entities=(entity,)
    )
    (claim,) = compare((first, second)).claims
    assert (2, 2, 0, None) == tuple(msgspec.structs.astuple(claim.origins)[:4])
    assert 1 == len(claim.origins.roots)


def test_at_least_seven_and_later_nine(desk) -> None:  # type: ignore[no-untyped-def]
    """A lower bound that was known first is brought up to date, though both can hold."""
    found = compare((
        counted(desk, "a", "Seven workers", 7, "2022-06-15", bound=">="),
        counted(desk, "b", "Nine people", 9, "2022-06-16"),
    ))  # fmt: skip
    assert [("update", ["Seven workers", "Nine people"])] == verdicts(found)


def test_a_bound_alone_is_no_discrepancy(desk) -> None:  # type: ignore[no-untyped-def]
    """ "At least seven" and "seven" say one number."""
    found = compare((
        counted(desk, "a", "Seven workers", 7, "2022-06-15", bound=">="),
        counted(desk, "b", "Seven people", 7, "2022-06-16"),
    ))  # fmt: skip
    assert [] == verdicts(found)


def test_another_count_confirms_none(desk) -> None:  # type: ignore[no-untyped-def]
    """Two newsrooms with two sources that give two figures are not two origins of one of them."""
    readings = []
    for id, who, count, outlet in (("a", "Ida Norr", 7, "Ardal Post"), ("b", "Per Lund", 9, "Sound Weekly")):
        content = f"{count} miners died when the old mill in Ardal collapsed"
        document = desk.document(id, f"{who} said that {content}.", outlet=outlet, published="2022-06-15")
        entity = desk.entity(document, f"person/{who}", who)
        said = desk.attribution(document, who, "said", content, entity=entity.id)
        figure = Quantity(desk.span(document, str(count)), count, "miners")
        told_there = desk.assertion(document, content, said, quantities=(figure,))
        readings.append(desk.reading(document, attributions=(said,), assertions=(told_there,), entities=(entity,)))
    (claim,) = compare(tuple(readings)).claims
    assert (2, None) == (claim.origins.primary_sources, claim.origins.independent)
