"""Which names can be one, whoever transliterated them, and which never are."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from firsthand.lexicon import world
from firsthand.lexicon.likeness import NameIndex, compare_names, numbers
from firsthand.lexicon.skeletons import (
    NamePart,
    Spelling,
    letters,
    name_parts,
    sound,
    spellings,
    split_name,
    word_likeness,
)

APART = Path(__file__).parents[2] / "eval/apart.csv"
NEARLY = 0.75
"""How alike the words of a spelling's example are at least, and those of its counterexample are not."""


def apart() -> list[tuple[str, str]]:
    with APART.open(encoding="utf-8", newline="") as lines:
        return [(row["left"], row["right"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("rule", spellings(), ids=lambda r: r.id)
def test_spellings_sound_alike(rule: Spelling) -> None:
    """The words of an example are one name's; the two of a counterexample are two."""
    first, *others = rule.example.lower().split()
    assert all(word_likeness(first, other) >= NEARLY for other in others)
    assert word_likeness(*rule.counterexample.lower().split()) < NEARLY


@pytest.mark.parametrize("part", name_parts(), ids=lambda p: p.id)
def test_parts_of_names(part: NamePart) -> None:
    """What an example sets equal weighs the same parts in any order; what a counterexample parts differs."""
    one, other = part.example.split(" = ")
    assert telling(one) == telling(other)
    one, other = part.counterexample.split(" != ")
    assert "same" not in {compare_names(one, other), compare_names(one, other, whole=True)}


def telling(name: str) -> list[str]:
    return sorted(sound(p.word) for p in split_name(name) if p.weight > 0.4)


@pytest.mark.parametrize(("left", "right"), apart(), ids=lambda name: name)
def test_apart_stays_apart(left: str, right: str) -> None:
    """Kin, near-country names and designators are never one name, as a person's or as anything's."""
    assert "same" not in {compare_names(left, right), compare_names(left, right, whole=True)}
    assert compare_names(left, right) == compare_names(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mohammad Rezai", "Mohammad Hossein Rezaei"),
        ("Nursultan Abdiyev", "Nursultan Abdiev"),
        ("Khalid Qadri", "Khaled Kadri"),
        ("Siraj al-Din Omari", "Serajuddin Omary"),
        ("Abdul Karim Yusufi", "Abdulkarim Yousufi"),
        ("Dmitri Smirnoff", "Dmitry Smirnov"),
        ("J. Doe", "Jane Doe"),
        ("Mahmud Rostam-Nejad", "Mahmoud Rostamnejad"),
    ],
)
def test_spellings_of_one_person(left: str, right: str) -> None:
    """Other letters for a sound, a middle name more, an initial, a name written apart."""
    assert "same" == compare_names(left, right)


@pytest.mark.parametrize(
    ("verdict", "left", "right"),
    [
        ("listed", "Niger", "Nigeria"),
        ("listed", "Ahmad Massoud", "Ahmad Shah Massoud"),
        ("numbers", "Kestrel-4", "Kestrel-5"),
        ("numbers", "Kestrel-4", "Kestrel-4B"),
        ("acronym", "KSC", "KSK"),
        ("other-name", "Ada Orlu", "Bo Orlu"),
        ("too-little", "Orlu", "Ada Orlu"),
    ],
)
def test_why_two_names_are_two(verdict: str, left: str, right: str) -> None:
    """The verdict names the veto."""
    assert verdict == compare_names(left, right)


def test_numbers_of_a_designation() -> None:
    """Roman numbers are read, leading noughts dropped, a letter that follows belongs to the number."""
    assert frozenset({"2"}) == numbers("Ababil-II") == numbers("Ababil 02")
    assert frozenset({"47m", "2"}) == numbers("Kh-47M2")
    assert frozenset() == numbers("Ivan III".removesuffix(" III"))


def test_letters_of_any_script() -> None:
    """What has no Latin letter at all has no words, and is like nothing."""
    assert () == letters("Дмитрий")
    assert "same" != compare_names("Дмитрий", "Алексей")


def test_a_list_is_looked_up_by_sound() -> None:
    """The likest first; order of words is free; a name that shares nothing finds nothing."""
    index = NameIndex({"a": "RAKHIMOV, Dilshod", "b": "RAHMON, Aziz", "c": "KARIMOV, Dilshod"})
    assert "a" == index.look_up("Dilshad Rahimov")[0].id
    assert ["c"] == [f.id for f in index.look_up("Dilshod Karimoff", among=lambda id: id != "a")][:1]
    assert () == index.look_up("Zoltan Egger")


def test_an_arm_of_another_number_has_a_row_of_its_own() -> None:
    """Within one row of the arms, the first number behind one stem is the same; letters and numbers behind it may say
    which model."""
    for row in world.listed("weapons"):
        shaped = [m for form in row.names if (m := re.match(r"([A-Za-z]+)[- ](\d+)", form))]
        assert len({m[1] for m in shaped}) == len({m.groups() for m in shaped}), row.id


def test_who_held_an_office() -> None:
    """By the day; on a day of change by the part of the date that is known; nobody where the list is silent."""
    assert "person/ashraf-ghani" == world.holder_on("office/AF/president", "2020-01-01")
    assert world.holder_on("office/AF/president", "2022-01-01") is None
    assert {h.person for h in world.holdings()} <= set(world.persons())
    assert {h.office.split("/")[1] for h in world.holdings()} <= {
        row.id.removeprefix("state/") for row in world.states()
    }
    assert all(h.until is None or h.since[:4] <= h.until[:4] for h in world.holdings())
