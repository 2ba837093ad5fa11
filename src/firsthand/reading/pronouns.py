"""Whom a pronoun stands for."""

from __future__ import annotations

from functools import cache

from firsthand.lexicon.roles import roles
from firsthand.lexicon.words import word_list
from firsthand.model import Attribution, Mention, Reading, Spans, Tree, hull
from firsthand.reading.entities import entity_of
from firsthand.reading.phrases import RELATIVES, head_of, noun_phrase, spans_of

PERSONAL = frozenset({"he", "she", "him", "her", "his"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their"})
FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
BODIES = frozenset({"state", "government", "organisation", "armed group", "outlet", "work"})
PLURAL_KINDS = frozenset({"armed group", "organisation", "people"})
UTTERING = frozenset({"frame/clause", "frame/quote", "frame/according", "frame/label", "frame/parenthesis"})
Resolved = dict[str, Attribution]
"""Attributions whose source is settled, by id, in text order."""

REACH = 3
"""A pronoun looks back over at most this many sentences."""


@cache
def _role_words() -> frozenset[str]:
    return frozenset(form.split()[-1] for role in roles() for form in role.forms)


def is_agent(noun: str) -> bool:
    """Whether the noun names people, a body of people, or a text."""
    noun = noun.rsplit("-", 1)[-1]
    return noun in word_list("agents") or noun in word_list("works") or noun in _role_words()


def pronoun_kind(reading: Reading, source: Spans, head: int) -> str | None:
    """The rule that a source calls for when it is a pronoun: relative, first-person, pronoun; None for any other."""
    assert reading.tree is not None
    word, alone = reading.tree.tokens[head].norm, reading.tree.within(hull(source)) == range(head, head + 1)
    if word in RELATIVES and alone:
        return "relative"
    if word in FIRST:
        return "first-person"
    return "pronoun" if word in PERSONAL | NEUTER | PLURAL else None


def resolve_pronoun(reading: Reading, attribution: Attribution, head: int, before: Resolved) -> str | None:
    """The entity that the pronoun at `head` stands for; `before` are the attributions already resolved, in text
    order."""
    assert reading.tree is not None
    word = reading.tree.tokens[head].norm
    if word in RELATIVES:
        noun = antecedent(reading.tree, head)
        spans = (
            spans_of(reading.tree, noun_phrase(reading.tree, noun), reading.document.text) if noun is not None else ()
        )
        return entity_of(reading, hull(spans)) if spans else None
    if word in FIRST:
        around = before.get(attribution.parent or "")
        return around.source_entity if around is not None else None
    if word in PLURAL:
        return _plural(reading, head)
    if UTTERING & set(attribution.rules) and (last := _last_speaker(reading, head, before)) is not None:
        return last.source_entity
    return _last_named(reading, head, before)


def antecedent(tree: Tree, pronoun: int) -> int | None:
    """The noun that "who" or "which" stands for."""
    return next((tree.tokens[a].head for a in tree.ancestors(pronoun) if tree.tokens[a].dep == "relcl"), None)


def _last_speaker(reading: Reading, pronoun: int, before: Resolved) -> Attribution | None:
    """Who spoke last, within reach, and can be spoken of by this pronoun: whoever goes on speaking is still the
    same."""
    assert reading.tree is not None and reading.sentences is not None
    tree = reading.tree
    start = tree.tokens[pronoun].start
    floor = reading.sentences[max(0, tree.tokens[pronoun].sentence - REACH)].span.start
    spoken = [
        a for a in before.values() if a.source and UTTERING & set(a.rules) and floor <= hull(a.source).start < start
    ]
    spoken = [a for a in spoken if _agrees(reading, a, tree.tokens[pronoun].norm in PERSONAL)]
    return max(spoken, key=lambda a: hull(a.source).start, default=None)


def _agrees(reading: Reading, spoken: Attribution, personal: bool) -> bool:
    """A person for "he" and "she", a body for "it"; an unnamed speaker by the noun's number."""
    assert reading.tree is not None and reading.entities is not None
    token = reading.tree.tokens[head_of(reading.tree, spoken.source)]
    kind = next((e.kind for e in reading.entities if e.id == spoken.source_entity), None)
    if kind is not None:
        return (kind == "person") == personal and (kind == "person" or kind in BODIES)
    if token.norm in PERSONAL | NEUTER:
        return (token.norm in PERSONAL) == personal
    return token.tag == "NN" and is_agent(token.lemma)


def _last_named(reading: Reading, pronoun: int, before: Resolved) -> str | None:
    """The nearest fitting name in the sentences before, subjects and speakers first."""
    assert reading.tree is not None and reading.sentences is not None and reading.mentions is not None
    tree, personal = reading.tree, reading.tree.tokens[pronoun].norm in PERSONAL
    if not personal and _last_subject_is_thing(reading, pronoun):
        return None
    floor = reading.sentences[max(0, tree.tokens[pronoun].sentence - REACH)].span.start
    within = [
        m for m in reading.mentions if floor <= m.span.start < tree.tokens[pronoun].start and m.entity is not None
    ]
    fitting = [m for m in within if (m.kind == "person" if personal else m.kind in BODIES)]
    best = max(fitting, key=lambda m: (_prominence(reading, m, before), m.span.start), default=None)
    return best.entity if best is not None else None


def _prominence(reading: Reading, mention: Mention, before: Resolved) -> tuple[int, bool]:
    """Nearer sentences first; within one, who speaks or does something before who is only spoken of."""
    assert reading.tree is not None
    token = reading.tree.tokens[head_of(reading.tree, (mention.span,))]
    speaks = any(mention.span.overlaps(s) for a in before.values() for s in a.source)
    return token.sentence, speaks or token.dep in ("nsubj", "nsubjpass")


def _plural(reading: Reading, pronoun: int) -> str | None:
    """ "they" is the last plural before it, or the last group by name; two who are joined are nobody by one name."""
    assert reading.tree is not None and reading.sentences is not None and reading.mentions is not None
    tree = reading.tree
    floor = reading.sentences[max(0, tree.tokens[pronoun].sentence - 1)].first
    groups = {head_of(tree, (m.span,)): m.entity for m in reading.mentions if m.kind in PLURAL_KINDS}
    for i in range(pronoun - 1, floor - 1, -1):
        joined = tree.tokens[i].pos == "PROPN" and tree.child(i, "cc") is not None
        if i in groups or joined or tree.tokens[i].tag in ("NNS", "NNPS"):
            return groups.get(i)
    return None


def _last_subject_is_thing(reading: Reading, pronoun: int) -> bool:
    """The clause before has a subject that is no name of anybody: "it" is that thing."""
    assert reading.tree is not None and reading.sentences is not None
    tree = reading.tree
    floor = reading.sentences[max(0, tree.tokens[pronoun].sentence - 1)].first
    subjects = [tree.tokens[i] for i in range(floor, pronoun) if tree.tokens[i].dep in ("nsubj", "nsubjpass")]
    last = next((t for t in reversed(subjects) if t.norm not in NEUTER), None)
    return last is not None and last.pos == "NOUN" and not is_agent(last.lemma)
