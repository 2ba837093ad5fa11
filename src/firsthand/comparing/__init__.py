"""Many documents: who tells the same, who has it from whom, who denies it, and how many origins stand behind it."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.comparing.citations import find_citations
from firsthand.comparing.claims import claim_id, make_claim
from firsthand.comparing.credits import find_credits
from firsthand.comparing.denials import find_denials
from firsthand.comparing.derivations import find_derivations
from firsthand.comparing.discrepancies import find_discrepancies
from firsthand.comparing.echoes import find_echoes
from firsthand.comparing.entities import merge_entities
from firsthand.comparing.links import find_links
from firsthand.comparing.matching import find_groups
from firsthand.comparing.origins import lay_ground
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import lay_out
from firsthand.model import Answer, Reading


def compare(readings: Iterable[Reading]) -> Answer:
    """What the readings tell together; their order makes no difference, and a layer that is None counts as empty."""
    pile = lay_out(readings)
    outlets = know_outlets(sorted({p.document.outlet for p in pile.pages if p.document.outlet}))
    credits = {p.id: find_credits(p.document, outlets) for p in pile.pages}
    citations = find_citations(pile, outlets)
    heard = find_echoes(pile, outlets)
    echoes = tuple(h.echo for h in heard)
    derivations = find_derivations(pile, outlets, credits, citations, heard)
    links = find_links(pile, derivations, citations)
    groups = find_groups(pile, (*((e.attributed, e.unattributed) for e in echoes), *links))
    named = tuple((claim_id(group), group) for group in groups)
    ground = lay_ground(pile, outlets, derivations, citations, echoes)
    return Answer(
        documents=tuple(p.document for p in pile.pages),
        entities=merge_entities(tuple(p.reading for p in pile.pages)),
        attributions=tuple(a for p in pile.pages for a in p.reading.attributions or ()),
        assertions=tuple(pile.assertions.values()),
        claims=tuple(make_claim(group, ground) for group in groups),
        derivations=derivations,
        echoes=echoes,
        denials=find_denials(named, pile),
        discrepancies=find_discrepancies(named, pile),
    )


__all__ = ["compare"]
