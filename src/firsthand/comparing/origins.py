"""How many stand behind a claim: what is derived is folded into what it derives from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from firsthand.comparing.anonymous import find_unnamed
from firsthand.comparing.citations import Citation
from firsthand.comparing.graphs import Node, reach_from
from firsthand.comparing.independence import Standing, weigh_origins
from firsthand.comparing.matching import SAME, figures_agree, match
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Pile
from firsthand.comparing.tellings import compare_tellings
from firsthand.comparing.terms import weight
from firsthand.comparing.track_records import Records
from firsthand.comparing.voices import primary_source, voices
from firsthand.model import Assertion, Derivation, Echo, EntityKind, Origins, Spans, any_overlap, size

_HALF = 0.5
"""A copied stretch carries an assertion with it when so much of its content lies inside."""

_NAMING, _FULL = 0.9, 4
"""A word in none of the counted articles is a name or as good as one; a telling of fewer words shows only a topic."""


class Ground(msgspec.Struct, frozen=True):
    """All that origins are judged by, looked up by document, assertion or entity; `at_hand` are the entities that
    published some of the pile, `published` the keys of its outlets, `tied` the pairs of which one has more than speech
    from the other, `records` what the values that newsrooms gave say of them."""

    pile: Pile
    outlets: Outlets
    derived: Mapping[str, tuple[Derivation, ...]]
    cited: Mapping[str, tuple[Citation, ...]]
    echoed: Mapping[str, Echo]
    kinds: Mapping[str, EntityKind]
    at_hand: frozenset[str]
    published: frozenset[str]
    tied: frozenset[tuple[Node, Node]]
    records: Records = Records()


def lay_ground(
    pile: Pile,
    outlets: Outlets,
    derivations: Iterable[Derivation],
    citations: Iterable[Citation],
    echoes: Iterable[Echo],
    records: Records | None = None,
) -> Ground:
    """Index what was found."""
    derived: dict[str, tuple[Derivation, ...]] = defaultdict(tuple)
    cited: dict[str, tuple[Citation, ...]] = defaultdict(tuple)
    tied: set[tuple[Node, Node]] = set()
    for d in derivations:
        derived[d.child.document] += (d,)
        if d.kind != "quoted":
            child, parent = Node("document", d.child.document), _forebear(d, outlets)
            tied |= {(child, parent), (parent, child)}
    for c in citations:
        cited[c.attribution] += (c,)
    entities = [e for p in pile.pages for e in p.reading.entities or ()]
    published = frozenset(outlets.key_of(p.document) for p in pile.pages) - {""}
    return Ground(
        pile=pile,
        outlets=outlets,
        derived=dict(derived),
        cited=dict(cited),
        echoed={e.unattributed: e for e in echoes},
        kinds={e.id: e.kind for e in entities},
        at_hand=frozenset(e.id for e in entities if outlets.key(e.name) in published),
        published=published,
        tied=frozenset(tied),
        records=records or Records(),
    )


def _forebear(derivation: Derivation, outlets: Outlets) -> Node:
    parent = derivation.parent
    if isinstance(parent.document, str):
        return Node("document", parent.document)
    return Node("outlet", outlets.key(str(parent.outlet)))


def count_origins(group: tuple[str, ...], ground: Ground) -> Origins:
    """The origins of what the assertions in `group`, all for it, tell."""
    told = [ground.pile.assertions[a] for a in group]
    pages = {a.document for a in told}
    outlets = [ground.pile.by_id[p].document.outlet for p in sorted(pages)]
    root_of = rooted(group, ground)
    roots = _in_order(root_of, ground)
    counted = Origins(
        pages=len(pages),
        newsrooms=None if None in outlets else len({ground.outlets.key(str(o)) for o in outlets}),
        primary_sources=len({s for a in told if (s := _named_source(a, ground)) is not None}),
        independent=_independent(roots, ground),
        roots=roots,
        unnamed=find_unnamed(group, root_of, ground.pile),
    )
    return counted if len(pages) < 2 else weigh_origins(counted, _standings(group, roots, ground), ground.records)


def _standings(group: tuple[str, ...], roots: tuple[str, ...], ground: Ground) -> tuple[Standing, ...]:
    """One for each page: the roots first, then what is folded into them, each in the pile's order."""
    by_page: dict[str, str] = {}
    for root in roots:
        by_page.setdefault(ground.pile.assertions[root].document if root in ground.pile.assertions else root, root)
    folded = [ground.pile.assertions[a].document for a in group]
    pages = dict.fromkeys([*by_page, *folded])
    return tuple(_standing(page, by_page.get(page), group, ground) for page in pages if page in ground.pile.by_id)


