"""Finds names and role phrases: listed ones first, then what the parser proposes where no list speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.world import by_name, state_of
from firsthand.model import EntityKind, Mention, Name, Reading, Span, Token
from firsthand.reading.arms import find_shaped
from firsthand.reading.gazetteer import DESIGNATION, Finder, Hit, find_designations
from firsthand.reading.page import PEOPLES, Ground, Page, apart, is_in_place, open_page
from firsthand.reading.persons import find_people, in_names
from firsthand.reading.pipeline import Stage
from firsthand.reading.unlisted import LANDS, find_unlisted

_ACRONYM = re.compile(r" \((?P<acronym>[A-Z][A-Za-z&.-]{1,9})\)")
_SPLIT = re.compile(r"/(\d{1,4}[A-Z]?)(?!\w)")
_OWNS = re.compile(r"(?:['’]s?)? ")
_OF = re.compile(r" of (?:the )?")
SEEN: dict[str, EntityKind] = {"organisation": "organisation", "place": "place", "weapon": "weapon"}
"""What the trained reader's labels become."""
_NAMELIKE = ("PROPN", "ADJ", "NOUN", "X")


def find_mentions(reading: Reading) -> Reading:
    """Listed names, unlisted ones, their repetitions, and role phrases. Nested ones stay side by side."""
    page = open_page(reading)
    people = find_people(page)
    parts = in_names(page, people)
    shaped = _shaped(page)
    taken = Ground(m.span for m in shaped)
    others = [Mention(c.span, c.kind, None, (f"names/{c.kind}",)) for c in find_unlisted(page, people)]
    names = [*shaped, *(m for m in others if not taken.over(m.span))]
    names = _with_sightings(page, names, reading.sightings or ())
    wider = Ground(m.span for m in names)
    listed = [hit for span, hit in page.hits.items() if span not in parts and not _is_namesake(wider, hit)]
    owners = {h.span: owner for h in listed if (owner := _owner_before(page, h)) and _is_anothers(page, h, owner)}
    found = [*(_listed_mention(hit) for hit in listed if hit.span not in owners), *names]
    found.extend(_owned(hit, owners[hit.span]) for hit in listed if hit.span in owners)
    found.extend(_designated(page, listed, found))
    named = {m.span for m in found if "names/reader" in m.rules}
    found.extend(m for m in tuple(_acronyms(page, found)) if m.span not in named)
    found.extend(tuple(_again(page, found)))
    found.extend(tuple(_role_phrases(page, found)))
    return msgspec.structs.replace(reading, mentions=tuple(sorted(set(found), key=_order)))


def _shaped(page: Page) -> list[Mention]:
    """Ships and units by the shape of their names, where no list holds them; not "HMS Kestrel Monday"."""
    found = {
        s.span: s for s in find_shaped(page.text) if not page.listed.over(s.span) and not _ends_in_day(page, s.span)
    }
    return [Mention(s, found[s].kind, None, (f"names/{found[s].kind}", f"shape/{found[s].rule}")) for s in apart(found)]


def _ends_in_day(page: Page, span: Span) -> bool:
    return any(d.start > span.start and page.text[d.start].isalpha() for d in page.dates.over(span))


def _with_sightings(page: Page, names: list[Mention], sightings: tuple[Name, ...]) -> list[Mention]:
    """Names with the trained reader's word on them: it confirms them, makes them longer, and has some of its own.

    Of what it sees only what is written as a name counts, and persons are left to the parser, with their surnames. A
    place seen once must stand behind "in" or "near": it may as well be a person's first name.
    """
    seen = {s: kind for n in sightings if (kind := SEEN.get(n.label)) and (s := _as_name(page, n.span))}
    told = Ground(apart(seen))
    voted = [_voted(page, m, told, seen) for m in names]
    taken = Ground(apart(m.span for m in voted))
    free = [s for s in told.all() if not taken.over(s) and not page.listed.over(s) and not page.offices.over(s)]
    often = Counter(page.words(s) for s in free)
    bearers = {m.span.of(page.text).split()[-1] for m in names if m.kind == "person"}
    free = [s for s in free if page.words(s) not in bearers]
    own = [s for s in free if seen[s] != "place" or often[page.words(s)] > 1 or is_in_place(page, s)]
    return [*voted, *(Mention(s, seen[s], None, (f"names/{seen[s]}", "names/reader")) for s in own)]


