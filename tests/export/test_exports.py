"""Every format is read back by a program that is not ours, with the counts and values that went in."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from firsthand.errors import ExportError
from firsthand.export import FORMATS, render, write
from firsthand.export.briefing import assemble
from firsthand.export.codes import ISO3, cameo_country, fips
from firsthand.export.flat import safe, sheets
from firsthand.model import (
    Answer,
    Assertion,
    Attribution,
    Claim,
    Date,
    Dealing,
    Denial,
    Document,
    Entity,
    Event,
    Occurrence,
    Origins,
    Party,
    Place,
    Quantity,
    Span,
    Target,
    content_id,
)
from firsthand.model.registers import Registers
from firsthand.registers import registers

NAUGHTY = tuple(
    f"{lead}{body}"
    for lead in ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "|")
    for body in (
        "cmd|' /C calc'!A0",
        'HYPERLINK("http://x","y")',
        "1+1",
        "SUM(A1:A9)",
        "<script>alert(1)</script>",
        "]]><x>&amp;",
        "`rm -rf`",
        "[[x]](y)",
        "\\end{document}",
        '"; DROP',
        "../../etc",
        "é\x00\x07\x1f",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "{{7*7}}",
        "a,b;c\td",
    )
)
"""150 strings that programs stumble over, each beginning with what a spreadsheet takes for a formula."""


def report(word: str = "Ankara") -> Answer:
    """One report: Turkey sold six drones to Azerbaijan for $5 in Baku on 3 May 2021, and Turkey denies it. `word`
    stands wherever text can."""
    text = f"Turkey sold six {word} drones to Azerbaijan for $5 in Baku on 3 May 2021, said {word}. Turkey denied it."
    at = {
        w: Span(text.index(w), text.index(w) + len(w)) for w in ("Turkey", "six", "Azerbaijan", "$5", "Baku", "denied")
    }
    day = Date(Span(text.index("3 May"), text.index(", said")), "2021-05-03", "2021-05-03", "day")
    told = Span(0, text.index(", said"))
    place = Place(
        span=at["Baku"], id="geonames/587084", name="Baku", kind="town", country="AZ", precision="exact",
        use="literal", latitude=40.3777, longitude=49.892, probability=1.0,
    )  # fmt: skip
    names = {"state/TR": "Turkey", "state/AZ": "Azerbaijan", "person/x": word}
    where = {
        "state/TR": at["Turkey"],
        "state/AZ": at["Azerbaijan"],
        "person/x": Span(told.end + 7, told.end + 7 + len(word)),
    }
    thing = Span(at["six"].start, text.index(" to "))
    dealing = Dealing(
        "transfer", Span(7, 11), "dealing/sell", Party(at["Turkey"], "state/TR"), Party(at["Azerbaijan"], "state/AZ"),
        thing, None, "unmanned aerial vehicle", "delivered", at["six"], date=day.span,
    )  # fmt: skip
    assertion = Assertion(
        "a1", "d1", (told,), ("t1",), "state", {"author": "Uu", "person/x": "CT+"},
        dates=(day,), quantities=(Quantity(at["$5"], -5.0, "USD", of=f"price {word}", whom=(at["Turkey"],)),),
        event=Event("AID", "supply", "state/TR", "state/AZ", "event/supply", day.span, at["Baku"]),
        entities=("state/TR", "state/AZ"), dealings=(dealing,), places=(place,),
    )  # fmt: skip
    denial = Assertion("a2", "d1", (told,), ("t2",), "deny", {"author": "Uu", "state/TR": "CT-"})
    cue = Span(told.end + 2, told.end + 6)
    origins = Origins(1, None, 1, None, ("a1",))
    return Answer(
        documents=(Document("d1", text, content_id("x", text), title=word, outlet=word, published="2021-05-04"),),
        entities=tuple(
            Entity(i, n, "person" if i == "person/x" else "state", (), (Occurrence("d1", where[i]),))
            for i, n in names.items()
        ),
        attributions=(
            Attribution("t1", "d1", (where["person/x"],), (cue,), (told,), source_entity="person/x"),
            Attribution("t2", "d1", (at["Turkey"],), (at["denied"],), (told,), source_entity="state/TR"),
        ),
        assertions=(assertion, denial),
        claims=(Claim("c1", ("a1",), "a1", ("a2",), origins),),
        denials=(Denial("a2", Target(claim="c1")),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> tuple[Answer, Registers]:
    answer = report()
    return answer, registers(answer)


@pytest.fixture(scope="module")
def hostile() -> tuple[Answer, Registers]:
    """All 150 strings at once."""
    parts = [report(word) for word in NAUGHTY]
    answers = [_renamed(part, n) for n, part in enumerate(parts)]
    merged = Answer(
        **{
            field: tuple(x for a in answers for x in getattr(a, field))
            for field in ("documents", "entities", "attributions", "assertions", "claims", "denials")
        }
    )
    return merged, registers(merged)


def _renamed(answer: Answer, n: int) -> Answer:
    raw = msgspec.json.encode(answer).decode("utf-8")
    for id in ("a1", "a2", "c1", "d1", "t1", "t2", "person/x"):
        raw = raw.replace(f'"{id}"', f'"{id}-{n}"')
    raw = raw.replace('"state/', f'"place/{n}-')
    return msgspec.json.decode(raw, type=Answer)


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def files(kind: str, made: tuple[Answer, Registers]) -> dict[str, bytes]:
    return render(kind, *made)


def test_every_format_can_be_written(plain: tuple[Answer, Registers], tmp_path: Path) -> None:
    """To a file, or to a folder where it has several; the same answer twice gives the same bytes."""
    for kind, found in FORMATS.items():
        if kind in ("xlsx", "parquet", "briefing-docx", "briefing-pdf"):
            continue
        paths = write(kind, *plain, tmp_path / f"{kind}{found.suffix}")
        assert paths
        assert all(p.stat().st_size for p in paths if p.suffix not in (".csv", ".jsonl"))
        assert render(kind, *plain) == render(kind, *plain)


def test_an_unknown_format_is_refused(plain: tuple[Answer, Registers]) -> None:
    """With the formats that there are."""
    with pytest.raises(ExportError, match="no format 'doc'"):
        render("doc", *plain)


def test_csv_has_every_row(plain: tuple[Answer, Registers]) -> None:
    """With the register's rows and values; a negative number stays a number."""
    made = files("csv", plain)
    for name, _, rows in sheets(*plain):
        assert len(rows) == len(table(made[f"{name.replace(' ', '-')}.csv"])) - 1
    head, row = table(made["figures.csv"])
    assert ("-5.0", "$5") == (row[head.index("value")], row[head.index("as_said")])


