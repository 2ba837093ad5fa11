"""Outlets that come back to themselves: B's page has it from A, who has it from an earlier page of B."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from firsthand.comparing.graphs import Node
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Pile
from firsthand.model import Derivation, Evidence, Loop

_LONGEST = 5
"""Loops of more steps are chance."""

Steps = Mapping[str, tuple[Derivation, ...]]
Path = tuple[Derivation, ...]


def find_loops(derivations: Iterable[Derivation], pile: Pile, outlets: Outlets) -> tuple[Path, ...]:
    """For each report the shortest way by which its outlet comes back to itself through another's, in order of report.
    What a report has of its own outlet's earlier one is an update and no loop; shared speech shows nothing."""
    steps: dict[str, list[Derivation]] = defaultdict(list)
    for d in derivations:
        if d.kind != "quoted" and d.direction == "known":
            steps[d.child.document].append(d)
    frozen = {child: tuple(found) for child, found in steps.items()}
    paths = (_way_back(page.id, frozen, pile, outlets) for page in pile.pages if page.id in frozen)
    return tuple(path for path in paths if path)


def _way_back(start: str, steps: Steps, pile: Pile, outlets: Outlets) -> Path:
    own = outlets.key_of(pile.by_id[start].document)
    ahead: deque[Path] = deque((d,) for d in steps[start])
    while own and ahead:
        path = ahead.popleft()
        passed = [outlet_of(d, pile, outlets) for d in path]
        if passed[-1] == own and any(key not in ("", own) for key in passed):
            return path
        if len(path) < _LONGEST:
            ahead.extend(_longer(path, steps))
    return ()


def _longer(path: Path, steps: Steps) -> Iterator[Path]:
    """The path with one step more, to no report that is on the way already but the first."""
    seen = {d.parent.document for d in path}
    for d in steps.get(str(path[-1].parent.document), ()):
        if not isinstance(d.parent.document, str) or d.parent.document not in seen:
            yield (*path, d)


def outlet_of(derivation: Derivation, pile: Pile, outlets: Outlets) -> str:
    """The key of the outlet that a derivation's parent is of; empty where that is not stated."""
    return (
        parent_node(derivation, outlets).id
        if not isinstance(derivation.parent.document, str)
        else outlets.key_of(pile.by_id[derivation.parent.document].document)
    )


def parent_node(derivation: Derivation, outlets: Outlets) -> Node:
    """The document, or the outlet whose text is not at hand."""
    if isinstance(derivation.parent.document, str):
        return Node("document", derivation.parent.document)
    return Node("outlet", outlets.key(str(derivation.parent.outlet)))


def show_loops(paths: Iterable[Path], pile: Pile, outlets: Outlets) -> tuple[Loop, ...]:
    """The loops with the words that prove each step."""
    return tuple(
        Loop(
            outlets=tuple(outlets.key_of(pile.by_id[d.child.document].document) for d in path),
            steps=tuple(_proof(d) for d in path),
        )
        for path in paths
    )


def _proof(derivation: Derivation) -> Evidence:
    """The words that name the other outlet, or else those that stand in both."""
    child = derivation.child
    naming = [e for e in derivation.evidence if e.rule.startswith(("citation/", "credit/"))]
    return Evidence(child.document, naming[0].spans if naming else child.spans, "loop/outlets")