def _voted(page: Page, mention: Mention, told: Ground, seen: dict[Span, EntityKind]) -> Mention:
    """The mention as it is, or signed by the reader too, with the longer of both spans."""
    wider = next((s for s in told.over(mention.span) if s.covers(mention.span)), None)
    if wider is None or seen[wider] != mention.kind:
        return mention
    free = wider == mention.span or not (page.listed.over(wider) or page.offices.over(wider))
    return Mention(wider, mention.kind, None, (*mention.rules, "names/reader")) if free else mention


def _as_name(page: Page, span: Span) -> Span | None:
    """What is written as a name, its article left out; None where a word in it is a common one, or in a heading."""
    tokens = page.tokens(span)
    if tokens and tokens[0].norm in ("the", "a", "an"):
        tokens.pop(0)
    if not tokens or page.headlines.over(span):
        return None
    proper = all(t.pos == "PROPN" and page.text[t.start].isupper() for t in tokens)
    return Span(tokens[0].start, tokens[-1].end) if proper else None


def _order(mention: Mention) -> tuple[Span, str, tuple[str, ...]]:
    return mention.span, mention.kind, mention.rules


def _is_namesake(wider: Ground, hit: Hit) -> bool:
    """Whether a listed body's name is only the end of another body's ("Kolmar Security Council")."""
    return hit.meanings[0].listed.kind not in LANDS and any(name.covers(hit.span) for name in wider.over(hit.span))


def _owner_before(page: Page, hit: Hit) -> Hit | None:
    """The listed state whose name or people stands right before a body's: "Turkish", "Ukraine's"."""
    if hit.meanings[0].listed.kind in LANDS or not hit.span.start:
        return None
    before = page.listed.over(Span(max(0, hit.span.start - 4), hit.span.start))
    owner = page.hits[before[-1]] if before else None
    if owner is None or owner.meanings[0].listed.kind != "state" or owner.span.end > hit.span.start:
        return None
    return owner if _OWNS.fullmatch(page.text, owner.span.end, hit.span.start) else None


def _is_anothers(page: Page, hit: Hit, owner: Hit) -> bool:
    """Whether a body is called as a listed one is, and is another state's: Ukraine's National Security Council is not
    the American one, and the Turkish Red Crescent no committee in Geneva."""
    states = {state_of(m.listed.id) for m in hit.meanings}
    if None in states:
        return page.words(hit.span).lower() in naming_words("called-alike")
    return not states & {m.listed.id for m in owner.meanings}


def _owned(hit: Hit, owner: Hit) -> Mention:
    """A body that no list knows, called by whose it is."""
    kind = hit.meanings[0].listed.kind
    return Mention(Span(owner.span.start, hit.span.end), kind, None, (f"names/{kind}", "names/owned"))


def _listed_mention(hit: Hit) -> Mention:
    """A form of one thing is that thing; a capital, and a form of several, wait for the document to say which."""
    rules = tuple(f"{'speaks' if m.use == 'speaks' else 'world'}/{m.listed.id}" for m in hit.meanings)
    first = hit.meanings[0]
    if first.use == "speaks":
        return Mention(hit.span, "place", None, rules)
    if first.use in PEOPLES:
        rules = (*rules, first.use)
    return Mention(hit.span, first.listed.kind, first.listed.id if len(hit.meanings) == 1 else None, rules)


# Repetitions, acronyms, designations


