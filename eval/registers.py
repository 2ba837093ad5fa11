"""Registers on 30 reports whose rows were labelled by hand before the program had read them.

usage: python eval/registers.py [--data ../shared] [--half read|unread|more] [--show] [--json]
       python eval/registers.py --speed [--assertions 100000] [--json]

Headline: precision and recall of rows above the certainty bar, all registers together. Each report is an answer of its
own. A row is right where a label of its register, taken once, names the same parties, kind and value; `-` in a label
stands for whoever it be, `|` for either. Relations are judged by pair, over all periods. Half of the reports, every
second one, has been read for errors; the other half has not. `more` are 33 reports, labelled before the program had
read them, by which the bars were drawn. `confusion` counts, over both halves, for each register which kind of row was
given for which that was labelled, by their parties; rows and labels that found no other count as `none`.

`--speed` folds the packaged example many times over, every copy with ids of its own: seconds of CPU for each register,
its look-ups apart, and `memory`, the most that the process ever held, the answer included, in MB.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from scoring import Counts, Row

from firsthand.model import Answer, Document
from firsthand.model import registers as model
from firsthand.registers import KINDS as ALL_KINDS
from firsthand.registers import network, register, timeline
from firsthand.registers.index import Index, index, name_of
from firsthand.workspace import answer, example

FOLDER = Path(__file__).with_name("registers")
KINDS: tuple[model.RegisterKind, ...] = ("arms", "sanctions", "figures", "disputes", "events", "relations")
PREFIX = {"more": "more_"}
HALVES = ("read", "unread", *PREFIX)
Labels = list[tuple[str, list[Any]]]


def reports(data: Path, half: str) -> Iterator[Document]:
    """The reports of a half, or those by which the bars were drawn; re3d's texts are read from where they lie."""
    lines = FOLDER / f"{PREFIX.get(half, '')}reports.jsonl"
    for number, line in enumerate(lines.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if half in PREFIX or (half == "read") == (number % 2 == 0):
            text = row["text"] if "text" in row else _re3d(data, *row["re3d"])
            yield Document(row["id"], text, row["id"], outlet=row["outlet"], published=row["published"])


def _re3d(data: Path, folder: str, id: str) -> str:
    lines = (data / "data/entities/re3d" / folder / "documents.json").read_text(encoding="utf-8").splitlines()
    return next(str(row["text"]) for row in map(json.loads, lines) if row["_id"] == id)


def labels(half: str) -> dict[str, Labels]:
    """The labelled rows of each report."""
    found: dict[str, Labels] = {}
    for line in (FOLDER / f"{PREFIX.get(half, '')}labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["report"], []).append((row["register"], row["row"]))
    return found


def matches(at: Index, kind: str, row: Any, label: list[Any]) -> bool:
    """Whether a row is what the label says."""
    return bool(_MATCH[kind](at, row, label))


def _arms(at: Index, row: model.ArmsRow, label: list[Any]) -> bool:
    giver, taker, goods, status = label
    named = goods.lower() in f"{row.designation} {row.description}".lower()
    return named and status == row.status and _is(at, row.supplier_id, giver) and _is(at, row.recipient_id, taker)


def _sanction(at: Index, row: model.SanctionRow, label: list[Any]) -> bool:
    authority, target, status = label
    return status == row.status and _is(at, row.authority_id, authority) and _is(at, row.target_id, target)


def _figure(at: Index, row: model.FigureRow, label: list[Any]) -> bool:
    value, unit, what, kind = label
    if abs(row.value - value) > 1e-6 * abs(value) or row.kind not in kind.split("|"):
        return False
    if unit.isupper() and unit != row.unit:
        return False
    words = f"{row.what} {row.unit}".lower()
    return unit.isupper() or not what or unit == row.unit or what.rstrip("s") in words


def _dispute(at: Index, row: model.DisputeRow, label: list[Any]) -> bool:
    words, denier = label
    told = " ".join(row.claim.lower().split())
    by = any(d in who for d in denier.split("|") for who in row.denied_by)
    return by and any(w.lower() in told for w in words.split("|"))


def _event(at: Index, row: model.EventRow, label: list[Any]) -> bool:
    kinds, actor, recipient = label
    return row.type in kinds.split("|") and _is(at, row.actor_id, actor) and _is(at, row.recipient_id, recipient)


def _relation(at: Index, row: model.RelationRow, label: list[Any]) -> bool:
    one, other, sign = label
    pair = (_is(at, row.a_id, one) and _is(at, row.b_id, other)) or (
        _is(at, row.a_id, other) and _is(at, row.b_id, one)
    )
    return pair and sign in ("*", row.sign)


_MATCH: dict[str, Callable[[Index, Any, list[Any]], bool]] = {
    "arms": _arms,
    "sanctions": _sanction,
    "figures": _figure,
    "disputes": _dispute,
    "events": _event,
    "relations": _relation,
}


def _is(at: Index, entity: str | None, name: str) -> bool:
    """Whether an entity goes by one of the names; `-` is anybody."""
    wanted = {n.strip().lower() for n in name.split("|")}
    if "-" in wanted:
        return True
    if entity is None:
        return False
    found = at.entities.get(entity)
    if found is None:
        return bool(wanted & {entity.rsplit("/", 1)[-1].lower(), str(name_of(at, entity)).lower()})
    texts = (m.span.of(at.documents[m.document].text) for m in found.mentions)
    return bool(wanted & {n.lower() for n in (found.name, *found.aliases, *texts)})


def rows_of(found: Answer, at: Index, kind: model.RegisterKind) -> list[Any]:
    """The rows above the bar; a pair's periods as one."""
    rows = list(register(kind, found, at=at).rows)
    if kind != "relations":
        return rows
    pairs: dict[tuple[str, str], model.RelationRow] = {}
    for row in rows:
        assert isinstance(row, model.RelationRow)
        before = pairs.get((row.a_id, row.b_id))
        good = row.cooperation + (before.cooperation if before else 0)
        bad = row.conflict + (before.conflict if before else 0)
        sign: Any = "+" if good > bad else "-" if bad > good else "0"
        pairs[(row.a_id, row.b_id)] = msgspec.structs.replace(row, cooperation=good, conflict=bad, sign=sign)
    return list(pairs.values())


Pairs = dict[str, dict[tuple[str, str], int]]
"""For each register, how often a kind of row was given (second) for a labelled one (first)."""


def judge(document: Document, wanted: Labels, pairs: Pairs) -> tuple[dict[str, Counts], list[str]]:
    """[right, found, wanted] for each register, and the errors in words; what was given for what goes into `pairs`."""
    found = answer([document])
    at = index(found)
    counts: dict[str, Counts] = {}
    errors: list[str] = []
    for kind in KINDS:
        rows = rows_of(found, at, kind)
        left = [label for register, label in wanted if register == kind]
        total = len(left)
        right = 0
        much: list[Any] = []
        for row in sorted(rows, key=lambda r: r.id):
            hit = next((label for label in left if matches(at, kind, row, label)), None)
            if hit is None:
                errors.append(f"{document.id} {kind} too much: {_plain(row)}")
                much.append(row)
            else:
                left.remove(hit)
                right += 1
                _count(pairs, kind, kind_of(kind, row), kind_of(kind, row))
        _confuse(pairs, at, kind, much, left)
        errors.extend(f"{document.id} {kind} missing: {label}" for label in left)
        counts[kind] = [right, len(rows), total]
    return counts, errors


def kind_of(kind: str, row: Any) -> str:
    """What sort of row it is: the status of a transfer or a measure, the root of an event, the sign of a pair."""
    return str(getattr(row, _SORT[kind], kind))


_SORT = {
    "arms": "status",
    "sanctions": "status",
    "figures": "kind",
    "disputes": "",
    "events": "type",
    "relations": "sign",
}
_LABELLED = {"arms": 3, "sanctions": 2, "figures": 3, "events": 0, "relations": 2}
_SIDES = {
    "arms": (("supplier_id", 0), ("recipient_id", 1)), "sanctions": (("authority_id", 0), ("target_id", 1)),
    "events": (("actor_id", 1), ("recipient_id", 2)), "relations": (("a_id", 0), ("b_id", 1)),
}  # fmt: skip
"""The cells that name a row's parties, and where they stand in a label."""


def _count(pairs: Pairs, kind: str, wanted: str, given: str) -> None:
    of = pairs.setdefault(kind, {})
    of[(wanted, given)] = of.get((wanted, given), 0) + 1


def _confuse(pairs: Pairs, at: Index, kind: str, much: list[Any], left: list[list[Any]]) -> None:
    """Rows given for labels of the same parties; the rest of both for nothing."""
    missing = list(left)
    for row in much:
        sides = _SIDES.get(kind, ())
        near = (m for m in missing if sides and all(_is(at, getattr(row, cell), m[i]) for cell, i in sides))
        hit = next(near, None)
        if hit is not None:
            missing.remove(hit)
        _count(pairs, kind, "none" if hit is None else _sort_of(kind, hit), kind_of(kind, row))
    for label in missing:
        _count(pairs, kind, _sort_of(kind, label), "none")


def _sort_of(kind: str, label: list[Any]) -> str:
    return str(label[_LABELLED[kind]]).split("|")[0] if kind in _LABELLED else kind


def confusion(pairs: Pairs) -> list[list[Any]]:
    """Rows of register, labelled, given, how often; in order."""
    return [[kind, *key, n] for kind in KINDS for key, n in sorted(pairs.get(kind, {}).items())]


_OWN_IDS = re.compile(r'"([0-9a-f]{12,64})"')


def copies(wanted: int) -> Answer:
    """The packaged example so many times over that it has as many assertions; ids that are no public name are made
    anew in every copy."""
    one = answer(example().documents)
    raw = msgspec.json.encode(one).decode()
    made = [one]
    for n in range(1, -(-wanted // len(one.assertions))):
        made.append(msgspec.json.decode(_OWN_IDS.sub(rf'"\1-{n}"', raw), type=Answer))
    fields = ("documents", "entities", "attributions", "assertions", "claims", "denials", "derivations", "echoes")
    return Answer(**{f: tuple(x for part in made for x in getattr(part, f)) for f in fields})


def speed(wanted: int) -> dict[str, float]:
    """Seconds of CPU for each register, and the memory of all together in MB."""
    found = copies(wanted)
    seconds: dict[str, float] = {}

    def timed(name: str, fold: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = fold()
        seconds[name] = round(time.process_time() - began, 2)
        return made

    at: Index = timed("look-ups", lambda: index(found))
    for kind in ALL_KINDS:
        timed(kind, lambda kind=kind: register(kind, found, at=at))  # type: ignore[misc]
    timed("timeline", lambda: timeline(found, at=at))
    timed("network", lambda: network(found, at=at))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = max(seconds.values())
    return {"assertions": len(found.assertions), **seconds, "slowest": slowest, "memory": round(memory, 1)}


def _plain(row: Any) -> str:
    kept = {
        *("supplier", "recipient", "designation", "description", "status", "authority", "target", "measure"),
        *("what", "whom", "value", "unit", "kind", "claim", "denied_by", "type", "actor", "a", "b", "sign", "headline"),
        "tallies",
    }
    cells = msgspec.structs.asdict(row)
    return " ".join(f"{k}={cells[k]!r}" for k in cells if k in kept and cells[k] not in (None, ()))


def figures(rows: Iterable[dict[str, Counts]]) -> dict[str, float]:
    """Precision, recall and F1 in per cent over all registers, and for each."""
    rows = list(rows)
    found: dict[str, float] = {}
    for name, kinds in (("all", KINDS), *((k, (k,)) for k in KINDS)):
        right, given, wanted = (sum(r[k][i] for r in rows for k in kinds) for i in range(3))
        precision, recall = right / max(given, 1), right / max(wanted, 1)
        harmonic = 2 * precision * recall / max(precision + recall, 1e-9)
        scores = {"precision": precision, "recall": recall, "F1": harmonic}
        found |= {f"{name} {score}": round(100 * value, 2) for score, value in scores.items()}
        found |= {f"{name} rows": given, f"{name} labels": wanted}
    return found


def per_document(data: Path, half: str, pairs: Pairs) -> tuple[list[Row], list[str]]:
    """The counts of each report, for intervals, and all errors."""
    gold = labels(half)
    documents: list[Row] = []
    errors: list[str] = []
    for document in reports(data, half):
        counts, wrong = judge(document, gold.get(document.id, []), pairs)
        together = [sum(c[i] for c in counts.values()) for i in range(3)]
        documents.append({"id": document.id, "all": together, **counts})
        errors.extend(wrong)
    return documents, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--show", action="store_true", help="print each error")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, with the counts of each report")
    parser.add_argument("--keep", action="store_true", help="write the confusion where docs/quality.md takes it from")
    parser.add_argument("--speed", action="store_true", help="measure speed and memory instead")
    parser.add_argument("--assertions", type=int, default=100_000)
    options = parser.parse_args()
    if options.speed:
        seconds = speed(options.assertions)
        print(json.dumps(seconds) if options.json else "\n".join(f"{k:12} {v:g}" for k, v in seconds.items()))
        return
    halves = (options.half,) if options.half else HALVES
    documents: list[Row] = []
    errors: list[str] = []
    scored: dict[str, dict[str, float]] = {}
    pairs: Pairs = {}
    for half in halves:
        rows, wrong = per_document(options.data, half, pairs if half != "more" else {})
        scored[half] = figures({k: d[k] for k in KINDS} for d in rows)
        documents.extend({"id": d["id"], **{f"{half} {k}": d[k] for k in ("all", *KINDS)}} for d in rows)
        errors.extend(wrong)
    if options.keep:
        lines = (json.dumps(row) for row in confusion(pairs))
        (FOLDER / "confusion.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if options.json:
        print(json.dumps({**scored, "confusion": confusion(pairs), "documents": documents}))
        return
    for half, found in scored.items():
        for name, value in found.items():
            print(f"{half} {name:24} {value:.1f}")
    if options.show:
        print("\n".join(errors))


if __name__ == "__main__":
    main()
