"""An answer with its ids looked up, and the phrases by which people name what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import groupby

from firsthand.export.people.labels import Lines, label_documents, shorten
from firsthand.export.people.marks import balance
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Date,
    Echo,
    Forebear,
    Quantity,
    Span,
    Spans,
    hull,
    words,
)

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters could move the cursor, and changes of direction the line, of whoever reads the report."""

ACTS = {
    "state": "says", "claim": "claims", "accuse": "accuses", "deny": "denies", "confirm": "confirms",
    "plan": "plans", "demand": "demands", "predict": "predicts", "ask": "asks",
}  # fmt: skip


def printable(text: str) -> str:
    """The words on one line, without what could disturb a terminal."""
    return _UNSAFE.sub("", re.sub(r"\s*[\t\r\n\v\f\x85\u2028\u2029]\s*", " ", text))


def clip(text: str, longest: int) -> str:
    """`text`, cut between words when it is longer."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rsplit(None, 1)[0][:longest].rstrip(",;:") + " …"


def count(number: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say_date(value: Date) -> str:
    """A date as people write it, no more precise than its words."""
    start, end = _day(value.start), _day(value.end)
    match value.precision:
        case "year" if value.start[:4] == value.end[:4]:
            return value.start[:4]
        case "month" if value.start[:7] == value.end[:7]:
            return start.partition(" ")[2]
    return start if start == end else f"{start} to {end}"


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {day:%B} {day.year}"


def say_number(value: float) -> str:
    """`121,000,000`, `201`, `0.5`: three digits where they are not whole."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"


def say_si(quantity: Quantity) -> str:
    """The amount in SI units where that is another unit, else nothing."""
    if quantity.si_value is None or quantity.si_unit in (None, quantity.unit):
        return ""
    return f"{say_number(quantity.si_value)} {quantity.si_unit}"


class View:
    """An answer, indexed. Whatever is asked of it is answered in words."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.documents = {d.id: d for d in answer.documents}
        self.entities = {e.id: e for e in answer.entities}
        self.attributions = {a.id: a for a in answer.attributions}
        self.assertions = {a.id: a for a in answer.assertions}
        self.claims = {c.id: c for c in answer.claims}
        self.claim_of = {a: c for c in answer.claims for a in c.assertions}

    @cached_property
    def labels(self) -> dict[str, str]:
        return {id_: printable(label) for id_, label in label_documents(self.answer.documents).items()}

    @cached_property
    def outlets(self) -> frozenset[str]:
        """Whose reports are at hand."""
        return frozenset(d.outlet for d in self.documents.values() if d.outlet)

    @cached_property
    def short(self) -> dict[str, str]:
        return shorten((*self.claims, *self.assertions, *self.attributions))

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        return {d.id: Lines(d.text) for d in self.answer.documents}

    def words(self, document: str, spans: Spans, *, longest: int = 10_000) -> str:
        """The verbatim words, without the quotation marks around them, and with none that lacks its partner."""
        whole = balance(printable(words(spans, self.documents[document].text)))
        return whole if len(whole) <= longest else balance(clip(whole, longest))

    def quoted(self, document: str, spans: Spans, *, longest: int = 10_000) -> str:
        """The verbatim words in curly quotation marks."""
        return f"“{self.words(document, spans, longest=longest)}”"

    def told(self, assertion: Assertion, *, longest: int = 10_000) -> str:
        return self.quoted(assertion.document, assertion.content, longest=longest)

    def headline(self, claim: Claim, *, longest: int = 10_000) -> str:
        return self.told(self.assertions[claim.headline], longest=longest)

    def page(self, document: str) -> str:
        """A document's label."""
        return self.labels[document]

    def place(self, document: str, spans: Spans) -> str:
        """`label:line` of where the words begin; blank lines are not counted."""
        return f"{self.page(document)}:{self._lines[document].at(hull(spans).start)}"

    def where(self, assertion: Assertion) -> str:
        return self.place(assertion.document, assertion.content)

    def voice(self, attribution: Attribution) -> str:
        """Who speaks: the entity's name, else the source's words, else that none is named."""
        entity = self.entities.get(attribution.source_entity or "")
        if entity is not None:
            return printable(entity.name)
        if attribution.source:
            return self.quoted(attribution.document, attribution.source, longest=80)
        return f"someone unnamed ({self.cue(attribution)})" if attribution.cue else "someone unnamed"

    def cue(self, attribution: Attribution) -> str:
        """The words that hand over."""
        return self.quoted(attribution.document, attribution.cue) if attribution.cue else ""

    def chain(self, assertion: Assertion) -> tuple[Attribution, ...]:
        return tuple(self.attributions[a] for a in assertion.chain if a in self.attributions)

    def voices(self, assertion: Assertion) -> list[str]:
        """Who speaks along the chain; whoever hands over twice running ("he said he believes") is named once."""
        return [voice for voice, _ in groupby(map(self.voice, self.chain(assertion)))]

    def speaker(self, assertion: Assertion) -> str:
        """The far end of the chain, and through whom it comes; the page itself when there is none."""
        voices = self.voices(assertion)
        if not voices:
            return f"{self.page(assertion.document)} in its own voice"
        return voices[-1] + (f", via {' ← '.join(voices[:-1])}" if voices[:-1] else "")

    def origin(self, document: str) -> str:
        """A page and its outlet."""
        outlet = self.documents[document].outlet
        return self.page(document) + (f" ({printable(outlet)})" if outlet else "")

    def path(self, assertion: Assertion) -> str:
        """The whole chain from the page inward."""
        return " ← ".join((self.origin(assertion.document), *self.voices(assertion)))

    def holder(self, key: str) -> str:
        """A holder of factuality, in words."""
        if key == "author":
            return "the page itself"
        attribution = self.attributions.get(key.removeprefix("attribution:"))
        if attribution is not None:
            return self.voice(attribution)
        return printable(self.entities[key].name) if key in self.entities else key

    def origins(self, claim: Claim) -> str:
        """Pages, newsrooms and primary sources, counted apart, and whether independence is shown."""
        counts = claim.origins
        newsrooms = "newsrooms unknown" if counts.newsrooms is None else count(counts.newsrooms, "newsroom")
        shown = "" if counts.independent is None else f": {count(counts.independent, 'origin')} shown to be independent"
        doubt = ": not shown to be independent" if counts.independent is None and counts.pages > 1 else ""
        named = count(counts.primary_sources, "named primary source")
        return f"{count(counts.pages, 'page')} · {newsrooms} · {named}{shown or doubt}"

    def at(self, document: str, span: Span) -> str:
        """The verbatim words of one span, in quotation marks."""
        return self.quoted(document, (span,))

    def forebear(self, parent: Forebear) -> str:
        """Where words come from: a page, or an outlet whose text is not at hand, or not known among those that are."""
        if isinstance(parent.document, str):
            return self.origin(parent.document)
        outlet = str(parent.outlet)
        return f"{printable(outlet)} ({'which report is not shown' if outlet in self.outlets else 'not at hand'})"

    def echoed(self, echo: Echo) -> str:
        """Who says in whose place what."""
        told, own = self.assertions[echo.attributed], self.assertions[echo.unattributed]
        verb = "quotes" if any(a.mode == "direct" for a in self.chain(told)[-1:]) else "has"
        whose = f"what {self.page(told.document)} {verb} from {self.speaker(told)}"
        return f"{self.page(own.document)} says in its own voice {whose}"


def once(items: Iterable[str]) -> list[str]:
    """Each item where it first comes."""
    return list(dict.fromkeys(items))
