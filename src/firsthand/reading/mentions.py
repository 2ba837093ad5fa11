"""Finds names and role phrases: listed ones first, then what the parser proposes where no list speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.world import by_name
from firsthand.model import EntityKind, Mention, Reading, Span, Token, Tree
from firsthand.reading.gazetteer import (
    DESIGNATION,
    Finder,
    Hit,
    RoleHit,
    find_designations,
    find_names,
    find_roles,
    plain,
)
from firsthand.reading.pipeline import Stage

PROPOSED: dict[str, EntityKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
"""What the parser's labels become where no list knows the name."""
ABSTAINED = frozenset({"DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "LANGUAGE"})
PEOPLES = ("adjective", "demonym")
TITLE_VOTES = 3
"""A title before a name outweighs what the parser called it elsewhere in the same report."""
LONGEST_NAME = 6

_ACRONYM = re.compile(r" \((?P<acronym>[A-Z][A-Za-z&.-]{1,9})\)")
_SPLIT = re.compile(r"/(\d{1,4}[A-Z]?)(?!\w)")


class Page(msgspec.Struct, frozen=True):
    """What every rule below looks at."""

    text: str
    tree: Tree
    hits: tuple[Hit, ...]
    roles: tuple[RoleHit, ...]

    def tokens(self, span: Span) -> tuple[Token, ...]:
        return tuple(self.tree.tokens[i] for i in self.tree.within(span))


class Candidate(msgspec.Struct, frozen=True):
    """A name that no list knows, and what it may be the name of."""

    span: Span
    kind: EntityKind
    votes: int = 1


class Ground:
    """Stretches that are taken; they do not overlap."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [s.start for s in self._spans]

    def over(self, span: Span) -> list[Span]:
        """Taken stretches that overlap `span`."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return [s for s in self._spans[first:last] if s.overlaps(span)]

    def take(self, span: Span) -> None:
        at = bisect_left(self._starts, span.start)
        self._spans.insert(at, span)
        self._starts.insert(at, span.start)


def find_mentions(reading: Reading) -> Reading:
    """Listed names, names that the parser proposes, their repetitions, and role phrases; nested ones stay side by side."""
    assert reading.tree is not None and reading.names is not None
    text = plain(reading.document.text)
    hits = find_names(text)
    page = Page(text, reading.tree, hits, _standing_roles(reading, text))
    people = Ground(_people(page, reading))
    surnames = _surnames(page, people)
    listed = [hit for hit in hits if not _is_in_name(page, people, surnames, hit)]
    names = _names(page, reading, listed, people)
    taken = Ground([*(h.span for h in listed), *(c.span for c in names)])
    arms = tuple(_designated(page, listed, names))
    found = [
        *map(_listed_mention, listed),
        *(Mention(c.span, c.kind, None, (f"names/{c.kind}",)) for c in names),
        *arms,
    ]
    found.extend(_acronyms(page, found))
    again = tuple(_again(page, found, taken))
    found.extend(again)
    found.extend(_role_phrases(page, found))
    return msgspec.structs.replace(reading, mentions=tuple(sorted(set(found), key=_order)))


def _order(mention: Mention) -> tuple[Span, str, tuple[str, ...]]:
    return mention.span, mention.kind, mention.rules


def _listed_mention(hit: Hit) -> Mention:
    """A form of one thing is that thing; a capital, and a form of several, wait for the document to say which."""
    rules = tuple(f"{'speaks' if m.use == 'speaks' else 'world'}/{m.listed.id}" for m in hit.meanings)
    first = hit.meanings[0]
    if first.use == "speaks":
        return Mention(hit.span, "place", None, rules)
    if first.use in PEOPLES:
        rules = (*rules, first.use)
    return Mention(hit.span, first.listed.kind, first.listed.id if len(hit.meanings) == 1 else None, rules)


# Roles


def _standing_roles(reading: Reading, text: str) -> tuple[RoleHit, ...]:
    """Roles whose head is a noun that stands for somebody, or a title before a name; not "general" in "general public"."""
    assert reading.tree is not None and reading.names is not None
    other = Ground(
        _disjoint(n.span for n in reading.names if n.label in ("ORG", "FAC", "GPE", "LOC", "WORK_OF_ART", "PRODUCT"))
    )
    people = {word for n in reading.names if n.label == "PERSON" for word in n.span.of(text).split()}
    return tuple(
        role
        for role in find_roles(text)
        if _is_noun(reading.tree, text, role) and not _opens_name(text, role, other, people)
    )


def _disjoint(spans: Iterable[Span]) -> Iterator[Span]:
    reached = 0
    for span in sorted(spans):
        if span.start >= reached:
            reached = span.end
            yield span


def _is_noun(tree: Tree, text: str, role: RoleHit) -> bool:
    inside = tree.within(role.span)
    if not inside or tree.tokens[inside[-1]].end != role.span.end and not role.span.of(text).endswith("."):
        return False
    head = _head(tree, inside)
    token = tree.tokens[head]
    if token.pos not in ("NOUN", "PROPN"):
        return len(inside) > 1 and token.pos == "ADJ" and token.start < tree.tokens[inside[-1]].start
    if token.dep in ("compound", "amod", "nmod", "npadvmod") and role.form.role.stands_for != "person":
        return False
    return token.dep not in ("compound", "amod", "nmod") or _is_capital(text, role.span.end)


def _is_capital(text: str, at: int) -> bool:
    """Whether the next word begins with a capital: a title may stand before it."""
    return text[at : at + 1] == " " and text[at + 1 : at + 2].isupper()


def _opens_name(text: str, role: RoleHit, other: Ground, people: set[str]) -> bool:
    """Whether the role is but the first word of a longer name ("General Electric")."""
    for span in other.over(role.span):
        rest = text[role.span.end : span.end].split()
        if (
            span.start == role.span.start
            and rest
            and not people.intersection(rest)
            and " " not in role.span.of(text)
            and rest[0][0].isupper()
        ):
            return True
    return False


def _head(tree: Tree, inside: range) -> int:
    """The token whose head lies outside."""
    return next(
        (i for i in reversed(inside) if tree.tokens[i].head not in inside or tree.tokens[i].head == i), inside[-1]
    )


# People


def _people(page: Page, reading: Reading) -> tuple[Span, ...]:
    """People's names, without titles, demonyms and possessive endings."""
    assert reading.names is not None
    dates = Ground(_disjoint(n.span for n in reading.names if n.label in ABSTAINED))
    roles = Ground(_disjoint(r.span for r in page.roles))
    hits = Ground(h.span for h in page.hits)
    proposed = [s for n in reading.names if n.label == "PERSON" for s in _clean_person(page, n.span, hits, roles)]
    titled = [
        s for r in page.roles if r.form.role.stands_for == "person" for s in _after_title(page, r, hits, roles, dates)
    ]
    return tuple(_joined(page, sorted({*proposed, *titled})))


def _clean_person(page: Page, span: Span, hits: Ground, roles: Ground) -> Iterator[Span]:
    tokens = list(page.tokens(span))
    named = {h.span: h for h in page.hits}
    while tokens and (
        _is_small(tokens[0], page.text) or roles.over(tokens[0].span) or _is_before_name(tokens, hits, roles, named)
    ):
        tokens.pop(0)
    while tokens and _is_small(tokens[-1], page.text):
        tokens.pop()
    if not tokens:
        return
    name = Span(tokens[0].start, tokens[-1].end)
    inside = hits.over(name)
    if _is_person_shaped(name.of(page.text)) and not any(
        h.covers(name) or named[h].meanings[0].use in PEOPLES for h in inside
    ):
        yield name


def _is_small(token: Token, text: str) -> bool:
    return not text[token.start].isupper()


def _is_before_name(tokens: list[Token], hits: Ground, roles: Ground, named: dict[Span, Hit]) -> bool:
    """Whether the first word says whose man he is ("Tajik", "Hamas"), and is not his given name ("Jordan Smith")."""
    for span in hits.over(tokens[0].span):
        meaning = named[span].meanings[0]
        if meaning.use in PEOPLES or meaning.listed.kind not in ("state", "place"):
            return True
        return any(roles.over(t.span) for t in tokens[1:3])
    return False


def _is_person_shaped(name: str) -> bool:
    return (
        len(name) > 1
        and not any(c.isdigit() for c in name)
        and not (name.isupper() and len(name) < 5)
        and "\n" not in name
    )


def _after_title(page: Page, role: RoleHit, hits: Ground, roles: Ground, dates: Ground) -> Iterator[Span]:
    """The capitalised words that follow a title."""
    if role.form.plural or not _is_capital(page.text, role.span.end):
        return
    particles = naming_words("particles")
    first = page.tree.at(role.span.end + 1)
    last, reached = None, role.span.end
    for token in page.tree.tokens[first : first + LONGEST_NAME]:
        gap = page.text[reached : token.start]
        if gap.strip() or len(gap) > 2 or any(ground.over(token.span) for ground in (hits, roles, dates)):
            break
        if page.text[token.start].isupper() and token.pos in ("PROPN", "NOUN", "ADJ"):
            last = token
        elif token.norm not in particles:
            break
        reached = token.end
    if last is not None:
        yield Span(page.tree.tokens[first].start, last.end)


def _joined(page: Page, spans: list[Span]) -> Iterator[Span]:
    """Overlapping finds become one; so do a name's halves with only white space between them."""
    held: Span | None = None
    for span in spans:
        if held is not None and (span.start <= held.end or _is_double_space(page.text[held.end : span.start])):
            held = Span(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _is_double_space(gap: str) -> bool:
    return len(gap) > 1 and not gap.strip()


def _is_in_name(page: Page, people: Ground, surnames: frozenset[str], hit: Hit) -> bool:
    """Whether a listed form is only a part of a person's name, or the surname of someone named in full ("Jordan said")."""
    if any(span.covers(hit.span) for span in people.over(hit.span)):
        return True
    return hit.span.of(page.text) in surnames and not _is_in_place(page, hit.span)


def _surnames(page: Page, people: Ground) -> frozenset[str]:
    names = [span.of(page.text).split() for span in _all(people, page.text)]
    return frozenset(name[-1] for name in names if len(name) > 1)


# Other names


def _names(page: Page, reading: Reading, listed: list[Hit], people: Ground) -> list[Candidate]:
    """What the parser and the titles propose, one kind for a name throughout the document."""
    assert reading.names is not None
    titled = {r.span.end for r in page.roles if r.form.role.stands_for == "person"}
    persons = [Candidate(s, "person", TITLE_VOTES if s.start - 1 in titled else 1) for s in _all(people, page.text)]
    hits, roles = Ground(h.span for h in listed), Ground(_disjoint(r.span for r in page.roles))
    named = {h.span: h for h in listed}
    others = [
        c
        for n in reading.names
        if n.label in PROPOSED and n.label != "PERSON"
        for c in _clean_name(page, n.span, PROPOSED[n.label], hits, roles, people, named)
    ]
    return _agreed(page, _apart([*persons, *others]))


def _all(ground: Ground, text: str) -> list[Span]:
    return ground.over(Span(0, len(text)))


def _apart(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates that do not overlap, the first and longest kept."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.span.start, -c.span.end, c.kind)):
        if not kept or candidate.span.start >= kept[-1].span.end:
            kept.append(candidate)
    return kept


def _clean_name(
    page: Page, span: Span, kind: EntityKind, hits: Ground, roles: Ground, people: Ground, named: dict[Span, Hit]
) -> Iterator[Candidate]:
    tokens = list(page.tokens(span))
    while tokens and (
        _is_small(tokens[0], page.text) or tokens[0].norm == "the" or tokens[0].tag in ("VBG", "IN", "CC", "WRB")
    ):
        tokens.pop(0)
    while tokens and not page.text[tokens[-1].start].isalnum():
        tokens.pop()
    if not tokens or tokens[-1].lemma in naming_words("weapon-nouns"):
        return
    name = Span(tokens[0].start, tokens[-1].end)
    if (
        any(c.isalpha() for c in name.of(page.text))
        and not people.over(name)
        and _is_new(page, name, kind, hits, roles, named)
    ):
        yield Candidate(name, _finer(page, name, kind))


def _is_new(page: Page, name: Span, kind: EntityKind, hits: Ground, roles: Ground, named: dict[Span, Hit]) -> bool:
    """Whether the name says more than the listed names and roles in it do."""
    inside, office = hits.over(name), roles.over(name)
    if any(not name.covers(s) or s == name for s in (*inside, *office)):
        return False
    if any(named[s].meanings[0].listed.kind not in ("state", "place") for s in inside):
        return False
    if inside and (kind != "organisation" and len(page.tokens(name)) < 3 or kind == "people"):
        return False
    rest = sum(s.end - s.start for s in (*inside, *office))
    return len(re.sub(r"\W|'s\b", "", name.of(page.text))) > rest


def _finer(page: Page, name: Span, kind: EntityKind) -> EntityKind:
    """An organisation's name says what it is by its first or last word."""
    if kind != "organisation":
        return kind
    words = name.of(page.text).lower().split()
    if len(words) > 1 and {words[0], words[-1]} & naming_words("outlet-words"):
        return "outlet"
    if len(words) > 1 and words[-1] in naming_words("armed-words"):
        return "armed group"
    if any(name.covers(r.span) and r.form.role.stands_for == "government" for r in page.roles):
        return "government"
    return kind


def _agreed(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Each name has the kind that most of its occurrences speak for; a surname is a person's."""
    votes: dict[str, Counter[EntityKind]] = {}
    surnames = {
        c.span.of(page.text).split()[-1] for c in candidates if c.kind == "person" and " " in c.span.of(page.text)
    }
    for candidate in candidates:
        word = candidate.span.of(page.text)
        ballot = votes.setdefault(word, Counter())
        ballot[candidate.kind] += candidate.votes
        if word in surnames:
            ballot["person"] += TITLE_VOTES
        elif _is_in_place(page, candidate.span):
            ballot["place"] += 1
    return [msgspec.structs.replace(c, kind=_winner(votes[c.span.of(page.text)])) for c in candidates]


def _is_in_place(page: Page, span: Span) -> bool:
    at = page.tree.at(span.start)
    return at > 0 and page.tree.tokens[at - 1].norm in ("in", "near")


def _winner(ballot: Counter[EntityKind]) -> EntityKind:
    return min(ballot, key=lambda kind: (-ballot[kind], kind))


# Repetitions, acronyms, designations


def _again(page: Page, found: list[Mention], taken: Ground) -> Iterator[Mention]:
    """Further occurrences of a name that was found once; a surname alone counts as its bearer's name."""
    kinds: dict[str, EntityKind] = {}
    for mention in found:
        if mention.rules[0].startswith("names/"):
            name = mention.span.of(page.text)
            kinds.setdefault(name, mention.kind)
            if mention.kind == "person" and len(last := name.split()[-1]) > 2:
                kinds.setdefault(last, "person")
    for span, name in Finder(sorted(kinds)).find(page.text):
        if not taken.over(span) and page.tree.tokens[page.tree.at(span.start)].pos in ("PROPN", "ADJ", "NOUN", "X"):
            taken.take(span)
            yield Mention(span, kinds[name], None, (f"names/{kinds[name]}", "again"))


def _acronyms(page: Page, found: list[Mention]) -> Iterator[Mention]:
    """The short form in brackets behind a name."""
    for mention in found:
        short = _ACRONYM.match(page.text, mention.span.end)
        if short and mention.rules[0].startswith("names/") and is_acronym(short["acronym"], mention.span.of(page.text)):
            yield Mention(Span(*short.span("acronym")), mention.kind, None, (f"names/{mention.kind}", "acronym"))


def is_acronym(short: str, name: str) -> bool:
    """Whether the capitals of `short` are first letters of words of `name`, in order.

    >>> is_acronym("KSC", "Kolmar Security Council"), is_acronym("USA", "Kolmar Security Council")
    (True, False)
    """
    letters = iter(word[0].upper() for word in re.split(r"[\s-]+", name) if word)
    wanted = [c for c in short if c.isupper()]
    return len(wanted) > 1 and all(c in letters for c in wanted)


def _designated(page: Page, listed: list[Hit], names: list[Candidate]) -> Iterator[Mention]:
    """Names shaped like an arm's, where a listed arm or a word like "drone" beside one of them says so."""
    taken = Ground([h.span for h in listed])
    shaped = [s for s in find_designations(page.text) if not taken.over(s)]
    known = {s.of(page.text) for s in shaped if _is_armed(page, s)}
    for span in shaped:
        if span.of(page.text) in known:
            yield Mention(span, "weapon", None, ("names/weapon", "designation"))
    for hit in listed:
        if hit.meanings[0].listed.kind == "weapon" and (rest := _SPLIT.match(page.text, hit.span.end)):
            yield Mention(
                Span(*rest.span(1)),
                "weapon",
                _sibling(hit.span.of(page.text), rest[1]),
                ("world/weapon", "designation"),
            )


def _sibling(name: str, number: str) -> str | None:
    """The listed arm that differs from this one in its number alone ("Shahed-131/136")."""
    meanings = by_name().get(re.sub(r"\d+[A-Z]?$", number, name), ())
    return meanings[0].listed.id if meanings else None


def _is_armed(page: Page, span: Span) -> bool:
    found = DESIGNATION.match(page.text, span.start)
    if found and any(m.listed.kind == "weapon" for m in by_name().get(found["stem"], ())):
        return True
    at = page.tree.at(span.start)
    near = page.tree.tokens[max(0, at - 3) : at + 5]
    nouns = naming_words("weapon-nouns")
    return any(t.lemma in nouns for t in near)


# Role phrases


def _role_phrases(page: Page, found: list[Mention]) -> Iterator[Mention]:
    """Every role that is not merely a courtesy, with the state, body or group that it is held in."""
    names = Ground(_disjoint(m.span for m in found if m.kind != "place" or m.rules[0].startswith("names/")))
    owners = Ground(_outermost(m.span for m in found))
    starts = {m.span.start for m in found if m.kind == "person"}
    for role in page.roles:
        if role.form.role.id == "honorific" or any(s.covers(role.span) for s in names.over(role.span)):
            continue
        title = ("title",) if role.span.end + 1 in starts and page.text[role.span.end] == " " else ()
        kind: EntityKind = (
            "people" if role.form.plural and role.form.role.stands_for == "person" else role.form.role.stands_for
        )
        plural = ("plural",) if role.form.plural else ()
        yield Mention(_with_owner(page, role.span, owners), kind, None, (f"role/{role.form.role.id}", *title, *plural))


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    reached = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= reached:
            reached = span.end
            yield span


def _with_owner(page: Page, role: Span, owners: Ground) -> Span:
    """ "Tajik" in "Tajik President", "Iran's" in "Iran's new foreign minister", "of Tajikistan" in "President of Tajikistan"."""
    behind = re.compile(r" of (?:the )?").match(page.text, role.end)
    if behind and (after := owners.over(Span(behind.end(), behind.end() + 1))) and after[0].start == behind.end():
        return Span(role.start, after[0].end)
    first = page.tree.within(role)[0]
    for token in reversed(page.tree.tokens[max(0, first - 5) : first]):
        if owner := owners.over(token.span):
            return Span(owner[0].start, role.end) if owner[0].end <= role.start else role
        if (
            token.norm in naming_words("leaning")
            or token.pos not in ("ADJ", "NOUN", "PROPN", "PART")
            and token.norm not in ("'s", "-")
        ):
            break
    return role


STAGE = Stage("mentions", find_mentions, needs=("tree", "sentences", "names"), makes=("mentions",))
