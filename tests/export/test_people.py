"""The report and the reasons, as people see them."""

from __future__ import annotations

import io
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from firsthand.errors import AnswerError
from firsthand.export.people import explain, make_report
from firsthand.export.people.labels import Lines, label_documents, shorten
from firsthand.export.people.marks import balance
from firsthand.export.people.view import View, clip, say_date, say_number
from firsthand.model import Answer, Date, Document, Span, text_id

MARKS = dict.fromkeys(map(ord, '"“”„«»'))

Show = Callable[[RenderableType], str]


@pytest.fixture
def show() -> Show:
    """Prints on a plain terminal 80 columns wide."""

    def printed(page: RenderableType) -> str:
        stream = io.StringIO()
        Console(file=stream, width=80, color_system=None, highlight=False, markup=False).print(page)
        return stream.getvalue()

    return printed


def test_the_report_has_findings_first(answer: Answer, show: Show) -> None:
    """Disputes, discrepancies, echoes, derivations; then chains, claims by weight, figures, corrections, refusals."""
    printed = show(make_report(answer, seconds=1.94))
    assert "2 reports · 1 outlet, some not stated · 6 assertions · 3 claims   read in 1.9 s" == printed.splitlines()[0]
    assert [
        "DISPUTED", "WHERE ACCOUNTS PART", "ONLY REPEATED", "WHERE TEXTS COME FROM", "CHAINS", "CLAIMS, by weight",
        "FIGURES", "DATES CORRECTED", "REFUSED", "READ ONCE",
    ] == [line for line in printed.splitlines() if line[:2].isupper()]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "    claims  someone unnamed (“reports”)  ledger:2",
        "    denies  “The governor”               ledger:2",
        "herald says in its own voice what ledger has from Ana Brod, via “The Ledger”",
        "  ledger ← “The Ledger” ← Ana Brod",
        "2 pages · newsrooms unknown · 1 named primary source: not shown to be",
        "  the range  > 10 miles (16.1 km)  Vellia ledger:3",
        "  “Nay 3” read as 3 May 2022  ledger:1",
        "  ledger cites Radio Vell (not at hand)  24 characters",
        "  in/photo.txt  binary, not text",
        "  in/ledger_2.txt  the same text as ledger: read once",
        "  c0002  “soldiers had left”",
        "         denied by “The governor” ledger:2",
    ],
)
def test_a_line_of_the_report(answer: Answer, show: Show, line: str) -> None:
    """Verbatim words in curly quotes, whose they are, and where they stand."""
    assert line in show(make_report(answer))


def test_a_denial_of_what_nobody_tells_is_a_dispute_too(answer: Answer, show: Show) -> None:
    """It stands there alone, with who denies it."""
    printed = show(make_report(msgspec.structs.replace(answer, claims=(), discrepancies=(), denials=())))
    assert "DISPUTED\n  “soldiers had left”\n    denies  “The governor”  ledger:2\n" in printed


def test_words_of_a_report_cannot_disturb_the_terminal(answer: Answer, show: Show) -> None:
    """Markup is printed as it stands; escape characters are left out; no line ends in blanks or passes the edge."""
    hostile = msgspec.structs.replace(answer.documents[0], path="in/[red]x\x1b[2J.txt", title="a\u202eb")
    page = msgspec.structs.replace(answer, documents=(hostile, answer.documents[1]))
    printed = show(make_report(page)) + show(make_report(page, only=frozenset({"documents"})))
    assert "[red]x" in printed
    assert not any(c in printed for c in "\x1b\u202e")
    assert [] == [line for line in printed.splitlines() if line != line.rstrip() or len(line) > 80]


def test_long_lists_are_cut_unless_all_is_asked_for(answer: Answer, show: Show) -> None:
    """The last line says how many are left out."""
    claims = tuple(msgspec.structs.replace(answer.claims[1], id=f"f{n:03}") for n in range(20))
    many = msgspec.structs.replace(answer, claims=claims, discrepancies=())
    assert "and 8 more (each on one page; --all shows them)" in show(make_report(many))
    assert "f019" in show(make_report(many, everything=True))


def test_a_report_of_some_lists_shows_only_these(answer: Answer, show: Show) -> None:
    """Lists that a full report leaves out can be asked for."""
    printed = show(make_report(answer, only=frozenset({"attributions", "entities"})))
    assert ["NAMES", "ATTRIBUTIONS"] == [line for line in printed.splitlines() if line.isupper()]


def test_a_claim_is_explained_with_chain_factuality_and_rules(answer: Answer, show: Show) -> None:
    """A rule of the lexicon says why; all that touches the claim is there."""
    printed = show(explain(answer, "c0001", reasons={"cue/telling": "Hands over words."}))
    for line in (
        "chain    ledger ← “The Ledger” ← Ana Brod",
        "Ana Brod: CT+, certain that it is so",
        "“Nay 3” read as 3 May 2022, corrected from “Nay 3”",
        "rule  cue/telling  Hands over words.",
        "echo: herald says in its own voice",
        "rule  same/words",
    ):
        assert line in printed