def test_no_cell_is_a_formula(hostile: tuple[Answer, Registers]) -> None:
    """Whatever stands in a text field; and what is a number is left one."""
    for name, data in files("csv", hostile).items():
        for row in table(data)[1:]:
            for cell in row:
                numeric = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert numeric or not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r")), (name, cell)
    assert (-5, "-5.2", "'=1", "'-x") == (safe(-5), safe("-5.2"), safe("=1"), safe("-x"))


def test_xlsx_reads_back(hostile: tuple[Answer, Registers]) -> None:
    """By openpyxl: as many rows, no formula, numbers as numbers."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(files("xlsx", hostile)[""]))
    for name, head, rows in sheets(*hostile):
        sheet = book[name[:31]]
        assert (len(rows) + 1, list(head)) == (max(sheet.max_row, 1), [c.value for c in sheet[1]])
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    figures = book["figures"]
    column = [c.value for c in figures[1]].index("value")
    assert {-5} == {row[column].value for row in figures.iter_rows(min_row=2)}


def test_pandas_reads_csv_and_parquet(hostile: tuple[Answer, Registers]) -> None:
    """Every sheet with as many rows and columns, the words of each cell as they went in, numbers as numbers."""
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    made, packed = files("csv", hostile), files("parquet", hostile)
    for name, head, rows in sheets(*hostile):
        text = pandas.read_csv(io.BytesIO(made[f"{name.replace(' ', '-')}.csv"]), keep_default_na=False, dtype=str)
        assert (len(rows), list(head)) == (len(text), list(text.columns)), name
        if rows and f"{name.replace(' ', '-')}.parquet" in packed:
            typed = pandas.read_parquet(io.BytesIO(packed[f"{name.replace(' ', '-')}.parquet"]))
            assert len(rows) == len(typed), name
    figures = pandas.read_csv(io.BytesIO(made["figures.csv"]))
    assert (150, -750) == (len(figures), figures["value"].sum())


def test_libreoffice_reads_csv_and_xlsx(hostile: tuple[Answer, Registers], tmp_path: Path) -> None:
    """A spreadsheet opens both, finds as many rows, computes nothing, and leaves negative numbers what they are."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    write("csv", *hostile, tmp_path / "in")
    (xlsx,) = write("xlsx", *hostile, tmp_path / "book.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    sources = [str(tmp_path / "in" / "figures.csv"), str(xlsx)]
    options = ["--headless", "--infilter=CSV:44,34,76,1", "--convert-to", "fods", "--outdir", str(tmp_path)]
    subprocess.run([office, home, *options, *sources], check=True, capture_output=True, timeout=240)
    counts = {name[:31]: len(rows) for name, _, rows in sheets(*hostile) if rows}
    for tables, wanted in (
        (_calc(tmp_path / "figures.fods"), {"figures": counts["figures"]}),
        (_calc(tmp_path / "book.fods"), counts),
    ):
        assert wanted == {name: len(tables[name]) - 1 for name in wanted}
        formulas = {c.formula for rows in tables.values() for row in rows for c in row}
        assert formulas <= {"", "of:=TRUE()", "of:=FALSE()"}  # so it writes what the workbook has as true and false
        column = [c.text for c in tables["figures"][0]].index("value")
        values = [row[column] for row in tables["figures"][1:]]
        assert {("float", -5.0)} == {(c.kind, float(c.value)) for c in values}


class _Cell(msgspec.Struct, frozen=True):
    kind: str
    value: str
    text: str
    formula: str


def _calc(path: Path) -> dict[str, list[list[_Cell]]]:
    """The tables of a flat OpenDocument file, without rows and cells that hold nothing."""
    space = {
        "t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "o": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    }
    found: dict[str, list[list[_Cell]]] = {}
    for sheet in ElementTree.parse(path).getroot().iter(f"{{{space['t']}}}table"):
        rows = []
        for row in sheet.iter(f"{{{space['t']}}}table-row"):
            cells = []
            for cell in row.iter(f"{{{space['t']}}}table-cell"):
                made = _Cell(
                    cell.get(f"{{{space['o']}}}value-type", ""), cell.get(f"{{{space['o']}}}value", ""),
                    "".join(cell.itertext()).strip(), cell.get(f"{{{space['t']}}}formula", ""),
                )  # fmt: skip
                cells += [made] * min(int(cell.get(f"{{{space['t']}}}number-columns-repeated", "1")), 100)
            if any(c.text for c in cells):
                rows += [cells] * min(int(row.get(f"{{{space['t']}}}number-rows-repeated", "1")), 1000)
        found[str(sheet.get(f"{{{space['t']}}}name"))] = rows
    return found


def test_parquet_reads_back(plain: tuple[Answer, Registers]) -> None:
    """By pyarrow: numbers typed, as many rows."""
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(io.BytesIO(files("parquet", plain)["figures.parquet"])).to_pylist()
    assert [-5.0] == [row["value"] for row in found]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of itself
def test_jsonld_reads_back(hostile: tuple[Answer, Registers]) -> None:
    """By rdflib: a claim each, and each annotation's exact words at its position."""
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=files("jsonld", hostile)[""].decode(), format="json-ld")
    kinds = "SELECT ?c WHERE { ?c a <https://schema.org/Claim> }"
    assert len(hostile[0].claims) == len(list(graph.query(kinds)))
    starts = "SELECT ?s WHERE { ?s <http://www.w3.org/ns/oa#exact> ?e }"
    assert sum(len(a.content) for a in hostile[0].assertions) == len(list(graph.query(starts)))


def test_gdelt_has_its_columns(hostile: tuple[Answer, Registers]) -> None:
    """61 of events, 16 of mentions, whatever the text holds."""
    made = files("gdelt", hostile)
    events = [line.split("\t") for line in made["events.export.csv"].decode().splitlines()]
    mentions = [line.split("\t") for line in made["events.mentions.csv"].decode().splitlines()]
    assert {61} == {len(row) for row in events}
    assert {16} == {len(row) for row in mentions}
    assert len(hostile[1].events.rows) == len(events)
    assert {row[0] for row in mentions} == {row[0] for row in events}


def test_gdelt_has_its_own_countries(plain: tuple[Answer, Registers]) -> None:
    """CAMEO's for actors, FIPS for places: Baku lies in AJ, which is Azerbaijan."""
    (event,) = [line.split("\t") for line in files("gdelt", plain)["events.export.csv"].decode().splitlines()]
    assert ("TUR", "TUR", "AZE") == (event[5], event[7], event[15])
    assert ["4", "Baku", "AJ", "AJ"] == event[51:55]


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("GB", "UK"), ("DE", "GM"), ("CN", "CH"), ("CH", "SZ"), ("AU", "AS"), ("AT", "AU"), ("TR", "TU"), ("IQ", "IZ"),
        ("IL", "IS"), ("IS", "IC"), ("KR", "KS"), ("KP", "KN"), ("NE", "NG"), ("NG", "NI"), ("RU", "RS"), ("RS", "RI"),
        ("SD", "SU"), ("SS", "OD"), ("UA", "UP"), ("YE", "YM"), ("ZA", "SF"), ("ZM", "ZA"), ("US", "US"), ("SY", "SY"),
    ],
)  # fmt: skip
def test_places_have_fips(iso: str, expected: str) -> None:
    """FIPS 10-4 and ISO 3166 often use the same letters for others."""
    assert expected == fips(iso)


