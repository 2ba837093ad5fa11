"""Words that are none."""

from __future__ import annotations

import pytest

from firsthand.comparing.spelling import is_misspelt, is_slip, is_word


@pytest.mark.parametrize("word", ["government", "drones", "trawler", "labour", "hoydenish", "attacked"])
def test_words(word: str) -> None:
    """What is listed, counted in the news or inflected from such is a word, and no slip."""
    assert is_word(word)
    assert not is_misspelt(word)


@pytest.mark.parametrize("word", ["goverment", "militray", "presidnet"])
def test_slips_of_the_pen(word: str) -> None:
    """One letter off a common word."""
    assert is_misspelt(word)


def test_far_from_everything() -> None:
    """A name in small letters is near no common word."""
    assert not is_misspelt("brevanka")


@pytest.mark.parametrize("pair", [("bagehri", "bagheri"), ("cat", "cart"), ("cart", "cat"), ("tubs", "tugs")])
def test_one_slip(pair: tuple[str, str]) -> None:
    """Two letters that changed places, one put in, left out or changed."""
    assert is_slip(*pair)


@pytest.mark.parametrize("pair", [("same", "same"), ("relieve", "receive"), ("ab", "ba-"), ("stops", "spots-")])
def test_none_or_more(pair: tuple[str, str]) -> None:
    """The same word is no slip, and two are too many."""
    assert not is_slip(*pair)