def _again(page: Page, found: list[Mention]) -> Iterator[Mention]:
    """Further occurrences of a name that was found once, and of the short forms that people and outlets have."""
    taken = Ground(apart(m.span for m in found))
    kinds: dict[str, EntityKind] = {} if page.outlet is None else {page.outlet: "outlet"}
    for mention in found:
        if mention.rules[0].startswith("names/"):
            kinds.setdefault(mention.span.of(page.text), mention.kind)
    for name, kind in tuple(kinds.items()):
        for short in _short_forms(name, kind):
            kinds.setdefault(short, kind)
    for span, name in Finder(sorted(kinds)).find(page.text):
        again = Span(span.start + 4, span.end) if name.startswith("the ") else span
        inside = page.tree.within(again)
        if not taken.over(again) and (not inside or page.tree.tokens[inside.start].pos in _NAMELIKE):
            taken.take(again)
            yield Mention(again, kinds[name], None, (f"names/{kinds[name]}", "again"))


def _short_forms(name: str, kind: EntityKind) -> Iterator[str]:
    """A person's surname; "the Tribune" for the Selby Tribune."""
    first, _, last = name.rpartition(" ")
    if first and kind == "person" and len(last) > 2:
        yield last
    if first and kind == "outlet" and last.lower() in naming_words("outlet-words"):
        yield f"the {last}"


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


def _designated(page: Page, listed: list[Hit], found: list[Mention]) -> Iterator[Mention]:
    """Names shaped like an arm's, where a listed arm or a word like "drone" beside one of them says so."""
    taken = Ground(apart(m.span for m in found))
    shaped = [s for s in find_designations(page.text) if not taken.over(s)]
    known = {s.of(page.text) for s in shaped if _is_armed(page, s)}
    for span in shaped:
        if span.of(page.text) in known:
            yield Mention(span, "weapon", None, ("names/weapon", "designation"))
    for hit in listed:
        if hit.meanings[0].listed.kind == "weapon" and (rest := _SPLIT.match(page.text, hit.span.end)):
            arm = _sibling(hit.span.of(page.text), rest[1])
            yield Mention(Span(*rest.span(1)), "weapon", arm, ("names/weapon", "designation"))


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
    owners = Ground(apart(m.span for m in found))
    starts = {m.span.start for m in found if m.kind == "person"}
    for role in page.roles:
        if role.form.role.id == "honorific" or any(s.covers(role.span) for s in owners.over(role.span)):
            continue
        title = ("title",) if role.span.end + 1 in starts and page.text[role.span.end] == " " else ()
        plural = ("plural",) if role.form.plural else ()
        kind = role.form.role.stands_for if role.form.role.stands_for != "person" or not plural else "people"
        yield Mention(_with_owner(page, role.span, owners), kind, None, (f"role/{role.form.role.id}", *title, *plural))


def _with_owner(page: Page, role: Span, owners: Ground) -> Span:
    """The role with "Tajik" or "Iran's new" before it, or with "of the United States" behind it."""
    behind = _OF.match(page.text, role.end)
    if behind and behind.end() < len(page.text):
        after = owners.over(Span(behind.end(), behind.end() + 1))
        if after and after[0].start == behind.end():
            return Span(role.start, after[0].end)
    first = page.tree.within(role).start
    sentence = page.tree.tokens[first].sentence
    for token in reversed(page.tree.tokens[max(0, first - 5) : first]):
        if token.sentence != sentence:
            break
        if owner := owners.over(token.span):
            return Span(owner[0].start, role.end)
        if not _may_stand_between(token):
            break
    return role


def _may_stand_between(token: Token) -> bool:
    """Whether a word can part an owner from a role: "'s new" does, "-backed" does not."""
    if token.norm in naming_words("leaning"):
        return False
    return token.pos in ("ADJ", "NOUN", "PROPN", "PART") or token.norm in ("'s", "-")


STAGE = Stage("mentions", find_mentions, needs=("tree", "sentences", "names", "sightings"), makes=("mentions",))
