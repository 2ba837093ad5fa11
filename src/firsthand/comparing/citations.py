"""Where a report says that it knows something from another outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from firsthand.comparing.outlets import Outlets, name_words
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.tellings import telling_key
from firsthand.comparing.times import came_first, is_just_after
from firsthand.comparing.wording import find_words
from firsthand.model import Attribution, Date, Span, Spans, any_overlap

_CAPITALS = re.compile(r"(?: (?:of |and |the )?[A-Z][\w.&'’-]*)+")
_CALLED = re.compile(
    r"\b(?:newspaper|paper|daily|weekly|magazine|journal|broadcaster|agency|website|site|channel|station|network|outlet|portal)"
    r",? (?P<name>[A-Z][\w.&'’-]*(?: (?:of |and |the )?[A-Z][\w.&'’-]*){0,4})"
)
_TEXTS = frozenset(
    {"article", "report", "story", "column", "interview", "dispatch", "broadcast", "writing", "reporting"}
)

_AT_HAND, _RETOLD, _SURELY = 0.25, 0.4, 0.5
"""So much of what is cited, by weight, or of the whole page where what is cited is put otherwise, must stand in a
document for it to be the one that is meant; of what is cited so much in a page that says it is newer."""

_TITLE = 3
"""A title of fewer words may be any words."""

Titles = Mapping[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]


class Citation(msgspec.Struct, frozen=True):
    """An attribution whose source or addressee is another outlet.

    `span` are the words that name it; `document` is that outlet's report where it is at hand.
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
    titles = _by_title(pile)
    found = [
        Citation(
            page.id, a.id, span, span.of(page.document.text), key, _meant(page, a, by_outlet.get(key, ()), pile), rule
        )
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
    return tuple(sorted(set(found), key=_order))


def _order(citation: Citation) -> tuple[str, Span, str, str, str, str]:
    c = citation
    return c.citing, c.span, c.attribution, c.key, c.document or "", c.rule


def _reports_by_outlet(pile: Pile, outlets: Outlets) -> dict[str, tuple[Page, ...]]:
    grouped: dict[str, tuple[Page, ...]] = {}
    for page in pile.pages:
        if page.document.outlet:
            key = outlets.key(page.document.outlet)
            grouped[key] = (*grouped.get(key, ()), page)
    return grouped


def _outlets_named(page: Page, attribution: Attribution, outlets: Outlets) -> Iterator[tuple[str, Span, str]]:
    own = outlets.key_of(page.document)
    for spans, rule in ((attribution.source, "citation/source"), (attribution.addressee, "citation/addressee")):
        for part in spans:
            for key, span in _find_outlets(_with_apposition(part, page.document.text), page.document.text, outlets):
                if key != own and not _is_employer(page, attribution, span):
                    yield key, span, rule


def _find_outlets(part: Span, text: str, outlets: Outlets) -> Iterator[tuple[str, Span]]:
    """Known outlets, or a name right behind a word for an outlet ("the newspaper El Faro")."""
    known = tuple(outlets.find(text, part))
    yield from known
    if not known and (found := _CALLED.search(text, part.start, part.end)) is not None:
        yield outlets.key(found["name"]), Span(*found.span("name"))


def _with_apposition(span: Span, text: str) -> Span:
    """The span and the capitalised words right after it ("the magazine | Orbit Monthly")."""
    found = _CAPITALS.match(text, span.end)
    return Span(span.start, found.end()) if found else span


def _is_employer(page: Page, attribution: Attribution, span: Span) -> bool:
    """Whether the outlet only says whom a person works for: what they say is their own, unless it is their article."""
    kinds = {e.id: e.kind for e in page.reading.entities or ()}
    speaker = kinds.get(attribution.source_entity or "")
    if speaker != "person" or not any(part.overlaps(span) for part in attribution.source):
        return False
    before = " ".join(page.document.text[part.start : max(part.start, span.start)] for part in attribution.source)
    return not any(word in _TEXTS for word, _ in find_words(before))


def _titles_named(
    page: Page, attribution: Attribution, titles: Titles, pile: Pile, outlets: Outlets
) -> Iterator[Citation]:
    for part in attribution.source:
        words = name_words(part.of(page.document.text))
        for i in range(len(words) - _TITLE + 1):
            for title, document in titles.get(words[i : i + _TITLE], ()):
                outlet = pile.by_id[document].document.outlet
                if outlet is not None and document != page.id and words[i : i + len(title)] == title:
                    key = outlets.key(outlet)
                    yield Citation(page.id, attribution.id, part, outlet, key, document, "citation/title")


def _by_title(pile: Pile) -> Titles:
    """Titles of three words or more by their first three."""
    titles: dict[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]] = {}
    for page in pile.pages:
        words = name_words(page.document.title or "")
        if len(words) >= _TITLE:
            titles[words[:_TITLE]] = (*titles.get(words[:_TITLE], ()), (words, page.id))
    return titles


