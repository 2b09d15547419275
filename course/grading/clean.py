"""Makes what a student wrote or printed safe to show: the result holds only what is named here, written anew by us."""

import base64
import binascii
import html
import re
from html.parser import HTMLParser

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "b",
        "i",
        "em",
        "strong",
        "u",
        "s",
        "sub",
        "sup",
        "small",
        "code",
        "pre",
        "kbd",
        "samp",
        "a",
    ),
    *(
        "blockquote",
        "q",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "span",
    ),
    *(
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "details",
        "summary",
    ),
}
VOID = {"br", "hr"}
SILENT = {
    "script",
    "style",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "noscript",
    "title",
    "textarea",
    "head",
}
ATTRIBUTES = {"colspan": r"\d{1,3}", "rowspan": r"\d{1,3}", "scope": r"(row|col)(group)?"}
HREF = r"(https?://|mailto:)[^\s\"'<>\\]{1,500}"
MOST = 64_000


class _Rewriter(HTMLParser):
    """Reads any markup and writes only known tags, without their attributes, and escaped text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.open, self.silent = [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        elif tag in TAGS and not self.silent and len(self.open) < 100:
            kept = "".join(
                f' {name}="{value}"'
                for name, value in attrs
                if re.fullmatch(ATTRIBUTES.get(name, r"(?!)"), value or "")
            )
            if tag == "a":
                href = next((v or "" for n, v in attrs if n == "href"), "")
                kept = (
                    f' href="{html.escape(href)}" rel="noopener noreferrer"'
                    if re.fullmatch(HREF, href)
                    else ""
                )
            self.out.append(f"<{tag}{kept}>")
            if tag not in VOID:
                self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag in VOID and not self.silent:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in self.open and not self.silent:
            while True:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data):
        if not self.silent:
            self.out.append(html.escape(data))


def markup(text: str) -> str:
    """Return HTML with known tags and plain text only: no script, style, address of an image, or handler."""
    rewriter = _Rewriter()
    rewriter.feed(text[:MOST])
    rewriter.close()
    return "".join(rewriter.out) + "".join(f"</{tag}>" for tag in reversed(rewriter.open))


def markdown(text: str) -> str:
    """Return Markdown in which no HTML, entity or script address is left, for nbgrader's own pages to draw.

    What looked like a tag is then seen as it was typed.
    """
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
    text = re.sub(r"&(?=#|\w)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = re.sub(r"(?i)\b(javascript|vbscript|data|file|blob)(\s*\\?\s*):(?=\S)", r"\1\2 :", text)
    return re.sub(r"!(?=\s*\[)", "", text)  # a picture from elsewhere tells its owner who looked


def outputs(found: list, most: int = 1_000_000) -> list[dict]:
    """Return a cell's outputs in nbformat's form, with what can run taken away."""
    kept, left = [], most
    for item in found if type(found) is list else []:
        if type(item) is not dict:
            continue
        made = _output(item)
        size = len(str(made))
        if made and size <= left:
            left -= size
            kept.append(made)
    return kept[:500]


def _output(item: dict) -> dict | None:
    kind = item.get("output_type")
    if kind == "stream":
        name = "stderr" if item.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": plain(item.get("text"))}
    if kind == "error":
        name, words = plain(item.get("ename"))[:200], plain(item.get("evalue"))[:4_000]
        return {"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]}
    if kind in ("display_data", "execute_result") and type(item.get("data")) is dict:
        data = {}
        for mime, content in item["data"].items():
            safe = _mime(mime, content)
            if safe is not None:
                data[mime] = safe
        if not data:
            return None
        made = {"output_type": kind, "metadata": {}, "data": data}
        return {**made, "execution_count": None} if kind == "execute_result" else made
    return None


def _mime(mime: str, content):
    if mime == "text/plain":
        return plain(content)
    if mime == "text/html" and type(content) is str:
        return markup(content)
    if mime in ("image/png", "image/jpeg") and type(content) is str:
        try:
            start = base64.b64decode(content, validate=False)[:4]
        except (binascii.Error, ValueError):
            return None
        good = start.startswith((b"\x89PNG", b"\xff\xd8"))
        return re.sub(r"[^A-Za-z0-9+/=]", "", content) if good else None
    if mime == "application/vnd.plotly.v1+json" and type(content) is dict:
        return content
    return None


def plain(text) -> str:
    """Return text without control characters and terminal colours."""
    text = text if type(text) is str else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
