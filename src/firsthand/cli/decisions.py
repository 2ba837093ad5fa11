"""firsthand decisions: the log of what people decided, and how to add to it from the prompt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer
from rich.console import RenderableType

from firsthand.cli.cases import (
    LIMIT,
    CaseOption,
    EveryOption,
    JsonOption,
    LimitOption,
    answer_with,
    first,
    opened,
    said,
)
from firsthand.cli.review import UserOption
from firsthand.cli.tables import table
from firsthand.cli.verbs import Twin, Verb
from firsthand.errors import JudgementError
from firsthand.model import Act
from firsthand.model.judgements import Credibility, Decision, Judgement, Reliability

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.judging.index import Index

ReasonOption = Annotated[str, typer.Option("--reason", "-r", help="Why.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Of a claim or an assertion; its beginning will do.")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A file of JSON lines, or - for the standard one.")]


def decisions(
    ctx: typer.Context,
    lost: Annotated[bool, typer.Option("--lost", help="Only those that no longer apply.")] = False,
    limit: LimitOption = LIMIT,
    everything: EveryOption = False,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """List what people decided, the latest first: who, when, what, why. Nothing is deleted; an undo is one more line.

    The parts below add to the log. `firsthand run` applies it.
    """
    if ctx.invoked_subcommand:
        return
    with opened(case) as desk:
        gone = frozenset(desk.status().lost)
        log = tuple(j for j in reversed(desk.judgements()) if not lost or j.id in gone)
    shown, left_out = first(log, limit, everything)

    def page() -> RenderableType:
        from firsthand.export.people.tables import Columns, say

        rows = tuple(
            (j.id[:8], f"{j.when:%Y-%m-%d %H:%M}", say(j.user), describe(j.decision), say(j.reason)) for j in shown
        )
        columns = Columns(("id", "when", "who", "what", "why"), (False,) * 5, rows)
        return (
            table(columns, left_out=left_out, what="decisions", fixed=("id", "when")) if rows else said("no decisions")
        )

    answer_with(shown, page, as_json=as_json)


def describe(decision: Decision) -> str:
    """A decision on one line: its kind and the words that it is on."""
    from firsthand.export.people.tables import say
    from firsthand.export.people.view import clip

    kind = str(decision.__struct_config__.tag)
    words = (_words_of(getattr(decision, field)) for field in decision.__struct_fields__)
    return clip(" · ".join((kind, *filter(None, map(say, words)))), 160)


def _words_of(value: Any) -> str:
    """What a person knows it by: an anchor's words, a name, a letter."""
    for field in ("words", "name", "what"):
        if isinstance(getattr(value, field, None), str):
            return f"“{getattr(value, field)}”"
    for field in ("content", "tellings", "child", "attributed", "assertion", "claim", "source"):
        if inner := getattr(value, field, None):
            return _words_of(inner[0] if isinstance(inner, tuple) else inner)
    return str(value) if isinstance(value, str | int) else ""


