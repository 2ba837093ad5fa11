"""What a briefing says: sentences put together from rows and claims, each with the passages that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from firsthand.export.briefing.picture import Picture, draw_stemma
from firsthand.export.names import Names, chain_of, names_of, outlet_of, title_of, words_of
from firsthand.model import Answer, Assertion, Claim, Passage
from firsthand.model.registers import (
    ArmsRow,
    DisputeRow,
    EventRow,
    FigureRow,
    R,
    Registers,
    Row,
    SanctionRow,
)

MOST = 12
"""So many findings a section; what is left out is counted in its heading, never dropped unsaid."""


class Source(msgspec.Struct, frozen=True):
    """An entry of the evidence: its number, the report, where the words stand, and the words."""

    number: int
    document: str
    title: str
    outlet: str
    published: str | None
    spans: str
    words: str
    claim: str


class Sentence(msgspec.Struct, frozen=True):
    """One sentence, the numbers of the evidence that it rests on (never none), and its claims. `kind` is `finding`,
    `quote` or `detail`."""

    text: str
    evidence: tuple[int, ...]
    claims: tuple[str, ...] = ()
    kind: str = "finding"


class Section(msgspec.Struct, frozen=True):
    """A heading and its sentences; `left_out` counts the findings for which there was no room."""

    title: str
    sentences: tuple[Sentence, ...]
    left_out: int = 0


class Briefing(msgspec.Struct, frozen=True):
    """All of it, in order, with the evidence and the picture of the stemma (None where no claim has two tellings)."""

    title: str
    reports: tuple[str, ...]
    sections: tuple[Section, ...]
    evidence: tuple[Source, ...]
    picture: Picture | None


class _Desk:
    """Numbers the evidence in the order in which it is first cited."""

    def __init__(self, at: Names) -> None:
        self.at = at
        self.claim_of = {a: c.id for c in at.answer.claims for a in c.assertions}
        self.found: dict[Passage, Source] = {}

    def cite(self, assertions: Iterable[str]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._number(self.at.assertions[a]) for a in assertions))

    def _number(self, assertion: Assertion) -> int:
        passage = Passage(assertion.document, assertion.content)
        if passage not in self.found:
            document = self.at.documents[assertion.document]
            self.found[passage] = Source(
                len(self.found) + 1,
                document.id,
                title_of(document),
                outlet_of(document),
                document.published,
                ", ".join(f"{s.start}–{s.end}" for s in assertion.content),
                words_of(self.at, assertion),
                self.claim_of.get(assertion.id, ""),
            )
        return self.found[passage].number


def assemble(answer: Answer, registers: Registers) -> Briefing:
    """The briefing on an answer: what is told, disputed, supplied, measured, only repeated, and what is not known."""
    at = names_of(answer)
    desk = _Desk(at)
    sections = (
        _section("What is told", _weightiest(at), lambda c: _told(desk, c)),
        _section("Disputed", _of(registers.disputes.rows, DisputeRow), lambda r: _disputed(desk, r)),
        _section("Chains", _long_chains(at), lambda a: _chain(desk, a)),
        _section("Only repeated", answer.echoes, lambda e: _echo(desk, e.attributed, e.unattributed)),
        _section("Events", _of(registers.events.rows, EventRow), lambda r: _event(desk, r)),
        _section("Arms", _of(registers.arms.rows, ArmsRow), lambda r: _arms(desk, r)),
        _section("Sanctions", _of(registers.sanctions.rows, SanctionRow), lambda r: _sanction(desk, r)),
        _section("Figures", _of(registers.figures.rows, FigureRow), lambda r: _figure(desk, r)),
        _section("What is not known", tuple(_watched(registers)), lambda w: _unknown(desk, *w)),
    )
    return Briefing(
        title=f"Briefing on {_count(len(answer.documents), 'report')}",
        reports=tuple(f"{outlet_of(d)}, {(d.published or 'undated')[:10]}: {title_of(d)}" for d in answer.documents),
        sections=tuple(s for s in sections if s.sentences),
        evidence=tuple(desk.found.values()),
        picture=draw_stemma(answer),
    )


T = TypeVar("T")


def _section(title: str, found: Sequence[T], tell: Callable[[T], list[Sentence]]) -> Section:
    """The first findings told; only they are cited."""
    kept = found[:MOST]
    return Section(title, tuple(s for finding in kept for s in tell(finding)), len(found) - len(kept))


def _of(rows: Iterable[Row], kind: type[R]) -> list[R]:
    return [r for r in rows if isinstance(r, kind)]


def _weightiest(at: Names) -> list[Claim]:
    """Claims that are told at all, those on most pages and of most named sources first."""
    told = [c for c in at.answer.claims if any(at.assertions[a].act != "deny" for a in c.assertions)]
    return sorted(told, key=lambda c: (-c.origins.pages, -c.origins.primary_sources, -len(c.assertions)))


def _quote(desk: _Desk, assertion: Assertion) -> Sentence:
    return Sentence(
        f"“{words_of(desk.at, assertion)}”",
        desk.cite((assertion.id,)),
        tuple(c for c in (desk.claim_of.get(assertion.id),) if c),
        "quote",
    )


def _told(desk: _Desk, claim: Claim) -> list[Sentence]:
    headline = desk.at.assertions[claim.headline]
    others = [a for a in claim.assertions if a != claim.headline]
    origins = claim.origins
    known = "newsrooms unknown" if origins.newsrooms is None else _count(origins.newsrooms, "newsroom")
    shown = "not shown to be independent" if origins.independent is None else f"{origins.independent} shown independent"
    counts = f"{_count(origins.pages, 'page')}, {known}, {_count(origins.primary_sources, 'named source')}; {shown}."
    chain = " ← ".join(chain_of(desk.at, headline))
    return [
        _quote(desk, headline),
        Sentence(f"{chain}: {counts}", desk.cite((claim.headline, *others)), (claim.id,), "detail"),
    ]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("" if n == 1 else "s")


def _disputed(desk: _Desk, row: DisputeRow) -> list[Sentence]:
    denied = f"{_list(row.denied_by)} denies it" if row.denied_by else f"the tellings differ ({row.about})"
    claimed = f"{_list(row.claimed_by)} claims it" if row.claimed_by else "no report at hand claims it"
    since = f", since {row.since}" if row.since else ""
    return [
        Sentence(f"“{row.claim}”", desk.cite(row.assertions), row.claims, "quote"),
        Sentence(f"{claimed}; {denied}{since}.", desk.cite(row.assertions), row.claims, "detail"),
    ]


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "nobody named"


_FEWEST = 5
"""So many words are a telling; a shorter stretch tells a reader nothing without its sentence."""


def _long_chains(at: Names) -> list[Assertion]:
    """Tellings through two hands or more, each of them named and nobody twice."""
    long = (a for a in at.answer.assertions if len(a.chain) > 1 and len(words_of(at, a).split()) >= _FEWEST)
    return [a for a in long if "unnamed" not in (names := chain_of(at, a)) and len(set(names)) == len(names)]


def _chain(desk: _Desk, assertion: Assertion) -> list[Sentence]:
    return [
        _quote(desk, assertion),
        Sentence(
            " ← ".join(chain_of(desk.at, assertion)) + ".",
            desk.cite((assertion.id,)),
            _quote(desk, assertion).claims,
            "detail",
        ),
    ]


def _echo(desk: _Desk, attributed: str, unattributed: str) -> list[Sentence]:
    at = desk.at
    one, other = at.assertions[attributed], at.assertions[unattributed]
    who = chain_of(at, one)[-1]
    return [
        Sentence(
            f"{outlet_of(at.documents[other.document])} tells in its own voice what "
            f"{outlet_of(at.documents[one.document])} has from {who}.",
            desk.cite((attributed, unattributed)),
        ),
        _quote(desk, one),
        _quote(desk, other),
    ]


def _event(desk: _Desk, row: EventRow) -> list[Sentence]:
    when = row.date_start if row.date_start == row.date_end else f"{row.date_start} to {row.date_end}"
    when = f"[{when}]" if row.date_from == "report" else when
    parties = " → ".join(n for n in (row.actor, row.recipient) if n)
    toll = str(row.high) if row.low == row.high else f"{row.low}–{row.high}"
    dead = f", {toll} dead" if row.high else ""
    place = f", {row.place}" if row.place else ""
    kind = row.type.lower() + (f" ({row.mode})" if row.mode else "")
    return [
        Sentence(f"{when or 'undated'}{place}: {parties}, {kind}{dead}.", desk.cite(row.assertions), row.claims),
        Sentence(f"“{row.headline}”", desk.cite(row.assertions), row.claims, "quote"),
    ]


def _bracket(row: Row, field: str, value: str | None) -> str:
    return f"[{value or '?'}]" if field in row.uncertain or value is None else value


def _arms(desk: _Desk, row: ArmsRow) -> list[Sentence]:
    goods = " ".join(p for p in (row.ordered, row.designation, row.description) if p)
    kind = "production" if row.licence else "transfer"
    year = _bracket(row, "order_year", row.order_year)
    place = f", at {row.place}" if row.place else ""
    text = (
        f"{_bracket(row, 'supplier', row.supplier)} → {_bracket(row, 'recipient', row.recipient)}: {goods}, "
        f"{kind}, {row.status}, {year}{place}; said by {_list(row.said_by)}."
    )
    return [Sentence(text, desk.cite(row.assertions), row.claims)]


def _sanction(desk: _Desk, row: SanctionRow) -> list[Sentence]:
    dates = [f"{n} {v}" for n, v in (("issued", row.issued), ("expired", row.expired), ("lifted", row.lifted)) if v]
    why = f", for {row.reason}" if row.reason else ""
    text = (
        f"{_bracket(row, 'authority', row.authority)} → {_bracket(row, 'target', row.target)}: {row.measure}{why}; "
        f"{', '.join((row.status, *dates))}."
    )
    return [Sentence(text, desk.cite(row.assertions), row.claims)]


def _figure(desk: _Desk, row: FigureRow) -> list[Sentence]:
    of = f" of {_list(row.whom)}" if row.whom else ""
    bound = f"{row.bound} " if row.bound else ""
    si = f" ({row.si_value:,.4g} {row.si_unit})" if row.si_value is not None else ""
    told = f"told from {row.low:,.6g} to {row.high:,.6g}; " if row.low != row.high else ""
    aim = "a target" if row.kind == "target" else "told as fact"
    text = f"{row.what}{of}: {bound}{row.as_said}{si}, {aim}; {told}said by {_list(row.said_by)}."
    return [Sentence(text, desk.cite(row.assertions), row.claims)]


def _watched(registers: Registers) -> Iterator[tuple[str, Row]]:
    for kind in ("arms", "sanctions", "disputes", "events"):
        for row in getattr(registers, kind).watch:
            yield kind, row


def _unknown(desk: _Desk, kind: str, row: Row) -> list[Sentence]:
    first = desk.at.assertions[row.assertions[0]]
    why = f"Not in the register of {kind}: {'; '.join(row.below)}."
    return [_quote(desk, first), Sentence(why, desk.cite(row.assertions), row.claims, "detail")]