def test_no_two_countries_share_a_fips_code() -> None:
    """The table is one to one over all countries that ISO has here."""
    assert len(ISO3) == len({fips(code) for code in ISO3})


@pytest.mark.parametrize(
    ("entity", "expected"),
    [("state/TJ", "TJK"), ("government/IR/army", "IRN"), ("state/RO", "ROM"), ("state/TL", "TMP"), ("org/nato", "")],
)
def test_actors_have_cameo_countries(entity: str, expected: str) -> None:
    """Three letters, where somebody acts for a state."""
    assert expected == cameo_country(entity)


def test_plover_has_every_event(plain: tuple[Answer, Registers]) -> None:
    """With actor, recipient and place."""
    (event,) = [json.loads(line) for line in files("plover", plain)[""].splitlines()]
    assert ("AID", "TUR", "AZE", "Baku") == (
        event["event"],
        event["source"][0]["country"],
        event["target"][0]["country"],
        event["geolocation"]["name"],
    )


@pytest.mark.parametrize(("kind", "columns"), [("ucdp", 49), ("acled", 31)])
def test_conflict_tables_have_their_columns(plain: tuple[Answer, Registers], kind: str, columns: int) -> None:
    """Only events of their sort; a supply of arms is none."""
    assert [columns] == [len(row) for row in table(files(kind, plain)[""])]


