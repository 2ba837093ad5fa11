"""What outlives a translation."""

from __future__ import annotations

from firsthand.comparing.specifics import agreement, find_specifics, language_of, near, weigh_specifics

ENGLISH = "Northrop Grumman and EADS won a $40 billion contract for 179 tankers, JSA's Paul Nesbit said."
SPANISH = "Northrop Grumman y EADS ganaron un contrato de 40.000 millones por 179 aviones, dijo Paul Nesbit, de JSA."
OTHER = "Ana Brod opened the hall in Haskeby before 300 guests."


def test_numbers_meet_in_their_first_digits() -> None:
    """Forty billion is 40.000 million elsewhere."""
    assert {"#4", "#179"} <= find_specifics(ENGLISH).keys() & find_specifics(SPANISH).keys()


def test_names_lose_accents_and_possessives() -> None:
    """Bogotá's mayor is Bogota's."""
    assert {"bogota": 2} == find_specifics("Bogotá’s mayor left Bogota.")


def test_a_translation_agrees_more_than_another_text() -> None:
    """Names and numbers are weighed by how rare they are."""
    texts = {"a": find_specifics(ENGLISH), "b": find_specifics(SPANISH), "c": find_specifics(OTHER)}
    weights = weigh_specifics(texts.values())
    assert agreement(texts["a"], texts["b"], weights) > 0.5 > agreement(texts["a"], texts["c"], weights)
    assert [("a", "b")] == list(near(texts, weights, rare=0.1, crowd=5))


def test_languages() -> None:
    """Small words tell a language; a short or nameless text has none."""
    dutch = "Het is een van de bedrijven die met de hulp van het ministerie zijn gebouwd, en dat wordt niet " * 3
    assert "nl" == language_of(dutch)
    assert "en" == language_of("The minister said that it was the first of the plants and is to make drones. " * 4)
    spanish = "El fabricante de automóviles de Estados Unidos anunció en mayo que la mayoría de los tenedores "
    spanish += "de bonos de la empresa no cambiaron la deuda de 27.000 millones. "
    assert "es" == language_of(spanish * 3)
    assert "" == language_of("Northrop Grumman EADS Boeing")
