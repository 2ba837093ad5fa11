"""What one run's answer has that another's has not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from firsthand.case.records import Change, Diff, Run, Why
from firsthand.judging import Index, judge_answer
from firsthand.model import Answer, Claim
from firsthand.model.judgements import Judgement

_FIELDS = ("assertions", "headline", "denied_by", "origins")


class Side(msgspec.Struct, frozen=True):
    """A run with its answer."""

    run: Run
    answer: Answer


def diff(before: Side, after: Side, *, log: Iterable[Judgement], machine: Answer) -> Diff:
    """Claims that are new, gone or changed, in the order of the later answer, the gone ones last. `log` is the whole
    log of judgements and `machine` the later run's answer before any, to tell which judgement touches which claim."""
    old = {d.id for d in before.answer.documents}
    new = {d.id for d in after.answer.documents}
    decided = set(before.run.judgements) ^ set(after.run.judgements)
    touched = _touched((j for j in log if j.id in decided), machine)
    reasons = _Reasons(before, after, frozenset(old ^ new), touched)
    return Diff(
        before=before.run.id,
        after=after.run.id,
        documents_new=tuple(sorted(new - old)),
        documents_gone=tuple(sorted(old - new)),
        made_with=_versions(before.run.made_with, after.run.made_with),
        judgements_new=tuple(j for j in after.run.judgements if j not in before.run.judgements),
        judgements_gone=tuple(j for j in before.run.judgements if j not in after.run.judgements),
        claims=tuple(_changes(before.answer, after.answer, reasons)),
        counts={
            kind: (before.run.counts.get(kind, 0), count)
            for kind, count in after.run.counts.items()
            if before.run.counts.get(kind, 0) != count
        },
    )


def _versions(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    return {k: (old.get(k), new.get(k)) for k in sorted({*old, *new}) if old.get(k) != new.get(k)}


def _touched(decided: Iterable[Judgement], machine: Answer) -> dict[str, tuple[str, ...]]:
    """By the id of a claim or an assertion the judgements that hold of it."""
    found: dict[str, tuple[str, ...]] = {}
    claims_of = Index(machine).claims_of
    for outcome in judge_answer(machine, decided).outcomes:
        for id_ in outcome.on:
            for target in (id_, *claims_of.get(id_, ())):
                found[target] = (*found.get(target, ()), outcome.judgement)
    return found


def _changes(before: Answer, after: Answer, reasons: _Reasons) -> Iterable[Change]:
    old, new = {c.id: c for c in before.claims}, {c.id: c for c in after.claims}
    pairs = _same_claims(old, new)
    for claim in after.claims:
        earlier = pairs.get(claim.id)
        what = tuple(f for f in _FIELDS if earlier is not None and getattr(earlier, f) != getattr(claim, f))
        if earlier is None or what:
            yield reasons.of(earlier, claim, what)
    kept = {c.id for c in pairs.values()}
    for claim in before.claims:
        if claim.id not in kept:
            yield reasons.of(claim, None, ())


def _same_claims(old: Mapping[str, Claim], new: Mapping[str, Claim]) -> dict[str, Claim]:
    """By a later claim's id the earlier claim that it is: the one with its id, else one that shares an assertion."""
    pairs = {id_: old[id_] for id_ in new if id_ in old}
    free = {c.id for c in old.values()} - {c.id for c in pairs.values()}
    holder = {a: id_ for id_ in sorted(free) for a in old[id_].assertions}
    for claim in new.values():
        if claim.id not in pairs:
            met = [holder[a] for a in claim.assertions if holder.get(a) in free]
            if met:
                pairs[claim.id] = old[met[0]]
                free.discard(met[0])
    return pairs


class _Reasons:
    """Why a claim is not as it was."""

    def __init__(
        self, before: Side, after: Side, documents: frozenset[str], touched: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.documents, self.touched = documents, touched
        self.home = {a.id: a.document for side in (before, after) for a in side.answer.assertions}
        self.read_anew = before.run.stamp != after.run.stamp
        self.versions = tuple(_versions(before.run.made_with, after.run.made_with))

    def of(self, before: Claim | None, after: Claim | None, what: tuple[str, ...]) -> Change:
        told = tuple(dict.fromkeys(a for c in (before, after) if c for a in (*c.assertions, *c.denied_by)))
        came = tuple(sorted({self.home[a] for a in told if a in self.home} & self.documents))
        ids = (*(c.id for c in (before, after) if c), *told)
        decided = tuple(dict.fromkeys(j for id_ in ids for j in self.touched.get(id_, ())))
        why: list[Why] = []
        why += ["new documents"] if came else []
        why += ["judgement"] if decided else []
        why += ["new reader"] if self.versions and not (came or decided) else []
        return Change(
            kind="changed" if before and after else "new" if after else "gone",
            before=before,
            after=after,
            what=what,
            why=tuple(why) or ("other reports",),
            because=(*came, *decided, *(self.versions if "new reader" in why else ())),
        )
