"""Laundering: what one report attributes, another tells in its own voice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.tellings import Likeness, Telling, agreement, compare_tellings, ordered_pairs, telling_key
from firsthand.comparing.times import came_first
from firsthand.comparing.voices import is_negative, is_voiced, voices
from firsthand.model import Assertion, Direction, Echo, Evidence, Spans

_RARE = 0.3
_CROWD = 150
_LONG = (2.0, 0.4, 0.85)
"""Weight of the words that answer each other in the same order, their part of the lighter telling, the product of both:
less is said again by chance (generated_dev: 22 above it between independent reports, most of them true echoes)."""

_SHORT = (1.4, 0.65, 0.4)
"""Weight, part of the lighter and part of the heavier telling from which short ones are the same."""


class Resemblance(msgspec.Struct, frozen=True):
    """Words on both sides that answer each other in the same order, their weight, and their part of the lighter and of
    the heavier telling."""

    left: Spans
    right: Spans
    weight: float
    share: float
    covered: float


class Voice(msgspec.Struct, frozen=True):
    """Words in one voice, and the assertions that they make: a sentence of the report's own, or what somebody is said
    to let know by attribution `by`."""

    telling: Telling
    assertions: tuple[str, ...]
    by: str | None = None


class Heard(msgspec.Struct, frozen=True):
    """An echo, and the words that give it away."""

    echo: Echo
    resemblance: Resemblance


def find_echoes(pile: Pile, outlets: Outlets) -> tuple[Heard, ...]:
    """For each assertion in a report's own voice the attributed one, elsewhere, that it sounds like most."""
    plain = tuple(v for page in pile.pages for v in _recall("own", _own_voice, page, pile))
    attributed = tuple(v for page in pile.pages for v in _recall("others", _other_voices, page, pile))
    best: dict[str, tuple[tuple[float, str], Heard]] = {}
    for a, b in _candidates(attributed, plain):
        if (heard := _hear(attributed[a], plain[b], pile, outlets)) is not None:
            rank = (-heard.resemblance.weight, heard.echo.attributed)
            if heard.echo.unattributed not in best or rank < best[heard.echo.unattributed][0]:
                best[heard.echo.unattributed] = (rank, heard)
    order = pile.order
    return tuple(
        sorted((h for _, h in best.values()), key=lambda h: (order[h.echo.attributed], order[h.echo.unattributed]))
    )


def _recall(whose: str, find: Callable[[Page, Pile], Iterator[Voice]], page: Page, pile: Pile) -> tuple[Voice, ...]:
    return pile.memory.recall((f"voice/{whose}", page.id), lambda: tuple(find(page, pile)))


def _own_voice(page: Page, pile: Pile) -> Iterator[Voice]:
    """Sentence by sentence what the report says itself: without what it lets others say, and without quotations."""
    told = [span for a in page.attributions.values() if is_voiced(a) for span in (*a.source, *a.cue, *a.content)]
    told += [quote.inner for quote in page.reading.quotes or () if not quote.scare]
    own = [a for a in page.assertions if not voices(pile.assertions[a.id], page)]
    for sentence in page.sentences:
        mine = tuple(a.id for a in own if any(sentence.spans[0].covers(s) for s in a.spans))
        others = [s for s in told if s.overlaps(sentence.spans[0])]
        terms = tuple(t for t in sentence.terms if not any(s.overlaps(t.span) for s in others))
        if mine and terms:
            yield Voice(msgspec.structs.replace(sentence, terms=terms), mine)


def _other_voices(page: Page, pile: Pile) -> Iterator[Voice]:
    """Attribution by attribution what somebody is said to let know, without what is handed on in turn."""
    by: dict[str, list[Telling]] = defaultdict(list)
    for assertion in page.assertions:
        for id in voices(pile.assertions[assertion.id], page)[-1:]:
            by[id].append(assertion)
    for attribution in page.attributions.values():
        mine = by.get(attribution.id, [])
        terms = {t for a in mine for t in a.terms}
        if terms:
            ordered = tuple(sorted(terms, key=lambda t: t.span))
            yield Voice(
                Telling(attribution.id, page.id, attribution.content, ordered),
                tuple(a.id for a in mine),
                attribution.id,
            )


