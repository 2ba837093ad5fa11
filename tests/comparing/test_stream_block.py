"""What the reports of a block tell beside guests from another."""

from __future__ import annotations

from typing import Any

from firsthand.comparing.pile import Page, lay_page
from firsthand.comparing.stream_block import compare_block, join_lineages
from firsthand.model import Forebear, Lineage

TEXT = (
    "The ferry Marlin sank in heavy weather off the island of Ardal before dawn on Monday with 41 people and two "
    "lorries on board. Two tugs and a helicopter searched the sound for the mate and three passengers."
)


def page(desk: Any, id: str, outlet: str, day: str, text: str = TEXT) -> Page:
    document = desk.document(id, text, outlet=outlet, published=day)
    return lay_page(desk.reading(document, assertions=(desk.assertion(document, text),)))


def test_a_guest_is_where_it_comes_from(desk: Any) -> None:
    """A report's text may come from a guest; of the guest itself nothing is told."""
    child = page(desk, "child", "Sound Weekly", "2024-03-08")
    part = compare_block((child,), (page(desk, "guest", "Ardal Post", "2024-03-07"),))
    assert [("child", "guest")] == [(d.child.document, d.parent.document) for d in part.derivations]
    assert [("child",)] == [tuple(child.reading.document.id for _ in c.assertions) for c in part.claims]
    assert [("child", "guest")] == [(x.document, x.root) for x in part.lineages]


def test_what_comes_from_a_guest_only_the_guest_tells(desk: Any) -> None:
    """Where the guest is the younger one, its own block says so."""
    guest = page(desk, "guest", "Sound Weekly", "2024-03-08")
    part = compare_block((page(desk, "parent", "Ardal Post", "2024-03-07"),), (guest,))
    assert ((), ["parent"]) == (part.derivations, [x.document for x in part.lineages])


def test_lines_go_on_in_other_blocks() -> None:
    """What goes back to a guest goes back to where that comes from; a line that comes back stays as it is."""

    def line(document: str, parent: str | None, root: str) -> Lineage:
        return Lineage(document, None if parent is None else Forebear(document=parent), 1.0, root)

    told = (line("c", "b", "b"), line("b", "a", "a"), line("a", None, "a"), line("x", "y", "y"), line("y", "x", "x"))
    assert ["a", "a", "a", "y", "x"] == [x.root for x in join_lineages(told)]
