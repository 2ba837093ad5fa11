"""What nobody gets wrong twice in the same way: a typo, or a value that all others contradict, in two reports alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

import msgspec

from firsthand.comparing.graphs import Node, family
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.spelling import is_misspelt, is_slip, without_one
from firsthand.comparing.tellings import Likeness, Term, weigh_word
from firsthand.comparing.terms import articles
from firsthand.comparing.times import came_first
from firsthand.comparing.wording import Wording
from firsthand.lexicon.likeness import is_spelling
from firsthand.lexicon.skeletons import sound
from firsthand.model import Span

_LETTERS = 5
"""Shorter words are too near to each other."""

_OTHERS = 3
"""So many families of reports have to say otherwise: two that err are a minority then."""

_BESIDE = 0.25
"""A word of this weight beside a name shows that the others' name is the same one: "general", and not "the"."""

Families = Mapping[str, Node]
Answers = Mapping[tuple[str, str], Iterable[tuple[int, int, Likeness]]]
"""For two pages the sentences of the first and of the second that answer each other."""


class Slip(msgspec.Struct, frozen=True, order=True):
    """An error that two pages share: `rule` says which, `spans` where it stands in each, by the page's id."""

    rule: str
    spans: tuple[tuple[str, Span], ...]

    def at(self, page: str) -> Span:
        return dict(self.spans)[page]


Slips = Mapping[tuple[str, str], tuple[Slip, ...]]
"""By the ids of two pages, in order."""


def find_slips(pile: Pile, answers: Answers, families: Families) -> Slips:
    """All errors that pages of two families, and of no third, share."""
    found: dict[tuple[str, str], list[Slip]] = defaultdict(list)
    for slip in (*_typos(pile, families), *_false_values(pile, answers, families)):
        (left, _), (right, _) = slip.spans
        found[left, right].append(slip)
    return {pair: tuple(sorted(set(slips))) for pair, slips in found.items()}


Written = Mapping[str, Mapping[str, tuple[int, ...]]]
"""For each word the pages that have it, with its places there."""


def _typos(pile: Pile, families: Families) -> Iterator[Slip]:
    written = _uncounted(pile)
    shared = {word: pages for word, pages in written.items() if len(_families_of(pages, families)) == 2}
    usual = {word for word, pages in written.items() if len(_families_of(pages, families)) >= _OTHERS}
    named = _spelt_otherwise(shared.keys() | usual)
    for word, pages in sorted(shared.items()):
        if _is_typo(word, pages, named.get(word, ()), written, pile, families):
            yield from _slips("specifics/typo", _first_places(pages, pile), families)


def _uncounted(pile: Pile) -> dict[str, dict[str, tuple[int, ...]]]:
    """Words that no counted article has, outside of quotation marks and notices."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for page in pile.pages:
        for i, word in enumerate(page.wording.words):
            told = not page.wording.quoted[i] and i not in page.hidden
            if told and len(word) >= _LETTERS and word.isalpha() and not articles(page.wording.stems[i]):
                found[word][page.id].append(i)
    return {word: {id: tuple(at) for id, at in pages.items()} for word, pages in found.items()}


def _families_of(pages: Iterable[str], families: Families) -> set[Node]:
    return {family(page, families) for page in pages}


def _spelt_otherwise(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each word those that differ from it by one slip, and not as a name does that is transliterated otherwise."""
    shortened: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for key in {word, *without_one(word)}:
            shortened[key].append(word)
    near: dict[str, set[str]] = defaultdict(set)
    for alike in shortened.values():
        for one, other in combinations(alike, 2):
            if is_slip(one, other) and (sorted(one) == sorted(other) or not _is_variant(one, other)):
                near[one].add(other)
                near[other].add(one)
    return {word: tuple(sorted(found)) for word, found in near.items()}


def _is_variant(one: str, other: str) -> bool:
    """Whether both are one name by its sound, or one word and its plural."""
    return one + "s" == other or other + "s" == one or sound(one) == sound(other) or is_spelling(one, other)


def _is_typo(
    word: str,
    pages: Mapping[str, tuple[int, ...]],
    near: Iterable[str],
    written: Written,
    pile: Pile,
    families: Families,
) -> bool:
    if any(pile.language(id) not in ("", "en") for id in pages):
        return False
    if not all(_is_name(pile.by_id[id], i) for id, places in pages.items() for i in places):
        return is_misspelt(word)
    return any(
        len(_families_of(written[other], families)) >= _OTHERS
        and not written[other].keys() & pages.keys()
        and _beside(pages, pile) & _beside(written[other], pile)
        for other in near
    )


