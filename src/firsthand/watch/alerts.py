"""What a watch has to say of two answers, the one that was last looked at and the one of today."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from firsthand.export.people.view import View
from firsthand.model import Answer, Assertion, Claim
from firsthand.model.judgements import Watch

Happened = Literal["told", "origins", "denied", "gone"]
"""Something new is told; a claim's pages, newsrooms, primary sources or independent origins are others in number; so
are those who deny it; the claim is no more."""


class Alert(msgspec.Struct, frozen=True):
    """What fired: the watch's id, what it watches, what happened, in words; with the assertions that are new."""

    watch: str
    about: str
    what: str
    happened: Happened
    words: str
    assertions: tuple[str, ...] = ()
    claim: str | None = None


FindClaim = Callable[[Answer, Watch], Claim | None]
"""The claim that a watch is on, as an answer has it today."""


def fire(id_: str, watch: Watch, before: Answer, after: Answer, *, find_claim: FindClaim) -> tuple[Alert, ...]:
    """The alerts of one watch; nothing where nothing is new. Ordered as the answer is."""
    if watch.about == "claim":
        return tuple(_of_claim(id_, watch, find_claim(before, watch), find_claim(after, watch), View(after)))
    known = {a.id for a in before.assertions}
    view = View(after)
    fits = _FITS[watch.about]
    new = tuple(a for a in after.assertions if a.id not in known and fits(view, a, watch.what))
    if not new:
        return ()
    return (Alert(id_, watch.about, watch.what, "told", _told(view, new), tuple(a.id for a in new)),)


def _told(view: View, new: tuple[Assertion, ...]) -> str:
    first = f"{view.speaker(new[0])}: {view.told(new[0], longest=160)} ({view.where(new[0])})"
    return first + (f" and {len(new) - 1} more" if len(new) > 1 else "")


def _of_claim(id_: str, watch: Watch, old: Claim | None, new: Claim | None, view: View) -> Iterator[Alert]:
    if new is None:
        if old is not None:
            yield Alert(id_, "claim", watch.what, "gone", "no run finds this claim any more")
        return
    counted = (old and _counts(old), _counts(new))
    if old is not None and counted[0] != counted[1]:
        changes = (f"{name} {a} → {b}" for (name, a), (_, b) in zip(_counts(old), _counts(new), strict=True) if a != b)
        told = tuple(a for a in new.assertions if a not in old.assertions)
        yield Alert(id_, "claim", watch.what, "origins", ", ".join(changes), told, new.id)
    denied = tuple(a for a in new.denied_by if old is None or a not in old.denied_by)
    if denied:
        who = ", ".join(dict.fromkeys(view.speaker(view.assertions[a]) for a in denied))
        yield Alert(id_, "claim", watch.what, "denied", f"denied by {who}", denied, new.id)
    elif old is not None and len(old.denied_by) > len(new.denied_by):
        words = f"denials {len(old.denied_by)} → {len(new.denied_by)}"
        yield Alert(id_, "claim", watch.what, "denied", words, (), new.id)


def _counts(claim: Claim) -> tuple[tuple[str, str], ...]:
    o = claim.origins
    named = (
        ("pages", o.pages),
        ("newsrooms", o.newsrooms),
        ("primary sources", o.primary_sources),
        ("independent origins", o.independent),
    )
    return tuple((name, "unknown" if number is None else str(number)) for name, number in named)


# What fits a watch


def _by_source(view: View, assertion: Assertion, name: str) -> bool:
    """Whether a voice of the chain has the name, or one of its other names."""
    chain = view.chain(assertion)
    names = [view.voice(a) for a in chain]
    names += [alias for a in chain if (e := view.entities.get(a.source_entity or "")) for alias in e.aliases]
    return _named(names, name)


def _of_entity(view: View, assertion: Assertion, name: str) -> bool:
    """Whether the telling mentions something of the name, or comes from it."""
    about = (view.entities[e] for e in assertion.entities if e in view.entities)
    return _named((n for e in about for n in (e.name, *e.aliases)), name) or _by_source(view, assertion, name)


def _with_words(view: View, assertion: Assertion, words: str) -> bool:
    """Whether every one of the words stands in the telling."""
    return _bare(words) <= _bare(view.told(assertion))


def _named(names: Iterable[str], asked: str) -> bool:
    """Whether the asked words stand, all of them, in one of the names."""
    wanted = _bare(asked)
    return bool(wanted) and any(wanted <= _bare(name) for name in names)


def _bare(words: str) -> frozenset[str]:
    """The words without capitals and accents; those of no letter at all count as they are written."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", bare)) or frozenset(bare.split())


_FITS: dict[str, Callable[[View, Assertion, str], bool]] = {
    "source": _by_source,
    "entity": _of_entity,
    "words": _with_words,
}
