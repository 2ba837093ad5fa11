"""The packaged example and the stemma beside it agree, word for word, and nothing in them is real."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from firsthand.model import Act, DerivationKind, Direction

EXAMPLE = Path(str(files("firsthand.example")))
WORLD = EXAMPLE.parent / "lexicon" / "world"
FIELDS = ("title", "outlet", "published", "url", "note")
RUN = 7  # words; shorter runs are shared by chance


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of stemma.toml; what it says of its keys stands at the file's top."""


class Page(Record, frozen=True, kw_only=True):
    file: str
    root: bool
    why: str


class Edge(Record, frozen=True, kw_only=True):
    child: str
    parent: str | None = None
    outlet: str | None = None
    kind: DerivationKind
    direction: Direction
    words_child: str
    words_parent: str | None = None
    credit: str | None = None
    why: str


class Words(Record, frozen=True, kw_only=True):
    file: str
    words: str


class Telling(Words, frozen=True, kw_only=True):
    chain: tuple[str, ...]
    act: Act
    denied: bool = False


class Matter(Record, frozen=True, kw_only=True):
    name: str
    assertions: tuple[Telling, ...]
    pages: int
    newsrooms: int
    primary_sources: int
    roots: tuple[str, ...]
    independent: int | None = None
    why: str


class Rebuttal(Words, frozen=True, kw_only=True):
    of_file: str
    of_words: str
    by: str
    why: str


class Laundering(Record, frozen=True, kw_only=True):
    attributed: Words
    unattributed: Words
    direction: Direction
    why: str


class Value(Words, frozen=True, kw_only=True):
    value: str


class Rivals(Record, frozen=True, kw_only=True):
    claim: str
    about: Literal["figure", "date", "place"]
    values: tuple[Value, ...]
    verdict: Literal["conflict", "update", "compatible"]
    why: str


class Step(Words, frozen=True, kw_only=True):
    cites: str


class Loop(Record, frozen=True, kw_only=True):
    steps: tuple[Step, ...]
    why: str


class Stemma(Record, frozen=True, kw_only=True):
    cast: dict[str, tuple[str, ...]]
    document: tuple[Page, ...]
    edge: tuple[Edge, ...]
    claim: tuple[Matter, ...]
    denial: tuple[Rebuttal, ...]
    echo: tuple[Laundering, ...]
    discrepancy: tuple[Rivals, ...]
    loop: tuple[Loop, ...]


def load_report(path: Path) -> tuple[dict[str, str], str]:
    """Front matter and body."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


REPORTS = {path.name: load_report(path) for path in sorted((EXAMPLE / "reports").glob("*.txt"))}
STEMMA = msgspec.toml.decode((EXAMPLE / "stemma.toml").read_bytes(), type=Stemma)
EDGES = [pytest.param(edge, id=f"{edge.child}-{edge.parent or edge.outlet}") for edge in STEMMA.edge]
CLAIMS = [pytest.param(claim, id=claim.name) for claim in STEMMA.claim]


def body(file: str) -> str:
    return REPORTS[file][1]


def outlet(file: str) -> str:
    return REPORTS[file][0]["outlet"]


def published(file: str) -> datetime:
    return datetime.fromisoformat(REPORTS[file][0]["published"])


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of seven words, whatever the marks between them."""
    tokens = re.findall(r"\w+(?:'\w+)?", text.lower().replace("’", "'"))
    return {tuple(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)}


def unquoted_runs(text: str) -> set[tuple[str, ...]]:
    """Runs that stand between quotations, none across one."""
    return set().union(*map(runs, re.split(r"[\"“][^\"”]*[\"”]", text)))


def shared(left: str, right: str) -> set[tuple[str, ...]]:
    return runs(body(left)) & runs(body(right))


def edge_words(edge: Edge) -> Iterator[tuple[str, str]]:
    yield edge.child, edge.words_child
    if edge.credit:
        yield edge.child, edge.credit
    if edge.parent and edge.words_parent:
        yield edge.parent, edge.words_parent


