"""Quotation marks in words that are shown between quotation marks: none is left without its partner."""

from __future__ import annotations

_CLOSES = {'"': '"”', "“": '”"', "„": "“”", "«": "»"}
"""What can close each mark that opens; the first of them where one has to be put in."""

_OPENS = {'"': '"', "”": "“", "»": "«"}
"""What opens before a mark that closes."""


def balance(words: str) -> str:
    """The words without marks around the whole; a mark whose partner lies beyond their edge gets one at the edge.

    >>> balance('"Go," he said, and threatened "peace and'), balance('harm," he said.')
    ('"Go," he said, and threatened "peace and"', '"harm," he said.')
    """
    pairs, opened, closed = _pair(words)
    start, end = _trim(words, pairs, {*opened, *closed})
    before = "".join(_OPENS[words[at]] for at in reversed(closed) if start <= at < end)
    after = "".join(_CLOSES[words[at]][0] for at in reversed(opened) if start <= at < end)
    return before + words[start:end] + after


def _trim(words: str, pairs: dict[int, int], lone: set[int]) -> tuple[int, int]:
    """Where the words begin and end without blanks, marks around the whole, and lone marks at either edge."""
    start, end = 0, len(words)
    while start < end:
        if words[start].isspace() or start in lone:
            start += 1
        elif words[end - 1].isspace() or end - 1 in lone:
            end -= 1
        elif pairs.get(start) == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    return start, end


def _pair(words: str) -> tuple[dict[int, int], list[int], list[int]]:
    """Marks that belong together, and the places of those that open or close nothing."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    closed: list[int] = []
    for at, mark in enumerate(words):
        if opened and mark in _CLOSES[words[opened[-1]]] and not _begins(words, at):
            pairs[opened.pop()] = at
        elif mark in _CLOSES and (mark != '"' or _begins(words, at)):
            opened.append(at)
        elif mark in _OPENS:
            closed.append(at)
    return pairs, opened, closed


def _begins(words: str, at: int) -> bool:
    """Whether a straight mark has a word right behind it and none before."""
    return (
        words[at] == '"'
        and words[at + 1 : at + 2].strip() != ""
        and words[max(0, at - 1) : at] in ("", " ", "(", "[", "—", "–")
    )
