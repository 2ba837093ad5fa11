"""Titles, ranks, offices and professions: each fires in its example and stays silent in its counterexample."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon import naming, roles
from firsthand.lexicon.records import Role
from firsthand.model import Document
from firsthand.reading import mentions, models, page, reader
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, reader.STAGE)


def found(text: str) -> set[str]:
    """Ids of the roles that stand for somebody in `text`, courtesies among them."""
    return {
        r.form.role.id for r in page.open_page(run_pipeline(Document(id="x", text=text, sha256=""), PIPELINE)).roles
    }


@pytest.mark.parametrize("role", roles.roles(), ids=lambda r: r.id)
def test_a_role_fires_where_it_should_and_only_there(role: Role) -> None:
    """The example holds the role, the counterexample does not."""
    assert role.id in found(role.example)
    assert role.id not in found(role.counterexample)


def test_there_are_enough_forms() -> None:
    """At least 120 forms, lower case, each of one role."""
    forms = [form for role in roles.roles() for form in role.forms]
    assert 120 <= len(forms) == len(set(forms))
    assert forms == [form.lower() for form in forms]


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("chiefs of staff", "chief of staff"), ("spokesmen", "spokesman"), ("ministries", "ministry"),
        ("ministers of foreign affairs", "minister of foreign affairs"), ("spokespeople", "spokesperson"), ("", "gen."),
        ("branches", "branch"), ("", "armed forces"),
    ],
)  # fmt: skip
def test_plurals(many: str, one: str) -> None:
    """The first noun of a phrase takes the ending; words that are plural, and short forms, have no plural."""
    assert many == roles.plural(one)


def test_an_unknown_role_is_named() -> None:
    """The error names the role and the table."""
    with pytest.raises(LexiconError, match="no role 'jester'"):
        roles.role("jester")


def test_an_unknown_list_is_named() -> None:
    """The error names the list and says which there are."""
    with pytest.raises(LexiconError, match="no list 'colours'") as caught:
        naming.naming_words("colours")
    assert "motion" in caught.value.hint


NAMING = build_pipeline(models.STAGE, reader.STAGE, mentions.STAGE)
EXPECTED = {
    "outlet-words": ("Selby Ledger", "outlet"),
    "armed-words": ("Northern Liberation Front", "armed group"),
    "weapon-nouns": ("Kestrel-4", "weapon"),
    "not-designations": ("Ababil-2", "weapon"),
    "particles": ("Mohammed bin Salman", "person"),
}


@pytest.mark.parametrize("id", EXPECTED)
def test_words_decide_what_a_name_is(id: str) -> None:
    """The example (for exceptions, the counterexample) has a name of this kind; the other sentence has not."""
    entry = next(e for e in naming.naming_lists() if e.id == id)
    texts = (entry.counterexample, entry.example) if id == "not-designations" else (entry.example, entry.counterexample)
    words, kind = EXPECTED[id]
    kinds = []
    for text in texts:
        reading = run_pipeline(Document(id="x", text=text, sha256=""), NAMING)
        kinds.append((words, kind) in {(m.span.of(text), m.kind) for m in reading.mentions or ()})
    assert [True, False] == kinds
