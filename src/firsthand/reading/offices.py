"""Links role phrases: to the person beside them, to the office of a state, to whoever was called so before."""

from __future__ import annotations

import re

from firsthand.lexicon.naming import naming_words
from firsthand.lexicon.roles import role
from firsthand.lexicon.world import holder_on, slug
from firsthand.model import EntityKind, Mention, Span, content_id
from firsthand.reading.desk import Desk, role_id

GOVERNING = "government-body"
"""The role that stands for the state itself once the state is named."""
LEADING = ("president", "prime-minister", "chancellor", "supreme-leader", "monarch")
"""The roles of those who are called a state's leader."""
INDEFINITE = ("a", "an", "another", "one", "no", "any", "every", "each")


def hold(desk: Desk, phrase: Mention, at: Span, entity: str, rule: str) -> None:
    """Remember that `entity` has this role, under the owner that is named and under none."""
    desk.link(phrase, entity, rule)
    for key in (role_id(phrase), *role(role_id(phrase)).also):
        for owner in dict.fromkeys((None, owner_of(desk, phrase))):
            desk.holders.setdefault((key, owner), []).append((at, entity))


def owner_of(desk: Desk, phrase: Mention) -> str | None:
    """The entity of the state, body or group named within a role phrase."""
    inside = desk.within(phrase)
    return desk.ids[inside[0]] if inside else None


def link_appositions(desk: Desk) -> None:
    """A role phrase set off beside a name is its bearer's: "Anna Kerrigan, a specialist at …"."""
    people = tuple(m for m in desk.names if m.kind == "person" and m in desk.ids)
    ends, starts = {m.span.end: m for m in people}, {m.span.start: m for m in people}
    for phrase in desk.roles:
        if phrase.kind != "person" or "title" in phrase.rules:
            continue
        person = _before(desk, phrase, ends) or _behind(desk, phrase.span.end, starts) or _apposed(desk, phrase, starts)
        if person is not None:
            hold(desk, phrase, person.span, desk.ids[person], "link/apposition")


def _before(desk: Desk, phrase: Mention, ends: dict[int, Mention]) -> Mention | None:
    """The person whose name ends at the comma before this noun phrase."""
    at = desk.tree.at(phrase.span.start)
    while at > 0 and desk.tree.tokens[at - 1].pos in ("DET", "ADJ", "NOUN", "PROPN", "PART", "PRON", "ADV"):
        at -= 1
    before = desk.text[: desk.tree.tokens[at].start].rstrip()
    return ends.get(len(before) - 1) if before.endswith(",") else None


def _behind(desk: Desk, end: int, starts: dict[int, Mention]) -> Mention | None:
    """The person named behind a comma at `end`, with or without a title of his own."""
    if desk.text[end : end + 2] != ", ":
        return None
    title = next((r for r in desk.roles if r.span.start == end + 2 and "title" in r.rules), None)
    return starts.get(end + 2 if title is None else title.span.end + 1)


def _apposed(desk: Desk, phrase: Mention, starts: dict[int, Mention]) -> Mention | None:
    """The person whom the parse puts in apposition: "the commander of the force, General Karim Dadgar"."""
    for i in desk.tree.within(phrase.span):
        if desk.tree.child(i, "appos") is not None:
            name = desk.tree.tokens[desk.tree.child(i, "appos") or i]
            found = next((m for m in starts.values() if m.span.start <= name.start < m.span.end), None)
            if found is not None and found.span.start > phrase.span.end:
                return found
    return None


def link_offices(desk: Desk) -> None:
    """An office with its state is whoever the document says holds it, else the office; a body is the state's body."""
    for phrase in desk.roles:
        owner = owner_of(desk, phrase)
        if phrase in desk.ids or owner is None or "plural" in phrase.rules or not _is_in_office(desk, phrase):
            continue
        known = {e for _, e in desk.holders.get((role_id(phrase), owner), ())}
        if len(known) == 1:
            desk.link(phrase, known.pop(), "link/holder")
        elif not known:
            _link_body(desk, phrase, owner)


def _is_in_office(desk: Desk, phrase: Mention) -> bool:
    """Whether the phrase means the one who is in office now: no "former", no "an"."""
    inside = desk.tree.within(phrase.span)
    tokens = desk.tree.tokens
    if inside.start and tokens[inside.start - 1].norm in (*INDEFINITE, *naming_words("not-in-office")):
        return False
    return not any(tokens[i].norm in naming_words("not-in-office") for i in inside) or role_id(phrase).startswith(
        "deputy"
    )


def _link_body(desk: Desk, phrase: Mention, owner: str) -> None:
    entry = role(role_id(phrase))
    if desk.kind(owner) in ("person", "outlet", "weapon", "people"):
        return
    if entry.id == GOVERNING:
        desk.link(phrase, owner, "link/government")
    elif phrase.kind == "government" or (phrase.kind == "person" and entry.unique):
        entity = _body(entry.id if entry.unique else slug(bare_form(desk, phrase)), phrase.kind, owner)
        if (person := holder_on(entity, desk.day)) in desk.kinds:
            hold(desk, phrase, phrase.span, str(person), "link/known-holder")
            return
        desk.link(phrase, entity, "link/office")
        desk.kinds[entity] = phrase.kind
        if desk.kinds.get(owner) == "place":
            desk.kinds[owner] = "state"


def _body(form: str, kind: EntityKind, owner: str) -> str:
    if owner.startswith("state/"):
        return f"{'office' if kind == 'person' else 'government'}/{owner.removeprefix('state/')}/{form}"
    return content_id("name", owner, form)


