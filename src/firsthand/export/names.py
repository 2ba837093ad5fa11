"""Names and addresses that several formats share: of claims, documents, speakers, and what a report is called."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.model import Answer, Assertion, Attribution, Claim, Document, Entity, words

OWN = "own voice"


class Names(msgspec.Struct, frozen=True):
    """Look-ups over an answer for exports."""

    answer: Answer
    documents: dict[str, Document]
    entities: dict[str, Entity]
    attributions: dict[str, Attribution]
    assertions: dict[str, Assertion]
    claims: dict[str, Claim]


def names_of(answer: Answer) -> Names:
    return Names(
        answer,
        {d.id: d for d in answer.documents},
        {e.id: e for e in answer.entities},
        {a.id: a for a in answer.attributions},
        {a.id: a for a in answer.assertions},
        {c.id: c for c in answer.claims},
    )


def title_of(document: Document) -> str:
    """What a report is called: its title, its file, or the beginning of its id."""
    return document.title or (document.path or "").rsplit("/", 1)[-1] or document.id[:12]


def outlet_of(document: Document) -> str:
    """Who prints it, as stated, or else what it is called."""
    return document.outlet or title_of(document)


def words_of(at: Names, assertion: Assertion) -> str:
    return " ".join(words(assertion.content, at.documents[assertion.document].text).split())


def link_name(at: Names, attribution: Attribution) -> str:
    """Who speaks in one hand-over: the name, the words for it, or `unnamed`."""
    if attribution.source_entity is not None and attribution.source_entity in at.entities:
        return at.entities[attribution.source_entity].name
    text = at.documents[attribution.document].text
    return " ".join(words(attribution.source, text).split()) if attribution.source else "unnamed"


def chain_of(at: Names, assertion: Assertion) -> tuple[str, ...]:
    """From the page inward: who prints it, whom that cites, and so on to the primary source."""
    links = (at.attributions[a] for a in assertion.chain if a in at.attributions)
    return (outlet_of(at.documents[assertion.document]), *(link_name(at, a) for a in links))


def slug(text: str) -> str:
    """A name for a file: letters, digits and single hyphens; never empty, never with a path in it."""
    kept = "".join(c if c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part)[:80] or "x"


def claims_of(rows: Iterable[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(sorted({c for row in rows for c in getattr(row, "claims", ())}))
