"""Events: one row each, however many reports tell it, in the manner of UCDP and ACLED."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from firsthand.lexicon.dealings import charges
from firsthand.model import Answer, Assertion, Date, Event, Place, content_id
from firsthand.model.registers import EventRow
from firsthand.registers import bars
from firsthand.registers.index import (
    Index,
    commitment,
    date_at,
    fields,
    holder,
    index,
    land_of,
    name_of,
    page_name,
    party,
    published,
    speaker,
    support,
    text_of,
)
from firsthand.registers.speech import is_open, speech

_BEFORE = re.compile(
    r"(?:\bkill(?:ed|ing|s)?|\bdead|\bdeaths? of|\bdeath toll (?:of|to|at)|\blives of|\bslay(?:ing)?)"
    r"\W+(?:[\w’']+\W+){0,3}$",
    re.I,
)
_AFTER = re.compile(
    r"^(?:\W+(?!wounded|injured|and\b)[\w’'-]+){0,4}?"
    r"\W+(?:killed|dead|died|dying|slain|deaths|fatalities|lost their lives)\b",
    re.I,
)
_HURT = re.compile(r"\b(?:wound|injur)\w*\W+(?:[\w’']+\W+){0,2}$", re.I)
_WINDOW = 60
_PEOPLE = re.compile(
    r"person|people|civilian|soldier|militant|fighter|child|woman|man|troop|officer|policeman|rebel|insurgent|terrorist"
    r"|worker|villager|resident|protester|demonstrator|passenger|student|journalist|member|victim|guard|killed|dead|death"
)
_EXACT: dict[str, int] = {"exact": 0, "near": 1, "district": 2, "province": 3, "feature": 4, "country": 5, "region": 6}


class Sighting(msgspec.Struct, frozen=True):
    """One telling of an event, its parties as states where they act for one."""

    assertion: Assertion
    event: Event
    actor: str | None
    recipient: str | None
    date: Date | None
    where: Place | None
    printed: str | None
    claim: str
    spoken: bool = False

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day that it can have been."""
        if self.date is not None:
            return self.date.start, self.date.end
        return None


def fold(answer: Answer, *, at: Index | None = None) -> tuple[EventRow, ...]:
    """One row an event, by its first day; what cannot be dated at all comes last."""
    known = at or index(answer)
    rows = (_row(known, group) for group in _events(list(_sightings(known))))
    return tuple(sorted(rows, key=lambda r: (r.date_start or "9999", r.type, r.actor or "", r.recipient or "", r.id)))


def _sightings(at: Index) -> Iterator[Sighting]:
    for assertion in at.answer.assertions:
        for event in _told_events(at, assertion):
            yield Sighting(
                assertion,
                event,
                _doer(at, event.actor),
                _met(at, assertion, event),
                date_at(assertion, event.date) or _only(assertion.dates),
                _where(assertion, event),
                published(at, assertion.document),
                at.claim_of.get(assertion.id, ""),
            )
        spoken = speech(at, assertion)
        if spoken is not None:
            yield Sighting(
                assertion,
                spoken,
                spoken.actor,
                spoken.recipient,
                None,
                None,
                published(at, assertion.document),
                "",
                spoken=True,
            )


_DEALT = {"transfer": ("AID", "supply"), "measure": ("SANCTION", "embargo"), "clash": ("ASSAULT", "clash")}
"""What a dealing is as an event, where the assertion's own coding has none or leaves a party out."""
_UPON_PLACES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"})
"""Roots of which a place can be the object as such."""
_ALONE = frozenset({"MOBILIZE", "RETREAT", "PROTEST"})
"""Roots that name but one party as a rule."""
_AGREED = 0.8
"""So likely the coder holds the rule's kind where one party is enough: 3 of 3 were right so, 1 of 8 below."""
_LEVELS = frozenset({"trade"})
"""Modes that tell how things stand, not what happened."""


