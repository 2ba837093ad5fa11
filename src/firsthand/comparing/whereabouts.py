"""On which side of a line something was: who "has not left its own waters" did not "cross the line"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import msgspec

from firsthand.comparing.discrepancies import Value, show_rival
from firsthand.comparing.pile import Pile
from firsthand.comparing.tellings import telling_key
from firsthand.comparing.terms import stem
from firsthand.comparing.voices import primary_source
from firsthand.comparing.wording import Wording
from firsthand.lexicon.whereabouts import Whereabouts, whereabouts
from firsthand.model import Assertion, Discrepancy, Span

_GAP = 5
"""Words between the verb and what it is done to: "crossed the disputed median line"."""
_BEFORE = 3
"""Words before a verb among which its "not" stands."""
_NOT = frozenset({"not", "never", "n't"})
_SHARED = 2
"""So many names and telling words do the two sentences share, a name among them."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class Whereabout(msgspec.Struct, frozen=True):
    """What an assertion says of it, and by which rule."""

    value: Value
    side: str
    rule: str
    document: str
    source: str | None
    keys: frozenset[str]
    published: str


def part_places(groups: Groups, pile: Pile) -> Iterator[Discrepancy]:
    """One discrepancy for each two sources that part, with the first telling of each."""
    home = {a: claim for claim, group in groups for a in group}
    told = [w for a in pile.assertions.values() for w in _find(a, pile)]
    told.sort(key=lambda w: (w.published, pile.order[w.value.assertion], w.value.span))
    seen: set[tuple[str | None, str | None]] = set()
    for one, other in product(told, told):
        sources = one.source, other.source
        if one.side == "stayed" and other.side == "crossed" and sources not in seen and _is_same(one, other):
            seen.add(sources)
            values = tuple(show_rival(w.value, pile) for w in (one, other))
            rules = ("discrepancy/place", f"whereabouts/{one.rule}", f"whereabouts/{other.rule}")
            yield Discrepancy(home[one.value.assertion], "place", values, "conflict", rules)


def _is_same(one: Whereabout, other: Whereabout) -> bool:
    """Whether two sources in two reports speak of one thing: their sentences share a name and another word."""
    shared = one.keys & other.keys
    return (
        one.document != other.document
        and one.source is not None
        and other.source is not None
        and one.source != other.source
        and len(shared) >= _SHARED
        and any(key[0] == "@" for key in shared)
    )


def _find(assertion: Assertion, pile: Pile) -> Iterator[Whereabout]:
    """The whereabouts that an assertion tells, those of its own words."""
    said = set(pile.tellings[assertion.id].words)
    if not said & _verbs() or not said & _things():
        return
    page = pile.page_of(assertion.id)
    for content in assertion.content:
        for rule, span in find_whereabouts(content, page.wording):
            sentence = next((s for s in page.sentences if s.spans[0].covers(span)), None)
            if sentence is not None:
                yield Whereabout(
                    Value(assertion.id, span, 0, 0),
                    rule.side,
                    rule.id,
                    assertion.document,
                    primary_source(assertion, page),
                    frozenset(telling_key(t) for t in sentence.terms if t.key[0] != "="),
                    page.document.published or "9999",
                )


def find_whereabouts(content: Span, wording: Wording) -> Iterator[tuple[Whereabouts, Span]]:
    """Where some words say on which side something was, and by which rule."""
    inside = wording.within(content)
    for i in inside:
        for rule, verb in _beginning().get(wording.stems[i], ()):
            if wording.stems[i : i + len(verb)] != verb or rule.negated != _is_denied(i, wording):
                continue
            for j in range(i + len(verb), min(inside.stop, i + len(verb) + _GAP)):
                if wording.stems[j] in _stems(rule.things):
                    yield rule, wording.span(i, j)
                    break


def _is_denied(i: int, wording: Wording) -> bool:
    return any(w in _NOT or w.endswith("n't") for w in wording.words[max(0, i - _BEFORE) : i])


@cache
def _beginning() -> dict[str, tuple[tuple[Whereabouts, tuple[str, ...]], ...]]:
    """The verbs with their rules, by their first stem."""
    found: dict[str, tuple[tuple[Whereabouts, tuple[str, ...]], ...]] = {}
    for rule in whereabouts():
        for form in rule.verbs:
            verb = tuple(map(stem, form.split()))
            found[verb[0]] = (*found.get(verb[0], ()), (rule, verb))
    return found


@cache
def _stems(things: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(thing.split()[-1]) for thing in things)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(_beginning())


@cache
def _things() -> frozenset[str]:
    return frozenset(s for rule in whereabouts() for s in _stems(rule.things))
