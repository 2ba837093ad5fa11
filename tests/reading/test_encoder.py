"""The distribution with the weights, and what it says when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import ModelError
from firsthand.model import Span
from firsthand.reading import encoder
from firsthand.reading.proposals import attributions_in, look


def test_missing_weights_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setattr(encoder, "PACKAGE", "firsthand-reader-nowhere")
    with pytest.raises(ModelError) as error:
        encoder.package_folder()
    assert "firsthand-reader-nowhere" in str(error.value.hint)


def test_other_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of another layout would be read as nonsense."""
    monkeypatch.setattr(encoder, "VERSION", "7.")
    with pytest.raises(ModelError, match="not 7"):
        encoder.package_folder()


@pytest.mark.parametrize("text", [None, "[1, 2]", "{"], ids=["missing", "other", "cut"])
def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    """The error names the file and says how to put it right."""
    if text is not None:
        (tmp_path / "attribution").mkdir()
        (tmp_path / "attribution/vote.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(encoder, "package_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"no attribution/vote\.json") as error:
        encoder.vote_weights.__wrapped__()
    assert "reinstall" in str(error.value.hint)


def test_a_window_is_read_alike_beside_any_other() -> None:
    """Neighbours change no digit."""
    alone = encoder.states([[1, 1996, 2390]])[0]
    beside = encoder.states([[1, 4937], [1, 1996, 2390], [1, 1996, 2390, 2056, 2009]])[1]
    assert alone.tobytes() == beside.tobytes()


def test_parts_are_whole_words() -> None:
    """A part that begins or ends inside a word takes all of it."""
    text = "Brzezinski said that the Nagorno-Karabakh ceasefire had collapsed."
    (found,) = attributions_in(text, look(text, [Span(0, len(text))]))
    assert ("Brzezinski", "said") == (found.source[0].of(text), found.cue[0].of(text))
