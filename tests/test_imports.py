"""What a module may reach for. The direction of imports between layers is import-linter's matter (`make lint`)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "firsthand"
PURE = ("errors.py", "model", "lexicon", "reading", "comparing")
MODULES = tuple(sorted(SOURCE.rglob("*.py")))

CLOCK = {"now", "today", "utcnow", "fromtimestamp"}
FILES = {"open", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "glob", "rglob", "iterdir"}
PACKAGES = {"ahocorasick-rs": "ahocorasick_rs", "pillow": "PIL", "python-docx": "docx"}
"""Distributions whose module has another name."""


def pure_modules() -> Iterator[Path]:
    for path in MODULES:
        if path.relative_to(SOURCE).parts[0] in PURE:
            yield path


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(attr=called)):
                yield node.lineno, called


def outside_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]


@pytest.mark.parametrize("path", tuple(pure_modules()), ids=name_of)
def test_the_pure_line_asks_no_clock_and_opens_no_file(path: Path) -> None:
    """Text in, records out: packaged tables come through importlib.resources, days as values, nothing else."""
    assert [] == [(line, called) for line, called in calls(ast.parse(path.read_text())) if called in CLOCK | FILES]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    """The first line of a module is its docstring."""
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree)


def loaded_by(modules: Sequence[str], heavy: set[str]) -> tuple[str, str]:
    """Which of `heavy` a new interpreter has loaded once it has imported the modules, and what it says of errors."""
    asked = f"for m in {modules}: importlib.import_module(m)"
    program = f"import sys, importlib\n{asked}\nprint(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def test_no_module_loads_the_parser_when_it_is_imported() -> None:
    """Importing the whole package leaves spaCy, thinc and torch alone."""
    names = [".".join(("firsthand", *p.relative_to(SOURCE).with_suffix("").parts)) for p in MODULES]
    modules = [n.removesuffix(".__init__") for n in names if not n.endswith("__main__")]
    assert ("\n", "") == loaded_by(modules, {"spacy", "thinc", "torch"})


def test_the_command_loads_nothing_heavy_before_it_is_asked() -> None:
    """`firsthand --help` is quick: no arrays, no database, no server, no screen."""
    heavy = {"spacy", "thinc", "torch", "numpy", "sqlalchemy", "starlette", "textual", "pandas", "pyarrow", "networkx"}
    assert ("\n", "") == loaded_by(["firsthand", "firsthand.cli.app"], heavy)


def test_every_import_is_a_declared_dependency() -> None:
    """What the package imports stands in pyproject.toml, also when something else happens to bring it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    declared = [re.match(r"[\w.-]+", line) for line in chain(project["dependencies"], *extras)]
    known = {PACKAGES.get(m[0], m[0].replace("-", "_")) for m in declared if m}
    used = {name for path in MODULES for name in outside_imports(ast.parse(path.read_text()))}
    assert set() == used - known - set(sys.stdlib_module_names) - {"firsthand"}
