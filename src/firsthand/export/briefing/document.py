"""The briefing as DOCX."""

from __future__ import annotations

import io
from typing import Any

from firsthand.export.briefing.content import Briefing, Sentence
from firsthand.export.briefing.fonts import NARROW
from firsthand.export.briefing.markdown import heading
from firsthand.export.flat import clean
from firsthand.export.people.stemma_shapes import Drawing
from firsthand.export.sheets import EPOCH, steady

_STYLES = {"quote": "Quote", "detail": "List Bullet", "finding": "Normal"}
_SCALE = 2


def make(briefing: Briefing) -> bytes:
    from docx import Document
    from docx.shared import Inches

    page: Any = Document()
    page.add_heading(clean(briefing.title), 0)
    for report in briefing.reports:
        page.add_paragraph(clean(report), style="List Bullet")
    for section in briefing.sections:
        page.add_heading(clean(heading(section)), 1)
        for sentence in section.sentences:
            page.add_paragraph(_text(sentence), style=_STYLES[sentence.kind])
    if briefing.picture is not None:
        page.add_heading("Stemma", 1)
        drawing = briefing.picture.drawing
        width = min(6.0, drawing.wide / 96, 8.5 * drawing.wide / drawing.high)
        page.add_picture(io.BytesIO(png(drawing)), width=Inches(width))
    page.add_heading("Evidence", 1)
    for e in briefing.evidence:
        where = f"[{e.number}] {e.outlet}, {e.title}, characters {e.spans}: “{e.words}”"
        page.add_paragraph(clean(f"{where} (claim {e.claim})" if e.claim else where))
    page.core_properties.created = page.core_properties.modified = EPOCH
    page.core_properties.title = clean(briefing.title)[:255]
    page.core_properties.author = "Firsthand"
    out = io.BytesIO()
    page.save(out)
    return steady(out.getvalue())


def _text(sentence: Sentence) -> str:
    return clean(sentence.text) + " " + "".join(f"[{n}]" for n in sentence.evidence)


def png(drawing: Drawing) -> bytes:
    """The drawing as PNG, twice the size for print."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (int(drawing.wide * _SCALE), int(drawing.high * _SCALE)), "white")
    pen = ImageDraw.Draw(image)
    for elbow in drawing.elbows:
        x, y = elbow.tip
        pen.line(_scaled(*elbow.points), fill="#444444", width=3)
        pen.polygon(_scaled((x, y), (x - 8, y - 4), (x - 8, y + 4)), fill="#444444")
    for box in drawing.boxes:
        corners = _scaled((box.x, box.y), (box.x + box.wide, box.y + box.high))
        pen.rounded_rectangle(corners, 10, fill="white", outline=box.color, width=3)
    for words in drawing.words:
        place = (words.x * _SCALE, words.y * _SCALE)
        pen.text(place, clean(words.text), fill=words.color, font=_font(words.size, words.bold), anchor="ls")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _scaled(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _font(size: int, bold: bool) -> Any:
    """A little smaller than the page's, whose font is narrower."""
    from PIL import ImageFont

    from firsthand.export.briefing.fonts import find_font

    return ImageFont.truetype(find_font(bold=bold), round(size * _SCALE * NARROW))
