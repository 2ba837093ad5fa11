"""A corpus of any size out of a few hundred read reports: each copy tells its stories with other words and other days.

Names, and words that few articles have, are replaced by others of as many letters and about as many articles, the same
ones all through a copy, so that offsets stay where they are, what derives from what stays so, and two copies share what
two days' news share: common words, footers, and other pairings of the same names and figures.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from firsthand.comparing.terms import articles, stem
from firsthand.model import Assertion, Attribution, Date, Document, Entity, Mention, Occurrence, Reading

_WORD = re.compile(r"[A-Za-z]{4,}")
_COMMON = 84
"""Words in a tenth of the counted articles stay, unless they are names: they are the language's."""

_FIRST_DAY = datetime.fromisoformat("2020-01-01")


class Mould(msgspec.Struct, frozen=True):
    """What copies are made from: reports, packed, since all of them unpacked are more than a tenth of what a comparison
    of 100,000 holds; when the event of each began; what words and listed entities may stand for each other."""

    packed: tuple[bytes, ...]
    began: Mapping[str, datetime]
    alike: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.packed)

    def readings(self) -> Iterator[Reading]:
        return map(_unpack, self.packed)


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Reading).decode


def make_mould(readings: Iterable[Reading], events: Mapping[str, str]) -> Mould:
    held = tuple(readings)
    named = {word.lower() for r in held for word in _WORD.findall(r.document.outlet or "")}
    began: dict[str, datetime] = {}
    for reading in held:
        event, at = events[reading.document.id], _time(reading.document)
        began[event] = min(at, began.get(event, at))
    by_report = {r.document.id: began[events[r.document.id]] for r in held}
    return Mould(tuple(map(_pack, held)), by_report, (*_words_alike(held, named), *_listed_alike(held)))


def _words_alike(readings: Iterable[Reading], kept: Container[str]) -> Iterator[tuple[str, ...]]:
    """Lower-case words by length, frequency, and whether they are mostly written with a capital; those of outlets'
    names are `kept`, since outlets are the same every day."""
    written = Counter(m[0] for reading in readings for m in _WORD.finditer(reading.document.text))
    plain: Counter[str] = Counter()
    for word, times in written.items():
        plain[word.lower()] += times if word[0].islower() else -times
    classes: dict[tuple[int, int, bool], list[str]] = defaultdict(list)
    for word, balance in sorted(plain.items()):
        if word not in kept and ((known := articles(stem(word))) < _COMMON or balance < 0):
            classes[len(word), known.bit_length(), balance < 0].append(word)
    return (tuple(words) for _, words in sorted(classes.items()))


def _listed_alike(readings: Iterable[Reading]) -> Iterator[tuple[str, ...]]:
    """Ids of listed entities by their kind."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for entity in reading.entities or ():
            if "/" in entity.id:
                kinds[entity.id.partition("/")[0]].add(entity.id)
    return (tuple(sorted(ids)) for _, ids in sorted(kinds.items()))


def _time(document: Document) -> datetime:
    return datetime.fromisoformat(document.published or "").replace(tzinfo=None)


def copy_all(mould: Mould, number: int) -> Iterator[Reading]:
    """All reports once more, one by one, in no order; their stories begin on day `number`."""
    return _copies(mould, number, _Copier.copy)


def copy_texts(mould: Mould, number: int) -> Iterator[Reading]:
    """The same, of texts and quotation marks alone."""
    return _copies(mould, number, _Copier.copy_text)


def _copies(mould: Mould, number: int, copy: Callable[[_Copier], Reading]) -> Iterator[Reading]:
    chance = random.Random(number)
    instead = _replace(mould, chance)
    order = list(mould.packed)
    chance.shuffle(order)
    for reading in map(_unpack, order):
        yield copy(_Copier(reading, number, instead, mould.began[reading.document.id]))


def _replace(mould: Mould, chance: random.Random) -> dict[str, str]:
    instead: dict[str, str] = {}
    for words in mould.alike:
        instead.update(zip(words, chance.sample(words, len(words)), strict=True))
    return instead


class _Copier:
    """Makes one copy of one reading."""

    def __init__(self, reading: Reading, number: int, instead: Mapping[str, str], began: datetime) -> None:
        self._reading, self._number, self._instead = reading, number, instead
        self._later = _FIRST_DAY + timedelta(days=number) - began.replace(hour=0, minute=0, second=0)
        self._id = self._name(reading.document.id)

    def _name(self, id: str) -> str:
        return f"{id}.{self._number}"

    def _entity(self, id: str | None) -> str | None:
        return id if id is None else self._instead.get(id, id) if "/" in id else self._name(id)

    def _words(self, text: str) -> str:
        return _WORD.sub(lambda match: _cased(match[0], self._instead.get(match[0].lower(), match[0])), text)

    def _document(self) -> Document:
        document = self._reading.document
        return msgspec.structs.replace(
            document,
            id=self._id,
            text=self._words(document.text),
            title=self._words(document.title or ""),
            published=(_time(document) + self._later).isoformat(),
        )

    def copy_text(self) -> Reading:
        return Reading(document=self._document(), quotes=self._reading.quotes, sentences=self._reading.sentences)

    def copy(self) -> Reading:
        reading = self._reading
        return msgspec.structs.replace(
            reading,
            document=self._document(),
            dates=tuple(map(self._date, reading.dates or ())),
            mentions=tuple(map(self._mention, reading.mentions or ())),
            entities=tuple(map(self._thing, reading.entities or ())),
            attributions=tuple(map(self._attribution, reading.attributions or ())),
            assertions=tuple(map(self._assertion, reading.assertions or ())),
            denials=None,
        )

    def _date(self, date: Date) -> Date:
        first, last = (self._shifted(day) for day in (date.start, date.end))
        return msgspec.structs.replace(date, start=first, end=last)

    def _shifted(self, day: str) -> str:
        try:
            return str((datetime.fromisoformat(day) + timedelta(days=self._later.days)).date())
        except (ValueError, OverflowError):
            return day

    def _mention(self, mention: Mention) -> Mention:
        return msgspec.structs.replace(mention, entity=self._entity(mention.entity))

    def _thing(self, entity: Entity) -> Entity:
        return msgspec.structs.replace(
            entity,
            id=str(self._entity(entity.id)),
            name=self._words(entity.name),
            aliases=tuple(map(self._words, entity.aliases)),
            mentions=tuple(Occurrence(self._id, m.span) for m in entity.mentions),
        )

    def _attribution(self, attribution: Attribution) -> Attribution:
        return msgspec.structs.replace(
            attribution,
            id=self._name(attribution.id),
            document=self._id,
            parent=attribution.parent and self._name(attribution.parent),
            source_entity=self._entity(attribution.source_entity),
        )

    def _assertion(self, assertion: Assertion) -> Assertion:
        return msgspec.structs.replace(
            assertion,
            id=self._name(assertion.id),
            document=self._id,
            chain=tuple(map(self._name, assertion.chain)),
            dates=tuple(map(self._date, assertion.dates)),
            entities=tuple(str(self._entity(e)) for e in assertion.entities),
            event=None,
        )


def _cased(old: str, new: str) -> str:
    return new.upper() if old.isupper() else new.capitalize() if old[0].isupper() else new
