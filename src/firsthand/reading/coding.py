"""Who did what to whom: what the rules coded is put before the trained coder, which may agree, know better, or speak
where the rules are silent. Beside it stand the day and the place that the clause itself names."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.model import Assertion, Event, Mention, Reading, Span, Tree, hull
from firsthand.model.assertions import Found
from firsthand.reading.clauses import main_word
from firsthand.reading.coder import NONE, Chance, Pair, chances
from firsthand.reading.event_signs import find_signs
from firsthand.reading.events import code_at, onward, rule_at
from firsthand.reading.phrases import agent, head_of, is_passive, subject
from firsthand.reading.pipeline import Stage

LIKELY = 0.8
"""The coder alone must be this sure of a root."""
SURER = 0.95
"""To overrule a rule it must be this sure of another root …"""
UNLIKELY = 0.02
"""… and hold that of the rule to be no likelier than this."""
ALIKE = frozenset({"SANCTION", "COERCE"})
"""PLOVER's own pages put an embargo under both: the rule's word stands."""

_VERBS = frozenset({"VERB", "AUX"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "off"})
_PLACES = frozenset({"place", "state"})
_PARTIES = frozenset({"person", "state", "government", "organisation", "armed group", "people", "place", "outlet"})
_BELOW = frozenset({"dobj", "dative", "pobj", "attr", "nsubjpass", "conj", "poss", "oprd"})


class _Page(msgspec.Struct, frozen=True):
    """One document, where its mentions are headed, and how long the shortest assertion over each token is."""

    reading: Reading
    tree: Tree
    at: dict[int, Mention]
    shortest: dict[int, int]


def code_events(reading: Reading) -> Reading:
    """The assertions, each with its event."""
    assert reading.tree is not None and reading.assertions is not None
    heads = {head_of(reading.tree, (m.span,)): m for m in reading.mentions or () if m.entity is not None}
    page = _Page(reading, reading.tree, heads, _shortest(reading.tree, reading.assertions))
    return msgspec.structs.replace(reading, assertions=tuple(_with_event(page, a) for a in reading.assertions))


def _shortest(tree: Tree, assertions: tuple[Assertion, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    for assertion in assertions:
        own = _tokens(tree, assertion)
        for index in own:
            found[index] = min(found.get(index, len(own)), len(own))
    return found


def _tokens(tree: Tree, assertion: Assertion) -> list[int]:
    return [i for span in assertion.content for i in tree.within(span)]


def _with_event(page: _Page, assertion: Assertion) -> Assertion:
    head = main_word(page.tree, assertion.content)
    actor, recipient = _parties(page, assertion, head)
    event = assertion.event
    if actor is not None and recipient is not None:
        found = chances(_pair(page, assertion, actor, recipient))
        event = settle(event, found, actor.entity, recipient.entity)
    elif event is not None and (actor is not None or recipient is not None):
        event = agreed(event, chances(_pair(page, assertion, actor, recipient)))
    if event is not None:
        event = _placed(page, assertion, head, event)
    further = tuple(_further(page, assertion, event))
    if event == assertion.event and not further:
        return assertion
    return msgspec.structs.replace(assertion, event=event, further=further)


def _further(page: _Page, assertion: Assertion, event: Event | None) -> Iterator[Event]:
    """What the assertion's words tell besides its event: another root or other parties, both named, and rule and coder
    at one. Words that an assertion of their own tells, or that are only aimed at, tell nothing here."""
    tree = page.tree
    own = _tokens(tree, assertion)
    inside = {i: page.at[i] for i in own if i in page.at}
    known = {(event.type, event.actor, event.recipient)} if event is not None else set()
    for index in own:
        if index in inside or page.shortest[index] < len(own) or rule_at(tree, index) is None:
            continue
        found = code_at(tree, index, lambda i: page.at[i].entity if i in page.at else None)
        if found is None or (key := (found.type, found.actor, found.recipient)) in known or _is_aim(tree, index, own):
            continue
        actor, recipient = _named(inside, found.actor), _named(inside, found.recipient)
        if actor is None or recipient is None or not _are_apart(tree, actor, recipient):
            continue
        known.add(key)
        settled = agreed(found, chances(_pair(page, assertion, actor, recipient)))
        if "model" in settled.by:
            yield _placed(page, assertion, index, settled)


def _is_aim(tree: Tree, index: int, own: list[int]) -> bool:
    """Whether the words stand under an infinitive, a modal or a negation, or in a noun that only goes on."""
    path = [index, *(i for i in tree.ancestors(index) if i in own)]
    below = (c for i in path if tree.tokens[i].pos in _VERBS for c in tree.children[i])
    return any(tree.tokens[c].dep == "neg" or tree.tokens[c].tag in ("TO", "MD") for c in below)


def settle(event: Event | None, found: tuple[Chance, ...], actor: str | None, recipient: str | None) -> Event | None:
    """The event on which rule and coder settle, with who found it and how likely it is.

    A rule stands unless the coder is sure of another root; without a rule the coder must be sure.
    """
    best = found[0]
    if event is None:
        return _seen(best, actor, recipient) if best.root != NONE and best.probability >= LIKELY else None
    stands = agreed(event, found)
    doubted = (stands.probability or 0.0) <= UNLIKELY
    if doubted and best.root != NONE and best.probability >= SURER:
        return _seen(best, event.actor, event.recipient)
    return stands


def agreed(event: Event, found: tuple[Chance, ...]) -> Event:
    """A rule's event with the coder's word on it; both sign where they agree. With one party named nothing is
    overruled."""
    alike = ALIKE if event.type in ALIKE else {event.type}
    own = round(sum(c.probability for c in found if c.root in alike), 2)
    by: tuple[Found, ...] = ("model", "rule") if found[0].root in alike else ("rule",)
    return msgspec.structs.replace(event, probability=own, by=by)


def _seen(best: Chance, actor: str | None, recipient: str | None) -> Event:
    return Event(best.root, None, actor, recipient, probability=best.probability, by=("model",))


def _parties(page: _Page, assertion: Assertion, head: int) -> tuple[Mention | None, Mention | None]:
    """Who acts and who is acted upon: as the rule has it, else by the grammar of the clause. Of two that do not stand
    apart in one sentence only the first is kept."""
    inside = {i: m for span in assertion.content for i, m in _held(page, span)}
    event = assertion.event
    if event is None:
        actor, recipient = _by_grammar(page, inside, head)
    else:
        actor, recipient = _named(inside, event.actor), _named(inside, event.recipient)
    if actor is None or recipient is None or _are_apart(page.tree, actor, recipient):
        return actor, recipient
    return actor, None


def _held(page: _Page, span: Span) -> Iterator[tuple[int, Mention]]:
    """The mentions that a span covers, each with its head, in order."""
    for index in page.tree.within(span):
        if (mention := page.at.get(index)) is not None and span.covers(mention.span):
            yield index, mention


def _are_apart(tree: Tree, one: Mention, other: Mention) -> bool:
    if one.entity == other.entity or not (one.span.end <= other.span.start or other.span.end <= one.span.start):
        return False
    return tree.tokens[tree.at(one.span.start)].sentence == tree.tokens[tree.at(other.span.start)].sentence


def _named(inside: dict[int, Mention], entity: str | None) -> Mention | None:
    return next((m for _, m in sorted(inside.items()) if m.entity == entity), None) if entity else None


def _by_grammar(page: _Page, inside: dict[int, Mention], head: int) -> tuple[Mention | None, Mention | None]:
    """Doer and first further party of the clause's main verb; in a passive the other way round."""
    tree = page.tree
    if tree.tokens[head].pos not in _VERBS or not inside:
        return None, None
    known = {i: m for i, m in inside.items() if m.kind in _PARTIES}
    doer = agent(tree, head) if is_passive(tree, head) else subject(tree, head)
    actor = known.get(doer) if doer is not None else None
    recipient = next((known[i] for i in _governed(tree, head) if i in known and i != doer), None)
    return actor, recipient


