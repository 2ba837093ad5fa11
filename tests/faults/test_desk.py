"""Kill it anywhere, start again: nothing is lost, doubled or half done, and the answer is the same to the byte."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faults import cached
from faults.desks import THOROUGH, Desk, in_batches, nursery, unlike, wrongs
from firsthand.batch import READER
from firsthand.workspace import example

KILLS = 200 if THOROUGH else 20
CONTROLS = 40 if THOROUGH else 12
SETTINGS = [("0", "UTC"), ("1", "Asia/Kathmandu"), ("77", "America/St_Johns"), ("random", "Pacific/Kiritimati")]
RUNS_EACH = 16 if THOROUGH else 3
REPORTS = 7
"""Of the packaged example, so many are enough to copy, deny and echo each other."""


@pytest.fixture(scope="module")
def reports(root: Path) -> list[str]:
    found = sorted(str(p) for p in (root / "src/firsthand/example/reports").glob("*.txt"))
    return found[:REPORTS]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports' readings, made once."""
    path = tmp_path_factory.mktemp("readings") / "readings"
    cached.keep(example().documents, path)
    return path


@pytest.fixture(scope="module")
def desk(read: Path) -> Iterator[Desk]:
    with nursery(read) as found:
        yield found


@pytest.fixture(scope="module")
def batches(reports: list[str]) -> list[list[str]]:
    return in_batches(reports, 5)


@pytest.fixture(scope="module")
def whole(desk: Desk, batches: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is kept when nothing interrupts."""
    case = tmp_path_factory.mktemp("whole") / "case.db"
    done = desk.ask("work", case, batches=batches)
    assert 0 == done["status"]
    return {**desk.ask("look", case), "seconds": done["seconds"]}


def kill_and_go_on(
    desk: Desk, case: Path, whole: dict[str, Any], order: dict[str, Any], chance: random.Random
) -> list[str]:
    """What is wrong after one kill at a random moment of the work, and after the work was begun again."""
    longest = 1.1 * whole["seconds"]
    while True:
        moment = chance.uniform(0, longest)
        if desk.ask("work", case, kill=moment, **order)["status"] != 0:
            break
        longest = 0.8 * moment  # done before the kill: on a quicker moment's machine
        for left in case.parent.glob(case.name + "*"):
            left.unlink()
    found = wrongs(desk.ask("look", case), whole)
    assert 0 == desk.ask("work", case, **{k: v for k, v in order.items() if k != "broken"})["status"]
    return found + unlike(desk.ask("look", case), whole)


@pytest.mark.parametrize("part", range(KILLS // 10))
def test_a_kill_anywhere_loses_nothing(
    desk: Desk, batches: list[list[str]], whole: dict[str, Any], tmp_path: Path, part: int
) -> None:
    """Ten kills each; every fifth with a pool of two processes, whose death the desk's death is too."""
    chance = random.Random(20220517 + part)
    for n in range(10):
        order = {"batches": batches, "jobs": 2 if n % 5 == 4 else 0}
        assert [] == kill_and_go_on(desk, tmp_path / f"{n}.db", whole, order, chance), f"kill {n}"


@pytest.mark.parametrize("broken", ["run before answer", "offers before documents"])
def test_a_broken_build_is_caught(
    desk: Desk, batches: list[list[str]], whole: dict[str, Any], tmp_path: Path, broken: str
) -> None:
    """The same kills find what is wrong with a build that keeps two halves one after the other."""
    chance = random.Random(4)
    for n in range(CONTROLS):
        order = {"batches": batches, "broken": broken}
        if kill_and_go_on(desk, tmp_path / f"{n}.db", whole, order, chance):
            return
    pytest.fail(f"{CONTROLS} kills found nothing wrong with a broken build")


@pytest.mark.parametrize(("seed", "zone"), SETTINGS)
def test_one_export_hash(
    read: Path, reports: list[str], whole: dict[str, Any], tmp_path: Path, seed: str, zone: str
) -> None:
    """Whatever the order of files, the batches, the processes, the hash seed, the time zone, interrupted or not."""
    chance = random.Random(f"{seed} {zone}")
    with nursery(read, seed=seed, zone=zone) as desk:
        for n in range(RUNS_EACH):
            mixed = chance.sample(reports, len(reports))
            order = {
                "batches": in_batches(mixed, chance.randint(1, len(mixed))),
                "jobs": chance.choice([0, 0, 1, 2, 3]),
            }
            case = tmp_path / f"{n}.db"
            if n % 2:
                desk.ask("work", case, kill=chance.uniform(0, whole["seconds"]), **order)
            assert 0 == desk.ask("work", case, **order)["status"]
            seen = desk.ask("look", case)
            assert [whole["final"], []] == [seen["final"], seen["damage"]], order


@pytest.mark.skipif(not THOROUGH, reason="NOT TESTED here: real readers take minutes; make test-faults has them")
@pytest.mark.parametrize(("seed", "zone", "jobs"), [("3", "Asia/Tokyo", 1), ("5", "America/Lima", 2)])
def test_the_hash_is_that_of_real_readers(
    read: Path, batches: list[list[str]], whole: dict[str, Any], tmp_path: Path, seed: str, zone: str, jobs: int
) -> None:
    """Models loaded in processes of their own, with another seed, zone and number, read the same."""
    with nursery(read, seed=seed, zone=zone) as desk:
        case = tmp_path / "case.db"
        assert 0 == desk.ask("work", case, batches=batches, jobs=jobs, reader=READER)["status"]
        assert whole["final"] == desk.ask("look", case)["final"]
