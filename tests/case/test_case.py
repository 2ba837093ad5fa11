"""A case: what is added stays, what is read once is not read again, and what was so then can be had now."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

import firsthand
from case import toys
from case.conftest import Clock, Make
from firsthand.case import Case, as_moment, running
from firsthand.errors import CaseError, PoolError, StoreError
from firsthand.export.json import to_json
from firsthand.judging import mark
from firsthand.model.judgements import Reject


def words(case: Case) -> list[str]:
    """What the claims tell."""
    answer = case.answer()
    texts = {d.id: d.text for d in answer.documents}
    told = {a.id: a for a in answer.assertions}
    return [told[c.headline].content[0].of(texts[told[c.headline].document]) for c in answer.claims]


def test_each_item_comes_out_once(case: Case, reports: Path) -> None:
    """Taken the first time, known the second, refused with a reason where it holds no words."""
    (reports / "empty.txt").write_text("")
    (reports / "copy.txt").write_text((reports / "ledger.txt").read_text())
    added = case.add([reports])
    assert (0, 4, 1) == (len(added.taken), len(added.known), len(added.refused))
    assert [str(reports / "empty.txt")] == [o.path for o in added.refused]
    assert 5 == added.offered


def test_the_same_report_from_another_file_is_known(case: Case, tmp_path: Path, reports: Path) -> None:
    """And named in the answer, under the path that comes first, whichever came first."""
    other = tmp_path / "another.txt"
    other.write_text((reports / "ledger.txt").read_text())
    assert [str(other)] == [o.path for o in case.add([other]).known]
    case.run(jobs=0, reader=toys.READER)
    [known] = case.answer().known
    document = {d.id: d for d in case.answer().documents}[known.document]
    assert (str(other), str(reports / "ledger.txt")) == (document.path, known.path)


def test_another_text_under_a_known_id_is_refused(case: Case, tmp_path: Path) -> None:
    lines = [json.dumps({"id": "x", "text": text}) for text in ("One.", "Two.")]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(lines))
    added = case.add([path])
    assert ([f"{path}:1"], [f"{path}:2"]) == ([o.path for o in added.taken], [o.path for o in added.refused])


def test_what_was_refused_is_forgiven_once_it_is_mended(case: Case, reports: Path) -> None:
    broken = reports / "broken.txt"
    broken.write_text("")
    case.add([broken])
    case.run(jobs=0, reader=toys.READER)
    assert [str(broken)] == [r.path for r in case.answer().refused]
    broken.write_text("Whole again.")
    case.add([broken])
    case.run(jobs=0, reader=toys.READER)
    assert () == case.answer().refused


def test_a_run_that_has_nothing_to_do_is_the_last_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read, compared or kept."""
    monkeypatch.setattr(running, "_compare", None)
    last = case.runs()[-1]
    assert last == case.run(jobs=0, reader="no.such:reader")
    assert [last] == list(case.runs())


def test_only_what_is_new_is_read_and_compared(case: Case, reports: Path) -> None:
    """A report that shares nothing with the others is laid beside none of them."""
    (reports / "new.txt").write_text("The mayor has resigned.")
    case.add([reports])
    run = case.run(jobs=0, reader=toys.READER)
    assert (4, 1, 1) == (run.documents, run.read, run.compared)
    assert "The mayor has resigned." in words(case)


def test_processes_change_no_byte(make: Make, reports: Path) -> None:
    """None, one or three, with reports in another order."""
    answers = set()
    for jobs in (0, 1, 3):
        case = make(f"with {jobs}")
        for path in sorted(reports.glob("*.txt"), reverse=jobs == 1):
            case.add([path])
        case.run(jobs=jobs, reader=toys.READER)
        answers.add(to_json(case.answer()))
    assert 1 == len(answers)


def test_what_cannot_be_read_is_quarantined_by_name(make: Make, reports: Path) -> None:
    """With its reason; the rest is read, and it is tried once more when somebody asks for it."""
    case = make("hard")
    hard = reports / "hard.txt"
    hard.write_text("This one is unreadable.")
    case.add([reports])
    run = case.run(jobs=2, reader=toys.FAILING)
    assert [(str(hard), "ValueError: too hard, twice")] == [(q.path, q.reason) for q in run.quarantined]
    assert [str(hard)] == [r.path for r in case.answer().refused]
    assert 3 == run.read
    assert run == case.run(jobs=0, reader=toys.READER)
    assert [str(hard)] == [o.path for o in case.add([hard]).quarantined]
    assert () == case.run(jobs=0, reader=toys.READER, again=True).quarantined
    assert "This one is unreadable." in words(case)


def test_a_reader_that_cannot_start_is_an_error_and_costs_nothing(make: Make, reports: Path) -> None:
    case = make("none")
    case.add([reports])
    with pytest.raises(PoolError):
        case.run(jobs=1, reader="no_such_module:make")
    assert 3 == case.run(jobs=0, reader=toys.READER).read


def test_a_newer_reader_reads_again_on_request_alone(case: Case, reports: Path, request: pytest.FixtureRequest) -> None:
    """Until then older readings stand beside those of new reports, and the case says how many."""
    last = case.runs()[-1]
    request.getfixturevalue("newer")
    assert last == case.run(jobs=0, reader=toys.NEWER)
    assert 3 == case.status().older
    (reports / "new.txt").write_text("The mayor has resigned.")
    case.add([reports])
    run = case.run(jobs=0, reader=toys.NEWER)
    assert (1, 3) == (run.read, run.older)
    run = case.run(jobs=0, reader=toys.NEWER, again=True)
    assert (3, 0) == (run.read, run.older)


