"""Quantities by hand-built documents: no model is loaded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lexicon.values import units
from firsthand.model import Document, Quantity, Reading, Token, Tree, grow_tree
from firsthand.reading.dates import resolve_dates
from firsthand.reading.numerals import add_up, find_numerals
from firsthand.reading.quantities import find_quantities

Word = tuple[str, str, str, str, int]
"""A word with its part of speech, tag, relation and head, as a parser would give them."""


def grow(text: str, words: list[Word]) -> Tree:
    at, tokens = 0, []
    for word, pos, tag, dep, head in words:
        at = text.index(word, at)
        lemma = word.lower().removesuffix("s") if tag == "NNS" else word.lower()
        tokens.append(Token(at, at + len(word), word.lower(), lemma, pos, tag, dep, head, 0))
        at += len(word)
    return grow_tree(tuple(tokens))


def read(text: str, tree: Tree | None = None, published: str | None = None) -> tuple[Quantity, ...]:
    document = Document(id="x", text=text, sha256="", published=published)
    return find_quantities(resolve_dates(Reading(document=document, tree=tree))).quantities or ()


def amounts(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in read(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "si", "si_unit"),
    [
        ("a 300-mile range", 300, "mi", 482.8032, "km"),
        ("60 nautical miles", 60, "nmi", 111.12, "km"),
        ("200 metres", 200, "m", 0.2, "km"),
        ("90 metres", 90, "m", 90, "m"),
        ("3 tonnes", 3, "t", 3000, "kg"),
        ("36 km/h", 36, "km/h", 10, "m/s"),
        ("100 knots", 100, "kn", 51.4444, "m/s"),
        ("2 hectares", 2, "ha", 20000, "m2"),
        ("5 percent", 5, "%", 0.05, "1"),
        ("$5", 5, "USD", None, None),
    ],
)
def test_units_are_shown_in_si_beside_the_original(
    text: str, value: float, unit: str, si: float | None, si_unit: str | None
) -> None:
    """Lengths above 100 m are in kilometres; money has no SI unit."""
    (found,) = read(text)
    assert (value, unit, si, si_unit) == (found.value, found.unit, found.si_value, found.si_unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$121 million", 121e6, "USD"),
        ("121 million dollars", 121e6, "USD"),
        ("US$ 7bn", 7e9, "USD"),
        ("€5.2m", 5.2e6, "EUR"),
        ("£300", 300, "GBP"),
        ("5 Australian dollars", 5, "AUD"),
        ("40 billion rials", 40e9, "IRR"),
        ("3,000 somoni", 3000, "TJS"),
        ("8 million tenge", 8e6, "KZT"),
        ("EUR 20", 20, "EUR"),
        ("40 pounds", 40, "GBP"),
        ("40 pounds of powder", 40, "lb"),
        ("a 500-pound bomb", 500, "lb"),
    ],
)
def test_money_goes_by_iso_4217(text: str, value: float, unit: str) -> None:
    """A sign, a word or a code, before the number or behind it."""
    assert [(value, unit)] == amounts(text)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two hundred fifty thousand", 250_000),
        ("one hundred and one", 101),
        ("twenty one", 21),
        ("three million two hundred", 3_000_200),
        ("thousand", 1000),
    ],
)
def test_number_words_add_up(words: str, value: float) -> None:
    """A scale multiplies what stands before it."""
    assert value == add_up(tuple(w for w in words.split() if w != "and"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200,000", 1.2e6),
        ("1\u00a0200", 1200),
        ("2 1/2", 2.5),
        ("1/4", 0.25),
        ("0.5", 0.5),
        ("3.5.", 3.5),
        ("1.2 million", 1.2e6),
    ],
)
def test_figures_are_read_with_their_separators(text: str, value: float) -> None:
    """Commas and no-break spaces part thousands; fractions count."""
    assert [value] == [n.value for n in find_numerals(text)]


@pytest.mark.parametrize(
    "text",
    ["Shahed-131/136", "Ababil-2", "F-16", "COVID-19", "the 17th", "won 3-1", "10:30", "555-123-4567", "Flight 370",
     "CO2", "Resolution 2231", "version 3.8.0", "no one", "575 Wilbraham Road", "1. Open", "in 2020", "x@7.com",
     "page 12"],
)  # fmt: skip
def test_names_with_numbers_are_no_quantities(text: str) -> None:
    """Designations, ordinals, scores, times, dials, flights, addresses, list marks, years and pronouns."""
    assert () == read(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 5 km", ">"),
        ("at least 5 km", ">="),
        ("up to 5 km", "<="),
        ("no more than 5 km", "<="),
        ("fewer than 5 km", "<"),
        ("nearly 5 km", "~"),
        ("exceeding $5", ">"),
        ("5 km or more", ">="),
        ("5 km", None),
    ],
)
def test_words_beside_a_number_bound_it(text: str, bound: str | None) -> None:
    """Before it or behind it."""
    assert [bound] == [q.bound for q in read(text)]


def test_a_range_is_one_quantity_with_two_ends() -> None:
    """Scale and unit are shared."""
    assert [(10e6, 12e6, "bbl")] == [(q.value, q.high, q.unit) for q in read("10 to 12 million barrels")]
    assert [(62.0, 68.0, "USD")] == [(q.value, q.high, q.unit) for q in read("between $62 and $68")]


def test_from_one_to_another_is_two_quantities() -> None:
    """A change has a before and an after."""
    assert [(3.0, None), (5.0, None)] == [(q.value, q.high) for q in read("from $3 to $5")]


def test_what_a_date_covers_is_no_quantity() -> None:
    """Years and days are the calendar's."""
    assert [] == [q.value for q in read("On 17 May 2022, over the last two years", published="2022-06-15")]


