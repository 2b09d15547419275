"""A page of HTML that opens anywhere: one file, no script, no request, everything that was typed escaped."""

from collections.abc import Iterable
from html import escape

from improve.palette import FONT, LIGHT

from .. import caution
from ..drawing.svg import DRAWING_CSS
from ..model import Project

# No script may run and nothing may be fetched, whatever a text in the file holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

CSS = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 60rem; padding: 1rem; background: {LIGHT.paper}; color: {LIGHT.ink};
  font: 1rem/1.5 {FONT}; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.2rem; margin: 1.6rem 0 .4rem; border-bottom: 2px solid {LIGHT.accent}; }}
h3 {{ font-size: 1rem; margin: 1.1rem 0 .2rem; }}
p, ul, ol, table, dl {{ margin: .3rem 0 .6rem; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0 0 .4rem; }}
@media print, (min-width: 600px) {{ dl {{ display: grid; grid-template-columns: 11rem 1fr; gap: .15rem .8rem; }}
  dd {{ margin: 0; }} }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid {LIGHT.quiet}; padding: .25rem .4rem; text-align: left; vertical-align: top; }}
th, td {{ overflow-wrap: break-word; }}
th {{ background: {LIGHT.wash}; }}
caption {{ text-align: left; font-weight: 600; }}
.scroll {{ overflow-x: auto; }}
@media screen {{ .scroll table {{ min-width: 36rem; }} }}
.gap {{ color: {LIGHT.warm}; font-style: italic; }}
.quiet {{ color: {LIGHT.quiet}; font-size: .9em; }}
.invented {{ border: 2px dashed {LIGHT.warm}; padding: .3rem .6rem; font-weight: 600; }}
@media print {{ body {{ max-width: none; padding: 0; font-size: 10.5pt; }} h2, h3 {{ break-after: avoid; }}
  figure, tr {{ break-inside: avoid; }} details {{ display: none; }} }}
{DRAWING_CSS}
"""


def page(title: str, body: Iterable[str], css: str = "") -> str:
    """Return a whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}{css}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def paragraphs(text: str) -> str:
    """Return text as paragraphs, its line breaks kept."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return "".join(f"<p>{escape(block.strip()).replace(chr(10), '<br>')}</p>" for block in blocks)


def heading(level: int, text: str) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def bullets(lines: Iterable[str]) -> str:
    """Return a list, or nothing where there are no lines."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines if line)
    return f"<ul>{items}</ul>" if items else ""


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Return labels and texts, leaving out the empty ones."""
    items = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows if text)
    return f"<dl>{items}</dl>" if items else ""


def table(caption: str, heads: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table that scrolls sideways on a phone, or nothing where there are no rows."""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return ""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def gap(prompt: str = "") -> str:
    """Say that something was not recorded, and what would stand here."""
    more = f" {prompt}" if prompt else ""
    return f'<p class="gap">Not recorded.{escape(more)}</p>'


def invented(project: Project) -> str:
    """Return the notice of a practice project."""
    marked = project.invented or any(series.invented for series in project.data)
    return f'<p class="invented">{escape(caution.INVENTED)}</p>' if marked else ""
