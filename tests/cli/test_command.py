"""The command in a process of its own, as people run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firsthand import __version__
from firsthand.cli.app import VERBS, with_verb

REPORT = 'The envoy denied on Monday that the bridge had fallen. "It stands," she said.\n'


def firsthand(
    *words: str | Path, stdin: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", "from firsthand.cli import main; main()", *map(str, words)]
    given: dict[str, object] = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, timeout=120, **given)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged example's answer."""
    path = tmp_path_factory.mktemp("saved") / "answer.json"
    done = firsthand("demo", "--format", "json", "--output", path)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
    return path


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_loads_no_parser(verb: str) -> None:
    """Neither spaCy nor numpy: help is there at once."""
    program = (
        "import sys\nfrom firsthand.cli import main\n"
        f"sys.argv = ['firsthand', *{verb.split()}, '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('LOADED', *sorted({'spacy', 'thinc', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "LOADED" == done.stdout.splitlines()[-1]
    assert "Usage" in done.stdout


def test_the_command_sets_how_many_threads_the_parser_has() -> None:
    """One, unless whoever runs it says otherwise; a library that is imported leaves the environment alone."""
    show = "import os; print(os.environ.get('OPENBLAS_NUM_THREADS'))"
    run = "from firsthand.cli import main\nimport sys\nsys.argv = ['', '--version']\n"
    run += "try: main()\nexcept SystemExit: pass\n"
    parse = "from firsthand.reading.models import parser; parser()\n"
    for program, given, threads in ((run, {}, "1"), (run, {"OPENBLAS_NUM_THREADS": "3"}, "3"), (parse, {}, "None")):
        rest = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
        command = [sys.executable, "-c", program + show]
        done = subprocess.run(command, env={**rest, **given}, capture_output=True, text=True, check=True)
        assert threads == done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "want"),
    [
        (["a.txt"], ["read", "a.txt"]),
        (["--only", "claims", "a.txt"], ["read", "--only", "claims", "a.txt"]),
        (["-"], ["read", "-"]),
        (["./demo"], ["read", "./demo"]),
        (["why", "3f9a"], ["why", "3f9a"]),
        (["--help"], ["--help"]),
        ([], []),
    ],
)
def test_read_is_the_verb_that_needs_no_name(words: list[str], want: list[str]) -> None:
    """`firsthand PATH` is `firsthand read PATH`."""
    assert want == with_verb(words)


def test_a_text_on_standard_input_is_read() -> None:
    """Piped output is plain and as wide as a usual terminal."""
    done = firsthand("-", stdin=REPORT)
    assert 0 == done.returncode, done.stderr
    assert "DISPUTED" in done.stdout
    assert "\x1b" not in done.stdout
    assert [] == [line for line in done.stdout.splitlines() if len(line) > 80]


def test_json_has_all_lists_and_only_leaves_others_empty(tmp_path: Path) -> None:
    """`--only` may be repeated or hold commas."""
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    whole = json.loads(firsthand(path, "--format", "json", "--outlet", "O", "--published", "2022-06-15").stdout)
    assert ("O", "2022-06-15") == (whole["documents"][0]["outlet"], whole["documents"][0]["published"])
    part = json.loads(firsthand(path, "-f", "json", "--only", "attributions,entities", "--only", "refused").stdout)
    assert (whole["attributions"], whole["entities"]) == (part["attributions"], part["entities"])
    assert [] == [key for key in part if part[key] and key not in ("attributions", "entities")]


def test_json_lines_come_one_a_record(tmp_path: Path) -> None:
    """The first is the document."""
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    lines = [json.loads(line) for line in firsthand(path, "--format", "jsonl").stdout.splitlines()]
    assert ("documents", REPORT) == (lines[0]["record"], lines[0]["text"])


