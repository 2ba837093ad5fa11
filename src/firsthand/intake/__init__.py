"""From files, folders, streams and JSONL to Documents; what cannot be taken in is named and the rest goes on."""

from firsthand.intake.notes import check_date
from firsthand.intake.taking import Item, Taken, offered, take_in

__all__ = ["Item", "Taken", "check_date", "offered", "take_in"]
