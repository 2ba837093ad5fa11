"""The tables of a case, the same in every engine.

Rows are only added. What changes is when a finding stops being told (`findings.ended`), and the tallies. A finding
holds from the run `since` up to, not including, the run `ended`: what two runs share is kept once, and any run can be
had again.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

VERSION = 2
"""The schema that this program writes."""

metadata = MetaData()

_TEXT: TypeEngine[str] = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Compared letter by letter in every engine, whatever the language of the server."""


def _table(name: str, *parts: SchemaItem, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=False)


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, _TEXT, primary_key=key, nullable=null)


def _integer(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


facts = _table("facts", _text("name", key=True), _text("value"), _bytes("seal"))
"""What the case says of itself: its schema, its id, the program that made it and when."""

tallies = _table("tallies", _text("name", key=True), _integer("count"), _bytes("total"), _bytes("seal"))
"""Of each sealed table the number of rows and the sum of their seals: a row that is lost is missed. Under `INDEX`
and `LAYOUT` what the engine itself made of them (`Engine.digest`), once something was written since that is kept."""

documents = _table(
    "documents",
    _number(),
    _text("id"),
    _text("sha256"),
    _text("outlet", null=True),
    _text("published", null=True),
    _text("added"),
    _text("extractor"),
    _text("version"),
    _bytes("headers"),
    _bytes("record"),
    _bytes("text"),
    _bytes("raw"),
    _bytes("seal"),
    UniqueConstraint("id"),
    Index("documents_sha256", "sha256"),
)
"""`record` is the document without its text; `text` and `raw` are compressed; `sha256` is that of the raw bytes."""

offers = _table(
    "offers",
    _number(),
    _text("at"),
    _text("path"),
    _text("outcome"),
    _text("document", null=True),
    _text("reason"),
    _text("hint"),
    _bytes("seal"),
    Index("offers_outcome", "outcome"),
    Index("offers_document", "document"),
)

readings = _table(
    "readings",
    _number(),
    _text("document"),
    _text("stamp"),
    _text("added"),
    _bytes("body"),
    _bytes("seal"),
    UniqueConstraint("stamp", "document"),
)

runs = _table(
    "runs",
    _number(),
    _text("id"),
    _text("started"),
    _text("finished"),
    _bytes("manifest"),
    _bytes("seal"),
    UniqueConstraint("id"),
)

findings = _table(
    "findings",
    _number(),
    _text("kind"),
    _text("key"),
    _integer("since"),
    _integer("ended", null=True),
    _text("document", null=True),
    _integer("start", null=True),
    _integer("stop", null=True),
    _integer("newsrooms", null=True),
    _integer("pages", null=True),
    _integer("sources", null=True),
    _integer("depth", null=True),
    _integer("denied", null=True),
    _text("rules"),
    _bytes("hash"),
    _bytes("seal"),
    _bytes("body"),
    UniqueConstraint("kind", "key", "since"),
    Index("findings_key", "key"),
    Index("findings_place", "kind", "document", "start"),
    Index("findings_weight", "kind", "newsrooms", "pages", "sources", "depth"),
)
"""A row a record of an answer. `key` is its id, or its hash where it has none; `document`, `start`, `stop` where it
stands first; `newsrooms` to `denied` are a claim's counts; `rules` one id a line; `hash` is that of `body`."""

links = _table(
    "links",
    Column("target", _TEXT, primary_key=True),
    Column("role", _TEXT, primary_key=True),
    Column("finding", Integer, primary_key=True, autoincrement=False),
    Index("links_finding", "finding"),
    rowid=False,
)
"""Which records a finding names, and as what: made from `findings.body`."""

passages = _table(
    "passages",
    _number(),
    _text("kind"),
    _text("key"),
    Column("finding", Integer, nullable=True),
    _text("document", null=True),
    _integer("start", null=True),
    _integer("stop", null=True),
    _bytes("seal"),
    Index("passages_finding", "finding"),
    Index("passages_document", "document"),
)
"""Whose words stand in the search index under the same number: of a document (`finding` is null) or of a finding."""

judgements = _table(
    "judgements",
    _number(),
    _text("id"),
    _text("user"),
    _text("at"),
    _text("kind"),
    _bytes("body"),
    _bytes("seal"),
    UniqueConstraint("id"),
)

totals = _table(
    "totals",
    Column("run", Integer, primary_key=True, autoincrement=False),
    _text("kind", key=True),
    _integer("count"),
    _bytes("seal"),
)
"""How many findings of each kind a run has: counting a large case takes a while, and its state is asked for often."""

SEALED = (facts, documents, offers, readings, runs, findings, passages, judgements, totals)
"""Tables whose rows each carry a seal and are counted in `tallies`."""


INDEX, LAYOUT = "search", "schema"
"""The search index and the tables' own definitions, which each engine makes in its own way."""


def name_of(table: Table) -> str:
    """As a plain string, which SQLAlchemy's own is not."""
    return str.__str__(table.name)