def test_counted_things_go_by_their_noun() -> None:
    """The unit is the noun's dictionary form, what describes it stands beside it."""
    text = "40 armed drones"
    words: list[Word] = [
        ("40", "NUM", "CD", "nummod", 2),
        ("armed", "ADJ", "JJ", "amod", 2),
        ("drones", "NOUN", "NNS", "ROOT", 2),
    ]
    (found,) = read(text, grow(text, words))
    assert ("drone", "armed drones") == (found.unit, found.of)


def test_loose_numbers_are_lower_bounds() -> None:
    """ "Thousands of militants" are at least a thousand."""
    text = "thousands of militants"
    words: list[Word] = [
        ("thousands", "NOUN", "NNS", "ROOT", 0),
        ("of", "ADP", "IN", "prep", 0),
        ("militants", "NOUN", "NNS", "pobj", 1),
    ]
    (found,) = read(text, grow(text, words))
    assert (1000, ">=", "militant") == (found.value, found.bound, found.unit)


def test_the_object_of_a_verb_is_what_its_goal_measures() -> None:
    """ "Raise annual trade to $5" tells the trade for a year."""
    text = "raise annual trade to $5"
    words: list[Word] = [
        ("raise", "VERB", "VB", "ROOT", 0),
        ("annual", "ADJ", "JJ", "amod", 2),
        ("trade", "NOUN", "NN", "dobj", 0),
        ("to", "ADP", "IN", "prep", 0),
        ("$", "SYM", "$", "nmod", 5),
        ("5", "NUM", "CD", "pobj", 3),
    ]
    (found,) = read(text, grow(text, words))
    assert ("annual trade", "year") == (found.of, found.per)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("rose 5 percent", "up"),
        ("fell by about $3", "down"),
        ("cut the budget by 3 percent", "down"),
        ("up another 12 percent", "up"),
        ("cut 3 percent", None),
        ("rose to 5 percent", None),
        ("rose above 5 percent", None),
        ("gave up 5 percent", None),
        ("5 percent", None),
    ],
)
def test_a_change_is_told_from_a_level(text: str, change: str | None) -> None:
    """By the words before; behind "to" stands a level."""
    assert [change] == [q.change for q in read(text)]


def test_lost_things_are_no_change_of_size() -> None:
    """ "They lost 40 drones" measures nothing that went down."""
    text = "lost 40 drones"
    words: list[Word] = [
        ("lost", "VERB", "VBD", "ROOT", 0),
        ("40", "NUM", "CD", "nummod", 2),
        ("drones", "NOUN", "NNS", "dobj", 0),
    ]
    assert [None] == [q.change for q in read(text, grow(text, words))]


