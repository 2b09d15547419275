"""Writes a plan's Markdown as HTML that stands alone: cells as they ran, sources named, minutes of the form."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from course.packs.cells import SCROLLS
from course.packs.library import Library

ADMONITIONS = {
    "note",
    "tip",
    "warning",
    "important",
    "caution",
    "seealso",
    "admonition",
    "hint",
    "danger",
    "attention",
}
DRAWN_ELSEWHERE = {"activity", "run-sheet"}
DIRECTIVE = re.compile(r"^\{([\w-]+)\}\s*(.*)$")
NAMED = re.compile(r"^(.*?)\s*<([^<>]+)>$", re.S)
NUMBER = r"\d{1,3}(?!\d)"
BEFORE_MINUTES = r"(?:[Mm]inutes?|[Rr]ing(?: again)? at|message at|(?:open|close)s? at) "
MINUTES = re.compile(rf"({BEFORE_MINUTES})({NUMBER}(?:(?: to |–|, | and | and at ){NUMBER})*)")
CELL_MINUTES = re.compile(r"^(\| *)(\d{1,3})–(\d{1,3})( *\|)", re.M)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for plugin in (
        front_matter_plugin,
        colon_fence_plugin,
        deflist_plugin,
        attrs_plugin,
        myst_role_plugin,
        dollarmath_plugin,
    ):
        parser.use(plugin)
    return parser


PARSER = _parser()
RULES = (
    "fence",
    "colon_fence",
    "myst_role",
    "table_open",
    "table_close",
    "link_open",
    "link_close",
    "math_inline",
    "math_block",
)


@lru_cache(maxsize=2_000)
def parsed(text: str, inline: bool = False) -> list:
    """Return the tokens of a text; packs of several forms share most of their words."""
    return PARSER.parseInline(text) if inline else PARSER.parse(text)


class Writer:
    """Writes Markdown for one page of a pack.

    Parameters
    ----------
    cells : list of str
        What the plan's cells show, by their numbers.
    library : Library
    minute : function, optional
        Minute of the hour to minute of the form; left out, minutes stay as they are.
    site : str
        Address of the course's site, for links to its pages; without one they are words.
    page : str
        Where the plan stands on the site, such as ``modules/measurement/run-charts/``.
    """

    def __init__(
        self,
        cells: list[str],
        library: Library,
        minute: Callable[[int], int] | None = None,
        site: str = "",
        page: str = "",
    ):
        self.cells, self.library, self.minute, self.site, self.page = cells, library, minute, site, page
        self.unknown: list[str] = []
        self.open: list[str] = []  # how each link that is open now must be closed
        self.renderer = RendererHTML(PARSER)
        for kind in RULES:
            self.renderer.rules[kind] = _rule(getattr(self, f"_{kind}"))

    def html(self, text: str) -> str:
        """Return the text as HTML."""
        return self.renderer.render(parsed(self.timed(text)), PARSER.options, {})

    def line(self, text: str) -> str:
        """Return one line as HTML, without a paragraph around it."""
        return self.renderer.render(parsed(self.timed(text), inline=True), PARSER.options, {})

    def timed(self, text: str) -> str:
        """Move the minutes that a text names (“minutes 25 to 48”, “Ring at 33”) to where they fall in the form."""
        if not self.minute:
            return text

        def moved(found: re.Match) -> str:
            return found[1] + re.sub(r"\d+", lambda n: str(self.minute(int(n[0]))), found[2])

        def in_table(found: re.Match) -> str:
            return f"{found[1]}{self.minute(int(found[2]))}–{self.minute(int(found[3]))}{found[4]}"

        return CELL_MINUTES.sub(in_table, MINUTES.sub(moved, text))

    # ---- what MyST adds to Markdown

    def _fence(self, token) -> str:
        found = DIRECTIVE.match(token.info.strip())
        if not found:
            return f"<pre>{escape(token.content)}</pre>"
        name, rest = found.groups()
        if name == "cell":
            return f'<div class="cell">{self.cells[int(rest)]}</div>'
        if name in ADMONITIONS:
            title = rest or name.capitalize()
            text = re.sub(r"\A(:[\w-]+:.*\n)+", "", token.content)
            return f'<aside class="note"><p><b>{self.line(title)}</b></p>{self.html(text)}</aside>'
        if name == "list-table":
            return self._list_table(rest, token.content)
        if name not in DRAWN_ELSEWHERE:
            self.unknown.append(f"{{{name}}}")
        return ""

    _colon_fence = _fence

    def _list_table(self, title: str, content: str) -> str:
        """Return a table that is written as a list of lists: a row begins with “* -”, its further cells with “-”."""
        header = re.search(r"^:header-rows:\s*(\d+)", content, re.M)
        heads = int(header[1]) if header else 0
        rows = []
        for row in re.split(r"^[*-] - ", content, flags=re.M)[1:]:
            cells = [" ".join(cell.split("\n")).strip() for cell in re.split(r"\n\s+- ", row.rstrip())]
            kind = "th" if len(rows) < heads else "td"
            rows.append("<tr>" + "".join(f"<{kind}>{self.line(cell)}</{kind}>" for cell in cells) + "</tr>")
        caption = f"<caption>{self.line(title)}</caption>" if title else ""
        head = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
        return f"{SCROLLS}<table>{caption}{head}<tbody>{''.join(rows[heads:])}</tbody></table></div>"

    def _myst_role(self, token) -> str:
        name, text = token.meta["name"], token.content
        if name in ("cite:t", "cite", "cite:p"):
            return "; ".join(self.library.cite(key.strip(), name != "cite:t") for key in text.split(","))
        named = NAMED.match(text)
        words, target = named.groups() if named else (text, text)
        if name == "download":
            return f'<a href="data/{escape(target)}" download>{escape(words)}</a>'
        if name not in ("term", "doc", "ref", "abbr", "math", "sub", "sup"):
            self.unknown.append(f"{{{name}}}")
        return convert(text) if name == "math" else escape(words)

    def _table_open(self, token) -> str:
        return SCROLLS + "<table>"

    def _table_close(self, token) -> str:
        return "</table></div>"

    def _link_open(self, token) -> str:
        target = str(token.attrs["href"])
        if "://" not in target and not target.startswith(("mailto:", "#")):
            if not self.site:
                self.open.append("</span>")
                return "<span>"
            target = self.site + self.page + re.sub(r"[.](md|ipynb)(?=$|#)", ".html", target)
        self.open.append("</a>")
        return f'<a href="{escape(target)}">'

    def _link_close(self, token) -> str:
        return self.open.pop()

    def _math_inline(self, token) -> str:
        return convert(token.content)

    def _math_block(self, token) -> str:
        return convert(token.content, display="block")


def plain(html: str) -> str:
    """Return HTML as plain words on one line."""
    text = re.sub(r"<[^>]+>", " ", html)
    for code, sign in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        text = text.replace(code, sign)
    return re.sub(r"\s+([.,:;?])", r"\1", " ".join(text.split()))


def _rule(write: Callable) -> Callable:
    return lambda tokens, index, options, env: write(tokens[index])
