"""Which names in one document are the same person's."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.lexicon.likeness import find_veto
from firsthand.lexicon.naming import naming_words

Words = tuple[str, ...]


def name_words(name: str) -> Words:
    """A name's words, folded, white space evened out.

    >>> name_words("Karim  Reza Dadgar")
    ('karim', 'reza', 'dadgar')
    """
    return tuple(name.casefold().split())


def full_names(names: Iterable[Words]) -> dict[Words, Words]:
    """Each name of two words or more to the fullest form that is surely the same person's."""
    full = sorted({n for n in names if len(n) > 1}, key=lambda n: (-len(n), n))
    chosen: dict[Words, Words] = {}
    for name in full:
        longer = sorted({chosen[other] for other in chosen if is_shorter(name, other) and not _are_two(name, other)})
        chosen[name] = longer[0] if len(longer) == 1 else name
    return chosen


def _are_two(short: Words, full: Words) -> bool:
    """Whether the lists know both as two people: Ahmad Massoud is the son of Ahmad Shah Massoud."""
    return find_veto(" ".join(short), " ".join(full)) == "listed"


def is_shorter(short: Words, full: Words) -> bool:
    """Whether `short` may be another way to say `full`: its end, a middle name or none, an initial for a given name.

    >>> is_shorter(("reza", "dadgar"), ("karim", "reza", "dadgar"))
    True
    >>> is_shorter(("k.", "dadgar"), ("karim", "reza", "dadgar"))
    True
    >>> is_shorter(("ali", "dadgar"), ("karim", "dadgar"))
    False
    """
    if len(short) > len(full) or _bare(short[-1]) != _bare(full[-1]):
        return False
    if len(short) == 1 or full[-len(short) :] == short:
        return True
    return short[0] == full[0] or (short[0].rstrip(".") == full[0][0] and len(short) > 1)


def bearers(name: str, full: Iterable[Words]) -> tuple[Words, ...]:
    """Those whose name ends with this one word; else those whose name begins with it (family names that come first)."""
    people = sorted(set(full))
    last = tuple(p for p in people if _bare(p[-1]) == _bare(name))
    return last or tuple(p for p in people if p[0] == name)


def _bare(word: str) -> str:
    """Without the article of Arabic names: "al-Assad" is "Assad" for short."""
    article, hyphen, rest = word.partition("-")
    return rest if hyphen and article in naming_words("particles") else word
