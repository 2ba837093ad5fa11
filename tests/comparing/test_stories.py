"""Reports of the same happenings are one story, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.comparing.stories import Stories, find_stories
from firsthand.comparing.stories_cuts import CELL, Stretch, find_stretch
from firsthand.comparing.stories_digest import digest
from firsthand.comparing.stories_groups import group
from firsthand.comparing.stories_near import NEIGHBOURS, WINDOW, Near
from firsthand.comparing.stories_signs import chance, find_signs, view
from firsthand.lexicon.signs import story_signs
from firsthand.model import Document, Story, content_id

TANKER = (
    "The tanker Marlin Star ran aground off Suez on Tuesday, blocking the canal, the harbour master Karim Fouad said.",
    "Tugs pulled at the Marlin Star off Suez while ships queued in the canal. Karim Fouad spoke of two days.",
    "The grounded tanker Marlin Star is afloat again, Suez harbour master Karim Fouad told reporters at the canal.",
)
FERRY = (
    "The ferry Ocean Pearl sank off Zanzibar with 91 passengers aboard, the coast guard's Asha Mwinyi said.",
    "Divers searched the ferry Ocean Pearl near Zanzibar; 91 passengers were aboard, according to Asha Mwinyi.",
    "Asha Mwinyi of the coast guard said divers had reached the sunken Ocean Pearl off Zanzibar, where 91 had sailed.",
)
BASE = date(2022, 5, 1)


def document(number: int, text: str, day: int | None = None) -> Document:
    published = None if day is None else (BASE + timedelta(days=day)).isoformat()
    return Document(f"{number:03}", text, content_id("text", text), published=published)


def reports(days: Iterable[int | None]) -> list[Document]:
    """As many reports as days, one on the tanker and one on the ferry by turns, each with words of its own."""
    return [
        document(n, f"{(TANKER, FERRY)[n % 2][n // 2 % 3]} Dispatch{n % 5} adds item{n % 7}.", day)
        for n, day in enumerate(days)
    ]


def sides(stories: Iterable[Story]) -> set[tuple[str, ...]]:
    return {story.documents for story in stories}


def test_two_happenings_at_sea_are_two_stories() -> None:
    """Names and figures tell look-alike happenings apart."""
    assert {("000", "002", "004"), ("001", "003", "005")} == sides(find_stories(reports([1] * 6)))


def test_a_story_says_when_and_what() -> None:
    """Documents in order of publication; the words that lead most of them as they are written."""
    (story,) = find_stories(reports([3, None, 1, None, 2])[::2])
    assert ("002", "004", "000") == story.documents
    assert ("2022-05-02", "2022-05-04") == (story.first, story.last)
    assert {"Marlin", "Suez"} <= set(story.terms)
    assert content_id("story", "002") == story.id


def test_unknown_days_come_last() -> None:
    """A report that states no day stands behind those that do, and sets no date."""
    (story,) = find_stories([document(0, TANKER[0]), document(1, TANKER[0], 4)])
    assert (("001", "000"), "2022-05-05", "2022-05-05") == (story.documents, story.first, story.last)


def test_months_apart_are_two_stories() -> None:
    """The same words long after are another happening: what is out of the window stands near nothing."""
    early, late = document(0, TANKER[0], 0), document(1, TANKER[0], WINDOW + 1)
    assert {("000",), ("001",)} == sides(find_stories([early, late]))


DAYS = st.lists(st.none() | st.integers(0, 2 * WINDOW), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(DAYS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_a_stream_in_any_order_ends_where_a_pile_does(days: list[int | None], chance: object, pace: int) -> None:
    """One by one, a few at a time, this way or that: the same stories."""
    pile = reports(days)
    mixed = list(pile)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    stream = Stories()
    for number, one in enumerate(mixed):
        stream.add(one)
        if number % pace == 0:
            stream.settle()
    assert find_stories(pile) == stream.stories()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4 * WINDOW), min_size=1, max_size=40))
def test_letting_go_loses_nothing(days: list[int]) -> None:
    """A stream in order of time, closed behind each day, gives the stories of the pile."""
    pile = sorted(reports(days), key=lambda d: (d.published or "", d.id))
    stream, told = Stories(), list[Story]()
    for one in pile:
        told += stream.close(date.fromisoformat(one.published or "").toordinal())
        stream.add(one)
    assert sides(find_stories(pile)) == sides([*told, *stream.stories()])


def test_a_change_names_what_changed() -> None:
    """`settle` gives the stories that new reports made or changed, and no others."""
    stream = Stories()
    for one in reports([1] * 5):
        stream.add(one)
    stream.settle()
    stream.add(document(7, FERRY[2], 2))
    assert {("001", "003", "007")} == sides(stream.settle())
    assert () == stream.settle()


def test_what_is_closed_for_good_takes_nothing_in() -> None:
    """Where nothing is to come late, a report from before the day that was closed is refused."""
    stream = Stories(late=False)
    stream.add(document(0, TANKER[0], 5))
    stream.close((BASE + timedelta(days=5)).toordinal())
    with pytest.raises(ValueError, match="closed"):
        stream.add(document(1, TANKER[1], 4))


def test_a_report_is_taken_up_once() -> None:
    """Also where it was let go long ago."""
    stream = Stories()
    stream.add(document(0, TANKER[0], 5))
    with pytest.raises(ValueError, match="already"):
        stream.add(document(0, TANKER[0], 5))
    stream.close((BASE + timedelta(days=5 * WINDOW)).toordinal())
    assert () == stream.stories()
    with pytest.raises(ValueError, match="already"):
        stream.add(document(0, TANKER[0], 5))


def test_a_late_report_joins_its_story() -> None:
    """What was let go is taken up again where the report belongs, told as changed, and let go anew."""
    stream, far = Stories(), (BASE + timedelta(days=5 * WINDOW)).toordinal()
    for one in reports([1, 2, 3, 4]):
        stream.add(one)
    stream.close(far)
    stream.add(document(7, TANKER[0], 2))
    assert {("000", "007", "002")} == sides(stream.settle())
    assert {("000", "007", "002"), ("001", "003")} == sides(stream.stories())
    assert {("000", "007", "002"), ("001", "003")} == sides(stream.close(far))
    assert () == stream.stories()


def test_what_never_ends_is_let_go_behind() -> None:
    """Tales of a tanker week after week hang together for ever: they are cut, and what is live grows no more."""
    stream, week = Stories(), 7
    for one in reports(range(0, 20 * WINDOW, week)):
        stream.close(date.fromisoformat(one.published or "").toordinal())
        stream.add(one)
        assert (2 * CELL + 2 * WINDOW) // week + 1 >= sum(len(story.documents) for story in stream.stories())


def test_a_story_within_a_cell_is_not_cut() -> None:
    """Only what hangs together with the cells before and behind is."""
    links = {"a": {"b": 600}, "b": {"a": 600, "c": 600}, "c": {"b": 600}}
    days = {"a": CELL - 1, "b": CELL + WINDOW, "c": CELL + WINDOW + 5}
    assert Stretch(("b", "c")) == find_stretch("b", links.__getitem__, days.get)


def test_a_stretch_is_cut_where_least_goes_across() -> None:
    """Of the days out of reach of both cells beside, where the chances across sum up to least."""
    days = {
        name: CELL + day for name, day in zip(["a", "b", "c", "d", "e", "f"], (-1, 20, 34, 38, 55, CELL), strict=True)
    }
    chances = {"ab": 900, "bc": 700, "cd": 500, "de": 600, "ef": 900}
    links: dict[str, dict[str, int]] = {name: {} for name in days}
    for pair, value in chances.items():
        links[pair[0]][pair[1]] = links[pair[1]][pair[0]] = value
    stretch = find_stretch("c", links.__getitem__, days.get)
    assert Stretch(("b", "c", "d", "e"), CELL + 35) == stretch
    assert stretch.parts(days["c"], days["d"])
    assert not stretch.parts(days["b"], days["c"])
    assert not stretch.parts(days["b"], None)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 8 * WINDOW), min_size=20, max_size=60), st.randoms(use_true_random=False))
def test_cuts_do_not_depend_on_what_came_first(days: list[int], chance: object) -> None:
    """Over many months, where much hangs together and is cut: in any order the stories of the pile."""
    pile = reports(days)
    mixed = list(pile)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    stream = Stories()
    for one in mixed:
        stream.add(one)
        stream.settle()
    assert find_stories(pile) == stream.stories()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6 * WINDOW), st.booleans()), min_size=1, max_size=40))
def test_late_reports_end_where_a_pile_does(come: list[tuple[int, bool]]) -> None:
    """Some reports come in order of time, behind which the stories are closed, the others whenever they like."""
    pile, told = reports([day for day, _ in come]), dict[str, Story]()
    stream, last = Stories(), 0
    for one, (day, late) in zip(pile, come, strict=True):
        if not late and day >= last:
            last = day
            told |= {
                id: story for story in stream.close((BASE + timedelta(days=day)).toordinal()) for id in story.documents
            }
        stream.add(one)
        told |= {id: story for story in stream.settle() for id in story.documents}
    told |= {id: story for story in stream.stories() for id in story.documents}
    assert find_stories(pile) == tuple(sorted(set(told.values()), key=lambda s: (s.first or "", s.documents[0])))


def test_what_is_let_go_is_forgotten() -> None:
    """Closing far ahead empties the desk."""
    stream = Stories()
    for one in reports([1, 2, 3, 4]):
        stream.add(one)
    assert 2 == len(stream.close((BASE + timedelta(days=3 * WINDOW)).toordinal()))
    assert () == stream.stories()


def test_no_more_neighbours_than_there_is_room_for() -> None:
    """Each report keeps the nearest, whatever came first."""
    near = Near()
    for number in range(NEIGHBOURS + 5):
        near.add(digest(document(number, f"{TANKER[number % 3]} Note{number}.")))
    assert {NEIGHBOURS} == {len(near.of(id)) for id in near.digests}


def test_every_sign_is_weighed() -> None:
    """The table has the signs that are found, and no others."""
    near = Near()
    for one in reports([1, 1, 1]):
        near.add(digest(one))
    signs = find_signs(view("000", near), view("002", near))
    assert set(story_signs()) == set(signs)
    assert chance(signs) > chance(find_signs(view("000", near), view("001", near)))


def test_groups_are_joined_by_their_average() -> None:
    """A chain of links swallows nothing: the ends of one must be alike as well."""
    chances = {"a": {"b": 900, "c": 0}, "b": {"a": 900, "c": 700}, "c": {"b": 700, "a": 0}}
    assert (("a", "b"), ("c",)) == group(chances)
    chances["a"]["c"] = chances["c"]["a"] = 400
    assert (("a", "b", "c"),) == group(chances)


def test_an_empty_pile_has_no_stories() -> None:
    assert () == find_stories([])
