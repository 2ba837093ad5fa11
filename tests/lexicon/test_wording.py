"""The tables of comparing refuse what they do not know, and name it."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.wording import Synonyms, load_credits, load_forms, load_notices, load_pairs

REASONS = 'why = "Said."\nexample = "A b."\ncounterexample = "C d."\n'


def group(id: str, *forms: str) -> str:
    return f'[[synonyms]]\nid = "{id}"\nforms = {list(forms)}\n{REASONS}'


def refusal(load, *arguments, text: str) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(LexiconError) as caught:
        load(*arguments, text=text)
    return caught.value.message


def test_a_form_stands_in_one_group() -> None:
    """The second group that claims a form is named, and the first."""
    text = group("boat", "boat", "ship") + group("send", "send", "ship")
    assert "form 'ship' of 'send' stands in 'boat' too" in refusal(load_forms, "x", "synonyms", Synonyms, text=text)


def test_a_form_is_short() -> None:
    """Four words are never looked at in one."""
    text = group("sink", "go down with all hands")
    assert "'go down with all hands' of 'sink'" in refusal(load_forms, "x", "synonyms", Synonyms, text=text)


@pytest.mark.parametrize(("key", "load"), [("notice", load_notices), ("credit", load_credits)])
def test_a_pattern_is_one(key: str, load) -> None:  # type: ignore[no-untyped-def]
    """An open bracket is no regular expression."""
    more = 'place = "any"\nkind = "cited"\n' if key == "credit" else ""
    text = f"[[{key}]]\nid = 'odd'\npattern = '('\n{more}{REASONS}"
    assert "the pattern of 'odd' is none" in refusal(load, "x", text=text)


def test_a_credit_names_somebody() -> None:
    """A pattern without the group `name` credits nobody."""
    text = f"[[credit]]\nid = 'odd'\npattern = '^From {{place}}'\nplace = 'any'\nkind = 'cited'\n{REASONS}"
    assert "'odd' names nobody" in refusal(load_credits, "x", text=text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("form,base\nsold,sell", "its columns are not form,lemma"),
        ("form,lemma\nsold,sell\nsold,sell", "x:3"),
        ("form,lemma\nsold", "x:2"),
        ("form,lemma\nsold,", "x:2"),
    ],
)
def test_pairs_are_whole(text: str, said: str) -> None:
    """Other columns, a repeated first cell, and a missing second one are refused with their line."""
    assert said in refusal(load_pairs, "x", ("form", "lemma"), text=text)
