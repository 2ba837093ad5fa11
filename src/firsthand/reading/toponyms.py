"""Which of the places of a name is meant: all names of a document are settled together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal

import msgspec

from firsthand.lexicon.places import place_words, provinces
from firsthand.lexicon.records import Listed
from firsthand.lexicon.world import listed
from firsthand.model import Span
from firsthand.reading.atlas import Spot, fold, open_atlas

Way = Literal["listed", "short", "demonym", "part", "none"]
"""How a name was found: as it is listed, as a province's short form, as a people, or only a part of it."""

MOST = 24
"""Of a name that more places share, so many are weighed: the most populous."""
LIKELY = 0.05
"""A rival reading of at least this probability is told."""
FOLLOWING = 30
"""Code points behind a name in which a qualifier may stand."""

# Weights in logits. Chosen on every other document of LGL, one after the other; flat around where they stand. The other
# half and GeoVirus agree (docs/measured.md).
PEOPLE = 0.7  # for each factor of e in people above SMALL
SMALL = 200
KIND = {
    "continent": 8.0, "country": 5.0, "state": 3.0, "county": -1.0, "town": 0.0, "locality": -2.0, "water": 1.5,
    "land": 1.5, "region": 1.5,
}  # fmt: skip
SHARE = {"town": 1.0, "county": 0.6, "state": 0.5}
WIDE = 4.0  # what is wider than a country is named without leading up to it
SHORTENED = 6.0  # a state that is hardly ever called by its bare name
FEDERAL = 2.0  # states that print names without their country
FEDERATIONS = ("US", "CA", "AU", "GB")
OTHER_NAME = {"country": 1.2, "state": 1.2}
OTHER_NAME_ELSE = 2.4
SAME_COUNTRY, SAME_STATE, SAME_COUNTY, NEARBY = 2.0, 3.0, 2.0, 3.0
QUALIFIED = 12.0
SOFTNESS = 1.5
ROUNDS = 3

_QUALIFIES = re.compile(r",? \(?|, ?")
_QUALIFIER = re.compile(r",? ?[(,] ?(?P<long>(?P<first>[A-Z][\w.]*)(?: [A-Z][\w.]*){0,2})")
_SETTLED = ("town", "locality", "county")
_AREAS = ("country", "state", "county")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One place a name may mean. `areas` are the numbers of the areas it is in, itself among them where it is one;
    `cell` its square degree where it is small enough to lie in one; `prior` what speaks for it before reading on."""

    spot: Spot
    prior: float
    areas: tuple[tuple[int, float], ...]
    cell: tuple[int, int] | None


class Toponym(msgspec.Struct, frozen=True):
    """A name at `span` and the places it may mean, `way` says how they were found."""

    span: Span
    key: str
    way: Way
    candidates: tuple[Candidate, ...]


class Choice(msgspec.Struct, frozen=True):
    """What a toponym means: the spot, its probability, and the rivals that stay possible; `qualified` where a wider
    place stands beside the name. `spot` is None where no list has the name: `near` is then where the others lie."""

    toponym: Toponym
    spot: Spot | None
    probability: float
    rivals: tuple[str, ...] = ()
    qualified: bool = False
    near: tuple[float, float] | None = None


def toponym_at(text: str, span: Span) -> Toponym:
    key, way, candidates = look_up(_bare(span.of(text)))
    return Toponym(span, key, way, candidates)


def _bare(name: str) -> str:
    return name[:-2] if len(name) > 4 and name.endswith(("'s", "’s")) else name


@lru_cache(maxsize=8192)
def look_up(name: str) -> tuple[str, Way, tuple[Candidate, ...]]:
    """The key under which mentions of one name meet, the way it was found, and the places it may mean."""
    key = fold(name)
    if found := _short_forms().get(name) or _short_forms().get(name.replace(" ", "")):
        return key, "short", found
    if found := _peoples().get(key, ()) + _candidates(key):
        return key, "demonym" if key in _peoples() else "listed", found
    part = _core(key)
    if part != key and (found := _candidates(part)):
        return part, "part", found
    if key.endswith("s") and (found := _peoples().get(key[:-1], ())):
        return key[:-1], "demonym", found
    return key, "none", ()


def _core(key: str) -> str:
    """The name without words for what it names and where: "neches" of "neches river", "upper east side" has none."""
    words = key.split()
    while len(words) > 1 and words[-1] in place_words("kinds-behind"):
        words.pop()
    while len(words) > 1 and words[0] in place_words("kinds-before"):
        del words[0]
    if len(words) > 1 and words[0] == "of":
        del words[0]
    return " ".join(words)


@cache
def _short_forms() -> dict[str, tuple[Candidate, ...]]:
    return {
        short: (_province(p.country, p.name),)
        for p in provinces()
        for short in p.short
        if short.count(".") or len(short) > 1
    }


@cache
def _peoples() -> dict[str, tuple[Candidate, ...]]:
    """Adjectives and demonyms by their folded form: of states as listed, and of provinces."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for state in listed("states"):
        if spot := _country(state):
            found.update((fold(form), (spot,)) for form in (*state.adjectives, *state.demonyms))
    for province in provinces():
        for form in province.people:
            found[fold(form)] = (*found.get(fold(form), ()), _province(province.country, province.name))
    for key, spots in tuple(found.items()):
        found.setdefault(key + "s", spots)
    return found


