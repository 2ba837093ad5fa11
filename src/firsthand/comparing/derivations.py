"""Which text comes from which, with the words on both sides that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from firsthand.comparing.align import child_spans, parent_spans
from firsthand.comparing.boilerplate import find_boilerplate, words_aside
from firsthand.comparing.chances import Ground, chance_of
from firsthand.comparing.citations import Citation
from firsthand.comparing.copies import Copy, Share, Ties, best_parents, find_shares, shared_utterances
from firsthand.comparing.credits import Credit
from firsthand.comparing.echoes import Heard
from firsthand.comparing.graphs import Node, family, reach_from
from firsthand.comparing.loops import find_loops, parent_node
from firsthand.comparing.outlets import Outlets
from firsthand.comparing.pile import Page, Pile
from firsthand.comparing.retellings import Retelling, find_retellings
from firsthand.comparing.tellings import Telling, compare_tellings
from firsthand.comparing.times import came_first, is_just_after
from firsthand.comparing.translations import Translation, find_translations
from firsthand.model import Derivation, DerivationKind, Direction, Evidence, Forebear, Passage, Span, Spans, all_covered

_WHOLE: tuple[DerivationKind, ...] = ("copied", "paraphrased", "translated")
"""Kinds that say more of the whole text than that it cites."""


class Edge(msgspec.Struct, frozen=True):
    """A derivation in the making: `parent` is a document's id, or empty where only `outlet` is known."""

    child: str
    parent: str
    outlet: str
    kind: DerivationKind
    direction: Direction
    here: Spans
    there: Spans
    evidence: tuple[Evidence, ...]
    ground: Ground = "none"


_ECHOED, _HEARD = 2.0, 5
"""An echo's weight times share, and how many words it has, from which it is a paraphrase: independent reports of one
event share three or four words so by chance (generated_dev and eval/harder.py, train)."""

Edges = dict[tuple[str, Node], Edge]
"""By child and parent, a document or an outlet whose text is not at hand."""


def find_derivations(
    pile: Pile,
    outlets: Outlets,
    credits: Mapping[str, tuple[Credit, ...]],
    citations: tuple[Citation, ...],
    echoes: tuple[Heard, ...],
) -> tuple[Derivation, ...]:
    """All derivations of a pile, in order of child, place, kind and parent."""
    named = name_ties(pile, outlets, credits, citations)
    aside = find_boilerplate(pile, outlets)
    shares = find_shares(pile, named, aside)
    edges: Edges = {}
    copied: dict[str, frozenset[int]] = {}
    for page in pile.pages:
        for copy in best_parents(shares.get(page.id, ()), page.wording, pile, named):
            edges[page.id, Node("document", copy.share.parent)] = _copy_edge(copy, pile)
            copied[page.id] = copied.get(page.id, frozenset()) | copy.share.narrated | copy.share.quoted
    shared = {p.id: _elsewhere(p, copied, shares, aside) for p in pile.pages}
    for retelling in find_retellings(pile, named, shared, fold_families(edges)):
        edges[retelling.child, Node("document", retelling.parent)] = _retold_edge(retelling, pile)
    add_translations(edges, find_translations(pile, named), pile)
    add_citations(edges, citations, pile)
    add_credits(edges, credits, pile, outlets)
    for heard in echoes:
        _add_echo(edges, heard, pile)
    for share in shared_utterances(shares, _explained(edges, shares), pile):
        _add_utterance(edges, share, pile)
    return tuple(sorted(_mark(edges, pile, outlets), key=_order))


def _elsewhere(
    page: Page,
    copied: Mapping[str, frozenset[int]],
    shares: Mapping[str, tuple[Share, ...]],
    aside: Mapping[str, Spans],
) -> frozenset[int]:
    """The words of a page that it copies, that somebody is quoted with elsewhere too, or that tell nothing."""
    told = copied.get(page.id, frozenset()) | words_aside(page, aside.get(page.id, ()))
    return told.union(*(s.quoted for s in shares.get(page.id, ())))


