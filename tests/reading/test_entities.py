"""Who is meant: mentions of one document linked, and the entity that heads a phrase."""

from __future__ import annotations

from functools import cache

import pytest

from firsthand.lexicon.naming import naming_lists
from firsthand.lexicon.records import WordList
from firsthand.model import Document, Reading, Span, content_id
from firsthand.reading import entities, mentions, metonymy, models, reader
from firsthand.reading.entities import entity_of, unlisted_id
from firsthand.reading.people import bearers, full_names, is_shorter, name_words
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, reader.STAGE, mentions.STAGE, entities.STAGE)


@cache
def read(text: str, id: str = "x") -> Reading:
    return run_pipeline(Document(id=id, text=text, sha256=""), PIPELINE)


def headed(text: str, words: str) -> str | None:
    """The entity of a phrase: its listed id, or its name."""
    reading, start = read(text), text.index(words)
    entity = entity_of(reading, Span(start, start + len(words)))
    names = {e.id: e.name for e in reading.entities or ()}
    return entity if entity is None or "/" in entity else names[entity]


@pytest.mark.parametrize(
    ("entity", "words", "text"),
    [
        ("group/taliban", "The Taliban", "The Taliban denied it."),
        (None, "an Iranian expert", "The sale is likely, an Iranian expert said."),
        (None, "Kazakh and Uzbek leaders", "Kazakh and Uzbek leaders promised more trade."),
        ("Anna Kerrigan", "Anna Kerrigan, Central Asia analyst at the house Meridian",
         "The paper quoted Anna Kerrigan, Central Asia analyst at the house Meridian, as saying so."),
        ("Karim Dadgar", "Peru’s Air Force Chief, Major-General Karim Dadgar",
         "Peru’s Air Force Chief, Major-General Karim Dadgar, visited the school."),
        ("state/UZ", "Tashkent", "Tashkent rejected the offer."),
        ("government/KZ/foreign-ministry", "the Kazakh Foreign Ministry", "False, the Kazakh Foreign Ministry said."),
        (None, "officials", "It was false, officials said."),
    ],
)  # fmt: skip
def test_the_head_of_a_phrase_says_who_is_meant(entity: str | None, words: str, text: str) -> None:
    """The mention that holds the head of the phrase counts, not others inside it."""
    assert entity == headed(text, words)


def test_a_name_has_the_same_id_in_every_document() -> None:
    """The id of a person is made of the full name; a demonym in -ian meets its land."""
    one, two = read("Anna Kerrigan spoke.", "1"), read("They met Anna  Kerrigan.", "2")
    assert {content_id("person", "anna kerrigan")} == {e.id for r in (one, two) for e in r.entities or ()}
    assert unlisted_id("Vardania") == unlisted_id("Vardanian") != unlisted_id("Vardan")


def test_an_entity_is_known_by_its_best_name() -> None:
    """Listed things by the list's first name, people by the longest; the rest are aliases."""
    reading = read("General Karim Dadgar met Huthi rebels. Dadgar then left.")
    assert {("Karim Dadgar", ("Dadgar",)), ("Houthis", ("Huthi rebels",))} == {
        (e.name, e.aliases) for e in reading.entities or ()
    }


METONYMS = {
    "place-prepositions": "Dushanbe",
    "motion": "Tehran",
    "physical": "Kyiv",
    "town-nouns": "Dushanbe",
    "town-attributes": "Dushanbe",
}


@pytest.mark.parametrize("id", METONYMS)
def test_words_that_make_a_capital_a_town(id: str) -> None:
    """In the example the capital is a place, in the counterexample it stands for the state."""
    entry = next(e for e in naming_lists() if e.id == id)
    stands = []
    for text in (entry.example, entry.counterexample):
        mention = next(m for m in read(text).mentions or () if m.rules[0].startswith("speaks/"))
        stands.append(mention.rules[-1])
    assert [metonymy.PLACE, metonymy.STATE] == stands


