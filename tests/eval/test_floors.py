"""What fails a run of `make eval`, and how floors move."""

from __future__ import annotations

from pathlib import Path

import pytest
from floors import Pin, digest, find, pinned, verdict
from parts import Figure, Measure, Parts, Result

MORE = Figure(name="F1", part="", measure="m", key=("F1",), counts="c", statistic="F1")
LESS = Figure(name="seconds", part="", measure="m", key=("s",), better="less", target=3, promise=True)


def found(value: float) -> Result:
    return Result(value=value, commit="abcdef0", date="2026-01-01")


@pytest.mark.parametrize(
    ("figure", "value", "floor", "holds"),
    [
        (MORE, 70, 70, True),
        (MORE, 69.5, 70, True),
        (MORE, 69.4, 70, False),
        (LESS, 2, 3, True),
        (LESS, 3.5, 3, True),
        (LESS, 3.6, 3, False),
    ],
)
def test_a_figure_may_miss_its_floor_by_epsilon(figure: Figure, value: float, floor: float, holds: bool) -> None:
    assert holds is (verdict(figure, found(value), Pin(floor, 0.5, "x"), "x") == "")


def test_other_data_fail_whatever_the_figure() -> None:
    assert verdict(MORE, found(99), Pin(70, 0.5, "x"), "y").startswith("OTHER DATA")


def test_a_figure_needs_a_floor_and_a_measure() -> None:
    assert "NO FLOOR" in verdict(MORE, found(99), None, "x")
    assert "NOT MEASURED" in verdict(MORE, None, Pin(70, 0.5, "x"), "x")


def test_raising_lifts_and_never_lowers() -> None:
    """A worse figure leaves the floor, a better one becomes it; epsilon stays."""
    pin = Pin(70, 0.25, "x")
    assert Pin(71, 0.25, "x") == pinned(MORE, found(71), pin, "x", lower=False)
    assert pin == pinned(MORE, found(69), pin, "x", lower=False)


def test_raising_does_not_take_other_data() -> None:
    """A floor of other data stays until somebody says that the data may change."""
    pin = Pin(70, 0.5, "x")
    assert pin == pinned(MORE, found(99), pin, "y", lower=False)
    assert Pin(99, 0.5, "y") == pinned(MORE, found(99), pin, "y", lower=True)


def test_lowering_takes_what_was_found() -> None:
    assert Pin(60, 0.5, "x") == pinned(MORE, found(60), Pin(70, 0.5, "x"), "x", lower=True)


def test_a_promise_is_its_target() -> None:
    """However fast one run was, the floor is what is promised."""
    floors = {pinned(LESS, found(value), None, "x", lower=lower).floor for value in (1.2, 9) for lower in (True, False)}
    assert {3} == floors


def test_the_digest_knows_files_and_their_names(tmp_path: Path) -> None:
    """Another byte, another name, another file: another digest."""
    (tmp_path / "a.txt").write_text("one")
    seen = {digest(tmp_path, ["*"])}
    (tmp_path / "a.txt").write_text("two")
    seen.add(digest(tmp_path, ["*"]))
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    seen.add(digest(tmp_path, ["*"]))
    (tmp_path / "c.txt").write_text("")
    seen.add(digest(tmp_path, ["*"]))
    assert 4 == len(seen)


def test_data_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"none\.jsonl: no such file"):
        digest(tmp_path, ["none.jsonl"])


def test_counts_that_give_another_figure_are_refused() -> None:
    """An interval around something else than what is printed would be worse than none."""
    printed = {"F1": 50.0, "documents": [{"id": "d", "c": [1, 1, 1]}]}
    with pytest.raises(SystemExit, match="the counts of the documents give 100"):
        find(MORE, printed, commit="", date="")


def test_a_figure_that_is_not_printed_is_not_measured() -> None:
    assert find(MORE, {"documents": []}, commit="", date="") is None


def test_a_figure_has_the_interval_of_the_documents_that_have_it() -> None:
    documents = [{"id": "a", "c": [1, 1, 1]}, {"id": "b", "c": [0, 1, 1]}, {"id": "of another set"}]
    result = find(MORE, {"F1": 50.0, "documents": documents}, commit="", date="")
    assert result is not None
    assert (50, 0, 100, 2) == (result.value, result.low, result.high, result.documents)


def test_a_figure_names_a_measure_that_is_there() -> None:
    with pytest.raises(ValueError, match="no measure is called 'm'"):
        Parts(measure=(Measure(id="n", command="n.py", data=()),), figure=(MORE,))
