"""People's judgements on an answer: pure, so that the same log over the same answer always gives the same."""

from firsthand.judging.active import active, in_order, undone
from firsthand.judging.applying import judge_answer
from firsthand.judging.index import Index
from firsthand.judging.marks import mark, mark_claim, mark_entity, mark_telling
from firsthand.judging.records import ClaimRating, Judged, Noted, Outcome, SourceRating
from firsthand.judging.suggesting import Suggestion, suggest_credibility

__all__ = [
    "ClaimRating",
    "Index",
    "Judged",
    "Noted",
    "Outcome",
    "SourceRating",
    "Suggestion",
    "active",
    "in_order",
    "judge_answer",
    "mark",
    "mark_claim",
    "mark_entity",
    "mark_telling",
    "suggest_credibility",
    "undone",
]