def _governed(tree: Tree, head: int) -> Iterator[int]:
    """What a verb acts upon, nearest first: objects, what follows its prepositions, and the same of those."""
    verbs = [i for i in onward(tree, 0, len(tree.tokens) - 1, head) if tree.tokens[i].pos in _VERBS]
    found = [c for v in verbs for c in tree.children[v]]
    for i in found:
        if tree.tokens[i].dep in _BELOW:
            yield i
        if tree.tokens[i].dep in _BELOW or tree.tokens[i].pos == "ADP":
            found.extend(tree.children[i])


def _pair(page: _Page, assertion: Assertion, actor: Mention | None, recipient: Mention | None) -> Pair:
    """Only what is told goes before the coder: words that say who tells it would pass for an event of their own."""
    assert page.reading.sentences is not None
    tree = page.tree
    first = next(m.span.start for m in (actor, recipient) if m is not None)
    sentence = page.reading.sentences[tree.tokens[tree.at(first)].sentence].span
    told = hull(assertion.content)
    own = Span(max(sentence.start, told.start), min(sentence.end, told.end))
    inside = [tree.within(m.span) if m is not None else range(0) for m in (actor, recipient)]
    signs = find_signs(tree, tree.within(own), *inside)
    return Pair(own.of(page.reading.document.text), _from(own, actor), _from(own, recipient), signs)


def _from(own: Span, mention: Mention | None) -> Span | None:
    return None if mention is None else Span(mention.span.start - own.start, mention.span.end - own.start)


def _placed(page: _Page, assertion: Assertion, head: int, event: Event) -> Event:
    """The event with the day and the place that its own clause gives it."""
    days = [d.span for d in assertion.dates]
    own = [span for span in days if _clause_of(page.tree, span) == head]
    date = own[0] if own else days[0] if len(days) == 1 else None
    where = [
        m.span
        for i, m in _held(page, hull(assertion.content))
        if m.kind in _PLACES and m.entity not in (event.actor, event.recipient) and _stands_where(page.tree, i)
    ]
    return msgspec.structs.replace(event, date=date, place=where[0] if where else None)


def _clause_of(tree: Tree, span: Span) -> int:
    """The verb that governs the words."""
    first = tree.at(span.start)
    return next((i for i in tree.ancestors(first) if tree.tokens[i].pos in _VERBS), first)


def _stands_where(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    return token.dep == "pobj" and tree.tokens[token.head].norm in _WHERE


STAGE = Stage("coding", code_events, needs=("tree", "sentences", "mentions", "assertions"), makes=("assertions",))
