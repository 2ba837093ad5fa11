"""The briefing as PDF, A4, with links from each sentence to its words."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from firsthand.export.briefing.content import Briefing, Sentence
from firsthand.export.briefing.fonts import find_font
from firsthand.export.briefing.markdown import heading
from firsthand.export.briefing.picture import HIGH, WIDE, Picture
from firsthand.export.flat import clean

_FONT = "Text"


def make(briefing: Briefing) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(TTFont(_FONT, find_font()))
    out = io.BytesIO()
    page: Any = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=clean(briefing.title),
        author="Firsthand",
        invariant=1,
    )
    page.build(_flow(briefing, page.width), onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _number(canvas: Any, page: Any) -> None:
    canvas.setFont(_FONT, 8)
    canvas.drawCentredString(page.pagesize[0] / 2, 28, str(canvas.getPageNumber()))


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    base: Any = ParagraphStyle("base", fontName=_FONT, fontSize=9.5, leading=13.5, spaceAfter=3)
    return {
        "title": ParagraphStyle("title", base, fontSize=16, leading=20, spaceAfter=8),
        "heading": ParagraphStyle(
            "heading", base, fontSize=12, leading=16, spaceBefore=12, spaceAfter=5, keepWithNext=1
        ),
        "finding": base,
        "quote": ParagraphStyle("quote", base, leftIndent=10, spaceBefore=5, borderColor="#8aaaaa", keepWithNext=1),
        "detail": ParagraphStyle("detail", base, leftIndent=20, textColor="#444444", fontSize=8.8),
        "evidence": ParagraphStyle("evidence", base, fontSize=8.2, leading=11, leftIndent=18, firstLineIndent=-18),
    }


def _flow(briefing: Briefing, width: float) -> list[Any]:
    from reportlab.platypus import KeepTogether, Paragraph

    styles = _styles()
    flow: list[Any] = [Paragraph(_text(briefing.title), styles["title"])]
    flow += [Paragraph("• " + _text(r), styles["detail"]) for r in briefing.reports]
    for section in briefing.sections:
        flow.append(Paragraph(_text(heading(section)), styles["heading"]))
        flow += [Paragraph(_marked(s), styles[s.kind]) for s in section.sentences]
    if briefing.picture is not None:
        caption = Paragraph(f"“{_text(briefing.picture.caption)}”", styles["quote"])
        flow.append(KeepTogether([Paragraph("Stemma", styles["heading"]), caption, _drawn(briefing.picture, width)]))
    flow.append(Paragraph("Evidence", styles["heading"]))
    for e in briefing.evidence:
        where = f'<a name="e{e.number}"/>[{e.number}] {_text(e.outlet)}, {_text(e.title)}, characters {e.spans}'
        flow.append(Paragraph(f"{where}: “{_text(e.words)}” (claim {_text(e.claim)})", styles["evidence"]))
    return flow


def _text(words: str) -> str:
    return escape(clean(words))


def _marked(sentence: Sentence) -> str:
    marks = " ".join(f'<a href="#e{n}" color="#0b4f6c">[{n}]</a>' for n in sentence.evidence)
    return f"{_text(sentence.text)} {marks}"


def _drawn(picture: Picture, width: float) -> Any:
    from reportlab.graphics.shapes import Drawing, Line, Rect, String

    scale = min(1.0, width / picture.width)
    drawing: Any = Drawing(picture.width * scale, picture.height * scale)
    drawing.scale(scale, scale)
    top, edge = picture.height, _colour("#557777")
    for a, b in picture.lines:
        one, other = picture.boxes[a], picture.boxes[b]
        ends = (one.x + WIDE / 2, top - one.y - HIGH, other.x + WIDE / 2, top - other.y)
        drawing.add(Line(*ends, strokeColor=edge))
    for box in picture.boxes:
        y = top - box.y - HIGH
        drawing.add(Rect(box.x, y, WIDE, HIGH, 4, 4, fillColor=_colour("#f4f7f7"), strokeColor=edge))
        label = String(box.x + WIDE / 2, y + HIGH / 2 - 4, clean(box.label), fontName=_FONT, fontSize=10)
        label.textAnchor = "middle"
        drawing.add(label)
    return drawing


def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