def _candidates(attributed: tuple[Voice, ...], plain: tuple[Voice, ...]) -> Iterator[tuple[int, int]]:
    """Indices of voices of different documents that share two telling words; one voice after the other, since all pairs
    of a large pile do not fit into memory."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, voice in enumerate(plain):
        for key in _telling_keys(voice):
            postings[key].append(number)
    often = Counter(key for voice in chain(attributed, plain) for key in _telling_keys(voice))
    for a, voice in enumerate(attributed):
        near = (postings[key] for key in _telling_keys(voice) if key in postings and often[key] <= _CROWD)
        shared = Counter(chain.from_iterable(near))
        yield from (
            (a, b) for b in sorted(shared) if shared[b] >= 2 and plain[b].telling.document != voice.telling.document
        )


def _telling_keys(voice: Voice) -> dict[str, None]:
    return dict.fromkeys(telling_key(t) for t in voice.telling.terms if t.weight >= _RARE)


def _hear(attributed: Voice, plain: Voice, pile: Pile, outlets: Outlets) -> Heard | None:
    there, here = pile.by_id[attributed.telling.document], pile.by_id[plain.telling.document]
    direction = _direction(there, here)
    if direction is None:
        return None
    one, other = attributed.telling, plain.telling
    words = pile.memory.recall(("heard", one.id, other.id), lambda: _resemble(one, other))
    if words is None:
        return None
    theirs, own = _fullest(attributed, words.left, pile), _fullest(plain, words.right, pile)
    if is_negative(theirs, pile.tellings[theirs.id]) != is_negative(own, pile.tellings[own.id]) or _is_origin(
        theirs, there, here, outlets
    ):
        return None
    shown = (
        Evidence(there.id, words.left, "echo/wording"),
        Evidence(there.id, there.attributions[theirs.chain[-1]].cue or words.left, "echo/attributed"),
        Evidence(here.id, words.right, "echo/wording"),
    )
    return Heard(Echo(theirs.id, own.id, direction, shown), words)


def _resemble(attributed: Telling, plain: Telling) -> Resemblance | None:
    """The words by which two tellings are one; None where these do not say it."""
    like = compare_tellings(attributed, plain)
    if like.shared < _SHORT[0]:
        return None
    words = answering_words(attributed, plain, like)
    return words if _is_same(words) else None


def _is_same(words: Resemblance) -> bool:
    long = (words.weight, words.share, words.weight * words.share)
    short = (words.weight, words.share, words.covered)
    return any(all(a >= b for a, b in zip(have, need, strict=True)) for have, need in ((long, _LONG), (short, _SHORT)))


def _fullest(voice: Voice, spans: Spans, pile: Pile) -> Assertion:
    """The assertion that holds most of the words; the first of several, a negative one last."""
    return max(
        (pile.assertions[a] for a in reversed(voice.assertions)),
        key=lambda a: (sum(any(c.covers(s) for c in a.content) for s in spans), a.act != "deny"),
    )


def _direction(there: Page, here: Page) -> Direction | None:
    """None where the plain telling is known to be older: then it echoes nothing."""
    first = came_first(there.document, here.document)
    if first is None:
        return "unknown"
    return "known" if first else None


def _is_origin(attributed: Assertion, there: Page, here: Page, outlets: Outlets) -> bool:
    """Whether the attributed telling names the other report's outlet: then that is where it comes from."""
    if here.document.outlet is None:
        return False
    own = outlets.key(here.document.outlet)
    links = (there.attributions[id] for id in attributed.chain)
    return any(key == own for a in links for span in a.source for key, _ in outlets.find(there.document.text, span))


def answering_words(left: Telling, right: Telling, like: Likeness) -> Resemblance:
    """The heaviest words that answer each other in the same order, of all that do."""
    pairs = ordered_pairs(like, left, right)
    weight = sum(agreement(left.terms[i], right.terms[j]) for i, j in pairs)
    light, heavy = sorted((left.total, right.total))
    return Resemblance(
        left=tuple(left.terms[i].span for i, _ in pairs),
        right=tuple(right.terms[j].span for _, j in pairs),
        weight=weight,
        share=weight / light if light else 0.0,
        covered=weight / heavy if heavy else 0.0,
    )
