"""Dates by hand-built documents: no model is loaded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lexicon.values import calendar_words, date_shapes
from firsthand.model import Date, Document, Reading, Token, Tree, grow_tree
from firsthand.reading.date_grammar import month_slips
from firsthand.reading.dates import published_day, resolve_dates

Word = tuple[str, str, str, str, int]
"""A word with its part of speech, tag, relation and head, as a parser would give them."""


def grow(text: str, words: list[Word]) -> Tree:
    at, tokens = 0, []
    for word, pos, tag, dep, head in words:
        at = text.index(word, at)
        tokens.append(Token(at, at + len(word), word.lower(), word.lower(), pos, tag, dep, head, 0))
        at += len(word)
    return grow_tree(tuple(tokens))


def read(text: str, published: str | None = "2022-06-15", tree: Tree | None = None) -> tuple[Date, ...]:
    document = Document(id="x", text=text, sha256="", published=published)
    return resolve_dates(Reading(document=document, tree=tree)).dates or ()


def days(text: str, published: str | None = "2022-06-15") -> list[tuple[str, str]]:
    return [(d.start, d.end) for d in read(text, published)]


@pytest.mark.parametrize(
    ("verb", "tag", "helper", "day"),
    [("met", "VBD", None, "2021-10-01"), ("meet", "VB", "will", "2022-10-01"), ("meets", "VBZ", None, "2021-10-01")],
)
def test_a_month_lies_where_the_tense_of_its_clause_points(verb: str, tag: str, helper: str | None, day: str) -> None:
    """A past or present verb means the October that has been, a future one the October to come."""
    text = f"They {helper or 'often'} {verb} in October."
    dep = "aux" if helper else "advmod"
    words: list[Word] = [
        ("They", "PRON", "PRP", "nsubj", 2),
        (helper or "often", "AUX" if helper else "ADV", "MD" if helper else "RB", dep, 2),
        (verb, "VERB", tag, "ROOT", 2),
        ("in", "ADP", "IN", "prep", 2),
        ("October", "PROPN", "NNP", "pobj", 3),
    ]
    assert day == read(text, tree=grow(text, words))[0].start


def test_a_word_such_as_scheduled_means_the_future() -> None:
    """ "Scheduled for 3 September" is to come, though its verb is a past participle."""
    text = "It is scheduled for 3 September."
    words: list[Word] = [
        ("It", "PRON", "PRP", "nsubjpass", 2),
        ("is", "AUX", "VBZ", "auxpass", 2),
        ("scheduled", "VERB", "VBN", "ROOT", 2),
        ("for", "ADP", "IN", "prep", 2),
        ("3", "NUM", "CD", "nummod", 5),
        ("September", "PROPN", "NNP", "pobj", 3),
    ]
    assert "2022-09-03" == read(text, tree=grow(text, words))[0].start


def test_an_infinitive_leaves_the_direction_open() -> None:
    """Who asked in May to leave on 20 June said nothing of last year."""
    text = "They asked to leave on 20 June."
    words: list[Word] = [
        ("They", "PRON", "PRP", "nsubj", 1),
        ("asked", "VERB", "VBD", "ROOT", 1),
        ("to", "PART", "TO", "aux", 3),
        ("leave", "VERB", "VB", "xcomp", 1),
        ("on", "ADP", "IN", "prep", 3),
        ("20", "NUM", "CD", "nummod", 6),
        ("June", "PROPN", "NNP", "pobj", 4),
    ]
    assert "2022-06-20" == read(text, tree=grow(text, words))[0].start


def test_a_slip_keeps_the_words_as_written_and_names_its_rule() -> None:
    """A corrected date says what stood there and by which rule it was read."""
    (date,) = read("The fair was opened on Nay 9.")
    assert ("2022-05-09", "Nay 9") == (date.start, date.corrected_from)
    assert "dates/month-typo" in date.rules


def test_between_two_months_a_slip_is_the_nearest_past_one_and_says_so() -> None:
    """ "Juny" may be June or July; the choice is named."""
    (date,) = read("They met on Juny 3.", "2022-06-15")
    assert "2022-06-03" == date.start
    assert "dates/month-typo-nearest" in date.rules


def test_a_month_spelt_right_is_no_slip() -> None:
    """Nor is its abbreviation, nor a listed name."""
    right = {f for w in calendar_words() if w.kind in ("month", "not a month") for f in w.forms}
    assert not right & set(month_slips())


@pytest.mark.parametrize(
    "text", ["On 31 February.", "On 30 Feb. 2021.", "On 2021-13-45.", "On 29 February 2021.", "9999 years ago."]
)
def test_a_day_that_the_calendar_has_not_is_no_date(text: str) -> None:
    """It is passed over without an error; a month or year within it may stand."""
    assert all(d.precision != "day" for d in read(text))


def test_without_a_day_of_publication_relative_dates_are_left_out() -> None:
    """Nothing anchors "yesterday" or a month without a year."""
    assert [] == days("They met yesterday, on Monday, in October and last year.", None)
    assert [("2021-03-01", "2021-03-31")] == days("They met in March 2021.", None)


@pytest.mark.parametrize("published", [None, "", "soon", "2022-02-31", "2022", "15/06/2022"])
def test_a_day_of_publication_that_is_none_counts_as_unknown(published: str | None) -> None:
    """Only an ISO date anchors."""
    assert published_day(published) is None


def test_publication_may_carry_a_time() -> None:
    """The day of a date-time is used."""
    assert [("2022-06-14", "2022-06-14")] == days("They met yesterday.", "2022-06-15T08:00:00+05:00")


@pytest.mark.parametrize("gap", ["\u00a0", "  ", "\r\n", "\n", "\u202f", "\t"])
def test_any_short_gap_parts_the_words_of_a_date(gap: str) -> None:
    """No-break spaces and a line's end are gaps."""
    assert [("2022-05-17", "2022-05-17")] == days(f"on 17{gap}May{gap}2022")


