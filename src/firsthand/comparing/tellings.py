"""What is told, as weighed words: two tellings can be laid side by side whatever their wording."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import chain

import msgspec

from firsthand.comparing.coreference import Happening
from firsthand.comparing.graphs import heaviest_order
from firsthand.comparing.terms import REST, articles, weight
from firsthand.comparing.wording import Wording, word_stems
from firsthand.model import Date, Mention, Quantity, Reading, Span, Spans, Tree

_LEAST = 0.12
"""Words lighter than this ("the", "say", "people") are left out."""

_NAME_WEIGHT = 0.7
"""What a name, a figure or a date weighs in the news; a word of no list weighs 1."""

_PILE, _PER_ARTICLE = 3000, 0.25
"""How often a key stands in a pile is taken from the packaged counts, as for a pile of so many sentences: a word then
stands in a quarter as many of them as articles have it (medians of generated_dev). The pile's own counts, which this
replaces, made every answer depend on every report."""

_DAY, _ROUND, _EXACT = 5, 6, 1
"""Sentences of such a pile that name one day, one round amount, one amount of three digits or more."""

_SYNONYM = 0.75
"""A synonym counts for so much of the same word."""

_LIGHT = frozenset(
    {"be", "have", "do", "make", "take", "get", "give", "go", "come", "see", "begin", "continue", "become", "put"}
    | {"agree", "aim", "consider", "decide", "expect", "intend", "mean", "plan", "seek", "try", "want", "weigh"}
)
"""Verbs that leave to others what is told: "put on hold", "is considering a ban"."""
_GOVERNED = frozenset({"attr", "acomp", "dobj", "xcomp", "prep", "oprd", "prt", "nsubjpass", "expl"})

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_NONE = frozenset({"no", "none", "nobody", "nothing", "neither"})


class Term(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word, name, figure or date: `key` is equal where two are the same, `group` where they are synonyms."""

    key: str
    group: str
    weight: float
    span: Span


class Figure(msgspec.Struct, frozen=True, array_like=True):
    """How much of `measure` is told at `span`, both ends included; `toll` where people are counted."""

    measure: str
    low: float
    high: float
    span: Span
    toll: bool = False


