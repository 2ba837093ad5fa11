"""Finds names that no list knows, and agrees on one kind for each throughout a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.roles import role_forms
from firsthand.model import EntityKind, Span, Token
from firsthand.reading.gazetteer import find_designations
from firsthand.reading.page import Ground, Page, apart, is_in_place

PROPOSED: dict[str, EntityKind] = {
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
    "PRODUCT": "weapon",
}
"""What the reader's labels become where no list knows the name; people are found apart."""
STRONG = 3
"""A title before a name, or a longer name that it is short for, outweighs what the reader called it elsewhere."""

LANDS = ("state", "place", "people")
"""Kinds whose listed names may stand inside another name ("Bank of England")."""

_BODIES = ("agency", "service", "network", "corporation", "group", "company")
_SMALL_WORDS = re.compile(r"'s?(?=\W|$)|\b(?:of|the|and|for|in)\b|[^\w]+")
_OPENERS = ("VBG", "IN", "CC", "WRB")


class Candidate(msgspec.Struct, frozen=True):
    """A name that no list knows, and what it may be the name of."""

    span: Span
    kind: EntityKind
    votes: int = 1


def find_unlisted(page: Page, people: Ground) -> list[Candidate]:
    """Names of people and of all else that is in no list, in text order; they do not overlap."""
    titled = {r.span.end for r in page.roles if r.form.role.stands_for == "person"}
    persons = [Candidate(s, "person", STRONG if s.start - 1 in titled else 1) for s in people.all()]
    towns = {page.words(n.span) for n in page.names if n.label in ("GPE", "NORP")}
    arms = {page.words(s) for s in find_designations(page.text) if _is_armed(page, s)}
    others = [
        Candidate(span, kind)
        for n in page.names
        if n.label in PROPOSED
        for span in _clean(page, n.span, towns)
        if not people.over(span)
        and page.words(span) not in arms
        and (kind := _finer(page, span, PROPOSED[n.label])) is not None
    ]
    known = {page.words(s) for s in people.all()}
    others = [_apposed(page, _bearer(page, c, known), titled) for c in others]
    outlets = [Candidate(s, "outlet", STRONG) for s in _titled_outlets(page) if not people.over(s)]
    return _agreed(page, _without_headings(page, _longest(page, [*persons, *others, *outlets])))


def _bearer(page: Page, candidate: Candidate, people: set[str]) -> Candidate:
    """The person at the end of what the reader took for one long name ("Middle East Tobias Ellwood")."""
    words = page.tokens(candidate.span)
    for first in words[1:-1]:
        rest = Span(first.start, candidate.span.end)
        if page.words(rest) in people:
            return Candidate(rest, "person")
    return candidate


def _apposed(page: Page, candidate: Candidate, titled: set[int]) -> Candidate:
    """A person where two or three capitalised words stand between commas behind a role: "the envoy, Rustam Orlov,"."""
    start, end = candidate.span.start, candidate.span.end
    words = page.words(candidate.span).split()
    set_off = page.text[start - 2 : start] == ", " and start - 2 in titled and page.text[end : end + 1] == ","
    named = 1 < len(words) < 4 and all(w.isalpha() and w.istitle() for w in words)
    return Candidate(candidate.span, "person", STRONG) if set_off and named else candidate


