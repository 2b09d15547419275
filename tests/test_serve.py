"""The server of this machine does what a static host would: it sends the headers that a folder asks for."""

import socket
from urllib.request import urlopen

from course.serve import served


def test_headers_are_sent_where_the_folder_asks_for_them(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Here</h1>", encoding="utf-8")
    (tmp_path / "kept.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "_headers").write_text(
        "# a remark\n/*\n  X-One: all: of it\n/*.css\n  Cache-Control: max-age=60\n", encoding="utf-8"
    )
    with served(tmp_path) as address:
        page, sheet = urlopen(address + "?new=1").headers, urlopen(address + "kept.css").headers
    assert (page["X-One"], sheet["X-One"]) == ("all: of it", "all: of it")
    assert (page["Cache-Control"], sheet["Cache-Control"]) == ("no-cache", "max-age=60")
    assert len(sheet.get_all("Cache-Control")) == 1


def test_a_change_of_what_is_asked_for_is_noticed(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Here</h1>", encoding="utf-8")
    with served(tmp_path) as address:
        assert urlopen(address).headers["X-One"] is None
        for words in ("first", "second"):
            (tmp_path / "_headers").write_text(f"/*\n  X-One: {words}\n", encoding="utf-8")
            assert urlopen(address).headers["X-One"] == words


def test_what_is_no_request_is_refused(tmp_path):
    (tmp_path / "_headers").write_text("/*\n  X-One: 1\n", encoding="utf-8")
    with served(tmp_path) as address, socket.create_connection(("127.0.0.1", int(address[17:-1]))) as line:
        line.sendall(b"nonsense\r\n\r\n")
        assert b"400" in line.makefile("rb").read()
