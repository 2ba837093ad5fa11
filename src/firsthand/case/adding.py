"""Into a case: each item offered comes out once, whatever was offered before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

import msgspec

from firsthand import __version__
from firsthand.case.records import Added
from firsthand.errors import IntakeError
from firsthand.intake import Item
from firsthand.model import Document
from firsthand.store import Captured, Offer, Outcome, Store

BATCH = 200
"""So many items are kept at a time: what was kept before a kill is known after it."""

T = TypeVar("T")


def add_items(store: Store, items: Iterable[Item], *, quarantined: Mapping[str, str]) -> Added:
    """Keep what is new, batch by batch, and log what became of every item; `quarantined` are documents that are known
    and cannot be read, with the reason."""
    offers: list[Offer] = []
    for batch in _batches(items, BATCH):
        with store.writer(who="add") as writer:
            with store.view() as view:
                there = {
                    d.id: d for d in view.documents({i.outcome.id for i in batch if isinstance(i.outcome, Document)})
                }
            settled = [_settle(item, there, quarantined) for item in batch]
            writer.put_documents(
                _capture(item) for item, offer in zip(batch, settled, strict=True) if offer.outcome == "taken"
            )
            writer.put_offers(settled)
        offers += settled
    return Added(**{outcome: tuple(o for o in offers if o.outcome == outcome) for outcome in Added.__struct_fields__})


def _settle(item: Item, there: dict[str, Document], quarantined: Mapping[str, str]) -> Offer:
    """What becomes of an item; a document that is taken stands in `there` from now on."""
    if isinstance(item.outcome, IntakeError):
        error = item.outcome
        return Offer(path=error.item, outcome="refused", reason=error.message, hint=error.hint)
    document = item.outcome
    path = document.path or item.path
    known = there.setdefault(document.id, document)
    if known is document:
        return Offer(path=path, outcome="taken", document=document.id)
    if known.text != document.text:
        reason = f"its id '{document.id}' is that of another text, {known.path}"
        return Offer(path=path, outcome="refused", reason=reason, hint="give each document an id of its own")
    outcome: Outcome = "quarantined" if document.id in quarantined else "known"
    return Offer(path=path, outcome=outcome, document=document.id, reason=quarantined.get(document.id, ""))


def _capture(item: Item) -> Captured:
    assert isinstance(item.outcome, Document)
    return Captured(document=item.outcome, raw=item.raw, extractor="firsthand.intake", version=__version__)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def with_paths(documents: Iterable[Document], paths: Mapping[str, tuple[str, ...]]) -> tuple[Document, ...]:
    """The documents under the first of the paths by which each was offered, so that the order in which files came
    makes no difference."""
    return tuple(msgspec.structs.replace(d, path=paths[d.id][0]) if paths.get(d.id) else d for d in documents)
