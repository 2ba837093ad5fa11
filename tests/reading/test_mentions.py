"""Names and role phrases in a text: spans hold, lists come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Document, Mention, Name, Reading, Sentence, Span, Token, grow_tree
from firsthand.reading.entities import link_entities
from firsthand.reading.gazetteer import find_designations, find_names, find_roles, folded, plain
from firsthand.reading.mentions import find_mentions, is_acronym
from firsthand.reading.page import Ground

SHAPED = st.sampled_from(
    ["Tehran", "Élysée", "Ababil-2", "Shahed-131/136", "the Taliban", "President", "Ali  Reza", "U.S.", "\u00a0",
     "’s", "😀", "é", "\u0301", "\r\n", "تهران", "İ", "(KSC)", "\ud800", ", ", " of ", "Iran", "-"]
)  # fmt: skip
TEXTS = (
    st.lists(SHAPED | st.text(max_size=4), min_size=1, max_size=20).map("".join).filter(lambda text: bool(text.strip()))
)


def by_hand(text: str, *, names: tuple[Name, ...] = ()) -> Reading:
    """A reading whose tokens are the text's words, each hanging on the first."""
    tokens, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        tokens.append(Token(at, at + len(word), word.lower(), word.lower(), "PROPN", "NNP", "dep", 0, 0))
        at += len(word)
    whole = Span(0, len(text))
    return Reading(
        document=Document(id="x", text=text, sha256=""),
        tree=grow_tree(tuple(tokens)),
        sentences=(Sentence(whole, 0, len(tokens) - 1, 0),),
        names=names,
    )


def words(reading: Reading) -> list[str]:
    return [m.span.of(reading.document.text) for m in reading.mentions or ()]


@given(TEXTS)
def test_spans_read_back_on_any_text(text: str) -> None:
    """Every mention lies in the text, in order; whatever has an entity is among its occurrences, if it is no title."""
    reading = link_entities(find_mentions(by_hand(text)))
    mentions = reading.mentions or ()
    assert sorted(m.span for m in mentions) == [m.span for m in mentions]
    assert all(m.span.end <= len(text) and m.span.of(text).strip() for m in mentions)
    occurrences = {(e.id, o.span) for e in reading.entities or () for o in e.mentions}
    assert occurrences == {(m.entity, m.span) for m in mentions if m.entity is not None and "title" not in m.rules}


@given(st.text(st.characters()) | TEXTS)
def test_made_plain_a_text_keeps_its_length(text: str) -> None:
    """Offsets hold in the plain and in the folded text."""
    assert len(text) == len(plain(text)) == len(folded(text))
    assert all(h.span.end <= len(text) for h in find_names(plain(text)))


def test_a_text_without_tokens_is_read() -> None:
    """What the parser leaves out, such as a dateline, still names whom the lists know, and the outlet itself."""
    text = "DUSHANBE (Corvale Wire) -"
    document = Document(id="x", text=text, sha256="", outlet="Corvale Wire")
    reading = find_mentions(Reading(document=document, tree=grow_tree(()), sentences=(), names=()))
    assert ["DUSHANBE", "Corvale Wire"] == words(link_entities(reading))


@given(TEXTS)
def test_twice_is_once(text: str) -> None:
    """The same text gives the same mentions."""
    assert find_mentions(by_hand(text)) == find_mentions(by_hand(text))


def test_a_listed_name_wins_over_the_parser() -> None:
    """Dushanbe is never an organisation, however the parser labels it."""
    reading = find_mentions(by_hand("Dushanbe answered", names=(Name(Span(0, 8), "ORG"),)))
    assert (Mention(Span(0, 8), "place", None, ("speaks/state/TJ",)),) == reading.mentions


def test_a_longer_name_wins_over_a_shorter() -> None:
    """Guinea-Bissau is not Guinea, and the Nigerian is not from Niger."""
    assert ["state/GW", "state/NG"] == [h.meanings[0].listed.id for h in find_names("Guinea-Bissau met Nigeria")]


def test_a_name_is_a_whole_word() -> None:
    """Nothing is found inside another word; a hyphen ends a word."""
    assert () == find_names("Chinatown, Omanisation")
    assert ["Iran", "Taliban"] == [
        h.span.of("Iran-backed, anti-Taliban") for h in find_names("Iran-backed, anti-Taliban")
    ]


def test_a_name_that_the_parser_found_once_is_found_again() -> None:
    """Further occurrences of an unlisted name are mentions too."""
    reading = find_mentions(by_hand("Belka Dorn spoke and Dorn left", names=(Name(Span(0, 10), "PERSON"),)))
    assert ["Belka Dorn", "Dorn"] == words(reading)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [("Tajik Emil Dorn", "Emil Dorn"), ("President Emil Dorn", "Emil Dorn"), ("Near Emil", "Near Emil")],
)
def test_a_persons_name_sheds_what_stands_before_it(name: str, cleaned: str) -> None:
    """Demonyms and titles are no part of a name."""
    reading = find_mentions(by_hand(f"{name} spoke", names=(Name(Span(0, len(name)), "PERSON"),)))
    assert [cleaned] == [
        m.span.of(name) for m in reading.mentions or () if m.kind == "person" and m.rules[0] == "names/person"
    ]


def test_designations_are_names() -> None:
    """A number joined to a name is part of it; a disease and a page are no arms."""
    text = "Ababil-2, Kh-47M2, MQ-9B and F/A-18 but not COVID-19, Page-3 or May-17"
    assert ["Ababil-2", "Kh-47M2", "MQ-9B", "F/A-18"] == [s.of(text) for s in find_designations(text)]


def test_roles_are_found_in_any_case() -> None:
    """The longest form counts."""
    text = "The CHIEF OF STAFF and Foreign Minister X"
    assert ["chief-of-staff", "foreign-minister"] == [r.form.role.id for r in find_roles(text)]


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [("KSC", "Kolmar Security Council", True), ("IAEA", "Atomic Agency", False), ("K", "Kolmar", False)],
)
def test_acronyms(short: str, name: str, fits: bool) -> None:
    """The capitals are first letters of the words, in order, two at least."""
    assert fits == is_acronym(short, name)


def test_ground_knows_what_is_taken() -> None:
    """Only stretches that overlap are told."""
    ground = Ground([Span(5, 9), Span(0, 3)])
    ground.take(Span(3, 5))
    assert [Span(3, 5), Span(5, 9)] == ground.over(Span(4, 6))
    assert [] == ground.over(Span(9, 12))
