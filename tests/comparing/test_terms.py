"""Words brought to a common form."""

from __future__ import annotations

import pytest

from firsthand.comparing.terms import group_stems, stem, synonym_groups, weight
from firsthand.comparing.tolls import toll_forms
from firsthand.comparing.wording import find_words
from firsthand.lexicon.wording import Synonyms, Toll, synonyms, tolls


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word, _ in find_words(text))


@pytest.mark.parametrize(
    "words",
    ["ally allies allied", "friend friends friendly", "secure secured security", "sell sold selling sells",
     "name named names", "ship shipped shipping", "Iran Iran's", "cause caused causes"],
)  # fmt: skip
def test_forms_of_a_word_meet(words: str) -> None:
    """Inflected and derived forms have one stem."""
    assert len(set(stems(words))) == 1


@pytest.mark.parametrize(("left", "right"), [("plane", "plan"), ("business", "busy"), ("united", "unity")])
def test_other_words_stay_apart(left: str, right: str) -> None:
    """Words that only look alike have stems of their own."""
    assert stem(left) != stem(right)


@pytest.mark.parametrize("group", synonyms(), ids=lambda g: g.id)
def test_synonyms_as_shown(group: Synonyms) -> None:
    """The example holds two words of the group, the counterexample none."""
    assert group_stems(stems(group.example)).count(group.id) >= 2
    assert group.id not in group_stems(stems(group.counterexample))


def test_a_form_has_one_group() -> None:
    """No two groups claim the same form; two forms of one group may share a stem."""
    for group in synonyms():
        for form in group.forms:
            assert synonym_groups()[tuple(map(stem, form.split()))] == group.id, form


@pytest.mark.parametrize("toll", tolls(), ids=lambda t: t.id)
def test_tolls_as_shown(toll: Toll) -> None:
    """The example names the toll, the counterexample does not."""
    assert toll.id in _tolls(toll.example)
    assert toll.id not in _tolls(toll.counterexample)


def _tolls(text: str) -> set[str]:
    words = stems(text)
    return {t for i in range(len(words)) for n in (1, 2, 3) if (t := toll_forms().get(words[i : i + n])) is not None}


def test_rare_words_weigh_more() -> None:
    """A word that is in every article weighs nothing, one that is in none weighs 1."""
    assert weight("the") < 0.01
    assert weight("peac") < weight("rebel") < weight("zyzzyva") == 1.0
