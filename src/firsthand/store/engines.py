"""What an engine has to be able to do: one module each, `sqlite` and `postgresql`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Table, TableClause, TextClause
from sqlalchemy.sql.elements import ColumnElement

from firsthand.errors import StoreError
from firsthand.store.records import Damage, Holder
from firsthand.store.turns import OnWait
from firsthand.store.words import Query

Row = Mapping[str, Any]

Indexed = tuple[int, dict[str, tuple[int, ...]]]
"""A passage's number, and the places of each of its words, counted from one."""


class Matching(NamedTuple):
    """How passages that match a query are had: the index, its column with the passage's number, the condition, and
    what is least of the best."""

    passages: TableClause
    number: ColumnElement[int]
    condition: TextClause
    rank: ColumnElement[float]


class Engine(Protocol):
    """A case's home. `name` is how a message calls it, without a password; `errors` are those of its driver."""

    name: str
    errors: tuple[type[Exception], ...]
    common: int | None
    """From so many passages on a word is common: then claims are looked at in their order until enough have it, rather
    than all that have it put in order. None where the second is quick enough."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One snapshot, which later writing does not change."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end, or nothing of it where an error leaves it."""

    def turn(self, holder: Holder, on_wait: OnWait) -> AbstractContextManager[None]:
        """The only writer's turn, waited for as long as it takes."""

    def prepare(self, create: bool) -> None:
        """Make sure that there is something to connect to; StoreError if there is not, and it may not be made."""

    def is_case(self, connection: Connection) -> bool: ...

    def is_empty(self, connection: Connection) -> bool:
        """Whether nothing is kept there at all."""

    def make_index(self, connection: Connection) -> None:
        """Lay out the search index, and what else the engine wants of a new case."""

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows that all have the same columns."""

    def index(self, connection: Connection, passages: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Words under the number of their passage."""

    def matching(self, query: Query) -> Matching: ...

    def indexed(self, connection: Connection) -> Iterator[Indexed]:
        """All that is in the index."""

    def digest(self, connection: Connection, part: str) -> tuple[int, bytes] | None:
        """How many rows the engine itself keeps of a part (`schema.INDEX`, `schema.LAYOUT`), and their hash; what this
        transaction has put there is among them. None where an engine does not show such rows."""

    def examine(self, connection: Connection) -> Iterator[Damage]:
        """What the engine itself finds wrong."""

    def explain(self, error: BaseException) -> StoreError:
        """What an error of the engine means for the person."""

    def close(self) -> None: ...
