"""Who tells the same in other words: sentences that answer each other, in the same order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from firsthand.comparing.chances import Ground
from firsthand.comparing.copies import Ties, orient
from firsthand.comparing.graphs import Node, family, heaviest_order
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.slips import Slip, find_slips
from firsthand.comparing.tellings import Likeness, Telling, compare_tellings, telling_key
from firsthand.model import DerivationKind, Direction, Span, Spans

_RARE = 0.4
"""Only words of this weight bring two sentences together."""

_CROWD = 60
"""A word in more sentences than this brings none together."""

_HINT = 1.0
"""Shared rare weight from which two sentences are compared in full."""

_CONTAINED, _COVERED, _SHARED = 0.45, 0.15, 1.8
"""What two sentences must share to answer each other at all; a long sentence may be retold in two."""

_RETOLD, _TOLD = 0.3, 12.0
"""So much of what a text tells, by weight, in the order of another's, makes it a retelling, and so much in all: a short
report has few sentences. Of pairs that no known derivation ties seven have the share, four of them less than 11.4 in
all; of 179 retellings that have it three have less than 12 (eval/harder.py, train and dev drawn three times each)."""

_BRIEF = 0.4
"""Three sentences that answer so much are enough, whatever they weigh: those three retellings have as much, and of the
four pairs none."""

_ERRING = 0.13
"""So much is enough where both share an error that no other report has: nobody errs so by chance."""

_IN_ORDER = 3
"""So many sentences that answer each other in the same order are more than chance."""

_TRANSLATED = 0.4
"""A retelling of so many of the child's sentences is a rewrite of the whole, fact by fact."""

_ALONE = (2.5, 0.55, 0.4)
"""Shared, contained, covered: what two sentences must share to count as a paraphrase of a part."""

_TWO, _MORE = 15.0, 11.0
"""So much weight two such sentences must share in all, and three or more. Of 64 pairs of independent reports of one
event none that shares no error has two of more than 13, nor three at all; of 31 paraphrases of a part eleven have less
(eval/harder.py, train and dev)."""

_FACTS = "#@="
"""How the keys of figures, names and dates begin."""

Answering = tuple[int, int, Likeness]
"""A sentence of the child, the sentence of the parent that it answers, and how alike they are."""

Place = tuple[int, int]
"""A page of the pile and one of its sentences."""


Shown = tuple[str, Spans, Spans]
"""A rule, and the words of child and parent that it goes by."""


class Retelling(msgspec.Struct, frozen=True):
    """Sentences of the child (`left` indices) that tell those of the parent again, in order; `shown` is what makes
    that more than chance: errors, facts that no third family of reports has, the order."""

    child: str
    parent: str
    direction: Direction
    ground: Ground
    kind: DerivationKind
    answers: tuple[Answering, ...]
    shown: tuple[Shown, ...] = ()


def find_retellings(
    pile: Pile, named: Ties, copied: Mapping[str, frozenset[int]], families: Mapping[str, Node]
) -> Iterator[Retelling]:
    """The best retelling of each child.

    `copied` are the indices of each page's words that stand elsewhere as they are: a sentence of such words retells
    nothing. Pages of one family (`families`: page to its oldest ancestor) are told apart by their wording already.
    """
    answers = _find_answers(pile, named, copied, families)
    slips, holders = find_slips(pile, answers, families), _find_holders(pile, families)
    best: dict[str, tuple[bool, float, str, str, Retelling]] = {}
    for (child, parent), found in sorted(answers.items()):
        kept, shared = _in_order(found), slips.get((min(child, parent), max(child, parent)), ())
        if (kind := _kind(kept, pile.by_id[child], erring=bool(shared))) is not None:
            bearing = orient(child, parent, pile, named)
            shown = _show(kept, pile.by_id[child], pile.by_id[parent], shared, holders)
            told = Retelling(child, parent, bearing.direction, bearing.ground, kind, kept, shown)
            weight = sum(like.shared for _, _, like in kept)
            unnamed = parent not in named.get(child, ())
            rank = (unnamed, -weight, pile.by_id[parent].document.published or "9999", parent, told)
            best[child] = min(best.get(child, rank), rank, key=lambda r: r[:4])
    yield from (best[child][4] for child in sorted(best))


def _find_answers(
    pile: Pile, named: Ties, copied: Mapping[str, frozenset[int]], families: Mapping[str, Node]
) -> dict[tuple[str, str], list[Answering]]:
    """For each child and parent of two families the sentences that answer each other."""
    answers: dict[tuple[str, str], list[Answering]] = defaultdict(list)
    for (a, i), (b, j) in _hint(pile):
        left, right = pile.pages[a], pile.pages[b]
        if family(left.id, families) != family(right.id, families):
            child, parent, _, _ = orient(left.id, right.id, pile, named)
            one, other = (i, j) if child == left.id else (j, i)
            pair = pile.by_id[child].sentences[one], pile.by_id[parent].sentences[other]
            new = not _is_copied(one, pile.by_id[child], copied.get(child, frozenset()))
            if new and (like := _answers(*pair)) is not None:
                answers[child, parent].append((one, other, like))
    return answers


def _find_holders(pile: Pile, families: Mapping[str, Node]) -> dict[str, set[Node]]:
    """The families that tell each name, figure and date."""
    holders: dict[str, set[Node]] = defaultdict(set)
    for page in pile.pages:
        home = family(page.id, families)
        for sentence in page.sentences:
            for term in sentence.terms:
                if term.key[0] in _FACTS:
                    holders[term.key].add(home)
    return holders