def _country(state: Listed) -> Candidate | None:
    iso = state.id.removeprefix("state/")
    return next((c for c in _candidates(fold(state.names[0])) if _is(c, "country", iso)), None)


def _province(country: str, name: str) -> Candidate:
    return next(c for c in _candidates(fold(name)) if _is(c, "state", country))


def _is(candidate: Candidate, kind: str, country: str) -> bool:
    return candidate.spot.kind == kind and candidate.spot.country == country


@lru_cache(maxsize=8192)
def _candidates(key: str) -> tuple[Candidate, ...]:
    atlas = open_atlas()
    postings = atlas.find(key)
    if len(postings) > MOST:
        postings = tuple(sorted(postings, key=lambda p: (p & 1, -atlas.population(p >> 1), p))[:MOST])
    spots = [atlas.spot(p >> 1, other=bool(p & 1)) for p in postings]
    countries = {s.number for s in spots if s.kind == "country" and not s.other}
    return tuple(_candidate(s) for s in spots if not (s.other and countries & set(s.parents)))


def _candidate(spot: Spot) -> Candidate:
    atlas = open_atlas()
    around = [(n, atlas.kind(n)) for n in ((spot.number, *spot.parents) if spot.kind in _AREAS else spot.parents)]
    weights = {"country": SAME_COUNTRY, "state": SAME_STATE, "county": SAME_COUNTY}
    areas = [(n, weights[kind]) for n, kind in around]
    if spot.kind == "country":
        areas[0] = spot.number, SAME_COUNTRY + SAME_STATE / 2
    cell = (round(spot.latitude), round(spot.longitude)) if spot.kind in _SETTLED else None
    return Candidate(spot, _prior(spot), tuple(areas), cell)


def _prior(spot: Spot) -> float:
    """How well a place is known, before the document is read."""
    weight = KIND[spot.kind] + PEOPLE * SHARE.get(spot.kind, 0.5) * math.log(max(spot.population, SMALL) / SMALL)
    if spot.kind == "state":
        weight += FEDERAL if spot.country in FEDERATIONS else -FEDERAL
        weight -= SHORTENED if fold(spot.name) in place_words("capital-first") else 0.0
    if spot.country is None:
        weight += WIDE
    return weight - (OTHER_NAME.get(spot.kind, OTHER_NAME_ELSE) if spot.other else 0.0)


class _Item:
    """All mentions of one name: its candidates, how often it is named, and the odds of each as they stand."""

    def __init__(self, candidates: tuple[Candidate, ...], times: int, base: list[float]) -> None:
        self.candidates, self.base = candidates, base
        self.weight = 1 + math.log(times)
        self.odds = softmax(base)
        self.given: dict[int, float] = {}
        self.cells: dict[tuple[int, int], float] = {}

    def share(self) -> None:
        """What this name gives to the areas of its candidates and to the cells around them."""
        self.given, self.cells = {}, {}
        for candidate, odds in zip(self.candidates, self.odds, strict=True):
            if odds < 0.01:
                continue
            for number, _ in candidate.areas:
                self.given[number] = self.given.get(number, 0.0) + odds * self.weight
            if candidate.cell:
                for cell in _around(candidate.cell):
                    self.cells[cell] = self.cells.get(cell, 0.0) + odds * self.weight