def bare_form(desk: Desk, phrase: Mention) -> str:
    """The role's own words, without its owner's."""
    inside = desk.within(phrase)
    if not inside:
        return desk.words(phrase).casefold()
    owner = inside[0].span
    behind, before = desk.text[owner.end : phrase.span.end], desk.text[phrase.span.start : owner.start]
    return (
        re.sub(r"^'s?\s|\sof(?: the)?\s*$", "", behind if owner.start == phrase.span.start else before)
        .strip()
        .casefold()
    )


def link_leaders(desk: Desk) -> None:
    """ "The Turkish leader" is whoever leads Turkey by the report, or by the packaged list if the report names him."""
    for phrase in desk.roles:
        owner = owner_of(desk, phrase)
        if phrase in desk.ids or owner is None or role_id(phrase) != "leader" or bare_form(desk, phrase) != "leader":
            continue
        told = {e for role in LEADING for _, e in desk.holders.get((role, owner), ())}
        known = {holder_on(_body(role, "person", owner), desk.day) for role in LEADING} & set(desk.kinds)
        if len(leaders := told or known) == 1 and _is_in_office(desk, phrase):
            desk.link(phrase, str(leaders.pop()), "link/leader")


def link_definite(desk: Desk) -> None:
    """ "The minister" is the one minister named before; "the agency" the one outlet; "the militants" the one armed
    group; with two, nobody."""
    for phrase in desk.roles:
        if phrase in desk.ids:
            continue
        if (named := _named_next(desk, phrase)) is not None:
            desk.link(phrase, named, "link/named-next")
            continue
        if not _is_definite(desk, phrase):
            continue
        if "plural" in phrase.rules:
            before = _armed_before(desk, phrase) if role_id(phrase) == FIGHTER else set()
        else:
            before = _meant(desk, phrase)
        if len(before) == 1:
            desk.link(phrase, before.pop(), "link/definite" if "plural" not in phrase.rules else "link/fighters")


def _named_next(desk: Desk, phrase: Mention) -> str | None:
    """The body whose name follows what it is: "the rights group Hengaw", "the newspaper Selby Ledger"."""
    kinds = (*BODIES, "outlet")
    if phrase.kind not in kinds or "plural" in phrase.rules:
        return None
    behind = (m for m in desk.names if m.span.start == phrase.span.end + 1 and m in desk.ids and m.kind in kinds)
    return next((desk.ids[m] for m in behind if desk.text[phrase.span.end] == " "), None)


FIGHTER = "soldier"
"""The role of fighters, rebels, militants."""


def _is_definite(desk: Desk, phrase: Mention) -> bool:
    """Whether it stands with "the" ("the New York-based group") and is not said to be another ("the group of four")."""
    tokens, head = desk.tree.tokens, desk.tree.within(phrase.span)[-1]
    if desk.text.startswith(" of ", phrase.span.end):
        return False
    if desk.text[max(0, phrase.span.start - 4) : phrase.span.start].lower() == "the ":
        return True
    below = desk.tree.children[head]
    article = next((c for c in below if tokens[c].dep == "det" and tokens[c].norm in ("the", "this", "that")), None)
    other = any(tokens[c].norm in OTHERS for c in below)
    return article is not None and not other and owner_of(desk, phrase) is None


OTHERS = ("other", "another", "second", "rival", "new", "same", "former", "different", "last", "next", "first")


def _armed_before(desk: Desk, phrase: Mention) -> set[str]:
    """The armed groups named before it, whoever fights beside them."""
    return {e for m, e in desk.ids.items() if m.span < phrase.span and desk.kind(e) == "armed group"}


def _meant(desk: Desk, phrase: Mention) -> set[str]:
    """Whoever named before can be meant by a role phrase."""
    if phrase.kind == "person":
        return {e for at, e in desk.holders.get((role_id(phrase), None), ()) if at < phrase.span}
    earlier = tuple((m, e) for m, e in desk.ids.items() if m.span < phrase.span)
    form = bare_form(desk, phrase)
    kinds = BODIES if phrase.kind in BODIES else (phrase.kind,)
    same = {e for m, e in earlier if m.kind in kinds and _ends_as(desk.words(m).casefold(), form)}
    if same or phrase.kind == "government":
        return same or {e for m, e in earlier if _is_also(m, role_id(phrase))}
    if role_id(phrase) == "group":
        return _named(earlier, ("organisation", "armed group"))
    if any(_is_described(desk, p) and bare_form(desk, p) == form for p in desk.roles if p.span <= phrase.span):
        return set()
    found = _named(earlier, (phrase.kind,))
    return found or (_named(earlier, ("outlet",)) if form == "agency" else found)


def _is_described(desk: Desk, phrase: Mention) -> bool:
    """Whether it is told by words of what it is, and of no outlet: "the national water agency" is a body of its own,
    which "the agency" takes up."""
    tokens, head = desk.tree.tokens, desk.tree.within(phrase.span)[-1]
    below = [
        tokens[c]
        for c in desk.tree.children[head]
        if tokens[c].start < phrase.span.start and tokens[c].dep in ("amod", "compound", "nmod")
    ]
    return (
        phrase not in desk.ids
        and any(t.pos == "NOUN" for t in below)
        and not any(t.norm in naming_words("service-words") for t in below)
    )


BODIES = ("government", "organisation", "armed group")
"""What a court, a council or a front may be taken for, by list and by role."""


def _ends_as(name: str, form: str) -> bool:
    return name == form or name.endswith(f" {form}")


def _named(earlier: tuple[tuple[Mention, str], ...], kinds: tuple[str, ...]) -> set[str]:
    return {e for m, e in earlier if m.kind in kinds and m.rules[0].startswith(("names/", "world/"))}


def _is_also(mention: Mention, id: str) -> bool:
    return mention.rules[0].startswith("role/") and id in role(role_id(mention)).also
