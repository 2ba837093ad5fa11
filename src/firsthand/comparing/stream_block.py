"""What the reports of one block tell together; no report outside of it has a say."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand.comparing.citations import find_citations
from firsthand.comparing.claims import claim_id, make_claim
from firsthand.comparing.credits import find_credits
from firsthand.comparing.denials import find_denials
from firsthand.comparing.derivations import find_derivations
from firsthand.comparing.discrepancies import find_discrepancies
from firsthand.comparing.echoes import find_echoes
from firsthand.comparing.lineages import find_lineages
from firsthand.comparing.links import find_links
from firsthand.comparing.loops import find_loops, show_loops
from firsthand.comparing.matching import find_groups
from firsthand.comparing.origins import lay_ground
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import Page, gather
from firsthand.comparing.track_records import keep_records
from firsthand.comparing.utterances import find_utterances
from firsthand.model import Claim, Denial, Derivation, Discrepancy, Echo, Lineage, Loop, Utterance


class Part(msgspec.Struct, frozen=True):
    """A part of an answer: the lists of one block, each in the answer's order."""

    claims: tuple[Claim, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    echoes: tuple[Echo, ...] = ()
    denials: tuple[Denial, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    lineages: tuple[Lineage, ...] = ()
    loops: tuple[Loop, ...] = ()


def compare_block(pages: Iterable[Page]) -> Part:
    """The order of the pages makes no difference."""
    pile = gather(pages)
    outlets = know_outlets(sorted({p.document.outlet for p in pile.pages if p.document.outlet}))
    credits = {p.id: find_credits(p.document, outlets) for p in pile.pages}
    citations = find_citations(pile, outlets)
    heard = find_echoes(pile, outlets)
    echoes = tuple(h.echo for h in heard)
    derivations = find_derivations(pile, outlets, credits, citations, heard)
    links = find_links(pile, derivations, citations)
    groups = find_groups(pile, (*((e.attributed, e.unattributed) for e in echoes), *links))
    named = tuple((claim_id(group), group) for group in groups)
    records = keep_records(groups, pile, outlets)
    ground = lay_ground(pile, outlets, derivations, citations, echoes, records)
    return Part(
        claims=tuple(make_claim(group, ground) for group in groups),
        derivations=derivations,
        echoes=echoes,
        denials=find_denials(named, pile),
        discrepancies=find_discrepancies(named, pile),
        utterances=find_utterances(pile),
        lineages=find_lineages(derivations, pile, outlets),
        loops=show_loops(find_loops(derivations, pile, outlets), pile, outlets),
    )
