"""The report: findings first, then claims by weight; every line with its words and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from firsthand.export.people.layout import Cell, Page, against, dim, joined, more, paragraph, plain, rows, section
from firsthand.export.people.view import ACTS, View, clip, count, once, printable, say_date, say_si
from firsthand.model import Answer, Assertion, Claim, Denial, Derivation, Discrepancy, Echo, Quantity, size

SHOWN = 12
"""Rows of a list that are shown unless all are asked for: with all lists about two screens."""

WORDS = 220
"""Code points of a quotation in a list, about three lines of a narrow terminal."""

Limit = int | None
Row = tuple[Cell, ...]
Parts = Iterable[RenderableType]


def make_report(
    answer: Answer, *, only: frozenset[str] = frozenset(), seconds: float | None = None, everything: bool = False
) -> RenderableType:
    """The answer as a page; `only` the lists named, `everything` without cutting any, `seconds` what it took."""
    view = View(answer)
    limit = None if everything else SHOWN
    shown = [make for key, make in SECTIONS if (key in only if only else key not in ON_DEMAND)]
    return Page(_counts(view, seconds), *(make(view, limit) for make in shown), *_next_step(view))


def _counts(view: View, seconds: float | None) -> RenderableType:
    answer = view.answer
    outlets = {d.outlet for d in answer.documents}
    stated = count(len(outlets - {None}), "outlet") + (", some not stated" if None in outlets else "")
    parts = [count(len(answer.documents), "report")]
    if outlets:
        parts.append("outlets not stated" if outlets == {None} else stated)
    parts += [
        count(len(told), noun) for told, noun in ((answer.assertions, "assertion"), (answer.claims, "claim")) if told
    ]
    return joined(" · ".join(parts), dim("" if seconds is None else f"   read in {seconds:.1f} s"))


def _next_step(view: View) -> Parts:
    if view.claims:
        example = view.short[_by_weight(view)[0].id]
        yield paragraph(indent=0)
        saved = dim("Once the answer is saved (--format json --output answer.json), ")
        yield paragraph(saved, f"firsthand why {example}", dim(" explains that claim."), indent=0)


def _by_weight(view: View) -> list[Claim]:
    """More newsrooms first, then pages, primary sources, a chain before the page's own voice; then as they stand."""

    def weight(claim: Claim) -> tuple[int, int, int, int]:
        deepest = max(len(view.assertions[a].chain) for a in claim.assertions)
        return -(claim.origins.newsrooms or 0), -claim.origins.pages, -claim.origins.primary_sources, -deepest

    return sorted(view.answer.claims, key=weight)


def _blocks(title: str, blocks: Sequence[Parts], limit: Limit, what: str) -> RenderableType:
    """A section of findings that take several lines each."""
    shown = [part for block in blocks[:limit] for part in block]
    return section(title, *shown, *more(len(blocks) - len(blocks[:limit]), what))


def _table(title: str, lines: Sequence[Row], limit: Limit, what: str, *, fixed: tuple[int, ...] = ()) -> RenderableType:
    """A section of findings that take a row each."""
    shown = (rows(lines[:limit], fixed=fixed),) if lines else ()
    return section(title, *shown, *more(len(lines) - len(lines[:limit]), what))


def _gathered(told: Iterable[tuple[str, str, str]]) -> Iterable[tuple[tuple[str, str], Text]]:
    """What is told in the same manner by the same voice, with all the places where it is."""
    places: dict[tuple[str, str], list[str]] = {}
    for manner, who, place in told:
        places.setdefault((manner, who), []).append(place)
    return ((key, dim(", ".join(once(found)))) for key, found in places.items())


def _distinct(lines: Iterable[Row]) -> list[Row]:
    """Each row that reads differently, where it first comes."""
    return list({tuple(plain(cell).plain for cell in line): line for line in reversed(list(lines))}.values())[::-1]


# What is disputed