def test_ftm_lines_are_entities(hostile: tuple[Answer, Registers]) -> None:
    """Each has an id, a schema and lists of texts; the real package checks them where it is installed."""
    rows = [json.loads(line) for line in files("ftm", hostile)[""].splitlines()]
    assert all(isinstance(v, str) for r in rows for values in r["properties"].values() for v in values)
    package = pytest.importorskip("followthemoney", reason="the extra ftm is not installed")
    for row in rows:
        entity = package.EntityProxy.from_dict(row, cleaned=False)
        entity.schema.validate(row)
        for name, values in row["properties"].items():
            kept = entity.get(name)
            assert entity.schema.get(name) is not None, name
            assert len(values) == len(kept) or not any(v.strip() for v in values), (name, values, kept)


def test_stix_parses(hostile: tuple[Answer, Registers]) -> None:
    """By stix2: a note a claim, an opinion a denial, a report a document."""
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse(files("stix", hostile)[""].decode(), version="2.1")
    counts = {kind: sum(o["type"] == kind for o in bundle["objects"]) for kind in ("note", "opinion", "report")}
    assert {
        "note": len(hostile[0].claims),
        "opinion": len(hostile[0].denials),
        "report": len(hostile[0].documents),
    } == counts


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_graphs_read_back(hostile: tuple[Answer, Registers], kind: str) -> None:
    """By networkx: as many nodes and edges."""
    networkx = pytest.importorskip("networkx")
    read = networkx.read_graphml if kind == "graphml" else networkx.read_gexf
    for name in ("actors", "relays"):
        drawn = read(io.BytesIO(files(kind, hostile)[f"{name}.{kind}"]))
        graph = getattr(hostile[1].network, name)
        assert (len(graph.nodes), len(graph.edges)) == (drawn.number_of_nodes(), drawn.number_of_edges())


