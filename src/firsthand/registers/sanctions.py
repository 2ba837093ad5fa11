"""Sanctions and embargoes: who lays what on whom, why, since when, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.model import Answer, Assertion, Date, Dealing, content_id
from firsthand.model.registers import SanctionRow, SanctionStatus
from firsthand.registers import bars
from firsthand.registers.index import (
    Index,
    commitment,
    date_at,
    fields,
    index,
    is_told,
    party,
    published,
    said,
    support,
)

Named = tuple[str | None, str | None]

_STATUS: dict[str, SanctionStatus] = {
    "imposed": "in force", "lifted": "lifted", "expired": "expired", "planned": "planned", "cancelled": "cancelled"
}  # fmt: skip


class Telling(msgspec.Struct, frozen=True):
    """One telling of a measure."""

    assertion: Assertion
    dealing: Dealing
    authority: Named
    target: Named
    sort: str
    words: str
    status: SanctionStatus
    date: Date | None

    @property
    def year(self) -> str | None:
        return self.date.start[:4] if self.date is not None else None


def fold(answer: Answer, *, at: Index | None = None) -> tuple[SanctionRow, ...]:
    """One row a measure, those below the bar with the reasons why; in order of authority, target and measure."""
    known = at or index(answer)
    rows = (_row(known, group) for group in _measures(list(_tellings(known))))
    return tuple(sorted(rows, key=lambda r: tuple(c or "\U0010ffff" for c in (r.authority, r.target, r.measure, r.id))))


def _tellings(at: Index) -> Iterator[Telling]:
    for assertion in at.answer.assertions:
        for dealing in assertion.dealings:
            if dealing.kind == "measure":
                words = said(at, assertion, dealing.thing) or ""
                yield Telling(
                    assertion,
                    dealing,
                    party(at, assertion, dealing.giver),
                    party(at, assertion, dealing.taker),
                    _sort(words),
                    words,
                    _status(at, assertion, dealing),
                    date_at(assertion, dealing.date),
                )


def _sort(words: str) -> str:
    """What sort of measure the words name: its last word, singular."""
    last = words.lower().split()[-1] if words.split() else "measure"
    if last.startswith(("sanction", "blacklist")):
        return "sanctions"
    if last.endswith("goes"):
        return last[:-2]
    return last.removesuffix("s") if not last.endswith("ss") else last


def _status(at: Index, assertion: Assertion, dealing: Dealing) -> SanctionStatus:
    if assertion.act == "deny" or commitment(at, assertion).endswith("-"):
        return "denied"
    if assertion.act in ("plan", "demand", "predict", "ask"):
        return "planned"
    return _STATUS.get(dealing.stage or "imposed", "in force")


def _measures(tellings: list[Telling]) -> list[list[Telling]]:
    """Tellings of the same measure together; one that leaves out a party or the year joins the one it fits."""
    tellings.sort(key=lambda t: (-_known(t), t.assertion.document, t.assertion.content, t.dealing.cue, t.assertion.id))
    found: list[list[Telling]] = []
    by_key: dict[str, list[int]] = {}
    for telling in tellings:
        names = [n for n in (telling.target[1], telling.authority[1]) if n]
        near = sorted({i for n in names for i in by_key.get(n, ())})
        fitting = [i for i in near if _fits(telling, found[i])]
        place = fitting[0] if len(fitting) == 1 or fitting and len(names) == 2 else len(found)
        if place == len(found):
            found.append([])
        found[place].append(telling)
        for n in names:
            if place not in by_key.setdefault(n, []):
                by_key[n].append(place)
    return found


def _known(telling: Telling) -> int:
    return sum(v is not None for v in (telling.authority[1], telling.target[1], telling.year))


def _fits(telling: Telling, others: list[Telling]) -> bool:
    first = others[0]
    pairs = ((telling.authority[1], first.authority[1]), (telling.target[1], first.target[1]))
    if any(a and b and a != b for a, b in pairs) or telling.sort != first.sort:
        return False
    years = {(o.year, o.status) for o in others if o.year is not None}
    return (
        telling.year is None
        or not years
        or any(y == telling.year or s != telling.status and "in force" in (s, telling.status) for y, s in years)
    )


def _row(at: Index, group: list[Telling]) -> SanctionRow:
    basis = support(at, (t.assertion for t in group))
    authority, target = _best(group, "authority"), _best(group, "target")
    status = _overall(at, group)
    first = group[0]
    return SanctionRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("sanctions", authority[1], target[1], first.sort, first.year),
        uncertain=tuple(n for n, who in (("authority", authority), ("target", target)) if who[0] is None),
        below=_below(at, group, authority, target, status),
        authority=authority[1],
        target=target[1],
        measure=max((t.words for t in group if t.status == status), key=lambda w: (len(w), w)),
        reason=next((r for t in group if (r := said(at, t.assertion, t.dealing.reason))), None),
        issued=_day(group, "in force"),
        in_force=_since(group),
        expired=_day(group, "expired"),
        lifted=_day(group, "lifted"),
        status=status,
        authority_id=authority[0],
        target_id=target[0],
    )


def _best(group: list[Telling], side: str) -> Named:
    told: list[Named] = [getattr(t, side) for t in group]
    return next((p for p in told if p[0]), next((p for p in told if p[1]), (None, None)))


def _day(group: list[Telling], status: SanctionStatus) -> str | None:
    """When it came to that, as precisely as the words have it."""
    dates = [t.date for t in group if t.status == status and t.date is not None]
    return as_written(min(dates, key=lambda d: (d.start, d.end))) if dates else None


def as_written(date: Date) -> str:
    """An ISO date cut to the precision of its words: 2021, 2021-10, 2021-10-04, or a stretch."""
    cut = {"year": 4, "month": 7, "day": 10, "time": 10}.get(date.precision)
    if cut is not None:
        return date.start[:cut]
    return f"{date.start}/{date.end}"


def _since(group: list[Telling]) -> str | None:
    """The first day of a stretch that the words for the measure give ("the decade-long embargo")."""
    stretches = [
        d.start
        for t in group
        for d in t.assertion.dates
        if d.precision == "period" and t.dealing.thing is not None and d.span.overlaps(t.dealing.thing)
    ]
    return min(stretches)[:4] if stretches else _day(group, "in force")


def _overall(at: Index, group: list[Telling]) -> SanctionStatus:
    """As the last report has it; of those, what ends a measure before what holds it. What is in force is not undone by
    a report of a plan or a denial."""
    order = ("expired", "lifted", "cancelled", "in force", "planned", "denied")
    settled = [t for t in group if t.status not in ("planned", "denied")] or group
    last = max(published(at, t.assertion.document) or "" for t in settled)
    latest = {t.status for t in settled if (published(at, t.assertion.document) or "") == last}
    firm = [s for s in order if s in latest]
    return firm[0]


def _below(at: Index, group: list[Telling], authority: Named, target: Named, status: SanctionStatus) -> tuple[str, ...]:
    held = [t.assertion for t in group if t.status in ("in force", "expired", "lifted", "cancelled")]
    reasons = list(() if any(is_told(at, a) for a in held) else bars.telling(at, (t.assertion for t in group)))
    if not reasons and status in ("planned", "denied"):
        reasons.append(bars.PLANNED if status == "planned" else bars.NOBODY)
    if authority[0] is None or target[0] is None:
        reasons.append(bars.UNKNOWN_PARTY)
    return tuple(dict.fromkeys(reasons))