def all_words() -> Iterator[tuple[str, str]]:
    """Every stretch that stemma.toml says stands in a file."""
    for edge in STEMMA.edge:
        yield from edge_words(edge)
    for denial in STEMMA.denial:
        yield from ((denial.file, denial.words), (denial.of_file, denial.of_words), (denial.file, denial.by))
    for echo in STEMMA.echo:
        yield from ((side.file, side.words) for side in (echo.attributed, echo.unattributed))
    for claim in STEMMA.claim:
        yield from ((telling.file, telling.words) for telling in claim.assertions)
    for rivals in STEMMA.discrepancy:
        yield from ((value.file, value.words) for value in rivals.values)
    for loop in STEMMA.loop:
        yield from ((step.file, step.words) for step in loop.steps)


@pytest.mark.parametrize(("file", "words"), sorted(set(all_words())))
def test_words_stand_exactly_once(file: str, words: str) -> None:
    """What the stemma quotes stands in its report, verbatim and once."""
    assert 1 == body(file).count(words)


@pytest.mark.parametrize("file", REPORTS)
def test_front_matter(file: str) -> None:
    """A report states title, outlet, time and address, and that it is fiction."""
    head, text = REPORTS[file]
    assert FIELDS == tuple(head)
    assert all(head.values())
    assert "fiction" == head["note"]
    assert re.fullmatch(r"https://[a-z]+\.example/\S+", head["url"])
    assert published(file).tzinfo is not None
    assert 120 <= len(text.split()) <= 350


def test_every_report_is_judged() -> None:
    """The stemma names each report once."""
    assert list(REPORTS) == [page.file for page in STEMMA.document]


def test_roots_have_news_of_their_own() -> None:
    """A report that is no root comes from another; one that is copied or translated is no root."""
    children = {edge.child for edge in STEMMA.edge}
    retold = {edge.child for edge in STEMMA.edge if edge.kind in ("copied", "translated")}
    roots = {page.file for page in STEMMA.document if page.root}
    assert set(REPORTS) - roots <= children
    assert not roots & retold


@pytest.mark.parametrize("edge", EDGES)
def test_edge_has_one_parent(edge: Edge) -> None:
    """A parent is a report at hand with its words, or an outlet without."""
    assert (edge.parent is None) != (edge.outlet is None)
    assert (edge.parent is None) == (edge.words_parent is None)


@pytest.mark.parametrize("edge", EDGES)
def test_known_parent_is_earlier(edge: Edge) -> None:
    """Nothing comes from what was published later."""
    assert edge.parent is None or edge.direction == "unknown" or published(edge.parent) < published(edge.child)


@pytest.mark.parametrize("edge", EDGES)
def test_edge_kind_shows_in_the_wording(edge: Edge) -> None:
    """Copies and excerpts share runs of seven words, quotes inside quotation marks only; cited may, others do not."""
    if edge.parent is None:
        return
    common = bool(shared(edge.child, edge.parent))
    plain = bool(unquoted_runs(body(edge.child)) & unquoted_runs(body(edge.parent)))
    expected = {
        "copied": (True, True),
        "excerpted": (True, True),
        "quoted": (True, False),
        "cited": (common, plain),
        "paraphrased": (False, False),
        "translated": (False, False),
    }
    assert expected[edge.kind] == (common, plain)


@pytest.mark.parametrize("edge", [e for e in STEMMA.edge if e.kind == "copied"], ids=lambda e: e.child)
def test_a_copy_is_its_parents_nearly_throughout(edge: Edge) -> None:
    """Four in five of a copy's runs are its parent's."""
    assert edge.parent is not None
    assert len(shared(edge.child, edge.parent)) >= 0.8 * len(runs(body(edge.child)))


def test_shared_wording_is_explained() -> None:
    """Two reports that share seven words in a row are tied by edges that share them too."""
    kin = {file: file for file in REPORTS}
    for edge in STEMMA.edge:
        if edge.parent and shared(edge.child, edge.parent):
            old, new = kin[edge.child], kin[edge.parent]
            kin = {file: new if head == old else head for file, head in kin.items()}
    assert [] == [(a, b) for a, b in combinations(REPORTS, 2) if shared(a, b) and kin[a] != kin[b]]


@pytest.mark.parametrize("claim", CLAIMS)
def test_counts_follow_from_the_tellings(claim: Matter) -> None:
    """Pages, newsrooms and primary sources are those of the tellings that uphold the claim."""
    upheld = [telling for telling in claim.assertions if not telling.denied]
    pages = {telling.file for telling in upheld}
    at_hand = {outlet(file) for file in REPORTS}
    ends = {telling.chain[-1] for telling in upheld if telling.chain} - {"?"} - at_hand
    assert claim.pages == len(pages)
    assert claim.newsrooms == len({outlet(file) for file in pages})
    assert claim.primary_sources == len(ends)
    assert set(claim.roots) <= pages
    assert (claim.independent or 2) >= 2
    assert (claim.independent or 0) <= len(claim.roots)


