"""Toy cases: reports of a few lines, read without models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from case import toys
from firsthand.case import Case, desk, running
from firsthand.case import open as open_case
from firsthand.case.stamps import Stamp

REPORTS = {
    "ledger.txt": "Ana Brod: The bridge over the Dol has fallen into the river.\nRain is forecast for Monday.\n",
    "mercury.txt": "Karel Voss: The bridge over the Dol has fallen into the river.\nKarel Voss: Nobody was hurt.\n",
    "courier.txt": "Brod: The governor has ordered an inquiry.\nThe port was closed at noon by the harbour master.\n",
}


class Clock:
    """A minute passes each time somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2022, 5, 17, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with the reports, each with its outlet."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / f"{name}.meta.json").write_text(f'{{"outlet": "{name.removesuffix(".txt").title()}"}}')
    return folder


Make = Callable[[str], Case]


@pytest.fixture
def make(tmp_path: Path, clock: Clock) -> Iterator[Make]:
    """Makes cases."""
    made: list[Case] = []

    def new(name: str) -> Case:
        made.append(open_case(tmp_path / f"{name}.db", create=True, clock=clock))
        return made[-1]

    yield new
    for case in made:
        case.close()


@pytest.fixture
def case(make: Make, reports: Path) -> Case:
    """A case with the reports, read and compared."""
    found = make("case")
    found.add([reports])
    found.run(jobs=0, reader=toys.READER)
    return found


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is another than the one that has read the case."""
    stamp = Stamp("newer", {"firsthand": "9", "lexicon": "another"})
    for module in (desk, running):
        monkeypatch.setattr(module, "reader_stamp", lambda: stamp)