def _meant(page: Page, attribution: Attribution, reports: tuple[Page, ...], pile: Pile) -> str | None:
    """The report of the outlet that holds most of what is cited, one of the day that is named before others, the oldest
    of those that say they are newer; none that holds too little or was published a day later. Where times do not show
    which came first, one that names this page's outlet in turn comes last: it carries on what this page cites."""
    days = _named_days(page, attribution)
    ranked = []
    for report in reports:
        if _may_cite(page, report):
            cited, whole = held_share(page, attribution.content, report), _whole_share(page, report, pile)
            newer = came_first(page.document, report.document) is True
            sure = cited >= _SURELY and not _is_speech(page, attribution.content)
            if sure if newer else cited >= _AT_HAND or whole >= _RETOLD:
                age = str(report.document.published) if newer else ""
                in_turn = came_first(page.document, report.document) is None and _names(report, page)
                ranked.append((newer, age, in_turn, not _is_of(report, days), -cited, -whole, report.id))
    return min(ranked)[-1] if ranked else None


def _names(report: Page, page: Page) -> bool:
    """Whether a report names the outlet of a page."""
    return page.document.outlet is not None and page.document.outlet in report.document.text


def _is_speech(page: Page, spans: Spans) -> bool:
    """Whether most of the words are somebody's in quotation marks: a newer page has them from the same mouth."""
    inside = [i for span in spans for i in page.wording.within(span)]
    return 2 * sum(page.wording.quoted[i] for i in inside) > len(inside)


def _whole_share(page: Page, report: Page, pile: Pile) -> float:
    whole = (Span(0, len(page.document.text)),)
    return pile.memory.recall(("held", page.id, report.id), lambda: held_share(page, whole, report))


def _named_days(page: Page, attribution: Attribution) -> tuple[Date, ...]:
    """Days named in the sentence of the cue, outside of what is cited: "the Herald reported on Sunday"."""
    hint = attribution.cue or attribution.source or attribution.content
    sentence = next((s.spans[0] for s in page.sentences if s.spans[0].covers(hint[0])), hint[0])
    return tuple(
        d
        for d in page.reading.dates or ()
        if sentence.covers(d.span) and d.precision == "day" and not any_overlap((d.span,), attribution.content)
    )


def _is_of(report: Page, days: tuple[Date, ...]) -> bool:
    published = (report.document.published or "")[:10]
    return any(d.start <= published <= d.end for d in days)


def _may_cite(page: Page, report: Page) -> bool:
    """Not what is newer by a day, nor what is newer and names this page's outlet in turn: that one cites this one."""
    if report.id == page.id or came_first(page.document, report.document) is not True:
        return report.id != page.id
    return is_just_after(report.document, page.document) and not _names(report, page)


def held_share(page: Page, spans: Spans, report: Page) -> float:
    """The part, by weight, of the words at `spans` that stand in `report` too."""
    terms = [t for s in page.sentences if any_overlap(s.spans, spans) for t in s.terms if _within(t.span, spans)]
    total = sum(t.weight for t in terms)
    keys = report.keys
    return sum(t.weight for t in terms if t.key in keys or telling_key(t) in keys) / total if total else 0.0


def _within(span: Span, spans: Spans) -> bool:
    return any(s.covers(span) for s in spans)
