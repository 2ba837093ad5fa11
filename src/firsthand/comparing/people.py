"""Who is who across reports: a surname in one is the person whose full name another gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from firsthand.model import Reading


def known_people(readings: Iterable[Reading]) -> Mapping[str, str | None]:
    """Entity id of a person told by a shorter name -> that of the one full name it fits; None where it fits several, so
    that nobody is taken for somebody else. Names that fit no other are left out.

    A lone surname may have been taken for a body's name; only what stands in a list is certain to be something else."""
    unlisted = [e for r in readings for e in r.entities or () if "/" not in e.id and e.kind != "work"]
    named = {e.id: tuple(e.name.casefold().split()) for e in unlisted}
    persons = {e.id for e in unlisted if e.kind == "person"}
    fuller = {id: sorted(p for p in persons if _shortens(name, named[p])) for id, name in named.items()}
    return {id: _fullest(found, named) for id, found in fuller.items() if found}


def _shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """The same last name, and every other name too, in order, with some left out: "Rahmon", "Emomali Rahmon"."""
    if len(short) >= len(full) or short[-1] != full[-1]:
        return False
    rest = iter(full[:-1])
    return all(name in rest for name in short[:-1])


def _fullest(found: list[str], named: Mapping[str, tuple[str, ...]]) -> str | None:
    """The longest, if all the others shorten it."""
    longest = max(found, key=lambda id: (len(named[id]), id))
    return longest if all(id == longest or _shortens(named[id], named[longest]) for id in found) else None
