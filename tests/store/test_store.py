"""Store, Writer and View, on every engine."""

from __future__ import annotations

from firsthand.store import Store
from store.samples import fill


def test_an_answer_comes_back_as_it_was_put(store: Store) -> None:
    """Every list, in order, record for record."""
    found = fill(store)
    with store.view() as view:
        assert found == view.answer()


def test_a_sound_case_has_no_damage(store: Store) -> None:
    fill(store)
    assert () == store.verify()