def _told_events(at: Index, assertion: Assertion) -> Iterator[Event]:
    """The assertion's event, and what its dealings tell besides."""
    event = assertion.event if assertion.act != "ask" else None
    if event is not None and event.mode in _LEVELS:
        event = None
    told = {_pair(at, event)} if event is not None else set()
    for dealing in assertion.dealings:
        kind = _DEALT.get(dealing.kind)
        one, other = (party(at, assertion, who)[0] for who in (dealing.giver, dealing.taker))
        if kind is None or one is None or other is None or assertion.act == "ask":
            continue
        if event is not None and event.type == kind[0] and not bars.is_sure(event) and _pair(at, event) == {one, other}:
            event, told = None, told - {frozenset((one, other))}
        if frozenset((one, other)) in told:
            continue
        if event is not None and None in (event.actor, event.recipient) and event.type in (kind[0], "COOPERATE"):
            event = None
        told.add(frozenset((one, other)))
        root = ("CONCEDE", "ease") if dealing.stage == "lifted" else kind
        if dealing.stage not in ("planned", "cancelled", "expired"):
            yield Event(root[0], root[1], one, other, dealing.rule, dealing.date, dealing.place)
    if event is not None:
        yield event
    if assertion.act != "ask":
        yield from (e for e in assertion.further if _pair(at, e) not in told)


def _pair(at: Index, event: Event) -> frozenset[str | None]:
    return frozenset((land_of(at, event.actor), land_of(at, event.recipient)))


def _doer(at: Index, entity: str | None) -> str | None:
    """Who acts; a place does nothing, and a weapon is only used."""
    known = at.entities.get(entity or "")
    return None if known is not None and known.kind in ("place", "weapon") else land_of(at, entity)


def _met(at: Index, assertion: Assertion, event: Event) -> str | None:
    """Who is acted upon. A town stands for its state, as its capital does, but where it is fought over or laid hands
    on."""
    known = at.entities.get(event.recipient or "")
    if known is None or known.kind != "place" or event.type in _UPON_PLACES:
        return land_of(at, event.recipient)
    own = {m.span for m in known.mentions if m.document == assertion.document}
    land = next((f"state/{p.country}" for p in assertion.places if p.span in own and p.country is not None), None)
    return event.recipient if land is None else None if land == land_of(at, event.actor) else land


def _only(dates: tuple[Date, ...]) -> Date | None:
    return dates[0] if len(dates) == 1 else None


def _where(assertion: Assertion, event: Event) -> Place | None:
    """The place that the event's clause names, else the most exact one of the assertion that is no party's name."""
    if event.place is not None:
        for place in assertion.places:
            if place.span.overlaps(event.place):
                return place
    literal = [p for p in assertion.places if p.use == "literal" and p.precision not in ("country", "region")]
    return min(literal, key=lambda p: (_EXACT[p.precision], p.span), default=None)


def _events(sightings: list[Sighting]) -> list[list[Sighting]]:
    """Sightings of one event together: those of one claim, and those of the same parties, type, days and place."""
    sightings.sort(key=lambda s: (-_known(s), s.assertion.document, s.assertion.content, s.assertion.id))
    found: list[list[Sighting]] = []
    by_claim: dict[tuple[str, str], int] = {}
    by_parties: dict[tuple[str, str | None, str | None], list[int]] = {}
    for sighting in sightings:
        kind = sighting.event.type
        place = by_claim.get((sighting.claim, kind)) if sighting.claim else None
        if place is None:
            near = by_parties.get((kind, sighting.actor, sighting.recipient), [])
            place = next((i for i in near if _fits(sighting, found[i])), len(found))
        if place == len(found):
            found.append([])
            by_parties.setdefault((kind, sighting.actor, sighting.recipient), []).append(place)
        found[place].append(sighting)
        by_claim.setdefault((sighting.claim, kind), place)
    return found


def _known(sighting: Sighting) -> int:
    return sum(v is not None for v in (sighting.actor, sighting.recipient, sighting.date, sighting.where))


def _fits(sighting: Sighting, others: list[Sighting]) -> bool:
    """The same parties and type are one event where days and places agree; without any day, where the reports are of
    one day and one of them names both parties."""
    first = others[0]
    if sighting.where and first.where and sighting.where.name != first.where.name:
        return False
    if sighting.days is None or first.days is None:
        return sighting.printed == first.printed and sighting.actor is not None and sighting.recipient is not None
    (start, end), (other_start, other_end) = sighting.days, first.days
    return start <= other_end and other_start <= end


