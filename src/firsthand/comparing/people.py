"""Who is who across reports: a surname, another spelling, an office are the one person they fit, or nobody's."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from firsthand.lexicon.likeness import compare_names, find_veto, is_spelling
from firsthand.lexicon.skeletons import letters, skeletons
from firsthand.lexicon.world import holder_on
from firsthand.model import Entity, Reading

_LONG_ENOUGH = 5
"""A surname that is spelt in another way has at least so many letters."""


_BEARERS = 8
"""A surname with more bearers in a pile is nobody's in particular: it is not looked up any more."""


class Known(msgspec.Struct, frozen=True):
    """A name that reports give: `reports` is how many do; `person` whether they take it for a person's."""

    id: str
    name: str
    person: bool
    reports: int

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.name.casefold().split())


def known_people(readings: Iterable[Reading]) -> Mapping[str, str | None]:
    """Entity id of a person told by a shorter name, another spelling or an office -> that of the one full name it fits;
    None where it fits several, so that nobody is taken for somebody else. Names that fit no other are left out.

    A lone surname may have been taken for a body's name; only what stands in a list is certain to be something else."""
    held = tuple(readings)
    names = _met(held)
    people = sorted((n for n in names if n.person), key=lambda n: n.id)
    respelt = _respelt(people)
    fuller = _fuller(names, [p for p in people if p.id not in respelt])
    found = {**{id: fuller.get(one, one) for id, one in respelt.items()}, **fuller}
    ids = {n.id for n in people}
    return {**found, **{office: found.get(p, p) for office, p in _in_office(held).items() if p in ids}}


def _met(readings: Iterable[Reading]) -> list[Known]:
    """The names of people, and names in no list that may be a person's, each id once, under its longest name."""
    met: dict[str, list[Entity]] = defaultdict(list)
    for reading in readings:
        for entity in reading.entities or ():
            if entity.id.startswith("person/") or ("/" not in entity.id and entity.kind != "work"):
                met[entity.id].append(entity)
    return [
        Known(
            id, max((e.name for e in same), key=lambda n: (len(n), n)), any(e.kind == "person" for e in same), len(same)
        )
        for id, same in sorted(met.items())
    ]


# Other spellings


def _respelt(people: list[Known]) -> dict[str, str]:
    """Full names that are one name in several spellings, each to the one that most reports use. Where some of them fit
    and others do not, all stay apart."""
    alike: dict[str, set[str]] = defaultdict(set)
    for one, other in _near(people):
        if len(one.words) > 1 and len(other.words) > 1 and _is_respelling(one, other):
            alike[one.id].add(other.id)
            alike[other.id].add(one.id)
    by_id = {p.id: p for p in people}
    groups = {frozenset((id, *others)) for id, others in alike.items()}
    whole = [g for g in groups if all(g == {id, *alike[id]} for id in g)]
    chosen: dict[str, str] = {}
    for group in whole:
        best = min(group, key=lambda id: (not id.startswith("person/"), -by_id[id].reports, by_id[id].name, id))
        chosen.update((id, best) for id in group if id != best)
    return chosen


def _near(people: list[Known]) -> Iterable[tuple[Known, Known]]:
    """Pairs whose last names may sound alike."""
    blocks: dict[str, list[Known]] = defaultdict(list)
    for person in people:
        spelt = letters(person.name)
        for key in sorted(set(skeletons(spelt[-1]))) if spelt else ():
            blocks[key].append(person)
    pairs = {(one.id, other.id): (one, other) for block in blocks.values() for one, other in combinations(block, 2)}
    return (pairs[key] for key in sorted(pairs))


def _is_respelling(one: Known, other: Known) -> bool:
    return compare_names(one.name, other.name) == "same" == compare_names(one.name, other.name, whole=True)


# Shorter names


def _fuller(names: list[Known], people: list[Known]) -> dict[str, str | None]:
    """Names that leave out what a fuller one has, each to that one."""
    ending: dict[str, list[Known]] = defaultdict(list)
    for person in people:
        for key in _endings(person.name):
            ending[key].append(person)
    found = {}
    for name in names:
        near = {p.id: p for key in _endings(name.name) for p in ending.get(key, ())}
        if fits := [p for id, p in sorted(near.items()) if _shortens(name, p)]:
            found[name.id] = _fullest(fits)
    return found


