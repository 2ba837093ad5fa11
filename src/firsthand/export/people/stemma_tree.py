"""A stemma for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from firsthand.export.people.stemma import Node

_STYLES = {"denies it": "red", "tells and denies it": "red", "not at hand": "dim italic", "does not tell it": "dim"}


def stemma_tree(roots: Iterable[Node]) -> RenderableType:
    """The roots one below the other, and under each what comes from it, the oldest first."""
    whole = Tree("", hide_root=True, guide_style="dim")
    for root in roots:
        _hang(root, whole)
    return whole


def _hang(node: Node, above: Tree) -> None:
    branch = above.add(_label(node))
    for child in node.children:
        _hang(child, branch)


def _label(node: Node) -> Text:
    """How it comes from what stands above, who and when; then in whose voice it tells what."""
    label = Text()
    if node.how:
        label.append(f"{node.how}: ", style="cyan")
    label.append(node.title, style=f"bold {_STYLES.get(node.stance, '')}".strip())
    label.append(
        "".join(f" · {part}" for part in (node.at, node.stance) if part), style=_STYLES.get(node.stance, "dim")
    )
    if node.voice:
        label.append(f"\n{node.voice}: {node.words}")
    if node.also:
        label.append(f"\nalso from {', '.join(node.also)}", style="dim")
    return label
