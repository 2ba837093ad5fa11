"""Who did what to whom: what the rules coded is put before the trained coder, which may agree, know better, or speak
where the rules are silent. Beside it stand the day and the place that the clause itself names."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.model import Assertion, Event, Mention, Reading, Sentence, Span, Tree, hull
from firsthand.reading.clauses import main_word
from firsthand.reading.coder import NONE, Chance, Pair, chances
from firsthand.reading.event_signs import find_signs
from firsthand.reading.events import onward
from firsthand.reading.phrases import agent, head_of, is_passive, subject
from firsthand.reading.pipeline import Stage

LIKELY = 0.8
"""The coder alone must be this sure of a root."""
SURER = 0.9
"""To overrule a rule it must be this sure of another root …"""
UNLIKELY = 0.05
"""… and hold that of the rule to be no likelier than this."""

_VERBS = frozenset({"VERB", "AUX"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "off"})
_PLACES = frozenset({"place", "state"})
_PARTIES = frozenset({"person", "state", "government", "organisation", "armed group", "people", "place", "outlet"})
_BELOW = frozenset({"dobj", "dative", "pobj", "attr", "nsubjpass", "conj", "poss", "oprd"})


class _Page(msgspec.Struct, frozen=True):
    """One document and where its mentions are headed."""

    reading: Reading
    tree: Tree
    at: dict[int, Mention]


def code_events(reading: Reading) -> Reading:
    """The assertions, each with its event."""
    assert reading.tree is not None and reading.assertions is not None
    heads = {head_of(reading.tree, (m.span,)): m for m in reading.mentions or () if m.entity is not None}
    page = _Page(reading, reading.tree, heads)
    return msgspec.structs.replace(reading, assertions=tuple(_with_event(page, a) for a in reading.assertions))


def _with_event(page: _Page, assertion: Assertion) -> Assertion:
    head = main_word(page.tree, assertion.content)
    parties = _parties(page, assertion, head)
    event = assertion.event
    if parties is not None:
        actor, recipient = parties
        event = settle(event, chances(_pair(page, actor, recipient)), actor.entity, recipient.entity)
    if event is not None:
        event = _placed(page, assertion, head, event)
    return assertion if event == assertion.event else msgspec.structs.replace(assertion, event=event)


def settle(event: Event | None, found: tuple[Chance, ...], actor: str | None, recipient: str | None) -> Event | None:
    """The event on which rule and coder settle, with who found it and how likely it is.

    A rule stands unless the coder is sure of another root; without a rule the coder must be sure.
    """
    best = found[0]
    if event is None:
        return _seen(best, actor, recipient) if best.root != NONE and best.probability >= LIKELY else None
    own = next((c.probability for c in found if c.root == event.type), 0.0)
    if best.root == event.type:
        return msgspec.structs.replace(event, probability=own, by=("model", "rule"))
    if best.root != NONE and best.probability >= SURER and own <= UNLIKELY:
        return _seen(best, event.actor, event.recipient)
    return msgspec.structs.replace(event, probability=own)


def _seen(best: Chance, actor: str | None, recipient: str | None) -> Event:
    return Event(best.root, None, actor, recipient, probability=best.probability, by=("model",))


def _parties(page: _Page, assertion: Assertion, head: int) -> tuple[Mention, Mention] | None:
    """Who acts and who is acted upon: as the rule has it, else by the grammar of the clause; None unless both are named
    in one sentence."""
    inside = {i: m for i, m in page.at.items() if any(s.covers(m.span) for s in assertion.content)}
    event = assertion.event
    if event is None:
        actor, recipient = _by_grammar(page, inside, head)
    else:
        actor, recipient = _named(inside, event.actor), _named(inside, event.recipient)
    if actor is None or recipient is None or actor.entity == recipient.entity:
        return None
    sentences = {page.tree.tokens[page.tree.at(m.span.start)].sentence for m in (actor, recipient)}
    apart = actor.span.end <= recipient.span.start or recipient.span.end <= actor.span.start
    return (actor, recipient) if len(sentences) == 1 and apart else None


def _named(inside: dict[int, Mention], entity: str | None) -> Mention | None:
    return next((m for _, m in sorted(inside.items()) if m.entity == entity), None)


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


def _pair(page: _Page, actor: Mention, recipient: Mention) -> Pair:
    assert page.reading.sentences is not None
    tree, text = page.tree, page.reading.document.text
    sentence = page.reading.sentences[tree.tokens[tree.at(actor.span.start)].sentence]
    words = range(sentence.first, sentence.last + 1)
    signs = find_signs(tree, words, tree.within(actor.span), tree.within(recipient.span))
    return Pair(sentence.span.of(text), _from(sentence, actor), _from(sentence, recipient), signs)


def _from(sentence: Sentence, mention: Mention) -> Span:
    return Span(mention.span.start - sentence.span.start, mention.span.end - sentence.span.start)


def _placed(page: _Page, assertion: Assertion, head: int, event: Event) -> Event:
    """The event with the day and the place that its own clause gives it."""
    days = [d.span for d in assertion.dates]
    own = [span for span in days if _clause_of(page.tree, span) == head]
    date = own[0] if own else days[0] if len(days) == 1 else None
    where = [
        m.span
        for i, m in sorted(page.at.items())
        if m.kind in _PLACES
        and m.entity not in (event.actor, event.recipient)
        and hull(assertion.content).covers(m.span)
        and _stands_where(page.tree, i)
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
