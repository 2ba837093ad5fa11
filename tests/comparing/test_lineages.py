"""The best parent of each report, and outlets that come back to themselves."""

from __future__ import annotations

from firsthand.comparing.lineages import find_lineages
from firsthand.comparing.loops import find_loops, show_loops
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import Pile, gather, lay_page
from firsthand.model import Derivation, Evidence, Forebear, Passage, Span

OUTLETS = {"a": "Ardal Post", "b": "Sound Weekly", "c": "Ardal Post"}
KNOWN = know_outlets(OUTLETS.values())


def pile(desk) -> Pile:  # type: ignore[no-untyped-def]
    documents = (desk.document(id, "The ferry sank off Ardal.", outlet=outlet) for id, outlet in OUTLETS.items())
    return gather(lay_page(desk.reading(d)) for d in documents)


def edge(child: str, parent: str, *, chance: float = 0.9, end: int = 9) -> Derivation:
    here = (Span(0, end),)
    shown = (Evidence(child, here, "citation/source"),)
    return Derivation(Passage(child, here), Forebear(document=parent, spans=here), "copied", "known", shown, chance)


def test_what_explains_more_is_the_parent(desk) -> None:  # type: ignore[no-untyped-def]
    """Of two parents the tree has the one whose words make up more of the child."""
    found = find_lineages((edge("c", "a", end=4), edge("c", "b")), pile(desk), KNOWN)
    assert [None, None, "b"] == [x.parent and x.parent.document for x in found]
    assert ["a", "b", "b"] == [x.root for x in found]


def test_no_parent_is_an_option(desk) -> None:  # type: ignore[no-untyped-def]
    """A parent that is likelier none than one is left out, and lowers the chance that there is none."""
    found = find_lineages((edge("c", "a", chance=0.4),), pile(desk), KNOWN)[2]
    assert (None, "c", 0.58) == (found.parent, found.root, found.probability)


def test_no_circle(desk) -> None:  # type: ignore[no-untyped-def]
    """Two reports that each have something from the other have one parent between them."""
    found = find_lineages((edge("a", "b"), edge("b", "a")), pile(desk), KNOWN)
    assert 1 == sum(x.parent is not None for x in found)


def test_who_has_it_from_elsewhere_too(desk) -> None:  # type: ignore[no-untyped-def]
    """Of two that cite each other the one that has a parent outside is the other's parent: no story falls apart."""
    found = find_lineages((edge("c", "b"), edge("b", "c"), edge("c", "a", chance=0.6, end=4)), pile(desk), KNOWN)
    assert [None, "c", "a"] == [x.parent and x.parent.document for x in found]
    assert {"a"} == {x.root for x in found}


def test_a_loop(desk) -> None:  # type: ignore[no-untyped-def]
    """The Post's later page cites the Weekly, which cites the Post's first: every step shows its words."""
    (path,) = find_loops((edge("c", "b"), edge("b", "a")), pile(desk), KNOWN)
    (loop,) = show_loops((path,), pile(desk), KNOWN)
    assert ("ardal post", "sound weekly") == loop.outlets
    assert ["c", "b"] == [step.document for step in loop.steps]


def test_an_update_is_no_loop(desk) -> None:  # type: ignore[no-untyped-def]
    """An outlet's later page that carries on its earlier one comes back to nobody."""
    assert () == find_loops((edge("c", "a"),), pile(desk), KNOWN)
