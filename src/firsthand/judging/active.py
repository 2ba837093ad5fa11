"""Which judgements of the log hold."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.model.judgements import Judgement, Standing, Undo


def in_order(log: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Each judgement once, the oldest first, whatever the order in which they were loaded."""
    return tuple(sorted({j.id: j for j in log}.values(), key=lambda j: (j.when, j.id)))


def undone(log: Iterable[Judgement]) -> dict[str, str]:
    """Ids of the judgements that no longer hold, each with the undo that says so; an undo may itself be undone."""
    undoes = {j.id: j.decision.judgement for j in log if isinstance(j.decision, Undo)}
    by_target: dict[str, list[str]] = {}
    for undo, target in undoes.items():
        by_target.setdefault(target, []).append(undo)
    found: dict[str, str] = {}
    for target in by_target:
        if (by := _undone_by(target, by_target)) is not None:
            found[target] = by
    return found


def _undone_by(target: str, by_target: dict[str, list[str]]) -> str | None:
    """Ids are hashes of what they undo, so that no undo can undo itself, however long the way round."""
    holding = [undo for undo in by_target.get(target, ()) if _undone_by(undo, by_target) is None]
    return min(holding, default=None)


def active(log: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that an answer rests on, the oldest first."""
    ordered = in_order(log)
    gone = undone(ordered)
    return tuple(j for j in ordered if j.id not in gone and not isinstance(j.decision, (Undo, Standing)))
