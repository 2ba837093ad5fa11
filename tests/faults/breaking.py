"""Builds that are broken on purpose: tests that find nothing wrong with these find nothing."""

from __future__ import annotations

import time
from typing import Any

from firsthand.case import desk, running
from firsthand.store import Offer, Writer

WINDOW = 0.15
"""Seconds between two halves that a sound build keeps at once."""


def run_before_answer() -> None:
    """A run is kept before its answer: killed between the two, the case takes an empty answer for the last word."""
    put = running._Maker.put

    def torn(self: Any, writer: Writer, *args: Any) -> Any:
        kept = writer.put_answer
        writer.put_answer = lambda run, answer: _later(writer, run, answer)  # type: ignore[method-assign]
        try:
            return put(self, writer, *args)
        finally:
            writer.put_answer = kept  # type: ignore[method-assign]

    def _later(writer: Writer, run: str, answer: Any) -> Any:
        writer.__exit__(None, None, None)
        time.sleep(WINDOW)
        writer.__enter__()
        return Writer.put_answer(writer, run, answer)

    running._Maker.put = torn  # type: ignore[method-assign]


def offers_before_documents() -> None:
    """What was taken is logged before it is kept, and kept only if the log lacks it: a kill between loses it."""
    add_items = desk.add_items

    def torn(store: Any, items: Any, **options: Any) -> Any:
        with store.view() as view:
            logged = {o.path for o in view.offers("taken")}
        fresh = [i for i in items if i.path not in logged]
        with store.writer(who="add") as writer:
            writer.put_offers(
                Offer(path=i.path, outcome="taken", document=getattr(i.outcome, "id", None)) for i in fresh
            )
        time.sleep(WINDOW)
        return add_items(store, fresh, **options)

    desk.add_items = torn  # type: ignore[assignment]


BUILDS = {"run before answer": run_before_answer, "offers before documents": offers_before_documents}
