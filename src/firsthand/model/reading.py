"""One annotated document, and the answer over many."""

from __future__ import annotations

import msgspec

from firsthand.model.assertions import Assertion
from firsthand.model.attributions import Attribution, Proposal
from firsthand.model.claims import Claim, Denial, Derivation, Discrepancy, Echo, Known, Refusal, Story
from firsthand.model.documents import Document, Name, Quote, Sentence, Tree
from firsthand.model.entities import Entity, Mention
from firsthand.model.places import Place
from firsthand.model.provenance import Lineage, Loop, Utterance
from firsthand.model.values import Date, Quantity


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One document and what the stages have found in it. A layer is None until its stage has run.

    Every layer is ordered by first start, then end, then id. `proposals`, `sightings` and `grades` are what the trained
    reader sees: attributions, names with their kinds, and how far the author commits itself to the verb, noun or
    adjective at a token's index, -3 to 3.
    """

    document: Document
    tree: Tree | None = None
    sentences: tuple[Sentence, ...] | None = None
    names: tuple[Name, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    dates: tuple[Date, ...] | None = None
    quantities: tuple[Quantity, ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    attributions: tuple[Attribution, ...] | None = None
    assertions: tuple[Assertion, ...] | None = None
    denials: tuple[Denial, ...] | None = None
    proposals: tuple[Proposal, ...] | None = None
    sightings: tuple[Name, ...] | None = None
    grades: tuple[tuple[int, float], ...] | None = None
    places: tuple[Place, ...] | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What Firsthand says about a pile of documents. The JSON contract is this record, field for field."""

    documents: tuple[Document, ...] = ()
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    claims: tuple[Claim, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    echoes: tuple[Echo, ...] = ()
    denials: tuple[Denial, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    refused: tuple[Refusal, ...] = ()
    known: tuple[Known, ...] = ()
    stories: tuple[Story, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    lineages: tuple[Lineage, ...] = ()
    loops: tuple[Loop, ...] = ()
