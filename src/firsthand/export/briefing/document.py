"""The briefing as DOCX."""

from __future__ import annotations

import io
from typing import Any

from firsthand.export.briefing.content import Briefing, Sentence
from firsthand.export.briefing.markdown import heading
from firsthand.export.briefing.picture import HIGH, WIDE, Picture
from firsthand.export.flat import clean
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
        page.add_paragraph(f"“{clean(briefing.picture.caption)}”")
        width = min(6.0, briefing.picture.width / 96)
        page.add_picture(io.BytesIO(png(briefing.picture)), width=Inches(width))
    page.add_heading("Evidence", 1)
    for e in briefing.evidence:
        where = f"[{e.number}] {e.outlet}, {e.title}, characters {e.spans}: “{e.words}” (claim {e.claim})"
        page.add_paragraph(clean(where))
    page.core_properties.created = page.core_properties.modified = EPOCH
    page.core_properties.title = clean(briefing.title)[:255]
    page.core_properties.author = "Firsthand"
    out = io.BytesIO()
    page.save(out)
    return steady(out.getvalue())


def _text(sentence: Sentence) -> str:
    return clean(sentence.text) + " " + "".join(f"[{n}]" for n in sentence.evidence)


def png(picture: Picture) -> bytes:
    """The picture as PNG, twice the size for print."""
    from PIL import Image, ImageDraw, ImageFont

    from firsthand.export.briefing.fonts import find_font

    image = Image.new("RGB", (int(picture.width * _SCALE), int(picture.height * _SCALE)), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(find_font(), 11 * _SCALE)
    for a, b in picture.lines:
        one, other = picture.boxes[a], picture.boxes[b]
        ends = (one.x + WIDE / 2, one.y + HIGH, other.x + WIDE / 2, other.y)
        pen.line([v * _SCALE for v in ends], fill="#557777", width=3)
    for box in picture.boxes:
        corners = [v * _SCALE for v in (box.x, box.y, box.x + WIDE, box.y + HIGH)]
        pen.rounded_rectangle(corners, 8, fill="#f4f7f7", outline="#557777", width=2)
        middle = ((box.x + WIDE / 2) * _SCALE, (box.y + HIGH / 2) * _SCALE)
        pen.text(middle, clean(box.label), fill="black", font=font, anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
