"""The reasons behind one claim, assertion or attribution: words, chain, factuality, and the rules that fired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from firsthand.errors import AnswerError
from firsthand.export.people.layout import Cell, Page, against, dim, joined, paragraph, rows, section, strong
from firsthand.export.people.stemma import grow_stemma
from firsthand.export.people.stemma_svg import stemma_svg
from firsthand.export.people.stemma_tree import stemma_tree
from firsthand.export.people.ties import show_ties
from firsthand.export.people.view import ACTS, View, count, once, printable, say_date, say_number, say_si
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Date,
    Derivation,
    Event,
    Evidence,
    Quantity,
    Spans,
    any_overlap,
    size,
)

_CERTAINTY = {
    "CT+": "certain that it is so", "PR+": "probably so", "PS+": "possibly so", "CT-": "certain that it is not so",
    "PR-": "probably not so", "PS-": "possibly not so", "Uu": "does not commit itself",
}  # fmt: skip

_CANDIDATES = 8
"""How many ids an error names when a shortened one fits several."""

Reasons = Mapping[str, str]


def explain(answer: Answer, id_: str, *, reasons: Reasons) -> RenderableType:
    """All that stands behind the record whose id begins with `id_`; `reasons` says for each rule's id why it holds.

    AnswerError names the candidates when there is none or more than one.
    """
    view = View(answer)
    match _find(view, id_):
        case Claim() as claim:
            return _claim(view, claim, reasons)
        case Assertion() as assertion:
            return _one_assertion(view, assertion, reasons)
        case attribution:
            return _one_attribution(view, attribution, reasons)


def _find(view: View, id_: str) -> Claim | Assertion | Attribution:
    records: dict[str, Claim | Assertion | Attribution] = {**view.attributions, **view.assertions, **view.claims}
    found = [key for key in sorted(records) if key.startswith(id_.lower())] if id_ else []
    if len(found) == 1 or id_ in found:
        return records[id_ if id_ in found else found[0]]
    if found:
        named = [f"{view.short[key]} ({_kind(records[key])})" for key in found[:_CANDIDATES]]
        rest = f" and {len(found) - len(named)} more" if len(found) > len(named) else ""
        raise AnswerError(f"'{id_}' begins {len(found)} ids", hint=f"one of {', '.join(named)}{rest}")
    near = ", ".join(view.short[c.id] for c in view.answer.claims[:_CANDIDATES]) or "none"
    raise AnswerError(f"nothing in this answer has the id '{id_}'", hint=f"ids stand in the report; its claims: {near}")


def _kind(record: Claim | Assertion | Attribution) -> str:
    return type(record).__name__.lower()


def _claim(view: View, claim: Claim, reasons: Reasons) -> Page:
    told = [view.assertions[a] for a in claim.assertions]
    headline = view.assertions[claim.headline]
    return Page(
        joined(strong(view.told(headline)), "  ", dim(view.where(headline))),
        joined(f"claim {claim.id} · {view.origins(claim)}"),
        section("TOLD BY", *_spaced(_assertion(view, a, reasons) for a in told)),
        *_titled("DENIED BY", _spaced(_assertion(view, view.assertions[a], reasons) for a in claim.denied_by)),
        *_titled("TOUCHED BY", _touching(view, told, reasons)),
        *_titled("WHERE IT COMES FROM", _stemma(view, claim)),
        *_titled("ROOTS", [paragraph(_root(view, root)) for root in claim.origins.roots]),
        *_titled("WHY ONE CLAIM", (*_rules(claim.rules, reasons, indent=2), *show_ties(view, claim))),
    )


def _stemma(view: View, claim: Claim) -> Iterator[RenderableType]:
    """The tree of the reports that tell or deny it; none of one report that comes from nowhere."""
    roots = grow_stemma(view, claim)
    if len(roots) > 1 or roots[0].children:
        yield Padding(stemma_tree(roots), (0, 0, 0, 2))


def draw(answer: Answer, id_: str) -> str:
    """The stemma of the claim whose id, or whose assertion's, begins with `id_`, as an SVG picture."""
    view = View(answer)
    found = _find(view, id_)
    claim = found if isinstance(found, Claim) else view.claim_of.get(found.id)
    if claim is None:
        raise AnswerError(f"{found.id} is no part of a claim", hint="name a claim, or an assertion of one")
    return stemma_svg(grow_stemma(view, claim), view.headline(claim))


