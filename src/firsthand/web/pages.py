"""What each page shows: an answer's records in words and links, as values for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec

from firsthand.export.people.sheets import lay_out
from firsthand.export.people.stemma import grow_stemma
from firsthand.export.people.stemma_svg import stemma_svg
from firsthand.export.people.view import ACTS, View, count, once, printable, say_date, say_number, say_si
from firsthand.model import Assertion, Attribution, Claim, Derivation, Discrepancy, Document, Entity, Span, hull
from firsthand.web.marking import Mark, mark_around, mark_lines

if TYPE_CHECKING:
    from firsthand.case import Status

PER_PAGE = 50

CERTAINTY = {
    "CT+": "certain that it is so", "PR+": "probably so", "PS+": "possibly so", "CT-": "certain that it is not so",
    "PR-": "probably not so", "PS-": "possibly not so", "Uu": "does not commit itself",
}  # fmt: skip

KINDS = {
    "copied": "copied from it", "excerpted": "cut from it", "quoted": "quotes it", "cited": "cites it",
    "paraphrased": "rewords it", "translated": "translates it", "rewritten": "rewrites it",
}  # fmt: skip

Context = dict[str, Any]


class Link(msgspec.Struct, frozen=True):
    """Words, and where they lead; nowhere without `href`."""

    words: str
    href: str = ""


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table."""

    words: str
    href: str = ""
    number: bool = False


class Table(msgspec.Struct, frozen=True):
    """A table as a page shows it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


class Node(msgspec.Struct, frozen=True):
    """One line of a stemma, and what hangs below it."""

    words: str
    kind: str = ""
    href: str = ""
    below: tuple[Node, ...] = ()


class Paging(msgspec.Struct, frozen=True):
    """Which part of a list is shown, and the way to the parts beside it."""

    words: str = ""
    before: str = ""
    after: str = ""


class Asked(msgspec.Struct, frozen=True):
    """What claims are asked for: with these words, told by a source of this name, denied ones only."""

    words: str = ""
    source: str = ""
    denied: bool = False


def claim_link(id_: str) -> str:
    return f"/claims/{quote(id_, safe='')}"


def document_link(id_: str, span: Span | None = None, *, at: str = "") -> str:
    """The way to a document, and in it to what a record of this id marks, or to a span."""
    asked = {"at": at} if at else {"from": span.start, "to": span.end} if span else {}
    return f"/documents/{quote(id_, safe='')}" + (f"?{urlencode(asked)}#here" if asked else "")


def cut(
    things: Sequence[Any], page: int, base: str, asked: Mapping[str, str], what: str
) -> tuple[Sequence[Any], Paging]:
    """One page of a list, counted from one, and how to turn it."""
    last = max(1, -(-len(things) // PER_PAGE))
    page = min(max(1, page), last)
    first = (page - 1) * PER_PAGE

    def way(number: int) -> str:
        return f"{base}?{urlencode({**asked, 'page': number})}"

    shown = things[first : first + PER_PAGE]
    range_ = f", {first + 1:,} to {first + len(shown):,}" if last > 1 else ""
    paging = Paging(
        count(len(things), what) + range_, way(page - 1) if page > 1 else "", way(page + 1) if page < last else ""
    )
    return shown, paging


# Claims


def find_claims(view: View, asked: Asked) -> list[Claim]:
    """Claims like those asked for, the weightiest first."""
    words, source = asked.words.casefold().split(), asked.source.casefold().strip()

    def fits(claim: Claim) -> bool:
        told = [view.assertions[a] for a in claim.assertions]
        if asked.denied and not claim.denied_by:
            return False
        if source and not any(source in voice.casefold() for a in told for voice in view.voices(a)):
            return False
        return not words or any(all(w in view.told(a).casefold() for w in words) for a in told)

    return sorted(filter(fits, view.answer.claims), key=lambda c: weight(view, c))


def weight(view: View, claim: Claim) -> tuple[int, int, int, int]:
    """More newsrooms first, then pages, primary sources, a chain before the page's own voice."""
    deepest = max(len(view.assertions[a].chain) for a in claim.assertions)
    return -(claim.origins.newsrooms or 0), -claim.origins.pages, -claim.origins.primary_sources, -deepest


def claim_row(view: View, claim: Claim) -> Context:
    """A claim in a list: its words, who tells it and where."""
    told = [view.assertions[a] for a in claim.assertions]
    voices: dict[str, list[Link]] = {}
    for a in told:
        voices.setdefault(voice_of(view, a), []).append(Link(view.where(a), document_link(a.document, at=a.id)))
    return {
        "link": claim_link(claim.id),
        "headline": view.headline(claim, longest=320),
        "origins": view.origins(claim),
        "denied": once(view.speaker(view.assertions[a]) for a in claim.denied_by),
        "told": [(who, list({p.href: p for p in places}.values())) for who, places in voices.items()],
    }


