"""Errors that two reports share."""

from __future__ import annotations

import msgspec

from firsthand.comparing.graphs import Node
from firsthand.comparing.pile import lay_out
from firsthand.comparing.slips import find_slips
from firsthand.comparing.tellings import compare_tellings
from firsthand.model import Quantity, Reading

OTHERS = tuple(f"General Bagheri came to {place} when the ferry had sunk." for place in ("Ardal", "Skarn", "Tolmey"))
CARRIED = "The ferry that sank off Ardal carried {} pilgrims to the island."


def slips(readings: list[Reading], families: dict[str, Node] | None = None) -> list[tuple[str, str, str]]:
    """Rule and words of all errors, the first sentences of all reports taken to answer each other."""
    pile = lay_out(readings)
    text = {p.id: p.document.text for p in pile.pages}
    answers = {
        (a.id, b.id): [(0, 0, compare_tellings(a.sentences[0], b.sentences[0]))]
        for a in pile.pages
        for b in pile.pages
        if a.id < b.id
    }
    found = find_slips(pile, answers, families or {})
    return sorted((s.rule, i, span.of(text[i])) for same in found.values() for s in same for i, span in s.spans)


def told(desk, id: str, text: str, *, day: str = "15") -> Reading:  # type: ignore[no-untyped-def]
    return desk.reading(desk.document(id, text, published=f"2022-06-{day}"))


def carried(desk, id: str, number: int, *, day: str, bound: str | None = None) -> Reading:  # type: ignore[no-untyped-def]
    """A report by which the ferry carried so many pilgrims."""
    document = desk.document(id, CARRIED.format(number), published=f"2022-06-{day}")
    amount = Quantity(desk.span(document, f"{number} pilgrims"), number, "pilgrim", bound)  # type: ignore[arg-type]
    said = desk.assertion(document, document.text[:-1], quantities=(amount,))
    return msgspec.structs.replace(desk.reading(document, assertions=(said,)), quantities=(amount,))


def test_a_word_misspelt_alike(desk) -> None:  # type: ignore[no-untyped-def]
    """What is no word but nearly one, in two reports and no third, is an error that they share."""
    one, two = told(desk, "a", "The goverment has asked."), told(desk, "b", "What the goverment asked was old.")
    both = [("specifics/typo", "a", "goverment"), ("specifics/typo", "b", "goverment")]
    assert both == slips([one, two, told(desk, "c", "The government has asked.")])
    assert [] == slips([one, two, told(desk, "c", "A goverment asked.")])


def test_one_familys_error(desk) -> None:  # type: ignore[no-untyped-def]
    """A copy has its text's errors: that shows nothing new."""
    one, two = told(desk, "a", "The goverment has asked."), told(desk, "b", "What the goverment asked was old.")
    assert [] == slips([one, two], {"b": Node("document", "a")})


def test_a_rare_word_is_no_error(desk) -> None:  # type: ignore[no-untyped-def]
    """Trawlers are no trailers, and what is quoted is another's."""
    assert [] == slips([told(desk, "a", "A trawler sank."), told(desk, "b", "They saw the trawler.")])
    assert [] == slips([told(desk, "a", "“The goverment asked.”"), told(desk, "b", "“My goverment asked.”")])


def test_a_name_that_three_others_spell_otherwise(desk) -> None:  # type: ignore[no-untyped-def]
    """Two letters changed places in both, beside the same word as with the others."""
    rest = [told(desk, f"o{i}", text) for i, text in enumerate(OTHERS)]
    wrong = [
        told(desk, i, f"The ferry sank, and General Bagehri {verb} it.") for i, verb in (("a", "saw"), ("b", "met"))
    ]
    assert ["Bagehri", "Bagehri"] == [word for _, _, word in slips([*wrong, *rest])]
    assert [] == slips([*wrong, *rest[:2]])


def test_a_name_in_another_spelling(desk) -> None:  # type: ignore[no-untyped-def]
    """Who transliterates otherwise makes no error."""
    rest = [told(desk, f"o{i}", text) for i, text in enumerate(OTHERS)]
    other = [
        told(desk, i, f"The ferry sank, and General Baghery {verb} it.") for i, verb in (("a", "saw"), ("b", "met"))
    ]
    assert [] == slips([*other, *rest])


def test_a_value_that_all_others_contradict(desk) -> None:  # type: ignore[no-untyped-def]
    """Three families say otherwise, before and after: no growth explains it."""
    wrong = [carried(desk, i, 24, day="16") for i in ("a", "b")]
    right = [carried(desk, f"o{i}", 40, day=day) for i, day in enumerate(("15", "15", "17"))]
    both = [("specifics/false-value", i, "24 pilgrims") for i in ("a", "b")]
    assert both == slips([*wrong, *right])
    assert [] == slips([*wrong, *right[:2]])
    assert [] == slips([*wrong, *right, carried(desk, "c", 24, day="16")])


def test_a_count_that_grew(desk) -> None:  # type: ignore[no-untyped-def]
    """What is counted anew later on was not wrong before; a limit contradicts nothing."""
    right = [carried(desk, f"o{i}", 40, day="17") for i in range(3)]
    assert [] == slips([*(carried(desk, i, 24, day="16") for i in ("a", "b")), *right])
    assert [] == slips([*(carried(desk, i, 24, day="18", bound=">=") for i in ("a", "b")), *right])
