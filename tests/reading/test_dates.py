"""Dates by hand-built documents: no model is loaded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lexicon.values import calendar_words, date_shapes
from firsthand.model import Date, Document, Reading
from firsthand.reading.calendar_arithmetic import easter
from firsthand.reading.date_grammar import month_slips
from firsthand.reading.dates import find_times, published_day, resolve_dates


def read(text: str, published: str | None = "2022-06-15") -> tuple[Date, ...]:
    document = Document(id="x", text=text, sha256="", published=published)
    return resolve_dates(Reading(document=document)).dates or ()


def days(text: str, published: str | None = "2022-06-15") -> list[tuple[str, str]]:
    return [(d.start, d.end) for d in read(text, published)]


def first(text: str, published: str = "2022-06-15") -> str:
    return read(text, published)[0].start


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met in October.", "2021-10-01"),
        ("They will meet in October.", "2022-10-01"),
        ("They meet in October.", "2021-10-01"),
        ("They meet in July.", "2022-07-01"),
        ("They would have met in October.", "2021-10-01"),
    ],
)
def test_a_month_lies_where_the_tense_of_its_clause_points(text: str, day: str) -> None:
    """A past verb means the October that has been, a future one the October to come; a present one the past, unless
    what is to come is near."""
    assert day == first(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It is scheduled for 3 September.", "2022-09-03"),
        ("It had been scheduled for 3 September.", "2021-09-03"),
        ("The guidelines to be published on 3 September are long.", "2022-09-03"),
        ("They asked to leave on Monday.", "2022-06-20"),
        ("They extended the offer to 3 September.", "2022-09-03"),
        ("They gave them until Monday.", "2022-06-20"),
        ("They had waited until Monday.", "2022-06-13"),
        ("It could come as early as Monday.", "2022-06-20"),
        ("It fell to its lowest level since Monday.", "2022-06-13"),
        ("They left on Monday.", "2022-06-13"),
        ("Mr. Hill will succeed Paul D. Wood Monday.", "2022-06-20"),
        ("They looked for a way to get around Monday's ruling.", "2022-06-13"),
    ],
)
def test_words_around_a_date_tell_whether_it_is_to_come(text: str, day: str) -> None:
    """Plans, requests, deadlines and postponements point ahead, but not when they "had been" so."""
    assert day == first(text)


def test_an_infinitive_leaves_the_direction_open() -> None:
    """Who flew in to speak on 20 June, read in mid-June, said nothing of last year."""
    assert "2022-06-20" == first("They flew in to speak on 20 June.")


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
    assert [("2022-05-01", "2022-05-31"), ("2020-01-01", "2020-12-31")] == days("in May\n\n2020")


def test_a_time_of_day_keeps_its_zone() -> None:
    """An offset where it is fixed, else a place."""
    (date,) = read("at 9 p.m. Tehran time on 3 May 2021")
    assert ("time", "+03:30", "2021-05-03T21:00") == (date.precision, date.zone, date.value)


def test_an_iso_time_keeps_its_offset() -> None:
    """`Z` is an offset of zero."""
    assert [("2021-05-03T21:00", "+00:00"), ("2021-05-03T21:00", "+05:00")] == [
        (d.value, d.zone) for d in read("2021-05-03T21:00Z and 2021-05-03T21:00+05:00")
    ]


def times(text: str) -> list[tuple[str, str, str]]:
    """Words, TIMEX3 type and value of each expression of time, as published on Wednesday, 15 June 2022."""
    return [(text[f.start : f.end], f.type, f.when.value) for f in find_times(text, "2022-06-15")]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("for about two and a half years.", "about two and a half years", "P2Y6M"),
        ("for 5 1/2 hours.", "5 1/2 hours", "PT5H30M"),
        ("for several weeks.", "several weeks", "PXW"),
        ("a two-day strike.", "two-day", "P2D"),
        ("for decades.", "decades", "PXY"),
        ("for half an hour.", "half an hour", "PT30M"),
        ("for two more weeks.", "two more weeks", "P2W"),
        ("in the year ended May 31.", "the year", "P1Y"),
    ],
)
def test_how_long_is_told_in_the_units_said(text: str, words: str, value: str) -> None:
    """Halves go into the next smaller unit; what is left open is an X."""
    assert (words, "DURATION", value) == times(text)[0]


@pytest.mark.parametrize("text", ["a 10-year-old boy", "two years old", '"60 Minutes"', "three-quarters of it"])
def test_ages_names_and_shares_are_no_lengths(text: str) -> None:
    """They only look like one."""
    assert [] == times(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("every Monday", "XXXX-WXX-1"),
        ("on Mondays", "XXXX-WXX-1"),
        ("on Monday nights", "XXXX-WXX-1TNI"),
        ("each July", "XXXX-07"),
        ("every two years", "P2Y"),
        ("daily", "P1D"),
        ("at $3 million a year", "P1Y"),
    ],
)
def test_how_often_is_told_by_what_comes_again(text: str, value: str) -> None:
    """A day of the week or a month with its year left open, else the time between two of them."""
    assert [("SET", value)] == [(kind, found) for _, kind, found in times(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Third-quarter profit rose from a year earlier.", "2021-Q1"),
        ("First-quarter profit rose from the year-ago quarter.", "2021-Q1"),
        ("First-quarter profit fell. For the nine months, it rose from a year earlier.", "2021"),
        ("Profit rose from a year earlier.", "2021"),
    ],
)
def test_a_year_earlier_is_as_long_as_what_was_told(text: str, value: str) -> None:
    """A quarter is compared with a quarter, a longer stretch with a year."""
    assert value == times(text.replace("Third", "First"))[-1][2]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("With the decade-long embargo having expired in 2020, trade grew.", "2010-01-01", "2020-12-31"),
        ("The two-year truce began on 3 May 2021.", "2021-05-03", "2023-05-02"),
        ("The three-month mandate ends on 30 June.", "2022-03-30", "2022-06-30"),
    ],
)
def test_a_length_is_placed_by_the_date_at_which_it_ended_or_began(text: str, start: str, end: str) -> None:
    """Its other end is counted."""
    assert (start, end) == days(text)[0]


def test_a_length_without_such_a_date_is_no_date() -> None:
    """It has no days."""
    assert [("2020-01-01", "2020-12-31")] == days("The decade-long embargo was discussed in 2020.")


def test_the_ends_of_a_range_stand_apart_as_times_and_are_one_date() -> None:
    """TIMEX3 has them apart; a Reading has one stretch of days."""
    text = "He was away between 2014 and 2016."
    assert ["2014", "2016"] == [value for _, _, value in times(text)]
    assert [("2014-01-01", "2016-12-31")] == days(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They left the day after Christmas.", "2021-12-26"),
        ("They left the day before last Monday's vote.", "2022-06-12"),
        ("The vote was held on 3 May 2021. The day after the vote they left.", "2021-05-04"),
        ("They left on Good Friday.", "2022-04-15"),
    ],
)
def test_a_day_may_be_told_by_a_feast_or_by_the_day_beside(text: str, day: str) -> None:
    """Easter is computed; the day after what happened is the one after the day told."""
    assert day == read(text)[-1].start


@pytest.mark.parametrize("text", ["the day before 1 January 0001", "the day after 31 December 9999"])
def test_the_calendar_ends_without_an_error(text: str) -> None:
    """There is no day before its first, nor one after its last."""
    assert isinstance(read(text), tuple)


@pytest.mark.parametrize(("year", "day"), [(1818, "1818-03-22"), (2000, "2000-04-23"), (2038, "2038-04-25")])
def test_easter_is_the_sunday_after_the_full_moon_of_spring(year: int, day: str) -> None:
    """Its earliest and its latest day, and one between."""
    assert day == easter(year).isoformat()


def test_a_local_time_beside_greenwichs_tells_its_zone() -> None:
    """10:30 with 0730 GMT in brackets is three hours ahead."""
    clock, day = read("It came at 10:30 a.m. (0730 GMT) Friday.")
    assert ("2022-06-10T10:30", "+03:00", "2022-06-10") == (clock.value, clock.zone, day.value)


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