def _disputed(view: View, limit: Limit) -> RenderableType:
    """What is denied, each thing once: also where nobody at hand tells what is denied."""
    targets: dict[str, list[str]] = {}
    for denial in view.answer.denials:
        targets.setdefault(_target(view, denial), []).append(denial.assertion)
    matched = {d.assertion for d in view.answer.denials}
    for assertion in view.answer.assertions:
        if assertion.act == "deny" and assertion.id not in matched:
            targets.setdefault(_told_in(view, assertion.id), []).append(assertion.id)
    blocks = [list(_dispute(view, target, denials)) for target, denials in targets.items()]
    return _blocks("DISPUTED", blocks, limit, "that are denied (--all shows them)")


def _target(view: View, denial: Denial) -> str:
    claim = denial.denies.claim
    return claim if isinstance(claim, str) else _told_in(view, str(denial.denies.assertion))


def _told_in(view: View, assertion: str) -> str:
    """The claim that an assertion is part of, or the assertion itself."""
    claim = view.claim_of.get(assertion)
    return claim.id if claim else assertion


def _dispute(view: View, target: str, denials: list[str]) -> Parts:
    claim = view.claims.get(target)
    deniers = once((*denials, *(claim.denied_by if claim else ())))
    tellers = [a for a in (claim.assertions if claim else (target,)) if a not in deniers]
    sides = [(ACTS[a.act], view.speaker(a), view.where(a)) for a in map(view.assertions.__getitem__, tellers)]
    sides += [("denies", view.speaker(a), view.where(a)) for a in map(view.assertions.__getitem__, deniers)]
    yield paragraph(view.headline(claim, longest=WORDS) if claim else view.told(view.assertions[target], longest=WORDS))
    lines = [(against(verb) if verb == "denies" else verb, who, places) for (verb, who), places in _gathered(sides)]
    yield rows(lines, indent=4, fixed=(0,))


def _discrepancies(view: View, limit: Limit) -> RenderableType:
    found = [list(_discrepancy(view, d)) for d in view.answer.discrepancies]
    return _blocks("WHERE ACCOUNTS PART", found, limit, "discrepancies (--all shows them)")


def _discrepancy(view: View, discrepancy: Discrepancy) -> Parts:
    values = [(rival, view.assertions[rival.assertion]) for rival in discrepancy.values]
    lines = [(view.at(a.document, r.span), view.speaker(a), dim(view.place(a.document, (r.span,)))) for r, a in values]
    claim = view.headline(view.claims[discrepancy.claim], longest=100)
    yield paragraph(f"{printable(discrepancy.about)}: {discrepancy.verdict}   ", dim(claim))
    yield rows(_distinct(lines), indent=4, fixed=(2,))


# What is only repeated


def _echoes(view: View, limit: Limit) -> RenderableType:
    return _blocks(
        "ONLY REPEATED", [list(_echo(view, e)) for e in view.answer.echoes], limit, "echoes (--all shows them)"
    )


def _echo(view: View, echo: Echo) -> Parts:
    told, own = view.assertions[echo.attributed], view.assertions[echo.unattributed]
    yield paragraph(view.echoed(echo), dim("" if echo.direction == "known" else " (which came first is not known)"))
    yield rows([(dim(view.where(a)), view.told(a, longest=2 * WORDS)) for a in (told, own)], indent=4, fixed=(0,))


def _derivations(view: View, limit: Limit) -> RenderableType:
    lines = [(_derivation(view, d),) for d in view.answer.derivations]
    return _table("WHERE TEXTS COME FROM", lines, limit, "derivations (--all shows them)")


def _derivation(view: View, derivation: Derivation) -> Text:
    doubt = "" if derivation.direction == "known" else ", or the other way round"
    how = DERIVED[derivation.manner]
    line = f"{view.origin(derivation.child.document)} {how} {view.forebear(derivation.parent)}{doubt}"
    return joined(line, dim(f"  {count(size(derivation.child.spans), 'character')}"))


# Who said it


def _chains(view: View, limit: Limit) -> RenderableType:
    paths: dict[str, list[Assertion]] = {}
    for assertion in view.answer.assertions:
        if len(view.voices(assertion)) > 1:
            paths.setdefault(view.path(assertion), []).append(assertion)
    named = sorted(paths.items(), key=lambda pair: _unnamed(view, pair[1][0]))
    return _blocks("CHAINS", [list(_path(view, *pair)) for pair in named], limit, "chains (--all shows them)")