def test_dates_figures_and_all_that_touches_a_claim_have_their_rules(answer: Answer, show: Show) -> None:
    """Each with its reason; one that has none of its own has that of its family."""
    reasons = {"dates/slip": "A slip.", "units/": "A unit.", "event/": "An event.", "echo/words": "Same words."}
    printed = show(explain(answer, "c0001", reasons=reasons)) + show(explain(answer, "c0003", reasons=reasons))
    for line in (
        "rule     dates/slip  A slip.",
        "rule     event/fall  An event.",
        "rule     units/mi  A unit.",
        "    rule  echo/words  Same words.",
        "    rule  copy/words",
        "    rule  discrepancy/figure",
    ):
        assert line in printed
    assert "    rule  denial/object" in show(explain(answer, "c0002", reasons={}))


@pytest.mark.parametrize("id_", ["c0002", "b004", "a001"])
def test_whatever_has_an_id_can_be_explained(answer: Answer, show: Show, id_: str) -> None:
    """Claims, assertions and attributions."""
    assert id_ in show(explain(answer, id_, reasons={}))


@pytest.mark.parametrize(
    ("id_", "hint"), [("c", "c0001 (claim)"), ("zz", "its claims: c0001"), ("", "its claims: c0001")]
)
def test_an_id_that_fits_none_or_several_is_an_error(answer: Answer, id_: str, hint: str) -> None:
    """The hint names candidates."""
    with pytest.raises(AnswerError) as error:
        explain(answer, id_, reasons={})
    assert hint in error.value.hint


def test_ids_are_as_short_as_they_are_unique() -> None:
    """Never shorter than four characters."""
    assert {"abcdef": "abcde", "abcd12": "abcd1", "ffff99": "ffff"} == shorten(["abcdef", "abcd12", "ffff99"])


def test_documents_are_called_by_the_first_words_of_their_names() -> None:
    """Records of one file by their given id; what has neither by its hash."""

    def document(path: str | None, text: str, id_: str | None = None) -> Document:
        return Document(id=id_ or text_id(text), text=text, sha256="", path=path)

    pile = (document("a/0308_x.txt", "1"), document("a/0308_y.txt", "2"), document("b/0409-z.txt", "3"))
    assert ["0308_x", "0308_y", "0409"] == list(label_documents(pile).values())
    lines = (document("a.jsonl:1", "1", "n1"), document("a.jsonl:2", "2"), document("-", "3"))
    assert ["n1", text_id("2")[:4], text_id("3")[:4]] == [label_documents(lines)[d.id] for d in lines]
    same = (document("a/x.txt", "1"), document("b/x.txt", "2"))
    assert [text_id("1")[:4], text_id("2")[:4]] == list(label_documents(same).values())


def test_lines_that_are_blank_are_not_counted() -> None:
    """A place is the number of a paragraph in most reports."""
    text = "One.\r\n \r\nTwo.\nThree."
    assert [1, 2, 3] == [Lines(text).at(text.index(w)) for w in ("One", "Two", "Three")]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("It fell.", "It fell."),
        ("“It fell,”", "It fell,"),
        ('"It fell', "It fell"),
        ('it threatened "peace and order', 'it threatened "peace and order"'),
        ('peace and order" is what it threatened', '"peace and order" is what it threatened'),
        ("it threatened “peace and order", "it threatened “peace and order”"),
        ("order” is what it threatened", "“order” is what it threatened"),
        ('it called that "peace"', 'it called that "peace"'),
        ('"Go," he said. "Now."', '"Go," he said. "Now."'),
        ("“One. “Two.”", "One. “Two.”"),
        ("„Ja“", "Ja"),
        ("«Oui", "Oui"),
        ("the soldiers' way", "the soldiers' way"),
        ('"' * 10_000, ""),
        ("", ""),
    ],
)
def test_quotation_marks_come_in_pairs(words: str, shown: str) -> None:
    """The report puts its own around all; within, a partner beyond the edge is put in at the edge."""
    assert shown == balance(words)


@given(st.text('ab "“”„«»'))
def test_only_marks_come_and_go(words: str) -> None:
    """Whatever they are, and blanks at the edges."""
    assert words.translate(MARKS).strip() == balance(words).translate(MARKS).strip()


def test_words_that_are_cut_keep_their_marks_in_pairs(answer: Answer) -> None:
    """The document's text is left as it is."""
    text = 'The envoy said it threatened "international peace and order".'
    page = msgspec.structs.replace(answer.documents[0], text=text)
    view = View(msgspec.structs.replace(answer, documents=(page,)))
    assert 'it threatened "international peace and order"' == view.words(page.id, (Span(15, len(text) - 2),))
    assert 'it threatened "international peace …"' == view.words(page.id, (Span(15, len(text) - 2),), longest=36)


def test_values_are_written_as_people_do() -> None:
    """Dates no more precise than their words, numbers no more than they need."""
    dates = [
        ("2022-05-17", "2022-05-17", "day"),
        ("2022-05-01", "2022-05-31", "month"),
        ("2021-01-01", "2021-12-31", "year"),
    ]
    said = [say_date(Date(Span(0, 1), start, end, precision)) for start, end, precision in dates]  # type: ignore[arg-type]
    assert ["17 May 2022", "May 2022", "2021"] == said
    assert ["121,000,000", "0.5", "201"] == [say_number(v) for v in (121e6, 0.5, 201.168)]
    assert "one two …" == clip("one two three", 9)
