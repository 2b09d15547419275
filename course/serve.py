"""Serves a built site on this machine, with its own page for an address that does not exist."""

import functools
import gzip
import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from fnmatch import fnmatchcase
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".webmanifest", ".csv", ".txt", ".ics"}


@functools.lru_cache(maxsize=512)
def compressed(path: str, changed: int) -> bytes:
    """Return a file as hosts send it; ``changed`` makes another version another entry."""
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


@functools.lru_cache(maxsize=8)
def asked(file: Path, changed: int) -> list[tuple[str, str, str]]:
    """Return what a folder's ``_headers`` asks its host to send: a pattern of addresses, a header's name, its value.

    The form is that of Netlify and Cloudflare Pages; ``changed`` makes another version another entry.
    """
    found, pattern = [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line[:1].strip():
            pattern = line.strip()
        elif ":" in line:
            name, _, value = line.partition(":")
            found.append((pattern, name.strip(), value.strip()))
    return found


class SiteHandler(SimpleHTTPRequestHandler):
    """Static files, as a static host would serve them: text compressed, ``_headers`` sent, nothing fresh unasked."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".webmanifest": "application/manifest+json",
        ".js": "text/javascript",
        ".woff2": "font/woff2",
    }

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path = path / "index.html"
        wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (wanted and path.suffix in COMPRESSED and path.is_file()):
            return super().send_head()
        state = os.stat(path)
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        same = self.headers.get("If-None-Match") == tag
        body = b"" if same else compressed(str(path), state.st_mtime_ns)
        self.send_response(304 if same else 200)
        if not same:
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(state.st_mtime, usegmt=True))
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self):
        for name, value in ({"Cache-Control": "no-cache"} | dict(self._asked())).items():
            self.send_header(name, value)
        super().end_headers()

    def _asked(self) -> Iterator[tuple[str, str]]:
        file = Path(self.directory) / "_headers"
        if file.is_file():
            address = getattr(self, "path", "").partition("?")[0]  # a request that is none has no address
            for pattern, name, value in asked(file, file.stat().st_mtime_ns):
                if fnmatchcase(address, pattern):
                    yield name, value

    def send_error(self, code, message=None, explain=None):
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *args):
        """Stay quiet: a line for each request would hide the address that was printed."""


class SiteServer(ThreadingHTTPServer):
    """A server that says nothing when a reader has gone before a page was sent whole."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1; port 0 lets the system choose."""
    return SiteServer(("127.0.0.1", port), functools.partial(SiteHandler, directory=str(folder)))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs, and give its address, with a slash at the end."""
    with server(folder, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}/"
        finally:
            serving.shutdown()


def run(folder: Path, port: int) -> None:
    """Serve until interrupted, having said where."""
    try:
        serving = server(folder, port)
    except OSError as error:
        raise SystemExit(
            f"Port {port} is taken ({error.strerror}). Choose another: course serve --port 8001"
        ) from None
    print(f"The course is at http://127.0.0.1:{serving.server_port}/  (Ctrl-C stops it)", flush=True)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