def _is_name(page: Page, place: int) -> bool:
    return page.document.text[page.wording.starts[place]].isupper()


def _beside(pages: Mapping[str, tuple[int, ...]], pile: Pile) -> set[tuple[int, str]]:
    """The telling words before and after some places, with the side on which they stand."""
    return {
        (side, wording.stems[i + side])
        for id, places in pages.items()
        for wording in (pile.by_id[id].wording,)
        for i, side in product(places, (-1, 1))
        if _is_telling(wording, i + side)
    }


def _is_telling(wording: Wording, place: int) -> bool:
    return 0 <= place < len(wording.stems) and weigh_word(wording.stems[place]) >= _BESIDE


def _first_places(pages: Mapping[str, tuple[int, ...]], pile: Pile) -> dict[str, Span]:
    return {id: pile.by_id[id].wording.span(places[0], places[0]) for id, places in pages.items()}


def _slips(rule: str, places: Mapping[str, Span], families: Families) -> Iterator[Slip]:
    """One for each two pages of different families."""
    for left, right in combinations(sorted(places), 2):
        if family(left, families) != family(right, families):
            yield Slip(rule, ((left, places[left]), (right, places[right])))


class _Said(msgspec.Struct, frozen=True, order=True):
    """The one value of a kind (`people`, a day) that a sentence names; `size` orders values that may grow with time,
    and is None of those that do not."""

    page: str
    sentence: int
    kind: str
    value: str
    span: Span
    size: float | None


def _false_values(pile: Pile, answers: Answers, families: Families) -> Iterator[Slip]:
    for said, others in sorted(_answered(pile, answers).items()):
        same = [o for o in others if o.value == said.value]
        apart = [o for o in others if o.value != said.value]
        holders = {family(o.page, families) for o in (said, *same)}
        against = {family(o.page, families) for o in apart} - holders
        if len(holders) == 2 and len(against) >= _OTHERS and not _grew((said, *same), apart, pile):
            yield from _slips("specifics/false-value", {o.page: o.span for o in (said, *same)}, families)


def _answered(pile: Pile, answers: Answers) -> dict[_Said, set[_Said]]:
    """For each value those of the same kind in sentences that answer its own."""
    plain: dict[str, dict[Span, float | None]] = {}
    found: dict[_Said, set[_Said]] = defaultdict(set)
    for pair, matched in sorted(answers.items()):
        for i, j, _ in matched:
            left, right = (_values(pile.by_id[id], place, plain) for id, place in zip(pair, (i, j), strict=True))
            for kind in sorted(left.keys() & right.keys()):
                found[left[kind]].add(right[kind])
                found[right[kind]].add(left[kind])
    return found


def _values(page: Page, place: int, plain: dict[str, dict[Span, float | None]]) -> dict[str, _Said]:
    """What a sentence says once of each kind of value, without limits and ranges."""
    if page.id not in plain:
        plain[page.id] = dict(_plain_values(page))
    terms = [t for t in page.sentences[place].terms if t.key[0] in "#="]
    kinds = [_kind_of(t) for t in terms]
    return {
        kind: _Said(page.id, place, kind, t.key, t.span, plain[page.id][t.span])
        for kind, t in zip(kinds, terms, strict=True)
        if kinds.count(kind) == 1 and t.span in plain[page.id]
    }


def _kind_of(term: Term) -> str:
    """What is counted, or that it is a day."""
    return "=" if term.key[0] == "=" else term.key.partition(" ")[2]


def _plain_values(page: Page) -> Iterator[tuple[Span, float | None]]:
    """Amounts and days as said, without limits; people and things may grow in number, money and measures do not."""
    for assertion in page.reading.assertions or ():
        for q in assertion.quantities:
            if q.bound is None and q.high is None and q.change is None:
                counted = q.si_unit is None and not q.unit.isupper()
                yield q.span, q.value if counted else None
    for date in page.reading.dates or ():
        if date.start == date.end:
            yield date.span, None


def _grew(said: Iterable[_Said], others: Iterable[_Said], pile: Pile) -> bool:
    """Whether time may explain every contradiction: the larger count is the later one, or nothing shows which is."""
    return all(
        one.size is not None
        and other.size is not None
        and _may_follow(*((one, other) if one.size < other.size else (other, one)), pile)
        for one in said
        for other in others
    )


def _may_follow(small: _Said, large: _Said, pile: Pile) -> bool:
    return came_first(pile.by_id[large.page].document, pile.by_id[small.page].document) is not True
