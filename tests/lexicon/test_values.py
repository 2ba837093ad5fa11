"""Tables of dates and figures: each entry's example is read by it, its counterexample is not."""

from __future__ import annotations

import re

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.records import Rule
from firsthand.lexicon.tables import load_rules
from firsthand.lexicon.values import (
    CalendarWord,
    DateShape,
    bound_rules,
    calendar_words,
    change_rules,
    currencies,
    date_shapes,
    number_words,
    units,
)
from firsthand.model import Document, Reading, Token, Tree, grow_tree
from firsthand.reading.date_grammar import compile_shape
from firsthand.reading.dates import find_times, reader_of, resolve_dates
from firsthand.reading.quantities import find_quantities

UNTOLD = (
    "to come",
    "past",
    "asking",
    "moved to",
    "ends",
    "begins",
    "before a length",
    "not a month",
    "before a month",
    "before a slip",
    "before a year",
    "before any year",
    "behind a number",
)
"""Kinds of calendar words that decide whether something is a date, and are not part of one."""


def counting_tree(text: str) -> Tree:
    """A parse in which a number counts the next noun in the plural; nothing else hangs together."""
    words = list(re.finditer(r"\w+(?:[.,]\d+)*|[^\w\s]", text))
    tokens = [Token(m.start(), m.end(), m[0].lower(), m[0].lower(), "X", "X", "dep", i, 0) for i, m in enumerate(words)]
    for i, token in enumerate(tokens):
        noun = next((j for j in range(i + 1, min(i + 5, len(tokens))) if tokens[j].norm in ("drones", "barrels")), None)
        if noun is not None and token.norm != "of" and not any(t.norm == "of" for t in tokens[i:noun]):
            tokens[i] = Token(token.start, token.end, token.norm, token.lemma, "NUM", "CD", "nummod", noun, 0)
        elif noun is not None and token.norm == "of":
            tokens[i] = Token(token.start, token.end, "of", "of", "ADP", "IN", "prep", i - 1, 0)
        if token.norm in ("drones", "barrels"):
            below = i - 1 if i and tokens[i - 1].norm == "of" else i
            tokens[i] = Token(token.start, token.end, token.norm, token.norm[:-1], "NOUN", "NNS", "pobj", below, 0)
            if below != i:
                kept = tokens[below - 1]
                tokens[below - 1] = Token(
                    kept.start, kept.end, kept.norm, kept.lemma, "NOUN", "NNS", "dobj", below - 1, 0
                )
    return grow_tree(tuple(tokens))


def read(text: str) -> Reading:
    document = Document(id="x", text=text, sha256="", published="2022-06-15")
    return find_quantities(resolve_dates(Reading(document=document, tree=counting_tree(text))))


def fired(text: str) -> set[str]:
    reading = read(text)
    times = find_times(text, "2022-06-15")
    return {r for found in (*times, *(reading.dates or ()), *(reading.quantities or ())) for r in found.rules}


def entries() -> list[tuple[str, Rule]]:
    return [
        *((f"dates/{s.id}", s) for s in date_shapes()),
        *((f"calendar/{w.id}", w) for w in calendar_words() if w.kind not in UNTOLD),
        *((f"numbers/{n.id}", n) for n in number_words() if n.kind not in ("label", "toll")),
        *((f"units/{u.id}", u) for u in (*units(), *currencies())),
        *((f"bounds/{b.id}", b) for b in bound_rules()),
        *((f"changes/{c.id}", c) for c in change_rules() if c.change),
    ]


@pytest.mark.parametrize(("rule", "entry"), entries(), ids=lambda value: value if isinstance(value, str) else "")
def test_an_example_is_read_by_its_entry_and_the_counterexample_is_not(rule: str, entry: Rule) -> None:
    """Every entry fires on its example and keeps still on its counterexample."""
    assert rule in fired(entry.example)
    assert rule not in fired(entry.counterexample)


@pytest.mark.parametrize("word", [w for w in calendar_words() if w.kind in UNTOLD[8:]], ids=lambda w: w.id)
def test_words_beside_a_bare_month_or_year_make_it_a_date(word: CalendarWord) -> None:
    """The example holds a date and the counterexample none; a word that counts is the other way round."""
    dated, undated = word.example, word.counterexample
    if word.kind == "behind a number":
        dated, undated = undated, dated
    assert read(dated).dates
    assert not read(undated).dates


def test_names_one_letter_from_a_month_are_no_slips() -> None:
    """Only what is no name or common word is corrected."""
    word = next(w for w in calendar_words() if w.kind == "not a month")
    assert not any(d.corrected_from for d in read(word.example).dates or ())
    assert any(d.corrected_from for d in read(word.counterexample).dates or ())


def test_a_number_behind_a_label_is_a_name() -> None:
    """ "Room 40" holds no amount."""
    label = next(n for n in number_words() if n.kind == "label")
    assert () == read(label.example).quantities
    assert () != read(label.counterexample).quantities


def test_there_are_sixty_currencies_and_more_each_with_a_three_letter_code() -> None:
    """Currencies go by their ISO 4217 codes."""
    assert len(currencies()) >= 60
    assert all(re.fullmatch("[A-Z]{3}", c.id) for c in currencies())


def test_every_shape_names_a_reading_that_exists() -> None:
    """No shape of a date is left without a meaning."""
    assert all(reader_of(s.id) for s in date_shapes())


def test_a_shape_with_an_unknown_class_is_refused_by_name() -> None:
    """The message names the shape and the class, the hint lists the classes."""
    with pytest.raises(LexiconError, match="'odd' names an unknown class 'moon'") as caught:
        compile_shape("odd", "{moon} {day}", "day_of_month")
    assert "month" in caught.value.hint


def test_a_shape_that_begins_with_something_optional_is_refused() -> None:
    """A shape is found by its first word, so it needs one."""
    with pytest.raises(LexiconError, match="begins with neither"):
        compile_shape("odd", "(?:{month})? {day}", "day_of_month")


def test_an_entry_with_an_unknown_field_is_refused_by_name() -> None:
    """The loader names the entry."""
    table = (
        '[[shape]]\nid = "odd"\npattern = "{day}"\nreading = "year"\nwhy = "w"\nexample = "e"\ncounterexample = "c"\n'
    )
    with pytest.raises(LexiconError, match="entry 'odd'"):
        load_rules("en/dates.toml", "shape", DateShape, text=table + 'colour = "red"\n')
