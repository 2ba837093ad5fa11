"""The figures beside what they are to be compared with, as a table.

usage: python eval/table.py        what the last `make eval` found (eval/results.json)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parts import Figure, Result, load_parts, load_results

HEADINGS = ("figure", "found", "95 %", "floor", "to reach", "reached", "baseline", "published", "people")


def number(value: float) -> str:
    """Four figures are enough to tell two results apart."""
    return f"{value:.4g}"


def between(result: Result) -> str:
    if result.low is None or result.high is None:
        return ""
    return f"{number(result.low)}–{number(result.high)}"


def bound(figure: Figure, value: float | None) -> str:
    return "" if value is None else f"{'≥' if figure.better == 'more' else '≤'} {number(value)}"


def reached(figure: Figure, result: Result) -> str:
    if figure.target is None:
        return ""
    return "yes" if figure.reaches(result.value, figure.target) else "no"


def cells(figure: Figure, result: Result, floor: float | None) -> tuple[str, ...]:
    """One row under HEADINGS."""
    others = (figure.baseline or "", figure.published or "", figure.human or "")
    return (
        figure.name,
        number(result.value),
        between(result),
        bound(figure, floor),
        bound(figure, figure.target),
        reached(figure, result),
        *others,
    )


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines in which each column is as wide as its widest cell; the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        yield "  ".join([first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))])


def in_markdown(rows: Iterable[Sequence[str]], *, headings: Sequence[str] = HEADINGS) -> Iterator[str]:
    for row in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(row)} |".replace("|  |", "| |").replace("|  |", "| |")


def print_table(figures: Iterable[Figure], results: dict[str, Result], floors: dict[str, float]) -> None:
    """Those of the figures that have a result."""
    measured = [f for f in figures if f.name in results]
    rows = [HEADINGS, *(cells(f, results[f.name], floors.get(f.name)) for f in measured)]
    print(*in_columns(rows), sep="\n")


if __name__ == "__main__":
    from floors import load_floors

    print_table(load_parts().figure, load_results(), {name: pin.floor for name, pin in load_floors().items()})