def _one_assertion(view: View, assertion: Assertion, reasons: Reasons) -> Page:
    claim = view.claim_of.get(assertion.id)
    part = f" · part of claim {view.short[claim.id]}" if claim else ""
    return Page(
        joined(f"assertion {assertion.id}{part}"),
        _assertion(view, assertion, reasons),
        *_titled("TOUCHED BY", _touching(view, [assertion], reasons)),
    )


def _one_attribution(view: View, attribution: Attribution, reasons: Reasons) -> Page:
    parent = view.attributions.get(attribution.parent or "")
    inside = f" · inside {view.short[parent.id]}, what {view.voice(parent)} lets be known" if parent else ""
    return Page(joined(f"attribution {attribution.id}{inside}"), *_attribution(view, attribution, reasons, indent=2))


def _titled(title: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """A section, unless it is empty."""
    made = list(parts)
    if made:
        yield section(title, *made)


def _spaced(parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for number, part in enumerate(parts):
        if number:
            yield Text()
        yield part


def _assertion(view: View, assertion: Assertion, reasons: Reasons) -> Page:
    lines: list[tuple[Cell, Cell]] = [("chain", view.path(assertion)), ("act", ACTS[assertion.act])]
    lines += [
        ("held by", f"{view.holder(key)}: {value}, {_CERTAINTY[value]}") for key, value in assertion.factuality.items()
    ]
    if assertion.grade:
        score, likely = assertion.grade.score, assertion.grade.probability
        lines.append(("graded", f"{score:+.1f} of 3 by a trained reader of the page; so at all: {likely:.2f}"))
    for date in assertion.dates:
        lines += [("date", _date(view, assertion, date)), *_signed(date.rules, reasons)]
    for quantity in assertion.quantities:
        lines += [("figure", _figure(view, assertion, quantity)), *_signed(quantity.rules, reasons)]
    if event := assertion.event:
        lines += [("event", _event(view, event)), *_signed((event.rule,) if event.rule else (), reasons)]
    shown = {rule for a in view.chain(assertion) for rule in a.rules}
    own = tuple(rule for rule in assertion.rules if rule not in shown)
    inward = [part for a in view.chain(assertion) for part in _attribution(view, a, reasons, indent=4)]
    words = paragraph(view.told(assertion), "  ", dim(f"{view.where(assertion)} · {view.short[assertion.id]}"))
    return Page(words, rows(_grouped(lines), indent=4, fixed=(0,)), *inward, *_rules(own, reasons, indent=4))


def _grouped(lines: list[tuple[Cell, Cell]]) -> list[tuple[Cell, Cell]]:
    """A name that comes again is left out."""
    return [(dim("" if n and lines[n - 1][0] == name else str(name)), value) for n, (name, value) in enumerate(lines)]


def _attribution(view: View, attribution: Attribution, reasons: Reasons, *, indent: int) -> Iterator[RenderableType]:
    document = attribution.document
    parts: list[tuple[Cell, Cell]] = [
        (dim(name), view.quoted(document, spans))
        for name, spans in (("source", attribution.source), ("cue", attribution.cue), ("to", attribution.addressee))
        if spans
    ]
    content = joined(view.quoted(document, attribution.content), "  ", dim(view.place(document, attribution.content)))
    yield paragraph(
        view.voice(attribution), dim(f"  {_manner(attribution)} · {view.short[attribution.id]}"), indent=indent
    )
    yield rows([*parts, (dim("content"), content)], indent=indent + 2, fixed=(0,))
    yield from _rules(attribution.rules, reasons, indent=indent + 2)


_KINDS = {"say": "speech", "believe": "belief", "intend": "intent", "decree": "decree", "perceive": "perception"}


def _manner(attribution: Attribution) -> str:
    """How it is told, and who sees it: rules, the trained reader, or both."""
    by_rule = "frame/tagged" not in attribution.rules
    seen = f"trained reader {attribution.reader}" if attribution.reader else ""
    who = " and ".join(filter(None, ("rules" if by_rule else "", seen)))
    return f"{attribution.mode} {_KINDS[attribution.kind]} · seen by {who}, probability {attribution.probability:.2f}"


def _rules(rules: tuple[str, ...], reasons: Reasons, *, indent: int) -> Iterator[RenderableType]:
    if rules:
        yield rows([(dim(str(name)), why) for name, why in _signed(rules, reasons)], indent=indent, fixed=(0,))


def _signed(rules: Iterable[str], reasons: Reasons) -> list[tuple[Cell, Cell]]:
    """A line for each rule, with its reason or that of its family."""
    return [
        ("rule", joined(rule, dim(f"  {reasons.get(rule, reasons.get(_family(rule), ''))}".rstrip())))
        for rule in once(rules)
    ]


def _family(rule: str) -> str:
    return rule.partition("/")[0] + "/"


def _date(view: View, assertion: Assertion, date: Date) -> str:
    corrected = f", corrected from “{printable(date.corrected_from)}”" if date.corrected_from else ""
    return f"{view.at(assertion.document, date.span)} read as {say_date(date)}{corrected}"


def _figure(view: View, assertion: Assertion, quantity: Quantity) -> str:
    bound = f"{quantity.bound} " if quantity.bound else ""
    high = f" to {say_number(quantity.high)}" if quantity.high is not None else ""
    si = f" ({say_si(quantity)})" if say_si(quantity) else ""
    of = f", of {printable(quantity.of)}" if quantity.of else ""
    amount = f"{bound}{say_number(quantity.value)}{high} {quantity.unit}{si}{of}"
    return f"{view.at(assertion.document, quantity.span)} read as {amount}"


def _event(view: View, event: Event) -> str:
    kind = event.type.lower() + (f" ({event.mode})" if event.mode else "")
    sides = [view.holder(side) for side in (event.actor, event.recipient) if side]
    told = f"{kind}: {' → '.join(sides)}" if sides else kind
    if event.probability is None:
        return told
    return f"{told} (found by {' and '.join(event.by)}; by the model {event.probability:.2f})"


def _touching(view: View, told: list[Assertion], reasons: Reasons) -> Iterator[RenderableType]:
    """Denials, echoes, discrepancies and derivations that have to do with these assertions."""
    ids = {a.id for a in told}
    answer = view.answer
    for denial in answer.denials:
        if denial.assertion in ids:
            yield paragraph("it denies ", _target(view, denial.denies.assertion, denial.denies.claim))
        elif denial.denies.assertion in ids:
            denier = view.assertions[denial.assertion]
            yield paragraph(
                against("denied"),
                f" by {view.speaker(denier)}  ",
                dim(f"{view.where(denier)} · {view.short[denier.id]}"),
            )
        else:
            continue
        yield from _rules(denial.rules, reasons, indent=4)
    for echo in answer.echoes:
        if {echo.attributed, echo.unattributed} & ids:
            yield paragraph(f"echo: {view.echoed(echo)}")
            yield _evidence(view, echo.evidence)
            yield from _rules(tuple(e.rule for e in echo.evidence), reasons, indent=4)
    for discrepancy in answer.discrepancies:
        if any(rival.assertion in ids for rival in discrepancy.values):
            values = once(printable(rival.value) for rival in discrepancy.values)
            yield paragraph(f"accounts part over {discrepancy.about}: {' / '.join(values)} ({discrepancy.verdict})")
            yield from _rules(discrepancy.rules, reasons, indent=4)
    for derivation in answer.derivations:
        if any(_touches(derivation, a.document, a.content) for a in told):
            yield paragraph(_derivation(view, derivation))
            yield from _rules(tuple(e.rule for e in derivation.evidence), reasons, indent=4)


def _target(view: View, assertion: object, claim: object) -> str:
    if isinstance(claim, str):
        return view.headline(view.claims[claim])
    return view.told(view.assertions[str(assertion)])


def _touches(derivation: Derivation, document: str, spans: Spans) -> bool:
    child, parent = derivation.child, derivation.parent
    if child.document == document and any_overlap(child.spans, spans):
        return True
    return parent.document == document and isinstance(parent.spans, tuple) and any_overlap(parent.spans, spans)


def _derivation(view: View, derivation: Derivation) -> str:
    order = "" if derivation.direction == "known" else ", or the other way round"
    proof = count(size(derivation.child.spans), "character")
    ends = f"{view.origin(derivation.child.document)} ← {view.forebear(derivation.parent)}"
    return f"{ends}: {derivation.kind}{order}, {proof}"


def _evidence(view: View, evidence: tuple[Evidence, ...]) -> RenderableType:
    return rows(
        [(dim(view.place(e.document, e.spans)), view.quoted(e.document, e.spans), dim(e.rule)) for e in evidence],
        indent=4,
        fixed=(0,),
    )


def _root(view: View, root: str) -> str:
    if root in view.assertions:
        assertion = view.assertions[root]
        return f"{view.path(assertion)}: {view.told(assertion, longest=120)}"
    return view.origin(root) if root in view.documents else root
