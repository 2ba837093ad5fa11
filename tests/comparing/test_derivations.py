"""Which text comes from which."""

from __future__ import annotations

import msgspec
import pytest

from firsthand.comparing import compare
from firsthand.comparing.derivations import Edge, Edges, add_translations
from firsthand.comparing.graphs import Node
from firsthand.comparing.outlets import know_outlets
from firsthand.comparing.pile import lay_out
from firsthand.comparing.translations import Translation
from firsthand.model import Derivation, Reading

LEAD = "A ferry with eighty people and nine lorries on board sank off the port of Ardal before dawn on Tuesday."
SEARCH = "Two tugs and a helicopter searched the sound all morning but found neither wreckage nor the missing crew."
OWNER = "The company that runs the line bought the ship from a Danish yard eleven years ago for nine million euros."
TOWN = "Shops in the old town stayed shut while relatives waited at the quay for lists that nobody had promised them."
SPEECH = "“We were told that the doors had been repaired in spring and I believed what we were told”"


def only(readings: list[Reading]) -> Derivation:
    (found,) = compare(tuple(readings)).derivations
    return found


@pytest.fixture
def agency(desk) -> Reading:  # type: ignore[no-untyped-def]
    text = f"{LEAD}\n\n{SEARCH}\n\n{OWNER}\n\n{SPEECH}, the minister said."
    return desk.reading(desk.document("agency", text, outlet="Norrland Wire", published="2022-06-15T06:00:00Z"))


