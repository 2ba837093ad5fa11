"""Stories: which reports tell of the same happenings, kept up report by report.

What a story holds follows from the reports alone and not from their order, since each step looks at reports within
bounds of number and time: the nearest of each (`stories_near`), the chance that two of those belong together
(`stories_signs`), where what hangs together for months is cut (`stories_cuts`), and the groups that these chances make
(`stories_groups`). A new report makes anew only the groups that it touches: so groups grow, merge and split. A story is
let go some months after it ends, however long others like it come, unless reports that state no day tie them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from firsthand.comparing.stories_cuts import Stretch, find_stretch
from firsthand.comparing.stories_digest import Digest, digest, find_day
from firsthand.comparing.stories_groups import JOIN, group
from firsthand.comparing.stories_near import WINDOW, Near
from firsthand.comparing.stories_past import Ids, Kept, Past
from firsthand.comparing.stories_signs import View, chance, find_signs, view
from firsthand.model import Document, Story, content_id

_TERMS = 6
LATEST = "\U0010ffff"
"""Stands behind every stated time."""


class _Filed(msgspec.Struct, frozen=True):
    """What is kept of a report itself, and when it came out."""

    id: str
    published: str

    @property
    def place(self) -> tuple[str, str]:
        return self.published or LATEST, self.id


class Stories:
    """The stories of a stream. `close` lets go of what nothing can change any more but a report that comes late: unless
    nothing does (`late` is false), what was let go is kept packed, and taken up again where such a report may belong.
    """

    def __init__(self, *, late: bool = True) -> None:
        self._past = Past() if late else None
        self._near = Near()
        self._filed: dict[str, _Filed] = {}
        self._views: dict[str, View] = {}
        self._chances: dict[str, dict[str, int]] = {}
        self._strong: dict[str, dict[str, int]] = {}
        self._stretches: dict[str, Stretch] = {}
        self._linked: dict[str, Ids] = {}
        self._grouped: dict[str, Ids] = {}
        self._touched: set[str] = set()
        self._old: set[str] = set()
        self._settled: set[str] = set()
        self._since: int | None = None

    def add(self, document: Document) -> None:
        """Take a report up; ValueError where its id was taken up before, or it is older than a day that was closed and
        nothing was to come late. A report of no stated day stands near those that were not let go."""
        new = digest(document)
        if document.id in self._filed or (self._past is not None and document.id in self._past):
            raise ValueError(f"document {document.id} is in a story already")
        if new.day is not None and self._since is not None and new.day < self._since:
            if self._past is None:
                raise ValueError(f"document {document.id} was published before the day that stories are closed for")
            self._reopen(new.day, self._past)
        self._filed[document.id] = _Filed(document.id, document.published or "")
        self._touched |= self._near.add(new)

    def _reopen(self, day: int, past: Past) -> None:
        """Take up again what a report of that day may stand near, what stands near those, and all that hangs together
        with their stretches: then all is as though nothing had been let go."""
        near = past.between(day - WINDOW, day + WINDOW)
        near |= {id for id in self._chances if _is_within(self._near.digests[id], day)}
        near |= {other for id in near for other in (past.peek(id).chances if id in past else self._chances[id])}
        stretches = [past.stretch(id) if id in past else self._stretches[id] for id in near]
        gone = {member for stretch in stretches for member in stretch.members if member in past}
        for id, kept, filed in past.take(past.linked(gone)):
            self._near.restore(kept.view.digest, kept.nearest)
            self._filed[id], self._views[id] = _Filed(id, kept.published), kept.view
            self._chances[id], self._strong[id] = kept.chances, _strong(kept.chances)
            self._stretches[id], self._linked[id], self._grouped[id] = filed.stretch, filed.linked, filed.grouped
            self._old.add(id)
        self._near.reopen(sorted(self._old))
        self._old.clear()
        self._settled.clear()

    def settle(self) -> tuple[Story, ...]:
        """The stories that what was added since has made or changed, in order."""
        touched, self._touched = self._touched, set()
        for id in touched:
            self._views[id] = view(id, self._near)
        beside = {other for id in touched for other in self._weigh(id)}
        before = touched | beside | self._stretch(touched | beside)
        before = {member for id in before for member in self._linked.get(id, (id,))}
        made: dict[Ids, None] = {}
        for linked in self._components(before):
            for members in group({id: self._chances[id] for id in linked}):
                if self._grouped.get(members[0]) != members:
                    made[members] = None
                self._grouped.update(dict.fromkeys(members, members))
        return self._tell(made)

    def _weigh(self, id: str) -> set[str]:
        """The chances of a report with all that it stands near now, and no others; all that it hung or hangs together
        with."""
        for other in self._chances.get(id, {}):
            self._chances[other].pop(id, None)
        found = {other: chance(find_signs(self._views[id], self._views[other])) for other in self._near.around(id)}
        self._chances[id] = found
        for other, value in found.items():
            self._chances.setdefault(other, {})[id] = value
        hung, hangs = self._strong.get(id, {}), _strong(found)
        for other in hung:
            self._strong[other].pop(id, None)
        self._strong[id] = hangs
        for other, value in hangs.items():
            self._strong.setdefault(other, {})[id] = value
        return hung.keys() | hangs.keys()

    def _stretch(self, ids: set[str]) -> set[str]:
        """Find the stretches of these reports anew; the reports that are cut from others, or at another day."""
        found: dict[str, Stretch] = {}
        for id in ids.union(*(self._stretches[id].members for id in ids if id in self._stretches)):
            if id not in found:
                stretch = find_stretch(id, self._strong.__getitem__, self._day)
                found.update(dict.fromkeys(stretch.members, stretch))
        moved = {
            id for id, stretch in found.items() if id in self._stretches and self._stretches[id].cut != stretch.cut
        }
        self._stretches.update(found)
        return moved

    def _day(self, id: str) -> int | None:
        return self._near.digests[id].day

    def _components(self, ids: Iterable[str]) -> list[Ids]:
        """The reports that hang together by chances of `JOIN` and more that no cut parts, from these on."""
        found: dict[str, Ids] = {}
        for id in ids:
            if id not in found:
                linked = self._hang_together(id)
                found.update(dict.fromkeys(linked, linked))
        self._linked.update(found)
        return list(dict.fromkeys(found.values()))

    def _hang_together(self, id: str) -> Ids:
        """What was let go was parted from it."""
        found, ahead = {id}, [id]
        while ahead:
            one = ahead.pop()
            day, stretch = self._day(one), self._stretches[one]
            strong = [
                other
                for other in self._strong[one]
                if other not in found and other in self._views and not stretch.parts(day, self._day(other))
            ]
            found.update(strong)
            ahead.extend(strong)
        return tuple(sorted(found))

    def stories(self) -> tuple[Story, ...]:
        """All that were not let go, in order of their first report; every report is in one."""
        self.settle()
        return self._tell(self._grouped.values())

    def close(self, day: int) -> tuple[Story, ...]:
        """From now on nothing comes in time that was published before `day` (an ordinal): the stories that can change
        no more, which are let go. One that a late report took up again is told again."""
        self.settle()
        self._since = day
        old = {id for id in self._grouped if _is_before(self._near.digests[id], day - WINDOW)}
        self._near.close(sorted(old - self._old))
        self._old = old
        done = self._find_done()
        told = self._tell(self._grouped[id] for id in done)
        self._old.difference_update(done)
        self._settled.difference_update(done)
        if self._past is not None:
            for id in done:
                kept = Kept(self._views[id], self._filed[id].published, self._near.products(id), self._chances[id])
                self._past.put(id, kept, self._stretches[id], self._linked[id], self._grouped[id])
        self._near.forget(done)
        for known in self._all_known():
            for id in done:
                del known[id]
        return told

    def _all_known(self) -> tuple[dict[str, Any], ...]:
        return (
            self._filed,
            self._views,
            self._chances,
            self._strong,
            self._stretches,
            self._linked,
            self._grouped,
        )

    def _find_done(self) -> list[str]:
        """The reports that hang together only with such as lie in settled stretches. Each is looked at once, however
        many hang together."""
        self._settled.update([id for id in self._old - self._settled if self._is_settled(id)])
        open_stretches = {self._stretches[id].members[0] for id in self._linked if id not in self._settled}
        moving = {linked[0] for id, linked in self._linked.items() if self._stretches[id].members[0] in open_stretches}
        return [id for id, linked in self._linked.items() if linked[0] not in moving]

    def _is_settled(self, id: str) -> bool:
        """Whether neither it nor any report near it can get another neighbour."""
        return all(other in self._old or other not in self._views for other in self._near.beside(id))

    def _tell(self, groups: Iterable[Ids]) -> tuple[Story, ...]:
        return tuple(
            map(self._story, sorted(dict.fromkeys(groups), key=lambda g: min(self._filed[i].place for i in g)))
        )

    def _story(self, members: Ids) -> Story:
        filed = sorted((self._filed[id] for id in members), key=lambda f: f.place)
        stated = [f.published for f in filed if f.published]
        return Story(
            id=content_id("story", filed[0].id),
            documents=tuple(f.id for f in filed),
            first=min(stated, default=None),
            last=max(stated, default=None),
            terms=_terms([self._near.digests[id] for id in members]),
        )


def _is_within(held: Digest, day: int) -> bool:
    return held.day is None or abs(held.day - day) <= WINDOW


def _is_before(held: Digest, day: int) -> bool:
    return held.day is not None and held.day < day


def _strong(chances: dict[str, int]) -> dict[str, int]:
    return {other: value for other, value in chances.items() if value >= JOIN}


def _terms(held: list[Digest]) -> Ids:
    """The words that lead most of the reports, as they are written most often."""
    weights: Counter[str] = Counter()
    written: Counter[tuple[str, str]] = Counter()
    for one in held:
        weights.update(one.leading)
        written.update(one.shown.items())
    chosen = sorted(weights, key=lambda key: (-weights[key], key))[:_TERMS]
    return tuple(max((n, word) for (key, word), n in written.items() if key == wanted)[1] for wanted in chosen)


def find_stories(documents: Iterable[Document]) -> tuple[Story, ...]:
    """The stories of a pile; the order of the documents makes no difference.

    They are taken up in order of time and let go behind it, so that a report of a long pile costs no more than one of a
    short pile; those of unknown day come first, since they may stand near all."""
    found, told, last = Stories(late=False), list[Story](), 0
    for day, document in sorted(((_ordinal(d), d) for d in documents), key=lambda item: (item[0], item[1].id)):
        if day > last:
            told += found.close(day)
            last = day
        found.add(document)
    return tuple(sorted((*told, *found.stories()), key=lambda s: (s.first or LATEST, s.documents[0])))


def _ordinal(document: Document) -> int:
    return find_day(document.published) or 0
