"""Everything that was offered comes out once: taken in, already known, or refused."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import IntakeError
from firsthand.intake import take_in
from firsthand.intake.decoding import MAX_LINE
from firsthand.model import Document, text_id


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(*paths: Path | str, outlet: str | None = None, published: str | None = None) -> Document:
    taken = take_in(paths, outlet=outlet, published=published)
    assert () == taken.refused
    return taken.documents[0]


def reason(*paths: Path | str) -> str:
    taken = take_in(paths)
    assert () == taken.documents
    assert all(r.hint for r in taken.refused)
    return taken.refused[0].reason


def test_the_id_is_the_hash_of_the_text_and_sha256_that_of_the_bytes(tmp_path: Path) -> None:
    """The byte-order mark counts for the bytes but not for the text; line ends are kept."""
    raw = b"\xef\xbb\xbfHe left.\r\nShe stayed.\n"
    document = only(put(tmp_path, "a.txt", raw))
    assert "He left.\r\nShe stayed.\n" == document.text
    assert (text_id(document.text), hashlib.sha256(raw).hexdigest()) == (document.id, document.sha256)


def test_the_path_is_what_the_person_gave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is joined with slashes; nothing is made absolute."""
    put(tmp_path, "reports/b/two.md", "Two.")
    put(tmp_path, "reports/one", "One.")
    monkeypatch.chdir(tmp_path)
    assert ["reports/b/two.md", "reports/one"] == [d.path for d in take_in(["reports"]).documents]


def test_hidden_files_and_sidecars_are_not_offered(tmp_path: Path) -> None:
    """A folder's other files are all read, whatever their names."""
    for name in (".hidden", ".git/config", "a.meta.json", "news.2022"):
        put(tmp_path, name, '{"outlet": "O"}')
    assert [f"{tmp_path.as_posix()}/news.2022"] == [d.path for d in take_in([tmp_path]).documents]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    """Text that says how it is written is read so."""
    assert "Раҳмон « спокоен »" == only(put(tmp_path, "a.txt", "Раҳмон « спокоен »".encode(encoding))).text


def test_front_matter_goes_before_the_sidecar_and_that_before_the_options(tmp_path: Path) -> None:
    """The nearer to the words, the stronger."""
    put(tmp_path, "a.meta.json", '{"outlet": "Sidecar", "title": "Sidecar", "more": 1}')
    path = put(tmp_path, "a.txt", "---\n# a note\noutlet: 'Front: matter'\ntags:\n  - x\n- y\n---\nWords.\n")
    document = only(path, outlet="Option", published="2022-06-15")
    assert ("Front: matter", "Sidecar", "2022-06-15") == (document.outlet, document.title, document.published)
    assert "Words.\n" == document.text


def test_an_id_in_front_matter_is_the_documents_id(tmp_path: Path) -> None:
    """A given id stays as it is."""
    assert "n-1" == only(put(tmp_path, "a.txt", "---\nid: n-1\n---\nWords.")).id


@pytest.mark.parametrize(
    "text",
    [
        "---\nWords.\n---\nMore.",
        "---\noutlet: never closed\nWords.",
        "---\nMOSCOW: he said so\nand more\n---\nMore.",
        "--- outlet: x\n---\n",
    ],
)
def test_a_rule_across_the_page_is_no_front_matter(tmp_path: Path, text: str) -> None:
    """Only `key: value` lines between two fences are taken off."""
    assert text == only(put(tmp_path, "a.txt", text)).text


def test_half_a_front_matter_is_refused_with_its_line(tmp_path: Path) -> None:
    """A slip in metadata is named, not read as prose."""
    path = put(tmp_path, "a.txt", "---\noutlet: O\nstray words\n---\nWords.")
    assert f"{path.as_posix()}:3" == take_in([path]).refused[0].path


def test_jsonl_gives_a_document_a_line(tmp_path: Path) -> None:
    """Each has the keys of its line; the place names the line; a broken line costs itself alone."""
    lines = ['{"id": 7, "text": "One.", "url": "u", "more": []}', "", '{"text": "Tw', "3", '{"text": "Four."}']
    path = put(tmp_path, "a.jsonl", "\ufeff" + "\n".join(lines))
    taken = take_in([path], outlet="O")
    assert [("7", "One.", "u", "O"), (text_id("Four."), "Four.", None, "O")] == [
        (d.id, d.text, d.url, d.outlet) for d in taken.documents
    ]
    assert [f"{path.as_posix()}:3", f"{path.as_posix()}:4"] == [r.path for r in taken.refused]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("{}", "has no text"),
        ('{"text": null}', "has no text"),
        ('{"text": 3}', "'text' is not a string"),
        ('{"text": ""}', "nothing but white space"),
        ('{"text": " \\u00a0\\n"}', "nothing but white space"),
        ('{"text": "a\\u0000b"}', "binary, not text"),
        ('{"text": "One.", "outlet": 3}', "'outlet' is not a string"),
        ('{"text": "One.", "id": " "}', "'id' is empty"),
        ('{"text": "One.", "published": "yesterday"}', "published is no date: 'yesterday'"),
        ('{"text": "One.", "published": "2022-02-30"}', "published is no date: '2022-02-30'"),
        ("[1]", "not a JSON object"),
        ('{"text": "\\ud800 and on"}', "not JSON: "),
        ("[" * 100_000, "not JSON: "),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, line: str, want: str) -> None:
    """Each reason says what is wrong with the line."""
    assert reason(put(tmp_path, "a.ndjson", line)).startswith(want)