def _standing(page: str, root: str | None, group: tuple[str, ...], ground: Ground) -> Standing:
    mine = [ground.pile.assertions[a] for a in group if ground.pile.assertions[a].document == page]
    document = ground.pile.by_id[page].document
    sources = {s for a in mine if (s := _named_source(a, ground)) is not None}
    ties = {str(d.parent.document): d.probability or 0.0 for d in ground.derived.get(page, ()) if d.kind != "quoted"}
    return Standing(page, document.outlet, ground.outlets.key_of(document), root, frozenset(sources), ties)


def _named_source(assertion: Assertion, ground: Ground) -> str | None:
    """The named far end of the chain; a text, or an outlet whose reports are at hand, is no end."""
    source = primary_source(assertion, ground.pile.by_id[assertion.document])
    if source is None or ground.kinds.get(source) in ("work", "people"):
        return None
    return None if source in ground.at_hand or _is_at_hand(assertion, ground) else source


def _is_at_hand(assertion: Assertion, ground: Ground) -> bool:
    """Whether the words of the far source are the name of an outlet whose reports are at hand, though a part of the
    name was read for somebody."""
    page = ground.pile.by_id[assertion.document]
    words = [s.of(page.document.text) for s in page.attributions[voices(assertion, page)[-1]].source]
    return len(words) == 1 and ground.outlets.key(words[0]) in ground.published


def _in_order(root_of: Mapping[str, frozenset[str]], ground: Ground) -> tuple[str, ...]:
    """The assertions and documents left after folding; an outlet whose text is not at hand by its first telling."""
    named = {root for roots in root_of.values() for root in roots}
    return tuple(sorted(named, key=lambda r: (ground.pile.order.get(r, -1), r)))


def rooted(group: tuple[str, ...], ground: Ground) -> dict[str, frozenset[str]]:
    """For each assertion of the group the roots that it goes back to."""
    folds = {Node("assertion", a): _folds(ground.pile.assertions[a], group, ground) for a in group}
    reach = {node: reach_from(node, folds) for node in folds}
    return {node.id: _roots_of(node, folds, reach, ground) for node in folds}


def _roots_of(
    node: Node, folds: Mapping[Node, frozenset[Node]], reach: Mapping[Node, frozenset[Node]], ground: Ground
) -> frozenset[str]:
    roots: set[Node] = set()
    for end in reach[node] | {node}:
        if end not in folds:
            roots.add(end)
        elif all(end in reach.get(other, ()) for other in reach[end]):
            roots.add(min(reach[end] | {end}, key=lambda n: _age(n.id, ground)))
    return frozenset(_stand_in(root, folds, ground) for root in roots)


def _age(assertion: str, ground: Ground) -> tuple[str, str, int, str]:
    """Oldest first, as far as that is stated; the id makes it total."""
    page = ground.pile.page_of(assertion)
    return page.document.published or "9999", page.id, ground.pile.assertions[assertion].content[0].start, assertion


def _stand_in(root: Node, folds: Mapping[Node, frozenset[Node]], ground: Ground) -> str:
    """An outlet whose text is not at hand is shown by the oldest assertion that comes from it."""
    if root.kind != "outlet":
        return root.id
    return min((node.id for node in folds if root in folds[node]), key=lambda a: _age(a, ground))


def _folds(assertion: Assertion, group: tuple[str, ...], ground: Ground) -> frozenset[Node]:
    """What the assertion directly comes from."""
    found = (
        _by_wording(assertion, group, ground)
        | _by_citation(assertion, group, ground)
        | _by_speaker(assertion, group, ground)
    )
    echo = ground.echoed.get(assertion.id)
    if echo is not None and echo.direction == "known" and echo.attributed in group:
        found |= {Node("assertion", echo.attributed)}
    return frozenset(found - {Node("assertion", assertion.id)})


def _by_wording(assertion: Assertion, group: tuple[str, ...], ground: Ground) -> set[Node]:
    """What its words come from: tellings in other texts, those texts, or the outlet credited with the whole."""
    found: set[Node] = set()
    for d in ground.derived.get(assertion.document, ()):
        parent = d.parent.document
        if not isinstance(parent, str):
            if d.kind in ("copied", "translated") and not _has_text(assertion, ground):
                found.add(_forebear(d, ground.outlets))
        elif d.kind != "quoted" and d.direction == "known":
            told = _told_there(assertion, parent, group, ground)
            if _covers(d.child.spans, assertion.content):
                found |= told or ({_forebear(d, ground.outlets)} if d.kind != "cited" else set())
            elif d.kind in ("copied", "translated"):
                found |= told
    return found


