"""The part of a run that compares, applies judgements and keeps what came of it, all at once."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from firsthand.case.adding import with_paths
from firsthand.case.log import read_log
from firsthand.case.reading import Plan, in_quarantine, readings
from firsthand.case.records import Quarantined, Run, from_manifest, to_manifest
from firsthand.case.stamps import Stamp, comparer_stamp, judge_stamp, reader_stamp
from firsthand.judging import Judged, active, judge_answer
from firsthand.model import Answer, Document, Known, Refusal, content_id
from firsthand.model.judgements import Judgement
from firsthand.model.ordering import sort_answer
from firsthand.store import Offer, Store, View, Writer
from firsthand.workspace import Progress

Clock = Callable[[], datetime]

UNREADABLE = "firsthand run --again tries once more; firsthand status lists what waits"


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer rests on: the documents under their paths, which reading of each counts, what was refused,
    known or quarantined, and the log of judgements. `compared` is a hash of what is compared, `machine` of what the
    machine's answer holds, `judged` of what people's does."""

    documents: tuple[Document, ...]
    plan: Plan
    refused: tuple[Refusal, ...]
    known: tuple[Known, ...]
    quarantined: tuple[Quarantined, ...]
    log: tuple[Judgement, ...]
    compared: str
    machine: str
    judged: str


def gather(view: View, plan: Plan) -> Material:
    """What a run over the case as the view shows it rests on."""
    offers = view.offers()
    kept = tuple(view.documents())
    paths = _paths(kept, offers)
    documents = with_paths(kept, paths)
    quarantined = in_quarantine(plan, documents)
    refused = _refused(offers, quarantined)
    known = tuple(
        sorted((Known(p, d) for d, all_ in paths.items() for p in all_[1:]), key=lambda k: (k.path, k.document))
    )
    log = read_log(view)
    compared = hash_compared(documents, plan)
    machine = _hash((compared, [_notes(d) for d in documents], refused, known))
    judged = _hash((machine, judge_stamp().id, [j.id for j in active(log)]))
    return Material(
        documents=documents,
        plan=plan,
        refused=refused,
        known=known,
        quarantined=quarantined,
        log=log,
        compared=compared,
        machine=machine,
        judged=judged,
    )


def hash_compared(documents: Iterable[Document], plan: Plan) -> str:
    """What comparing these rests on: the comparer, each reading, what is stated about its document; not the path."""
    told = [(plan.stamps[d.id], d.id, d.title, d.outlet, d.published, d.url) for d in documents if d.id in plan.stamps]
    return _hash((comparer_stamp().id, told))


def _notes(document: Document) -> list[str | None]:
    """What is stated about a document; its id stands for its words."""
    d = document
    return [d.id, d.sha256, d.path, d.title, d.outlet, d.published, d.url]


