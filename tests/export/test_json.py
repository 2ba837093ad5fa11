"""The JSON object is a contract."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from firsthand.errors import AnswerError
from firsthand.export.json import from_json, to_json
from firsthand.export.jsonl import to_jsonl
from firsthand.export.schema import make_schema, schema_bytes, shipped_schema
from firsthand.model import Answer

KEYS = {
    "documents": {"id", "path", "title", "outlet", "published", "sha256", "text"},
    "entities": {"id", "name", "kind", "aliases", "mentions"},
    "attributions": {
        "id", "document", "source", "cue", "content", "addressee", "parent", "mode", "source_entity", "rules",
    },
    "assertions": {
        "id", "document", "content", "chain", "act", "factuality", "dates", "quantities", "event", "rules",
    },
    "claims": {"id", "assertions", "headline", "denied_by", "origins"},
    "derivations": {"child", "parent", "kind", "direction", "evidence"},
    "echoes": {"attributed", "unattributed", "direction", "evidence"},
    "denials": {"assertion", "denies"},
    "discrepancies": {"claim", "about", "values", "verdict"},
    "refused": {"path", "reason", "hint"},
    "known": {"path", "document"},
    "stories": {"id", "documents"},
    "utterances": {"id", "speaker", "printings", "fullest"},
    "lineages": {"document", "parent", "probability", "root"},
    "loops": {"outlets", "steps"},
}  # fmt: skip


def test_every_list_and_key_of_the_contract_is_there(answer: Answer) -> None:
    """Later versions add keys; none of these may go."""
    written = json.loads(to_json(answer))
    assert list(KEYS) == list(written)
    for name, keys in KEYS.items():
        assert all(keys <= set(record) for record in written[name]), name


def test_written_in_pieces_it_is_the_same(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As msgspec writes the whole, list by list and one record at a time."""
    monkeypatch.setattr("firsthand.export.json._STEP", 1)
    for one in (answer, Answer()):
        assert msgspec.json.encode(one, order="deterministic") + b"\n" == to_json(one)


def test_the_shapes_are_those_of_the_contract(answer: Answer) -> None:
    """Spans are pairs; a forebear is a passage or an outlet; a denial names one target."""
    written = json.loads(to_json(answer))
    assert [18, 26] == written["entities"][0]["mentions"][0]["span"]
    assert [{"document", "spans"}, {"outlet"}] == [set(d["parent"]) for d in written["derivations"]]
    assert {"assertion": "b003"} == written["denials"][0]["denies"]
    assert {
        "pages", "newsrooms", "primary_sources", "independent", "roots",
        "expected", "interval", "pairs", "suppositions", "unnamed",
    } == set(written["claims"][0]["origins"])  # fmt: skip


def test_an_answer_fits_the_shipped_schema(answer: Answer) -> None:
    """So does an empty one."""
    schema = json.loads(shipped_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [] == [e.message for a in (answer, Answer()) for e in validator.iter_errors(json.loads(to_json(a)))]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("documents", {"id": 3}),
        ("attributions", {"content": [[3]]}),
        ("assertions", {"act": "mumble"}),
        ("denials", {"denies": {}}),
        ("derivations", {"parent": {"outlet": "O", "document": "d", "spans": []}}),
    ],
)
def test_the_schema_refuses_other_shapes(answer: Answer, name: str, wrong: dict[str, object]) -> None:
    """A wrong value in one record is found."""
    written = json.loads(to_json(answer))
    written[name][0] |= wrong
    assert not jsonschema.Draft202012Validator(make_schema()).is_valid(written)


def test_schema_and_page_are_as_the_records_make_them(root: Path) -> None:
    """Run docs/make_json.py after a change in the model."""
    spec = importlib.util.spec_from_file_location("make_json", root / "docs" / "make_json.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert schema_bytes() == shipped_schema()
    assert module.page() == module.PAGE.read_text(encoding="utf-8")


def test_a_saved_answer_comes_back(answer: Answer) -> None:
    """Keys that a later version adds are passed over."""
    assert answer == from_json(to_json(answer), name="a.json")
    assert answer == from_json(to_json(answer).replace(b"{", b'{"later": 1, ', 1), name="a.json")


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"documents": [{}]}', b"\xff", b"{}", b"[" * 100_000])
def test_what_is_no_answer_is_named(raw: bytes) -> None:
    """The message says which file, the hint how to make one."""
    with pytest.raises(AnswerError, match=r"a\.json holds no") as error:
        from_json(raw, name="a.json")
    assert "--format json" in error.value.hint


def test_json_lines_name_their_list_first(answer: Answer) -> None:
    """Put together by list, the lines are the one object again."""
    lists: dict[str, list[object]] = {name: [] for name in KEYS}
    for line in to_jsonl(answer):
        assert line.startswith(b'{"record":"')
        record = json.loads(line)
        lists[record.pop("record")].append(record)
    assert json.loads(to_json(answer)) == lists
