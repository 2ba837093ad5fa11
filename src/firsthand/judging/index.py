"""An answer laid out for looking up what judgements were made on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from firsthand.errors import JudgementError
from firsthand.judging.anchors import Letters, anchor, hash_letters, spell
from firsthand.model import Answer, Assertion, Attribution, Document, Entity, Span, Spans
from firsthand.model.judgements import Anchor

T = TypeVar("T")


class Index:
    """Look-ups over one answer, each made when it is first asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._spelt: dict[str, Letters] = {}

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        return {d.id: d for d in self.answer.documents}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        return {e.id: e for e in self.answer.entities}

    @cached_property
    def attributions(self) -> Mapping[str, Attribution]:
        return {a.id: a for a in self.answer.attributions}

    @cached_property
    def assertions(self) -> Mapping[str, Assertion]:
        return {a.id: a for a in self.answer.assertions}

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the claims that an assertion tells or denies."""
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self.answer.claims:
            for told in dict.fromkeys((*claim.assertions, *claim.denied_by)):
                found[told].append(claim.id)
        return {told: tuple(ids) for told, ids in found.items()}

    @cached_property
    def assertions_in(self) -> Mapping[str, tuple[Assertion, ...]]:
        return _grouped(self.answer.assertions, lambda a: a.document)

    @cached_property
    def attributions_in(self) -> Mapping[str, tuple[Attribution, ...]]:
        return _grouped(self.answer.attributions, lambda a: a.document)

    @cached_property
    def mentions_in(self) -> Mapping[str, Mapping[Span, tuple[str, ...]]]:
        """By document and span the ids of the entities that are mentioned there."""
        found: dict[str, dict[Span, tuple[str, ...]]] = defaultdict(dict)
        for entity in self.answer.entities:
            for m in entity.mentions:
                found[m.document][m.span] = (*found[m.document].get(m.span, ()), entity.id)
        return found

    @cached_property
    def named(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Ids of the entities of a kind that go by a name, in lower case."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in self.answer.entities:
            for name in dict.fromkeys(n.casefold() for n in (entity.name, *entity.aliases)):
                found[entity.kind, name].append(entity.id)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    @cached_property
    def by_letters(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the documents with these letters."""
        return {key: tuple(d.id for d in same) for key, same in self._texts.items()}

    @cached_property
    def _texts(self) -> Mapping[str, tuple[Document, ...]]:
        return _grouped(self.answer.documents, lambda d: hash_letters(d.text))

    def spelt(self, document: str) -> Letters:
        if document not in self._spelt:
            self._spelt[document] = spell(self.get("document", document).text)
        return self._spelt[document]

    def anchor(self, document: str, spans: Spans) -> Anchor:
        return anchor(self.spelt(document), spans)

    def get(self, kind: str, id_: str) -> Any:
        """The record of a kind (`claim`, `assertion`, `attribution`, `entity`, `document`) under a whole id;
        JudgementError where there is none."""
        found = self._by_kind[kind].get(id_)
        if found is None:
            raise JudgementError(f"there is no {kind} '{id_[:80]}'", hint="firsthand claims lists ids; run comes first")
        return found

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            "document": self.documents,
            "entity": self.entities,
            "attribution": self.attributions,
            "assertion": self.assertions,
            "claim": {c.id: c for c in self.answer.claims},
        }


def _grouped(records: Iterable[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    return {k: tuple(v) for k, v in found.items()}
