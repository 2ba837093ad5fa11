"""The example's true stemma is recovered from its texts."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from firsthand.comparing import compare
from firsthand.model import Answer, Assertion, Document, Span
from firsthand.reading import read_document
from firsthand.workspace import example

STEMMA: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(str(files("firsthand.example"))).joinpath("stemma.toml").read_text(encoding="utf-8")
)

BEYOND_REACH = {
    "The first two will be delivered in September": "half of the builder's sentence, in four words",
    "a Velmarian launch was set ablaze": "one word of the ministry's account is left",
    "Thursday was a rehearsal": "found with the rest of the general's sentence, as one echo",
}
"""Echoes that are not heard by themselves, and why."""


@pytest.fixture(scope="session")
def answer() -> Answer:
    return compare(tuple(read_document(document) for document in example().documents))


@pytest.fixture(scope="session")
def documents(answer: Answer) -> dict[str, Document]:
    return {Path(d.path or d.id).name: d for d in answer.documents}


def names(answer: Answer) -> dict[str, str]:
    return {d.id: Path(d.path or d.id).name for d in answer.documents}


def place(documents: dict[str, Document], file: str, words: str) -> Span:
    start = documents[file].text.index(words)
    return Span(start, start + len(words))


def test_every_edge_is_right(answer: Answer) -> None:
    """Child, parent, kind and direction of all edges, and no edge more. A parent that is not at hand is an outlet."""
    file = names(answer)
    found = {
        (file[d.child.document], file.get(str(d.parent.document)) or str(d.parent.outlet), d.kind, d.direction)
        for d in answer.derivations
    }
    true = {(e["child"], e.get("parent") or e["outlet"], e["kind"], e["direction"]) for e in STEMMA["edge"]}
    assert true == found


@pytest.mark.parametrize("edge", STEMMA["edge"], ids=lambda e: f"{e['child']}-{e['kind']}")
def test_edges_are_proved(answer: Answer, documents: dict[str, Document], edge: dict[str, Any]) -> None:
    """Every edge shows words on the child's side, and where the stemma names a credit, those."""
    file = names(answer)
    (found,) = (
        d
        for d in answer.derivations
        if file[d.child.document] == edge["child"]
        and (file.get(str(d.parent.document)) or d.parent.outlet) == (edge.get("parent") or edge["outlet"])
    )
    shown = [s for e in found.evidence if file[e.document] == edge["child"] for s in e.spans]
    assert shown
    if "credit" in edge:
        assert any(place(documents, edge["child"], edge["credit"]).overlaps(s) for s in shown)


def at(assertion: Assertion, answer: Answer, documents: dict[str, Document], spot: dict[str, str]) -> bool:
    """Whether an assertion stands at some words of a file."""
    span = place(documents, spot["file"], spot["words"])
    return names(answer)[assertion.document] == spot["file"] and any(span.overlaps(s) for s in assertion.content)


@pytest.mark.parametrize("echo", STEMMA["echo"], ids=lambda e: e["unattributed"]["words"][:30])
def test_echoes(answer: Answer, documents: dict[str, Document], echo: dict[str, Any]) -> None:
    """What one outlet lets somebody say and another says itself is heard, but for those out of reach."""
    told = {a.id: a for a in answer.assertions}
    heard = any(
        at(told[e.attributed], answer, documents, echo["attributed"])
        and at(told[e.unattributed], answer, documents, echo["unattributed"])
        for e in answer.echoes
    )
    words = {echo["attributed"]["words"], echo["unattributed"]["words"]}
    assert heard is not bool(words & BEYOND_REACH.keys())


@pytest.mark.parametrize(
    "denial",
    [d for d in STEMMA["denial"] if "Not one rifle" not in d["words"]],
    ids=lambda d: d["by"][:20] + d["of_file"],
)
def test_denials(answer: Answer, documents: dict[str, Document], denial: dict[str, str]) -> None:
    """A denial points at the assertion or the claim that it denies, in its own document or another. (That a rifle has
    not crossed the lake denies the arming of the front only for who knows what is meant.)"""
    told = {a.id: a for a in answer.assertions}
    claims = {c.id: c for c in answer.claims}
    target = {"file": denial["of_file"], "words": denial["of_words"]}
    for found in answer.denials:
        if at(told[found.assertion], answer, documents, {"file": denial["file"], "words": denial["words"]}):
            denied = (
                [str(found.denies.assertion)] if found.denies.assertion else claims[str(found.denies.claim)].assertions
            )
            if any(at(told[a], answer, documents, target) for a in denied):
                return
    pytest.fail("not found")


def test_the_loop(answer: Answer) -> None:
    """The edges by which an outlet cites who cites it are marked."""
    file = names(answer)
    marked = {file[d.child.document] for d in answer.derivations if any(e.rule == "loop/outlets" for e in d.evidence)}
    assert {Path(step["file"]).name for loop in STEMMA["loop"] for step in loop["steps"]} == marked


def roots_of(answer: Answer, claim: dict[str, Any], documents: dict[str, Document]) -> set[frozenset[str]]:
    """The files of the roots of each found claim that tells the stemma's claim in two files or more."""
    told, file = {a.id: a for a in answer.assertions}, names(answer)
    found = set()
    for c in answer.claims:
        hits = {
            spot["file"]
            for spot in claim["assertions"]
            if any(at(told[a], answer, documents, spot) for a in c.assertions)
        }
        if len(hits) > 1:
            found.add(frozenset(file[told[r].document if r in told else r] for r in c.origins.roots))
    return found


@pytest.mark.parametrize(
    ("name", "roots"),
    [
        ("Velmaria will not be driven from its own water", "0308-astrelle.txt"),
        ("Velmaria arms the Sorune Liberation Front", "0308-state-telegraph.txt"),
        ("Rifles seized in January bore Velmarian army markings", "0308-state-telegraph.txt"),
        ("A Velmarian launch burned off Pelvik", "0308-astrelle.txt"),
        ("Velmaria and Lindovar want to raise their annual trade to $500 million by 2027", "0308-astrelle.txt"),
    ],
)
def test_many_pages_one_origin(answer: Answer, documents: dict[str, Document], name: str, roots: str) -> None:
    """However many print it, a claim goes back to who printed it first of those that can be shown."""
    (claim,) = (c for c in STEMMA["claim"] if c["name"] == name)
    assert frozenset({roots}) in roots_of(answer, claim, documents)


def test_nothing_is_shown_independent_by_mistake(answer: Answer) -> None:
    """No claim is said to have more independent origins than any claim of the stemma has."""
    assert max(c.get("independent", 0) for c in STEMMA["claim"]) >= max(
        c.origins.independent or 0 for c in answer.claims
    )
