"""What an outlet prints under everything."""

from __future__ import annotations

import random

from firsthand.comparing.boilerplate import Standing, find_boilerplate
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


def test_a_footer_is_learned_over_a_pile(desk) -> None:  # type: ignore[no-untyped-def]
    """Report by report, whatever comes first, and it is said of which reports it changes what they tell; an update
    shows nothing."""
    told = [*(f"{news} {FOOTER}" for news in NEWS), f"{NEWS[0]} One man is missing. {FOOTER}", NEWS[1]]
    pages = [lay_page(desk.reading(desk.document(f"d{n}", t, outlet="Ardal Post"))) for n, t in enumerate(told)]
    for seed in range(4):
        mixed, kept, touched = random.Random(seed).sample(pages, len(pages)), Standing(), set[str]()
        for page in mixed:
            touched.update(mixed[number].id for number in kept.add(page))
        found = {p.id: [s.of(p.document.text).strip() for s in kept.of(n, p)] for n, p in enumerate(mixed)}
        assert {"d0": [FOOTER], "d1": [FOOTER], "d2": [FOOTER], "d3": [FOOTER], "d4": []} == found
        assert {"d0", "d1", "d2", "d3"} == touched
