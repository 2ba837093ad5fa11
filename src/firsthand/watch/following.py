"""A folder that is looked at again and again: what is new in it goes into the case."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from firsthand.errors import FirsthandError
from firsthand.intake.finding import find_files
from firsthand.watch.alerts import Alert
from firsthand.watch.saved import alerts

if TYPE_CHECKING:
    from firsthand.case import Added, Case, Diff, Run
    from firsthand.workspace import Progress

Showing = Callable[[], AbstractContextManager["Progress | None"]]
"""Shows how a run gets on while it lasts, and nothing between two runs."""

Looks = tuple[tuple[str, int, int], ...]
"""Path, time of the last change in nanoseconds and size of every file, in order."""


class Round(msgspec.Struct, frozen=True):
    """What one look at the folder brought: what was added, the run over it, what changed, what fired."""

    added: Added
    run: Run
    changed: Diff | None
    fired: tuple[Alert, ...]


def follow(
    case: Case,
    folder: Path,
    *,
    every: float,
    once: bool = False,
    outlet: str | None = None,
    showing: Showing = nullcontext,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Round]:
    """A round for each look that finds files which are new or changed and no longer growing; with `once`, just one.

    A file counts when two looks running find it alike: what is still being written waits. Ends when the caller stops
    asking. FirsthandError where there is no such folder.
    """
    taken: set[tuple[str, int, int]] = set()
    before: Looks = ()
    while True:
        now = look(folder)
        ready = [f for f in now if f not in taken and (once or f in before)]
        if ready or once:
            yield take(case, [path for path, _, _ in ready], outlet=outlet, showing=showing)
            taken |= set(ready)
        if once:
            return
        before = now
        pause(every)


def look(folder: Path) -> Looks:
    """The files below the folder as they are now; what vanishes meanwhile is passed over."""
    if not folder.is_dir():
        raise FirsthandError(f"{folder} is no folder", hint="name the folder that new reports come into")
    found = []
    for path in find_files(str(folder)):
        if isinstance(path, str):
            try:
                state = Path(path).stat()
            except OSError:
                continue
            found.append((path, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


def take(case: Case, paths: list[str], *, outlet: str | None = None, showing: Showing = nullcontext) -> Round:
    """Add the files, run, and say what is other than before."""
    before = case.runs()
    added = case.add(paths, outlet=outlet)
    with showing() as progress:
        run = case.run(progress=progress)
    changed = case.diff(before[-1].id, run.id) if before and before[-1].id != run.id else None
    fired = alerts(case) if not before or before[-1].id != run.id else ()
    return Round(added, run, changed, fired)
