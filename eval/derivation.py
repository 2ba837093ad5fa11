"""Who copied whom, and how many origins: the generated derivations, scored by `score_derivation.py`.

usage: python eval/derivation.py [--data ../shared] [--json]

Reads data/derivation/generated_dev of the data, about 300 documents with known parents. Shared quotations are no
derivation there and are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from scoring import Row, load_scorer, read_rows, show

from firsthand.comparing import compare
from firsthand.comparing.graphs import reach_from
from firsthand.comparing.lineages import find_lineages
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import Page, Pile, lay_page
from firsthand.comparing.specifics import language_of
from firsthand.comparing.stream_block import compare_block
from firsthand.comparing.wording import word_document
from firsthand.model import Answer, Derivation, Document, Reading, text_id
from firsthand.reading import read_document

TYPES = {
    "copied": "copy",
    "excerpted": "excerpt",
    "cited": "cites",
    "paraphrased": "paraphrase",
    "translated": "translation",
}
LABELS = {"copy": "wholly", "paraphrase": "wholly", "translation": "wholly", "excerpt": "partly", "cites": "partly"}
OUTLETS = {"nyt": "The New York Times", "hpo": "HuffPost", "fox": "Fox News"}
"""The set names three outlets by code, and by name in the texts."""


def load(path: Path) -> Iterator[tuple[Document, str]]:
    """Documents with the event that each belongs to."""
    return documents_in(read_rows(path))


def documents_in(rows: Iterable[Row]) -> Iterator[tuple[Document, str]]:
    """The documents of some rows, each with its event."""
    for row in rows:
        outlet, text = OUTLETS.get(row["outlet"].lower(), row["outlet"]), row["text"]
        yield Document(row["id"], text, text_id(text), None, row["title"], outlet, row["time"]), row["event"]


def rows(answer: Answer, events: dict[str, str]) -> Iterator[Row]:
    """The answer in the scorer's terms, event by event: what fills up an excerpt there is taken from reports of other
    events, word for word, and its makers hold that for no derivation."""
    edges = [d for d in answer.derivations if d.kind in TYPES and isinstance(d.parent.document, str)]
    text = {d.id: d.text for d in answer.documents}
    inside = [d for d in edges if events[d.child.document] == events[str(d.parent.document)]]
    for d in inside:
        yield {"kind": "edge", "child": d.child.document, "parent": d.parent.document, "type": scored_type(d, text)}
    kinds = {(d.child.document, str(d.parent.document)): d.kind for d in inside}
    parents = {
        x.document: str(x.parent.document)
        for x in answer.lineages
        if x.parent is not None and (x.document, str(x.parent.document)) in kinds
    }
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document, event in events.items():
        root = find_root(document, parents)
        label = LABELS[TYPES[kinds[document, parents[document]]]] if document in parents else "none"
        yield {"kind": "doc", "id": document, "label": label, "root": root}
        groups[event][root].append(document)
    for event, grouped in groups.items():
        yield {"kind": "claim", "id": event, "groups": list(grouped.values())}


def scored_type(derivation: Derivation, text: Mapping[str, str]) -> str:
    """The scorer's name of the kind: what is told again as a whole, fact by fact, is a translation there only in
    another language."""
    one, other = (language_of(text[str(i)]) for i in (derivation.child.document, derivation.parent.document))
    return "paraphrase" if derivation.kind == "translated" and one == other else TYPES[derivation.kind]


def find_root(document: str, parents: Mapping[str, str]) -> str:
    """The top of the tree; lineages never come back to where they began."""
    while document in parents:
        document = parents[document]
    return document


def read(truth: Iterable[Row], found: Iterable[Row], scorer: Any) -> tuple[Any, Any]:
    """Truth and found, as the scorer reads them."""
    with tempfile.TemporaryDirectory() as scratch:
        return tuple(scorer.read(_written(Path(scratch) / name, rows)) for name, rows in (("t", truth), ("f", found)))


def _written(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def of_event(rows: tuple[Any, Any, Any], event: str, events: dict[str, str]) -> tuple[Any, Any, Any]:
    """The edges, documents and claim of one event; an edge belongs to the event of its child."""
    edges, documents, claims = rows
    return (
        {edge: kind for edge, kind in edges.items() if events[edge[0]] == event},
        {document: label for document, label in documents.items() if events[document] == event},
        {claim: groups for claim, groups in claims.items() if claim == event},
    )


def documents(gold: tuple[Any, Any, Any], found: tuple[Any, Any, Any], events: dict[str, str]) -> Iterator[Row]:
    """The counts of each event: its documents come from each other, so they are drawn together."""
    for event in sorted(set(events.values())):
        (edges, labels, claims), (our_edges, our_labels, our_claims) = (
            of_event(rows, event, events) for rows in (gold, found)
        )
        rooted = [document for document, (_, root) in labels.items() if root is not None]
        yield {
            "id": event,
            "edges": [len(edges.keys() & our_edges.keys()), len(our_edges), len(edges)],
            "root": [sum(our_labels[d][1] == labels[d][1] for d in rooted), len(rooted)],
            "exact": [sum(our_claims[c][1] == claims[c][1] for c in claims), len(claims)],
            "over": [sum(our_claims[c][1] > claims[c][1] for c in claims), len(claims)],
        }


def measure(data: Path, docs: Iterable[Row], truth: list[Row]) -> Row:
    """The figures of some documents whose derivations are known, with the counts of each event.

    The reports of an event are laid side by side; `piled` are the figures where all reports lie in one pile and the
    index finds who is compared with whom; there each report's best parent is that of its own event."""
    scorer = load_scorer(data, "score_derivation")
    loaded = list(documents_in(docs))
    events = {document.id: event for document, event in loaded}
    began = time.process_time()
    readings = tuple(read_document(document) for document, _ in loaded)
    seconds = time.process_time() - began
    apart = side_by_side(readings, events)
    comparing = time.process_time() - began - seconds
    print(f"{len(readings)} documents: reading {seconds:.1f}, comparing {comparing:.1f} CPU-s", file=sys.stderr)
    gold, found = read(truth, rows(apart, events), scorer)
    _, piled = read(truth, rows(inside_events(compare(readings), events), events), scorer)
    figures = {**scorer.score(gold, found), "piled": scorer.score(gold, piled), "chances": calibration(apart, gold)}
    return {**figures, "documents": [*documents(gold, found, events)]}


