"""One speech, many printings."""

from __future__ import annotations

from firsthand.comparing import compare
from firsthand.comparing.pile import gather, lay_page
from firsthand.comparing.utterances import find_utterances
from firsthand.model import Reading, Utterance

WHOLE = "We were told that the doors had been repaired in spring and I believed what we were told"
HALF = "the doors had been repaired in spring"
ALTERED = "We were told that the doors had been mended in spring and I believed what we were told"


def found(desk, *texts: str) -> tuple[Utterance, ...]:  # type: ignore[no-untyped-def]
    readings: list[Reading] = [desk.reading(desk.document(f"d{n}", text)) for n, text in enumerate(texts)]
    return find_utterances(gather(lay_page(r) for r in readings))


def test_cut(desk) -> None:  # type: ignore[no-untyped-def]
    """Half of a speech is the same speech, with the rest shown as cut."""
    (speech,) = found(desk, f"“{WHOLE}”, the minister said.", f"The minister said that “{HALF}”.")
    assert 0 == speech.fullest
    assert ["cut", "cut"] == [a.kind for a in speech.printings[1].alterations]


def test_altered(desk) -> None:  # type: ignore[no-untyped-def]
    """A changed word is shown on both sides."""
    texts = f"“{WHOLE}”, the minister said.", f"“{ALTERED}”, the minister said."
    (speech,) = found(desk, *texts)
    (change,) = speech.printings[1].alterations
    assert ("changed", "repaired", "mended") == (
        change.kind,
        change.there[0].of(texts[0]),
        change.here[0].of(texts[1]),
    )


def test_joined(desk) -> None:  # type: ignore[no-untyped-def]
    """Two quotations that a third report joins are one speech."""
    first, second = WHOLE[:50], WHOLE[51:]
    (speech,) = found(desk, f"“{first}”, he said.", f"“{second}”, he said.", f"“{WHOLE}”, he said.")
    assert 3 == len(speech.printings)


def test_other_words(desk) -> None:  # type: ignore[no-untyped-def]
    """Who says something else makes another speech, and one report alone makes none."""
    assert () == found(desk, f"“{WHOLE}”, he said.", "“The harvest has failed in all of the valley”, he said.")


def test_every_report_has_a_lineage(desk) -> None:  # type: ignore[no-untyped-def]
    """Also one that stands alone: it has likely no parent and is its own root."""
    answer = compare((desk.reading(desk.document("a", "The ferry sank off Ardal before dawn.")),))
    (lineage,) = answer.lineages
    assert ("a", None, "a") == (lineage.document, lineage.parent, lineage.root)
    assert lineage.probability > 0.5