def _show(
    answers: tuple[Answering, ...], child: Page, parent: Page, slips: tuple[Slip, ...], holders: Mapping[str, set[Node]]
) -> tuple[Shown, ...]:
    """What two pages share that chance does not bring about: errors first."""
    shown: list[Shown] = [(s.rule, (s.at(child.id),), (s.at(parent.id),)) for s in slips]
    facts = _rare_facts(answers, child, parent, holders)
    if {key[0] for key, _, _ in facts} == set(_FACTS):
        shown.append(("specifics/rare", tuple(here for _, here, _ in facts), tuple(there for _, _, there in facts)))
    if len(answers) >= _IN_ORDER:
        here = tuple(child.sentences[i].spans[0] for i, _, _ in answers)
        there = tuple(parent.sentences[j].spans[0] for _, j, _ in answers)
        shown.append(("specifics/order", here, there))
    return tuple(shown)


def _rare_facts(
    answers: tuple[Answering, ...], child: Page, parent: Page, holders: Mapping[str, set[Node]]
) -> list[tuple[str, Span, Span]]:
    """The names, figures and dates in sentences that answer each other which no third family tells, each once."""
    found: dict[str, tuple[str, Span, Span]] = {}
    for i, j, like in answers:
        for here, there in like.pairs:
            one, other = child.sentences[i].terms[here], parent.sentences[j].terms[there]
            if one.key == other.key and one.key[0] in _FACTS and len(holders[one.key]) <= 2:
                found.setdefault(one.key, (one.key, one.span, other.span))
    return list(found.values())


def _is_copied(sentence: int, page: Page, copied: frozenset[int]) -> bool:
    inside = page.wording.within(page.sentences[sentence].spans[0])
    return 2 * sum(i in copied for i in inside) > len(inside)


def _hint(pile: Pile) -> Iterator[tuple[Place, Place]]:
    """Pairs of sentences of different pages, the first page's before the other's, that share rare keys and groups of
    some weight; one sentence after the other, since all pairs of a large pile do not fit into memory."""
    postings: dict[str, list[Place]] = defaultdict(list)
    for here, sentence in _sentences(pile):
        for key in _rare(sentence):
            postings[key].append(here)
    for here, sentence in _sentences(pile):
        weights: dict[Place, float] = defaultdict(float)
        for key, heavy in _rare(sentence).items():
            if len(postings[key]) <= _CROWD:
                for there in postings[key]:
                    if here[0] < there[0]:
                        weights[there] += heavy
        yield from ((here, there) for there in sorted(weights) if weights[there] >= _HINT)


def _sentences(pile: Pile) -> Iterator[tuple[Place, Telling]]:
    for number, page in enumerate(pile.pages):
        for place, sentence in enumerate(page.sentences):
            yield (number, place), sentence


def _rare(sentence: Telling) -> dict[str, float]:
    """The rare keys and groups of a sentence with their weight."""
    return {telling_key(t): t.weight for t in sentence.terms if t.weight >= _RARE}


def _answers(child: Telling, parent: Telling) -> Likeness | None:
    like = compare_tellings(child, parent)
    return like if like.shared >= _SHARED and like.contained >= _CONTAINED and like.covered >= _COVERED else None


def _in_order(answers: list[Answering]) -> tuple[Answering, ...]:
    """The heaviest answers that run in the same order on both sides, no sentence twice."""
    ranked = sorted(answers, key=lambda a: a[:2])
    kept = heaviest_order([(i, j) for i, j, _ in ranked], [like.shared for _, _, like in ranked])
    return tuple(ranked[k] for k in kept)


def _kind(answers: tuple[Answering, ...], child: Page, *, erring: bool = False) -> DerivationKind | None:
    """What the answers amount to; speech that both print as quoted is a shared speaker, not a retelling. Who is
    `erring` alike has to tell less again."""
    if _is_enough(answers, child, erring=erring):
        rewrite = len(answers) >= _IN_ORDER and len(answers) >= _TRANSLATED * len(child.sentences)
        return "translated" if rewrite else "paraphrased"
    close = [
        m
        for m in answers
        if all(have >= need for have, need in zip(_strength(m[2]), _ALONE, strict=True)) and _narrated(m[0], child)
    ]
    if len(close) < 2:
        return None
    return "paraphrased" if sum(m[2].shared for m in close) >= (_TWO if len(close) == 2 else _MORE) else None


def _is_enough(answers: tuple[Answering, ...], child: Page, *, erring: bool) -> bool:
    """Whether so much of a page is told again that it is a retelling."""
    told, whole = sum(like.shared for _, _, like in answers), sum(s.total for s in child.sentences)
    if erring:
        return len(answers) >= 1 and told >= _ERRING * whole
    if len(answers) < 2 or told < _RETOLD * whole:
        return False
    return told >= _TOLD or (len(answers) >= _IN_ORDER and told >= _BRIEF * whole)


def _strength(like: Likeness) -> tuple[float, float, float]:
    return like.shared, like.contained, like.covered


def _narrated(sentence: int, page: Page) -> bool:
    inside = page.wording.within(page.sentences[sentence].spans[0])
    return 2 * sum(page.wording.quoted[i] for i in inside) < len(inside)