def same(
    left: IdArgument,
    right: IdArgument,
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Two claims, or two entities, are one."""
    from firsthand.model.judgements import Same

    with opened(case) as desk:
        _log(desk, lambda index: Same(*_pair(desk, index, left, right)), user, reason, as_json)


def not_same(
    left: IdArgument,
    right: IdArgument,
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Two claims, or two entities, are two."""
    from firsthand.model.judgements import NotSame

    with opened(case) as desk:
        _log(desk, lambda index: NotSame(*_pair(desk, index, left, right)), user, reason, as_json)


def reject(
    id_: IdArgument,
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """A claim, an assertion, an attribution or an entity is none."""
    from firsthand.model.judgements import Reject

    with opened(case) as desk:
        _log(desk, lambda index: Reject(_mark(desk, index, id_)), user, reason, as_json)


def correct(
    id_: IdArgument,
    user: UserOption,
    act: Annotated[str | None, typer.Option(help=f"Its speech act: {', '.join(get_args(Act))}.")] = None,
    own_voice: Annotated[bool, typer.Option("--own-voice", help="The page says it itself, and nobody else.")] = False,
    source: Annotated[str | None, typer.Option(metavar="ENTITY", help="The entity that says it, by its id.")] = None,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """An assertion is told by somebody else, or in another manner."""
    if act is not None and act not in get_args(Act):
        raise typer.BadParameter(f"no act is called '{act[:40]}'; the acts are {', '.join(get_args(Act))}")
    if (act is not None) + own_voice + (source is not None) != 1:
        raise typer.BadParameter("say one of --act, --own-voice and --source")
    from firsthand.judging.marks import mark_entity, mark_telling
    from firsthand.model.judgements import CorrectChain, CorrectStatus, Link

    with opened(case) as desk:

        def make(index: Index) -> Decision:
            told = mark_telling(index, desk.find(id_, kind="assertions").id)
            if act is not None:
                return CorrectStatus(told, cast(Act, act))
            if source is None:
                return CorrectChain(told, ())
            return CorrectChain(told, (Link(None, mark_entity(index, desk.find(source, kind="entities").id)),))

        _log(desk, make, user, reason, as_json)


def rate_source(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An entity's id, or an outlet's name.")],
    reliability: Annotated[str, typer.Argument(metavar="A-F", help="A reliable … E unreliable; F cannot be judged.")],
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """How reliable a source or an outlet is, from A to F."""
    if reliability.upper() not in get_args(Reliability):
        raise typer.BadParameter("reliability is one of A, B, C, D, E and F")
    from firsthand.judging.marks import mark_entity
    from firsthand.model.judgements import OutletMark, RateSource

    with opened(case) as desk:

        def make(index: Index) -> Decision:
            outlets = {d.outlet for d in index.answer.documents}
            named = (
                OutletMark(source) if source in outlets else mark_entity(index, desk.find(source, kind="entities").id)
            )
            return RateSource(named, cast(Reliability, reliability.upper()))

        _log(desk, make, user, reason, as_json)


def rate_claim(
    claim: IdArgument,
    credibility: Annotated[int, typer.Argument(metavar="1-6", min=1, max=6, help="1 confirmed; 6 cannot be judged.")],
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """How credible a claim is, from 1 to 6."""
    from firsthand.judging.marks import mark_claim
    from firsthand.model.judgements import RateClaim

    with opened(case) as desk:
        _log(
            desk,
            lambda index: RateClaim(
                mark_claim(index, desk.find(claim, kind="claims").id), cast(Credibility, credibility)
            ),
            user,
            reason,
            as_json,
        )


def note(
    id_: IdArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What there is to say.")],
    user: UserOption,
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """A note on the words of an assertion."""
    from firsthand.judging.marks import mark_telling
    from firsthand.model.judgements import Note

    with opened(case) as desk:
        _log(
            desk,
            lambda index: Note(mark_telling(index, desk.find(id_, kind="assertions").id).content, words),
            user,
            "",
            as_json,
        )


def undo(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a decision; its beginning will do.")],
    user: UserOption,
    reason: ReasonOption = "",
    case: CaseOption = "case.db",
    as_json: JsonOption = False,
) -> None:
    """Take a decision back. The decision and the undo both stay in the log, and an undo can be undone."""
    with opened(case) as desk:
        judgement = desk.undo(id_, user=user, reason=reason)
    answer_with(judgement, lambda: said(f"{judgement.id[:8]} {describe(judgement.decision)}"), as_json=as_json)


def dump(file: FileArgument = "-", case: CaseOption = "case.db") -> None:
    """Write the whole log as JSON lines, for another case or another person."""
    with opened(case) as desk:
        written = desk.dump_judgements()
    if file == "-":
        sys.stdout.write(written)
        return
    from firsthand.cli.screen import write_file

    write_file(Path(file), written.encode("utf-8"))


def load(file: FileArgument, case: CaseOption = "case.db", as_json: JsonOption = False) -> None:
    """Take decisions in that were dumped from this case or another. What is there already is passed over."""
    from firsthand.cli.screen import read_lines

    with opened(case) as desk:
        loaded = desk.load_judgements(read_lines(file), name=file)
    answer_with(loaded, lambda: said(f"{len(loaded):,} decisions are new; firsthand run applies them"), as_json=as_json)


def _log(desk: Case, make: Any, user: str, reason: str, as_json: bool) -> None:
    """Make a decision on the last answer, and keep it."""
    from firsthand.judging.index import Index

    try:
        decision = make(Index(desk.answer()))
        judgement: Judgement = desk.judge(decision, user=user, reason=reason)
    except ValueError as error:
        raise JudgementError(f"it cannot be decided so: {error}", hint="see firsthand decisions --help") from error
    answer_with(judgement, lambda: said(f"{judgement.id[:8]} {describe(judgement.decision)}"), as_json=as_json)


def _pair(desk: Case, index: Index, left: str, right: str) -> tuple[Any, Any]:
    return _mark(desk, index, left), _mark(desk, index, right)


_LISTS = {"claims": "claim", "assertions": "assertion", "attributions": "attribution", "entities": "entity"}


def _mark(desk: Case, index: Index, id_: str) -> Any:
    from firsthand.judging.marks import mark

    found = desk.find(id_)
    if found.kind not in _LISTS:
        raise JudgementError(
            f"'{id_[:40]}' is one of the {found.kind}", hint="give the id of a claim, an assertion or an entity"
        )
    return mark(index, _LISTS[found.kind], found.id)


VERB = Verb(
    decisions,
    (
        Twin("firsthand decisions", "case.judgements()"),
        Twin(
            'firsthand decisions rate-claim CLAIM 2 --reason "two newsrooms saw it"',
            "from firsthand.judging import mark_claim\nfrom firsthand.model.judgements import RateClaim\n\n"
            'mark = mark_claim(case.mark(), "CLAIM")\n'
            'case.judge(RateClaim(mark, 2), user="me", reason="two newsrooms saw it")',
        ),
        Twin("firsthand decisions dump decisions.jsonl", "case.dump_judgements()"),
        Twin(
            "firsthand decisions load decisions.jsonl",
            "from pathlib import Path\n\n"
            'case.load_judgements(Path("decisions.jsonl").read_bytes().splitlines())',
        ),
    ),
    parts=(
        ("same", same), ("not-same", not_same), ("reject", reject), ("correct", correct), ("rate-source", rate_source),
        ("rate-claim", rate_claim), ("note", note), ("undo", undo), ("dump", dump), ("load", load),
    ),
)  # fmt: skip
