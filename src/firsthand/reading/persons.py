"""Finds people's names: what the parser proposes and what follows a title, without titles, demonyms and endings."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.roles import role_forms
from firsthand.model import Span, Token
from firsthand.reading.gazetteer import Finder, RoleHit
from firsthand.reading.page import PEOPLES, Ground, Page, is_capital, is_in_place, is_particle

LONGEST_NAME = 6


def find_people(page: Page) -> Ground:
    """Where people's names stand."""
    proposed = [s for n in page.names if n.label == "PERSON" for s in _clean(page, n.span)]
    titled = [s for r in page.roles if r.form.role.stands_for == "person" for s in _after_title(page, r)]
    full = {page.words(s) for s in (*proposed, *titled) if " " in page.words(s)}
    again = [s for s, _ in Finder(sorted(full)).find(page.text)]
    return Ground(_joined(page, sorted({*proposed, *titled, *again})))


def in_names(page: Page, people: Ground) -> frozenset[Span]:
    """Listed forms that are only a part of a person's name, or the surname of someone named in full ("Jordan said")."""
    names = [span.of(page.text).split() for span in people.all()]
    surnames = {name[-1] for name in names if len(name) > 1}
    return frozenset(
        span
        for span in page.hits
        if any(p.covers(span) for p in people.over(span))
        or (span.of(page.text) in surnames and not is_in_place(page, span))
    )


def _clean(page: Page, span: Span) -> Iterator[Span]:
    tokens = page.tokens(span)
    while tokens and (_is_small(page, tokens[0]) or page.offices.over(tokens[0].span) or _says_whose(page, tokens)):
        tokens.pop(0)
    while tokens and (_is_small(page, tokens[-1]) or _ends_short(page, tokens[-1])):
        tokens.pop()
    if not tokens:
        return
    name = Span(tokens[0].start, tokens[-1].end)
    inside = page.listed.over(name)
    listed = any(h.covers(name) or _opens_as_people(page, h, name) for h in inside)
    if not listed and _is_person_shaped(name.of(page.text)):
        yield _over_gap(page, name)


def _opens_as_people(page: Page, hit: Span, name: Span) -> bool:
    """ "Tajik Ali" is no name; "Volker Turk" is one, whatever else a Turk may be."""
    return page.hits[hit].meanings[0].use in PEOPLES and hit.start == name.start


def _over_gap(page: Page, name: Span) -> Span:
    """The name with the capitalised word behind a double space: it misleads the parser."""
    after = page.tree.within(name).stop
    if after >= len(page.tree.tokens):
        return name
    token = page.tree.tokens[after]
    same = token.sentence == page.tree.tokens[after - 1].sentence
    free = same and token.pos == "PROPN" and not page.listed.over(token.span)
    return Span(name.start, token.end) if free and _is_double_space(page.text[name.end : token.start]) else name


def _is_small(page: Page, token: Token) -> bool:
    return not page.text[token.start].isupper() or token.tag == "IN"


def _ends_short(page: Page, token: Token) -> bool:
    """Whether it is a rank cut short ("Capt."), which never ends a name; "King" may."""
    return any(page.text.startswith(".", s.end - 1) for s in page.offices.over(token.span))


def _says_whose(page: Page, tokens: list[Token]) -> bool:
    """Whether the first word says whose man he is ("Tajik", "Hamas"), and is not his given name ("Jordan Smith")."""
    for span in page.listed.over(tokens[0].span):
        meaning = page.hits[span].meanings[0]
        if meaning.use in PEOPLES or meaning.listed.kind not in ("state", "place"):
            return True
        return any(page.offices.over(t.span) for t in tokens[1:3])
    return False


def _is_person_shaped(name: str) -> bool:
    words = name.lower().split()
    if len(words) > 1 and {words[0], words[-1]} & naming_words("outlet-words"):
        return False
    if name.lower() in role_forms() or any(c.isdigit() for c in name):
        return False
    return len(name) > 1 and not (name.isupper() and len(name) < 5)


def _after_title(page: Page, role: RoleHit) -> Iterator[Span]:
    """The capitalised words that follow a title."""
    if role.form.plural or not is_capital(page.text, role.span.end):
        return
    first = page.tree.at(role.span.end + 1)
    last, reached = None, role.span.end
    for token in page.tree.tokens[first : first + LONGEST_NAME]:
        gap = page.text[reached : token.start]
        if gap.strip() or len(gap) > 2 or any(g.over(token.span) for g in (page.listed, page.offices, page.dates)):
            break
        if not _is_small(page, token) and token.pos in ("PROPN", "NOUN", "ADJ"):
            last = token
        elif not is_particle(token):
            break
        reached = token.end
    if last is not None:
        yield Span(page.tree.tokens[first].start, last.end)


def _joined(page: Page, spans: list[Span]) -> Iterator[Span]:
    """Overlapping finds become one; so do a name's halves with only a double space between them."""
    held: Span | None = None
    for span in spans:
        if held is not None and _are_one(page, held, span):
            held = Span(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _are_one(page: Page, left: Span, right: Span) -> bool:
    if right.start <= left.end:
        return True
    tokens, tree = page.tree.tokens, page.tree
    same = tokens[tree.at(left.start)].sentence == tokens[tree.at(right.start)].sentence
    return same and _is_double_space(page.text[left.end : right.start])


def _is_double_space(gap: str) -> bool:
    return len(gap) == 2 and not gap.strip()
