"""What must be the same claim, because one report is known to have it from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.comparing.citations import Citation
from firsthand.comparing.matching import is_vague, match_linked
from firsthand.comparing.pile import Pile
from firsthand.comparing.tellings import telling_key
from firsthand.model import Derivation, Spans, any_overlap

Pair = tuple[str, str]


def find_links(pile: Pile, derivations: Iterable[Derivation], citations: Iterable[Citation]) -> tuple[Pair, ...]:
    """Assertions that come from another text, each with the one there that it answers best, in order."""
    found = {pair for d in derivations for pair in _by_wording(d, pile)}
    found.update(pair for c in citations for pair in _by_name(c, pile))
    return tuple(sorted(found))


def _by_wording(derivation: Derivation, pile: Pile) -> Iterator[Pair]:
    """What stands in the words that two texts share, or tell alike; a shared speaker may be saying two things."""
    parent = derivation.parent
    if derivation.kind not in ("quoted", "cited") and isinstance(parent.document, str):
        here = _within(derivation.child.document, derivation.child.spans, pile)
        yield from _pair(here, _within(parent.document, tuple(parent.spans or ()), pile), pile)


def _within(document: str, spans: Spans, pile: Pile) -> tuple[str, ...]:
    return tuple(t.id for t in pile.by_id[document].assertions if any_overlap(t.spans, spans))


def _by_name(citation: Citation, pile: Pile) -> Iterator[Pair]:
    """What is told under the other outlet's name."""
    if citation.document is not None:
        told = (t.id for t in pile.by_id[citation.citing].assertions)
        here = tuple(id for id in told if citation.attribution in pile.assertions[id].chain)
        yield from _pair(here, tuple(t.id for t in pile.by_id[citation.document].assertions), pile)


def _pair(here: tuple[str, ...], there: tuple[str, ...], pile: Pile) -> Iterator[Pair]:
    """The pairs that answer each other best, the best first; neither side twice."""
    ours, theirs = _telling(here, pile), _telling(there, pile)
    scored = (
        (_score(child, parent, pile), child, parent)
        for child, keys in ours.items()
        for parent, others in theirs.items()
        if not keys.isdisjoint(others)
    )
    used: set[str] = set()
    for _, child, parent in sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1], s[2])):
        if child not in used and parent not in used:
            used |= {child, parent}
            yield child, parent


def _score(child: str, parent: str, pile: Pile) -> float:
    told, stated = pile.tellings, pile.assertions
    return pile.memory.recall(
        ("linked", child, parent),
        lambda: match_linked(stated[child], stated[parent], told[child], told[parent]),
    )


def _telling(assertions: tuple[str, ...], pile: Pile) -> dict[str, frozenset[str]]:
    """What each tells of; what is vague comes from nowhere, and those that share nothing need no closer look."""
    told = ((a, pile.tellings[a]) for a in assertions)
    return {a: frozenset(map(telling_key, telling.terms)) for a, telling in told if not is_vague(telling)}
