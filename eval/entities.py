"""Persons, organisations, places and arms on re3d: reads its reports and compares spans.

usage: python eval/entities.py [--data ../shared] [--set held|all] [--json]

The set is taken as eval/re3d.py says: what its readers agreed on, in sentences where anything is marked; arms and what
carries them are one kind, military units are organisations. Found and marked are counted as

- `span`: the same first and last code point, whatever the kind (the headline, F1 over all kinds together);
- `typed`: the same kind too; by kind as well;
- `overlap`: a shared code point, each marked span at most once.

The set also marks what has no name ("ISIL fighters", "we"). `named` counts exact spans again among those alone that
hold a capital that no sentence's beginning accounts for, on both sides alike.

Whose: `reader`, the trained reader's sightings; `mentions`, the names that become entities; `parser`, spaCy's names.
The trained reader learnt all documents but those held out, one in four by id; so those are the default, and `--set all`
is for the two others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from re3d import KINDS, Entity, Marked, held_out, outermost, read_marked
from scoring import Counts, Row, show

from firsthand.model import Document, Reading, text_id
from firsthand.reading import mentions, models, reader
from firsthand.reading.pipeline import build_pipeline, run_pipeline

PIPELINE = build_pipeline(models.STAGE, reader.STAGE, mentions.STAGE)

OF_PARSER = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "PRODUCT": "weapon",
}
OF_MENTIONS = {
    "person": "person",
    "organisation": "organisation",
    "government": "organisation",
    "armed group": "organisation",
    "outlet": "organisation",
    "state": "place",
    "place": "place",
    "weapon": "weapon",
}
ALL = sorted(set(KINDS.values()))


def by_reader(reading: Reading) -> Iterable[Entity]:
    return (Entity(n.span.start, n.span.end, n.label) for n in reading.sightings or ())


def by_mentions(reading: Reading) -> Iterable[Entity]:
    """Names alone: role phrases stand for persons without naming them."""
    return (
        Entity(m.span.start, m.span.end, OF_MENTIONS[m.kind])
        for m in reading.mentions or ()
        if m.kind in OF_MENTIONS and not m.rules[0].startswith("role/")
    )


def by_parser(reading: Reading) -> Iterable[Entity]:
    return (Entity(n.span.start, n.span.end, OF_PARSER[n.label]) for n in reading.names or () if n.label in OF_PARSER)


SYSTEMS: dict[str, Callable[[Reading], Iterable[Entity]]] = {
    "reader": by_reader,
    "mentions": by_mentions,
    "parser": by_parser,
}


def counts(marked: Marked, found: Sequence[Entity], small: frozenset[str]) -> dict[str, Counts]:
    """[right, found, wanted] of one document, for each way of counting."""
    found = tuple(e for e in outermost(found) if marked.counts(e.start, e.end))
    wanted = marked.kept
    ours, theirs = set(found), set(wanted)
    kinds = {k: ([e for e in found if e.kind == k], [e for e in wanted if e.kind == k]) for k in ALL}
    named = [[e for e in side if _is_named(marked.text, e, small)] for side in (found, wanted)]
    return {
        "span": _same({e[:2] for e in ours}, {e[:2] for e in theirs}),
        "typed": _same(ours, theirs),
        "overlap": [sum(_meets(w, found) for w in wanted), len(found), len(wanted)],
        "named": _same({e[:2] for e in named[0]}, {e[:2] for e in named[1]}),
        **{f"typed {kind}": _same(set(f), set(w)) for kind, (f, w) in kinds.items()},
    }


def _same(found: set[Any], wanted: set[Any]) -> Counts:
    return [len(found & wanted), len(found), len(wanted)]


def _meets(one: Entity, others: Iterable[Entity]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _is_named(text: str, span: Entity, small: frozenset[str]) -> bool:
    """Whether a word in it has a capital that is not merely a sentence's: it stands behind another word there, or the
    set never writes that word small."""
    words = text[span.start : span.end].split()
    return any(w[0].isupper() and (i > 0 or w.lower() not in small) for i, w in enumerate(words))


def small_words(marked: Iterable[Marked]) -> frozenset[str]:
    """What the texts write small somewhere."""
    return frozenset(word.strip(".,;:()“”\"'’") for one in marked for word in one.text.split() if word.islower())


def f1(rows: Iterable[Counts]) -> dict[str, float]:
    right, found, wanted = (sum(column) for column in zip(*rows, strict=True))
    return {
        "P": round(100 * right / max(found, 1), 1),
        "R": round(100 * right / max(wanted, 1), 1),
        "F1": round(200 * right / max(found + wanted, 1), 1),
        "n_pred": found,
        "n_gold": wanted,
    }


def documents(marked: Sequence[Marked]) -> list[Row]:
    """The counts of each document, as `SYSTEM WAY`."""
    rows, small = [], small_words(marked)
    for one in marked:
        reading = run_pipeline(Document(id=one.id, text=one.text, sha256=text_id(one.text)), PIPELINE)
        ways = {
            f"{name} {way}": numbers
            for name, system in SYSTEMS.items()
            for way, numbers in counts(one, list(system(reading)), small).items()
        }
        rows.append({"id": one.id, **ways})
    return rows


def score(rows: Sequence[Row]) -> dict[str, Mapping[str, Any]]:
    """P, R and F1 in per cent, by system and way of counting."""
    ways = [key for key in rows[0] if key != "id"]
    scored = {way: f1(row[way] for row in rows) for way in ways}
    return {
        name: {way.removeprefix(f"{name} "): scored[way] for way in ways if way.startswith(f"{name} ")}
        for name in SYSTEMS
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--set", choices=["held", "all"], default="held")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each document")
    options = parser.parse_args()
    marked = [m for m in read_marked(options.data) if options.set == "all" or held_out(m.id)]
    rows = documents(marked)
    figures = {**score(rows), "documents": rows}
    print(json.dumps(figures) if options.json else show(figures))


if __name__ == "__main__":
    main()
