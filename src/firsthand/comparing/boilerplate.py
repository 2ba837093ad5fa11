"""What an outlet prints under everything: captions, footers, blocks that sell a newsletter. Learned and set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from firsthand.comparing.notices import is_notice
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Page, Pile
from firsthand.model import Span, Spans

_PAGES = 3
"""A sentence under so many unlike reports of one outlet is the outlet's, not the news's."""

_UNLIKE = 0.3
"""Reports are unlike that share less than this of the shorter one's sentences; a corrected report shares nearly all."""

_LEAST = 3
"""Shorter sentences ("He declined.") may be anybody's."""

_LOOKED_AT = 12
"""So many reports with a sentence are laid side by side at most: three unlike ones are found among the first few."""

Words = tuple[str, ...]


def find_boilerplate(pile: Pile, outlets: Outlets) -> Mapping[str, Spans]:
    """For each page that has some, the sentences that tell nothing: known notices, and what its outlet repeats under
    unlike reports. The text stays as it is; only these stretches of it are no evidence."""
    learned = _learn(pile, outlets)
    found = {
        page.id: tuple(_standing(page, learned.get(outlets.key_of(page.document), frozenset()))) for page in pile.pages
    }
    return {id: spans for id, spans in found.items() if spans}


def words_aside(page: Page, spans: Spans) -> frozenset[int]:
    """The indices of the page's words that stand at `spans`."""
    return frozenset(i for span in spans for i in page.wording.within(span))


def _standing(page: Page, learned: frozenset[Words]) -> Iterator[Span]:
    for sentence in page.sentences:
        span = sentence.spans[0]
        if _words(page, span) in learned or is_notice(span.of(page.document.text)):
            yield span


def _words(page: Page, span: Span) -> Words:
    inside = page.wording.within(span)
    return page.wording.words[inside.start : inside.stop]


def _learn(pile: Pile, outlets: Outlets) -> dict[str, frozenset[Words]]:
    """For each outlet the sentences that it repeats under unlike reports."""
    printed: dict[str, dict[str, frozenset[Words]]] = defaultdict(dict)
    for page in pile.pages:
        if (key := outlets.key_of(page.document)) != "":
            told = {_words(page, s.spans[0]) for s in page.sentences}
            printed[key][page.id] = frozenset(words for words in told if len(words) >= _LEAST)
    return {key: frozenset(_repeated(pages)) for key, pages in printed.items() if len(pages) >= _PAGES}


def _repeated(pages: Mapping[str, frozenset[Words]]) -> Iterator[Words]:
    holders: dict[Words, list[str]] = defaultdict(list)
    for id in sorted(pages):
        for words in pages[id]:
            holders[words].append(id)
    for words in sorted(w for w, ids in holders.items() if len(ids) >= _PAGES):
        unlike: list[str] = []
        for id in holders[words][:_LOOKED_AT]:
            if all(_share(pages[id], pages[other]) < _UNLIKE for other in unlike):
                unlike.append(id)
        if len(unlike) >= _PAGES:
            yield words


def _share(left: frozenset[Words], right: frozenset[Words]) -> float:
    """The part of the shorter page's sentences that the other has too, each but one: what is asked about is shared."""
    return (len(left & right) - 1) / max(1, min(len(left), len(right)) - 1)
