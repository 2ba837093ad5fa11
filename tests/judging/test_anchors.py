"""Words are found again by their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import JudgementError
from firsthand.judging.anchors import anchor, hash_letters, holds, likeness, only_letters, spell
from firsthand.model import Span

TEXT = "The bridge over the Dol\nhas fallen."
TEXTS = st.text(alphabet=st.sampled_from("aé字 \n\t\u00a0\u00ad\u200b\ufeff.👩\u200d"), min_size=1, max_size=40)


def test_wrapping_and_invisible_characters_change_no_anchor() -> None:
    """The same words in a copy that is wrapped otherwise have the same anchor."""
    copy = "\ufeffThe brid\u00adge\u00a0over\nthe  Dol has\tfallen.\n"
    one = anchor(spell(TEXT), (Span(4, 10),))
    start = copy.index("brid")
    other = anchor(spell(copy), (Span(start, start + 7),))
    assert (one.text, one.spans) == (other.text, other.spans)
    assert holds(one, spell(copy))
    assert "brid\u00adge" == spell(copy).outward(one.spans)[0].of(copy)


def test_another_text_has_another_hash() -> None:
    assert hash_letters(TEXT) != hash_letters(TEXT.replace("Dol", "Dor"))


def test_an_anchor_with_other_words_does_not_hold() -> None:
    """Whoever forges the words of a dumped judgement moves nothing."""
    found = anchor(spell(TEXT), (Span(4, 10),))
    assert not holds(type(found)(found.text, found.spans, "tunnel"), spell(TEXT))
    assert not holds(type(found)(found.text, (Span(0, 500),), "bridge"), spell(TEXT))


def test_white_space_is_no_passage() -> None:
    with pytest.raises(JudgementError, match="no words"):
        anchor(spell(TEXT), (Span(3, 4),))


def test_likeness_counts_shared_letters() -> None:
    passage = (Span(0, 3),)
    assert [1.0, 0.5, 0.0] == [likeness(passage, (other,)) for other in (Span(0, 3), Span(1, 4), Span(5, 9))]


@given(TEXTS, st.integers(0, 39), st.integers(1, 40))
def test_a_passage_comes_back_as_it_was(text: str, start: int, size: int) -> None:
    """Without the white space at its ends; its letters are the same."""
    spelt = spell(text)
    assert only_letters(text) == "".join(text[i] for i in spelt.at) == spelt.letters
    inward = spelt.inward((Span(start, start + size),))
    words = "".join(s.of(text) for s in spelt.outward(inward))
    assert only_letters(text[start : start + size]) == only_letters(words)
