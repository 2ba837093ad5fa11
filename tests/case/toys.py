"""A reader of toy reports, without models: `Ana Brod: The bridge fell.` is Ana Brod's, a line without a colon the
page's own. `newer` reads as a later lexicon might: other ids, other edges."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import msgspec

from firsthand.batch import pack_reading
from firsthand.model import (
    Assertion,
    Attribution,
    Document,
    Entity,
    Mention,
    Occurrence,
    Reading,
    Sentence,
    Span,
    content_id,
)

READER, NEWER, FAILING = "case.toys:make", "case.toys:make_newer", "case.toys:make_failing"
_LINE = re.compile(r"^(?:(?P<who>[^:\n]+): )?(?P<what>[^\n]+)$", re.MULTILINE)


class Told(msgspec.Struct, frozen=True):
    """What one line tells."""

    mention: Mention | None
    attribution: Attribution | None
    assertion: Assertion
    span: Span


def make() -> Callable[[bytes], bytes]:
    return lambda task: pack_reading(read(msgspec.msgpack.decode(task, type=Document), newer=False))


def make_newer() -> Callable[[bytes], bytes]:
    return lambda task: pack_reading(read(msgspec.msgpack.decode(task, type=Document), newer=True))


def make_failing() -> Callable[[bytes], bytes]:
    """Trips over every report that has the word "unreadable"."""

    def fail(task: bytes) -> bytes:
        document = msgspec.msgpack.decode(task, type=Document)
        if "unreadable" in document.text:
            raise ValueError("too hard")
        return pack_reading(read(document, newer=False))

    return fail


def make_hanging() -> Callable[[bytes], bytes]:
    """Never comes back from a report that has the word "unreadable"."""

    def hang(task: bytes) -> bytes:
        document = msgspec.msgpack.decode(task, type=Document)
        if "unreadable" in document.text:
            time.sleep(600)
        return pack_reading(read(document, newer=False))

    return hang


def read(document: Document, *, newer: bool) -> Reading:
    told = tuple(_lines(document, newer=newer))
    mentions = tuple(t.mention for t in told if t.mention)
    return Reading(
        document=document,
        sentences=tuple(Sentence(t.span, 0, 0, n) for n, t in enumerate(told)),
        mentions=mentions,
        entities=tuple(_entities(document, mentions)),
        attributions=tuple(t.attribution for t in told if t.attribution),
        assertions=tuple(t.assertion for t in told),
    )


def _lines(document: Document, *, newer: bool) -> Iterator[Told]:
    for line in _LINE.finditer(document.text):
        span = Span(*line.span("what"))
        if newer and document.text[span.end - 1] == ".":
            span = Span(span.start, span.end - 1)
        if line["who"] is None:
            yield Told(None, None, _assertion(document, span, None), Span(*line.span()))
            continue
        who, name = Span(*line.span("who")), line["who"]
        entity = f"person/{name.lower().replace(' ', '-')}" if newer else content_id("entity", "person", name)
        said = Attribution(
            content_id("attribution", document.id, span, "newer" if newer else None),
            document.id, (who,), (), (span,), source_entity=entity, rules=("toy/colon",),
        )  # fmt: skip
        yield Told(Mention(who, "person", entity), said, _assertion(document, span, said), Span(*line.span()))


def _assertion(document: Document, span: Span, said: Attribution | None) -> Assertion:
    chain = (said.id,) if said else ()
    factuality = {"author": "Uu", said.source_entity: "CT+"} if said else {"author": "CT+"}
    return Assertion(
        content_id("assertion", document.id, span, chain),
        document.id,
        (span,),
        chain,
        act="claim" if said else "state",
        factuality=factuality,  # type: ignore[arg-type]
        entities=(said.source_entity,) if said and said.source_entity else (),
    )


def _entities(document: Document, mentions: tuple[Mention, ...]) -> Iterator[Entity]:
    for id_ in sorted({m.entity for m in mentions if m.entity}):
        met = tuple(Occurrence(document.id, m.span) for m in mentions if m.entity == id_)
        yield Entity(id_, met[0].span.of(document.text), "person", mentions=met)
