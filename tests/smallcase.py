"""A small answer made by hand, for tests that show, decide or watch: no model is loaded.

Two reports. In `one` an envoy says that a bridge fell, and the page that it was old. In `two` an outlet copies
the first sentence, and a ministry denies it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

import firsthand
from firsthand.case import Case, Run
from firsthand.case.records import to_manifest
from firsthand.case.stamps import reader_stamp
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Denial,
    Derivation,
    Document,
    Entity,
    Evidence,
    Forebear,
    Occurrence,
    Origins,
    Passage,
    Span,
    Target,
    text_id,
)
from firsthand.store import Captured

ONE = "The envoy said that the bridge had fallen.\nIt was old."
TWO = "The bridge had fallen, the envoy said.\nThe ministry denied that the bridge had fallen."


def span(text: str, words: str, *, after: int = 0) -> Span:
    """Where the words stand."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def _document(id_: str, text: str, outlet: str, day: str) -> Document:
    return Document(
        id=id_, text=text, sha256=text_id(text), path=f"{id_}.txt", title=f"Report {id_}", outlet=outlet, published=day
    )


def small_answer() -> Answer:
    """The answer over both reports."""
    fell_1, old = span(ONE, "the bridge had fallen"), span(ONE, "It was old")
    fell_2, denied = span(TWO, "The bridge had fallen"), span(TWO, "the bridge had fallen", after=40)
    envoy = Entity(
        "ee01",
        "Envoy",
        "person",
        (),
        (Occurrence("one", span(ONE, "The envoy")), Occurrence("two", span(TWO, "the envoy"))),
    )
    ministry = Entity(
        "ee02", "Ministry", "government", ("the ministry",), (Occurrence("two", span(TWO, "The ministry")),)
    )
    attributions = (
        Attribution("aa01", "one", (span(ONE, "The envoy"),), (span(ONE, "said"),), (fell_1,),
                    source_entity="ee01", rules=("cue/say",), probability=0.8),
        Attribution("aa02", "two", (span(TWO, "the envoy"),), (span(TWO, "said"),), (fell_2,),
                    source_entity="ee01", rules=("cue/say",)),
        Attribution("aa03", "two", (span(TWO, "The ministry"),), (span(TWO, "denied"),), (denied,),
                    source_entity="ee02", rules=("cue/deny",)),
    )  # fmt: skip
    assertions = (
        Assertion("5501", "one", (fell_1,), ("aa01",), "state", {"author": "Uu", "ee01": "CT+"}, entities=("ee01",)),
        Assertion("5502", "one", (old,), (), "state", {"author": "CT+"}),
        Assertion("5503", "two", (fell_2,), ("aa02",), "state", {"author": "Uu", "ee01": "CT+"}),
        Assertion("5504", "two", (denied,), ("aa03",), "deny", {"author": "Uu", "ee02": "CT-"}),
    )
    claims = (
        Claim("cc01", ("5501", "5503"), "5501", ("5504",), Origins(2, 2, 1, None, ("5501",)), ("claim/same-words",)),
        Claim("cc02", ("5502",), "5502", (), Origins(1, 1, 0, None, ("5502",))),
    )
    copied = Derivation(
        Passage("two", (fell_2,)),
        Forebear(document="one", spans=(fell_1,)),
        "copied",
        "known",
        (Evidence("two", (fell_2,), "copy/run"),),
    )
    return Answer(
        documents=(_document("one", ONE, "Evening Post", "2024-03-01"), _document("two", TWO, "Ledger", "2024-03-02")),
        entities=(envoy, ministry),
        attributions=attributions,
        assertions=assertions,
        claims=claims,
        derivations=(copied,),
        denials=(Denial("5504", Target(claim="cc01")),),
    )


def small_case(where: Path) -> Case:
    """A case that holds the small answer: one run after the first report, one after the second."""
    whole = small_answer()
    first = msgspec.structs.replace(
        whole,
        documents=whole.documents[:1],
        entities=(msgspec.structs.replace(whole.entities[0], mentions=whole.entities[0].mentions[:1]),),
        attributions=whole.attributions[:1],
        assertions=whole.assertions[:2],
        claims=(
            msgspec.structs.replace(
                whole.claims[0], assertions=("5501",), denied_by=(), origins=Origins(1, 1, 1, None, ("5501",))
            ),
            whole.claims[1],
        ),
        derivations=(),
        denials=(),
    )
    case = firsthand.open(where, create=True)
    for number, answer in enumerate((first, whole), start=1):
        with case.store.writer(who="test") as writer:
            writer.put_documents(Captured(document=d, raw=d.text.encode()) for d in answer.documents)
            for d in answer.documents:
                writer.put_reading(d.id, reader_stamp().id, b"read")
            writer.put_run(to_manifest(_run(number, answer)))
            writer.put_answer(f"{number:016x}", answer)
    return case


def _run(number: int, answer: Answer) -> Run:
    now = datetime.now(UTC)
    return Run(
        id=f"{number:016x}", kind="machine", of=None, started=now, finished=now, stamp="s", made_with={},
        input=str(number), options={}, documents=len(answer.documents), read=1, older=0, quarantined=(),
        counts={kind: len(getattr(answer, kind)) for kind in Answer.__struct_fields__},
    )  # fmt: skip
