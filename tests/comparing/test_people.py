"""One person under two names is one source."""

from __future__ import annotations

import pytest

from firsthand.comparing import compare
from firsthand.comparing.people import known_people
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
