"""What the environment can say once for all commands. The documentation's page on configuration is made from this."""

from __future__ import annotations

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """A variable of the environment, and what it does."""

    name: str
    what: str


SETTINGS = (
    Setting("FIRSTHAND_CASE", "Which case the verbs work on: a file, or `postgresql+psycopg://…`. Default `case.db`."),
    Setting("NO_COLOR", "Set to anything: plain text without escape sequences, as `--no-color`."),
    Setting("COLUMNS", "How wide a page is where it goes into a pipe or a file; 80 unless it is set."),
    Setting("OPENBLAS_NUM_THREADS", "How many threads matrix products take. The command sets 1, which is quickest."),
)
