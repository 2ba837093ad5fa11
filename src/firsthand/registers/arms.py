"""Arms transfers, in SIPRI's columns, and production in or by the recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firsthand.model import Answer, Assertion, Date, Dealing, Span, content_id
from firsthand.model.registers import ArmsRow, ArmsStatus
from firsthand.registers import bars
from firsthand.registers.index import (
    Index,
    commitment,
    date_at,
    entity_at,
    fields,
    index,
    is_told,
    name_of,
    party,
    published,
    said,
    support,
    text_of,
)

_FURTHER: tuple[ArmsStatus, ...] = ("rumoured", "planned", "ordered", "licensed", "in production", "delivered")
GENERIC = "arms"


class Lot(msgspec.Struct, frozen=True):
    """One telling of a transfer, with the fields that decide whether two tell of the same."""

    assertion: Assertion
    dealing: Dealing
    supplier: tuple[str | None, str | None]
    recipient: tuple[str | None, str | None]
    weapon: str | None
    arms: str
    licence: bool
    status: ArmsStatus
    date: Date | None

    @property
    def year(self) -> str | None:
        return _year(self.date)

    @property
    def known(self) -> int:
        """How many of the deciding fields are known."""
        return sum(v is not None for v in (self.supplier[1], self.recipient[1], self.weapon, self.year))


def fold(answer: Answer, *, at: Index | None = None) -> tuple[ArmsRow, ...]:
    """One row a transfer, those below the bar with the reasons why; in order of supplier, recipient, designation and
    year."""
    known = at or index(answer)
    rows = (_row(known, lots) for lots in _transfers(list(_lots(known))))
    return tuple(sorted(rows, key=_order))


def _order(row: ArmsRow) -> tuple[str, ...]:
    cells = (row.supplier, row.recipient, row.designation, row.description, row.order_year, row.id)
    return tuple(cell or "\U0010ffff" for cell in cells)


def _lots(at: Index) -> Iterator[Lot]:
    for assertion in at.answer.assertions:
        for dealing in assertion.dealings:
            if dealing.kind in ("transfer", "production"):
                lot = _lot(at, assertion, dealing)
                if _tells_a_transfer(lot):
                    yield lot


def _lot(at: Index, assertion: Assertion, dealing: Dealing) -> Lot:
    return Lot(
        assertion,
        dealing,
        party(at, assertion, dealing.giver),
        party(at, assertion, dealing.taker),
        dealing.weapon,
        dealing.arms or GENERIC,
        dealing.kind == "production",
        _status(at, assertion, dealing),
        date_at(assertion, dealing.date),
    )


def _tells_a_transfer(lot: Lot) -> bool:
    """Somebody named takes part, and nobody supplies himself."""
    parties = (lot.supplier[0], lot.recipient[0])
    return any(parties) and parties[0] != parties[1]


def _status(at: Index, assertion: Assertion, dealing: Dealing) -> ArmsStatus:
    if dealing.around:
        return _told_stage(dealing) if len(assertion.chain) == 1 else "rumoured"
    held = commitment(at, assertion)
    if assertion.act == "deny" or held.endswith("-"):
        return "denied"
    if assertion.act == "accuse":
        return "rumoured"
    if assertion.act in ("plan", "demand", "predict", "ask"):
        return "planned"
    if dealing.stage == "planned" or dealing.stage == "cancelled":
        return dealing.stage
    if held not in ("CT+", "PR+"):
        return "rumoured"
    return _told_stage(dealing)


def _told_stage(dealing: Dealing) -> ArmsStatus:
    for stage in (*_FURTHER, "cancelled"):
        if dealing.stage == stage:
            return stage
    return "ordered"


def _transfers(lots: list[Lot]) -> list[list[Lot]]:
    """Tellings of the same transfer together: the fullest are taken first, and what leaves a field out joins the one
    transfer that it fits; where it fits several it joins none."""
    lots.sort(key=lambda t: (-t.known, t.assertion.document, t.assertion.content, t.dealing.cue, t.assertion.id))
    found: list[list[Lot]] = []
    by_party: dict[str, list[int]] = {}
    for lot in lots:
        near = {i for who in (*lot.supplier, *lot.recipient) if who for i in by_party.get(who, ())}
        fitting = [i for i in sorted(near) if _fits(lot, found[i])]
        whole = [i for i in fitting if _same_goods(lot, found[i])]
        chosen = fitting if len(fitting) == 1 else whole[:1] if _is_whole(lot) else []
        if chosen:
            found[chosen[0]].append(lot)
        else:
            found.append([lot])
        place = chosen[0] if chosen else len(found) - 1
        for who in (*lot.supplier, *lot.recipient):
            if who and place not in by_party.setdefault(who, []):
                by_party[who].append(place)
    return found


def _is_whole(lot: Lot) -> bool:
    return lot.supplier[1] is not None and lot.recipient[1] is not None


def _fits(lot: Lot, others: list[Lot]) -> bool:
    first = others[0]
    if lot.licence != first.licence:
        return False
    if not (_agree(lot.supplier, first.supplier) and _agree(lot.recipient, first.recipient)):
        return False
    if lot.weapon is not None and first.weapon is not None and lot.weapon != first.weapon:
        return False
    if lot.arms != first.arms and GENERIC not in (lot.arms, first.arms):
        return False
    years = {y for o in others if (y := o.year) is not None}
    return lot.year is None or not years or lot.year in years or first.licence


def _agree(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    if one[1] is None or other[1] is None:
        return True
    return one[0] == other[0] if one[0] and other[0] else one[1] == other[1]


def _same_goods(lot: Lot, others: list[Lot]) -> bool:
    return any(o.weapon == lot.weapon and o.arms == lot.arms for o in others)


def _row(at: Index, lots: list[Lot]) -> ArmsRow:
    fullest = lots[0]
    basis = support(at, (t.assertion for t in lots))
    supplier = _best_party(lots, "supplier")
    recipient = _best_party(lots, "recipient")
    status = _overall(at, lots)
    year, guessed = _order_year(at, lots)
    below = _below(at, lots, supplier, recipient, status)
    weapon = next((t.weapon for t in lots if t.weapon), None)
    uncertain = _uncertain(lots, supplier, recipient, guessed)
    key = ("arms", supplier[1], recipient[1], weapon or _kind(lots), fullest.licence, fullest.year)
    delivered = status == "delivered"
    number = next((n for t in lots if (n := said(at, t.assertion, t.dealing.number))), None)
    return ArmsRow(
        **fields(basis),  # type: ignore[arg-type]
        id=content_id(*(str(k) for k in key)),
        uncertain=uncertain,
        below=below,
        supplier=supplier[1],
        recipient=recipient[1],
        ordered=number,
        designation=name_of(at, weapon) or _unlisted(at, lots),
        description=_kind(lots),
        order_year=year,
        deliveries=year if delivered else None,
        delivered=number if delivered else None,
        comments=" / ".join(dict.fromkeys(text_of(at, t.assertion) for t in lots)),
        licence=fullest.licence,
        status=status,
        value=next((v for t in lots if (v := said(at, t.assertion, t.dealing.value))), None),
        place=_place(at, lots),
        supplier_id=supplier[0],
        recipient_id=recipient[0],
    )


_MAKE = re.compile(r"(?:[A-Z][\w/-]*|[\w-]*\d[\w/-]*)(?: (?:[A-Z][\w/-]*|[\w-]*\d[\w/-]*))*")

_COUNT = re.compile(r"^[\d.,]+ ?(?=[A-Z]|$)")


def _unlisted(at: Index, lots: list[Lot]) -> str | None:
    """The name that the words give to goods of no listed make: "two Mistral 3 systems"."""
    for lot in lots:
        thing = lot.dealing.thing
        if thing is None:
            continue
        for found in _MAKE.finditer(thing.of(at.documents[lot.assertion.document].text)):
            name = _COUNT.sub("", found[0])
            if not name or not _is_name(name):
                continue
            span = Span(thing.start + found.end() - len(name), thing.start + found.end())
            if not _is_actor(at, entity_at(at, lot.assertion.document, span)):
                return name
    return None


def _is_actor(at: Index, entity: str | None) -> bool:
    known = at.entities.get(entity or "")
    return known is not None and known.kind in ("state", "people", "government", "person", "armed group")


def _is_name(words: str) -> bool:
    """ "Typhoon", "Mistral 3", "K9", "S-400"; no number alone, no word all in capitals."""
    if not words[0].isupper():
        return "-" in words and any(c.isdigit() for c in words)
    return any(c.islower() for c in words) or any(c.isdigit() for c in words)


def _best_party(lots: list[Lot], side: str) -> tuple[str | None, str | None]:
    """The party by its entity where a telling has one, else by its words."""
    told: list[tuple[str | None, str | None]] = [getattr(t, side) for t in lots]
    return next((p for p in told if p[0]), next((p for p in told if p[1]), (None, None)))


def _kind(lots: list[Lot]) -> str:
    return next((t.arms for t in lots if t.arms != GENERIC), GENERIC)


def _overall(at: Index, lots: list[Lot]) -> ArmsStatus:
    """Cancelled where the last report says so; else the furthest that is told firmly; else the furthest at all."""
    latest = max(lots, key=lambda t: (published(at, t.assertion.document) or "", t.assertion.id))
    if latest.status == "cancelled":
        return "cancelled"
    firm = [t.status for t in lots if t.status in _FURTHER]
    if not firm:
        return "denied" if any(t.status == "denied" for t in lots) else "cancelled"
    return max(firm, key=_FURTHER.index)


def _year(date: Date | None) -> str | None:
    """The year of a date; of a longer stretch its first and last."""
    if date is None:
        return None
    first, last = date.start[:4], date.end[:4]
    return first if first == last else f"{first}–{last}"


def _order_year(at: Index, lots: list[Lot]) -> tuple[str | None, bool]:
    """The year as told, or else that of the first report, and whether it is only the report's."""
    told = [y for t in lots if (y := t.year) is not None]
    if told:
        return told[0], False
    printed = [day[:4] for t in lots if (day := published(at, t.assertion.document)) is not None]
    return min(printed, default=None), True


