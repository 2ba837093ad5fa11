"""One speech, many printings: the same quoted words, whole, cut, joined or altered, are one node with one speaker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.wording import Wording
from firsthand.model import Alteration, Printing, Span, Spans, Utterance, any_overlap, content_id

_RUN = 5
"""So many quoted words in a row bring two quotations together."""

_SAME = 0.5
"""So much of the shorter of two quotations must stand in the other in the same order: half a sentence that two speakers
share ("the people of this country") is no common speech."""

_CROWD = 100
"""Words that more quotations have than this are a saying."""

_BRIDGE = 12
"""Quotations that one attribution breaks ("...," he said, "...") are one speech where no more words lie between."""

Kind = Literal["cut", "added", "changed"]


class Piece(msgspec.Struct, frozen=True):
    """One quotation: its words by index in the page's wording, in order, and the entity it is given to."""

    document: str
    words: tuple[int, ...]
    spans: Spans
    speaker: str | None


def find_utterances(pile: Pile) -> tuple[Utterance, ...]:
    """Speech that two reports or more quote, in order of the first printing."""
    pieces = tuple(piece for page in pile.pages for piece in _pieces(page))
    return tuple(sorted((_utterance([pieces[n] for n in group], pile) for group in _groups(pieces, pile)), key=_order))


def _order(utterance: Utterance) -> tuple[str, Span, str]:
    first = utterance.printings[0]
    return first.document, first.spans[0], utterance.id


def _pieces(page: Page) -> Iterator[Piece]:
    """The quotations of a page, those that one speaker's attribution breaks made one."""
    runs: list[tuple[list[int], list[Span], tuple[str, ...]]] = []
    for quote in page.reading.quotes or ():
        words = list(page.wording.within(quote.inner))
        if quote.scare or not words:
            continue
        whose = _told_by(page, quote.inner)
        near = runs and whose and runs[-1][2] == whose and words[0] - runs[-1][0][-1] <= _BRIDGE
        if near:
            runs[-1][0].extend(words)
            runs[-1][1].append(quote.inner)
        else:
            runs.append((words, [quote.inner], whose))
    for words, spans, whose in runs:
        yield Piece(page.id, tuple(words), tuple(spans), _speaker(page, whose))


def _told_by(page: Page, span: Span) -> tuple[str, ...]:
    """The innermost attributions whose content holds the quotation, in order of id."""
    holding = [a for a in page.attributions.values() if any_overlap(a.content, (span,))]
    outer = {a.parent for a in holding}
    return tuple(sorted(a.id for a in holding if a.id not in outer))


def _speaker(page: Page, attributions: tuple[str, ...]) -> str | None:
    named = (page.attributions[a].source_entity for a in attributions)
    return min((page.people.get(n, n) or n for n in named if n is not None), default=None)


def _texts(pieces: tuple[Piece, ...], pile: Pile) -> list[tuple[str, ...]]:
    return [tuple(pile.by_id[p.document].wording.words[i] for i in p.words) for p in pieces]


def _groups(pieces: tuple[Piece, ...], pile: Pile) -> list[list[int]]:
    """Indices of pieces that are one speech: linked by shared words, no two speakers in one group."""
    texts = _texts(pieces, pile)
    home = list(range(len(pieces)))
    speaker = [p.speaker for p in pieces]
    for one, other in _likely(texts, pieces):
        left, right = _top(one, home), _top(other, home)
        if left != right and (None in (speaker[left], speaker[right]) or speaker[left] == speaker[right]):
            home[max(left, right)] = min(left, right)
            speaker[min(left, right)] = speaker[left] or speaker[right]
    grouped: dict[int, list[int]] = defaultdict(list)
    for n in range(len(pieces)):
        grouped[_top(n, home)].append(n)
    return [group for group in grouped.values() if len({pieces[n].document for n in group}) > 1]


def _top(number: int, home: list[int]) -> int:
    while home[number] != number:
        number = home[number]
    return number


def _likely(texts: list[tuple[str, ...]], pieces: tuple[Piece, ...]) -> list[tuple[int, int]]:
    """Pairs of pieces that are the same speech, those that share most words first."""
    holders: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
    for n, words in enumerate(texts):
        for i in range(len(words) - _RUN + 1):
            holders[words[i : i + _RUN]][n] = None
    pairs = {
        (a, b)
        for found in holders.values()
        if 1 < len(found) <= _CROWD
        for a in found
        for b in found
        if a < b and (pieces[a].document != pieces[b].document)
    }
    scored = sorted((-_shared(texts[a], texts[b]), a, b) for a, b in pairs)
    return [(a, b) for shared, a, b in scored if -shared >= _SAME * min(len(texts[a]), len(texts[b]))]


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    return sum(block.size for block in _matcher(left, right).get_matching_blocks())


def _matcher(left: tuple[str, ...], right: tuple[str, ...]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, left, right, autojunk=False)


def _utterance(pieces: list[Piece], pile: Pile) -> Utterance:
    ordered = sorted(pieces, key=lambda p: (p.document, p.spans))
    fullest = min(
        range(len(ordered)),
        key=lambda n: (
            -len(ordered[n].words),
            pile.by_id[ordered[n].document].document.published or "9999",
            ordered[n].document,
            ordered[n].spans,
        ),
    )
    whole = ordered[fullest]
    text = pile.by_id[whole.document].wording
    return Utterance(
        id=content_id("utterance", " ".join(text.words[i] for i in whole.words)),
        speaker=_most_named(p.speaker for p in ordered),
        printings=tuple(_printing(p, whole, pile.by_id[p.document].wording, text) for p in ordered),
        fullest=fullest,
        rules=("utterance/same-words",),
    )


def _most_named(speakers: Iterable[str | None]) -> str | None:
    counts = Counter(s for s in speakers if s is not None)
    return min(counts, key=lambda s: (-counts[s], s), default=None)


def _printing(piece: Piece, whole: Piece, here: Wording, there: Wording) -> Printing:
    left, right = [here.words[i] for i in piece.words], [there.words[i] for i in whole.words]
    changes = _matcher(tuple(left), tuple(right)).get_opcodes() if piece != whole else []
    altered = tuple(
        Alteration(KINDS[tag], _stretches(piece.words[a:b], here), _stretches(whole.words[c:d], there))
        for tag, a, b, c, d in changes
        if tag in KINDS
    )
    return Printing(piece.document, piece.spans, piece.speaker, altered)


KINDS: Mapping[str, Kind] = {"delete": "added", "insert": "cut", "replace": "changed"}
"""What `difflib` calls the steps from a printing to the fullest one, and what was done to get from that to it."""


def _stretches(words: tuple[int, ...], wording: Wording) -> Spans:
    """Where the words stand, those in a row in one span."""
    runs: list[list[int]] = []
    for i in words:
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    return tuple(wording.span(a, b) for a, b in runs)