def name_ties(
    pile: Pile, outlets: Outlets, credits: Mapping[str, tuple[Credit, ...]], citations: tuple[Citation, ...]
) -> Ties:
    """For each document those at hand that it cites, or whose outlet it credits."""
    ties: dict[str, set[str]] = defaultdict(set)
    for citation in citations:
        if citation.document is not None:
            ties[citation.citing].add(citation.document)
    printed: dict[str, list[Page]] = defaultdict(list)
    for page in pile.pages:
        printed[outlets.key_of(page.document)].append(page)
    for child, found in credits.items():
        for key in sorted({c.key for c in found}):
            ties[child] |= _may_be_meant(pile.by_id[child], printed.get(key, []))
    return {child: frozenset(parents) for child, parents in ties.items()}


def _may_be_meant(child: Page, pages: list[Page]) -> set[str]:
    """An outlet's pages that are not newer by a day: what stands under its name may be an earlier edition's."""
    return {
        p.id
        for p in pages
        if p.id != child.id
        and (came_first(child.document, p.document) is not True or is_just_after(p.document, child.document))
    }


def fold_families(edges: Edges) -> dict[str, Node]:
    """Each document with a parent, and the ancestor that its family goes back to."""
    parents: dict[Node, Node] = {}
    for child, parent in sorted(edges):
        parents.setdefault(Node("document", child), parent)
    return {child.id: _ancestor(child, parents) for child in parents}


def _ancestor(node: Node, parents: Mapping[Node, Node]) -> Node:
    seen = {node}
    while (parent := parents.get(node, node)) not in seen:
        seen.add(parent)
        node = parent
    return node


def _copy_edge(copy: Copy, pile: Pile) -> Edge:
    share = copy.share
    here = child_spans(share.runs, pile.by_id[share.child].wording)
    there = parent_spans(share.runs, pile.by_id[share.parent].wording)
    shown = _both(share.child, here, share.parent, there, f"wording/{copy.kind}")
    return Edge(share.child, share.parent, "", copy.kind, share.direction, here, there, shown, share.ground)


def _both(child: str, here: Spans, parent: str, there: Spans, rule: str) -> tuple[Evidence, ...]:
    return Evidence(child, here, rule), Evidence(parent, there, rule)


def _retold_edge(retelling: Retelling, pile: Pile) -> Edge:
    child, parent = pile.by_id[retelling.child], pile.by_id[retelling.parent]
    here = tuple(child.sentences[i].spans[0] for i, _, _ in retelling.answers)
    there = tuple(parent.sentences[j].spans[0] for _, j, _ in retelling.answers)
    told = retelling
    shown = _both(child.id, here, parent.id, there, f"wording/{told.kind}")
    for rule, ours, theirs in told.shown:
        shown += _both(child.id, ours, parent.id, theirs, rule)
    return Edge(child.id, parent.id, "", told.kind, told.direction, here, there, shown, told.ground)


def add_translations(edges: Edges, translations: Iterable[Translation], pile: Pile) -> None:
    """A translation, those of known direction and then the likest first, where no text at hand explains most of the
    child already but one that has it from the child, and the parent has nothing from the child: the original of a page
    that is dated too early would be lost round that circle."""
    for found in sorted(translations, key=lambda t: (t.direction == "unknown", -t.likeness, t.child, t.parent)):
        heirs = _heirs(found.child, edges)
        copies = (edge for (child, _), edge in edges.items() if child == found.child and edge.kind in _WHOLE)
        if found.parent not in heirs and all(edge.parent in heirs for edge in copies):
            whole = (Span(0, len(pile.by_id[found.child].document.text)),)
            there = (Span(0, len(pile.by_id[found.parent].document.text)),)
            shown = _both(found.child, found.here, found.parent, found.there, "translation/specifics")
            edges[found.child, Node("document", found.parent)] = Edge(
                found.child, found.parent, "", "translated", found.direction, whole, there, shown, found.ground
            )