def _row(at: Index, group: list[Sighting]) -> EventRow:
    told = [s.assertion for s in group]
    basis = support(at, told)
    first = group[0]
    dated = _finest([s for s in group if s.date is not None])
    where = min((s.where for s in group if s.where), key=lambda p: (_EXACT[p.precision], p.name), default=None)
    dead = sorted(n for a in told for n in casualties(at, a))
    start, end, precision, origin = _when(dated, basis.first_reported)
    actor, recipient = name_of(at, first.actor), name_of(at, first.recipient)
    clear = origin == "words" and where is not None and actor is not None and recipient is not None
    modes = [s.event.mode for s in group if s.event.mode]
    return EventRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id("events", first.event.type, first.actor, first.recipient, start, first.claim),
        uncertain=("date_start", "date_end") if origin == "report" else (),
        below=_below(at, group),
        date_start=start,
        date_end=end,
        date_precision=precision,
        date_from=origin,
        place=where.name if where else None,
        where=where,
        actor=actor,
        recipient=recipient,
        type=first.event.type,
        mode=modes[0] if modes else None,
        best=max(dead, key=lambda n: (dead.count(n), n)) if dead else None,
        low=dead[0] if dead else None,
        high=dead[-1] if dead else None,
        clarity=1 if clear else 2,
        source_office=tuple(dict.fromkeys(page_name(at.documents[a.document]) for a in told)),
        source_original=tuple(dict.fromkeys(speaker(at, a) for a in told if holder(at, a) is not None)),
        factuality="CT+" if first.spoken else _firmest(at, told),
        headline=text_of(at, at.assertions[at.claims[first.claim].headline] if first.claim else first.assertion),
        actor_id=first.actor,
        recipient_id=first.recipient,
    )


def _firmest(at: Index, assertions: list[Assertion]) -> str:
    held = {commitment(at, a) for a in assertions}
    return next(f for f in ("CT+", "PR+", "PS+", "Uu", "PS-", "PR-", "CT-") if f in held)


def _finest(group: list[Sighting]) -> Date | None:
    """The shortest stretch of days that a telling gives."""
    dates = [s.date for s in group if s.date is not None]
    return min(dates, key=lambda d: (_days(d), d.start, d.span), default=None)


def _days(date: Date) -> int:
    first, last = (int(day[:4]) * 372 + int(day[5:7]) * 31 + int(day[8:10]) for day in (date.start, date.end))
    return last - first


Origin = Literal["words", "report"] | None


def _when(date: Date | None, printed: str | None) -> tuple[str | None, str | None, str | None, Origin]:
    if date is not None:
        return date.start, date.end, date.precision, "words"
    if printed is not None:
        return printed, printed, "period", "report"
    return None, None, None, None


def casualties(at: Index, assertion: Assertion) -> tuple[int, ...]:
    """How many dead the assertion's figures tell, in text order."""
    text = at.documents[assertion.document].text
    found = []
    for quantity in assertion.quantities:
        before = text[max(0, quantity.span.start - _WINDOW) : quantity.span.start]
        after = text[quantity.span.end : quantity.span.end + _WINDOW]
        people = _PEOPLE.search(quantity.unit) or _PEOPLE.search((quantity.of or "").lower())
        dead = (_BEFORE.search(before) or _AFTER.search(after)) and not _HURT.search(before)
        if people and dead and quantity.value.is_integer():
            found.append(int(quantity.value))
    return tuple(found)


def _is_enough(at: Index, sighting: Sighting) -> bool:
    """Both parties; or one with a day or a place; or one that acts, where the kind of event needs no other or rule and
    coder are at one on it. A person who acts for nobody is no party alone."""
    if sighting.spoken or (sighting.actor and sighting.recipient):
        return True
    lone = sighting.actor or sighting.recipient or ""
    known = at.entities.get(lone)
    if known is not None and known.kind == "person":
        return False
    if sighting.date or sighting.where:
        return True
    event = sighting.event
    agreed = "rule" in event.by and (event.probability or 0.0) >= _AGREED
    return sighting.actor is not None and (event.type in _ALONE or agreed)


def _below(at: Index, group: list[Sighting]) -> tuple[str, ...]:
    if any(s.spoken for s in group):
        reasons = [] if any(is_open(at, s.assertion) for s in group) else [bars.NOBODY]
        reasons += [bars.ACCUSED] if all(s.event.rule in charges() for s in group if s.spoken) else []
    else:
        reasons = list(bars.telling(at, (s.assertion for s in group)))
    if all(s.event.ongoing for s in group):
        reasons.append(bars.ONGOING)
    if not any(bars.is_sure(s.event) for s in group):
        reasons.append(bars.DOUBTED)
    if group[0].actor is None and group[0].recipient is None:
        reasons.append(bars.UNPLACED)
    elif not any(_is_enough(at, s) for s in group):
        reasons.append(bars.LONE)
    if all(s.date is None and s.printed is None for s in group):
        reasons.append(bars.UNDATED)
    return tuple(reasons)