def voice_of(view: View, assertion: Assertion) -> str:
    """Who speaks at the far end; the page's own voice where nobody else does."""
    return view.speaker(assertion) if assertion.chain else "in its own voice"


def claim_page(view: View, claim: Claim, reasons: Mapping[str, str]) -> Context:
    """All that stands behind a claim."""
    told = [view.assertions[a] for a in claim.assertions]
    return {
        "claim": {"id": claim.id, "headline": view.headline(claim), "origins": view.origins(claim)},
        "told": [telling(view, a, reasons) for a in told],
        "denied": [telling(view, view.assertions[a], reasons) for a in claim.denied_by],
        "parted": [parted(view, d) for d in view.answer.discrepancies if d.claim == claim.id],
        "stemma": stemma(view, told),
        "picture": picture(view, claim),
        "rules": signed(claim.rules, reasons),
    }


def picture(view: View, claim: Claim) -> str:
    """The stemma as `firsthand why` draws it, as SVG that is safe to show; empty for one report from nowhere."""
    roots = grow_stemma(view, claim)
    return stemma_svg(roots, view.headline(claim)) if len(roots) > 1 or roots[0].children else ""


def telling(view: View, assertion: Assertion, reasons: Mapping[str, str]) -> Context:
    """One document's telling: its words in place, its chain, who holds it how far, and the rules behind it."""
    document = view.documents[assertion.document]
    rules = once(chain.from_iterable((*(a.rules for a in view.chain(assertion)), assertion.rules)))
    return {
        "id": assertion.id,
        "around": mark_around(document.text, marks_of(view, assertion)),
        "path": path(view, assertion),
        "where": view.where(assertion),
        "link": document_link(assertion.document, at=assertion.id),
        "act": ACTS[assertion.act],
        "held": [(view.holder(k), f"{v}, {CERTAINTY[v]}") for k, v in assertion.factuality.items()],
        "values": [*_values(view, assertion)],
        "rules": signed(rules, reasons),
    }


def path(view: View, assertion: Assertion) -> list[Link]:
    """The chain from the page inward, each step a link."""
    page = Link(view.origin(assertion.document), document_link(assertion.document))
    steps = [(view.voice(a), source_link(a)) for a in view.chain(assertion)]
    return [page, *(Link(who, next(links)[1]) for who, links in groupby(steps, key=lambda step: step[0]))]


def source_link(attribution: Attribution) -> str:
    return f"/?{urlencode({'source': ''})}" if not attribution.source_entity else source_page(attribution.source_entity)


def source_page(entity: str) -> str:
    return f"/sources/{quote(entity, safe='')}"


def marks_of(view: View, assertion: Assertion) -> list[Mark]:
    """The stretches that a telling rests on: what is told, and of each hand-over its source and its cue."""
    found = [Mark(s, "content", name="here") for s in assertion.content]
    for a in view.chain(assertion):
        found += [Mark(s, "source", title="source") for s in a.source]
        found += [Mark(s, "cue", title="cue") for s in a.cue]
    return found


def _values(view: View, assertion: Assertion) -> Iterator[tuple[str, str]]:
    for date in assertion.dates:
        corrected = f", corrected from “{printable(date.corrected_from)}”" if date.corrected_from else ""
        yield "date", f"{view.at(assertion.document, date.span)} read as {say_date(date)}{corrected}"
    for q in assertion.quantities:
        si = f" ({say_si(q)})" if say_si(q) else ""
        yield "figure", f"{view.at(assertion.document, q.span)} read as {say_number(q.value)} {q.unit}{si}"
    if assertion.event:
        sides = [view.holder(s) for s in (assertion.event.actor, assertion.event.recipient) if s]
        yield "event", ": ".join(filter(None, (assertion.event.type.lower(), " → ".join(sides))))