def _unnamed(view: View, assertion: Assertion) -> int:
    """How many voices of its chain are no named entity: chains of names say most."""
    return sum(attribution.source_entity not in view.entities for attribution in view.chain(assertion))


def _path(view: View, path: str, told: list[Assertion]) -> Parts:
    yield paragraph(path)
    yield paragraph(view.told(told[0], longest=WORDS), "  ", dim(view.where(told[0])), indent=4)
    if told[1:]:
        yield paragraph(dim(f"and {len(told) - 1:,} more through the same chain"), indent=4)


def _claims(view: View, limit: Limit) -> RenderableType:
    claims = _by_weight(view)
    lines = [(dim(view.short[c.id]), _claim(view, c)) for c in claims]
    heaviest = max((c.origins.pages for c in claims[len(lines[:limit]) :]), default=0)
    what = f"({'each on one page' if heaviest == 1 else f'on {heaviest} pages or fewer'}; --all shows them)"
    return _table("CLAIMS, by weight", lines, limit, what, fixed=(0,))


def _claim(view: View, claim: Claim) -> Cell:
    told = [view.assertions[a] for a in claim.assertions if a not in claim.denied_by]
    tellers = _gathered((MANNER.get(a.act, ""), _teller(view, a), view.where(a)) for a in told)
    lines: list[Cell] = [joined("\n", dim(f"{manner}{who} "), places) for (manner, who), places in tellers]
    if claim.origins.pages > 1:
        lines += ["\n", view.origins(claim)]
    denied = (("denied by ", view.speaker(a), view.where(a)) for a in map(view.assertions.__getitem__, claim.denied_by))
    lines += [joined("\n", against(manner), f"{who} ", places) for (manner, who), places in _gathered(denied)]
    return joined(view.headline(claim, longest=WORDS), *lines)


def _teller(view: View, assertion: Assertion) -> str:
    who = view.speaker(assertion) if assertion.chain else "own voice"
    return who + FUTURE.get(assertion.act, "")


# What it adds up to


def _figures(view: View, limit: Limit) -> RenderableType:
    """The same figure of the same thing in a row; what most pages tell first, money and measures before counts."""
    same: dict[tuple[object, ...], list[tuple[Quantity, Assertion]]] = {}
    for quantity, assertion in _quantities(view):
        key = (quantity.value, quantity.high, quantity.unit, quantity.bound, (quantity.of or "").lower())
        same.setdefault(key, []).append((quantity, assertion))

    def weight(told: list[tuple[Quantity, Assertion]]) -> tuple[int, bool, bool]:
        quantity = told[0][0]
        return -len({a.document for _, a in told}), quantity.unit not in CONVERTED, not quantity.unit.isupper()

    lines = [_figure(view, told) for told in sorted(same.values(), key=weight)]
    return _table("FIGURES", lines, limit, "(--all shows them)")


def _quantities(view: View) -> list[tuple[Quantity, Assertion]]:
    """Each figure once, with the innermost telling that it stands in, and whoever tells it before whoever denies it."""
    told: dict[tuple[str, object], tuple[Quantity, Assertion]] = {}
    for assertion in sorted(view.answer.assertions, key=lambda a: (a.act == "deny", -len(a.chain), size(a.content))):
        for quantity in filter(_tells, assertion.quantities):
            told.setdefault((assertion.document, quantity.span), (quantity, assertion))
    return sorted(told.values(), key=lambda pair: (pair[1].document, pair[0].span))


def _tells(quantity: Quantity) -> bool:
    """A measure, money, a limit, or a count of which the text says what it is of."""
    return bool(quantity.si_unit or quantity.bound or quantity.of or quantity.unit.isupper())


def _figure(view: View, told: list[tuple[Quantity, Assertion]]) -> Row:
    quantity, assertion = told[0]
    bound = f"{quantity.bound} ".replace("<=", "≤").replace(">=", "≥") if quantity.bound else ""
    si = f" ({say_si(quantity)})" if quantity.unit in CONVERTED and say_si(quantity) else ""
    per = f" per {printable(quantity.per)}" if quantity.per else ""
    amount = joined(bound, view.words(assertion.document, (quantity.span,)), dim(si), per)
    tellers = _gathered(("", _teller(view, a), view.place(a.document, (q.span,))) for q, a in told)
    who = [part for (_, voice), places in tellers for part in ("\n", f"{voice} ", places)]
    return clip(printable(quantity.of or ""), 60), amount, joined(*who[1:])