@pytest.mark.parametrize(
    ("text", "value", "of"),
    [
        ("seven were killed", 7, "killed"),
        ("12 others still missing", 12, "missing"),
        ("three dead", 3, "dead"),
        ("the number of Georgian dead rose to ten", 10, "dead"),
        ("killing at least 40", 40, "killing"),
        ("a crew of 12", 12, "crew"),
        ("a gang of about forty", 40, "gang"),
    ],
)
def test_numbers_alone_count_people_by_the_words_beside_them(text: str, value: float, of: str) -> None:
    """What befell them stands before or behind, the group before."""
    assert [(value, "person", of)] == [(q.value, q.unit, q.of) for q in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "no one was hurt",
        "met at seven",
        "room 12 wounded",
        "killing one another",
        "5G",
        "a 2-1 win",
        "the Gang of Eight",
    ],
)
def test_other_numbers_alone_count_nobody(text: str) -> None:
    """A pronoun, an hour, a room, a network, a score, a name."""
    assert [] == amounts(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("six in 10", [0.6]),
        ("one in five", [0.2]),
        ("3 out of every 4", [0.75]),
        ("three in ten minutes", [3, 10]),
        ("three in five villages", [3, 5]),
        ("3 in 10,000", [3, 10_000]),
        ("half a million", [500_000]),
        ("half an hour", [0.5]),
        ("eighteen and twenty", [18, 20]),
        ("two hundred and twenty", [220]),
        ("tens of thousands came", [10_000]),
        ("the 672138506081275904", []),
    ],
)
def test_numbers_of_several_words_are_one_where_the_words_go_together(text: str, values: list[float]) -> None:
    """Shares, halves and sums; a long run of digits is an identifier."""
    assert values == [n.value for n in find_numerals(text)]


@pytest.mark.parametrize("text", ["Ann Smith, 44, of Leeds", "voters aged 44", "the age of 44"])
def test_ages_stand_behind_names_and_the_word(text: str) -> None:
    """A number between commas behind a whole name is its bearer's age."""
    assert [(44, "year", "age")] == [(q.value, q.unit, q.of) for q in read(text)]


def test_an_age_alone_is_years() -> None:
    """Only of a person, and only where the number ends the words."""
    assert [("year", "age")] == [(q.unit, q.of) for q in read("He was 44.")]
    assert ["1"] == [q.unit for q in read("It was 44.")]


def test_an_amount_told_again_in_another_unit_keeps_its_limit() -> None:
    """Not in the same unit: that is another amount."""
    assert [">", ">"] == [q.bound for q in read("over 100 km (60 miles)")]
    assert [">", None] == [q.bound for q in read("over 100 km (60 km)")]


def test_the_price_a_year_earlier_is_for_no_year() -> None:
    """ "A year" says when there, not for how long."""
    assert [None, "year"] == [q.per for q in read("$5 a year earlier, $6 a year")]


def test_forms_of_units_name_one_unit() -> None:
    """No form of a unit stands for two."""
    forms = [f for u in units() for f in u.forms]
    assert sorted(set(forms)) == sorted(forms)


WORDS = st.sampled_from((
    "$", "5", "1,200", "million", "km", "to", "between", "and", "dozens", "of", "a", "third", "over", "per",
    "cent", "%", "-", "two", "hundred", "1/2", "€", "10-12", "m", "one", "۱۷", "😀", "e\u0301", "\u00a0", "\r\n",
    ".", "½", "²",
))  # fmt: skip
TEXTS = st.one_of(st.text(min_size=1, max_size=60), st.lists(WORDS, min_size=1, max_size=25).flatmap(
    lambda words: st.sampled_from(["", " ", "\u00a0"]).map(lambda gap: gap.join(words))
))  # fmt: skip


@given(TEXTS)
def test_spans_read_back_and_never_overlap_on_any_text(text: str) -> None:
    """Every quantity stands where its span says, in order."""
    found = read(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(q.span.of(text).strip() for q in found)


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1-", "1 ", "one ", "thousands of ", "a ", "a few ", "1/", "more than ", "$", "twenty-"]
)
def test_long_runs_are_read(unit: str) -> None:
    """Tens of thousands of letters of one kind are read like any others, and what is found stands in them."""
    text = unit * (20_000 // len(unit))
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in read(text))
