"""Watches that a case keeps: made, listed, checked, and marked as seen. They stand in the log of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.judging.active import undone
from firsthand.judging.finding import find_claim
from firsthand.judging.index import Index
from firsthand.judging.marks import mark_claim
from firsthand.model import Answer, Claim
from firsthand.model.judgements import Judgement, Seen, Watch
from firsthand.watch.alerts import Alert, fire

if TYPE_CHECKING:
    from firsthand.case import Case, Run


def watch_claim(case: Case, claim: str) -> Watch:
    """A watch on the claim with this id."""
    index = Index(case.answer())
    mark = mark_claim(index, claim)
    return Watch("claim", mark.tellings[0].content.words, mark)


def watches(case: Case) -> tuple[Judgement, ...]:
    """The watches that stand, the oldest first; each is the decision by which it was made."""
    log = case.judgements()
    gone = undone(log)
    return tuple(j for j in log if isinstance(j.decision, Watch) and j.id not in gone)


def alerts(case: Case) -> tuple[Alert, ...]:
    """What the watches have to say of the last run, against the run that was looked at last, or that stood when the
    watch was made. Fires again until it is seen."""
    runs = case.runs()
    made = watches(case)
    if not runs or not made:
        return ()
    seen = _last_seen(case, runs)
    answers: dict[int, Answer] = {}

    def answer(number: int) -> Answer:
        if number not in answers:
            answers[number] = case.answer(run=runs[number].id) if number >= 0 else Answer()
        return answers[number]

    last = len(runs) - 1
    fired: list[Alert] = []
    for judgement in made:
        assert isinstance(judgement.decision, Watch)
        base = max(seen, sum(run.finished <= judgement.when for run in runs) - 1)
        if base < last:
            fired += fire(judgement.id, judgement.decision, answer(base), answer(last), find_claim=_claim_in)
    return tuple(fired)


def see(case: Case, *, user: str) -> Judgement | None:
    """Mark what fired up to the last run as seen; None where nothing has run yet."""
    runs = case.runs()
    return case.judge(Seen(runs[-1].id), user=user) if runs else None


def _last_seen(case: Case, runs: Sequence[Run]) -> int:
    """The number of the newest run that was marked as seen; -1 for none."""
    log = case.judgements()
    gone = undone(log)
    seen = {j.decision.run for j in log if isinstance(j.decision, Seen) and j.id not in gone}
    return max((n for n, run in enumerate(runs) if run.id in seen), default=-1)


def _claim_in(answer: Answer, watch: Watch) -> Claim | None:
    if watch.claim is None:
        return None
    id_ = find_claim(watch.claim, Index(answer))
    return next((c for c in answer.claims if c.id == id_), None)
