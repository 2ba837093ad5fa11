"""Sources without a name: when two reports have one, and when nobody can know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.terms import stem
from firsthand.comparing.voices import voices
from firsthand.comparing.wording import find_words
from firsthand.model import Assertion, Passage, Spans, Unnamed

_SMALL = frozenset(("a", "an", "the", "one", "two", "some", "another", "other", "who", "on", "of", "in", "for", "to"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who", "that", "which", "this", "those", "these"))


def find_unnamed(group: tuple[str, ...], roots: Mapping[str, frozenset[str]], pile: Pile) -> tuple[Unnamed, ...]:
    """The unnamed far ends of the group's chains, those described alike together, in order of their first."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id in group:
        if described := _described(pile.assertions[id], pile.page_of(id)):
            alike[described].append(id)
    return tuple(_unnamed(tuple(ids), roots, pile) for ids in alike.values())


def _described(assertion: Assertion, page: Page) -> tuple[str, ...]:
    """The words for an unnamed source, in any order; empty for a named one, a pronoun, and the report's own voice."""
    words = [word for word, _ in find_words(" ".join(s.of(page.document.text) for s in _source(assertion, page)))]
    return () if set(words) <= _PRONOUNS else tuple(sorted({stem(w) for w in words} - _SMALL))


def _source(assertion: Assertion, page: Page) -> Spans:
    chain = voices(assertion, page)
    if not chain or page.attributions[chain[-1]].source_entity is not None:
        return ()
    return page.attributions[chain[-1]].source


def _unnamed(ids: tuple[str, ...], roots: Mapping[str, frozenset[str]], pile: Pile) -> Unnamed:
    """One source where all go back to one root, or stand on one page."""
    first = pile.page_of(ids[0])
    shared = frozenset.intersection(*(roots[id] for id in ids))
    one = bool(shared) or len({pile.assertions[id].document for id in ids}) == 1
    return Unnamed(
        Passage(first.id, _source(pile.assertions[ids[0]], first)), ids, "one" if one and len(ids) > 1 else "unknown"
    )