def test_cut_from_the_bottom(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """A text that is all another's words is a copy of it, later by its time; the spans prove it on both sides."""
    child = desk.document("paper", f"{LEAD}\n\n{SEARCH}", outlet="Ardal Post", published="2022-06-15T09:00:00Z")
    found = only([desk.reading(child), agency])
    assert ("copied", "known", "paper", "agency") == (
        found.kind,
        found.direction,
        found.child.document,
        found.parent.document,
    )
    assert f"{LEAD}\n\n{SEARCH}"[:-1] == "".join(s.of(child.text) for s in found.child.spans)
    assert {"paper", "agency"} == {e.document for e in found.evidence}


def test_a_stretch_in_a_text_of_its_own(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """Less than half of the narrator's words is an excerpt."""
    child = desk.document("paper", f"{TOWN} {TOWN.replace('Shops', 'Bars')}\n\n{LEAD}", published="2022-06-16")
    assert "excerpted" == only([agency, desk.reading(child)]).kind


def test_a_shared_speaker(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """Only quoted words in common: both may have heard them, so no direction, parent and child in order of id."""
    child = desk.document("a-paper", f"{TOWN}\n\n{SPEECH}, said the minister.", published="2022-06-16")
    found = only([agency, desk.reading(child)])
    assert ("quoted", "unknown", "agency", "a-paper") == (
        found.kind,
        found.direction,
        found.child.document,
        found.parent.document,
    )


def test_no_time_no_direction(desk) -> None:  # type: ignore[no-untyped-def]
    """Without times or credits it is not shown who copied."""
    one, other = desk.document("a", f"{LEAD} {SEARCH}"), desk.document("b", f"{LEAD} {SEARCH}")
    found = only([desk.reading(other), desk.reading(one)])
    assert ("copied", "unknown", "b") == (found.kind, found.direction, found.child.document)


def test_a_credit_shows_direction(desk) -> None:  # type: ignore[no-untyped-def]
    """A dateline with the other's name is a reason, where times say nothing."""
    one = desk.document("a", f"ARDAL (Norrland Wire) — {LEAD} {SEARCH}", outlet="Ardal Post")
    other = desk.document("b", f"{LEAD} {SEARCH}", outlet="Norrland Wire")
    found = only([desk.reading(one), desk.reading(other)])
    assert ("known", "a", "b") == (found.direction, found.child.document, found.parent.document)
    assert "credit/dateline" in {e.rule for e in found.evidence}


def test_a_credit_to_what_is_not_at_hand(desk) -> None:  # type: ignore[no-untyped-def]
    """A credited outlet without a report in the pile is the parent itself."""
    found = only([desk.reading(desk.document("a", f"ARDAL (Reuters) — {LEAD}", outlet="Ardal Post"))])
    assert ("Reuters", "copied", "known") == (found.parent.outlet, found.kind, found.direction)


def test_the_nearest_parent_wins(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """Of a text and its copy, the copy is the parent of what shares the copy's own words too: a tree, no clique."""
    middle = desk.document("middle", f"{LEAD}\n\n{SEARCH}\n\n{TOWN}", published="2022-06-15T09:00:00Z")
    child = desk.document("z-child", f"{LEAD}\n\n{SEARCH}\n\n{TOWN}", published="2022-06-15T12:00:00Z")
    edges = compare((agency, desk.reading(middle), desk.reading(child))).derivations
    assert [("middle", "agency"), ("z-child", "middle")] == [(d.child.document, d.parent.document) for d in edges]


def test_a_notice_is_no_copy(desk) -> None:  # type: ignore[no-untyped-def]
    """Boilerplate of a dozen words ties nobody."""
    notice = "This material may not be published, broadcast, rewritten or redistributed without written permission."
    readings = [desk.reading(desk.document(i, f"{text} {notice}")) for i, text in (("a", LEAD), ("b", OWNER))]
    assert () == compare(tuple(readings)).derivations


def test_an_outlets_own_background(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """Re-use by the same outlet is marked as an update."""
    later = desk.document(
        "later", f"{TOWN} {TOWN.replace('Shops', 'Bars')} {OWNER}", outlet="Norrland Wire", published="2022-06-17"
    )
    found = only([agency, desk.reading(later)])
    assert "update/same-outlet" in {e.rule for e in found.evidence}


def test_a_citation_by_name(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """An outlet named as the source is cited; its report is the one that holds what is told."""
    text = "According to the Norrland Wire, eighty people and nine lorries were on board the ferry that sank off Ardal."
    child = desk.document("paper", text, outlet="Ardal Post", published="2022-06-16")
    said = desk.attribution(child, "the Norrland Wire", "According to", text[32:-1])
    found = only([agency, desk.reading(child, attributions=(said,))])
    assert ("cited", "known", "agency") == (found.kind, found.direction, found.parent.document)
    assert "the Norrland Wire" in [s.of(text) for e in found.evidence for s in e.spans] or "Norrland Wire" in [
        s.of(text) for e in found.evidence if e.document == "paper" for s in e.spans
    ]


def test_an_outlet_that_was_spoken_to(desk) -> None:  # type: ignore[no-untyped-def]
    """Words said to another outlet come from there."""
    text = "The captain told the magazine Sound Weekly that the doors were never repaired."
    child = desk.document("paper", text, outlet="Ardal Post")
    said = desk.attribution(
        child, "The captain", "told", "the doors were never repaired", addressee="the magazine Sound Weekly"
    )
    found = only([desk.reading(child, attributions=(said,))])
    assert ("Sound Weekly", "cited") == (found.parent.outlet, found.kind)


def test_a_loop_is_marked(desk) -> None:  # type: ignore[no-untyped-def]
    """Two outlets that cite each other stand in a loop, and every step says so."""
    readings = []
    for id, own, cited, day in (("a", "Ardal Post", "Sound Weekly", "15"), ("b", "Sound Weekly", "Ardal Post", "16")):
        text = f"The {cited} reported that the ferry off Ardal had sunk with eighty people on board."
        document = desk.document(id, text, outlet=own, published=f"2022-06-{day}")
        said = desk.attribution(document, f"The {cited}", "reported", text[text.index("the ferry") : -1])
        readings.append(desk.reading(document, attributions=(said,)))
    edges = compare(tuple(readings)).derivations
    assert 2 == len(edges)
    assert all("loop/outlets" in {e.rule for e in d.evidence} for d in edges)


def test_any_id_will_do(desk) -> None:  # type: ignore[no-untyped-def]
    """A document that is called like a path is none of the outlets whose texts are not at hand."""
    text = "Reuters reported that the ferry off Ardal had sunk with eighty people on board."
    cited = desk.document("paper", text, outlet="Ardal Post", published="2022-06-16")
    said = desk.attribution(cited, "Reuters", "reported", text[text.index("the ferry") : -1])
    told = desk.assertion(cited, text[text.index("the ferry") : -1], said)
    other = desk.reading(
        desk.document(f"/{know_outlets([]).key('Reuters')}", f"{TOWN} {SEARCH}", outlet="Norrland Wire")
    )
    answer = compare((desk.reading(cited, attributions=(said,), assertions=(told,)), other))
    assert [("paper", "Reuters")] == [(d.child.document, d.parent.outlet) for d in answer.derivations]
    assert [(told.id,)] == [c.origins.roots for c in answer.claims]


def test_a_translation_closes_no_circle(desk) -> None:  # type: ignore[no-untyped-def]
    """What has its words from a page is no original of it, whatever its date says: the true original stays."""
    pile = lay_out([desk.reading(desk.document(id, LEAD)) for id in "abcd"])
    edges: Edges = {
        (child, Node("document", parent)): Edge(child, parent, "", kind, "known", (), (), ())
        for child, parent, kind in (("d", "c", "copied"), ("c", "b", "translated"))
    }  # type: ignore[misc]
    found = [Translation("b", parent, "known", "time", (), (), alike) for parent, alike in (("d", 0.9), ("a", 0.8))]
    add_translations(edges, found, pile)
    assert [("b", Node("document", "a"))] == [edge for edge in edges if edge[0] == "b"]


def test_a_translation_is_kept_where_its_copy_is_dated_too_early(desk) -> None:  # type: ignore[no-untyped-def]
    """What has its words from a page does not explain that page: c copies b, and is dated before it."""
    pile = lay_out([desk.reading(desk.document(id, LEAD)) for id in "abcd"])
    copied: Edges = {
        (child, Node("document", parent)): Edge(child, parent, "", "copied", "known", (), (), ())
        for child, parent in (("b", "c"), ("c", "b"))
    }  # type: ignore[misc]
    found = [Translation("b", "a", "known", "time", (), (), 0.8)]
    add_translations(edges := dict(copied), found, pile)
    assert {"c", "a"} == {parent.id for child, parent in edges if child == "b"}
    del copied["c", Node("document", "b")]
    add_translations(edges := dict(copied), found, pile)
    assert {"c"} == {parent.id for child, parent in edges if child == "b"}


def test_who_writes_anew_has_it_from_the_older_of_two(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """A text and its cut copy explain as much of a rewrite: the text is where the words come from either way."""
    copy = desk.document("copy", f"{LEAD}\n\n{SEARCH}", published="2022-06-15T09:00:00Z")
    rewrite = desk.document("rewrite", f"{SEARCH}\n\n{LEAD}", published="2022-06-15T12:00:00Z")
    edges = compare((agency, desk.reading(copy), desk.reading(rewrite))).derivations
    assert {("copy", "agency"), ("rewrite", "agency")} == {(d.child.document, d.parent.document) for d in edges}
    assert "paraphrased" in {d.kind for d in edges}


def test_containment_makes_a_direction_likely(desk) -> None:  # type: ignore[no-untyped-def]
    """Without times or names the text that was cut is the child, whatever its id; likely, not known."""
    whole, part = desk.document("b", f"{LEAD} {SEARCH} {OWNER} {TOWN}"), desk.document("a", f"{LEAD} {SEARCH} {OWNER}")
    found = only([desk.reading(whole), desk.reading(part)])
    assert ("a", "b", "unknown") == (found.child.document, found.parent.document, found.direction)
    assert found.probability is not None
    assert 0.5 < found.probability < 0.9


def test_a_citation_shows_direction(desk) -> None:  # type: ignore[no-untyped-def]
    """Who names the other as its source has it from there, though the other's page says it is some hours newer."""
    own = f"{LEAD} {SEARCH}"
    text = f"The Norrland Wire reported on Tuesday. {own}"
    citing = desk.document("a", text, outlet="Ardal Post", published="2022-06-15T06:00:00Z")
    cited = desk.document("b", own, outlet="Norrland Wire", published="2022-06-15T09:00:00Z")
    said = desk.attribution(citing, "The Norrland Wire", "reported", LEAD[:-1])
    found = only([desk.reading(citing, attributions=(said,)), desk.reading(cited)])
    assert ("a", "b", "known") == (found.child.document, found.parent.document, found.direction)


def test_only_a_stated_time_decides(desk) -> None:  # type: ignore[no-untyped-def]
    """A day in the text or in the address is a guess at when a page came out: it shows nobody's turn."""
    texts = {"a": f"May 3, 2022. {LEAD} {SEARCH}", "b": f"May 1, 2022. {LEAD} {SEARCH}"}
    pages = [
        msgspec.structs.replace(desk.document(id, text), url=f"https://example.org/{day}/ferry")
        for (id, text), day in zip(texts.items(), ("2022/05/03", "2022/05/01"), strict=True)
    ]
    assert "unknown" == only([desk.reading(page) for page in pages]).direction


def test_a_mix_has_two_parents(desk, agency: Reading) -> None:  # type: ignore[no-untyped-def]
    """What the first parent does not explain may have a second one; both are kept."""
    other = desk.document("other", f"{TOWN} {TOWN.replace('Shops', 'Bars')}", published="2022-06-15T07:00:00Z")
    mix = desk.document("z", f"{LEAD} {SEARCH} {TOWN}", published="2022-06-16")
    edges = compare((agency, desk.reading(other), desk.reading(mix))).derivations
    assert {("z", "agency"), ("z", "other")} == {(d.child.document, d.parent.document) for d in edges}


def test_an_undated_page_cites_what_does_not_cite_it(desk) -> None:  # type: ignore[no-untyped-def]
    """Of two pages of the outlet that it names, the one that names its own outlet in turn came after it."""
    story = "the ferry off Ardal had sunk with eighty people and nine lorries on board"
    first = desk.document("first", f"It is certain that {story}.", outlet="Sound Weekly", published="2022-06-15")
    later = desk.document(
        "later", f"The Ardal Post reported that {story}. {TOWN}", outlet="Sound Weekly", published="2022-06-17"
    )
    citing = desk.document("a", f"Sound Weekly reported that {story}.", outlet="Ardal Post")
    readings = [
        desk.reading(first),
        desk.reading(later, attributions=(desk.attribution(later, "The Ardal Post", "reported", story),)),
        desk.reading(citing, attributions=(desk.attribution(citing, "Sound Weekly", "reported", story),)),
    ]
    answer = compare(tuple(readings))
    assert {("a", "first"), ("later", "a")} <= {(d.child.document, d.parent.document) for d in answer.derivations}
    assert {"first"} == {lineage.root for lineage in answer.lineages}
