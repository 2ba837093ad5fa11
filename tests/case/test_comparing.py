"""Only what new reports change is compared, and no byte is another for it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from case import toys
from case.conftest import Make
from firsthand.case import Case
from firsthand.case.comparing import compare_all, compare_new
from firsthand.export.json import to_json
from firsthand.model import Answer, Document, Reading, text_id
from firsthand.model.ordering import sort_answer

PLACES = ("Dol", "Aren", "Kesk", "Vara", "Omm")
TEXTS = [
    f"{who}: The bridge over the {place} has fallen into the river near the mill.\nRain is forecast for {day}.\n"
    for place in PLACES
    for who, day in (("Ana Brod", "Monday"), ("Karel Voss", "Friday"), ("Mira Tal", place))
]


def readings() -> list[Reading]:
    return [toys.read(Document(id=text_id(t), text=t, sha256="0"), newer=False) for t in TEXTS]


def whole(found: Answer) -> bytes:
    return to_json(sort_answer(found))


@pytest.mark.parametrize("seed", range(6))
def test_new_reports_on_an_old_answer_give_the_answer_of_all(seed: int) -> None:
    """However they are parted into old and new."""
    mixed = random.Random(seed).sample(readings(), len(TEXTS))
    cut = 2 * seed + 1
    before, first = compare_all(mixed[:cut])
    after, then = compare_new(mixed[:cut], mixed[cut:], sort_answer(before))
    assert whole(compare_all(mixed)[0]) == whole(after)
    assert (cut, True) == (first, then >= len(mixed) - cut)


def test_a_report_that_nobody_echoes_is_compared_alone() -> None:
    """The others' claims are taken from the answer as they stand."""
    old = readings()
    text = "Ostrevik elected its first harbour judge, Tomas Quill."
    new = toys.read(Document(id=text_id(text), text=text, sha256="0"), newer=False)
    before, _ = compare_all(old)
    after, compared = compare_new(old, [new], sort_answer(before))
    assert 1 == compared
    assert whole(compare_all([*old, new])[0]) == whole(after)


def test_a_case_takes_the_short_way(case: Case, make: Make, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With new reports only they and their likes are compared; the answer is that of a case that had all at once."""
    (reports / "new.txt").write_text("Mira Tal: The bridge over the Dol has fallen into the river.")
    at_once = make("at once")
    at_once.add([reports])
    at_once.run(jobs=0, reader=toys.READER)
    monkeypatch.setattr("firsthand.case.comparing.compare_all", None)
    case.add([reports])
    case.run(jobs=0, reader=toys.READER)
    assert to_json(at_once.answer()) == to_json(case.answer())
