"""What may be asked, and how words are split."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from firsthand.errors import QueryError, StoreError
from firsthand.store import Store, claims, open_store
from firsthand.store.postgresql import PostgreSQL
from firsthand.store.words import All, Any, Query, Term, parse_query, split_words
from store.samples import answer, captured, document, fill


def one(*words: str) -> Term:
    return Term(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Minister's Shahed-136", ("the", "minister", "s", "shahed", "136")),
        ("Émigré café", ("emigre", "cafe")),
        ("straße", ("strasse",)),
        ("新聞 日", ("新", "聞", "日")),
        ("snake_case", ("snake", "case")),
        ("— … !", ()),
    ],
)
def test_words_are_split_without_case_accents_and_marks(text: str, words: tuple[str, ...]) -> None:
    assert words == split_words(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("drone", one("drone")),
        ("drone factory", All((one("drone"), one("factory")))),
        ("drone AND factory", All((one("drone"), one("factory")))),
        ("drone OR shahed 136", Any((one("drone"), All((one("shahed"), one("136")))))),
        ("drone NOT toy", All((one("drone"),), (one("toy"),))),
        ("drone NOT (toy OR hobby)", All((one("drone"),), (Any((one("toy"), one("hobby"))),))),
        ('"drone factory"', one("drone", "factory")),
        ("sanct*", Term(("sanct",), prefix=True)),
        ('"arms sanct"*', Term(("arms", "sanct"), prefix=True)),
        ("Shahed-136", one("shahed", "136")),
        ("and or not", All((one("and"), one("or"), one("not")))),
        ("OR drone AND", one("drone")),
        ("(drone", one("drone")),
        ("drone) factory", All((one("drone"), one("factory")))),
        ('"drone', one("drone")),
        ("near(drone, 5)", All((one("near"), All((one("drone"), one("5")))))),
        ("words:drone", one("words", "drone")),
        ("-drone ^factory", All((one("drone"), one("factory")))),
    ],
)
def test_a_query_is_read_as_people_write_it(text: str, query: Query) -> None:
    """Marks without a meaning are passed over; nothing that is typed reaches the engine's own syntax."""
    assert query == parse_query(text)


@pytest.mark.parametrize(
    "text", ["", "   ", "NOT drone", "AND", "()", '""', "*", "—", "(" * 50 + "drone", "drone " * 400]
)
def test_what_asks_for_nothing_is_said_to(text: str) -> None:
    with pytest.raises(QueryError):
        parse_query(text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("drone", True), ("DRONE", True), ("factory drone", True), ('"drone factory"', True),
        ('"factory drone"', False), ("drone submarine", False), ("drone OR submarine", True),
        ("drone NOT submarine", True), ("drone NOT factory", False), ("fact*", True), ("fac", False),
        ('"drone fact"*', True), ("drone NOT (submarine OR factory)", False), ("Mon*day", False),
        ("(submarine OR drone) factory", True), ("karsk AND (opened OR closed) NOT submarine", True),
    ],
)  # fmt: skip
def test_both_engines_find_the_same(store: Store, query: str, found: bool) -> None:
    fill(store)
    with store.view() as view:
        assert found == bool(view.search(query, kinds=("assertions",)))
        assert found == bool(view.claims(query))


def test_claims_that_tell_a_common_word_come_in_the_same_order(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they are walked or joined."""
    store = open_store(database, create=True)
    fill(
        store,
        answer(*(document(f"Karsk opened a drone factory {n}, he said.\nOstrania denied it today.") for n in range(9))),
    )
    with store.view() as view:
        joined = [view.claims("drone", by=by, limit=5, offset=2) for by in ("weight", "place")]
        monkeypatch.setattr(PostgreSQL, "common", 3)
        monkeypatch.setattr(claims, "_STEP", 2)
        assert joined == [view.claims("drone", by=by, limit=5, offset=2) for by in ("weight", "place")]
        assert 9 == len(view.claims("drone", limit=None))
        assert () == view.claims("drone", denied=False)


@pytest.fixture(scope="module")
def naughty(shared: Path) -> list[str]:
    """Strings that break programs."""
    found: list[str] = json.loads((shared / "data/torture/blns/blns.json").read_text())
    return found


def test_no_string_breaks_a_search(store: Store, naughty: list[str]) -> None:
    """All 515, alone and within other words, in search, claims and look-ups by id: an answer, or a QueryError."""
    assert len(naughty) >= 515
    fill(store)
    with store.view() as view:
        for text in naughty:
            for asked in (text, f'drone "{text}"', f"({text}) OR drone*"):
                with suppress(QueryError):
                    view.search(asked)
            with suppress(QueryError):
                view.claims(text)
            view.find(text)
            view.claims(entity=text, document=text)
            with pytest.raises(StoreError):
                view.document(text)


def test_every_string_can_be_kept_and_found(store: Store, naughty: list[str]) -> None:
    """As title, outlet, address and words of a report; what has words is found by them."""
    made = [
        msgspec.structs.replace(document(f"A report.\n{text} Karsk", id_=f"n{n}", title=text), outlet=text, url=text)
        for n, text in enumerate(naughty)
    ]
    with store.writer(who="test") as writer:
        writer.put_documents(captured(*made))
    with store.view() as view:
        assert sorted(made, key=lambda d: d.id) == list(view.documents())
        for text in naughty[::10]:
            if split_words(text):
                assert view.search('"' + text.replace('"', " ") + '"', kinds=("documents",))
    assert () == store.verify()


def test_answers_with_strange_words_come_back(store: Store) -> None:
    """A number zero in a path, a right-to-left mark in a title."""
    strange = document(title="a\0b \u202egnorw")
    assert strange == fill(store, answer(strange)).documents[0]
    with store.view() as view:
        assert (strange,) == view.answer().documents