@pytest.mark.parametrize("claim", CLAIMS)
def test_copies_are_no_roots_of_a_claim(claim: Matter) -> None:
    """What is copied or translated is folded into its parent; every claim keeps a root."""
    retold = {edge.child for edge in STEMMA.edge if edge.kind in ("copied", "translated")}
    assert claim.roots
    assert not set(claim.roots) & retold


@pytest.mark.parametrize("claim", CLAIMS)
def test_chains_name_the_cast(claim: Matter) -> None:
    """A link of a chain is invented, or a body of an invented state, or unnamed."""
    cast = {name for names in STEMMA.cast.values() for name in names} | {"Velmarian Defence Ministry", "?"}
    assert [] == [link for telling in claim.assertions for link in telling.chain if link not in cast]


def test_tellings_are_listed_in_order() -> None:
    """Within a claim tellings stand by file, and none stands twice."""
    for claim in STEMMA.claim:
        names = [telling.file for telling in claim.assertions]
        assert sorted(names) == names
        assert 1 == max(Counter((t.file, t.words, t.chain) for t in claim.assertions).values())


@pytest.mark.parametrize("rivals", STEMMA.discrepancy, ids=lambda r: f"{r.about}-{r.verdict}")
def test_rivals_differ_about_a_claim(rivals: Rivals) -> None:
    """A discrepancy belongs to a claim that its files tell, and its values differ."""
    claim = next(c for c in STEMMA.claim if c.name == rivals.claim)
    values = [value.value for value in rivals.values]
    assert {value.file for value in rivals.values} <= {telling.file for telling in claim.assertions}
    assert 2 <= len(values) == len(set(values))


def test_an_update_runs_forward() -> None:
    """Later values stand in later reports."""
    for rivals in STEMMA.discrepancy:
        times = [published(value.file) for value in rivals.values]
        assert rivals.verdict != "update" or times == sorted(times)


@pytest.mark.parametrize("echo", STEMMA.echo, ids=lambda e: e.unattributed.words)
def test_an_echo_follows_what_it_echoes(echo: Laundering) -> None:
    """The attributed telling is the earlier one, and no run of seven words gives the echo away."""
    assert published(echo.attributed.file) < published(echo.unattributed.file)
    assert not shared(echo.attributed.file, echo.unattributed.file)


@pytest.mark.parametrize("loop", STEMMA.loop, ids=lambda p: p.steps[0].file)
def test_a_loop_closes(loop: Loop) -> None:
    """Each step is cited by the next, and the last outlet is the one the first step cites; every step is an edge."""
    steps = loop.steps
    assert all(later.cites == earlier.file for earlier, later in pairwise(steps))
    assert outlet(steps[0].cites) == outlet(steps[-1].file)
    assert {(s.file, s.cites) for s in steps} <= {(e.child, e.parent) for e in STEMMA.edge if e.kind == "cited"}


def test_the_cast_is_on_the_page() -> None:
    """Every invented name stands in a report or its front matter, and every outlet is cast."""
    pages = "\n".join(f"{head['outlet']}\n{text}" for head, text in REPORTS.values())
    assert [] == [name for names in STEMMA.cast.values() for name in names if name not in pages]
    assert {outlet(file) for file in REPORTS} <= set(STEMMA.cast["outlets"])


def test_the_cast_is_invented() -> None:
    """No state, city, person, body or outlet of the example is in the tables of the real world."""
    tables = sorted(WORLD.glob("*.csv"))
    assert tables, "the tables of the real world are gone"
    cells = (cell for path in tables for row in csv.reader(path.read_text("utf-8").splitlines()) for cell in row)
    real = {name.strip().casefold() for cell in cells for name in cell.split("|")}
    assert [] == [name for names in STEMMA.cast.values() for name in names if name.casefold() in real]


def test_the_page_tells_every_report(root: Path) -> None:
    """docs/example.md has a row for each report."""
    page = (root / "docs" / "example.md").read_text(encoding="utf-8")
    assert list(REPORTS) == sorted(re.findall(r"^\| `(\d{4}-[\w-]+\.txt)` \|", page, flags=re.MULTILINE))
