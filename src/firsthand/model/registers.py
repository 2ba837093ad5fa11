"""What the claims add up to: rows that people keep by hand elsewhere, each with the claims that it rests on."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from firsthand.model.claims import Origins, Passage
from firsthand.model.places import Place

RegisterKind = Literal["arms", "sanctions", "figures", "disputes", "events", "relations", "sources"]

ArmsStatus = Literal["rumoured", "planned", "ordered", "licensed", "in production", "delivered", "denied", "cancelled"]
SanctionStatus = Literal["planned", "in force", "expired", "lifted", "denied", "cancelled"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What every row has.

    `id` is made from the row's key, so that the same row keeps it while its cells change. `claims` and `assertions` are
    the ids that it rests on and `words` where they stand; `origins` counts who stands behind them. `said_by` and
    `disputed_by` are names. `first_reported` and `last_confirmed` are ISO dates of documents, None where undated.
    `uncertain` names the cells that are printed in brackets; `below` says why the row stays on the watch sheet, and is
    empty in the register.
    """

    id: str
    claims: tuple[str, ...]
    assertions: tuple[str, ...]
    words: tuple[Passage, ...]
    origins: Origins
    said_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    first_reported: str | None = None
    last_confirmed: str | None = None
    uncertain: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


R = TypeVar("R", bound=Row)


class ArmsRow(Row, frozen=True, kw_only=True):
    """A transfer of arms, in the columns of SIPRI's register; `licence` sets production in or by the recipient apart.

    `ordered` and `delivered` are numbers as said ("six"); `order_year` is the year of the order or licence,
    `deliveries` the years of deliveries; `comments` are the report's own words. Ids of entities stand beside names,
    None where the words name nobody.
    """

    supplier: str | None
    recipient: str | None
    ordered: str | None
    designation: str | None
    description: str | None
    order_year: str | None
    deliveries: str | None
    delivered: str | None
    comments: str
    licence: bool
    status: ArmsStatus
    value: str | None = None
    place: str | None = None
    supplier_id: str | None = None
    recipient_id: str | None = None


class SanctionRow(Row, frozen=True, kw_only=True):
    """A measure that `authority` lays on `target`; dates as ISO 8601 with the precision of the words, or None."""

    authority: str | None
    target: str | None
    measure: str
    reason: str | None
    issued: str | None
    in_force: str | None
    expired: str | None
    lifted: str | None
    status: SanctionStatus
    authority_id: str | None = None
    target_id: str | None = None


class Value(msgspec.Struct, frozen=True):
    """One telling of a figure: its value, its words, who says it, in which assertion and claim."""

    value: float
    as_said: str
    said_by: str
    assertion: str
    claim: str


class FigureRow(Row, frozen=True, kw_only=True):
    """An amount. `what` is measured, of `whom`; `kind` sets targets apart from outcomes.

    `best` is the value most tellings of independent origin give (the latest where they are even), `low` and `high` the
    least and the most told; `rivals` are all values told, `best` among them.
    """

    what: str
    whom: tuple[str, ...]
    kind: Literal["outcome", "target"]
    value: float
    upper: float | None
    bound: str | None
    unit: str
    per: str | None
    as_said: str
    si_value: float | None
    si_unit: str | None
    usd: float | None
    as_of: str | None
    best: float
    low: float
    high: float
    change: str | None = None
    rivals: tuple[Value, ...] = ()
    whom_ids: tuple[str, ...] = ()


class Turnabout(msgspec.Struct, frozen=True):
    """One step of a dispute: when it was printed, who, what they did, and the assertion."""

    date: str | None
    who: str
    act: str
    assertion: str


class DisputeRow(Row, frozen=True, kw_only=True):
    """A claim that somebody denies, or whose tellings differ in figure, date, place or actor (`about`)."""

    claim: str
    about: str
    claimed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    since: str | None
    changes: tuple[Turnabout, ...]


