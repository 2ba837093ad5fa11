"""Joints fire in their examples; the table of signatures is read strictly."""

from __future__ import annotations

import pytest

from firsthand.errors import LexiconError
from firsthand.lexicon.commitment import FRAMES, joints, load_signatures, signatures
from firsthand.lexicon.records import Joint
from firsthand.model import Document, Reading, text_id
from firsthand.reading import models
from firsthand.reading.operators import find_operators


def rules_in(text: str) -> set[str]:
    """Rules of all operators over all verbs and nouns of a sentence."""
    tree = models.parse(Reading(document=Document(id="d", text=text, sha256=text_id(text)))).tree
    assert tree is not None
    heads = [i for i, t in enumerate(tree.tokens) if t.pos in ("VERB", "AUX", "NOUN")]
    return {operator.rule for head in heads for operator in find_operators(tree, head)}


@pytest.mark.parametrize("joint", joints(), ids=lambda joint: joint.id)
def test_joint(joint: Joint) -> None:
    """A joint stands over a deed in its example and over none in its counterexample."""
    assert f"joint/{joint.id}" in rules_in(joint.example)
    assert f"joint/{joint.id}" not in rules_in(joint.counterexample)


def test_signatures() -> None:
    """What one regrets is so, whether one does or not; who fails has not done it."""
    known = signatures()
    affirmed, negated = known["fail", "to"]
    assert affirmed is not None
    assert affirmed < -1
    assert {frame for _, frame in known} == set(FRAMES)
    assert len(known) > 1000
    assert negated is None or negated > affirmed


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("know,that,much,0", "2: could not"),
        ("know,when,1,0", "2: 'when'"),
        ("know,that,4,0", "2: 'that'"),
        ("know", "2: "),
    ],
)
def test_bad_signature(row: str, expected: str) -> None:
    """A row that says something else is named by its line."""
    with pytest.raises(LexiconError, match=expected):
        load_signatures("t.csv", f"verb,frame,affirmed,negated\n{row}\n")
