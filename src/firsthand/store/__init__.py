"""The store of a case: evidence, readings, runs with what they found, judgements. Store, Writer, View.

store = open_store("case.db", create=True)
with store.writer(who="import") as writer:
    writer.put_documents(captured)
with store.view() as view:
    print(view.counts())
"""

from firsthand.store.reading import View
from firsthand.store.records import (
    Captured,
    Counts,
    Damage,
    Hit,
    Holder,
    Logged,
    Manifest,
    Match,
    Offer,
    Outcome,
    read_time,
    write_time,
)
from firsthand.store.stores import Store, open_store
from firsthand.store.writing import Writer

__all__ = [
    "Captured",
    "Counts",
    "Damage",
    "Hit",
    "Holder",
    "Logged",
    "Manifest",
    "Match",
    "Offer",
    "Outcome",
    "Store",
    "View",
    "Writer",
    "open_store",
    "read_time",
    "write_time",
]
