"""Every judgement of a log, applied to what it was made on."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.judging.active import active, in_order, undone
from firsthand.judging.claims import settle_claims
from firsthand.judging.corrections import GONE, correct_chain, correct_status
from firsthand.judging.draft import Draft
from firsthand.judging.entities import settle_entities
from firsthand.judging.finding import find_claim, find_entity, find_places
from firsthand.judging.index import Index
from firsthand.judging.records import ClaimRating, Judged, Noted, Outcome, SourceRating
from firsthand.judging.rejections import reject
from firsthand.model import Answer
from firsthand.model.judgements import (
    CorrectChain,
    CorrectStatus,
    Judgement,
    Note,
    NotSame,
    OutletMark,
    RateClaim,
    RateSource,
    Reject,
    Same,
    Undo,
)


def judge_answer(answer: Answer, log: Iterable[Judgement]) -> Judged:
    """The machine's answer as people have corrected it; without judgements that hold, the answer itself.

    Marks are looked up in the machine's answer. Chains and status come first, then who and what is the same, then
    what is rejected; of two decisions on one thing the newer holds.
    """
    ordered = in_order(log)
    holding = active(ordered)
    outcomes = {o.judgement: o for o in _settle_undoes(ordered)}
    if not holding:
        return Judged(answer=answer, outcomes=_told(ordered, outcomes))
    index = Index(answer)
    draft = Draft(index)
    steps = (
        _correct(draft, index, holding),
        settle_entities(draft, index, _pairs(holding)),
        settle_claims(draft, index, _pairs(holding)),
        [reject(draft, index, j, j.decision) for j in holding if isinstance(j.decision, Reject)],
    )
    rated = _Rated(draft, index)
    outcomes |= {o.judgement: o for step in steps for o in step}
    outcomes |= {o.judgement: o for j in reversed(holding) if (o := rated.take(j)) is not None}
    return Judged(
        answer=draft.finish(),
        outcomes=_told(ordered, outcomes),
        sources=tuple(sorted(rated.sources, key=lambda r: (r.kind, r.source))),
        claims=tuple(sorted(rated.claims, key=lambda r: r.claim)),
        notes=tuple(sorted(rated.notes, key=lambda n: (n.document, n.spans, n.judgement))),
    )


def _told(ordered: tuple[Judgement, ...], outcomes: dict[str, Outcome]) -> tuple[Outcome, ...]:
    return tuple(outcomes[j.id] for j in ordered if j.id in outcomes)


def _settle_undoes(ordered: tuple[Judgement, ...]) -> list[Outcome]:
    gone, known = undone(ordered), {j.id for j in ordered}
    found = [Outcome(id_, "undone", (by,)) for id_, by in gone.items() if id_ in known]
    for j in ordered:
        if isinstance(j.decision, Undo) and j.id not in gone:
            target = j.decision.judgement
            found.append(
                Outcome(j.id, "applied", (target,))
                if target in known
                else Outcome(j.id, "lost", why="the judgement that it undoes is not in this case")
            )
    return found


def _correct(draft: Draft, index: Index, holding: tuple[Judgement, ...]) -> list[Outcome]:
    """The oldest first: a newer correction of the same goes over it."""
    found = []
    for j in holding:
        if isinstance(j.decision, CorrectChain):
            found.append(correct_chain(draft, index, j, j.decision))
        elif isinstance(j.decision, CorrectStatus):
            found.append(correct_status(draft, index, j, j.decision))
    return found


def _pairs(holding: tuple[Judgement, ...]) -> list[tuple[Judgement, Same | NotSame]]:
    return [(j, j.decision) for j in holding if isinstance(j.decision, (Same, NotSame))]


class _Rated:
    """Ratings and notes, taken up newest first: the first word on a source or a claim is the one that holds."""

    def __init__(self, draft: Draft, index: Index) -> None:
        self.draft, self.index = draft, index
        self.sources: list[SourceRating] = []
        self.claims: list[ClaimRating] = []
        self.notes: list[Noted] = []
        self._seen: set[tuple[str, str]] = set()

    def take(self, judgement: Judgement) -> Outcome | None:
        match judgement.decision:
            case RateSource() as decision:
                return self._rate_source(judgement, decision)
            case RateClaim() as decision:
                return self._rate_claim(judgement, decision)
            case Note() as decision:
                return self._note(judgement, decision)
        return None

    def _rate_source(self, judgement: Judgement, decision: RateSource) -> Outcome:
        if isinstance(decision.source, OutletMark):
            name = decision.source.name
            if all(d.outlet != name for d in self.index.answer.documents):
                return Outcome(judgement.id, "lost", why=f"no report here is by '{name}'")
            rating = SourceRating("outlet", name, decision.reliability, judgement.id)
        else:
            found = find_entity(decision.source, self.index)
            if found is None:
                return Outcome(judgement.id, "lost", why=f"nothing here goes by the name '{decision.source.name}'")
            found = self.draft.merged.get(found, found)
            rating = SourceRating("entity", found, decision.reliability, judgement.id)
        if (rating.kind, rating.source) in self._seen:
            return Outcome(judgement.id, "overruled", (rating.source,), "a newer judgement rates it otherwise")
        self._seen.add((rating.kind, rating.source))
        self.sources.append(rating)
        return Outcome(judgement.id, "applied", (rating.source,))

    def _rate_claim(self, judgement: Judgement, decision: RateClaim) -> Outcome:
        found = find_claim(decision.claim, self.index)
        if found is None:
            return Outcome(judgement.id, "lost", why=GONE)
        found = self.draft.merged.get(found, found)
        if ("claim", found) in self._seen:
            return Outcome(judgement.id, "overruled", (found,), "a newer judgement rates it otherwise")
        self._seen.add(("claim", found))
        self.claims.append(ClaimRating(found, decision.credibility, judgement.id))
        return Outcome(judgement.id, "applied", (found,))

    def _note(self, judgement: Judgement, decision: Note) -> Outcome:
        places = tuple(find_places(decision.passage, self.index))
        self.notes += [Noted(p.document, p.spans, decision.note, judgement.id) for p in places]
        if not places:
            return Outcome(judgement.id, "lost", why="its text is not in this case")
        return Outcome(judgement.id, "applied", tuple(p.document for p in places))