def _heirs(document: str, edges: Edges) -> frozenset[str]:
    """All documents that have something from this one, by whatever steps."""
    steps: dict[str, list[str]] = defaultdict(list)
    for child, parent in edges:
        if parent.kind == "document":
            steps[parent.id].append(child)
    return reach_from(document, steps)


def _copied_spans(edges: Edges) -> dict[str, list[tuple[Node, Spans]]]:
    """For each document the parents whose wording it has, with where that stands."""
    found: dict[str, list[tuple[Node, Spans]]] = defaultdict(list)
    for (child, parent), edge in sorted(edges.items()):
        found[child].append((parent, edge.here))
    return found


def _stands_in(words: Spans, copied: Iterable[tuple[Node, Spans]], parent: Node | None) -> bool:
    """Whether the words came along with a text other than `parent`'s: they are that text's, not this report's."""
    return any(other != parent and all_covered(words, here) for other, here in copied)


def add_citations(edges: Edges, citations: tuple[Citation, ...], pile: Pile) -> None:
    """A citation makes an edge, or is one more reason for one; an excerpt whose origin is named is a citation."""
    inherited = _copied_spans(edges)
    for citation in citations:
        target = Node("document", citation.document) if citation.document else Node("outlet", citation.key)
        if _stands_in((citation.span,), inherited.get(citation.citing, ()), target):
            continue
        page = pile.by_id[citation.citing]
        content = page.attributions[citation.attribution].content
        shown = (Evidence(page.id, (citation.span,), citation.rule),)
        old = edges.get((page.id, target))
        if old is None:
            there = () if citation.document is None else (_answering(page, content, pile.by_id[citation.document]),)
            outlet = "" if citation.document else citation.outlet
            edges[page.id, target] = Edge(
                page.id, citation.document or "", outlet, "cited", "known", content, there, shown, "name"
            )
        else:
            kind = old.kind if old.kind in ("copied", "translated") and _is_most(old.here, page) else "cited"
            edges[page.id, target] = msgspec.structs.replace(
                old,
                kind=kind,
                direction="known",
                here=join_spans(old.here, content),
                evidence=old.evidence + shown,
                ground="name",
            )


def _is_most(spans: Spans, page: Page) -> bool:
    """Whether half of the page's words or more stand there."""
    inside = {i for span in spans for i in page.wording.within(span)}
    return 2 * len(inside) >= len(page.wording.words)


def join_spans(left: Spans, right: Spans) -> Spans:
    """Both in text order, stretches that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted({*left, *right}):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _answering(page: Page, content: Spans, report: Page) -> Span:
    """The sentence of the report that tells most of what is cited."""
    terms = tuple(t for s in page.sentences for t in s.terms if any(c.covers(t.span) for c in content))
    cited = Telling("", page.id, content, terms)
    best = max(report.sentences, key=lambda s: (compare_tellings(cited, s).shared, -s.spans[0].start))
    return best.spans[0]


def add_credits(edges: Edges, credits: Mapping[str, tuple[Credit, ...]], pile: Pile, outlets: Outlets) -> None:
    """A credit is a reason for the edges to that outlet's reports, or makes one to the outlet itself."""
    for child in sorted(credits):
        for credit in credits[child]:
            shown = (Evidence(child, (credit.span,), credit.rule),)
            texts = [
                k
                for k in edges
                if k[0] == child and edges[k].parent and _key(edges[k].parent, pile, outlets) == credit.key
            ]
            if not texts:
                texts = [(child, Node("outlet", credit.key))]
                edge = Edge(child, "", credit.outlet, credit.kind, "known", (credit.span,), (), (), "name")
                edges.setdefault(texts[0], edge)
            for key in texts:
                old = edges[key]
                shown_too = old.evidence + shown
                edges[key] = msgspec.structs.replace(old, direction="known", evidence=shown_too, ground="name")


