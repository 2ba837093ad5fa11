"""The briefing as one page of HTML that needs nothing else: sentences link to words, words to claims."""

from __future__ import annotations

from html import escape

from firsthand.export.briefing.content import Briefing, Sentence, Source
from firsthand.export.briefing.markdown import heading
from firsthand.export.flat import clean
from firsthand.export.people.stemma_svg import svg

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Georgia, "DejaVu Serif", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #bbb; }
p { margin: .35rem 0; } .detail { color: #444; margin-left: 1.2rem; font-size: .93rem; }
blockquote { margin: .9rem 0 .2rem; padding-left: .9rem; border-left: 3px solid #8aa; }
a { color: #0b4f6c; } sup a { text-decoration: none; } ol { padding-left: 2rem; } li { margin: .4rem 0; }
code { font-size: .85em; color: #555; overflow-wrap: anywhere; } :target { background: #fff3bf; }
svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; font-size: 11pt; } }
"""


def make(briefing: Briefing) -> bytes:
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_text(briefing.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(briefing.title)}</h1><ul>",
        *(f"<li>{_text(r)}</li>" for r in briefing.reports),
        "</ul>",
    ]
    for section in briefing.sections:
        parts.append(f"<h2>{_text(heading(section))}</h2>")
        parts.extend(map(_sentence, section.sentences))
    if briefing.picture is not None:
        parts.append(f"<h2>Stemma</h2>{svg(briefing.picture.drawing)}")
    parts.append("<h2>Evidence</h2><ol>")
    parts.extend(map(_source, briefing.evidence))
    parts.append("</ol></body></html>\n")
    return "\n".join(parts).encode()


def _text(words: str) -> str:
    return escape(clean(words))


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f'<sup><a href="#e{n}">[{n}]</a></sup>' for n in sentence.evidence)
    claims = " ".join(sentence.claims)
    tag = "blockquote" if sentence.kind == "quote" else "p"
    return f'<{tag} class="{sentence.kind}" data-claims="{_text(claims)}">{_text(sentence.text)} {marks}</{tag}>'


def _source(source: Source) -> str:
    where = f"{_text(source.outlet)}, {_text(source.title)}, characters {source.spans}"
    claim = f" <code>firsthand why {_text(source.claim)}</code>" if source.claim else ""
    return f'<li id="e{source.number}">{where}: “{_text(source.words)}”{claim}</li>'