def inside_events(answer: Answer, events: Mapping[str, str]) -> Answer:
    """With lineages by derivations within events alone: what stands in reports of two events, word for word, as the
    generators fill their excerpts, would else be the best parent of one of them."""
    held = tuple(Page(Reading(document=d), word_document(Reading(document=d)), (), (), {}) for d in answer.documents)
    outlets = know_outlets(sorted({d.outlet for d in answer.documents if d.outlet}))
    inside = [
        d
        for d in answer.derivations
        if not isinstance(d.parent.document, str) or events[d.child.document] == events[d.parent.document]
    ]
    pile = Pile(held, {p.id: p for p in held}, {}, {}, {})
    return msgspec.structs.replace(answer, lineages=find_lineages(inside, pile, outlets))


def side_by_side(readings: Iterable[Reading], events: Mapping[str, str]) -> Answer:
    """What the reports of each event tell together."""
    pages: dict[str, list[Page]] = defaultdict(list)
    for reading in readings:
        pages[events[reading.document.id]].append(lay_page(reading))
    parts = [compare_block(pages[event]) for event in sorted(pages)]
    return Answer(
        documents=tuple(p.document for event in sorted(pages) for p in pages[event]),
        derivations=tuple(d for part in parts for d in part.derivations),
        lineages=tuple(x for part in parts for x in part.lineages),
    )


def calibration(answer: Answer, gold: tuple[Any, Any, Any]) -> Row:
    """How far the chances of derivations are off: of those with about the same chance, the part that names an ancestor
    of the child, and the mean error, weighted by how many there are."""
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in gold[0]:
        parents[child].add(parent)
    bins: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for d in answer.derivations:
        if d.probability is not None and isinstance(d.parent.document, str):
            right = d.parent.document in reach_from(d.child.document, parents)
            bins[round(d.probability, 1)].append((d.probability, right))
    total = sum(map(len, bins.values())) or 1
    off = [abs(sum(p for p, _ in found) - sum(right for _, right in found)) for found in bins.values()]
    return {"ece": sum(off) / total, "bins": {b: [sum(r for _, r in f), len(f)] for b, f in sorted(bins.items())}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each event")
    options = parser.parse_args()
    folder = options.data / "data" / "derivation" / "generated_dev"
    figures = measure(options.data, read_rows(folder / "docs.jsonl"), read_rows(folder / "gold.jsonl"))
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
