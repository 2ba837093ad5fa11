"""A case: reports that are kept, read and compared, and what people have decided about them.

case = firsthand.open("case.db", create=True)
case.add(["reports"])
case.run()
for claim in case.claims():
    ...
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from firsthand.case.desk import Case
from firsthand.case.records import Added, Change, Diff, Found, Quarantined, Run, Status
from firsthand.store import open_store
from firsthand.store.turns import OnWait, log_wait
from firsthand.store.writing import Clock, present


def open(address: str | Path, *, create: bool = False, clock: Clock = present, on_wait: OnWait = log_wait) -> Case:
    """The case at a path, or at `postgresql+psycopg://USER@HOST/DATABASE`; with `create`, made if there is none.

    `clock` says what time it is; `on_wait` hears who writes while one waits. StoreError if it is no case.
    """
    return Case(open_store(address, create=create, on_wait=on_wait, clock=clock), clock=clock)


def as_moment(written: str) -> datetime:
    """A day or a moment as people write it (ISO 8601), in UTC unless a zone is said; a day means its end."""
    from datetime import UTC, time

    from firsthand.errors import CaseError

    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise CaseError(f"'{written[:80]}' is no day", hint="write 2022-05-17 or 2022-05-17T09:00Z") from error
    if len(written) == len("2022-05-17"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


__all__ = ["Added", "Case", "Change", "Diff", "Found", "Quarantined", "Run", "Status", "as_moment", "open"]