def test_citations_name_every_report(hostile: tuple[Answer, Registers]) -> None:
    """As CSL and as BibTeX, whose braces balance whatever a title holds."""
    entries = json.loads(files("csl", hostile)[""])
    tex = files("bibtex", hostile)[""].decode()
    assert len(hostile[0].documents) == len(entries) == tex.count("@article{")
    bare = tex.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")


def test_a_csl_processor_reads_the_citations(hostile: tuple[Answer, Registers]) -> None:
    """citeproc-py sets an entry for every report, with its year."""
    json_source = pytest.importorskip("citeproc.source.json", reason="citeproc-py is not installed")
    citeproc = pytest.importorskip("citeproc")
    entries = json.loads(files("csl", hostile)[""])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor warns of fields that its schema does not know
        source = json_source.CiteProcJSON(entries)
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        listed = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
        for entry in entries:
            listed.register(citeproc.Citation([citeproc.CitationItem(entry["id"])]))
        printed = [str(item) for item in listed.bibliography()]
    assert len(entries) == len(printed)
    assert all("2021" in line for line in printed)


def test_vault_links_lead_somewhere(plain: tuple[Answer, Registers]) -> None:
    """Every wiki link is a note."""
    notes = files("vault", plain)
    links = {link.split("|")[0].split("]")[0] for t in notes.values() for link in t.decode().split("[[")[1:]}
    assert links <= {name.removesuffix(".md") for name in notes}
    assert {"claims/c1", "reports/d1"} <= links


def test_no_sentence_of_a_briefing_is_without_a_span(
    plain: tuple[Answer, Registers], hostile: tuple[Answer, Registers]
) -> None:
    """And each number leads to an entry whose words stand in the report at its characters."""
    for answer, found in (plain, hostile):
        briefing = assemble(answer, found)
        numbers = {e.number for e in briefing.evidence}
        sentences = [s for section in briefing.sections for s in section.sentences]
        assert sentences
        assert all(s.evidence and set(s.evidence) <= numbers for s in sentences)
        texts = {d.id: d.text for d in answer.documents}
        for entry in briefing.evidence:
            first, last = map(int, entry.spans.split(", ")[0].split("–"))
            assert entry.words.startswith(" ".join(texts[entry.document][first:last].split())[:20])


def test_evidence_of_no_claim_names_none(plain: tuple[Answer, Registers]) -> None:
    """A telling that no claim holds, such as what is only denied, is shown by its words."""
    docx, pypdf = pytest.importorskip("docx"), pytest.importorskip("pypdf")
    pytest.importorskip("reportlab")
    from firsthand.export.briefing import document, markdown, print

    briefing = assemble(*plain)
    bare = tuple(msgspec.structs.replace(e, claim="") for e in briefing.evidence)
    briefing = msgspec.structs.replace(briefing, evidence=bare)
    written = "\n".join(p.text for p in docx.Document(io.BytesIO(document.make(briefing))).paragraphs)
    printed = " ".join(_pages(pypdf.PdfReader(io.BytesIO(print.make(briefing)))))
    assert not any("(claim" in text for text in (written, printed, markdown.make(briefing).decode()))


def test_briefing_pages_have_no_markup_of_reports(hostile: tuple[Answer, Registers]) -> None:
    """Words of a report are words, in HTML and in Markdown."""
    page = files("briefing-html", hostile)[""].decode()
    assert "<script>alert" not in page
    assert "<script>" not in files("briefing-md", hostile)[""].decode().replace("\\<", "")


def test_briefing_for_word_processors(plain: tuple[Answer, Registers]) -> None:
    """Read by python-docx: the headings and the words."""
    docx = pytest.importorskip("docx")
    data = files("briefing-docx", plain)[""]
    texts = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert "Disputed" in texts
    assert any("Turkey → Azerbaijan" in t for t in texts)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_briefing_as_pdf(plain: tuple[Answer, Registers]) -> None:
    """Read by pypdf: the words are there, and two printings are one."""
    pytest.importorskip("reportlab")
    pypdf = pytest.importorskip("pypdf")
    data = files("briefing-pdf", plain)[""]
    assert data == files("briefing-pdf", plain)[""]
    text = " ".join(_pages(pypdf.PdfReader(io.BytesIO(data))))
    assert "Turkey sold six" in text
    assert "Disputed" in text


def _pages(reader: Any) -> Iterator[str]:
    return (page.extract_text() for page in reader.pages)
