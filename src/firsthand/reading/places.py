"""Finds the names of places, says which place each means, and where it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from firsthand.lexicon.places import evidence, place_words
from firsthand.model import Name, Place, PlacePrecision, PlaceUse, Reading, Span, Token, Tree
from firsthand.reading.metonymy import STATE, capital_stands_for
from firsthand.reading.pipeline import Stage
from firsthand.reading.toponyms import FEDERATIONS, Choice, Toponym, look_up, qualifiers, settle, toponym_at

LONGEST = 6
"""Words of a name, small ones among them; the gazetteer has longer ones, which print shortens."""
HALF_A_MILLION = 500_000
GOVERNED = ("country", "state", "county", "town", "locality")
"""Kinds of place that somebody acts for; rivers and regions do not act."""
INITIALS = 4
"""Capitals of at most this number are a body's initials rather than a place in capitals."""
WELL_KNOWN_SHORT = ("US", "UK", "EU", "U.S.", "U.K.", "E.U.", "USA", "UAE", "DRC")
SURE = 2.0
"""Logits above which a name is taken for a place's before its neighbours are asked."""
AMBIGUOUS_PLACE = 0.5
UNLISTED = 0.2
"""How often what is taken for an unlisted place is one and lies within 161 km of where it is put: 17 of 92 in LGL and
GeoVirus."""

_LABELS = {
    "GPE": ("parser-place", "parser-place-part"),
    "LOC": ("parser-place", "parser-place-part"),
    "NORP": ("parser-people", "parser-people"),
    "FAC": ("parser-building", "parser-building-part"),
    "PERSON": ("parser-person", "parser-person-part"),
    "ORG": ("parser-body", "parser-body-part"),
}
_PRECISION: dict[str, PlacePrecision] = {
    "continent": "region", "region": "region", "country": "country", "state": "province", "county": "district",
    "water": "feature", "land": "feature", "town": "exact", "locality": "exact",
}  # fmt: skip


class Sight(msgspec.Struct):
    """A name that may be a place's: its tokens `first`..`last`, what speaks for it and against, and what the parser
    takes it for: `label` with `part` where it is a part of the parser's name."""

    toponym: Toponym
    first: int
    last: int
    label: str | None
    part: bool
    opens: bool
    signs: list[str]

    @property
    def score(self) -> float:
        weights = evidence()
        return sum(weights[s] for s in self.signs)


def find_places(reading: Reading) -> Reading:
    """Places in the order of the text; they do not overlap."""
    assert reading.tree is not None
    text, tree = reading.document.text, reading.tree
    kept = [s for s in weigh_names(reading) if s.score > 0]
    choices = settle([s.toponym for s in kept], text)
    places = tuple(p for s, c in zip(kept, choices, strict=True) if (p := _place(s, c, text, tree)) is not None)
    return msgspec.structs.replace(reading, places=places)


def weigh_names(reading: Reading) -> tuple[Sight, ...]:
    """All names that may be places', with what speaks for them and against, in the order of the text."""
    assert reading.tree is not None and reading.names is not None
    sights = _sights(reading.document.text, reading.tree, reading.names)
    _ask_neighbours(sights, reading.names, reading.document.text)
    return tuple(sights)


# Finding


def _sights(text: str, tree: Tree, names: Sequence[Name]) -> list[Sight]:
    small = frozenset(t.norm for t in tree.tokens if text[t.start].islower())
    proposed = _by_token(tree, names)
    found = [_sight(t, first, last, text, tree, proposed, small) for t, first, last in _listed(text, tree)]
    taken = {i for s in found for i in range(s.first, s.last + 1)}
    found.extend(
        _sight(toponym_at(text, span), at.start, at[-1], text, tree, proposed, small)
        for span, at in _unlisted(text, tree, names)
        if not taken.intersection(at)
    )
    found.sort(key=lambda s: s.toponym.span)
    _qualify(found, text)
    return found


def _unlisted(text: str, tree: Tree, names: Sequence[Name]) -> Iterator[tuple[Span, range]]:
    """What the parser takes for a place, whether it is listed or not."""
    for name in names:
        span = name.span
        if text[span.start : span.start + 4].lower() == "the " and span.end > span.start + 4:
            span = Span(span.start + 4, span.end)
        if name.label in ("GPE", "LOC") and text[span.start].isupper() and (at := tree.within(span)):
            yield span, at


def _by_token(tree: Tree, names: Sequence[Name]) -> dict[int, Name]:
    return {i: name for name in names for i in tree.within(name.span)}


def _listed(text: str, tree: Tree) -> Iterator[tuple[Toponym, int, int]]:
    """Names of the gazetteer that begin and end with a capital: the leftmost, then the longest."""
    tokens = tree.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        last = _longest(text, tokens, index) if text[token.start].isupper() and token.norm != "the" else None
        if last is None:
            index += 1
            continue
        yield toponym_at(text, Span(tokens[index].start, tokens[last].end)), index, last
        index = last + 1


