"""The desk itself: everything that can be done with a case, by one object that the command and Python share."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from firsthand.batch import READER
from firsthand.case import differing, log
from firsthand.case.adding import add_items
from firsthand.case.reading import in_quarantine, make_plan, read_missing
from firsthand.case.records import Added, Diff, Found, Run, Status, from_manifest
from firsthand.case.running import Clock, Material, gather, settle
from firsthand.case.stamps import reader_stamp
from firsthand.errors import CaseError, JudgementError
from firsthand.intake import offered
from firsthand.judging import Index, Judged, Suggestion, active, judge_answer, suggest_credibility
from firsthand.model import Answer, Claim
from firsthand.model.judgements import Decision, Judgement, Undo, decide
from firsthand.model.ordering import sort_answer
from firsthand.pool import Limits
from firsthand.store import Damage, Hit, Store, View
from firsthand.workspace import Progress

if TYPE_CHECKING:
    from firsthand.model.registers import Network, Register, RegisterKind, Timeline

_RUN_FIRST = "firsthand run reads the case and compares"


class Case:
    """A case that is open. It holds no lock between calls, so others may read and write it meanwhile; a call that
    writes waits for its turn. Whatever ends a call, a kill too, the case is as it was before or as it is after."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self.store = store
        self._clock = clock
        self._seen: tuple[tuple[str, ...], Judged] | None = None

    @property
    def name(self) -> str:
        return self.store.name

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _repr_html_(self) -> str:
        """How the case stands, as a notebook shows it."""
        from firsthand.export.people.tables import table_html, tabulate

        status = self.status()
        return table_html(tabulate((status.counts,)), title=status.name)

    # -- in

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        outlet: str | None = None,
        published: str | None = None,
        stdin: BinaryIO | None = None,
    ) -> Added:
        """Take in all reports under `paths`; each item is taken, known, quarantined or refused, and named. Once more
        with the same changes nothing; a report that is there already, from whatever file, is known."""
        items = offered(paths, outlet=outlet, published=published, stdin=stdin)
        with self.store.view() as view:
            quarantined = make_plan(view, reader_stamp().id).quarantined
        return add_items(self.store, items, quarantined=quarantined)

    def run(
        self,
        *,
        jobs: int | None = None,
        again: bool = False,
        progress: Progress | None = None,
        reader: str = READER,
        limits: Limits | None = None,
    ) -> Run:
        """Read what no reader has read, compare, apply judgements, keep the answer; the last run where nothing changed.

        `jobs` processes read (0: this one, unsupervised); their number changes no byte of the answer. `again` asks the
        present reader about every document that an older one has read, and tries those in quarantine once more. What is
        read is kept as it comes, so that a run which is cut off goes on where it stopped.
        """
        began, since, stamp = self._clock(), time.perf_counter(), reader_stamp().id
        with self.store.view() as view:
            plan = make_plan(view, stamp, again=again)
        read = read_missing(self.store, plan, jobs=jobs, maker=reader, limits=limits, progress=progress)
        seconds = {"reading": round(time.perf_counter() - since, 3)}
        return settle(
            self.store,
            self._material(),
            clock=self._clock,
            read=read,
            began=began,
            options={"again": str(again).lower(), "reader": reader},
            seconds=seconds,
            progress=progress,
        )

    def _material(self) -> Material:
        with self.store.view() as view:
            return gather(view, make_plan(view, reader_stamp().id))

    # -- out

    def answer(self, as_of: datetime | None = None, run: str | None = None) -> Answer:
        """What the reports say together, as people have corrected it: now, at a moment, or in a run as it was kept."""
        if run is not None:
            with self.store.view(as_of) as view:
                return sort_answer(view.answer(self._run_id(view, run)))
        return self.judged(as_of).answer

    def judged(self, as_of: datetime | None = None) -> Judged:
        """The answer with ratings, notes and what became of each judgement, also those made since the last run."""
        with self.store.view(as_of) as view:
            kept = log.read_log(view)
            runs = _runs(view)
            state = (*(r.id for r in runs[-1:]), *(j.id for j in kept))
            if self._seen is None or self._seen[0] != state:
                machine = next((r for r in reversed(runs) if r.kind == "machine"), None)
                answer = sort_answer(view.answer(machine.id)) if machine else Answer()
                self._seen = state, judge_answer(answer, kept)
            return self._seen[1]

    def runs(self) -> tuple[Run, ...]:
        """Every run, the oldest first."""
        with self.store.view() as view:
            return _runs(view)

    def claims(
        self,
        query: str | None = None,
        *,
        entity: str | None = None,
        document: str | None = None,
        denied: bool | None = None,
        by: str = "weight",
        limit: int | None = 50,
        offset: int = 0,
        run: str | None = None,
        as_of: datetime | None = None,
    ) -> tuple[Claim, ...]:
        """Claims of the last run, or of `run`, by `weight` or by `place`; all that are given must hold: see
        `View.claims`."""
        with self.store.view(as_of) as view:
            named = None if run is None else self._run_id(view, run)
            return view.claims(
                query, entity=entity, document=document, denied=denied, by=by, limit=limit, offset=offset, run=named
            )

    def find(self, id_: str, kind: str | None = None) -> Found:
        """The record that an id, perhaps shortened, stands for; CaseError where there is none, or several."""
        with self.store.view() as view:
            return self._find(view, id_, kind)

    def _find(self, view: View, id_: str, kind: str | None) -> Found:
        found = view.find(id_, kind) if id_ else ()
        if len(found) == 1:
            return Found(found[0].kind, found[0].id)
        if not found:
            raise CaseError(f"{self.name} has nothing under '{id_[:80]}'", hint="firsthand claims lists ids")
        several = ", ".join(f"{m.id[:12]} ({m.kind})" for m in found[:4])
        raise CaseError(f"'{id_[:80]}' may be {several}", hint="write more of the id")

    def why(self, id_: str, *, run: str | None = None) -> tuple[Found, Answer]:
        """What the id stands for, and all that a person needs in order to see why."""
        with self.store.view() as view:
            found = self._find(view, id_, None)
            return found, view.around((found.id,), run=None if run is None else self._run_id(view, run))

    def around(self, ids: Iterable[str], *, as_of: datetime | None = None) -> Answer:
        """All that a person needs in order to see why, of several records at once."""
        with self.store.view(as_of) as view:
            return view.around(tuple(ids))

    def search(self, query: str, limit: int = 20, *, kinds: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """Passages with these words: of documents, assertions and entities, or of the `kinds` named."""
        with self.store.view() as view:
            return view.search(query, limit, kinds=kinds)

    def register(self, kind: RegisterKind, *, as_of: datetime | None = None) -> Register:
        """One register: rows above its certainty bar, and the watch sheet of those below."""
        from firsthand.registers import register

        return register(kind, self.answer(as_of))

    def disputes(self, *, as_of: datetime | None = None) -> Register:
        """Claims that somebody denies, or whose accounts part."""
        return self.register("disputes", as_of=as_of)

    def sources(self, *, as_of: datetime | None = None) -> Register:
        """Everybody who lets things be known."""
        return self.register("sources", as_of=as_of)

    def timeline(self, *, as_of: datetime | None = None) -> Timeline:
        """What happened, day by day."""
        from firsthand.registers import timeline

        return timeline(self.answer(as_of))

    def network(self, *, as_of: datetime | None = None) -> Network:
        """Who deals with whom, and who relays whom."""
        from firsthand.registers import network

        return network(self.answer(as_of))

    def export(self, *, to: str, path: str | Path) -> Path:
        """Write the answer and its registers in the format `to`."""
        from firsthand.export import write
        from firsthand.registers import registers

        answer = self.answer()
        write(to, answer, registers(answer), Path(path))
        return Path(path)

    def status(self) -> Status:
        """How the case stands; quick, however large it is."""
        with self.store.view() as view:
            plan = make_plan(view, reader_stamp().id)
            runs, kept = _runs(view), log.read_log(view)
            last = runs[-1] if runs else None
            waiting = in_quarantine(plan, view.documents(plan.quarantined))
            return Status(
                name=self.name,
                counts=view.counts(),
                unread=len(plan.missing),
                older=len(plan.older),
                quarantined=waiting,
                pending=len({j.id for j in active(kept)} ^ set(last.judgements if last else ())),
                lost=last.lost if last else (),
                last=last,
            )

    def verify(self) -> tuple[Damage, ...]:
        """All that is not as it was put in; empty if the case is sound."""
        return self.store.verify()

    def diff(self, before: str, after: str) -> Diff:
        """What the run `after` tells that the run `before` does not, and why; ids may be shortened."""
        with self.store.view() as view:
            ids = self._run_id(view, before), self._run_id(view, after)
            runs = {r.id: r for r in _runs(view)}
            sides = [differing.Side(runs[i], sort_answer(view.answer(i))) for i in ids]
            machine = sort_answer(view.answer(runs[ids[1]].of or ids[1]))
            return differing.diff(sides[0], sides[1], log=log.read_log(view), machine=machine)

    def _run_id(self, view: View, run: str) -> str:
        return self._find(view, run, "runs").id

    # -- what people decide

    def mark(self) -> Index:
        """The answer laid out for marking what a judgement is made on: `mark_claim(case.mark(), id)`."""
        return Index(self.answer())

    def judge(self, decision: Decision | Judgement, *, user: str = "", reason: str = "") -> Judgement:
        """Put a decision in the log, under `user` and the present time; JudgementError says what no log can hold. It
        shows in `answer` at once, and in `claims` and `search` from the next run on."""
        judgement = decision if isinstance(decision, Judgement) else self._decide(decision, user, reason)
        with self.store.writer(who="judge") as writer:
            writer.put_judgement(log.to_logged(judgement))
        return judgement

    def _decide(self, decision: Decision, user: str, reason: str) -> Judgement:
        try:
            return decide(decision, user=user, when=self._clock(), reason=reason)
        except ValueError as error:
            raise JudgementError(f"no such judgement can be kept: {error}", hint="say who decides, and why") from error

    def undo(self, id_: str, *, user: str, reason: str = "") -> Judgement:
        """Take a judgement back; it stays in the log. An undo can be undone."""
        found = self.find(id_, "judgements")
        return self.judge(Undo(found.id), user=user, reason=reason)

    def judgements(self, as_of: datetime | None = None) -> tuple[Judgement, ...]:
        """The whole log, the oldest first, with what was undone and the undoing."""
        with self.store.view(as_of) as view:
            return log.read_log(view)

    def dump_judgements(self) -> str:
        """The log as JSONL, for another case or another day."""
        return log.dump(self.judgements())

    def load_judgements(self, lines: Iterable[str | bytes], *, name: str = "the judgements") -> tuple[Judgement, ...]:
        """Take up a dumped log; those that were not there yet. All of it or, if a line holds no judgement, none."""
        given = log.parse(lines, name=name)
        with self.store.writer(who="judge") as writer:
            return tuple(j for j in given if writer.put_judgement(log.to_logged(j)))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """A credibility for each claim, by rule: to take or leave, and in no answer unless a person takes it."""
        answer = self.answer()
        return tuple(suggest_credibility(c, answer.discrepancies) for c in answer.claims)


def _runs(view: View) -> tuple[Run, ...]:
    return tuple(map(from_manifest, view.runs()))
