"""A small answer, built by hand: two invented reports with one denial, one echo, one chain and one typo."""

from __future__ import annotations

import pytest

from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Date,
    Denial,
    Derivation,
    Discrepancy,
    Document,
    Echo,
    Entity,
    Event,
    Evidence,
    Factuality,
    Forebear,
    Known,
    Occurrence,
    Origins,
    Passage,
    Quantity,
    Refusal,
    Rival,
    Span,
    Target,
    text_id,
)

LEDGER = """The Ledger quoted Ana Brod as telling Radio Vell that "the bridge fell on Nay 3".

The governor denied reports that soldiers had left.
[bold]The range is over 10 miles[/bold], Vellia says.
"""
HERALD = "The bridge fell on 4 May.\r\nThe range is 12 miles."


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def document(text: str, path: str, outlet: str | None) -> Document:
    return Document(id=text_id(text), text=text, sha256="0" * 64, path=path, outlet=outlet)


def claim(id_: str, *assertions: str, pages: int = 1, denied_by: tuple[str, ...] = ()) -> Claim:
    origins = Origins(pages, None, 1, None, (assertions[0],))
    return Claim(id_, assertions, assertions[0], denied_by, origins, rules=("same/words",))


@pytest.fixture
def answer() -> Answer:
    """All lists have something in them."""
    ledger, herald = (
        document(LEDGER, "in/ledger_1.txt", None),
        document(HERALD, "in/herald_1.txt", "The Herald\x1b[31m"),
    )
    fell, left = span(LEDGER, "the bridge fell on Nay 3"), span(LEDGER, "soldiers had left")
    far, may = span(LEDGER, "The range is over 10 miles"), span(LEDGER, "Nay 3")
    own, far_own = span(HERALD, "The bridge fell on 4 May"), span(HERALD, "The range is 12 miles")
    mile = {"unit": "mi", "of": "the range", "si_unit": "km"}

    def told(
        id_: str, content: Span, *chain: str, act: str = "claim", page: Document = ledger, **more: object
    ) -> Assertion:
        held: dict[str, Factuality] = {"author": "Uu"}
        held |= {f"attribution:{c}": "CT+" for c in chain[-1:]}
        return Assertion(id_, page.id, (content,), chain, act, held, **more)  # type: ignore[arg-type]

    def said(
        id_: str, source: str | None, cue: str, content: Span, *, entity: str | None = None, parent: str | None = None
    ) -> Attribution:
        by = (span(LEDGER, source),) if source else ()
        return Attribution(
            id_,
            ledger.id,
            by,
            (span(LEDGER, cue),),
            (content,),
            parent=parent,
            source_entity=entity,
            rules=(f"cue/{cue}",),
        )

    ledger_at = (Occurrence(ledger.id, span(LEDGER, "Ana Brod")),)
    shown = Evidence(herald.id, (own,), "copy/words")
    echo = Echo("b001", "b002", "unknown", (Evidence(herald.id, (own,), "echo/words"),))
    return Answer(
        documents=(ledger, herald),
        entities=(Entity("e1", "Ana Brod", "person", (), ledger_at), Entity("state/VE", "Vellia", "state")),
        attributions=(
            said("a001", "The Ledger", "quoted", fell),
            said("a002", "Ana Brod", "telling", fell, entity="e1", parent="a001"),
            said("a003", None, "reports", left),
            said("a004", "The governor", "denied", left),
            said("a005", "Vellia", "says", far, entity="state/VE"),
        ),
        assertions=(
            told(
                "b001",
                fell,
                "a001",
                "a002",
                dates=(Date(may, "2022-05-03", "2022-05-03", "day", None, "Nay 3", rules=("dates/slip",)),),
                event=Event("ASSAULT", rule="event/fall"),
            ),
            told("b002", own, act="state", page=herald),
            told("b003", left, "a003"),
            told("b004", left, "a004", act="deny"),
            told(
                "b005",
                far,
                "a005",
                quantities=(
                    Quantity(span(LEDGER, "10 miles"), 10, bound=">", si_value=16.1, rules=("units/mi",), **mile),
                ),
            ),  # type: ignore[arg-type]
            told("b006", far_own, act="state", page=herald),
        ),
        claims=(
            claim("c0001", "b001", "b002", pages=2),
            claim("c0002", "b003", denied_by=("b004",)),
            claim("c0003", "b005", "b006", pages=2),
        ),
        derivations=(
            Derivation(Passage(herald.id, (own,)), Forebear(ledger.id, (fell,)), "copied", "known", (shown,)),
            Derivation(Passage(ledger.id, (fell,)), Forebear(outlet="Radio Vell"), "cited", "known", ()),
        ),
        echoes=(echo,),
        denials=(Denial("b004", Target("b003"), ("denial/object",)),),
        discrepancies=(
            Discrepancy(
                "c0003",
                "figure",
                (Rival("b005", "10 mi", span(LEDGER, "10 miles")), Rival("b006", "12 mi", span(HERALD, "12 miles"))),
                "compatible",
                ("discrepancy/figure",),
            ),
        ),
        refused=(Refusal("in/photo.txt", "binary, not text", "only text can be read"),),
        known=(Known("in/ledger_2.txt", ledger.id),),
    )