def _longest(text: str, tokens: Sequence[Token], first: int) -> int | None:
    found = None
    for last in range(first, min(first + LONGEST, len(tokens))):
        if tokens[last].sentence != tokens[first].sentence:
            break
        if text[tokens[last].start].isupper():
            name = text[tokens[first].start : tokens[last].end]
            if _may_name(name):
                found = last
        elif tokens[last].norm not in place_words("linking"):
            break
    return found


@lru_cache(maxsize=65536)
def _may_name(name: str) -> bool:
    """Whether the gazetteer has the name as it stands; of one letter none, of two those alone that are short forms."""
    _, way, candidates = look_up(name)
    if not candidates or way == "part" or _says_only_kinds(name):
        return False
    return len(name) > 2 or way == "short" or name in WELL_KNOWN_SHORT or not name.isascii()


def _says_only_kinds(name: str) -> bool:
    """Whether it is made of words for kinds and bodies alone: "West", "City Council", "United"."""
    kinds = ("kinds-behind", "kinds-before", "local-bodies", "institutions", "linking")
    return all(any(w in place_words(k) for k in kinds) for w in re.split(r"[\s-]+", name.lower()))


def _sight(
    toponym: Toponym, first: int, last: int, text: str, tree: Tree, proposed: dict[int, Name], small: frozenset[str]
) -> Sight:
    name = proposed.get(first) or proposed.get(last)
    whole = name is not None and _is_whole(toponym.span, name.span, text)
    opens = name is not None and toponym.span.start - name.span.start in (0, 4) and not whole
    sight = Sight(toponym, first, last, name.label if name else None, not whole, opens, [])
    sight.signs.append(_parsers_sign(sight))
    sight.signs.extend(_signs_beside(sight, text, tree))
    sight.signs.extend(_signs_within(sight, text, tree, small))
    return sight


def _is_whole(span: Span, name: Span, text: str) -> bool:
    start = name.start + 4 if text[name.start : name.start + 4].lower() == "the " else name.start
    return start == span.start and text[span.end : name.end] in ("", "'s", "’s", ".")


def _parsers_sign(sight: Sight) -> str:
    if sight.label is None:
        return "unseen"
    if sight.label == "ORG" and sight.opens:
        return "parser-body-first"
    if sight.label == "NORP" and sight.toponym.way != "demonym":
        return "parser-people-unlisted"
    return _LABELS.get(sight.label, ("parser-other", "parser-other"))[sight.part]


def _signs_beside(sight: Sight, text: str, tree: Tree) -> Iterator[str]:
    before, after = _before(sight.first, tree), _after(sight.last, tree)
    if before is None:
        if sight.first == sight.last and sight.label in (None, "PERSON", "ORG"):
            yield "headline-start"
    elif before.norm in place_words("courtesies"):
        yield "courtesy"
    elif text[before.start].isupper() and before.norm not in place_words("kinds-before"):
        yield "after-name"
    if _is_led_in(sight.first, tree):
        yield "led-in"
    if after is None:
        return
    if after.norm in place_words("local-bodies"):
        yield "place-behind"
    elif text[after.start].isupper():
        yield "before-name"
    if after.lemma in place_words("telling") and not _is_famous(sight.toponym):
        yield "speaks"


def _before(first: int, tree: Tree) -> Token | None:
    """The word before, in its sentence."""
    token = tree.tokens[first - 1] if first else None
    return token if token is not None and token.sentence == tree.tokens[first].sentence else None


def _after(last: int, tree: Tree) -> Token | None:
    token = tree.tokens[last + 1] if last + 1 < len(tree.tokens) else None
    return token if token is not None and token.sentence == tree.tokens[last].sentence else None


def _is_led_in(first: int, tree: Tree) -> bool:
    """Whether a preposition stands before the name, articles and directions left out."""
    for token in reversed(tree.tokens[max(0, first - 3) : first]):
        if token.sentence != tree.tokens[first].sentence:
            return False
        if token.norm in place_words("leading-in"):
            return True
        if token.norm != "the" and token.norm not in place_words("kinds-before"):
            return False
    return False


def _signs_within(sight: Sight, text: str, tree: Tree, small: frozenset[str]) -> Iterator[str]:
    words = tree.tokens[sight.first : sight.last + 1]
    if len(words) > 1 and words[-1].norm in place_words("named-kinds"):
        yield "kind-named"
    if _is_famous(sight.toponym):
        yield "well-known"
    if sight.toponym.way == "short":
        return
    if sight.toponym.way == "none":
        yield "unlisted"
    name = sight.toponym.span.of(text)
    if name.isupper() and len(name) <= INITIALS and name not in WELL_KNOWN_SHORT and sight.label != "GPE":
        yield "initials"
    common = all(t.pos not in ("PROPN", "ADJ") or t.norm in small for t in words)
    if common and sight.label not in ("GPE", "LOC", "NORP"):
        yield "not-a-name"


