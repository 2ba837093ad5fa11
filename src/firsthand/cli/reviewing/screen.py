"""The review screen: claims on the left, the tellings of one on the right, a decision under each key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, get_args

from rich.console import RenderableType
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from firsthand.cli.reviewing import decisions
from firsthand.export.people.view import ACTS, View, printable
from firsthand.judging.index import Index
from firsthand.model import Answer, Assertion, Claim
from firsthand.model.judgements import Credibility, Decision, Reliability

Judge = Callable[[Decision, str], str]
"""Logs a decision with its reason and gives the id under which it can be undone."""

HELP = """\
up, down        move · tab goes from the claims to the tellings and back
a               accept the claim: its tellings are pinned as they are read
x               reject: the claim, or the telling when you are among the tellings
f               fix the telling: its act, its status, its chain
m               merge: once to mark a claim, again on another to make them one
n               part: the marked claim and this one are two; among tellings, it is none of this claim's
1 … 6           credibility of the claim: 1 confirmed, 5 improbable, 6 cannot be judged
r               reliability of the source, A to F
c               a note on the telling's words
u               undo the last decision
w               why: the rules behind it
/               only claims with these words
q               leave; the next run applies what was decided"""


class Ask(ModalScreen[str | None]):
    """One line of words; Escape takes the whole decision back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, placeholder: str = "") -> None:
        super().__init__()
        self.title_, self.placeholder = title, placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Label(Text(self.title_))
            yield Input(placeholder=self.placeholder, max_length=2_000)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Choose(ModalScreen[int | None]):
    """One of several; Escape takes none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, choices: Iterable[str]) -> None:
        super().__init__()
        self.title_, self.choices = title, tuple(choices)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Label(Text(self.title_))
            yield OptionList(*(Option(Text(c)) for c in self.choices))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)


class Show(ModalScreen[None]):
    """A page to read; any of Escape, q and Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss(None)", "Back")]

    def __init__(self, page: RenderableType) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box tall"):
            yield Static(self.page)