def _place(at: Index, lots: list[Lot]) -> str | None:
    """Where it is made: the smallest place that a telling names."""
    spans = ((t, s) for t in lots if t.licence for s in _place_spans(t))
    named = [
        (p.precision not in ("exact", "near"), p.name)
        for t, s in spans
        for p in t.assertion.places
        if p.span.overlaps(s) and p.precision not in ("country", "region")
    ]
    return min(named)[1] if named else None


def _place_spans(lot: Lot) -> Iterator[Span]:
    if lot.dealing.place is not None:
        yield lot.dealing.place
    if lot.dealing.taker is not None:
        yield lot.dealing.taker.span


def _uncertain(
    lots: list[Lot], supplier: tuple[str | None, str | None], recipient: tuple[str | None, str | None], guessed: bool
) -> tuple[str, ...]:
    found = []
    if not any(t.dealing.giver and not t.dealing.giver.inferred and t.supplier[0] == supplier[0] for t in lots):
        found.append("supplier")
    if recipient[0] is None:
        found.append("recipient")
    if all(t.weapon is None for t in lots) and _kind(lots) == GENERIC:
        found.append("description")
    if guessed:
        found.append("order_year")
    return tuple(found)


def _below(
    at: Index,
    lots: list[Lot],
    supplier: tuple[str | None, str | None],
    recipient: tuple[str | None, str | None],
    status: ArmsStatus,
) -> tuple[str, ...]:
    held = [t for t in lots if t.status not in ("denied", "rumoured", "planned")]
    firm = any(t.dealing.around or is_told(at, t.assertion) for t in held)
    reasons = list(() if firm else bars.telling(at, (t.assertion for t in lots)))
    if not reasons and status in ("planned", "rumoured", "denied"):
        reasons.append(bars.PLANNED if status == "planned" else bars.NOBODY)
    if supplier[0] is None or recipient[0] is None:
        reasons.append(bars.UNKNOWN_PARTY)
    elif all(t.dealing.giver is None or t.dealing.giver.inferred for t in lots):
        reasons.append(bars.INFERRED)
    if all(t.weapon is None for t in lots) and _kind(lots) == GENERIC:
        reasons.append(bars.GOODS)
    return tuple(dict.fromkeys(reasons))
