"""The nouns: frozen records, no input or output. Read `docs/glossary.md` beside them."""

from firsthand.model.assertions import Act, Assertion, Event, Factuality
from firsthand.model.attributions import Attribution, Chain, Mode
from firsthand.model.claims import (
    Claim,
    Denial,
    Derivation,
    DerivationKind,
    Direction,
    Discrepancy,
    Echo,
    Evidence,
    Forebear,
    Known,
    Origins,
    Passage,
    Refusal,
    Rival,
    Target,
)
from firsthand.model.documents import Document, Name, Quote, Sentence, Token, Tree, grow_tree
from firsthand.model.entities import Entity, EntityKind, Mention, Occurrence
from firsthand.model.ids import content_id, text_id
from firsthand.model.reading import Answer, Reading
from firsthand.model.spans import Span, Spans, all_covered, any_overlap, hull, size, words
from firsthand.model.values import Bound, Change, Date, Precision, Quantity

__all__ = [
    "Act",
    "Answer",
    "Assertion",
    "Attribution",
    "Bound",
    "Chain",
    "Change",
    "Claim",
    "Date",
    "Denial",
    "Derivation",
    "DerivationKind",
    "Direction",
    "Discrepancy",
    "Document",
    "Echo",
    "Entity",
    "EntityKind",
    "Event",
    "Evidence",
    "Factuality",
    "Forebear",
    "Known",
    "Mention",
    "Mode",
    "Name",
    "Occurrence",
    "Origins",
    "Passage",
    "Precision",
    "Quantity",
    "Quote",
    "Reading",
    "Refusal",
    "Rival",
    "Sentence",
    "Span",
    "Spans",
    "Target",
    "Token",
    "Tree",
    "all_covered",
    "any_overlap",
    "content_id",
    "grow_tree",
    "hull",
    "size",
    "text_id",
    "words",
]
