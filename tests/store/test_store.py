"""Store, Writer and View, on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from store.samples import DAY, TEXT, answer, captured, document, fill, make_store, manifest

from firsthand.errors import StoreError
from firsthand.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "case.db")


def test_an_answer_comes_back_as_it_was_put(store: Store) -> None:
    """Every list, in order, record for record."""
    found = fill(store)
    with store.view() as view:
        assert found == view.answer()


def test_a_sound_case_has_no_damage(store: Store) -> None:
    fill(store)
    assert () == store.verify()