def test_json_holds_one_document_or_an_array(tmp_path: Path) -> None:
    """A record of an array is counted from one."""
    one = put(tmp_path, "one.json", '{"text": "One."}')
    two = put(tmp_path, "two.json", '[{"text": "Two."}, {"text": 2}]')
    taken = take_in([two, one])
    assert ["One.", "Two."] == [d.text for d in taken.documents]
    assert [f"{two.as_posix()}:2"] == [r.path for r in taken.refused]


@pytest.mark.parametrize(
    ("content", "want"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\xc2\xa0", "nothing but white space"),
        (b"---\noutlet: O\n---\n \n", "nothing but white space"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary, not text"),
        (bytes(range(1, 256)), "binary, not text"),
        (b"%PDF-1.7 ...", "a PDF, not plain text"),
        (b"<!DOCTYPE HTML><p>Words.", "a web page, not plain text"),
        ("Il a dit «\xa0café\xa0».".encode("cp1252"), "not UTF-8 (byte 0xAB at 9)"),
        (b"\xff\xfeW\x00o\x00r", "not UTF-16-LE (byte 0x72 at 6)"),
        (b"w" * (MAX_LINE + 1), f"has a line of more than {MAX_LINE:,} characters"),
        (b"words\n" * 1_000_000, "longer than the 5 MB that one report can have"),
        (b"---\npublished: 15 June\n---\nWords.", "published is no date: '15 June'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_named(tmp_path: Path, content: bytes, want: str) -> None:
    """Each reason says what is wrong with the file."""
    assert want == reason(put(tmp_path, "a.txt", content))


@pytest.mark.parametrize("sidecar", ["{", "[]", '{"outlet": []}', '{"published": "soon"}', "\ufeff"])
def test_a_bad_sidecar_costs_its_document(tmp_path: Path, sidecar: str) -> None:
    """Metadata that cannot be read is not left out silently."""
    put(tmp_path, "a.meta.json", sidecar)
    assert "its sidecar a.meta.json" == reason(put(tmp_path, "a.txt", "Words."))[:23]


def test_a_path_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A missing file, an empty folder, a sidecar alone."""
    assert "not found" == reason(tmp_path / "none.txt")
    assert "nothing to read in this folder" == reason(tmp_path)
    assert "a sidecar without its text" == reason(put(tmp_path, "a.meta.json", "{}"))


def test_sidecars_are_found_beside_their_texts(tmp_path: Path) -> None:
    """Named together they are passed over; named alone they are nothing to read."""
    text, sidecar = put(tmp_path, "a.txt", "Words."), put(tmp_path, "a.meta.json", '{"outlet": "O"}')
    assert "O" == only(text, sidecar).outlet
    assert "nothing to read" == reason(sidecar)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's refusal becomes ours."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = put(tmp_path, "a.txt", "Words.")
    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" == reason(path)


def test_a_name_that_is_no_utf8_can_still_be_printed(tmp_path: Path) -> None:
    """Odd bytes in a file's name become the replacement sign."""
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"), "wb") as stream:  # noqa: PTH118, PTH123
        stream.write(b"Words.")
    assert f"{tmp_path.as_posix()}/caf\ufffd.txt" == only(tmp_path).path


def test_the_same_text_again_is_known(tmp_path: Path) -> None:
    """It is counted, not taken in twice."""
    one, two = put(tmp_path, "a.txt", "Words."), put(tmp_path, "b.txt", "Words.")
    taken = take_in([two, one, one])
    assert [one.as_posix()] == [d.path for d in taken.documents]
    assert (one.as_posix(), two.as_posix()) == tuple(k.path for k in taken.known)


def test_one_id_for_two_texts_is_refused(tmp_path: Path) -> None:
    """The first stays; the second is named."""
    path = put(tmp_path, "a.jsonl", '{"id":"x","text":"One."}\n{"id":"x","text":"Two."}\n{"id":"x","text":"One."}')
    taken = take_in([path])
    assert ["One."] == [d.text for d in taken.documents]
    assert [f"its id 'x' is that of another text, {path.as_posix()}:1"] == [r.reason for r in taken.refused]
    assert (f"{path.as_posix()}:3",) == tuple(k.path for k in taken.known)


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"Words.\nMore.", ["Words.\nMore."]),
        (b'\n {"text": "One."}\n\n{"text": "Two."}', ["One.", "Two."]),
        (b"{curly} words", ["{curly} words"]),
        (b"", []),
    ],
)
def test_a_stream_is_text_or_jsonl(raw: bytes, texts: list[str]) -> None:
    """It is JSONL when its first words are those of a JSON object."""
    assert texts == [d.text for d in take_in(["-"], stdin=io.BytesIO(raw)).documents]


def test_a_wrong_option_is_an_error() -> None:
    """What holds for all items stops the run."""
    with pytest.raises(IntakeError, match="published is no date"):
        take_in([], published="today")


OFFERS = st.lists(
    st.fixed_dictionaries({}, optional={"id": st.sampled_from("ab"), "text": st.sampled_from(["One.", "Two.", "", 3])}),
    max_size=8,
)


@settings(max_examples=50)
@given(OFFERS)
def test_all_that_is_offered_comes_out_once(offers: list[dict[str, object]]) -> None:
    """Offered = taken in + already known + refused."""
    raw = b"".join(json.dumps(offer).encode() + b"\n" for offer in [{"text": "First."}, *offers])
    taken = take_in(["-"], stdin=io.BytesIO(raw))
    assert len(offers) + 1 == len(taken.documents) + len(taken.known) + len(taken.refused)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda t: any(map(str.isalpha, t))))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """Emoji, Persian, combining marks, no-break spaces: what goes in stands in the document."""
    raw = ("Words\r\n" + text).encode()
    assert ["Words\r\n" + text] == [d.text for d in take_in(["-"], stdin=io.BytesIO(raw)).documents]
