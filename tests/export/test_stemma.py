"""Where a claim comes from, as a tree and as a picture."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from rich.console import Console

from firsthand.export.people import draw
from firsthand.export.people.stemma import grow_stemma
from firsthand.export.people.stemma_shapes import lay_cards
from firsthand.export.people.stemma_svg import stemma_svg
from firsthand.export.people.stemma_tree import stemma_tree
from firsthand.export.people.view import View
from firsthand.model import (
    Answer,
    Assertion,
    Claim,
    Derivation,
    Document,
    Forebear,
    Origins,
    Passage,
    Span,
)

TEXT = "The ferry <Ida> sank & burned."
DAYS = {"a": "2024-03-08", "b": "2024-03-08T09:00:00+00:00", "c": "2024-03-09", "d": None}


def tie(child: str, parent: str | None, kind: str, *, outlet: str = "", known: bool = True) -> Derivation:
    forebear = Forebear(document=parent, spans=(Span(0, 20),)) if parent else Forebear(outlet=outlet)
    return Derivation(Passage(child, (Span(0, 20),)), forebear, kind, "known" if known else "unknown", ())  # type: ignore[arg-type]


@pytest.fixture
def answer() -> Answer:
    """`a` credits an agency, `b` copies `a`, `c` denies it and cites `b`; nothing is known of `d`."""
    documents = tuple(Document(i, TEXT, "0" * 64, outlet=f"{i.upper()} Post", published=DAYS[i]) for i in "abcd")
    assertions = tuple(
        Assertion(f"{i * 4}", i, (Span(0, len(TEXT) - 1),), (), "deny" if i == "c" else "state", {"author": "CT+"})
        for i in "abcd"
    )
    claim = Claim("1234", ("aaaa", "bbbb", "dddd"), "aaaa", ("cccc",), Origins(3, 3, 0, None, ("aaaa", "dddd")))
    return Answer(
        documents=documents,
        assertions=assertions,
        claims=(claim,),
        derivations=(
            tie("a", None, "copied", outlet="Norrland Wire"),
            tie("b", "a", "copied"),
            tie("c", "b", "cited", known=False),
            tie("c", "a", "quoted"),
        ),
    )


def test_tree(answer: Answer) -> None:
    """The agency stands first though it is not at hand, then what comes from it, then who stands alone."""
    roots = grow_stemma(View(answer), answer.claims[0])
    (a,) = roots[0].children
    (b,) = a.children
    (c,) = b.children
    assert [("Norrland Wire", "not at hand", ""), ("D Post · d", "tells it", "")] == [
        (r.title, r.stance, r.how) for r in roots
    ]
    assert [("copies it", "tells it"), ("copies it", "tells it"), ("cites it?", "denies it")] == [
        (n.how, n.stance) for n in (a, b, c)
    ]


def test_a_loop_is_cut(answer: Answer) -> None:
    """Two reports that come from each other are still drawn once each."""
    looped = Answer(
        documents=answer.documents,
        assertions=answer.assertions,
        claims=answer.claims,
        derivations=(tie("a", "b", "cited"), tie("b", "a", "copied")),
    )
    roots = grow_stemma(View(looped), looped.claims[0])
    assert 4 == len(list(lay_cards(roots)))


def test_terminal(answer: Answer) -> None:
    """Kinds, times and stances stand in the tree, at every width."""
    for width in (60, 140):
        console = Console(file=io.StringIO(), width=width, color_system=None)
        console.print(stemma_tree(grow_stemma(View(answer), answer.claims[0])))
        printed = console.file.getvalue()  # type: ignore[attr-defined]
        assert all(
            part in printed for part in ("└── copies it: A Post", "not at hand", "denies it", "2024-03-08 09:00")
        )
        assert width >= max(map(len, printed.splitlines()))


def test_picture(answer: Answer) -> None:
    """The picture is XML whatever stands in the reports, has each card once, and no card covers another."""
    whole = ElementTree.fromstring(draw(answer, "1234"))
    boxes = [e for e in whole.iter("{http://www.w3.org/2000/svg}rect") if e.get("rx")]
    places = {(e.get("x"), e.get("y")) for e in boxes}
    assert (5, 5) == (len(boxes), len(places))
    assert "“The ferry <Ida> sank & burned”" == whole.findtext("{http://www.w3.org/2000/svg}title")


def test_control_characters_are_left_out() -> None:
    """What no XML may hold stands in no picture."""
    assert "<title>ab</title>" in stemma_svg((), "a\x00\x1b\ud800b")
