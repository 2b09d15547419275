"""Says which scripts a page may run: those of this site, and the few lines that stood in the page when it was built."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape
from pathlib import Path

from sphinx.application import Sphinx

from course.site.styles import html

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*\son[a-z]+=[^<>]*>")
HANDLER = re.compile(r'\son[a-z]+="([^"]*)"')
CHARSET = re.compile(r"<meta charset=[^>]*>")
META = re.compile(r'\n<meta http-equiv="Content-Security-Policy"[^>]*>')

# Plotly writes styles into the page and the theme sets some on elements, hence style-src's 'unsafe-inline'. file: is for
# a copy opened from a folder; on a host it gives nothing, because no page of a host may load a file.
POLICY = {
    "default-src": "'self' file:",
    "script-src": "'self' file:",
    "style-src": "'self' file: 'unsafe-inline'",
    "img-src": "'self' file: data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self' file:",
}
# what a static host is asked to send; Netlify and Cloudflare Pages read this file, others are told in their own way
HEADERS = """\
/*
  Content-Security-Policy: {policy}
  X-Content-Type-Options: nosniff
  Referrer-Policy: same-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=()
/sw.js
  Cache-Control: no-cache
/offline.json
  Cache-Control: no-cache
"""


def setup(app: Sphinx) -> None:
    app.connect("build-finished", finish, priority=850)


def finish(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        protect(Path(app.outdir))


def protect(site: Path) -> None:
    """Put its policy into each page of a site, and one that suits all of them into the file for hosts."""
    every: set[str] = set()
    for path in html(site):
        text = path.read_text(encoding="utf-8")
        found = inline(text)
        every |= found
        meta = f'\n<meta http-equiv="Content-Security-Policy" content="{escape(policy(found), quote=False)}">'
        bare = META.sub("", text)
        safe = CHARSET.sub(lambda charset, meta=meta: charset[0] + meta, bare, count=1)
        if safe != text:
            path.write_text(safe, encoding="utf-8")
    (site / "_headers").write_text(
        HEADERS.format(policy=policy(every).replace(" file:", "")), encoding="utf-8"
    )


def inline(text: str) -> set[str]:
    """Return a source for each script that stands in a page itself, be it on a button; data is not a script."""
    bodies = [
        found["body"] for found in SCRIPT.finditer(text)
        if "src=" not in found["attributes"] and "json" not in found["attributes"]
    ]  # fmt: skip
    on_elements = [unescape(code) for tag in TAG.findall(text) for code in HANDLER.findall(tag)]
    sources = {
        f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in [*bodies, *on_elements]
    }
    return sources | ({"'unsafe-hashes'"} if on_elements else set())


def policy(scripts: set[str]) -> str:
    """Return the policy of a page with these scripts in it."""
    parts = POLICY | {"script-src": " ".join([POLICY["script-src"], *sorted(scripts)])}
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())
