"""The site: built with every warning an error; its reference says what the code says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand import errors
from firsthand.cli.verbs import VERBS, load

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from make_reference import reference_pages, tables  # noqa: E402 - the folder docs/ is put on the path first


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference_pages()


def test_the_reference_has_every_verb_with_its_options_and_twins(pages: dict[str, str]) -> None:
    """Nothing is left out of the page on the command."""
    page = pages["reference/cli.md"]
    for name in VERBS:
        assert f"\n### {name}\n" in page
        for twin in load(name).twins:
            assert f"$ {twin.shell}" in page
    assert "`--as-of`" in page


def test_the_reference_has_every_error(pages: dict[str, str]) -> None:
    """Each with its docstring, and the tree as it is drawn."""
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.FirsthandError)]
    assert [] == [k.__name__ for k in kinds if f"## {k.__name__}\n" not in pages["reference/errors.md"]]
    assert "├── IntakeError" in pages["reference/errors.md"]


def test_the_reference_has_every_rule_table(pages: dict[str, str]) -> None:
    """A page each, with every entry and its reason."""
    assert {f"reference/lexicon/{name}.md" for name in tables()} <= set(pages)
    assert "## reject\n" in pages["reference/lexicon/cues.md"]


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """A link that leads nowhere, a page that is in no menu, a heading that is not there: each fails the build."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=quiet)
    assert (0, "") == (done.returncode, done.stdout + done.stderr)
    index = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "fonts.googleapis" not in index
    assert (tmp_path / "site/reference/cli.html").is_file()