def _dates(view: View, limit: Limit) -> RenderableType:
    lines: list[Row] = [
        (f"“{printable(d.corrected_from)}” read as {say_date(d)}", dim(view.place(a.document, (d.span,))))
        for a in view.answer.assertions
        for d in a.dates
        if d.corrected_from
    ]
    return _table("DATES CORRECTED", _distinct(lines), limit, "corrections", fixed=(1,))


# Lists that are shown when they are asked for


def _documents(view: View, limit: Limit) -> RenderableType:
    lines: list[Row] = [
        (view.origin(d.id), printable(d.title or ""), dim(printable(d.published or "not dated")))
        for d in view.answer.documents
    ]
    return _table("REPORTS", lines, limit, "reports", fixed=(2,))


def _entities(view: View, limit: Limit) -> RenderableType:
    lines: list[Row] = [
        (printable(e.name), e.kind, dim(count(len(e.mentions), "mention"))) for e in view.answer.entities
    ]
    return _table("NAMES", lines, limit, "names")


def _attributions(view: View, limit: Limit) -> RenderableType:
    lines: list[Row] = [
        (
            dim(view.place(a.document, a.content)),
            f"{view.voice(a)} {view.cue(a)}: {view.quoted(a.document, a.content, longest=WORDS)}",
        )
        for a in view.answer.attributions
    ]
    return _table("ATTRIBUTIONS", lines, limit, "attributions", fixed=(0,))


def _assertions(view: View, limit: Limit) -> RenderableType:
    lines: list[Row] = [
        (dim(view.where(a)), joined(view.told(a, longest=WORDS), dim(f"\n{ACTS[a.act]}: {view.path(a)}")))
        for a in view.answer.assertions
    ]
    return _table("ASSERTIONS", lines, limit, "assertions", fixed=(0,))


def _refused(view: View, limit: Limit) -> RenderableType:
    """All of them, whatever the limit: what was left out is not left out here."""
    lines: list[Row] = [
        (printable(r.path), joined(against(printable(r.reason)), dim(f"\n{printable(r.hint)}")))
        for r in view.answer.refused
    ]
    return _table("REFUSED", lines, None, "")


def _known(view: View, limit: Limit) -> RenderableType:
    """What is read once of several: named as well, whatever the limit."""
    lines: list[Row] = [
        (printable(k.path), f"the same text as {view.page(k.document)}: read once") for k in view.answer.known
    ]
    return _table("READ ONCE", lines, None, "")


DERIVED = {
    "copied": "copies", "excerpted": "cuts from", "quoted": "quotes", "cited": "cites", "paraphrased": "rewords",
    "translated": "translates", "rewritten": "rewrites",
}  # fmt: skip

MANNER = {"deny": "denied by ", "accuse": "accusation by ", "ask": "asked by "}

CONVERTED = frozenset(
    ("mi", "nmi", "ft", "in", "yd", "mi2", "acre", "lb", "oz", "st", "gal", "bbl", "mph", "kn", "°F", "hp", "psi")
)  # fmt: skip
"""Units beside which the report writes the amount in SI: readers of other countries do not know them by heart."""

FUTURE = {"plan": ", planned", "predict": ", forecast", "demand": ", demanded"}

SECTIONS: tuple[tuple[str, Callable[[View, Limit], RenderableType]], ...] = (
    ("documents", _documents),
    ("entities", _entities),
    ("attributions", _attributions),
    ("assertions", _assertions),
    ("denials", _disputed),
    ("discrepancies", _discrepancies),
    ("echoes", _echoes),
    ("derivations", _derivations),
    ("claims", _chains),
    ("claims", _claims),
    ("claims", _figures),
    ("claims", _dates),
    ("refused", _refused),
    ("known", _known),
)
"""Each section, in the order of the page, with the list of the answer that it shows."""

ON_DEMAND = frozenset({"documents", "entities", "attributions", "assertions"})
"""Lists that are shown only when they are asked for by name."""
