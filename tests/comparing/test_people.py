"""One person under two names is one source."""

from __future__ import annotations

import pytest

from firsthand.comparing import compare
from firsthand.comparing.people import Directory, known_people
from firsthand.model import Document, Entity, Reading, text_id
from firsthand.reading import read_document


def people(*names: str) -> tuple[Reading, ...]:
    document = Document(id="d", text="x", sha256="")
    return (Reading(document=document, entities=tuple(Entity(id=n, name=n, kind="person") for n in names)),)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Ada Orlu", "Orlu"), {"Orlu": "Ada Orlu"}),
        (("Ada Ines Orlu", "Ada Orlu", "Orlu"), {"Ada Orlu": "Ada Ines Orlu", "Orlu": "Ada Ines Orlu"}),
        (("Ada Orlu", "Bo Orlu", "Orlu"), {"Orlu": None}),
        (("Ada Orlu", "Orlu Ada"), {}),
        (("Ada Orlu", "Ada Sen"), {}),
    ],
)
def test_who_is_who(names: tuple[str, ...], expected: dict[str, str | None]) -> None:
    """A name is taken for a fuller one that ends alike, if there is only one; a surname of two people is nobody's."""
    assert expected == known_people(people(*names))


def report(text: str, outlet: str, day: str) -> Reading:
    return read_document(Document(id=text_id(text), text=text, sha256="", outlet=outlet, published=day))


def test_a_surname_is_no_second_source() -> None:
    """The full name in one report and the surname in another show one primary source and no independence."""
    answer = compare(
        (
            report(
                "Minister Ada Orlu said on Monday that at least 90 dockers had been hurt in the port of Brenn.",
                "A Times",
                "2024-05-14",
            ),
            report("At least 90 dockers have been hurt in the port of Brenn, Orlu said.", "B Post", "2024-05-15"),
        )
    )
    (claim,) = (c for c in answer.claims if len(c.assertions) == 2)
    assert (2, 1, None) == (claim.origins.pages, claim.origins.primary_sources, claim.origins.independent)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Dilshod Rahimov", "Dilshod Rakhimov"), {"Dilshod Rakhimov": "Dilshod Rahimov"}),
        (("Khalid Qadri", "Kadri"), {"Kadri": "Khalid Qadri"}),
        (("Hamid Qadri", "Khalil Qadri", "Kadri"), {"Kadri": None}),
        (("Jamal Karimi", "Jamil Karimi"), {}),
        (("Viktor Ivanov", "Viktoria Ivanova"), {}),
        (("Ada Orlu", "Ines Ada Orlu"), {}),
    ],
)
def test_other_spellings(names: tuple[str, ...], expected: dict[str, str | None]) -> None:
    """Spellings of one name are one person; kin and other given names are not; between two, nobody."""
    assert expected == known_people(people(*names))


def test_spellings_that_do_not_all_fit_stay_apart() -> None:
    """Where the first fits the second and the second the third, but not the first the third, no two are merged."""
    assert {} == known_people(people("Sadak Orlu", "Sadek Orlu", "Sadik Orlu"))


def in_report(text: str, day: str, *entities: Entity) -> Reading:
    return Reading(document=Document(id=text, text=text, sha256="", published=day), entities=entities)


@pytest.mark.parametrize(("day", "expected"), [("2020-05-17", "person/ashraf-ghani"), ("2022-05-17", None)])
def test_an_office_is_its_holder_on_the_day(day: str, expected: str | None) -> None:
    """The president of Afghanistan in one report is the man whom another names, if he was president on its day."""
    office = Entity(id="office/AF/president", name="Afghan president", kind="person")
    man = Entity(id="person/ashraf-ghani", name="Ashraf Ghani", kind="person")
    found = known_people((in_report("a", day, office), in_report("b", "2024-01-01", man)))
    assert expected == found.get(office.id)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((("Orlu",), ("Ada Orlu",)), {"Orlu": "Ada Orlu"}),
        ((("Orlu",), ("Ada Orlu",), ("Bo Orlu",)), {}),
        ((("Orlu",), ("Ada Orlu",), ("Ada Ines Orlu",)), {"Orlu": "Ada Ines Orlu"}),
        ((("Orlu",), *((f"{name} Orlu",) for name in "ABCDEFGHIJ")), {}),
    ],
)
def test_a_surname_has_one_bearer_in_a_pile(told: tuple[tuple[str, ...], ...], expected: dict[str, str]) -> None:
    """Or nobody in particular; who calls somebody by it is named when the bearers change, whatever came first."""
    (reading,) = people("Orlu")
    for order in (told, told[::-1]):
        kept, changed = Directory(), list[int]()
        for names in order:
            changed += kept.add(people(*names)[0])
        assert expected == kept.fuller(reading)
        assert {0} >= set(changed)
        assert (order is told) == bool(changed)