class EventRow(Row, frozen=True, kw_only=True):
    """One event, told by however many: when, where, who, PLOVER's type and mode, how many dead.

    `date_start` and `date_end` bound the day, `date_precision` is that of the words; `date_from` says whether the words
    or the report's own date give it. `clarity` 1: the report names day, place and both parties, 2: it does not.
    `source_original` is whom the report names, `source_office` who printed it. `factuality` is the best that any holder
    commits to.
    """

    date_start: str | None
    date_end: str | None
    date_precision: str | None
    date_from: Literal["words", "report"] | None
    place: str | None
    where: Place | None
    actor: str | None
    recipient: str | None
    type: str
    mode: str | None
    best: int | None
    low: int | None
    high: int | None
    clarity: Literal[1, 2]
    source_office: tuple[str, ...]
    source_original: tuple[str, ...]
    factuality: str
    headline: str
    actor_id: str | None = None
    recipient_id: str | None = None


class Tally(msgspec.Struct, frozen=True):
    """How many claims of one kind passed between two, and whether they tell deeds or only words."""

    kind: str
    deed: bool
    count: int


class RelationRow(Row, frozen=True, kw_only=True):
    """Two actors in a period: what passed between them.

    `sign` is + where cooperation outweighs conflict, - where conflict does, 0 where neither; `cooperation` and
    `conflict` count claims, `deeds` of them tell what was done, `statements` what was only said, agreed, promised or
    threatened. `trend` compares with the pair's period before.
    """

    a: str
    b: str
    period: str
    sign: Literal["+", "-", "0"]
    cooperation: int
    conflict: int
    deeds: int
    statements: int
    tallies: tuple[Tally, ...]
    trend: Literal["new", "warmer", "cooler", "steady"]
    a_id: str = ""
    b_id: str = ""


class SourceRow(Row, frozen=True, kw_only=True):
    """Somebody who lets things be known, or an outlet that prints them.

    `says` counts assertions, `relayed_by` the outlets or pages that pass them on, `alone` the claims for which nobody
    else stands, `confirmed` those that another primary source tells too, `denied` those that somebody denies; `rating`
    is a person's, None until given.
    """

    name: str
    kind: str
    says: int
    relayed_by: tuple[str, ...]
    alone: int
    confirmed: int
    denied: int
    rating: str | None = None
    entity: str | None = None


class Moment(msgspec.Struct, frozen=True):
    """An event on the timeline: when it was, when it was first reported, `lag` days later, and how much it weighs.

    `weight` is 0..1; it grows with the pages, origins and outlets that tell it and with later reports that look back.
    """

    date: str
    end: str
    precision: str
    row: str
    headline: str
    claims: tuple[str, ...]
    reported: str | None
    lag: int | None
    weight: float


class Day(msgspec.Struct, frozen=True):
    """A day of a case: its moments, and whether it is one that matters."""

    date: str
    moments: tuple[str, ...]
    weight: float
    matters: bool


class Timeline(msgspec.Struct, frozen=True):
    """Moments by the day of the event, and the days that they fall on."""

    moments: tuple[Moment, ...] = ()
    days: tuple[Day, ...] = ()


class Node(msgspec.Struct, frozen=True):
    """One in a network; `degree` is how many others it touches, `between` its betweenness (0..1), `community` the
    number of its group, the largest first."""

    id: str
    name: str
    kind: str
    degree: int
    between: float
    community: int
    claims: tuple[str, ...] = ()


class Edge(msgspec.Struct, frozen=True):
    """From one node to another in a time slice (`period`, None: all times): from who does it to whom it is done, by id
    where both do; from who relays to whom. `weight` counts claims."""

    source: str
    target: str
    kind: str
    sign: Literal["+", "-", "0"]
    weight: int
    claims: tuple[str, ...]
    period: str | None = None


class Graph(msgspec.Struct, frozen=True):
    """Nodes and edges in order of their ids."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


class Network(msgspec.Struct, frozen=True):
    """Who deals with whom, and apart from it who relays whom; `slices` are the years or months of the first."""

    actors: Graph
    relays: Graph
    slices: tuple[tuple[str, Graph], ...] = ()


class Register(msgspec.Struct, frozen=True):
    """Rows above the certainty bar, and those below it on the watch sheet; both in order."""

    kind: RegisterKind
    rows: tuple[Row, ...]
    watch: tuple[Row, ...]


class Registers(msgspec.Struct, frozen=True):
    """All that the claims add up to."""

    arms: Register
    sanctions: Register
    figures: Register
    disputes: Register
    events: Register
    relations: Register
    sources: Register
    timeline: Timeline
    network: Network