def _add_echo(edges: Edges, heard: Heard, pile: Pile) -> None:
    """An echo that is close enough shows that the words come from there, unless they came along with a copied text."""
    words = heard.resemblance
    if words.weight * words.share < _ECHOED or len(words.left) < _HEARD:
        return
    theirs, own = pile.assertions[heard.echo.attributed], pile.assertions[heard.echo.unattributed]
    child, parent, here, there = own.document, theirs.document, heard.resemblance.right, heard.resemblance.left
    if heard.echo.direction == "unknown" and child < parent:
        child, parent, here, there = parent, child, there, here
    families = fold_families(edges)
    came_along = _stands_in(heard.resemblance.right, _copied_spans(edges).get(own.document, ()), None)
    if not came_along and family(child, families) != family(parent, families):
        shown = _both(child, here, parent, there, "wording/paraphrased")
        edges[child, Node("document", parent)] = Edge(
            child, parent, "", "paraphrased", heard.echo.direction, here, there, shown, _ground(heard.echo.direction)
        )


def _ground(direction: Direction) -> Ground:
    """What shows an echo's direction: stated times, or nothing."""
    return "time" if direction == "known" else "none"


def _explained(edges: Edges, shares: Mapping[str, tuple[Share, ...]]) -> dict[str, frozenset[int]]:
    """The quoted words of each child that stand in a text from which it is known to have something."""
    return {
        child: frozenset[int]().union(*(s.quoted for s in found if (child, Node("document", s.parent)) in edges))
        for child, found in shares.items()
    }


def _add_utterance(edges: Edges, share: Share, pile: Pile) -> None:
    """Shared speech alone shows no direction: both may have heard it. Parent and child stand in order of id."""
    one, other = Node("document", share.parent), Node("document", share.child)
    if (share.child, one) in edges or (share.parent, other) in edges:
        return
    here = child_spans(share.runs, pile.by_id[share.child].wording)
    there = parent_spans(share.runs, pile.by_id[share.parent].wording)
    child, parent = share.child, share.parent
    if child < parent:
        child, parent, here, there = parent, child, there, here
    shown = _both(child, here, parent, there, "utterance/shared")
    edges[child, Node("document", parent)] = Edge(child, parent, "", "quoted", "unknown", here, there, shown)


def _mark(edges: Edges, pile: Pile, outlets: Outlets) -> tuple[Derivation, ...]:
    """The derivations, with a note on those between reports of one outlet, and on those by which an outlet comes back
    to itself."""
    found = [_derivation(edges[key]) for key in sorted(edges)]
    looped = {(d.child.document, parent_node(d, outlets)) for path in find_loops(found, pile, outlets) for d in path}
    return tuple(_noted(d, (d.child.document, parent_node(d, outlets)) in looped, pile, outlets) for d in found)


def _noted(derivation: Derivation, looped: bool, pile: Pile, outlets: Outlets) -> Derivation:
    child, parent = derivation.child, derivation.parent.document
    notes: tuple[Evidence, ...] = ()
    if isinstance(parent, str) and _same_outlet(child.document, parent, pile, outlets):
        notes += (Evidence(child.document, child.spans, "update/same-outlet"),)
    if looped:
        notes += (Evidence(child.document, child.spans, "loop/outlets"),)
    return msgspec.structs.replace(derivation, evidence=derivation.evidence + notes)


def _same_outlet(child: str, parent: str, pile: Pile, outlets: Outlets) -> bool:
    key = _key(child, pile, outlets)
    return key != "" and key == _key(parent, pile, outlets)


def _key(document: str, pile: Pile, outlets: Outlets) -> str:
    return outlets.key_of(pile.by_id[document].document)


def _derivation(edge: Edge) -> Derivation:
    parent = Forebear(document=edge.parent, spans=edge.there) if edge.parent else Forebear(outlet=edge.outlet)
    chance = None if edge.kind == "quoted" else chance_of(edge.kind, edge.ground)
    return Derivation(Passage(edge.child, edge.here), parent, edge.kind, edge.direction, edge.evidence, chance)


def _order(derivation: Derivation) -> tuple[str, int, int, str, str, str]:
    first, parent = derivation.child.spans[0], derivation.parent
    ends = str(parent.document or ""), str(parent.outlet or "")
    return derivation.child.document, first.start, first.end, derivation.kind, *ends
