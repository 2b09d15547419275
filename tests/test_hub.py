"""The hub of ``hub/`` for real: two students and a tutor, from the hand-out to feedback, each as an account of their own.

Real servers on the loopback address. The three accounts exist only for the hub's processes: bubblewrap lays another list
of accounts over the machine's, which stays as it is. Starting a server as somebody else needs root.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from nbgrader.api import Gradebook

from course.frontend import program
from course.grading import build, jail, run
from tests.grading import small
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
ACCOUNTS = {"tutor": 61001, "ada": 61002, "ben": 61003}
WAIT = 240  # seconds; a busy machine takes long to start three servers

pytestmark = pytest.mark.slow


def left_out(words):
    pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)


@dataclass(frozen=True)
class Hub:
    """A hub at work, and the words that run a command where its accounts exist."""

    address: str
    folder: Path
    inside: list[str]
    password: str

    def home(self, name):
        return self.folder / "home" / name

    def as_account(self, name, *command):
        """Run a command as one of the accounts."""
        number = str(ACCOUNTS[name])
        environment = {
            "HOME": str(self.home(name)),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "COURSE_EXCHANGE": str(self.folder / "exchange"),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [*self.inside, "setpriv", "--reuid", number, "--regid", number, "--clear-groups", *command],
            env=environment, cwd="/", capture_output=True, text=True, timeout=WAIT,
        )  # fmt: skip


@pytest.fixture(scope="module")
def hub():
    if not shutil.which("bwrap") or not shutil.which("setpriv"):
        left_out(
            "the hub is not tested: bubblewrap or setpriv is missing (apt-get install bubblewrap util-linux)"
        )
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    try:
        yield from _hub(folder)
    finally:
        shutil.rmtree(folder)


def _hub(folder):
    recipe = folder / "hub"
    shutil.copytree(ROOT / "hub", recipe, ignore=shutil.ignore_patterns("node_modules"))
    npm = [program("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(recipe)]
    done = subprocess.run(npm, capture_output=True, text=True, cwd=recipe)
    assert done.returncode == 0, done.stderr
    folder.chmod(0o755)
    passwd, group = ["root:x:0:0:root:/root:/bin/bash"], ["root:x:0:"]
    for name, number in {**ACCOUNTS, "nobody": jail.NOBODY}.items():
        home = folder / "home" / name
        home.mkdir(parents=True, mode=0o700)
        passwd.append(f"{name}:x:{number}:{number}::{home}:/bin/bash")
        group.append(f"{name}:x:{number}:")
    (folder / "passwd").write_text("\n".join(passwd) + "\n", encoding="utf-8")
    (folder / "group").write_text("\n".join(group) + "\n", encoding="utf-8")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o1777)
    (folder / "state").mkdir()
    the_course(folder / "home" / "tutor" / "better-care")
    for name, number in ACCOUNTS.items():
        for place in [folder / "home" / name, *(folder / "home" / name).rglob("*")]:
            os.chown(place, number, number)
    inside = jail.way_in([*jail.needed(), str(ROOT / "hub")])[:-1] or [
        "bwrap",
        "--dev-bind",
        "/",
        "/",
        "--die-with-parent",
    ]
    inside += ["--cap-add", "ALL"]
    for name in ("passwd", "group"):
        inside += ["--ro-bind", str(folder / name), f"/etc/{name}"]
    password, port = secrets.token_hex(8), free_port()
    ports = {"hub": free_port(), "api": free_port()}
    (folder / "config.py").write_text(
        f"load_subconfig({str(recipe / 'jupyterhub_config.py')!r})\n"
        "c = get_config()\n"
        "c.JupyterHub.authenticator_class = 'dummy'\n"  # the accounts are invented, so the machine knows no passwords
        f"c.DummyAuthenticator.password = {password!r}\n"
        f"c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{ports['hub']}'\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports['api']}'\n"
        f"c.Spawner.start_timeout = c.Spawner.http_timeout = {WAIT}\n",
        encoding="utf-8",
    )
    address = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder / "state"),
        "COURSE_TUTORS": "tutor", "COURSE_STUDENTS": "ada ben", "COURSE_EXCHANGE": str(folder / "exchange"),
        "COURSE_HUB_STATE": str(folder / "state"), "COURSE_HUB_ADDRESS": address, "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    log = (folder / "hub.log").open("w")
    process = subprocess.Popen(
        [*inside, "--unshare-pid", "--proc", "/proc", "--",
         sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")],
        env=environment, cwd=folder / "state", stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + WAIT
        while True:
            assert process.poll() is None, (folder / "hub.log").read_text()[-4000:]
            assert time.monotonic() < end, (folder / "hub.log").read_text()[-4000:]
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{address}/hub/login", timeout=10).ok:
                    break
            time.sleep(0.5)
        yield Hub(address, folder, [*inside, "--"], password)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def the_course(root):
    """Make the tutor's nbgrader course, with the course's own settings and one small assignment, built."""
    small.write_source(root)
    shutil.copyfile(ROOT / "grading" / "nbgrader_config.py", root / "nbgrader_config.py")
    build.release("small", root, run.course_at(root).settings)


class Person:
    """Somebody with a browser: logs in, starts a server, and asks it for things."""

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.web = requests.Session()
        self.base = f"{hub.address}/user/{name}"
        form = self.web.get(f"{hub.address}/hub/login", timeout=WAIT).text
        token = re.search(r'name="_xsrf" value="([^"]+)"', form)[1]
        self.entered = self.web.post(
            f"{hub.address}/hub/login", timeout=WAIT,
            data={"username": name, "password": hub.password, "_xsrf": token},
        )  # fmt: skip

    def server(self):
        """Wait until the server that the login asked for is there, and let it know who we are."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            answer = self.web.get(f"{self.base}/api/status", timeout=WAIT)
            if answer.ok and "kernels" in answer.text:
                self.web.get(f"{self.base}/lab", timeout=WAIT)
                return self
            self.web.get(f"{self.hub.address}/hub/spawn/{self.name}", timeout=WAIT)
            time.sleep(1)
        raise AssertionError((self.hub.folder / "hub.log").read_text()[-4000:])

    def ask(self, method, path, **more):
        """Ask this person's own server; the answer as JSON, and an error if it is one."""
        tokens = [
            c.value for c in self.web.cookies if c.name == "_xsrf" and c.path.startswith(f"/user/{self.name}")
        ]
        headers = {"X-XSRFToken": tokens[0]} if tokens else {}
        answer = self.web.request(method, f"{self.base}/{path}", headers=headers, timeout=WAIT, **more)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[-1500:]}"
        return answer.json()

    def assignments(self, what, **about):
        """Use nbgrader's assignment list."""
        found = self.ask(
            "POST",
            f"assignments/{what}",
            data={"course_id": "better-care", "assignment_id": "small", **about},
        )
        assert found.get("success"), found
        return found["value"]

    def formgrader(self, what):
        """Press a button of nbgrader's formgrader."""
        found = self.ask("POST", f"formgrader/api/assignment/small/{what}")
        assert found.get("success"), found
        return found

    def writes(self, double):
        """Answer the assignment's code cell, and save."""
        path = "api/contents/small/small.ipynb"
        content = self.ask("GET", path)["content"]
        cell = next(
            c for c in content["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "double"
        )
        cell["source"] = double
        self.ask("PUT", path, json={"type": "notebook", "format": "json", "content": content})


@pytest.mark.skipif(os.getuid() == 0, reason="the next test runs by itself")
def test_the_recipe_with_the_rights_that_it_needs():
    if (
        subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode
        if shutil.which("sudo")
        else True
    ):
        left_out("the hub is not tested: only root may start servers as other accounts (sudo make test)")
    words = ["env", f"PATH={Path(sys.executable).parent}:/usr/bin:/bin", f"CI={os.environ.get('CI', '')}"]
    again = [sys.executable, "-m", "pytest", __file__, "-n", "0", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(["sudo", "-n", *words, *again], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.skipif(os.getuid() != 0, reason="the test before runs it with the rights that it needs")
def test_a_class_from_the_hand_out_to_feedback(hub):
    tutor, ada, ben = (Person(hub, name) for name in ACCOUNTS)
    stranger = Person(hub, "mallory")
    assert stranger.entered.status_code == 403, "nobody comes in who is not on the list"
    tutor.server(), ada.server(), ben.server()

    for name in ("tutor", "ada", "ben"):  # each server is its owner's process
        made = hub.home(name) / ".local" / "share" / "jupyter"
        assert not made.exists() or made.stat().st_uid == ACCOUNTS[name]
    framed = tutor.web.get(f"{tutor.base}/formgrader", timeout=WAIT)
    assert framed.ok
    assert framed.headers["Content-Security-Policy"] == "frame-ancestors 'self'", (
        "JupyterLab may show it, no other site"
    )
    assert ada.web.get(f"{ada.base}/formgrader", timeout=WAIT).status_code == 404, (
        "students have no formgrader"
    )
    assert ada.web.get(f"{ben.base}/api/contents", timeout=WAIT).status_code in (403, 404), (
        "nor another's server"
    )

    tutor.formgrader("release")
    for student, double in ((ada, small.GOOD), (ben, "def double(x):\n    return 0")):
        student.assignments("fetch")
        student.writes(double)
        student.assignments("submit")

    # Ben hands in once more, under Ada's name.
    forged = hub.as_account(
        "ben", "sh", "-c",
        f"cd {quote(str(hub.home('ben')))} && nbgrader submit small --course better-care "
        f"--Exchange.root={hub.folder / 'exchange'} --CourseDirectory.student_id=ada",
    )  # fmt: skip
    assert forged.returncode == 0, forged.stderr
    peek = hub.as_account("ben", "ls", str(hub.folder / "exchange" / "better-care" / "inbound"))
    assert peek.returncode != 0, "nobody but the tutor sees what was handed in"
    assert hub.as_account("ben", "cat", str(hub.home("ada") / "small" / "small.ipynb")).returncode != 0

    tutor.formgrader("collect")
    course_folder = hub.home("tutor") / "better-care"
    graded = hub.as_account(
        "tutor", sys.executable, "-m", "course.grading", "run", "small", "--root", str(course_folder), "--trust-timestamps"
    )  # fmt: skip
    assert graded.returncode == 0, graded.stdout + graded.stderr
    report = json.loads((course_folder / "reports" / "small.json").read_text(encoding="utf-8"))
    assert [(line["student"], line["score"]) for line in report["students"]] == [("ada", 2), ("ben", 0)]

    listed = tutor.ask("GET", "formgrader/api/submissions/small")
    assert {entry["student"]: entry["score"] for entry in listed} == {"ada": 2, "ben": 0}
    with Gradebook(run.course_at(course_folder).db_url) as book:
        grade = book.find_grade("why", "small", "small", "ada")
        grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()
    for place in course_folder.glob("gradebook.db*"):
        os.chown(place, ACCOUNTS["tutor"], ACCOUNTS["tutor"])
    again = hub.as_account(
        "tutor", sys.executable, "-m", "course.grading", "feedback", "small", "--root", str(course_folder)
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    tutor.formgrader("release_feedback")

    for student, points, other in ((ada, "5 of 5", "ben"), (ben, "0 of 5", "ada")):
        student.assignments("fetch_feedback")
        (page,) = (hub.home(student.name) / "small" / "feedback").rglob("*.html")
        words = page.read_text(encoding="utf-8")
        assert f"feedback for {student.name}" in words
        assert points in words
        assert other not in words
        assert str(small.HIDDEN_INPUT) not in words
