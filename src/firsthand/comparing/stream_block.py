"""What the reports of one block tell together; no report outside of it has a say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from firsthand.comparing.accounts import find_discrepancies
from firsthand.comparing.citations import find_citations
from firsthand.comparing.claims import claim_id, make_claim
from firsthand.comparing.credits import find_credits
from firsthand.comparing.denials import find_denials, set_apart
from firsthand.comparing.derivations import find_derivations
from firsthand.comparing.echoes import find_echoes
from firsthand.comparing.lineages import find_lineages
from firsthand.comparing.links import find_links
from firsthand.comparing.loops import find_loops, show_loops
from firsthand.comparing.matching import find_groups
from firsthand.comparing.memory import Memory
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


def compare_block(pages: Iterable[Page], guests: Iterable[Page] = (), memory: Memory | None = None) -> Part:
    """The order of the pages makes no difference. Guests are reports of other blocks: what is told here may come from
    there, and no more is said of them. `memory` keeps what is found out about pairs for the next time."""
    held, others = tuple(pages), tuple(guests)
    home = gather(held, memory)
    pile = gather((*held, *others), home.memory) if others else home
    outlets = know_outlets(sorted({p.document.outlet for p in pile.pages if p.document.outlet}))
    credits = {p.id: find_credits(p.document, outlets, p.written) for p in pile.pages}
    citations = find_citations(pile, outlets)
    heard = find_echoes(pile, outlets)
    derived = find_derivations(pile, outlets, credits, citations, heard)
    echoes = tuple(h.echo for h in heard if h.echo.unattributed in home.assertions)
    derivations = tuple(d for d in derived if d.child.document in home.by_id)
    known = (*((e.attributed, e.unattributed) for e in echoes), *find_links(pile, derivations, citations))
    groups = set_apart(find_groups(home, tuple(p for p in known if home.assertions.keys() >= set(p))), home)
    named = tuple((claim_id(group), group) for group in groups)
    records = keep_records(groups, home, outlets)
    ground = lay_ground(pile, outlets, derived, citations, echoes, records)
    loops = find_loops(derived, pile, outlets)
    return Part(
        claims=tuple(make_claim(group, ground) for group in groups),
        derivations=derivations,
        echoes=echoes,
        denials=find_denials(named, home),
        discrepancies=find_discrepancies(named, home),
        utterances=find_utterances(home),
        lineages=tuple(x for x in find_lineages(derived, pile, outlets) if x.document in home.by_id),
        loops=show_loops((p for p in loops if p[0].child.document in home.by_id), pile, outlets),
    )


def join_lineages(lineages: Iterable[Lineage]) -> tuple[Lineage, ...]:
    """Those of all blocks, in order of document: what goes back to another block's report goes back to its root."""
    by_id = {x.document: x for x in sorted(lineages, key=lambda x: x.document)}
    return tuple(msgspec.structs.replace(x, root=_last(x, by_id).root) for x in by_id.values())


def _last(lineage: Lineage, by_id: Mapping[str, Lineage]) -> Lineage:
    """The end of the line; itself where the line comes back, which nothing known to be older can."""
    seen, at = {lineage.document}, lineage
    while at.parent is not None and (further := by_id.get(str(at.parent.document))) is not None:
        if further.document in seen:
            return lineage
        seen.add(further.document)
        at = further
    return at
