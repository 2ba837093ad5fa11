"""What an outlet prints under everything."""

from __future__ import annotations

from firsthand.comparing.boilerplate import find_boilerplate
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import gather, lay_page

FOOTER = "Thank you for reading and call the night desk if you know more."
NEWS = (
    "A ferry sank off Ardal before dawn. Two tugs searched the sound all morning.",
    "The council raised the price of water. Shops in the old town stayed shut.",
    "A school burned down in the valley. Nobody was hurt in the fire.",
)


def spans(desk, outlets: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    pages = [
        lay_page(desk.reading(desk.document(f"d{n}", text, outlet=outlet)))
        for n, (text, outlet) in enumerate(zip(texts, outlets, strict=True))
    ]
    found = find_boilerplate(gather(pages), know_outlets(outlets))
    return {p.id: [s.of(p.document.text).strip() for s in found[p.id]] for p in pages if p.id in found}


def test_a_footer_is_learned(desk) -> None:  # type: ignore[no-untyped-def]
    """Under three unlike reports of one outlet a sentence is the outlet's."""
    found = spans(desk, ("Ardal Post",) * 3, tuple(f"{news} {FOOTER}" for news in NEWS))
    assert {"d0", "d1", "d2"} == found.keys()
    assert all([FOOTER] == words for words in found.values())


def test_an_update_is_no_footer(desk) -> None:  # type: ignore[no-untyped-def]
    """Three editions of one report share their sentences because they tell the same."""
    assert {} == spans(desk, ("Ardal Post",) * 3, (NEWS[0], NEWS[0], f"{NEWS[0]} One man is missing."))


def test_others_footers(desk) -> None:  # type: ignore[no-untyped-def]
    """What three outlets print alike is a copy, as far as anybody can know."""
    outlets = ("Ardal Post", "Sound Weekly", "Norrland Wire")
    assert {} == spans(desk, outlets, tuple(f"{news} {FOOTER}" for news in NEWS))
