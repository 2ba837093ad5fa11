"""Whose text it is, as the report's own furniture says: datelines, by-lines, credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise

import msgspec

from firsthand.comparing.outlets import Outlets
from firsthand.lexicon.wording import CreditRule, credit_rules
from firsthand.model import DerivationKind, Document, Span

_NAME = r"[A-Z][\w.&'’-]*(?:[ ](?:of |the |and |de |for )?[A-Z][\w.&'’-]*){0,5}"
_PLACE = r"[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z][\w.'’-]*){0,4}"
_DATE = r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]{0,6})\b"
_LINE = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")
_EDGE = 3
_PICTURE = re.compile(
    r"\b(?:photo|photograph|photographer|picture|image|images|getty|video|graphic|file pic|illustration|caption)\b",
    re.I,
)
_PARTS = re.compile(r"\s*[/|()\[\],:;–—]\s*|\s+-\s+|\bvia\b")
_STROKES = re.compile(r"\s*/\s*|[()\[\]]")
_PERSON = re.compile(
    r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*)+(?<!Press)(?<!News)(?<!Agency)(?<!Agencies)(?<!Service)(?<!Staff)"
)
"""Two words or more with capitals that do not end like an agency's name."""
_WORDY = 25
"""A line of more words is a paragraph, no caption."""
_LONG = {"head": 200, "tail": _WORDY, "any": _WORDY}
"""In longer lines a name that no table has is not taken for an outlet's; a dateline opens a paragraph."""


class Credit(msgspec.Struct, frozen=True, order=True):
    """Words at `span` that name an outlet (`key` by which it is looked up) as the origin of a document's text."""

    span: Span
    outlet: str
    key: str
    kind: DerivationKind
    rule: str


class Written(msgspec.Struct, frozen=True, array_like=True):
    """Where a rule finds a name in a line that is no picture's caption; whose name it is rests on which outlets there
    are."""

    rule: int
    line: Span
    name: Span


@cache
def _patterns() -> tuple[tuple[CreditRule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(_filled(rule.pattern))) for rule in credit_rules())


def _filled(pattern: str) -> str:
    return (
        pattern.replace("{name}", _NAME)
        .replace("{place}", _PLACE)
        .replace("{date}", f"(?:{_DATE})")
        .replace("{month}", _MONTH)
    )


def find_credits(
    document: Document, outlets: Outlets, written: tuple[Written, ...] | None = None
) -> tuple[Credit, ...]:
    """All credits but those of pictures and the outlet's own name, in text order, one for each outlet. What is
    `written` in the document need not be found again."""
    own, text = outlets.key_of(document), document.text
    found: dict[str, Credit] = {}
    for credit in sorted(_credits(text, find_written(text) if written is None else written, outlets)):
        if credit.key != own:
            found.setdefault(credit.key, credit)
    return tuple(sorted(found.values()))


def find_written(text: str) -> tuple[Written, ...]:
    """Names where credits stand, in order of line and rule."""
    return tuple(_written(text))


def _written(text: str) -> Iterator[Written]:
    lines = [
        Span(m.start() + len(m[0]) - len(m[0].lstrip()), m.end() - len(m[0]) + len(m[0].rstrip()))
        for m in _LINE.finditer(text)
    ]
    for number, line in enumerate(lines):
        words = line.of(text)
        if len(words.split()) <= _WORDY and _PICTURE.search(words):
            continue
        for which, (rule, pattern) in enumerate(_patterns()):
            if _stands(rule.place, number, len(lines)) and (found := pattern.search(words)) is not None:
                start, end = found.span("name")
                yield Written(which, line, Span(line.start + start, line.start + end))


def _credits(text: str, written: Iterable[Written], outlets: Outlets) -> Iterator[Credit]:
    for line, names in groupby(written, key=lambda w: w.line):
        words = line.of(text)
        if len(words.split()) > _WORDY or not _names_photographer(words, outlets):
            for one in names:
                yield from _named(_patterns()[one.rule][0], one.name, text, line, outlets)


def _names_photographer(line: str, outlets: Outlets) -> bool:
    """Whether it names a picture agency, or a person beside an agency and a stroke ("Jane Doe/Reuters"), and does not
    say that they wrote ("By Jane Doe/Reuters")."""
    if any(outlets.is_picture(part.strip()) for part in _PARTS.split(line)):
        return True
    return not line.lower().startswith("by ") and any(
        _is_agency(one, outlets) and _PERSON.fullmatch(other) and not outlets.known(other)
        for sides in pairwise(part.strip() for part in _STROKES.split(line))
        for one, other in (sides, sides[::-1])
    )


def _is_agency(words: str, outlets: Outlets) -> bool:
    return outlets.known(words) is not None or words in outlets.codes


def _stands(place: str, number: int, lines: int) -> bool:
    return place == "any" or (place == "head" and number < _EDGE) or (place == "tail" and number >= lines - _EDGE)


def _named(rule: CreditRule, whole: Span, text: str, line: Span, outlets: Outlets) -> Iterator[Credit]:
    """The outlets in the name: the known ones, or the whole where the rule takes any name."""
    named = [*outlets.find(text, whole)]
    named += [code for code in outlets.find_codes(text, whole) if not any(code[1].overlaps(span) for _, span in named)]
    named.sort(key=lambda found: found[1])
    short = len(line.of(text).split()) <= _LONG[rule.place]
    if rule.open and not any(span == whole for _, span in named) and short:
        named = [(outlets.key(whole.of(text)), whole)]
    for key, span in named:
        yield Credit(span, span.of(text), key, rule.kind, f"credit/{rule.id}")
