"""Signs of what passes between two who are named: the words of their sentence, the way from one to the other in the
parse, and the rules whose words stand on it. They are what the linear half of the event reader weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firsthand.lexicon.records import EventRule
from firsthand.model import Tree
from firsthand.reading.events import onward, rule_at

Rules = dict[int, EventRule]
"""Tokens whose words name an event, each with its rule."""

_TELLING = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "PART"})
_STEPS = frozenset({"VERB", "AUX", "NOUN"})
_NEAR = frozenset({"dobj", "xcomp", "ccomp", "prt", "attr", "acomp", "prep", "neg", "oprd"})
_BEYOND = frozenset({"prep", "xcomp", "dobj", "ccomp"})
_LAST = frozenset({"pobj", "dobj", "xcomp", "prt"})


def find_signs(tree: Tree, words: range, actor: range, recipient: range) -> tuple[str, ...]:
    """All signs of the sentence at the tokens `words` in which `actor` does something to `recipient`, sorted.

    An empty range stands for a party that is not named.
    """
    parties = {*actor, *recipient}
    rules = {i: rule for i in words if i not in parties and (rule := rule_at(tree, i)) is not None}
    doer, done_to = _head(tree, actor), _head(tree, recipient)
    top, way = _way(tree, doer, done_to)
    around = _around(tree, way) - parties
    found = {
        *_words(tree, words, parties),
        *_ends(tree, "s", doer),
        *_ends(tree, "t", done_to),
        *_on_the_way(tree, around, rules),
        *(f"ruleany:{rule.type}" for rule in rules.values()),
        *_placed(rules, doer, done_to),
        *_coded(tree, words, doer, rules),
    }
    if top is not None:
        found.add(f"lca:{tree.tokens[top].lemma}")
    return tuple(sorted(found))


def _head(tree: Tree, phrase: range) -> int | None:
    """The last word of the phrase that hangs on a word outside it."""
    outside = (i for i in reversed(phrase) if tree.tokens[i].head == i or tree.tokens[i].head not in phrase)
    return next(outside, phrase[-1] if phrase else None)


def _way(tree: Tree, doer: int | None, done_to: int | None) -> tuple[int | None, tuple[int, ...]]:
    """Where the two paths upwards meet, and the words on them; all above the one party where there is but one."""
    if doer is None or done_to is None:
        only = doer if doer is not None else done_to
        return None, () if only is None else tree.ancestors(only)
    first, second = (doer, *tree.ancestors(doer)), (done_to, *tree.ancestors(done_to))
    top = next((i for i in first if i in second), None)
    if top is None:
        return None, ()
    return top, (*first[1 : first.index(top) + 1], *second[1 : second.index(top)])


def _around(tree: Tree, way: Iterable[int]) -> set[int]:
    """The way with what its verbs and nouns govern, two steps down."""
    found = set(way)
    steps = [i for i in sorted(found) if tree.tokens[i].pos in _STEPS]
    found.update(c for i in steps for c in tree.children[i] if tree.tokens[c].dep in _NEAR)
    beyond = [i for i in sorted(found) if tree.tokens[i].dep in _BEYOND]
    found.update(c for i in beyond for c in tree.children[i] if tree.tokens[c].dep in _LAST)
    return found


def _words(tree: Tree, words: range, parties: set[int]) -> Iterator[str]:
    return (f"lem:{t.lemma}" for i in words if i not in parties and (t := tree.tokens[i]).pos in _TELLING)


def _ends(tree: Tree, side: str, party: int | None) -> Iterator[str]:
    if party is None:
        return
    token = tree.tokens[party]
    above = tree.tokens[token.head]
    yield f"{side}dep:{token.dep}"
    yield f"{side}gov:{above.lemma}"
    yield f"{side}gov:{above.lemma}:{token.dep}"
    if above.pos == "ADP":
        yield f"{side}prep:{above.lemma}"


def _on_the_way(tree: Tree, around: set[int], rules: Rules) -> Iterator[str]:
    for i in around:
        token = tree.tokens[i]
        yield f"path:{token.lemma}"
        if token.head in around:
            yield f"arc:{tree.tokens[token.head].lemma}_{token.lemma}"
        if i in rules:
            yield f"rulepath:{rules[i].type}"
            yield f"rid:{rules[i].id}"


def _placed(rules: Rules, doer: int | None, done_to: int | None) -> Iterator[str]:
    if doer is not None and done_to is not None and rules:
        low, high = sorted((doer, done_to))
        yield from (f"rulemid:{rule.type}" for i, rule in rules.items() if low < i < high)
        nearest = min(rules, key=lambda i: (abs(i - doer), i))
        yield f"rulenear:{rules[nearest].type}"


def _coded(tree: Tree, words: range, doer: int | None, rules: Rules) -> Iterator[str]:
    """What the rules alone would code for the verb that the doer hangs on."""
    if doer is None:
        return
    verb = next((i for i in tree.ancestors(doer) if tree.tokens[i].pos in ("VERB", "AUX")), None)
    if verb is not None:
        coded = (rules[i] for i in onward(tree, words.start, words.stop - 1, verb) if i in rules)
        yield from (f"coder:{rule.type}" for rule in list(coded)[:1])
