"""Where a report says that it knows something from another outlet."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.comparing.outlets import Outlets, name_words
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.times import came_first
from firsthand.model import Attribution, Span, Spans

_AT_HAND = 0.35
"""So much of what is cited, by weight, must stand in a document for it to be the one that is meant."""


class Citation(msgspec.Struct, frozen=True):
    """An attribution whose source or addressee is another outlet; `document` is that outlet's report where it is at hand.

    `span` are the words that name it.
    """

    citing: str
    attribution: str
    span: Span
    outlet: str
    key: str
    document: str | None
    rule: str


def find_citations(pile: Pile, outlets: Outlets) -> tuple[Citation, ...]:
    """All citations, in order of document and place."""
    by_outlet = _reports_by_outlet(pile, outlets)
    titles = {
        name_words(p.document.title): p.id
        for p in pile.pages
        if p.document.title and len(name_words(p.document.title)) > 2
    }
    found = [
        Citation(page.id, a.id, span, span.of(page.document.text), key, _meant(page, a, by_outlet.get(key, ())), rule)
        for page in pile.pages
        for a in page.reading.attributions or ()
        for key, span, rule in _outlets_named(page, a, outlets)
    ]
    found += [
        c
        for page in pile.pages
        for a in page.reading.attributions or ()
        for c in _titles_named(page, a, titles, pile, outlets)
    ]
    return tuple(sorted(set(found), key=lambda c: (c.citing, c.span, c.attribution, c.key)))


def _reports_by_outlet(pile: Pile, outlets: Outlets) -> dict[str, tuple[Page, ...]]:
    grouped: dict[str, tuple[Page, ...]] = {}
    for page in pile.pages:
        if page.document.outlet:
            key = outlets.key(page.document.outlet)
            grouped[key] = (*grouped.get(key, ()), page)
    return grouped


def _outlets_named(page: Page, attribution: Attribution, outlets: Outlets) -> Iterator[tuple[str, Span, str]]:
    own = outlets.key(page.document.outlet) if page.document.outlet else ""
    for spans, rule in ((attribution.source, "citation/source"), (attribution.addressee, "citation/addressee")):
        for part in spans:
            for key, span in outlets.find(page.document.text, part):
                if key != own:
                    yield key, span, rule


def _titles_named(
    page: Page, attribution: Attribution, titles: dict[tuple[str, ...], str], pile: Pile, outlets: Outlets
) -> Iterator[Citation]:
    for part in attribution.source:
        words = name_words(part.of(page.document.text))
        for title, document in titles.items():
            if document != page.id and _contains(words, title):
                outlet = pile.by_id[document].document.outlet
                if outlet is not None:
                    yield Citation(
                        page.id, attribution.id, part, outlet, outlets.key(outlet), document, "citation/title"
                    )


def _contains(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return any(words[i : i + len(title)] == title for i in range(len(words) - len(title) + 1))


def _meant(page: Page, attribution: Attribution, reports: tuple[Page, ...]) -> str | None:
    """The report of the outlet that holds most of what is cited, if it holds enough and was not published later."""
    ranked = sorted(
        (-held_share(page, attribution.content, report), report.id) for report in reports if _may_cite(page, report)
    )
    return ranked[0][1] if ranked and -ranked[0][0] >= _AT_HAND else None


def _may_cite(page: Page, report: Page) -> bool:
    return report.id != page.id and came_first(page.document, report.document) is not True


def held_share(page: Page, spans: Spans, report: Page) -> float:
    """The part, by weight, of the words at `spans` that stand in `report` too."""
    held = report_keys(report)
    terms = [t for s in page.sentences for t in s.terms if any(span.covers(t.span) for span in spans)]
    total = sum(t.weight for t in terms)
    return (
        sum(t.weight for t in terms if t.key in held or (t.group and f"~{t.group}" in held)) / total if total else 0.0
    )


def report_keys(report: Page) -> frozenset[str]:
    keys = {t.key for s in report.sentences for t in s.terms}
    return frozenset(keys | {f"~{t.group}" for s in report.sentences for t in s.terms if t.group})
