"""The briefing as PDF, A4, with links from each sentence to its words."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from firsthand.export.briefing.content import Briefing, Sentence
from firsthand.export.briefing.fonts import NARROW, find_font
from firsthand.export.briefing.markdown import heading
from firsthand.export.flat import clean
from firsthand.export.people.stemma_shapes import Drawing

_FONT, _BOLD = "Text", "Bold"
_HIGHEST = 640
"""Of a picture, in points: a page of A4 less its margins and a heading."""


def make(briefing: Briefing) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(TTFont(_FONT, find_font()))
    pdfmetrics.registerFont(TTFont(_BOLD, find_font(bold=True)))
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
        drawn = _drawn(briefing.picture.drawing, width, _HIGHEST)
        flow.append(KeepTogether([Paragraph("Stemma", styles["heading"]), drawn]))
    flow.append(Paragraph("Evidence", styles["heading"]))
    for e in briefing.evidence:
        where = f'<a name="e{e.number}"/>[{e.number}] {_text(e.outlet)}, {_text(e.title)}, characters {e.spans}'
        claim = f" (claim {_text(e.claim)})" if e.claim else ""
        flow.append(Paragraph(f"{where}: “{_text(e.words)}”{claim}", styles["evidence"]))
    return flow


def _text(words: str) -> str:
    return escape(clean(words))


def _marked(sentence: Sentence) -> str:
    marks = " ".join(f'<a href="#e{n}" color="#0b4f6c">[{n}]</a>' for n in sentence.evidence)
    return f"{_text(sentence.text)} {marks}"


def _drawn(drawing: Drawing, width: float, height: float) -> Any:
    """The drawing, as wide and as high as the page lets it."""
    from reportlab.graphics import shapes

    scale = min(1.0, width / drawing.wide, height / drawing.high)
    made: Any = shapes.Drawing(drawing.wide * scale, drawing.high * scale)
    made.scale(scale, scale)
    top = drawing.high
    for elbow in drawing.elbows:
        x, y = elbow.tip
        flat = [v for x_, y_ in elbow.points for v in (x_, top - y_)]
        made.add(shapes.PolyLine(flat, strokeColor=_colour("#444444"), strokeWidth=1.3))
        head = [x, top - y, x - 8, top - y + 4, x - 8, top - y - 4]
        made.add(shapes.Polygon(head, fillColor=_colour("#444444"), strokeColor=None))
    for box in drawing.boxes:
        corner = (box.x, top - box.y - box.high, box.wide, box.high)
        dashes = list(box.dashes) or None
        white = _colour("#ffffff")
        made.add(shapes.Rect(*corner, 5, 5, fillColor=white, strokeColor=_colour(box.color), strokeDashArray=dashes))
    for words in drawing.words:
        font, size = _BOLD if words.bold else _FONT, words.size * NARROW
        fill = _colour(words.color)
        made.add(shapes.String(words.x, top - words.y, clean(words.text), fontName=font, fontSize=size, fillColor=fill))
    return made


def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
