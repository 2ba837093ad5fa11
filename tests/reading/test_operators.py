"""The walk from a deed up the parse: what stands over it, and by which words."""

from __future__ import annotations

import pytest

from firsthand.model import Document, Reading, Tree, text_id, words
from firsthand.reading import models
from firsthand.reading.commitment import features
from firsthand.reading.operators import HIGHEST, climb, cue_spans, deed_of, find_operators, leader, signature


def parsed(text: str) -> Tree:
    tree = models.parse(Reading(document=Document(id="d", text=text, sha256=text_id(text)))).tree
    assert tree is not None
    return tree


def at(tree: Tree, word: str) -> int:
    return next(i for i, t in enumerate(tree.tokens) if t.norm == word)


@pytest.mark.parametrize(
    ("text", "deed", "kind", "cue"),
    [
        ("The army did not leave the town.", "leave", "negation", "not"),
        ("The army may leave the town.", "leave", "modal", "may"),
        ("The army will leave the town.", "leave", "tense", "will"),
        ("If the army leaves, the town is lost.", "leaves", "condition", "If"),
        ("Did the army leave the town?", "leave", "question", "?"),
        ("The army came to defend the town.", "defend", "purpose", "to"),
        ("The minister said the army had left the town.", "left", "attribution", "said"),
        ("The army probably left the town.", "left", "hedge", "probably"),
        ("The army plans to leave the town.", "leave", "plan", "plans"),
        ("The army managed to leave the town.", "leave", "implication", "managed"),
        ("The army fled after the rebels entered the town.", "entered", "circumstance", "after"),
        ("The army left without burning the town.", "burning", "negation", "without"),
        ("No soldier left the town.", "left", "negation", "No"),
    ],
)
def test_operator(text: str, deed: str, kind: str, cue: str) -> None:
    """Each kind of operator is found over the deed, at its own words."""
    tree = parsed(text)
    found = [o for o in find_operators(tree, at(tree, deed)) if o.kind == kind]
    assert cue in [words(cue_spans(tree, o), text) for o in found]


def test_height() -> None:
    """An operator in the deed's own clause stands at 0, one over the verb that governs it at 1."""
    tree = parsed("The minister did not say that the army may leave.")
    heights = {o.rule: o.above for o in find_operators(tree, at(tree, "leave"))}
    assert (0, 1) == (heights["hedge/may"], heights["negator/not"])


def test_joined_deeds_share_what_governs_them() -> None:
    """ "plans to take and hold": both are planned."""
    tree = parsed("The army plans to take and hold the town.")
    assert at(tree, "take") == leader(tree, at(tree, "hold"))
    assert "plan/plan" in {o.rule for o in find_operators(tree, at(tree, "hold"))}


def test_climb_ends() -> None:
    """However deep a word stands, few words above it are looked at."""
    tree = parsed("He said she said they said we said you said the army had left.")
    assert len(climb(tree, at(tree, "left"))) <= HIGHEST


def test_signature_follows_the_verb() -> None:
    """Who forgot to lock has not locked; where the verb is negated the value is another."""
    plain, negated = parsed("The guard forgot to lock the gate."), parsed("The guard did not forget to lock the gate.")
    first, second = signature(plain, at(plain, "lock")), signature(negated, at(negated, "lock"))
    assert first is not None
    assert second is not None
    assert first < 0 < second


def test_features_are_said_once() -> None:
    """Names of features do not repeat, so that none counts twice."""
    tree = parsed("The minister said that he did not know whether the army would not leave.")
    names = features(tree, at(tree, "leave"))
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "verb", "deed"),
    [
        ("The army failed to leave the town.", "failed", "leave"),
        ("The army managed to leave the town.", "managed", "leave"),
        ("The army left the town to rest.", "left", "left"),
        ("The minister said it was late.", "said", "said"),
    ],
)
def test_deed_of(text: str, verb: str, deed: str) -> None:
    """A verb that only carries a deed stands for what it carries."""
    tree = parsed(text)
    assert at(tree, deed) == deed_of(tree, at(tree, verb))