def test_what_a_newer_reader_changes_is_shown(case: Case, request: pytest.FixtureRequest) -> None:
    """By run, with the versions behind it."""
    before = case.runs()[-1]
    request.getfixturevalue("newer")
    after = case.run(jobs=0, reader=toys.NEWER, again=True)
    diff = case.diff(before.id[:8], after.id[:8])
    assert ((), ()) == (diff.documents_new, diff.documents_gone)
    assert "lexicon" in diff.made_with
    assert {("new reader",)} == {c.why for c in diff.claims}


def test_why_a_claim_changed(case: Case, reports: Path) -> None:
    """New documents, or a judgement; each is named."""
    first = case.runs()[-1]
    (reports / "new.txt").write_text("Mira Tal: The bridge over the Dol has fallen into the river.")
    case.add([reports])
    second = case.run(jobs=0, reader=toys.READER)
    [change] = case.diff(first.id, second.id).claims
    [new] = case.diff(first.id, second.id).documents_new
    assert ("changed", ("new documents",), (new,)) == (change.kind, change.why, change.because)
    judgement = case.judge(Reject(mark(case.mark(), "claim", change.after.id if change.after else "")), user="ana")
    third = case.run(jobs=0, reader=toys.READER)
    [gone] = case.diff(second.id, third.id).claims
    assert ("gone", ("judgement",), (judgement.id,)) == (gone.kind, gone.why, gone.because)


def test_as_it_was_on_a_day(case: Case, reports: Path, clock: Clock) -> None:
    """Documents, runs and judgements that came later are not there."""
    then, before = clock(), case.answer()
    clock.now += timedelta(days=3)
    (reports / "new.txt").write_text("The mayor has resigned.")
    case.add([reports])
    case.run(jobs=0, reader=toys.READER)
    case.judge(Reject(mark(case.mark(), "claim", before.claims[0].id)), user="ana")
    case.run(jobs=0, reader=toys.READER)
    assert to_json(before) == to_json(case.answer(as_of=then))
    assert () == case.judgements(as_of=then)
    assert to_json(case.answer()) != to_json(before)


def test_before_anything_there_was_nothing(case: Case) -> None:
    assert () == case.answer(as_of=as_moment("2001-01-01")).documents


def test_moments_are_written_as_people_write_them() -> None:
    """A day means its end; a moment without a zone is in UTC."""
    assert "2022-05-17T23:59:59.999999+00:00" == as_moment("2022-05-17").isoformat()
    assert "2022-05-17T09:00:00+02:00" == as_moment("2022-05-17T09:00+02:00").isoformat()
    with pytest.raises(CaseError, match="is no day"):
        as_moment("next Tuesday")


def test_ids_can_be_shortened_while_one_record_fits(case: Case) -> None:
    claim = case.answer().claims[0].id
    assert ("claims", claim) == ((found := case.find(claim[:10])).kind, found.id)
    with pytest.raises(CaseError, match="nothing under"):
        case.find("no such id")
    found, around = case.why(claim[:10])
    assert claim in {c.id for c in around.claims}


def test_a_run_says_what_it_was_made_with(case: Case) -> None:
    """Versions of the package, hashes of lexicons and models, options, counts, times."""
    run = case.runs()[-1]
    assert firsthand.__version__ == run.made_with["firsthand"]
    assert {"lexicon", "reading", "comparing", "judging"} <= set(run.made_with)
    assert run.counts == {k: len(getattr(case.answer(), k)) for k in run.counts}
    assert {"reading", "comparing"} <= set(run.seconds)


def test_a_sound_case_verifies(case: Case) -> None:
    assert () == case.verify()


def test_open_is_lazy_and_names_what_is_no_case(tmp_path: Path) -> None:
    """`import firsthand` loads no store."""
    code = "import firsthand, sys; assert 'sqlalchemy' not in sys.modules"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
    with pytest.raises(StoreError):
        firsthand.open(tmp_path / "absent.db")


def test_workers_leave_with_a_desk_that_was_killed(tmp_path: Path) -> None:
    """Nobody stays behind to read for nobody."""
    code = (
        "import sys; from firsthand.pool import work\n"
        "for done in work([('a', b'pid'), ('b', b'hang'), ('c', b'hang')], 'case.tasks:misbehaving', jobs=1):\n"
        "    print(done.result.decode(), flush=True)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env) as desk:
        assert desk.stdout is not None
        worker = int(desk.stdout.readline())
        desk.send_signal(signal.SIGKILL)
    for _ in range(300):
        if not Path(f"/proc/{worker}").exists() or "Z" in Path(f"/proc/{worker}/stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker is still there")


def test_who_interrupts_a_run_loses_nothing(make: Make, reports: Path, tmp_path: Path) -> None:
    """What was read before Ctrl-C is kept, the workers leave, and the next run goes on."""
    (reports / "hard.txt").write_text("This one is unreadable.")
    case = make("interrupted")
    case.add([reports])
    code = (
        "import firsthand, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # what runs in the background is born deaf to it
        "def tell(phase, done, total):\n"
        "    if done == 3: print('now', flush=True)\n"
        "firsthand.open(sys.argv[1]).run(jobs=2, reader='case.toys:make_hanging', progress=tell)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-c", code, str(tmp_path / "interrupted.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as desk:
        assert desk.stdout is not None
        assert b"now\n" == desk.stdout.readline()
        desk.send_signal(signal.SIGINT)
        assert b"KeyboardInterrupt" in desk.communicate(timeout=60)[1]
    assert (1, 3) == (case.status().unread, case.status().counts.readings)
    assert 1 == case.run(jobs=0, reader=toys.READER).read
