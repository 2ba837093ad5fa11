"""What the rules for names look at: the text made plain, its parse, and what the lists know of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.model import Name, Reading, Sentence, Span, Token, Tree
from firsthand.reading.gazetteer import Hit, RoleHit, find_names, find_roles, plain

PEOPLES = ("adjective", "demonym")
HEADLINE_SHARE = 0.6
"""Of the longer words of a heading at least this share is capitalised; running text stays under a third."""

_NAMING = frozenset({"ORG", "FAC", "GPE", "LOC", "WORK_OF_ART", "PRODUCT"})
_MODIFIERS = ("compound", "amod", "nmod")


class Ground:
    """Stretches that are taken; they do not overlap."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [s.start for s in self._spans]

    def over(self, span: Span) -> list[Span]:
        """Taken stretches that overlap `span`."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return [s for s in self._spans[first:last] if s.end > span.start]

    def take(self, span: Span) -> None:
        at = bisect_left(self._starts, span.start)
        self._spans.insert(at, span)
        self._starts.insert(at, span.start)

    def all(self) -> tuple[Span, ...]:
        return tuple(self._spans)


class Page(msgspec.Struct, frozen=True):
    """One document as the rules for names see it.

    `outlet` is who published it, if said; `hits` are listed forms, `roles` titles and offices that stand for somebody,
    `names` what the parser proposes; `listed` and `offices` are where hits and roles stand, `dates` where the parser
    saw a date, `headlines` headings.
    """

    text: str
    outlet: str | None
    tree: Tree
    names: tuple[Name, ...]
    hits: dict[Span, Hit]
    roles: tuple[RoleHit, ...]
    listed: Ground
    offices: Ground
    dates: Ground
    headlines: Ground

    def words(self, span: Span) -> str:
        """The words at `span`, white space evened out."""
        return " ".join(span.of(self.text).split())

    def tokens(self, span: Span) -> list[Token]:
        inside = self.tree.within(span)
        return list(self.tree.tokens[inside.start : inside.stop])


def open_page(reading: Reading) -> Page:
    """Look up the lists; keep the roles that stand for somebody."""
    assert reading.tree is not None and reading.names is not None and reading.sentences is not None
    text, tree, names = plain(reading.document.text), reading.tree, reading.names
    roles = tuple(_standing_roles(text, tree, names))
    hits = {hit.span: hit for hit in find_names(text)}
    return Page(
        text,
        plain(reading.document.outlet or "").strip() or None,
        tree,
        names,
        hits,
        roles,
        listed=Ground(hits),
        offices=Ground(apart(r.span for r in roles)),
        dates=Ground(apart(n.span for n in names if n.label in ("DATE", "TIME", "CARDINAL"))),
        headlines=Ground(s.span for s in reading.sentences if is_headline(tree, s)),
    )


def apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that do not overlap: the leftmost, then the longest."""
    reached = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= reached:
            reached = span.end
            yield span


def is_headline(tree: Tree, sentence: Sentence) -> bool:
    """Whether a sentence is a heading: no mark at its end, most of its longer words capitalised."""
    tokens = tree.tokens[sentence.first : sentence.last + 1]
    longer = [t for t in tokens if t.end - t.start > 3 and t.pos != "PUNCT"]
    if len(longer) < 2 or tokens[-1].pos == "PUNCT":
        return False
    return sum(t.tag in ("NNP", "NNPS") for t in longer) >= HEADLINE_SHARE * len(longer)


def is_capital(text: str, at: int) -> bool:
    """Whether a word with a capital follows at `at`, one space on: a title may stand before it."""
    return text[at : at + 1] == " " and text[at + 1 : at + 2].isupper()


def _standing_roles(text: str, tree: Tree, names: tuple[Name, ...]) -> Iterator[RoleHit]:
    """Roles whose head is a noun that stands for somebody, or a title; not "general" in "general public"."""
    other = Ground(apart(n.span for n in names if n.label in _NAMING))
    people = {word for n in names if n.label == "PERSON" for word in n.span.of(text).split()}
    for role in find_roles(text):
        if _is_noun(tree, text, role) and not _opens_name(text, role, other, people):
            yield role


def _is_noun(tree: Tree, text: str, role: RoleHit) -> bool:
    inside = tree.within(role.span)
    if not inside or (tree.tokens[inside[-1]].end != role.span.end and not text.startswith(".", role.span.end - 1)):
        return False
    head = tree.tokens[head_of(tree, inside)]
    person = role.form.role.stands_for == "person"
    if head.pos not in ("NOUN", "PROPN"):
        return any(tree.tokens[i].pos in ("NOUN", "PROPN") for i in inside)
    if head.dep in _MODIFIERS or head.dep == "npadvmod":
        return person and is_capital(text, role.span.end)
    return True


def _opens_name(text: str, role: RoleHit, other: Ground, people: set[str]) -> bool:
    """Whether the role is but the first word of a longer name ("General Electric")."""
    if not role.span.of(text).isalpha():
        return False
    for span in other.over(role.span):
        rest = text[role.span.end : span.end].split()
        opens = text[span.start : role.span.start].lower() in ("", "the ")
        if opens and rest and rest[0][0].isupper() and not people.intersection(rest):
            return True
    return False


def head_of(tree: Tree, inside: range) -> int:
    """The last token whose head lies outside."""
    return next(
        (i for i in reversed(inside) if tree.tokens[i].head not in inside or tree.tokens[i].head == i), inside[-1]
    )


def is_in_place(page: Page, span: Span) -> bool:
    """Whether "in", "near" or "the village of" stands before it."""
    first = page.tree.within(span).start
    before = [t.norm for t in page.tree.tokens[max(0, first - 2) : first]]
    return before[-1:] in (["in"], ["near"]) or (before[1:] == ["of"] and before[0] in naming_words("town-attributes"))


def is_particle(token: Token) -> bool:
    return token.norm in naming_words("particles")