def _has_text(assertion: Assertion, ground: Ground) -> bool:
    """Whether a report at hand is where the words come from: then a credit to an outlet adds no other origin."""
    return any(
        isinstance(d.parent.document, str)
        and d.kind in ("copied", "excerpted", "translated")
        and _covers(d.child.spans, assertion.content)
        for d in ground.derived.get(assertion.document, ())
    )


def _covers(spans: Spans, content: Spans) -> bool:
    inside = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in spans for b in content)
    return inside >= _HALF * size(content)


def _told_there(assertion: Assertion, document: str, group: tuple[str, ...], ground: Ground) -> set[Node]:
    """The assertion of that document that tells the claim in words most like these."""
    there = [a for a in group if ground.pile.assertions[a].document == document]
    if not there:
        return set()
    telling = ground.pile.tellings[assertion.id]
    best = max(there, key=lambda a: compare_tellings(telling, ground.pile.tellings[a]).shared)
    return {Node("assertion", best)}


def _by_citation(assertion: Assertion, group: tuple[str, ...], ground: Ground) -> set[Node]:
    """What the outlets in its chain printed, or the outlets themselves."""
    found: set[Node] = set()
    for link in assertion.chain:
        for c in ground.cited.get(link, ()):
            if c.document is None:
                found.add(Node("outlet", c.key))
            else:
                found |= _told_there(assertion, c.document, group, ground) or {Node("document", c.document)}
    return found


def _by_speaker(assertion: Assertion, group: tuple[str, ...], ground: Ground) -> set[Node]:
    """The same utterance of the same speaker, printed before; a speaker who gives another figure speaks anew."""
    speaker = primary_source(assertion, ground.pile.by_id[assertion.document])
    if speaker is None:
        return set()
    same = [
        other
        for other in group
        if primary_source(ground.pile.assertions[other], ground.pile.page_of(other)) == speaker
        and figures_agree(ground.pile.tellings[assertion.id], ground.pile.tellings[other])
        and _age(other, ground) < _age(assertion.id, ground)
    ]
    return {Node("assertion", min(same, key=lambda a: _age(a, ground)))} if same else set()


def _independent(roots: tuple[str, ...], ground: Ground) -> int | None:
    """How many roots are shown to know it apart from each other; None for less than two."""
    shown: list[Assertion] = []
    for root in roots:
        assertion = ground.pile.assertions.get(root)
        if (
            assertion is not None
            and _stands_alone(assertion, ground)
            and all(_apart(assertion, other, ground) for other in shown)
        ):
            shown.append(assertion)
    return len(shown) if len(shown) > 1 else None


def _stands_alone(assertion: Assertion, ground: Ground) -> bool:
    """A known outlet that has it from its own, named source: from no other outlet, and sounding like nobody else."""
    page = ground.pile.by_id[assertion.document]
    return (
        page.document.outlet is not None
        and _named_source(assertion, ground) is not None
        and assertion.id not in ground.echoed
        and not any(ground.cited.get(link) for link in assertion.chain)
        and not _from_elsewhere(assertion, ground)
    )


def _from_elsewhere(assertion: Assertion, ground: Ground) -> bool:
    return any(
        any_overlap(d.child.spans, assertion.content) or not isinstance(d.parent.document, str)
        for d in ground.derived.get(assertion.document, ())
    )


def _apart(left: Assertion, right: Assertion, ground: Ground) -> bool:
    """Other newsroom, other source, and no text of either in the other."""
    one, other = ground.pile.by_id[left.document], ground.pile.by_id[right.document]
    return (
        (Node("document", left.document), Node("document", right.document)) not in ground.tied
        and ground.outlets.key_of(one.document) != ground.outlets.key_of(other.document)
        and _named_source(left, ground) != _named_source(right, ground)
        and _is_one_thing(left, right, ground.pile)
    )


def _is_one_thing(left: Assertion, right: Assertion, pile: Pile) -> bool:
    """Whether the two tell the same by themselves, with the same figures, and both name it: "he was sorry" may be said
    of anybody, and who counts otherwise confirms no count."""
    one, other = pile.tellings[left.id], pile.tellings[right.id]
    shared = {t.key for t in one.terms} & {t.key for t in other.terms}
    named = any(key[0] in "@#=" or weight(key) >= _NAMING for key in shared)
    return (
        named
        and figures_agree(one, other)
        and min(len(one.terms), len(other.terms)) >= _FULL
        and match(left, right, one, other).score >= SAME
    )