@lru_cache(maxsize=8192)
def _around(cell: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The cell and the eight beside it."""
    x, y = cell
    return tuple((i, j) for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1))


def softmax(weights: Sequence[float]) -> list[float]:
    """Probabilities of weights in logits, rounded so that they are the same on every machine."""
    top = max(weights)
    parts = [math.exp((w - top) / SOFTNESS) for w in weights]
    whole = sum(parts)
    return [round(p / whole, 6) for p in parts]


def settle(toponyms: Sequence[Toponym], text: str) -> tuple[Choice, ...]:
    """What each toponym means, in their order: one meaning for a name throughout, but where a mention is qualified."""
    qualified = [qualifiers(toponyms, i, text) for i in range(len(toponyms))]
    groups: dict[str, list[int]] = {}
    for i, toponym in enumerate(toponyms):
        if toponym.candidates:
            groups.setdefault(_group(toponym), []).append(i)
    items = {
        key: _item([toponyms[i] for i in places], [qualified[i] for i in places]) for key, places in groups.items()
    }
    for _ in range(ROUNDS):
        _weigh(items.values())
    near = _focus(items.values())
    return tuple(
        _choose(t, items[_group(t)], q) if t.candidates else Choice(t, None, 0.0, near=near)
        for t, q in zip(toponyms, qualified, strict=True)
    )


def _group(toponym: Toponym) -> str:
    return f"{toponym.way == 'short'}/{toponym.key}"


def _item(toponyms: list[Toponym], qualified: list[frozenset[int]]) -> _Item:
    named = frozenset[int]().union(*qualified)
    candidates = toponyms[0].candidates
    base = [c.prior + (QUALIFIED if c.spot.number in named else 0.0) for c in candidates]
    return _Item(candidates, len(toponyms), base)


def qualifiers(toponyms: Sequence[Toponym], index: int, text: str) -> frozenset[int]:
    """The candidates that lie in what stands behind the name: "Paris, Texas", "Alexandria, La.", "Kano (Nigeria)"."""
    toponym = toponyms[index]
    if not toponym.candidates or (best := max(toponym.candidates, key=lambda c: c.prior)).spot.kind == "continent":
        return frozenset()
    for wider in _behind(toponyms, index, text):
        around = {c.spot.number for c in wider if c.spot.kind in _AREAS}
        inside = frozenset(c.spot.number for c in toponym.candidates if around & set(c.spot.parents))
        if inside and (best.spot.number in inside or best.spot.kind not in ("country", "state")):
            return inside
    return frozenset()


def _behind(toponyms: Sequence[Toponym], index: int, text: str) -> Iterable[tuple[Candidate, ...]]:
    end = toponyms[index].span.end
    if index + 1 < len(toponyms) and end < (start := toponyms[index + 1].span.start) <= end + 3:
        if _QUALIFIES.fullmatch(text, end, start):
            yield toponyms[index + 1].candidates
    elif found := _QUALIFIER.match(text, end, min(len(text), end + FOLLOWING)):
        for words in (found["long"], found["first"]):
            yield look_up(words.rstrip(",") if words.count(".") else words)[2]


def _weigh(items: Iterable[_Item]) -> None:
    """Every name's odds anew, by what all other names say."""
    items = tuple(items)
    given: Counter[int] = Counter()
    cells: Counter[tuple[int, int]] = Counter()
    for item in items:
        item.share()
        given.update(item.given)
        cells.update(item.cells)
    for item in items:
        item.odds = softmax(
            [
                base + _support(candidate, item, given, cells)
                for base, candidate in zip(item.base, item.candidates, strict=True)
            ]
        )


def _support(candidate: Candidate, item: _Item, given: Counter[int], cells: Counter[tuple[int, int]]) -> float:
    support = 0.0
    for number, weight in candidate.areas:
        others = given[number] - item.given.get(number, 0.0)
        if others > 1e-6:
            support += weight * math.log1p(others)
    if candidate.cell:
        others = cells[candidate.cell] - item.cells.get(candidate.cell, 0.0)
        if others > 1e-6:
            support += NEARBY * math.log1p(others)
    return support


def _choose(toponym: Toponym, item: _Item, inside: frozenset[int]) -> Choice:
    ranked = sorted(
        ((odds, c.spot) for odds, c in zip(item.odds, item.candidates, strict=True)),
        key=lambda pair: (pair[1].number not in inside, -pair[0], pair[1].number),
    )
    total = sum(odds for odds, spot in ranked if not inside or spot.number in inside) or 1.0
    best, spot = ranked[0]
    rivals = tuple(s.id for odds, s in ranked[1:] if odds >= LIKELY and (not inside or s.number in inside))
    return Choice(toponym, spot, min(1.0, round(best / total, 4)), rivals, bool(inside))


def _focus(items: Iterable[_Item]) -> tuple[float, float] | None:
    """Where the document is: the settled place that most is said of."""
    best: tuple[float, int] | None = None
    point = None
    for item in items:
        odds, candidate = max(zip(item.odds, item.candidates, strict=True), key=lambda p: (p[0], -p[1].spot.number))
        rank = item.weight * odds, -candidate.spot.number
        if candidate.spot.kind in _SETTLED and (best is None or rank > best):
            best, point = rank, (candidate.spot.latitude, candidate.spot.longitude)
    return point