def _hash(told: object) -> str:
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def _paths(documents: Iterable[Document], offers: Iterable[Offer]) -> Mapping[str, tuple[str, ...]]:
    """Every path under which a document was offered, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for d in documents:
        found[d.id] |= {d.path} if d.path is not None else set()
    for offer in offers:
        if offer.document in found and offer.outcome != "refused":
            found[offer.document].add(offer.path)
    return {id_: tuple(sorted(paths)) for id_, paths in found.items() if paths}


def _refused(offers: Iterable[Offer], quarantined: Iterable[Quarantined]) -> tuple[Refusal, ...]:
    """What was refused when it was last offered, and what was taken in and cannot be read."""
    last = {offer.path: offer for offer in offers}
    refused = [Refusal(o.path, o.reason, o.hint) for o in last.values() if o.outcome == "refused"]
    refused += [Refusal(q.path, q.reason, UNREADABLE) for q in quarantined]
    return tuple(sorted(refused, key=lambda r: (r.path, r.reason)))


def settle(
    store: Store,
    material: Material,
    *,
    clock: Clock,
    read: int,
    began: datetime,
    options: Mapping[str, str],
    seconds: dict[str, float],
    progress: Progress | None = None,
) -> Run:
    """The run that these materials give: the last one where nothing has changed, else a new one, kept with its answer
    and, where judgements change that, with the answer as people have it. All of it is kept, or nothing."""
    with store.view() as view:
        runs = _runs(view)
        if (same := _standing(runs, material)) is not None:
            return same
        machine = next((r for r in reversed(runs) if r.kind == "machine"), None)
        since = time.perf_counter()
        answer, of, compared = _machine_answer(view, material, machine, progress)
        judged = judge_answer(answer, material.log)
        seconds = {**seconds, "comparing": round(time.perf_counter() - since, 3)}
    make = _Maker(material, clock, read, compared, began, options, seconds)
    with store.writer(who="run") as writer:
        with store.view() as view:
            runs = _runs(view)
        if (same := _standing(runs, material)) is not None:
            return same  # somebody else has just made it
        if of is None or not active(material.log):
            of = make.put(writer, answer, None, None, len(runs))
        if not active(material.log):
            return of
        return make.put(writer, judged.answer, judged, of.id, len(runs) + 1)


def _runs(view: View) -> tuple[Run, ...]:
    return tuple(map(from_manifest, view.runs()))


def _standing(runs: tuple[Run, ...], material: Material) -> Run | None:
    """The last run, if its answer is what the materials would give again."""
    last = runs[-1] if runs else None
    wanted = material.judged if active(material.log) else material.machine
    return last if last is not None and last.input == wanted else None


def _machine_answer(
    view: View, material: Material, last: Run | None, progress: Progress | None
) -> tuple[Answer, Run | None, int]:
    """The machine's answer, the run that has kept it, if one has, and how many reports had to be compared: none where
    the same readings were compared before."""
    if last is not None and last.input == material.machine:
        return sort_answer(view.answer(last.id)), last, 0
    before = view.answer(last.id) if last is not None else Answer()
    if last is not None and last.options.get("compared") == material.compared:
        found, compared = before, 0
    else:
        if progress:
            progress("comparing", 0, None)
        found, compared = _compare(view, material, before, last)
    whole = msgspec.structs.replace(found, documents=material.documents, refused=material.refused, known=material.known)
    return sort_answer(whole), None, compared


def _compare(view: View, material: Material, before: Answer, last: Run | None) -> tuple[Answer, int]:
    """Only what is new is compared where all that the last run compared is there as it was; the answer, and how many
    reports that took."""
    from firsthand.case.comparing import compare_all, compare_new  # its word lists take a while to load

    plan = material.plan
    old = frozenset(d.id for d in before.documents if d.id in plan.stamps)
    standing = hash_compared((d for d in material.documents if d.id in old), plan)
    if last is not None and last.options.get("compared") == standing:
        return compare_new(readings(view, plan, among=old), readings(view, plan, but=old), before)
    return compare_all(readings(view, plan))


class _Maker:
    """Makes runs that share materials, clock and times."""

    def __init__(
        self,
        material: Material,
        clock: Clock,
        read: int,
        compared: int,
        began: datetime,
        options: Mapping[str, str],
        seconds: dict[str, float],
    ) -> None:
        self.material, self.clock, self.read, self.compared = material, clock, read, compared
        self.began, self.options, self.seconds = began, options, seconds

    def put(self, writer: Writer, answer: Answer, judged: Judged | None, of: str | None, number: int) -> Run:
        """Keep a run and its answer; `judged` says what became of judgements where it is people's."""
        run = self._make(answer, judged, of, number)
        writer.put_run(to_manifest(run))
        writer.put_answer(run.id, answer)
        return run

    def _make(self, answer: Answer, judged: Judged | None, of: str | None, number: int) -> Run:
        m, finished = self.material, self.clock()
        outcomes = judged.outcomes if judged is not None else ()
        stamp: Stamp = reader_stamp()
        wanted = m.machine if judged is None else m.judged
        return Run(
            id=content_id("run", number, wanted, of, finished.isoformat()),
            kind="machine" if judged is None else "judged",
            of=of,
            started=self.began,
            finished=finished,
            stamp=stamp.id,
            made_with={**comparer_stamp().made_with, **judge_stamp().made_with, **stamp.made_with},
            input=wanted,
            options={**self.options, "compared": m.compared},
            documents=len(m.documents),
            read=self.read,
            older=len(m.plan.older),
            quarantined=m.quarantined,
            counts={kind: len(getattr(answer, kind)) for kind in Answer.__struct_fields__},
            judgements=tuple(j.id for j in active(m.log)) if judged is not None else (),
            lost=tuple(o.judgement for o in outcomes if o.state == "lost"),
            seconds=self.seconds,
            compared=self.compared,
        )
