"""A report as captured, and what the parser makes of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import msgspec

from firsthand.model.spans import Span


class Document(msgspec.Struct, frozen=True):
    """A text as captured. `text` never changes after intake: every span in the house points into it.

    `published` is an ISO 8601 date or date-time as stated, never guessed; `outlet` is who published it, as stated.
    """

    id: str
    text: str
    sha256: str
    path: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.text:
            raise ValueError("a document needs an id and a text")


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word or mark, as the parser saw it; `Document.text[start:end]` are its letters.

    `norm` is the lower-case form with straight apostrophes; `pos` Universal Dependencies' part of speech, `tag` Penn
    Treebank's; `dep` the ClearNLP relation to the token at index `head` (a root is its own head); `sentence` an index
    into `Reading.sentences`.
    """

    start: int
    end: int
    norm: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Tree(msgspec.Struct, frozen=True):
    """All tokens of a document with the dependency arcs turned round.

    `children[i]` are the indices of the tokens whose head is `i`; `edges[i]` the first and last index of its subtree.
    """

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]

    def subtree(self, index: int) -> tuple[int, ...]:
        """Indices of the token and of all below it, in text order."""
        found = [index]
        for i in found:
            found.extend(self.children[i])
        return tuple(sorted(found))

    def within(self, span: Span) -> range:
        """Indices of the tokens that start in `span`."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def at(self, offset: int) -> int:
        """Index of the last token that starts at or before `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, first: int, last: int) -> Span:
        """From the first token's start to the last token's end."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def child(self, index: int, *deps: str) -> int | None:
        """The first child under one of these relations."""
        return next((c for c in self.children[index] if self.tokens[c].dep in deps), None)

    def ancestors(self, index: int) -> tuple[int, ...]:
        """Heads from the nearest to the root."""
        path: list[int] = []
        while (head := self.tokens[index].head) != index:
            path.append(head)
            index = head
        return tuple(path)


def grow_tree(tokens: tuple[Token, ...]) -> Tree:
    """Index the arcs of `tokens`; raises ValueError when a head points outside."""
    below: list[list[int]] = [[] for _ in tokens]
    edges = [(i, i) for i in range(len(tokens))]
    for i, token in enumerate(tokens):
        if not 0 <= token.head < len(tokens):
            raise ValueError(f"token {i} has its head at {token.head}, outside the text")
        if token.head != i:
            below[token.head].append(i)
    for i in range(len(tokens)):
        node = i
        for _ in tokens:
            if (node := tokens[node].head) == i or edges[node][0] <= i <= edges[node][1]:
                break
            edges[node] = (min(edges[node][0], i), max(edges[node][1], i))
            if tokens[node].head == node:
                break
    return Tree(tokens, tuple(map(tuple, below)), tuple(edges), tuple(t.start for t in tokens))


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence: its words, its tokens `first`..`last` (inclusive indices into `Tree.tokens`), its paragraph's
    number."""

    span: Span
    first: int
    last: int
    paragraph: int


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name that the parser's entity recogniser proposes, with its label (OntoNotes' types)."""

    span: Span
    label: str


class Quote(msgspec.Struct, frozen=True, gc=False):
    """Words between quotation marks: `inner` without the marks, `outer` with them; `closed` is false for a quotation
    that runs on into the next paragraph. A quoted single term or title is no utterance: `scare` says so."""

    inner: Span
    outer: Span
    closed: bool = True
    scare: bool = False
