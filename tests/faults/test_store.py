"""A disk that is full, fails or cannot be written to: a clear message, a sound case, and the work goes on later.

strace makes the n-th call of the system fail in a child that was forked ready to write; n = 1, 2, … until none fails.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from firsthand.errors import StoreError
from firsthand.store import Store, open_store
from store.make_fixture import Kept, keep
from store.samples import Clock, answer, captured, document, fill, manifest

THOROUGH = bool(os.environ.get("FIRSTHAND_FAULTS"))
STEP = 1 if THOROUGH else 31
"""Of the calls that can fail, every so many is tried."""

FIXTURES = Path(__file__).parents[1] / "store/fixtures"

CALLS = {
    "the disk is full": "pwrite64:error=ENOSPC",
    "the disk fails while it writes": "pwrite64:error=EIO",
    "the disk fails while it makes sure": "fdatasync,fsync:error=EIO",
    "no room to grow": "ftruncate,fallocate:error=ENOSPC",
}
SAID = re.compile(r"disk|locks|cannot be opened")


@pytest.fixture(scope="module", autouse=True)
def _strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("NOT TESTED: strace is not installed (apt-get install strace)")
    if subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode:
        pytest.skip("NOT TESTED: this machine lets nobody trace a process")


class Tried:
    """What a child that met the fault did: its exit status, what it said, whether the fault came at all."""

    def __init__(self, status: int, said: str, fired: bool) -> None:
        self.status, self.said, self.fired = status, said, fired


def attempt(work: Callable[[], None], fault: str, number: int, log: Path) -> Tried:
    """`work` in a child whose n-th call of the kind fails."""
    go_out, go_in = os.pipe()
    said_out, said_in = os.pipe()
    child = os.fork()
    if not child:
        os.close(go_in)
        os.read(go_out, 1)
        status = 0
        try:
            work()
        except StoreError as error:
            os.write(said_in, f"{error.message} | {error.hint}".encode())
            status = 3
        except BaseException as error:
            os.write(said_in, f"{type(error).__name__}: {error}".encode())
            status = 4
        os._exit(status)
    calls = fault.partition(":")[0]
    command = [
        "strace",
        "-f",
        "-o",
        str(log),
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={fault}:when={number}",
        "-p",
        str(child),
    ]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    assert "attached" in tracer.stderr.readline()
    os.write(go_in, b"!")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for end in (go_out, go_in, said_in):
        os.close(end)
    with os.fdopen(said_out) as heard:
        said = heard.read()
    tracer.communicate()
    return Tried(status, said, "INJECTED" in log.read_text())


def write(path: Path) -> None:
    """Two documents more, and a run over all; whoever begins again finds what is there."""
    store = open_store(path, clock=Clock())
    found = answer(*(document(t) for t in TEXTS))
    with store.view() as view:
        there = {run.id for run in view.runs()}
    with store.writer(who="test") as writer:
        writer.put_documents(captured(*found.documents))
        if "run-2" not in there:
            writer.put_run(manifest(2))
            writer.put_answer("run-2", found)


TEXTS = tuple(
    f"Karsk opened a drone works {n}, the minister said.\nOstrania denied that on Monday." + " More words." * 20 * n
    for n in range(4)
)


def make(path: Path) -> None:
    open_store(path, create=True, clock=Clock())


def look(path: Path) -> Kept | None:
    """None where nothing is there yet; what was begun to be made is made."""
    if not path.exists():
        return None
    store: Store = open_store(path, create=True, clock=Clock())
    assert () == store.verify()
    return keep(store)


def before_writing(path: Path) -> None:
    fill(open_store(path, create=True, clock=Clock()), answer(document(TEXTS[0])))


def before_upgrading(path: Path) -> None:
    path.write_bytes(gzip.decompress((FIXTURES / "schema-1.db.gz").read_bytes()))


WORK: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "making a case": (lambda path: None, make),
    "writing to a case": (before_writing, write),
    "upgrading a case": (before_upgrading, lambda path: open_store(path, clock=Clock()).close()),
}


FEW = [("writing to a case", "the disk is full"), ("upgrading a case", "the disk fails while it writes")]


@pytest.mark.parametrize(("what", "fault"), [*product(WORK, CALLS)] if THOROUGH else FEW)
def test_a_failing_disk_harms_nothing(what: str, fault: str, tmp_path: Path) -> None:
    """Afterwards the case is as it was before or as it is after; what was done is there; and it can be done again."""
    prepare, work = WORK[what]
    start, whole = tmp_path / "start.db", tmp_path / "whole.db"
    prepare(start)
    if start.exists():
        shutil.copyfile(start, whole)
    work(whole)
    after, path, number, failed = look(whole), tmp_path / "case.db", 0, 0
    before = after if what == "upgrading a case" else look(start)
    while True:
        number += 1 if number < 2 else STEP
        for left in tmp_path.glob("case.db*"):
            left.unlink()
        if start.exists():
            shutil.copyfile(start, path)
        tried = attempt(lambda: work(path), CALLS[fault], number, tmp_path / "log")
        assert tried.status in (0, 3), tried.said
        if tried.status == 3:
            failed += 1
            assert str(path) in tried.said
            assert SAID.search(tried.said), tried.said
        assert look(path) in ((after,) if tried.status == 0 else (before, after)), (number, tried.said)
        if not tried.fired:
            break
        work(path)
        assert after == look(path)
    assert failed or "pwrite" not in CALLS[fault]


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A case in a folder that nobody but root may write to."""
    folder = tmp_path / "locked"
    folder.mkdir()
    path = folder / "case.db"
    fill(open_store(path, create=True, clock=Clock()))
    for left in folder.glob("case.db-*"):
        left.unlink()
    return path


def as_nobody(work: Callable[[], object]) -> str:
    """What it says, or raises, when somebody without rights does it; root has them all."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            said = repr(work())
        except StoreError as error:
            said = f"{error.message} | {error.hint}"
        os.write(into, said.encode())
        os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with os.fdopen(out) as heard:
        return heard.read()


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_case_is_read_and_not_written(locked: Path, file: int, folder: int) -> None:
    """Whether the file, its folder or both cannot be written to; the message says so."""
    for above in locked.parents[1:]:
        if above.stat().st_uid == os.geteuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)
    locked.chmod(file)
    locked.parent.chmod(folder)

    def write_one() -> None:
        with open_store(locked).writer(who="nobody") as writer:
            writer.put_documents(captured(document("New words.")))

    def read_all() -> bool:
        with open_store(locked).view() as view:
            return view.answer() == answer() and view.counts().documents == 1 and not open_store(locked).verify()

    try:
        assert "may not be written to" in as_nobody(write_one)
        assert "True" == as_nobody(read_all)
    finally:
        locked.parent.chmod(0o755)
        locked.chmod(0o644)
    assert look(locked) is not None