def _endings(name: str) -> tuple[str, ...]:
    spelt = letters(name)
    return tuple(dict.fromkeys(skeletons(spelt[-1]))) if spelt else ()


def _shortens(short: Known, full: Known) -> bool:
    """The last name and the first, with some left out between, or the last name alone: "Rahmon", "Emomali Rahmon"."""
    if len(short.words) >= len(full.words) or find_veto(short.name, full.name) is not None:
        return False
    if len(short.words) > 1:
        return compare_names(short.name, full.name) == "same"
    one, other = short.words[-1], full.words[-1]
    return one == other or (min(len(one), len(other)) >= _LONG_ENOUGH and _sound_alike(one, other))


def _sound_alike(one: str, other: str) -> bool:
    left, right = letters(one), letters(other)
    return len(left) == len(right) and all(map(is_spelling, left, right))


def _fullest(found: list[Known]) -> str | None:
    """The longest, if all the others shorten it."""
    longest = max(found, key=lambda p: (len(p.words), p.id))
    return longest.id if all(p == longest or _shortens(p, longest) for p in found) else None


# Offices


def _in_office(readings: Iterable[Reading]) -> dict[str, str]:
    """Offices to the person known to hold them on the days of all the reports that speak of them."""
    held: dict[str, set[str | None]] = defaultdict(set)
    for reading in readings:
        day = (reading.document.published or "")[:10]
        for entity in reading.entities or ():
            if entity.id.startswith("office/"):
                held[entity.id].add(holder_on(entity.id, day) if len(day) == len("2022-05-17") else None)
    return {office: p for office, persons in sorted(held.items()) if len(persons) == 1 and (p := next(iter(persons)))}


# Beyond the reports that are compared


class Directory:
    """The people whom a whole pile names in full, kept report by report: whoever is called by a surname alone where no
    fuller name stands beside it, is the one who bears it in the pile, if one does. What it says does not rest on the
    reports' order."""

    def __init__(self) -> None:
        self._full: dict[str, dict[str, Known]] = {}
        self._called: dict[str, dict[str, tuple[Known, array[int]]]] = {}
        self._reports = 0

    def add(self, reading: Reading) -> tuple[int, ...]:
        """Take up the next report; the numbers of earlier ones that call somebody by a name whose bearers are others
        now."""
        number, touched = self._reports, set[int]()
        self._reports += 1
        for person in _named(reading):
            for key in _endings(person.name):
                if len(person.words) == 1:
                    self._called.setdefault(key, {}).setdefault(person.id, (person, array("i")))[1].append(number)
                else:
                    touched.update(self._enter(key, person))
        return tuple(sorted(touched - {number}))

    def _enter(self, key: str, person: Known) -> Iterator[int]:
        """Enter a full name under its ending, unless it is there or too many are; the reports that call somebody by a
        name whose bearer is another now."""
        bearers = self._full.setdefault(key, {})
        old = bearers.get(person.id)
        if len(bearers) > _BEARERS or (old is not None and _length(person) <= _length(old)):
            return
        called = tuple(self._called.get(key, {}).values())
        before = [self._bearer(name) for name, _ in called]
        bearers[person.id] = person
        for (name, numbers), bearer in zip(called, before, strict=True):
            if self._bearer(name) != bearer:
                yield from numbers

    def fuller(self, reading: Reading) -> dict[str, str]:
        """The ids of those whom a report calls by a surname, each with that of the one full name in the pile."""
        called = [p for p in _named(reading) if len(p.words) == 1]
        found = ((p.id, self._bearer(p)) for p in called)
        return {id: full for id, full in found if full is not None}

    def _bearer(self, called: Known) -> str | None:
        held = [self._full.get(key, {}) for key in _endings(called.name)]
        if any(len(bearers) > _BEARERS for bearers in held):
            return None
        near = {id: p for bearers in held for id, p in bearers.items()}
        fits = [p for _, p in sorted(near.items()) if _shortens(called, p)]
        return _fullest(fits) if fits else None


def _named(reading: Reading) -> tuple[Known, ...]:
    return tuple(Known(e.id, e.name, True, 1) for e in reading.entities or () if e.kind == "person")


def _length(person: Known) -> tuple[int, str]:
    return len(person.name), person.name