def _longest(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Candidates that do not overlap; of two at one place the one with more votes."""
    best: dict[Span, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: (c.votes, c.kind)):
        best[candidate.span] = candidate
    return [best[span] for span in apart(best)]


def _clean(page: Page, span: Span, towns: set[str]) -> Iterator[Span]:
    tokens = page.tokens(span)
    while tokens and (tokens[0].norm == "the" or tokens[0].tag in _OPENERS or not page.text[tokens[0].start].isupper()):
        tokens.pop(0)
    while tokens and not page.text[tokens[-1].start].isalnum():
        tokens.pop()
    if not tokens or tokens[-1].lemma in naming_words("weapon-nouns"):
        return
    name = _without_office(page, Span(tokens[0].start, tokens[-1].end), towns)
    if name is not None and any(c.isalpha() for c in name.of(page.text)) and _is_new(page, name):
        yield name


def _without_office(page: Page, name: Span, towns: set[str]) -> Span | None:
    """ "Vardanian" alone of "Vardanian Defence Ministry", where the document names its land or people elsewhere."""
    for office in page.offices.over(name):
        rest = page.text[name.start : office.start].strip()
        if office.end >= name.end and rest and _is_town(rest, towns):
            return Span(name.start, name.start + len(rest))
    return name


def _is_town(word: str, towns: set[str]) -> bool:
    return word in towns or any(is_demonym(word, town) for town in sorted(towns))


def is_demonym(word: str, place: str) -> bool:
    """Whether `word` is formed from the name of `place` as demonyms are.

    >>> is_demonym("Vardanian", "Vardania"), is_demonym("Karovari", "Karovar"), is_demonym("Kolmar", "Kolm")
    (True, True, False)
    """
    stem = place.rstrip("aeiouy")
    return (
        word != place
        and len(stem) > 3
        and word.startswith(stem)
        and word[len(stem) :] in naming_words("demonym-endings")
    )


def _is_new(page: Page, name: Span) -> bool:
    """Whether the name says more than the listed names and roles in it do."""
    inside, office = page.listed.over(name), page.offices.over(name)
    if any(not name.covers(s) or s == name for s in (*inside, *office)):
        return False
    if any(page.hits[s].meanings[0].listed.kind not in LANDS and not _is_namesake(page, name, s) for s in inside):
        return False
    if inside and len(page.tokens(name)) < 2:
        return False
    rest = "".join(c for i, c in enumerate(name.of(page.text), name.start) if not _is_in(i, (*inside, *office)))
    return _SMALL_WORDS.sub("", rest) != "" and rest.strip().lower() not in role_forms()


def _is_namesake(page: Page, name: Span, hit: Span) -> bool:
    """Whether a listed body's name ends another's: the Kolmar Security Council is not the United Nations'."""
    before = [t for t in page.tokens(name) if t.start < hit.start]
    return (
        hit.end == name.end
        and " " in hit.of(page.text)
        and all(t.pos == "PROPN" and not page.listed.over(t.span) and not page.offices.over(t.span) for t in before)
    )


def _is_in(offset: int, spans: Iterable[Span]) -> bool:
    return any(s.start <= offset < s.end for s in spans)


def _finer(page: Page, name: Span, kind: EntityKind) -> EntityKind | None:
    """What a name says of itself by its words and its neighbours; None where it is no name of ours."""
    if kind in ("weapon", "people"):
        armed = _is_armed(page, name)
        return (
            "weapon"
            if armed and (kind == "weapon" or not _ends_as_demonym(page.words(name)))
            else kind
            if kind == "people"
            else None
        )
    if kind != "organisation":
        return None if page.listed.over(name) and len(page.tokens(name)) < 3 else kind
    words = name.of(page.text).lower().split()
    if _is_outlet(words) or any(name.covers(r.span) and r.form.role.stands_for == "outlet" for r in page.roles):
        return "outlet"
    if len(words) > 1 and words[-1] in naming_words("armed-words"):
        return "armed group"
    if any(name.covers(r.span) and r.form.role.stands_for == "government" for r in page.roles):
        return "armed group" if "liberation" in words else "government"
    return kind


def _ends_as_demonym(word: str) -> bool:
    return word.endswith(("an", "ans", "ese", "ish", "i", "is", "ic"))


def _is_outlet(words: list[str]) -> bool:
    ends = {words[0], words[-1]} if words[-1] not in _BODIES else {words[0], *words[-2:]}
    return len(words) > 1 and bool(ends & naming_words("outlet-words"))


def _is_armed(page: Page, span: Span) -> bool:
    """Whether a word like "drone" follows within two words."""
    after = page.tree.within(span).stop
    return any(t.lemma in naming_words("weapon-nouns") for t in page.tree.tokens[after : after + 2])


def _titled_outlets(page: Page) -> Iterator[Span]:
    """Capitalised words that end in one like "Tribune", or begin with "Radio", within a sentence."""
    words, tokens = naming_words("outlet-words"), page.tree.tokens
    for i, token in enumerate(tokens):
        ends = token.norm in words or (token.norm in _BODIES and i > 0 and tokens[i - 1].norm in words)
        if not ends or not _is_name_word(page, token) or (i + 1 < len(tokens) and _follows(page, i)):
            continue
        first = i
        while first and _is_name_word(page, tokens[first - 1]) and _follows(page, first - 1):
            first -= 1
        span = page.tree.span(first, i)
        if first < i and not _is_listed_whole(page, span):
            yield span


def _is_name_word(page: Page, token: Token) -> bool:
    return page.text[token.start].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") and token.norm != "the"


def _follows(page: Page, i: int) -> bool:
    """Whether the next token is a capitalised word one space on."""
    here, there = page.tree.tokens[i], page.tree.tokens[i + 1]
    return there.start == here.end + 1 and _is_name_word(page, there) and here.sentence == there.sentence


def _is_listed_whole(page: Page, span: Span) -> bool:
    return any(
        not span.covers(s) or s.end == span.end or page.hits[s].meanings[0].listed.kind != "state"
        for s in page.listed.over(span)
    )


def _without_headings(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """A heading capitalises everything: what it alone seems to name is no name, unless a person's or an outlet's."""
    elsewhere = {page.words(c.span) for c in candidates if not page.headlines.over(c.span)}
    elsewhere |= {page.words(c.span) for c in candidates if c.kind in ("person", "outlet")}
    return [c for c in candidates if not page.headlines.over(c.span) or page.words(c.span) in elsewhere]


def _agreed(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Each name has the kind that most of its occurrences speak for; a surname is a person's."""
    votes: dict[str, Counter[EntityKind]] = {}
    longer = dict(_shortened(page, candidates))
    if page.outlet is not None and (word := short_of(page.outlet)) is not None:
        longer[word] = "outlet"
    peoples = sorted({page.words(c.span) for c in candidates if c.kind == "people"})
    for candidate in candidates:
        word = page.words(candidate.span)
        ballot = votes.setdefault(word, Counter())
        ballot[candidate.kind] += candidate.votes
        if kind := longer.get(word) or _kin(word, longer):
            ballot[kind] += STRONG
        elif is_in_place(page, candidate.span) or any(is_demonym(people, word) for people in peoples):
            ballot["place"] += STRONG - 1
    return [Candidate(c.span, _winner(votes[page.words(c.span)])) for c in candidates]


def _kin(word: str, longer: dict[str, EntityKind]) -> EntityKind | None:
    """A name of two or three words that ends in a known surname is a person's too."""
    words = word.split()
    return "person" if 1 < len(words) < 4 and longer.get(words[-1]) == "person" else None


def _shortened(page: Page, candidates: Iterable[Candidate]) -> Iterator[tuple[str, EntityKind]]:
    """A person's surname, and what an outlet's name is short for."""
    for candidate in sorted(candidates, key=lambda c: c.kind):
        words = page.words(candidate.span).split()
        if len(words) == 1 and candidate.kind == "person" and candidate.votes >= STRONG:
            yield words[0], candidate.kind
        if len(words) > 1 and candidate.kind == "outlet":
            if (word := short_of(page.words(candidate.span))) is not None:
                yield word, candidate.kind
        elif len(words) > 1 and candidate.kind == "person":
            yield words[-1], candidate.kind


def short_of(outlet: str) -> str | None:
    """The first word of an outlet's name, where it may stand for the whole.

    >>> short_of("Corvale News Agency"), short_of("Corvale Observer"), short_of("Corvale")
    ('Corvale', None, 'Corvale')
    """
    first, *rest = outlet.split()
    return first if all(word.lower() in naming_words("service-words") for word in rest) else None


def _winner(ballot: Counter[EntityKind]) -> EntityKind:
    return min(ballot, key=lambda kind: (-ballot[kind], kind))