class Review(App[int]):
    """Goes through the claims of an answer; ends with the number of decisions that stand."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #claims { width: 2fr; border: round $primary-muted; }
    #right { width: 3fr; }
    #tellings { height: 1fr; border: round $primary-muted; }
    #detail { height: 2fr; border: round $primary-muted; padding: 0 1; }
    OptionList:focus { border: round $accent; }
    #said { height: 1; padding: 0 1; }
    Ask, Choose, Show { align: center middle; }
    .box { width: 80%; height: auto; max-height: 80%; border: round $accent; background: $surface; padding: 1; }
    .tall { height: 80%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept"),
        Binding("x", "reject", "Reject"),
        Binding("f", "fix", "Fix"),
        Binding("m", "merge", "Merge"),
        Binding("u", "undo", "Undo"),
        Binding("w", "why", "Why"),
        Binding("slash", "filter", "Find", key_display="/"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit_review", "Quit"),
        Binding("n", "part", "Part"),
        Binding("r", "reliability", "Rate source"),
        Binding("c", "note", "Note"),
        *(Binding(str(number), f"credibility({number})", show=False) for number in get_args(Credibility)),
    ]

    def __init__(
        self,
        answer: Answer,
        *,
        judge: Judge,
        undo: Callable[[str], object],
        explain: Callable[[str], RenderableType],
    ) -> None:
        super().__init__()
        self.view, self.index = View(answer), Index(answer)
        self.judge, self.take_back, self.explain_ = judge, undo, explain
        self.all = decisions.queue(self.view)
        self.shown: list[Claim] = list(self.all)
        self.decided: dict[str, str] = {}
        self.made: list[tuple[tuple[str, ...], str]] = []
        self.marked: Claim | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(id="claims")
            with Vertical(id="right"):
                yield OptionList(id="tellings")
                with VerticalScroll(id="detail"):
                    yield Static(id="words")
        yield Label("", id="said", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#claims").focus()
        self._say(f"{len(self.all)} claims · ? shows the keys")

    # -- what is shown

    def _fill(self) -> None:
        claims = self.query_one("#claims", OptionList)
        at = claims.highlighted
        claims.clear_options()
        claims.add_options([Option(self._row(c), id=c.id) for c in self.shown])
        if self.shown:
            claims.highlighted = min(at or 0, len(self.shown) - 1)
        else:
            self._tellings(None)

    def _row(self, claim: Claim) -> Text:
        sign = "◆" if self.marked is claim else self.decided.get(claim.id, " ")
        row = Text(f"{sign} ", style="bold")
        row.append(self.view.headline(claim, longest=120), style="" if sign == " " else "dim")
        if claim.denied_by:
            row.append(" denied", style="red")
        return row

    def _refresh_row(self, claim: Claim) -> None:
        if claim in self.shown:
            self.query_one("#claims", OptionList).replace_option_prompt(claim.id, self._row(claim))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "claims":
            self._tellings(self.claim)
        elif event.option_list.id == "tellings":
            self._detail()

    def _tellings(self, claim: Claim | None) -> None:
        tellings = self.query_one("#tellings", OptionList)
        tellings.clear_options()
        if claim is not None:
            told = [self.view.assertions[a] for a in (*claim.assertions, *claim.denied_by)]
            tellings.add_options([Option(Text(f"{ACTS[a.act]}  {self.view.path(a)}")) for a in told])
            tellings.highlighted = 0
        self._detail()

    def _detail(self) -> None:
        self.query_one("#words", Static).update(self._words())

    def _words(self) -> Text:
        told = self.telling
        if told is None or self.claim is None:
            return Text("no claim is like that")
        parts = [Text(self.view.told(told)), Text(self.view.where(told), style="dim"), Text("")]
        parts += [Text(f"{ACTS[told.act]} · {self.view.path(told)}")]
        parts += [Text(f"{self.view.holder(k)}: {v}") for k, v in told.factuality.items()]
        parts += [
            Text(f"{self.view.voice(a)}: probability {a.probability:.2f}", style="dim") for a in self.view.chain(told)
        ]
        parts += [Text(""), Text(self.view.origins(self.claim))]
        return Text("\n").join(parts)

    @property
    def claim(self) -> Claim | None:
        at = self.query_one("#claims", OptionList).highlighted
        return self.shown[at] if at is not None and at < len(self.shown) else None

    @property
    def telling(self) -> Assertion | None:
        claim, at = self.claim, self.query_one("#tellings", OptionList).highlighted
        told = (*claim.assertions, *claim.denied_by) if claim else ()
        return self.view.assertions[told[at]] if at is not None and at < len(told) else None

    @property
    def among_tellings(self) -> bool:
        return self.focused is not None and self.focused.id == "tellings"

    def _say(self, words: str) -> None:
        self.query_one("#said", Label).update(printable(words))

    # -- what is decided

    def _decide(self, claim: Claim, made: Iterable[Decision], sign: str, words: str, reason: str = "") -> None:
        self.made.append((tuple(self.judge(decision, reason) for decision in made), claim.id))
        self.decided[claim.id] = sign
        self._refresh_row(claim)
        self._say(f"{words} · u takes it back")

    def _with_reason(self, claim: Claim, made: Callable[[], Decision], sign: str, words: str) -> None:
        """Ask why before it is logged; an empty answer is one, Escape is not."""

        def done(reason: str | None) -> None:
            if reason is not None:
                self._decide(claim, (made(),), sign, words, reason)

        self.push_screen(Ask(f"{words}. Why?", "Enter: no reason given · Escape: leave it"), done)

    def action_accept(self) -> None:
        if claim := self.claim:
            self._decide(claim, decisions.accept(self.index, claim), "✓", "accepted")
            self.query_one("#claims", OptionList).action_cursor_down()

    def action_reject(self) -> None:
        claim, told = self.claim, self.telling
        if claim and told and self.among_tellings:
            self._with_reason(claim, lambda: decisions.reject_telling(self.index, told), "✎", "telling rejected")
        elif claim:
            self._with_reason(claim, lambda: decisions.reject_claim(self.index, claim), "✗", "claim rejected")

    def action_fix(self) -> None:
        claim, told = self.claim, self.telling
        if not claim or not told:
            return
        ways = decisions.fixes(self.view, self.index, told)

        def done(at: int | None) -> None:
            if at is not None:
                self._with_reason(claim, lambda: ways[at].decision, "✎", ways[at].words)

        self.push_screen(Choose("How should it be read?", (w.words for w in ways)), done)

    def action_merge(self) -> None:
        claim, marked = self.claim, self.marked
        if claim is None:
            return
        if marked is None or marked is claim:
            self.marked = None if marked is claim else claim
            self._refresh_row(claim)
            self._say("marked: m on another claim makes them one, n says that they are two" if self.marked else "")
            return
        self._of_two(marked, claim, decisions.merge, "merged")

    def action_part(self) -> None:
        claim, told, marked = self.claim, self.telling, self.marked
        if claim and told and self.among_tellings and told.id in claim.assertions and len(claim.assertions) > 1:
            self._with_reason(
                claim, lambda: decisions.take_out(self.index, claim, told), "✎", "taken out of this claim"
            )
        elif claim and marked and marked is not claim:
            self._of_two(marked, claim, decisions.part, "two claims")
        else:
            self._say("mark another claim with m first, or go to a telling of this one with tab")

    def _of_two(self, left: Claim, right: Claim, make: Callable[[Index, Claim, Claim], Decision], words: str) -> None:
        self.marked = None
        self._refresh_row(left)
        self._with_reason(right, lambda: make(self.index, left, right), "✎", words)

    def action_credibility(self, number: Credibility) -> None:
        if claim := self.claim:
            made = decisions.rate_claim(self.index, claim, number)
            self._decide(claim, (made,), str(number), f"credibility {number}")

    def action_reliability(self) -> None:
        claim, told = self.claim, self.telling
        named = [a.source_entity for a in self.view.chain(told) if a.source_entity] if told else []
        if not claim or not named:
            self._say("no source is named here")
            return
        letters = get_args(Reliability)
        scale = (
            "reliable",
            "usually reliable",
            "fairly reliable",
            "not usually reliable",
            "unreliable",
            "cannot be judged",
        )

        def done(at: int | None) -> None:
            if at is not None:
                made = decisions.rate_source(self.index, named[-1], letters[at])
                self._with_reason(claim, lambda: made, "✎", f"{self.view.holder(named[-1])}: {letters[at]}")

        title = f"How reliable is {self.view.holder(named[-1])}?"
        self.push_screen(Choose(title, (f"{a}  {b}" for a, b in zip(letters, scale, strict=True))), done)

    def action_note(self) -> None:
        claim, told = self.claim, self.telling
        if not claim or not told:
            return

        def done(words: str | None) -> None:
            if words and words.strip():
                self._decide(claim, (decisions.note(self.index, told, words),), "✎", "noted")

        self.push_screen(Ask("A note on these words"), done)

    def action_undo(self) -> None:
        if not self.made:
            self._say("nothing to take back")
            return
        ids, claim = self.made.pop()
        for id_ in reversed(ids):
            self.take_back(id_)
        self.decided.pop(claim, None)
        self._refresh_row(self.view.claims[claim])
        self._say("taken back")

    def action_why(self) -> None:
        told = self.telling if self.among_tellings else self.claim
        if told:
            self.push_screen(Show(self.explain_(told.id)))

    def action_filter(self) -> None:
        def done(words: str | None) -> None:
            if words is not None:
                wanted = words.casefold().split()
                self.shown = [c for c in self.all if all(w in self.view.headline(c).casefold() for w in wanted)]
                self._fill()
                self._say(f"{len(self.shown)} claims")

        self.push_screen(Ask("Only claims with these words", "Enter on nothing: all"), done)

    def action_help(self) -> None:
        self.push_screen(Show(Text(HELP)))

    def action_quit_review(self) -> None:
        self.exit(sum(len(ids) for ids, _ in self.made))