def signed(rules: Iterable[str], reasons: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each rule with its reason, or that of its family."""
    return [(rule, reasons.get(rule, reasons.get(rule.partition("/")[0] + "/", ""))) for rule in once(rules)]


def parted(view: View, discrepancy: Discrepancy) -> Context:
    """Rival values beside each other."""
    values = []
    for rival in discrepancy.values:
        a = view.assertions[rival.assertion]
        words = view.words(a.document, (rival.span,))
        where = view.place(a.document, (rival.span,))
        values.append(
            {
                "words": words,
                "who": view.speaker(a),
                "where": where,
                "href": document_link(a.document, rival.span),
            }
        )
    claim = view.claims[discrepancy.claim]
    return {
        "about": printable(discrepancy.about),
        "verdict": discrepancy.verdict,
        "values": values,
        "link": claim_link(claim.id),
        "headline": view.headline(claim, longest=200),
    }


def stemma(view: View, told: Sequence[Assertion]) -> tuple[Node, ...]:
    """The pages that tell a claim, each under the one that it comes from; the voices that a page names stand above it.

    A page that comes from itself through others, in a loop, stands at the top and is marked.
    """
    pages = once(a.document for a in told)
    links = {d.child.document: d for d in reversed(view.answer.derivations) if _within(d, told)}
    below: dict[str, list[str]] = {}
    for page in pages:
        if page in links and (parent := _parent(links[page])) and not _loops(page, links):
            below.setdefault(parent, []).append(page)
    hanging = set(chain.from_iterable(below.values()))
    outside = [p for p in below if p not in pages]
    roots = [p for p in pages if p not in hanging]
    return tuple(_node(view, key, told, links, below) for key in (*outside, *roots))


def _within(derivation: Derivation, told: Sequence[Assertion]) -> bool:
    """Whether words of a telling lie in what the derivation shows to come from elsewhere."""
    return derivation.direction == "known" and any(
        a.document == derivation.child.document
        and any(s.overlaps(c) for s in derivation.child.spans for c in a.content)
        for a in told
    )


def _parent(derivation: Derivation) -> str:
    document = derivation.parent.document
    return document if isinstance(document, str) else f"outlet:{derivation.parent.outlet}"


def _loops(page: str, links: Mapping[str, Derivation]) -> bool:
    seen, at = {page}, page
    while at in links:
        at = _parent(links[at])
        if at == page:
            return True
        if at in seen:
            return False
        seen.add(at)
    return False


def _node(
    view: View,
    key: str,
    told: Sequence[Assertion],
    links: Mapping[str, Derivation],
    below: Mapping[str, list[str]],
) -> Node:
    children = tuple(_node(view, child, told, links, below) for child in below.get(key, ()))
    if key not in view.documents:
        return Node(f"{key.removeprefix('outlet:')} (not at hand)", below=children)
    mine = [a for a in told if a.document == key]
    voices = once(" ← ".join(view.voices(a)) for a in mine if a.chain)
    words = view.origin(key) + (f" ← {'; '.join(voices)}" if voices else "")
    kind = KINDS[links[key].manner] if key in chain.from_iterable(below.values()) else ""
    href = document_link(key, at=mine[0].id) if mine else document_link(key)
    return Node(words, kind, href, children)


# Documents


def documents_table(view: View, documents: Iterable[Document]) -> Table:
    """Every report with what is stated of it."""
    told: dict[str, int] = {}
    for a in view.answer.assertions:
        told[a.document] = told.get(a.document, 0) + 1
    rows = (
        (
            Cell(view.page(d.id), document_link(d.id)),
            Cell(printable(d.title or "")),
            Cell(printable(d.outlet or "not stated")),
            Cell((d.published or "not stated")[:10]),
            Cell(f"{told.get(d.id, 0):,}", number=True),
        )
        for d in documents
    )
    return Table(("report", "title", "outlet", "published", "tellings"), tuple(rows))


def document_page(view: View, document: Document, *, at: str = "", span: Span | None = None) -> Context:
    """A report in full. With `at`, the parts of that telling or hand-over are marked; with `span`, that stretch; else
    all that is told as a claim, each stretch leading to it."""
    record = view.assertions.get(at) or view.attributions.get(at)
    if isinstance(record, Assertion):
        marks = marks_of(view, record)
    elif record:
        marks = _handed_over(record)
    elif span:
        marks = [Mark(span, "here", name="here")]
    else:
        marks = [_told_mark(view, a) for a in view.answer.assertions if a.document == document.id]
    facts = (("outlet", document.outlet), ("published", document.published), ("file", document.path))
    return {
        "document": {
            "title": printable(document.title or view.page(document.id)),
            "facts": [
                *((name, printable(value or "not stated")) for name, value in facts),
                *((("address", printable(document.url)),) if document.url else ()),
                ("SHA-256", document.sha256),
            ],
        },
        "legend": record is not None,
        "lines": mark_lines(document.text, marks),
    }


def _handed_over(attribution: Attribution) -> list[Mark]:
    parts = (("content", attribution.content), ("source", attribution.source), ("cue", attribution.cue))
    return [Mark(s, kind, name="here") for kind, spans in parts for s in spans]


def _told_mark(view: View, assertion: Assertion) -> Mark:
    claim = view.claim_of.get(assertion.id)
    link = f"{claim_link(claim.id)}#{assertion.id}" if claim else document_link(assertion.document, at=assertion.id)
    return Mark(hull(assertion.content), "told", link, title=f"{ACTS[assertion.act]}: {view.speaker(assertion)}")


# Disputes and sources


def disputes_page(view: View) -> Context:
    """Claims that somebody denies, denials of what nobody at hand tells, and where accounts part."""
    matched = {d.assertion for d in view.answer.denials}
    lone = [a for a in view.answer.assertions if a.act == "deny" and a.id not in matched]
    return {
        "claims": [
            claim_row(view, c) for c in sorted(view.answer.claims, key=lambda c: weight(view, c)) if c.denied_by
        ],
        "lone": [
            {
                "words": view.told(a, longest=320),
                "who": view.speaker(a),
                "where": view.where(a),
                "href": document_link(a.document, at=a.id),
            }
            for a in lone
        ],
        "parted": [parted(view, d) for d in view.answer.discrepancies],
    }


def source_context(view: View, entity: Entity) -> Context:
    """What one source lets be known, claim by claim, and where it denies."""
    told = [a for a in view.answer.assertions if any(s.source_entity == entity.id for s in view.chain(a))]
    claims = {c.id: c for a in told if (c := view.claim_of.get(a.id))}
    return {
        "name": printable(entity.name),
        "kind": entity.kind,
        "aliases": [printable(a) for a in entity.aliases if a != entity.name],
        "claims": [claim_row(view, c) for c in sorted(claims.values(), key=lambda c: weight(view, c))],
        "lone": [
            {
                "words": view.told(a, longest=320),
                "who": ACTS[a.act],
                "where": view.where(a),
                "href": document_link(a.document, at=a.id),
            }
            for a in told
            if a.id not in view.claim_of
        ],
    }


# Tables of records


def records_table(view: View, name: str, records: Sequence[msgspec.Struct], *, title: str = "") -> Table:
    """The sheet called `name` of these rows: each leads to its first claim, a source to what it says."""
    made = lay_out(name, records)
    rows = (
        tuple(
            Cell(words, _way(view, record) if n == 0 else "", number)
            for n, (words, number) in enumerate(zip(row, made.numbers, strict=True))
        )
        for record, row in zip(records, made.rows, strict=True)
    )
    return Table(made.names, tuple(rows), title)


def _way(view: View, record: msgspec.Struct) -> str:
    source = getattr(record, "entity", None)
    if isinstance(source, str) and source in view.entities:
        return source_page(source)
    claims = [c for c in getattr(record, "claims", ()) if c in view.claims]
    return claim_link(claims[0]) if claims else ""


def status_tables(status: Status) -> list[Table]:
    """The state of a case: what it keeps, what waits, and its last run."""
    counts, last = status.counts, status.last
    kept = [
        ("reports", f"{counts.documents:,}"),
        ("to read", f"{status.unread:,}"),
        ("read by an earlier reader", f"{status.older:,}"),
        ("decisions", f"{counts.judgements:,}"),
        ("decisions to be applied", f"{status.pending:,}"),
        ("decisions that no longer apply", f"{len(status.lost):,}"),
        ("runs", f"{counts.runs:,}"),
        *((f"found: {name}", f"{number:,}") for name, number in counts.findings.items() if number),
        *((f"in quarantine: {printable(q.path)}", printable(q.reason)) for q in status.quarantined),
    ]
    tables = [Table(("the case", ""), tuple((Cell(name), Cell(words)) for name, words in kept))]
    if last is not None:
        made = [("id", last.id), ("finished", f"{last.finished:%Y-%m-%d %H:%M:%S} UTC"), *last.made_with.items()]
        tables.append(Table(("the last run", ""), tuple((Cell(name), Cell(words[:40])) for name, words in made)))
    return tables


# Search


class Found(msgspec.Struct, frozen=True):
    """A place where words were found: a document's, perhaps an assertion's or a claim's id, and the stretches."""

    document: str
    spans: tuple[Span, ...] = ()
    at: str = ""


def hit(view: View, found: Found) -> Context:
    """Words that were found, with what stands around them, and the way there."""
    text = view.documents[found.document].text
    span = hull(found.spans) if found.spans else None
    first = found.spans or (Span(0, min(len(text), 120)),)
    where = view.place(found.document, first)
    return {
        "title": f"{where} {printable(view.documents[found.document].title or '')}".strip(),
        "href": document_link(found.document, span, at=found.at),
        "around": mark_around(text, [Mark(s, "here" if found.spans else "told") for s in first]),
    }