def test_a_blank_line_parts_two_dates() -> None:
    """What stands in two paragraphs is not one date."""
    assert [("2022-05-01", "2022-05-31"), ("2020-01-01", "2020-12-31")] == days("in May\n\n2020", "2022-03-01")


def test_a_time_of_day_keeps_its_zone() -> None:
    """An offset where it is fixed, else a place."""
    (date,) = read("at 9 p.m. Tehran time on 3 May 2021")
    assert ("time", "+03:30", "2021-05-03T21:00") == (date.precision, date.zone, date.value)


def test_an_iso_time_keeps_its_offset() -> None:
    """`Z` is an offset of zero."""
    assert [("2021-05-03T21:00", "+00:00"), ("2021-05-03T21:00", "+05:00")] == [
        (d.value, d.zone) for d in read("2021-05-03T21:00Z and 2021-05-03T21:00+05:00")
    ]


def test_shapes_are_all_used() -> None:
    """There is no second shape with the same words."""
    patterns = [s.pattern for s in date_shapes()]
    assert len(patterns) == len(set(patterns))


WORDS = st.sampled_from((
    "May", "17", "2022", "last", "two", "years", "ago", "Nay", "3", "to", "from", "between", "and", "Monday",
    "10:30", "p.m.", "GMT", "the", "end", "of", "quarter", "third", "1990s", "31", "February", "’s", "۱۷", "😀",
    "e\u0301", "-", ",", "\u00a0", "\r\n",
))  # fmt: skip
TEXTS = st.one_of(st.text(min_size=1, max_size=60), st.lists(WORDS, min_size=1, max_size=25).map(" ".join))


@given(TEXTS, st.sampled_from([None, "2022-06-15", "0001-01-01", "9999-12-31"]))
def test_spans_read_back_and_never_overlap_on_any_text(text: str, published: str | None) -> None:
    """Every date stands where its span says, in order, and ends no earlier than it starts."""
    found = read(text, published)
    assert all(0 <= d.span.start < d.span.end <= len(text) for d in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(d.span.of(text).strip() for d in found)


@pytest.mark.parametrize(
    "unit", ["1", "1-", "1 ", "May 3 ", "the ", "a ", "last two ", "early ", "Nay ", " ", "from 3 to "]
)
def test_long_runs_are_read(unit: str) -> None:
    """Tens of thousands of letters of one kind are read like any others, and what is found stands in them."""
    text = unit * (20_000 // len(unit))
    assert all(0 <= d.span.start < d.span.end <= len(text) for d in read(text))
