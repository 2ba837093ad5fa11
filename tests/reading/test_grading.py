"""The grader: a small net from files, in numbers that can be worked out by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy
import pytest

from firsthand.errors import ModelError
from firsthand.model import Document, Grade, text_id
from firsthand.reading import read_document
from firsthand.reading.encoder import package_folder
from firsthand.reading.grading import ARRAYS, Grader, grader, read_grader


def small(folder: Path, **other: object) -> Path:
    """Two features, one hidden unit that nothing reaches, two scales: `direct` and `through` alone decide."""
    arrays: dict[str, object] = {
        "signs": numpy.zeros((2, 1)),
        "seen": numpy.zeros((2, 1)),
        "bias": numpy.zeros(1),
        "out": numpy.zeros((1, 2)),
        "direct": numpy.array([[-2.0, -1.0], [0.5, 0.0]]),
        "through": numpy.array([[1.0, 1.0], [0.0, 0.0]]),
        "offset": numpy.array([1.0, 0.0]),
        "at": numpy.array([-3.0, 3.0]),
        "chance": numpy.array([0.0, 1.0]),
    }
    numpy.savez(folder / "grader.npz", **(arrays | other))  # type: ignore[arg-type]
    card = {"version": "t", "encoder": "", "features": ["no", "yes"], "scales": ["page", "other"]}
    (folder / "grader.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Grader:
    return read_grader(small(tmp_path))


def test_signs_and_number_add_up(model: Grader) -> None:
    """Offset, features and the encoder's number; what is not known counts nothing."""
    assert (Grade(1.5, 0.75),) == model.grade([(("no", "strange"), 2.5)])


def test_without_a_number(model: Grader) -> None:
    """A word that the encoder says nothing of is graded by its signs."""
    assert (Grade(-1.0, 0.33),) == model.grade([(("no",), None)])


def test_bounds_and_rounding(model: Grader) -> None:
    """Grades stay between -3 and 3 and have one place; there is no minus nought."""
    found = model.grade([((), 9.0), ((), -9.0), ((), -1.04)])
    assert (Grade(3.0, 1.0), Grade(-3.0, 0.0), Grade(0.0, 0.5)) == found
    assert "-" not in str(found[2].score)


def test_another_scale(model: Grader) -> None:
    """A set's own scale is graded beside the page's."""
    assert (Grade(-1.0, 0.33),) == model.grade([(("no",), 0.0)], scale="other")


def test_nothing_to_grade(model: Grader) -> None:
    assert () == model.grade([])


def test_a_folder_without_a_grader(tmp_path: Path) -> None:
    """The error names the folder and says what to do."""
    with pytest.raises(ModelError, match="no grader") as raised:
        read_grader(tmp_path)
    assert "firsthand-reader-en" in str(raised.value.hint)


@pytest.mark.parametrize("name", ARRAYS)
def test_a_short_file(tmp_path: Path, name: str) -> None:
    """Weights without one of their arrays are refused."""
    small(tmp_path)
    with numpy.load(tmp_path / "grader.npz") as found:
        kept = {key: found[key] for key in found if key != name}
    numpy.savez(tmp_path / "grader.npz", **kept)
    with pytest.raises(ModelError):
        read_grader(tmp_path)


@pytest.mark.skipif(grader() is None, reason="no grader is installed")
def test_fitted_beside_this_encoder() -> None:
    """The grader was fitted on the encoder that lies beside it: after another one, training/factuality.py runs anew."""
    folder = package_folder()
    card = json.loads((folder / "factuality/grader.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((folder / "attribution/model.bin").read_bytes()).hexdigest() == card["encoder"]


@pytest.mark.skipif(grader() is None, reason="no grader is installed")
@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("The army left the town.", "The army did not leave the town."),
        ("The army left the town.", "The army may leave the town."),
        ("The army will leave the town.", "The army will not leave the town."),
        ("The army managed to leave the town.", "The army failed to leave the town."),
        ("The army left the town.", "Did the army leave the town?"),
    ],
)
def test_order(more: str, less: str) -> None:
    """What is told as done is graded above what is denied, possible or asked, and is likelier."""
    graded = [read_document(Document(id="d", text=t, sha256=text_id(t))).assertions for t in (more, less)]
    high, low = (a[0].grade for a in graded if a)
    assert high is not None
    assert low is not None
    assert high.score > low.score
    assert high.probability > low.probability
