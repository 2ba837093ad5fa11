"""The documentation says what is so."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
import types
import typing
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from floors import load_floors
from parts import load_parts

import firsthand
from firsthand import model
from firsthand.lexicon.records import Cue, Frame
from firsthand.lexicon.reporting import cues
from firsthand.lexicon.tables import load_rules

ROOT = Path(__file__).resolve().parents[1]


def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files of the checkout that git knows or would take in."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in sorted(done.stdout.split("\0")) if name and (path := ROOT / name).is_file())


PAGES = tuple(p for p in tracked("*.md") if "tests" not in p.parts and "src" not in p.parts)
MADE = {ROOT / "docs/reference" / name for name in ("cli.md", "errors.md", "config.md", "lexicons.md")}
ROOMS = "model|lexicon|reading|comparing|intake|export|example|cli"
PEOPLE = tuple(p for p in PAGES if p.parent in (ROOT, ROOT / "docs"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rows(page: Path) -> Iterator[tuple[str, ...]]:
    """The cells of every table row but headings and rules."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not line.startswith("|---") and not below.startswith("|---"):
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))


def test_every_page_is_found() -> None:
    """README, ARCHITECTURE, CONTRIBUTING and CHANGELOG stand at the top, the rest under docs/."""
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {p.name for p in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file leads to a file; one to a heading, to a heading."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if file in MADE:
            continue  # made while the site is built, which sees to their headings
        if not file.exists() or (heading and heading not in anchors(file)):
            broken.append(target)
    assert [] == broken


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PEOPLE, ids=name_of)
def test_files_that_pages_name_exist(page: Path) -> None:
    """A path in `code` that starts in one of our folders is there; `*` and `NAME` stand for anything."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|eval|requirements)/[^`\s]*)`", text))
    named |= {f"src/firsthand/{p}" for p in re.findall(rf"`((?:{ROOMS})/[^`\s]*)`", text)}
    missing = [name for name in sorted(named) if not list(ROOT.glob(name.replace("NAME", "*").rstrip("/")))]
    assert [] == missing


@pytest.mark.parametrize("page", PEOPLE, ids=name_of)
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    """`make NAME` in a page is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:`|^    )make ((?:[a-z-]+ ?)+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set() == {target for line in named for target in line.split()} - targets


def help_of(verb: str) -> str:
    """What `firsthand VERB --help` prints; an unknown verb ends the test."""
    command = [sys.executable, "-m", "firsthand.cli", verb, "--help"]
    wide = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=wide, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


@pytest.mark.parametrize("page", PEOPLE, ids=name_of)
def test_commands_that_pages_show_exist(page: Path) -> None:
    """`firsthand VERB --option` in a page is a verb of the command, and the verb has the option."""
    pattern = r"^ {4}(?:.*\| |\$ )?firsthand (.*)|`firsthand ([^`]+)`"
    shown = re.findall(pattern, page.read_text(encoding="utf-8"), re.MULTILINE)
    options: dict[str, set[str]] = {}
    for words in ((block or inline).split() for block, inline in shown):
        verb = words[0] if re.fullmatch(r"[a-z]+", words[0]) else "read"
        options.setdefault(verb, set()).update(w for w in words if w.startswith("--"))
    assert {} == {verb: gone for verb, used in options.items() if (gone := {o for o in used if o not in help_of(verb)})}


def test_options_that_the_readme_explains_exist() -> None:
    """An `--option` of README is one of `firsthand read`."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = help_of("read")
    assert [] == [option for option in re.findall(r"`(--[a-z-]+)", page) if option not in printed]


def made_by(script: str) -> types.ModuleType:
    """A script of docs/, to be asked what it would write."""
    spec = importlib.util.spec_from_file_location(script, ROOT / "docs" / f"{script}.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[script] = made  # records look their annotations up there
    spec.loader.exec_module(made)
    return made


def test_the_readme_shows_what_the_example_prints_today() -> None:
    """Run `make docs` after a change in what is read or printed."""
    assert made_by("make_readme").page() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_pages_of_figures_show_what_was_found() -> None:
    """Run `make docs` after `make eval`."""
    made = made_by("make_quality")
    assert made.page() == (ROOT / "docs/quality.md").read_text(encoding="utf-8")
    assert made.measured() == (ROOT / "docs/measured.md").read_text(encoding="utf-8")


def test_at_least_thirty_errors_were_looked_at() -> None:
    """From six parts or more, in a few words each: the texts are their publishers'."""
    errors = made_by("make_quality").load_errors().error
    assert len(errors) >= 30
    assert len({error.part for error in errors}) >= 6
    assert [] == [error.words for error in errors if len(error.words.split()) > 12]


def test_the_glossary_has_every_noun() -> None:
    """Every record and every list of values in firsthand.model has its entry."""
    entries = {word.strip("` ") for row in rows(ROOT / "docs/glossary.md") for word in row[0].split(",")}
    nouns = {name for name in model.__all__ if is_noun(getattr(model, name))}
    assert set() == nouns - entries


def is_noun(thing: object) -> bool:
    if isinstance(thing, type):
        return issubclass(thing, msgspec.Struct)
    return not isinstance(thing, types.FunctionType) and typing.get_origin(thing) is not None


def test_the_glossary_has_every_act_and_value() -> None:
    """No speech act, no factuality value and no kind of derivation is left unexplained."""
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    values = (model.Act, model.Factuality, model.DerivationKind, model.Mode)
    assert [] == [v for kind in values for v in typing.get_args(kind) if not re.search(rf"{re.escape(v)}(?!\w)", page)]


UNLOCKED = {"followthemoney"}
"""It compiles PyICU, and asks for other versions of Python on other systems: whoever wants it installs it."""


def test_the_dependency_page_agrees_with_the_project() -> None:
    """Direct dependencies, and their locked versions, are those of docs/dependencies.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    direct = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = {m[0] for line in direct if (m := re.match(r"[\w.-]+", line))}
    listed = {row[0]: row[1] for row in rows(ROOT / "docs/dependencies.md") if len(row) == 4}
    lock = "".join((ROOT / f"requirements/{name}.txt").read_text() for name in ("dev", "bench"))
    locked = [(name, version) for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE)]
    assert names == set(listed)
    assert UNLOCKED == {n for n, v in listed.items() if (n, v) not in locked}


def test_every_locked_requirement_has_a_hash() -> None:
    """A requirement without a hash could be swapped."""
    for page in tracked("requirements/*.txt"):
        entries = re.split(r"^(?=[a-z])", page.read_text(), flags=re.MULTILINE)[1:]
        assert entries
        assert [] == [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_nothing_that_runs_needs_torch() -> None:
    """It would double the time of a start; models come in a form that is read without it."""
    heavy = r"^(torch|transformers|tensorflow|jax)\b"
    assert [] == re.findall(heavy, (ROOT / "requirements/dev.txt").read_text(), re.MULTILINE)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """The repository works anywhere: no path of one machine, no host of one registry."""
    machine = re.compile(r"(?<![\w./])/(?:tmp|work|root|home|opt|Users)/")
    registry = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.|debian\.org|--(?:extra-)?index-url|--find[-]links")
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}: {m[0]}" for m in (machine.search(text), registry.search(text)) if m]
    assert [] == found


def test_the_walk_through_adds_a_cue_that_is_not_there_yet() -> None:
    """The entry in CONTRIBUTING passes the strict loader, and its frames exist."""
    block = re.search(r"^ *```toml\n(.*?)^ *```$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE | re.DOTALL)
    assert block
    (cue,) = load_rules("CONTRIBUTING.md", "cue", Cue, text=textwrap.dedent(block[1]))
    assert set() == set(cue.frames) - {frame.id for frame in load_rules("en/frames.toml", "frame", Frame)}
    assert set() == set(cue.forms) & {form for known in cues() for form in known.forms}


def test_the_walk_through_leads_where_it_says(tmp_path: Path) -> None:
    """Without the entry in CONTRIBUTING only the trained reader knows the cue; with it, the list does."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sentence = find(r'echo "(.+)" \| firsthand -', page)
    assert ["cue/unlisted"] == attributed(sentence, ROOT / "src")
    shutil.copytree(ROOT / "src/firsthand", tmp_path / "firsthand")
    with (tmp_path / "firsthand/lexicon/en/cues.toml").open("a", encoding="utf-8") as table:
        table.write("\n" + textwrap.dedent(find(r"(?s)```toml\n(.*?)```", page)))
    assert ["cue/telegraph"] == attributed(sentence, tmp_path)


def find(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


def attributed(sentence: str, package: Path) -> list[str]:
    """The cues by which this package finds the sentence to be somebody's."""
    command = [sys.executable, "-m", "firsthand.cli", "read", "-", "--format", "json"]
    env = with_source(package)
    done = subprocess.run(command, input=sentence, capture_output=True, text=True, env=env, check=True)
    rules = (rule for a in json.loads(done.stdout)["attributions"] for rule in a["rules"])
    return [rule for rule in rules if rule.startswith("cue/")]


def test_the_readmes_examples_run(tmp_path: Path) -> None:
    """A report with README's front matter, its line of JSONL, and its commands on both: each does what it says."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    text = "The mayor said that the bridge had fallen."
    front = textwrap.dedent(find(r"(?s)\n\n(    ---\n.*?    ---\n)", page))
    (tmp_path / "report.txt").write_text(f"{front}\n{text}\n", encoding="utf-8")
    line = find(r"\n    (\{\"id\": .*\})\n", page).replace("…", text, 1)
    (tmp_path / "reports.jsonl").write_text(line + "\n", encoding="utf-8")
    for shown in re.findall(r"\n    firsthand (\S.*?)(?:  .*)?(?=\n)", page):
        if shown in ("demo", "serve"):  # tests/docs asks the server
            continue
        answer = tmp_path / "answer.json"
        first = json.loads(answer.read_bytes())["claims"][0]["id"] if answer.exists() else ""
        words = shown.replace("PATH…", "report.txt reports.jsonl").replace("ID", first).split()
        command = [sys.executable, "-m", "firsthand.cli", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=with_source(), check=False)
        assert done.returncode == 0, (shown, done.stderr)
    documents = json.loads((tmp_path / "answer.json").read_bytes())["documents"]
    assert [("Evening Compass", "2024-03-10")] * 2 == [(d["outlet"], d["published"]) for d in documents]


def with_source(folder: Path = ROOT / "src") -> dict[str, str]:
    """The environment, in which the package in this folder is found from any other."""
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_the_changelog_has_the_version() -> None:
    """The version of the package has a section."""
    assert f"\n## {firsthand.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_architecture_has_every_folder() -> None:
    """One line for each folder and module at the top of the package."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    inside = {path.relative_to(ROOT / "src/firsthand").parts for path in tracked("src/firsthand")}
    names = {parts[0] + "/" * (len(parts) > 1) for parts in inside}
    assert {"__init__.py", "__main__.py", "py.typed"} >= {name for name in names if f"`{name}`" not in page}


PARTS = {"attribution, linked", "attribution, spans", "nesting", "factuality", "dates", "quantities", "actors"}
PARTS |= {"entities", "places", "events", "derivation", "seeds", "speed"}
PARTS |= {"keeping", "registers", "event coreference", "stories", "comparing, cost"}
PARTS |= {"numeric verdicts", "fact pairs", "conflicting figures", "truth under copying"}


def figures_in_words() -> Iterator[tuple[str, ...]]:
    """The rows of docs/measured.md that hold a figure; its other tables have fewer columns."""
    return (row for row in rows(ROOT / "docs/measured.md") if len(row) == 6)


def test_measured_figures_can_be_measured_again() -> None:
    """Each row has a number, a command that runs a file that is here, a commit, a day, and what is amiss."""
    for figure, value, command, commit, date, shortfall in figures_in_words():
        assert re.fullmatch(r"[\d.,]+", value), figure
        assert shortfall, figure
        files = re.findall(r"(?:eval|tests|src)/[\w/.-]+\.py", command)
        assert files or "make " in command or "firsthand " in command
        assert [] == [name for name in files if not (ROOT / name).is_file()]
        assert re.fullmatch(r"`?[0-9a-f]{7,40}\+?`?", commit)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", date)


def test_every_figure_is_written_down() -> None:
    """Each figure with a floor has its row, and so has the time that the tests take; a missed floor is owned up to."""
    written = {row[0]: row for row in figures_in_words()}
    figures, floors = load_parts().figure, load_floors()
    assert PARTS == {figure.part for figure in figures}
    assert set() == {"`make test`, seconds", *(f.name for f in figures)} - set(written)
    for figure in figures:
        value, shortfall, pin = float(written[figure.name][1]), written[figure.name][5], floors[figure.name]
        slack = pin.epsilon if figure.better == "less" else -pin.epsilon
        assert figure.reaches(value, pin.floor + slack) is not shortfall.startswith("MISSED"), figure.name