def _is_famous(toponym: Toponym) -> bool:
    return any(
        _is_well_known(c.spot.kind, c.spot.country, c.spot.population) for c in toponym.candidates if not c.spot.other
    )


def _is_well_known(kind: str, country: str | None, population: int) -> bool:
    if kind == "state":
        return country in FEDERATIONS
    return kind in ("country", "continent") or country is None or population >= HALF_A_MILLION


def _qualify(sights: list[Sight], text: str) -> None:
    """Names with a wider place behind them."""
    toponyms = [s.toponym for s in sights]
    for index, sight in enumerate(sights):
        if sight.label != "PERSON" and qualifiers(toponyms, index, text):
            sight.signs.append("qualified")


def _ask_neighbours(sights: list[Sight], names: Sequence[Name], text: str) -> None:
    """What the sure ones say of the others: the same name again, the same surroundings, a person's surname."""
    sure = [s for s in sights if s.score > SURE]
    again = {s.toponym.key for s in sure if s.label in ("GPE", "LOC") or "qualified" in s.signs}
    people = {n.span.of(text).split()[-1] for n in names if n.label == "PERSON" and " " in n.span.of(text)}
    areas, cells = _surroundings(sure, text)
    for sight in sights:
        if sight.toponym.key in again and "parser-person-part" not in sight.signs:
            sight.signs.append("again")
        elif sight.toponym.span.of(text) in people:
            sight.signs.append("surname")
        if "parser-person-part" not in sight.signs and _is_among(sight.toponym, areas, cells):
            sight.signs.append("among-others")


def _surroundings(sure: Sequence[Sight], text: str) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """States and square degrees that the document is about."""
    states: Counter[int] = Counter()
    cells: Counter[tuple[int, int]] = Counter()
    for choice in settle([s.toponym for s in sure], text):
        found = next((c for c in choice.toponym.candidates if c.spot == choice.spot), None)
        if found is None or choice.probability < AMBIGUOUS_PLACE:
            continue
        if len(found.areas) > 1:
            states[found.areas[-2][0]] += 1
        if found.cell:
            cells[found.cell] += 1
    most = max(states.values(), default=0)
    return frozenset(n for n, times in states.items() if times * 2 > most), frozenset(cells)


def _is_among(toponym: Toponym, states: frozenset[int], cells: frozenset[tuple[int, int]]) -> bool:
    for candidate in toponym.candidates:
        if candidate.cell and not candidate.spot.other:
            x, y = candidate.cell
            near = any((i, j) in cells for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1))
            if near and states.intersection(n for n, _ in candidate.areas):
                return True
    return False


# Telling


def _place(sight: Sight, choice: Choice, text: str, tree: Tree) -> Place | None:
    spot = choice.spot
    sure = round(1 / (1 + math.exp(-sight.score)), 4)
    if spot is None:
        return _unlisted_place(sight, choice, text, sure)
    return Place(
        span=sight.toponym.span,
        id=spot.id,
        name=spot.name,
        kind=spot.kind,  # type: ignore[arg-type]
        country=spot.country,
        precision=_precision(spot.kind, sight.first, tree),
        use=_use(sight, spot.kind, text, tree),
        latitude=spot.latitude,
        longitude=spot.longitude,
        probability=round(choice.probability * sure, 4),
        others=choice.rivals,
        rules=tuple(f"places/{s}" for s in sight.signs),
    )


def _unlisted_place(sight: Sight, choice: Choice, text: str, sure: float) -> Place | None:
    """A place that no list has, put where the others of its document lie; None where there is no other."""
    if choice.near is None:
        return None
    span = sight.toponym.span
    return Place(
        span=span,
        id=None,
        name=span.of(text),
        kind="unlisted",
        country=None,
        precision="region",
        use="literal",
        latitude=choice.near[0],
        longitude=choice.near[1],
        probability=round(UNLISTED * sure, 4),
        rules=tuple(f"places/{s}" for s in sight.signs),
    )


def _precision(kind: str, first: int, tree: Tree) -> PlacePrecision:
    before = _before(first, tree)
    if kind in ("town", "locality") and before is not None and before.norm in place_words("beside"):
        return "near"
    return _PRECISION[kind]


def _use(sight: Sight, kind: str, text: str, tree: Tree) -> PlaceUse:
    if sight.toponym.way == "demonym":
        return "demonym"
    if sight.label in ("ORG", "FAC", "PERSON", "WORK_OF_ART", "LAW", "EVENT") and sight.part:
        return "literal" if sight.opens and kind == "country" else "embedded"
    if kind not in GOVERNED:
        return "literal"
    span = sight.toponym.span
    stands = capital_stands_for(tree, span, follows=text[span.end : span.end + 2])
    return "metonymic" if stands == STATE and "led-in" not in sight.signs else "literal"


STAGE = Stage("places", find_places, needs=("tree", "names"), makes=("places",))
