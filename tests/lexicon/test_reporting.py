"""Every entry of the reporting tables fires in its example and stays silent in its counterexample."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pytest

from firsthand.lexicon.records import Cue, EventRule, Hedge, Negator, Plan, Rule
from firsthand.lexicon.reporting import cues, events, hedges, negators, plans
from firsthand.model import Document, Reading, Tree, text_id
from firsthand.reading import attributions, models, quotes
from firsthand.reading.events import code_event
from firsthand.reading.factuality import judge


def _parsed(text: str) -> Reading:
    return models.STAGE.run(Reading(document=Document(id="d", text=text, sha256=text_id(text))))


def _tree(text: str) -> Tree:
    tree = _parsed(text).tree
    assert tree is not None
    return tree


def _cues_in(text: str) -> set[str]:
    found = attributions.STAGE.run(quotes.STAGE.run(_parsed(text))).attributions
    return {rule for a in found or () for rule in a.rules}


def _operators_in(text: str) -> set[str]:
    tree = _tree(text)
    verbs = (i for i, t in enumerate(tree.tokens) if t.pos in ("VERB", "AUX"))
    return set(chain.from_iterable(judge(tree, verb).rules for verb in verbs))


def _event_in(text: str) -> set[str]:
    tree = _tree(text)
    root = next(i for i, t in enumerate(tree.tokens) if t.dep == "ROOT")
    event = code_event(tree, 0, len(tree.tokens) - 1, root, lambda _: None)
    return {event.rule} if event is not None and event.rule is not None else set()


def _ids(rules: Iterable[Rule]) -> list[str]:
    return [rule.id for rule in rules]


@pytest.mark.parametrize("cue", cues(), ids=_ids(cues()))
def test_cue(cue: Rule) -> None:
    """A cue hands over words in its example and none in its counterexample."""
    assert f"cue/{cue.id}" in _cues_in(cue.example)
    assert f"cue/{cue.id}" not in _cues_in(cue.counterexample)


@pytest.mark.parametrize("hedge", hedges(), ids=_ids(hedges()))
def test_hedge(hedge: Rule) -> None:
    """A hedge lowers the certainty of a clause in its example and of none in its counterexample."""
    assert f"hedge/{hedge.id}" in _operators_in(hedge.example)
    assert f"hedge/{hedge.id}" not in _operators_in(hedge.counterexample)


@pytest.mark.parametrize("negator", negators(), ids=_ids(negators()))
def test_negator(negator: Rule) -> None:
    """A negator turns a clause in its example and none in its counterexample."""
    assert f"negator/{negator.id}" in _operators_in(negator.example)
    assert f"negator/{negator.id}" not in _operators_in(negator.counterexample)


@pytest.mark.parametrize("plan", plans(), ids=_ids(plans()))
def test_plan(plan: Rule) -> None:
    """A plan leaves a clause open in its example and none in its counterexample."""
    assert f"plan/{plan.id}" in _operators_in(plan.example)
    assert f"plan/{plan.id}" not in _operators_in(plan.counterexample)


@pytest.mark.parametrize("event", events(), ids=_ids(events()))
def test_event(event: Rule) -> None:
    """An event's words name it in its example and not in its counterexample."""
    assert {f"event/{event.id}"} == _event_in(event.example)
    assert {f"event/{event.id}"} != _event_in(event.counterexample)


def test_size() -> None:
    """The tables are as large as the field needs: most words of telling in news stand in them."""
    assert len({form for cue in cues() for form in cue.forms}) >= 300
    assert len({form for hedge in hedges() for form in hedge.forms}) >= 60
    assert len({form for negator in negators() for form in negator.forms}) >= 25
    assert len({form for event in events() for form in event.forms}) >= 150


def test_reasons_are_their_own() -> None:
    """No two entries of a table give the same reason."""
    for table in (cues(), hedges(), negators(), plans(), events()):
        reasons = [rule.why for rule in table]
        assert sorted(set(reasons)) == sorted(reasons)


def test_no_form_twice_in_an_entry() -> None:
    """A form stands once in its entry."""
    every: tuple[Cue | Hedge | Negator | Plan | EventRule, ...]
    every = (*cues(), *hedges(), *negators(), *plans(), *events())
    for rule in every:
        assert len(set(rule.forms)) == len(rule.forms), rule.id
