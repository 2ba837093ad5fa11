"""The verbs of a case, over a small one that was made by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from firsthand.cli.app import main
from firsthand.cli.verbs import VERBS, load
from smallcase import small_case


class Done(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """The command in this process."""

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["firsthand", *words])
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("FIRSTHAND_USER", "me")
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        return Done(status, *capfd.readouterr())

    return run


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small case, which the environment names."""
    path = tmp_path / "case.db"
    small_case(path).close()
    monkeypatch.setenv("FIRSTHAND_CASE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


READING = (
    ("status",),
    ("claims",),
    ("claims", "bridge"),
    ("claims", "--source", "Envoy"),
    ("claims", "--entity", "ministry", "--denied"),
    ("claims", "--as-of", "2020-01-01"),
    ("disputes",),
    ("sources",),
    ("timeline",),
    ("network",),
    ("network", "--relays"),
    *(("register", kind) for kind in ("arms", "sanctions", "figures", "disputes", "events", "relations", "sources")),
    ("search", "bridge"),
    ("why", "cc01"),
    ("diff",),
    ("verify",),
    ("decisions",),
    ("alerts", "list"),
    ("review",),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_verb_speaks_json(case: Path, call: Call, words: tuple[str, ...]) -> None:
    """`--json` prints one JSON value and nothing else, for people the same verb prints words that fit."""
    told = call(*words, "--json")
    assert (0, "") == (told.status, told.err)
    json.loads(told.out)
    if words != ("review",):
        page = call(*words)
        assert (0, "") == (page.status, page.err)
        assert page.out.strip()
        assert [] == [line for line in page.out.splitlines() if len(line) > 80]


def test_claims_say_who_tells_them_and_who_denies_them(case: Path, call: Call) -> None:
    """Words, counts, voices, places, denials; asked by source, by entity, by words."""
    page = call("claims").out
    for words in (
        "cc01",
        "“the bridge had fallen”",
        "2 pages · 2 newsrooms",
        "Envoy  one:1, two:1",
        "denied by Ministry",
    ):
        assert words in page, words
    assert ["cc01"] == [c["id"] for c in json.loads(call("claims", "--source", "envoy", "--json").out)]
    assert ["cc02"] == [c["id"] for c in json.loads(call("claims", "old", "--json").out)]
    assert ["cc01"] == [c["id"] for c in json.loads(call("claims", "--denied", "--json").out)]


def test_a_limit_says_that_there_is_more(case: Path, call: Call) -> None:
    """One of two, then all."""
    assert "and more: --all" in call("claims", "-n", "1").out
    assert "and more" not in call("claims", "-n", "1", "--all").out


def test_ids_can_be_shortened(case: Path, call: Call) -> None:
    """The beginning of an id will do; one that fits several or none is named."""
    assert "WHY ONE CLAIM" in call("why", "cc01").out
    assert (1, True) == ((done := call("why", "cc")).status, "write more of the id" in done.err)
    assert (1, True) == ((done := call("why", "zz")).status, "hint: " in done.err)


def test_a_case_that_is_not_there(tmp_path: Path, call: Call) -> None:
    """Error, hint, exit status 1, and no file is made."""
    for words in (("status",), ("claims",), ("run",), ("search", "x")):
        done = call(*words, "--case", str(tmp_path / "none.db"))
        assert (1, "") == (done.status, done.out)
        assert ["error", "hint"] == [line.partition(":")[0] for line in done.err.splitlines()]
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [("register", "rumours"), ("claims", "--as-of", "soon"), ("decisions", "rate-claim", "cc01", "7"),
     ("alerts", "add"), ("decisions", "rate-source", "ee01", "Z"), ("decisions", "correct", "5501"), ("export",),
     ("run", "-j", "0")],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_status_2(case: Path, call: Call, words: tuple[str, ...]) -> None:
    """With a word on standard error."""
    done = call(*words)
    assert (2, "") == (done.status, done.out)
    assert "Usage" in done.err


def test_a_mistyped_verb_is_guessed(case: Path, call: Call) -> None:
    """`clams` is no file and is like a verb: that is wrong usage, and the verb is named."""
    done = call("clams")
    assert (2, True) == (done.status, "claims" in done.err)


def test_decisions_are_logged_listed_undone_and_handed_on(case: Path, call: Call, tmp_path: Path) -> None:
    """Each kind from the prompt; a dump goes into another case once."""
    for words in (
        ("not-same", "cc01", "cc02"), ("correct", "5501", "--act", "claim"),
        ("correct", "5501", "--own-voice"), ("correct", "5502", "--source", "ee01"), ("rate-source", "ee01", "b"),
        ("rate-source", "Ledger", "F"), ("rate-claim", "cc01", "2"), ("note", "5501", "see map"), ("reject", "5502"),
        ("same", "ee01", "ee02"),
    ):  # fmt: skip
        done = call("decisions", *words)
        assert (0, "") == (done.status, done.err), words
    log = json.loads(call("decisions", "--json").out)
    assert 10 == len(log)
    assert {"me"} == {j["user"] for j in log}
    assert 0 == call("decisions", "undo", log[0]["id"][:8]).status
    assert 0 == call("decisions", "dump", "log.jsonl").status
    other = tmp_path / "other.db"
    assert 0 == call("init", str(other)).status
    assert "11 decisions are new" in call("decisions", "load", "log.jsonl", "--case", str(other)).out
    assert "0 decisions are new" in call("decisions", "load", "log.jsonl", "--case", str(other)).out


def test_an_alert_fires_until_it_is_seen(case: Path, call: Call) -> None:
    """Exit status 3 when one fires; a watch that was made after the news has none; a watch can be taken back."""
    made = json.loads(call("alerts", "add", "--source", "Ministry", "--json").out)
    assert (0, "no alert\n") == call("alerts")[:2]
    (listed,) = json.loads(call("alerts", "list", "--json").out)
    assert made == listed
    assert 0 == call("alerts", "remove", made["id"][:6]).status
    assert [] == json.loads(call("alerts", "list", "--json").out)


def test_init_leaves_what_is_there(case: Path, call: Call) -> None:
    """A case that exists is opened, not emptied."""
    assert "2 reports" in call("init", "case.db").out


def test_add_names_what_is_not_taken(case: Path, call: Call, tmp_path: Path) -> None:
    """Exit status 1 when something was refused; the rest is in the case."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new/a.txt").write_text("The mayor said that it rained.", encoding="utf-8")
    (tmp_path / "new/b.txt").write_bytes(b"")
    done = call("add", "new")
    assert (1, True, True) == (done.status, "1 taken" in done.out, "b.txt" in done.out)
    assert "1 known" in call("add", "new/a.txt").out
    assert '"unread":1' in call("status", "--json").out


def test_ctrl_c_is_a_word_and_130(case: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, and nothing half done."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("firsthand.case.Case.run", interrupt)
    done = call("run")
    assert (130, "") == (done.status, done.out)
    assert done.err.startswith("stopped: ")


def test_review_needs_a_terminal(case: Path, call: Call) -> None:
    """Through a pipe it says so, and what to use instead."""
    assert (1, True) == ((done := call("review")).status, "no terminal" in done.err)


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_help_with_an_example_and_a_twin(name: str, call: Call) -> None:
    """Its help shows each example; all but one line of them has the same in Python."""
    verb = load(name)
    assert verb.twins
    shown = " ".join(call(name, "--help").out.split())
    for twin in verb.twins:
        assert " ".join(twin.shell.split()) in shown
        assert twin.python
