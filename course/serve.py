"""Serves a built site on this machine, with its own page for an address that does not exist."""

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class SiteHandler(SimpleHTTPRequestHandler):
    """Static files, as a static host would serve them."""

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


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1; port 0 lets the system choose."""
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(SiteHandler, directory=str(folder)))


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
