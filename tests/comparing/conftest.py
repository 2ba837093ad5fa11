"""Readings built by hand: no parser is loaded."""

from __future__ import annotations

import re

import pytest

from firsthand.model import (
    Assertion,
    Attribution,
    Document,
    Entity,
    Occurrence,
    Quantity,
    Quote,
    Reading,
    Sentence,
    Span,
    content_id,
    text_id,
)

_SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"]?(?=\s)|$)", re.M)


class Desk:
    """Makes documents, and assertions by the words that they stand at."""

    def document(self, id: str, text: str, *, outlet: str | None = None, published: str | None = None) -> Document:
        return Document(id, text, text_id(text), outlet=outlet, published=published)

    def span(self, document: Document, words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    def attribution(
        self, document: Document, source: str, cue: str, content: str, *, entity: str | None = None, addressee: str = ""
    ) -> Attribution:
        parts = {k: (self.span(document, v),) if v else () for k, v in
                 {"source": source, "cue": cue, "content": content, "addressee": addressee}.items()}  # fmt: skip
        return Attribution(
            content_id("attribution", document.id, source, cue, content),
            document.id,
            **parts,
            source_entity=entity,
            rules=("cue/say", "frame/clause"),
        )

    def assertion(
        self,
        document: Document,
        content: str,
        *chain: Attribution,
        act: str = "state",
        quantities: tuple[Quantity, ...] = (),
    ) -> Assertion:
        span = self.span(document, content)
        holders = {a.source_entity or f"attribution:{a.id}": "CT-" if act == "deny" else "CT+" for a in chain}
        return Assertion(
            content_id("assertion", document.id, span, *(a.id for a in chain)),
            document.id,
            (span,),
            tuple(a.id for a in chain),
            act,  # type: ignore[arg-type]
            {"author": "Uu" if chain else "CT+", **holders},  # type: ignore[dict-item]
            quantities=quantities,
        )

    def reading(
        self,
        document: Document,
        *,
        assertions: tuple[Assertion, ...] = (),
        attributions: tuple[Attribution, ...] = (),
        entities: tuple[Entity, ...] = (),
    ) -> Reading:
        text = document.text
        return Reading(
            document=document,
            sentences=tuple(Sentence(Span(*m.span()), 0, 0, 0) for m in _SENTENCE.finditer(text)),
            quotes=tuple(Quote(Span(*m.span(1)), Span(*m.span())) for m in re.finditer(r"“([^”]+)”", text)),
            assertions=tuple(sorted(assertions, key=lambda a: (a.content[0].start, a.id))),
            attributions=attributions,
            entities=entities,
        )

    def entity(self, document: Document, id: str, name: str, kind: str = "person") -> Entity:
        return Entity(id, name, kind, mentions=(Occurrence(document.id, self.span(document, name)),))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk()
