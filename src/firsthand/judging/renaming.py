"""Another entity in an assertion's place of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from firsthand.model import Assertion, Spans
from firsthand.model.assertions import Event
from firsthand.model.dealings import Dealing, Party
from firsthand.model.provenance import Printing, Utterance

Rename = Callable[[str, str, Spans], str | None]
"""From an entity's id, a document and a stretch that names the entity, to whom is named there; None for nobody."""


def rename(told: Assertion, concerned: frozenset[str], to: Rename, holders: Mapping[str, str]) -> Assertion:
    """The assertion with the entities `concerned` renamed; the very same where it names none of them. `holders` says
    what becomes of those that speak in its chain."""

    def new(id_: str | None, spans: Spans = told.content) -> str | None:
        return to(id_, told.document, spans) if id_ in concerned else id_

    factuality = {holders.get(h) or new(h) or "": f for h, f in told.factuality.items()}
    entities = (new(e) for e in told.entities)
    changed = msgspec.structs.replace(
        told,
        factuality={h: f for h, f in factuality.items() if h},
        entities=tuple(dict.fromkeys(e for e in entities if e is not None)),
        event=_rename_event(told.event, new),
        dealings=tuple(_rename_dealing(d, new) for d in told.dealings),
        further=tuple(e for old in told.further if (e := _rename_event(old, new)) is not None),
    )
    return told if changed == told else changed


def rename_speakers(said: Utterance, concerned: frozenset[str], to: Rename) -> Utterance:
    """The utterance with its speakers renamed, in each printing as that report has it."""

    def new(speaker: str | None, printing: Printing) -> str | None:
        return to(speaker, printing.document, printing.spans) if speaker in concerned else speaker

    printings = tuple(msgspec.structs.replace(p, speaker=new(p.speaker, p)) for p in said.printings)
    return msgspec.structs.replace(said, speaker=new(said.speaker, said.printings[said.fullest]), printings=printings)


New = Callable[..., str | None]


def _rename_event(event: Event | None, new: New) -> Event | None:
    if event is None:
        return None
    return msgspec.structs.replace(event, actor=new(event.actor), recipient=new(event.recipient))


def _rename_dealing(dealing: Dealing, new: New) -> Dealing:
    return msgspec.structs.replace(
        dealing, giver=_rename_party(dealing.giver, new), taker=_rename_party(dealing.taker, new)
    )


def _rename_party(party: Party | None, new: New) -> Party | None:
    return party and msgspec.structs.replace(party, entity=new(party.entity, (party.span,)))
