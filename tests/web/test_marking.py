"""A report's words in HTML."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.web.marking import Mark, mark_around, mark_lines

TEXT = "One <b>bold</b> line.\n\nTwo & more."


def plain(html: str) -> str:
    """The words without tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_words_are_never_markup() -> None:
    """Tags and ampersands of a report are shown as they are."""
    first, second = mark_lines(TEXT, ())
    assert ("One &lt;b&gt;bold&lt;/b&gt; line.", 1) == (first.html, first.number)
    assert ("Two &amp; more.", 2) == (second.html, second.number)


def test_overlapping_marks_nest_in_pieces() -> None:
    """Every piece has the classes of all the marks that cover it; the shortest says where a click leads."""
    marks = (Mark(Span(0, 8), "content", "/long"), Mark(Span(4, 6), "cue", "/short"))
    (line,) = mark_lines("abcdefgh", marks)
    assert (
        '<mark class="content"><a href="/long">abcd</a></mark>'
        '<mark class="content cue"><a href="/short">ef</a></mark>'
        '<mark class="content"><a href="/long">gh</a></mark>'
    ) == line.html


def test_a_name_stands_once() -> None:
    """A mark over two lines has its name in the first alone: names in a page are unique."""
    lines = mark_lines("ab\ncd", (Mark(Span(0, 5), "content", name="here"),))
    assert [1, 0] == [line.html.count('id="here"') for line in lines]


def test_control_characters_become_pictures() -> None:
    """They are seen, they do nothing, and no offset moves."""
    (line,) = mark_lines("a\x00\x1bb", (Mark(Span(3, 4), "here"),))
    assert 'a␀␛<mark class="here">b</mark>' == line.html


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 79), st.integers(1, 30)), max_size=5))
def test_no_word_is_lost(text: str, ranges: list[tuple[int, int]]) -> None:
    """Whatever is marked, what is not blank stands there whole and in order."""
    marks = [Mark(Span(a, a + n), "here") for a, n in ranges]
    shown = "\n".join(plain(line.html) for line in mark_lines(text, marks))
    lines = [line for line in re.split(r"[\r\n\u2028\u2029]", text) if line.strip()]
    pictures = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)} | {127: 0x2421}
    assert "\n".join(lines).translate(pictures) == shown


def test_a_snippet_keeps_to_its_line() -> None:
    """What stands around the words, cut between words, with a sign where it was cut."""
    text = "First line.\n" + "word " * 60 + "HERE" + " word" * 60 + "\nLast line."
    at = text.index("HERE")
    shown = mark_around(text, [Mark(Span(at, at + 4), "here")], margin=22)
    assert '… word word word word <mark class="here">HERE</mark> word word word word …' == shown
