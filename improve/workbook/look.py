"""How the workbook looks, and the few pieces of HTML that it is made of; whatever was typed is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import count
from typing import Any

from improve.palette import LIGHT
from improve.project.drawing.svg import DRAWING_CSS

CSS = f"""
#rendered_cells {{ max-width: 74rem !important; }}
.wb, .wb .widget-html-content {{ font-size: 16px; line-height: 1.5; color: {LIGHT.ink}; }}
.wb .jupyter-widgets {{ margin: 0; }}
.wb .widget-html, .wb .widget-html-content {{ height: auto !important; width: 100%; overflow: visible; min-width: 0; }}
.wb .widget-box {{ overflow: visible; max-width: 100%; }}
.wb .widget-inline-hbox {{ display: flex; flex-direction: column; align-items: stretch; height: auto; width: 100%;
  max-width: 42rem; gap: 2px; margin: 0; }}
.wb .widget-html.widget-inline-hbox {{ max-width: none; }}
.wb .widget-inline-hbox .widget-label {{ width: auto !important; max-width: none; text-align: left; white-space: normal;
  overflow: visible; height: auto; line-height: 1.4; font-weight: 600; font-size: 16px; color: {LIGHT.ink}; padding: 0; }}
.wb input[type=text], .wb input[type=date], .wb textarea, .wb select {{ width: 100% !important; box-sizing: border-box;
  font: inherit !important; padding: 7px 9px !important; border: 1px solid {LIGHT.line} !important; border-radius: 5px;
  background-color: {LIGHT.paper} !important; color: {LIGHT.ink} !important; height: auto !important; min-height: 40px;
  flex: none !important; }}
.wb select {{ padding-right: 26px !important; background-position: right 8px center; }}
.wb textarea {{ min-height: 64px; resize: vertical; }}
.wb .widget-checkbox {{ width: auto !important; height: auto !important; max-width: 42rem; }}
.wb .widget-checkbox .widget-label-basic {{ display: flex; gap: 8px; align-items: flex-start; white-space: normal;
  line-height: 1.4; min-height: 28px; font-size: 16px; width: auto; overflow: visible; font-weight: 400; }}
.wb .widget-checkbox .widget-label {{ display: none; }}
.wb .widget-checkbox input {{ width: 20px; height: 20px; flex: none; margin: 1px 0 0; accent-color: {LIGHT.accent}; }}
.wb .wb-field {{ margin: 0 0 14px; }}
.wb .wb-short input {{ max-width: 17rem; }}
.wb .jupyter-button {{ width: auto; height: auto; min-height: 40px; padding: 6px 14px; border-radius: 5px; font-size: 16px;
  white-space: normal; line-height: 1.3; background: {LIGHT.paper}; color: {LIGHT.ink}; border: 1px solid {LIGHT.line};
  overflow: visible; margin: 0; box-shadow: none; }}
.wb .jupyter-button:hover {{ background: {LIGHT.wash}; box-shadow: none; }}
.wb .jupyter-button:disabled {{ opacity: .55; }}
.wb .wb-main.jupyter-button, .wb .wb-here.jupyter-button {{ background: {LIGHT.accent}; color: {LIGHT.on_accent};
  border-color: {LIGHT.accent}; font-weight: 600; }}
.wb .wb-row {{ display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }}
.wb .wb-row > .widget-html, .wb .wb-row > .widget-html .widget-html-content {{ width: auto; }}
.wb .wb-row {{ margin: 6px 0 12px; }}
.wb .wb-nav {{ gap: 6px; padding: 10px 0; border-bottom: 1px solid {LIGHT.faint}; margin-bottom: 6px; }}
.wb .wb-nav .jupyter-button {{ padding: 5px 11px; }}
.wb .wb-columns {{ display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 23rem); gap: 0 2.2rem;
  align-items: start; }}
.wb .wb-columns > * {{ width: auto; min-width: 0; }}
.wb .wb-beside {{ position: sticky; top: 8px; }}
.wb .wb-entry {{ border-left: 3px solid {LIGHT.faint}; padding: 2px 0 2px 14px; margin: 0 0 18px; }}
.wb [data-focus]:focus {{ outline: none; }}
.wb .wb-note {{ display: grid; grid-template-columns: 11rem minmax(0, 1fr) auto; gap: 0 12px; align-items: end;
  max-width: 44rem; }}