def test_texts_that_several_files_hold_are_named(tmp_path: Path) -> None:
    """Each of them on standard error, in the report and in JSON, with the one that is read; that is no refusal."""
    one, two, three = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    for path in (one, two, three):
        path.write_text(REPORT, encoding="utf-8")
    done = firsthand(tmp_path, "-f", "json", "--only", "documents,known")
    written = json.loads(done.stdout)
    document = written["documents"][0]["id"]
    assert [{"path": p.as_posix(), "document": document} for p in (two, three)] == written["known"]
    notes = [f"note: {p.as_posix()} has the same text as {one.as_posix()}" for p in (two, three)]
    assert (0, notes) == (done.returncode, done.stderr.splitlines()[:2])
    assert "c.txt" in firsthand(tmp_path, "--only", "known").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["read"],
        ["--only", "rumours", "a.txt"],
        ["--published", "soon", "a.txt"],
        ["--format", "xml", "a.txt"],
        ["--what", "a.txt"],
        ["why"],
    ],
)
def test_wrong_usage_is_exit_status_2(words: list[str]) -> None:
    """With a word on standard error, and no traceback."""
    done = firsthand(*words)
    assert (2, "") == (done.returncode, done.stdout)
    assert "Usage" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_prints_its_answer_and_what_to_try_next() -> None:
    """It needs no file and no network."""
    done = firsthand("demo", "--no-color")
    assert (0, "") == (done.returncode, done.stderr)
    assert "CLAIMS, by weight" in done.stdout
    assert "firsthand --help" in done.stdout.splitlines()[-2]


def test_why_explains_a_claim_of_a_saved_answer(saved: Path) -> None:
    """The answer is named, or piped in, or lies in answer.json."""
    claim = json.loads(saved.read_text(encoding="utf-8"))["claims"][0]["id"]
    named = firsthand("why", claim, saved)
    assert 0 == named.returncode, named.stderr
    assert claim in named.stdout
    piped = firsthand("why", claim, stdin=saved.read_text(encoding="utf-8"))
    usual = firsthand("why", claim, cwd=saved.parent)
    option = firsthand("why", claim, "--answer", saved)
    assert [named.stdout] * 3 == [piped.stdout, usual.stdout, option.stdout]


def test_why_says_what_is_wrong(saved: Path, tmp_path: Path) -> None:
    """An id that is not there, an answer that is not there: error, hint, exit status 1."""
    for done in (firsthand("why", "zzzz", saved), firsthand("why", "zzzz", cwd=tmp_path)):
        assert (1, "") == (done.returncode, done.stdout)
        assert ["error: ", "hint: "] == [line[: line.index(" ") + 1] for line in done.stderr.splitlines()]


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """No traceback, but where and what to check."""
    done = firsthand("-", "--only", "documents", "-f", "json", "-o", tmp_path / "none" / "a.json", stdin=REPORT)
    assert 1 == done.returncode
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="NOT TESTED: a run's processes are found by /proc")
def test_ctrl_c_stops_a_run_with_a_word(tmp_path: Path) -> None:
    """While reports are read: status 130, no traceback, nobody left behind, and the case is as it was."""
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert [0, 0] == [firsthand(*words, cwd=tmp_path).returncode for words in (("init",), ("add", "a.txt"))]
    heed = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    command = [sys.executable, "-c", heed + "from firsthand.cli import main; main()", "run", "--jobs", "1"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        while not (workers := children.read_text().split()):
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert (130, "", "stopped: nothing is half done") == (run.returncode, out, err.splitlines()[0])
    assert [] == [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    assert '"unread":1' in firsthand("status", "--json", cwd=tmp_path).stdout


@pytest.mark.parametrize(("line", "want"), [("firsthand clai", "claims"), ("firsthand claims --den", "--denied")])
def test_the_shell_completes(line: str, want: str) -> None:
    """Verbs and options, as the script of `--show-completion` asks for them."""
    asked = {"_FIRSTHAND_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    command = [sys.executable, "-c", "from firsthand.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **asked}, check=False)
    assert want in done.stdout.split(), done.stderr


def test_the_version_is_the_packages() -> None:
    """`firsthand --version`."""
    assert f"firsthand {__version__}\n" == firsthand("--version").stdout