@pytest.mark.parametrize(
    ("stands", "text"),
    [
        ("state/TJ", "Dushanbe denied the report."),
        ("state/TJ", "The report was denied by Dushanbe."),
        ("state/TJ", "Dushanbe's exports of cotton fell."),
        ("state/TJ", "Russia and Dushanbe agreed on a price."),
        ("state/TJ", "Talks between Dushanbe and Ankara broke down."),
        ("state/TJ", "The bill was meant to punish Dushanbe."),
        ("place/dushanbe", "He was born in Dushanbe."),
        ("place/dushanbe", "She returned to Dushanbe."),
        ("place/dushanbe", "They left Dushanbe at night."),
        ("place/dushanbe", "Dushanbe was shelled."),
        ("place/dushanbe", "DUSHANBE (Reuters) - The plant opened."),
    ],
)
def test_a_capital_acts_or_is_a_place(stands: str, text: str) -> None:
    """Subject, agent, owner and partner act; where, whither and what is shelled is a place."""
    found = [m.entity for m in read(text).mentions or () if m.span.of(text).casefold() == "dushanbe"]
    assert [stands] == found


def test_a_name_of_two_things_waits_for_the_document() -> None:
    """RSF is a group of fighters or of journalists, as the rest of the report says, else nobody."""
    text = "The Rapid Support Forces advanced. RSF fighters took the town."
    assert ["group/rapid-support-forces"] == [m.entity for m in read(text).mentions or () if m.span.of(text) == "RSF"]
    assert [None] == [m.entity for m in read("RSF condemned it.").mentions or ()]


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("Dadgar", "Karim Reza Dadgar", True), ("Karim Dadgar", "Karim Reza Dadgar", True),
        ("K. Dadgar", "Karim Dadgar", True), ("Assad", "Bashar al-Assad", True), ("Ali Dadgar", "Karim Dadgar", False),
    ],
)  # fmt: skip
def test_short_names(short: str, full: str, same: bool) -> None:
    """A surname, a middle name or an initial left out, an article: the same person. Another given name: another."""
    assert same == is_shorter(name_words(short), name_words(full))


def test_two_fuller_names_leave_a_shorter_one_alone() -> None:
    """J. Doe may be John Doe or Jane Doe, and so is neither."""
    names = [name_words(n) for n in ("John Doe", "Jane Doe", "J. Doe")]
    assert {n: n for n in names} == full_names(names)


def test_family_names_may_come_first() -> None:
    """Xi is Xi Jinping, unless someone's surname is Xi."""
    xi, ann = ("xi", "jinping"), ("ann", "xi")
    assert (xi,) == bearers("xi", [xi])
    assert (ann,) == bearers("xi", [xi, ann])


def test_whoever_leans_on_a_state_is_not_its_own() -> None:
    """ "Iran-backed rebels" are rebels; "Iran's rebels" are Iran's."""
    entry = listed_words("leaning")
    assert ["rebels", "Iran's rebels"] == [phrase(entry.example), phrase(entry.counterexample)]


def test_a_former_minister_is_not_the_minister() -> None:
    """Whoever is called former, next or deputy does not hold the office."""
    entry = listed_words("not-in-office")
    office = [
        [m.entity for m in read(t).mentions or () if m.kind == "person"] for t in (entry.example, entry.counterexample)
    ]
    assert [[None], ["office/IR/foreign-minister"]] == office


def test_a_demonym_is_formed_from_a_land() -> None:
    """The ending decides, for states that are in no list."""
    entry = listed_words("demonym-endings")
    land = [{e.name for e in read(t).entities or ()} for t in (entry.example, entry.counterexample)]
    assert {"Vardania"} == land[0] != land[1]


def listed_words(id: str) -> WordList:
    return next(e for e in naming_lists() if e.id == id)


def phrase(text: str) -> str:
    """The words of the only role phrase."""
    (found,) = (m.span.of(text) for m in read(text).mentions or () if m.rules[0].startswith("role/"))
    return found
