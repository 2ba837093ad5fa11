"""Watches that a case keeps, and a folder that is followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import firsthand
from firsthand.errors import FirsthandError
from firsthand.model.judgements import Watch
from firsthand.watch import alerts, follow, see, watch_claim, watches
from firsthand.watch.following import look
from smallcase import small_answer, small_case


def test_a_watch_compares_with_the_run_that_stood_when_it_was_made(tmp_path: Path) -> None:
    """What came before is no news; what a later run brings is, until it is seen."""
    with small_case(tmp_path / "case.db") as case:
        assert () == alerts(case)
        case.judge(Watch("words", "bridge"), user="me")
        assert () == alerts(case)


def test_a_watch_made_before_anything_ran_hears_of_all(tmp_path: Path) -> None:
    """There is no run to compare with, so all that fits is new."""
    with firsthand.open(tmp_path / "case.db", create=True) as case:
        made = case.judge(Watch("source", "Envoy"), user="me", reason="old friend")
        assert (made,) == watches(case)
        assert () == alerts(case)
        assert see(case, user="me") is None
        log = case.dump_judgements().splitlines()
    with small_case(tmp_path / "other.db") as case:
        case.load_judgements(log)
        (fired,) = alerts(case)
        assert (made.id, ("5501", "5503")) == (fired.watch, fired.assertions)
        see(case, user="me")
        assert () == alerts(case)


def test_a_watch_that_is_taken_back_is_silent(tmp_path: Path) -> None:
    """It stays in the log; it fires no more."""
    with small_case(tmp_path / "case.db") as case:
        made = case.judge(watch_claim(case, "cc01"), user="me")
        assert "the bridge had fallen" in made.decision.what  # type: ignore[union-attr]
        case.undo(made.id, user="me")
        assert () == watches(case)
        assert 2 == len(case.judgements())


def test_watches_change_no_answer(tmp_path: Path) -> None:
    """No run is due because of one."""
    with small_case(tmp_path / "case.db") as case:
        case.judge(Watch("words", "bridge"), user="me")
        assert 0 == case.status().pending
        assert small_answer() == case.answer()


def test_a_file_that_grows_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken when two looks running find it alike, and then once."""
    folder = tmp_path / "in"
    folder.mkdir()
    taken: list[list[str]] = []

    def take(case: Any, paths: list[str], **_: Any) -> list[str]:
        taken.append([Path(p).name for p in paths])
        return taken[-1]

    def pause(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            (folder / "a.txt").write_text("begun", encoding="utf-8")
        elif looks == 2:
            (folder / "a.txt").write_text("begun and ended", encoding="utf-8")
        elif looks == 4:
            (folder / "b.txt").write_text("another", encoding="utf-8")
        elif looks == 8:
            raise KeyboardInterrupt

    looks = 0
    monkeypatch.setattr("firsthand.watch.following.take", take)
    with pytest.raises(KeyboardInterrupt):
        list(follow(None, folder, every=1, pause=pause))  # type: ignore[arg-type]
    assert [["a.txt"], ["b.txt"]] == taken


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With a hint."""
    with pytest.raises(FirsthandError, match="is no folder"):
        look(tmp_path / "none")


def test_what_comes_into_the_folder_is_in_the_case(tmp_path: Path) -> None:
    """Once: added, run, compared with the run before; what cannot be taken is named and the rest is taken."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    with firsthand.open(tmp_path / "case.db", create=True) as case:
        (brought,) = follow(case, folder, every=1, once=True)
        assert (0, 1, 0) == (len(brought.added.taken), len(brought.added.refused), brought.run.documents)
        assert brought.changed is None