.wb .wb-note .wb-row {{ margin: 0 0 14px; }}
.wb .wb-off {{ display: none !important; }}
.wb h2 {{ font-size: 1.45rem; margin: 14px 0 4px; }} .wb h3 {{ font-size: 1.12rem; margin: 18px 0 6px; }}
.wb p {{ margin: 0 0 8px; max-width: 42rem; }} .wb ul {{ margin: 0 0 8px; padding-left: 1.2rem; }}
.wb .quiet {{ color: {LIGHT.quiet}; }}
.wb .wb-bar {{ background: {LIGHT.wash}; border-radius: 6px; padding: 10px 14px; overflow-wrap: anywhere; }}
.wb .wb-bar p {{ margin: 0; max-width: none; }}
.wb .caution {{ border-left: 4px solid {LIGHT.warm}; padding: 4px 0 4px 12px; max-width: 42rem; margin: 4px 0 12px; }}
.wb .said {{ border-left: 4px solid {LIGHT.accent}; padding: 4px 0 4px 12px; max-width: 42rem; margin: 4px 0 10px;
  overflow-wrap: anywhere; }}
.wb .wrong {{ color: {LIGHT.warm}; font-weight: 600; margin: 3px 0 0; }}
.wb .findings {{ background: {LIGHT.wash}; border-radius: 6px; padding: 12px 16px; margin: 14px 0;
  overflow-wrap: anywhere; }}
.wb .findings h3 {{ margin: 0 0 6px; }} .wb .findings details {{ border-top: 1px solid {LIGHT.faint}; padding: 7px 0; }}
.wb .findings summary {{ cursor: pointer; }} .wb .findings details p {{ margin: 6px 0 0; font-size: 15px; }}
.wb a {{ color: {LIGHT.accent}; font-weight: 600; text-decoration: underline; overflow-wrap: anywhere; }}
.wb .reading {{ max-width: 42rem; }}
{DRAWING_CSS.replace(".drawing", ".wb .drawing")}
@media (max-width: 860px) {{ .wb .wb-columns {{ grid-template-columns: minmax(0, 1fr); }}
  .wb .wb-beside {{ position: static; }} .wb .wb-note {{ grid-template-columns: minmax(0, 1fr); }} }}
@media (max-width: 480px) {{ #rendered_cells {{ padding-left: .7rem !important; padding-right: .7rem !important; }} }}
"""

LEAST_SHOWN = 4  # findings shown before the others are folded away


def paragraph(text: str, kind: str = "") -> str:
    """Return text as one paragraph of HTML."""
    return f"<p{_kind(kind)}>{escape(text)}</p>"


def said(sentences: Iterable[str]) -> str:
    """Return sentences as HTML that a screen reader announces; nothing where there are none."""
    inside = "".join(paragraph(sentence) for sentence in sentences if sentence)
    return f'<div class="said" role="status">{inside}</div>' if inside else ""


_numbers = count(1)


def focus() -> str:
    """Return the attributes of an element to which the keyboard goes when it appears, once."""
    return f' tabindex="-1" data-focus="{next(_numbers)}"'


def notice(sentences: Iterable[str]) -> str:
    """Return what a change has to say, where the keyboard goes on from."""
    inside = "".join(paragraph(sentence) for sentence in sentences if sentence)
    return f'<div class="said" role="status"{focus()}>{inside}</div>' if inside else ""


def wrong(sentence: str) -> str:
    """Return what cannot stand, as HTML that a screen reader announces at once."""
    return f'<p class="wrong" role="alert">{escape(sentence)}</p>' if sentence else ""


def caution(sentences: Iterable[str]) -> str:
    """Return the words of caution on patient data."""
    return f'<div class="caution">{"".join(paragraph(sentence) for sentence in sentences)}</div>'


def findings(found: list[Any], anything: bool = True) -> str:
    """Return findings of a review as HTML: what stands out, and folded below it why it matters and what to do."""
    if not found and not anything:
        return (
            '<section class="findings" aria-label="Looking it over"><h3>Looking it over</h3>'
            '<p class="quiet">There is nothing to look over yet.</p></section>'
        )
    if not found:
        return (
            '<section class="findings" aria-label="Looking it over"><h3>Looking it over</h3>'
            "<p>Nothing stands out here. That does not make it right: show it to a colleague.</p></section>"
        )
    first = "".join(_finding(one) for one in found[:LEAST_SHOWN])
    rest = found[LEAST_SHOWN:]
    more = ""
    if rest:
        more = (
            f"<details><summary>{len(rest)} more</summary>{''.join(_finding(one) for one in rest)}</details>"
        )
    return (
        '<section class="findings" aria-label="Looking it over"><h3>Looking it over</h3>'
        f'<p class="quiet">What may make it stronger. Open a line to see why.</p>{first}{more}</section>'
    )


def _finding(found: Any) -> str:
    return (
        f"<details><summary>{escape(found.what)}</summary>"
        f"<p>{escape(found.why)}</p><p><strong>What to do.</strong> {escape(found.do)}</p></details>"
    )


def download(content: str, name: str, words: str, mime: str) -> str:
    """Return a link that holds the whole file, so that it works with no server."""
    import base64

    packed = base64.b64encode(content.encode("utf-8")).decode("ascii")
    return (
        f'<a download="{escape(name)}" href="data:{mime};charset=utf-8;base64,{packed}">{escape(words)}</a>'
    )


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