class Telling(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """The weighed words of some spans of a document, in text order.

    Of an assertion, `cores` are the stems and groups of what it says of its subject; `words` its stems and (after a
    tilde) groups, each once; `figures` what it measures, as ranges; `negated` whether it says that something is not so.
    """

    id: str
    document: str
    spans: Spans
    terms: tuple[Term, ...]
    cores: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    negated: bool = False
    happening: Happening | None = None

    @cached_property
    def total(self) -> float:
        return sum(t.weight for t in self.terms)

    @cached_property
    def by_key(self) -> Mapping[str, tuple[int, ...]]:
        """The places of its terms by key."""
        return _placed((t.key, i) for i, t in enumerate(self.terms))

    @cached_property
    def by_group(self) -> Mapping[str, tuple[int, ...]]:
        """The places of its terms by synonym group."""
        return _placed((t.group, i) for i, t in enumerate(self.terms) if t.group)

    @cached_property
    def told(self) -> frozenset[str]:
        """Its `words`, to be looked up."""
        return frozenset(self.words)


def _placed(found: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    places: dict[str, tuple[int, ...]] = {}
    for key, i in found:
        places[key] = (*places.get(key, ()), i)
    return places


class Likeness(msgspec.Struct, frozen=True):
    """How alike two tellings are.

    `shared` is the weight of what they have in common; `contained` its part of the lighter telling, `covered` its part
    of the heavier one, both from 0 to 1; `pairs` are the indices of terms that answer each other.
    """

    shared: float
    contained: float
    covered: float
    pairs: tuple[tuple[int, int], ...]


class Names(msgspec.Struct, frozen=True):
    """What stands at a word instead of the word: names by entity, figures by value, dates by day; `skipped` words are
    the rest of a name, or tell nothing. `rarity` says for a name's key in how many articles its rarest word stands."""

    keys: Mapping[int, tuple[str, Span]]
    skipped: frozenset[int]
    rarity: Mapping[str, int] = {}


def name_things(reading: Reading, wording: Wording) -> Names:
    """Words that are part of a resolved mention, a quantity or a date, by the index of the first one."""
    keys: dict[int, tuple[str, Span]] = {}
    skipped: set[int] = set()
    for span, key in _values(reading):
        inside = wording.within(span)
        if len(inside) and not any(i in keys or i in skipped for i in inside):
            keys[inside[0]] = (sys.intern(key), span)
            skipped.update(inside[1:])
    return Names(keys, frozenset(skipped), _rarities(reading, wording, keys.values()))


def _rarities(reading: Reading, wording: Wording, named: Iterable[tuple[str, Span]]) -> dict[str, int]:
    """For each name's key the articles that have the rarest word of the entity's name, or of the mention."""
    names = {f"@{e.id}": e.name for e in reading.entities or ()}
    found: dict[str, int] = {}
    for key, span in named:
        if key[0] == "@" and key not in found:
            inside = wording.within(span)
            stems = _name_stems(names[key]) if key in names else wording.stems[inside.start : inside.stop]
            found[key] = min(map(articles, stems), default=0)
    return found


@lru_cache(1 << 14)
def _name_stems(name: str) -> tuple[str, ...]:
    return word_stems(name)


def _values(reading: Reading) -> Iterator[tuple[Span, str]]:
    for date in reading.dates or ():
        yield date.span, _date_key(date)
    for quantity in reading.quantities or ():
        yield quantity.span, _quantity_key(quantity)
    for mention in _longest_first(reading.mentions or ()):
        if mention.entity is not None:
            yield mention.span, f"@{mention.entity}"


def _longest_first(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.span))


def _date_key(date: Date) -> str:
    return f"={date.start}" if date.start == date.end else f"={date.start}/{date.end}"


def _quantity_key(quantity: Quantity) -> str:
    if quantity.si_value is not None:
        return f"#{quantity.si_value:.6g} {quantity.si_unit}"
    return f"#{quantity.value:.6g} {quantity.unit.casefold()}"


def _weigh(news: float, sentences: float) -> float:
    """From 0 to 1: the geometric mean of how rare a key is in the news and among the sentences of a pile."""
    return math.sqrt(max(0.0, news * (1 - math.log1p(sentences) / math.log1p(_PILE))))


@lru_cache(1 << 16)
def weigh_word(stemmed: str) -> float:
    """How telling a word is that is no name, figure or date."""
    return _weigh(weight(stemmed), 1 + _PER_ARTICLE * articles(stemmed))


@cache
def _weigh_name(rarity: int) -> float:
    return _weigh(_NAME_WEIGHT, 1 + _PER_ARTICLE * rarity)


@lru_cache(1 << 14)
def _weigh_value(key: str) -> float:
    """A figure by how exact it is, a date like any other."""
    if key[0] == "=":
        return _weigh(_NAME_WEIGHT, _DAY)
    digits = key[1:].partition(" ")[0].partition("e")[0].replace(".", "").strip("-0")
    return _weigh(_NAME_WEIGHT, max(_EXACT, _ROUND / max(1, len(digits))))


def sentence_spans(reading: Reading) -> Spans:
    """The sentences, or the whole text while it has not been split."""
    if reading.sentences is None:
        return (Span(0, len(reading.document.text)),)
    return tuple(s.span for s in reading.sentences)


Terms = tuple[Term | None, ...]
"""The term at each word of a document; None where the word tells nothing."""


def weigh_words(wording: Wording, names: Names) -> Terms:
    """Made once for a document, since its sentences and its assertions tell the same words."""
    return tuple(_term(i, wording, names) for i in range(len(wording.words)))


def _term(i: int, wording: Wording, names: Names) -> Term | None:
    if wording.groups[i] == REST or i in names.skipped:
        return None
    if (named := names.keys.get(i)) is not None:
        key, span = named
        heavy = _weigh_name(names.rarity.get(key, 0)) if key[0] == "@" else _weigh_value(key)
        return Term(key, "", heavy, span) if heavy >= _LEAST else None
    heavy = weigh_word(wording.stems[i])
    return Term(wording.stems[i], wording.groups[i], heavy, wording.span(i, i)) if heavy >= _LEAST else None


def tell(id: str, spans: Spans, wording: Wording, terms: Terms) -> Telling:
    """The telling at `spans`."""
    told = tuple(t for part in spans for i in wording.within(part) if (t := terms[i]) is not None)
    return Telling(id=id, document=wording.document, spans=spans, terms=told)


def words_told(spans: Spans, wording: Wording) -> tuple[str, ...]:
    """The stems and (after a tilde) groups at `spans`, each once."""
    inside = [i for part in spans for i in wording.within(part)]
    groups = (group_key(wording.groups[i]) for i in inside if wording.groups[i] not in ("", REST))
    return tuple(dict.fromkeys(chain((wording.stems[i] for i in inside), groups)))


@cache
def group_key(group: str) -> str:
    """How a synonym group is written among words."""
    return f"~{group}"


def telling_key(term: Term) -> str:
    """The synonym group where there is one, else the key itself: what brings two tellings together."""
    return group_key(term.group) if term.group else term.key


def core_words(starts: tuple[int, ...], wording: Wording) -> tuple[tuple[str, str], ...]:
    """Stem and group of the words that start there."""
    places = (wording.place(start) for start in starts)
    return tuple((wording.stems[i], wording.groups[i]) for i in places if i is not None and wording.groups[i] != REST)


def core_tokens(spans: Spans, tree: Tree) -> Iterator[int]:
    """The tokens on which the rest of some spans hangs; where those are light ("was", "took") what they govern too."""
    inside = {i for span in spans for i in tree.within(span)}
    for i in sorted(inside):
        token = tree.tokens[i]
        if token.pos in ("PUNCT", "SPACE") or (token.head in inside and token.head != i):
            continue
        yield from _said_of(i, tree, inside)


def _said_of(root: int, tree: Tree, inside: set[int]) -> Iterator[int]:
    """The root, with what a light one governs; of a noun ("the trams that Lisbon bought") what its clause says."""
    below = [c for c in tree.children[root] if c in inside]
    clauses = [c for c in below if tree.tokens[c].dep == "relcl"]
    if clauses:
        for clause in clauses:
            yield from _said_of(clause, tree, inside)
        return
    yield root
    if tree.tokens[root].lemma in _LIGHT:
        for child in (c for c in below if tree.tokens[c].dep in _GOVERNED):
            yield from _under(child, tree, inside)


def _under(governed: int, tree: Tree, inside: set[int]) -> Iterator[int]:
    """What a light verb governs: of "on strike" the strike, of "on Tuesday" or "in Paris" nothing, since all else may
    be on that day and in that place."""
    objects = [c for c in tree.children[governed] if tree.tokens[c].dep == "pobj" and c in inside]
    if tree.tokens[governed].dep != "prep" or not objects:
        yield governed
        return
    yield from (c for c in objects if tree.tokens[c].pos not in ("PROPN", "NUM"))


def is_negated(cores: tuple[int, ...], tree: Tree) -> bool:
    """Whether all that is told, told by verbs, is told not to be so; a speech that says "not" once is not negative."""
    verbs = [i for i in cores if tree.tokens[i].pos in ("VERB", "AUX")]
    return bool(verbs) and all(_has_not(i, tree) for i in verbs)


def _has_not(verb: int, tree: Tree) -> bool:
    """A "not" or "never" beside the verb, or a "no" before what it governs."""
    return any(
        tree.tokens[c].dep == "neg"
        or (tree.tokens[c].dep in _ARGUMENTS and any(tree.tokens[d].norm in _NONE for d in (c, *tree.children[c])))
        for c in tree.children[verb]
    )


def answer_cores(left: Telling, right: Telling) -> float:
    """1 where what either says of its subject is said by the other too, -1 where neither is, else (or unknown) 0."""
    if not left.cores or not right.cores:
        return 0.0
    return float(_is_answered(left, right) + _is_answered(right, left) - 1)


def _is_answered(one: Telling, other: Telling) -> bool:
    return any(stem in other.told or (group != "" and group_key(group) in other.told) for stem, group in one.cores)


def compare_tellings(left: Telling, right: Telling) -> Likeness:
    """Each term answers at most one of the other side: the same word first, then a synonym."""
    alike = sorted(_answering(left.by_key, right.by_key))
    if left.by_group.keys() & right.by_group.keys():
        used, taken = {i for i, _ in alike}, {j for _, j in alike}
        akin = sorted(_answering(_without(left.by_group, used), _without(right.by_group, taken)))
    else:
        akin = []
    shared = sum([agreement(left.terms[i], right.terms[j]) for i, j in alike + akin])
    light, heavy = sorted((left.total, right.total))
    pairs = tuple(sorted(alike + akin))
    return Likeness(shared, shared / light if light else 0.0, shared / heavy if heavy else 0.0, pairs)


Places = Mapping[str, tuple[int, ...]]


def _answering(here: Places, there: Places) -> Iterator[tuple[int, int]]:
    """The first of a key with the first of the other side, the second with the second."""
    for key in here.keys() & there.keys():
        yield from zip(here[key], there[key], strict=False)


def _without(places: Places, used: set[int]) -> Places:
    return {key: kept for key, found in places.items() if (kept := tuple(i for i in found if i not in used))}


def agreement(left: Term, right: Term) -> float:
    """The weight of two terms that answer each other."""
    return (left.weight + right.weight) / 2 * (1 if left.key == right.key else _SYNONYM)


def ordered_pairs(likeness: Likeness, left: Telling, right: Telling) -> tuple[tuple[int, int], ...]:
    """The heaviest of the answering pairs that stand in the same order on both sides."""
    weights = [agreement(left.terms[i], right.terms[j]) for i, j in likeness.pairs]
    return tuple(likeness.pairs[k] for k in heaviest_order(likeness.pairs, weights))
