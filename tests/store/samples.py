"""A small answer that is made by hand, and cases that hold it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Denial,
    Document,
    Entity,
    Known,
    Occurrence,
    Origins,
    Refusal,
    Span,
    Target,
    text_id,
)
from firsthand.store import Captured, Logged, Manifest, Offer, Store, open_store

DAY = datetime(2024, 3, 1, 12, tzinfo=UTC)

TEXT = "Karsk opened a drone factory, the minister said.\nOstrania denied it on Monday."


def document(text: str = TEXT, *, id_: str | None = None, title: str | None = "A factory") -> Document:
    return Document(id=id_ or text_id(text), text=text, sha256="00", path="a.txt", title=title, outlet="The Courier")


def captured(*documents: Document) -> list[Captured]:
    return [
        Captured(document=d, raw=b"raw " + d.text.encode(), headers=(("Content-Type", "text/plain"),), version="1")
        for d in documents
    ]


def answer(*documents: Document) -> Answer:
    """Of each document two assertions, one of which denies the other, and a claim."""
    documents = tuple(sorted(documents or (document(),), key=lambda d: d.id))
    attributions, assertions, claims, denials = [], [], [], []
    for d in documents:
        short = d.id[:12]
        attributions.append(
            Attribution(f"at-{short}", d.id, (Span(31, 43),), (Span(44, 48),), (Span(0, 28),), source_entity="minister")
        )
        assertions += [
            Assertion(
                f"as-{short}-1", d.id, (Span(0, 28),), (f"at-{short}",), "claim", {"author": "Uu", "minister": "CT+"},
                entities=("state/KA",), rules=("cue/say",),
            ),
            Assertion(f"as-{short}-2", d.id, (Span(49, 67),), (), "deny", {"author": "CT+"}, entities=("state/OS",)),
        ]  # fmt: skip
        claims.append(
            Claim(
                f"cl-{short}", (f"as-{short}-1",), f"as-{short}-1", (f"as-{short}-2",),
                Origins(1, 1, 1, None, (f"as-{short}-1",)), ("match/alone",),
            )
        )  # fmt: skip
        denials.append(Denial(f"as-{short}-2", Target(claim=f"cl-{short}"), ("deny/it",)))
    speakers = tuple(Occurrence(d.id, Span(31, 43)) for d in documents)
    states = tuple(Occurrence(d.id, Span(0, 5)) for d in documents)
    refused = Refusal("b.bin", "binary, not text", "leave it out")
    return Answer(
        documents=documents,
        entities=(
            Entity("state/KA", "Karsk", "state", ("Republic of Karsk",), states),
            Entity("minister", "the minister", "person", (), speakers),
        ),
        attributions=tuple(attributions),
        assertions=tuple(assertions),
        claims=tuple(claims),
        denials=tuple(denials),
        refused=(refused, refused),
        known=(Known("c.txt", documents[0].id),),
    )


def manifest(number: int) -> Manifest:
    at = DAY + timedelta(days=number)
    return Manifest(id=f"run-{number}", started=at, finished=at, versions={"firsthand": "0"}, options={"jobs": 2})


def judgement(number: int) -> Logged:
    return Logged(id=f"j{number}", user="ann", at=DAY + timedelta(days=number), kind="note", body=b'{"note":"x"}')


class Clock:
    """Moments that somebody sets."""

    def __init__(self) -> None:
        self.moment = DAY

    def __call__(self) -> datetime:
        return self.moment


def fill(store: Store, found: Answer | None = None) -> Answer:
    """One run with its documents, offers, a reading and a judgement."""
    found = found or answer()
    with store.writer(who="test") as writer:
        writer.put_documents(captured(*found.documents))
        writer.put_offers(Offer(path=d.path or "", outcome="taken", document=d.id) for d in found.documents)
        writer.put_reading(found.documents[0].id, "stamp", b"a reading")
        writer.put_run(manifest(1))
        writer.put_answer("run-1", found)
        writer.put_judgement(judgement(1))
    return found


def make_store(path: Path) -> Store:
    return open_store(path, create=True, clock=Clock())
