"""The seven promises: each attack fails; then its protection is taken away, and the same attack succeeds."""

import json
import os
import socket
import stat
import tempfile
import threading
import time
from pathlib import Path

import pytest

from course.grading import (
    clean,
    clock,
    examine,
    feedback,
    gradebook,
    hidden,
    jail,
    marker,
    proxies,
    rebuild,
    run,
    seccomp,
)
from course.grading.limits import Limits
from tests.grading import small

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(cell_seconds=5, notebook_seconds=30, memory_mb=256)
SHORT = Limits(cell_seconds=1, notebook_seconds=30, patience=60)
WRONG = "def double(x):\n    return 0"


def points(outcome):
    return outcome["tests"]["double-test"]["score"]


# ---------------------------------------------------------------- 1. one submission never changes another


POISON = (
    "import builtins, pathlib\nbuiltins.abs = lambda _: 99\npathlib.Path('/tmp/left').write_text('for you')"
)
LOOK = "import pathlib\nprint(abs(-1), pathlib.Path('/tmp/left').exists())"


def printed(learner, source):
    learner.begin_cell()
    return "".join(
        output.get("text", "") for output in learner.ask(do="run", source=source, quiet=False)["outputs"]
    )


def test_1_what_one_submission_changes_the_next_one_does_not_see(grader):
    grader(small.submission(extra=[POISON]))
    outcome = grader(small.submission(extra=[LOOK]))
    assert "1 False" in small.shown(outcome)
    assert points(outcome) == 2


def test_1_without_a_jail_of_its_own_it_would_see_it(a_jail):
    pid, nursery = marker.start_nursery()
    with proxies.Learner(nursery, QUICK) as one, proxies.Learner(nursery, QUICK) as another:
        printed(one, POISON)
        assert printed(another, LOOK).strip() == "1 False"
        assert printed(one, LOOK).strip() == "99 True", "two submissions in one jail"
    os.kill(pid, 9)
    os.waitpid(pid, 0)


# ---------------------------------------------------------------- 2. hidden tests and expected values stay hidden


ECHO = "seen = []\ndef double(x):\n    seen.append(x)\n    print('GOT', x)\n    return 2 * x"
TELL = "print('SEEN', seen)"


def test_2_inputs_of_hidden_tests_are_in_nothing_that_a_learner_sees(grader):
    outcome = grader(small.after_the_tests(ECHO, TELL))
    assert points(outcome) == 2
    assert "SEEN [2]" in small.shown(outcome), "the visible test's input is no secret"
    assert str(small.HIDDEN_INPUT) not in json.dumps(outcome)


def test_2_if_hidden_parts_were_run_with_the_rest_their_inputs_would_be_shown(grader, monkeypatch):
    monkeypatch.setattr(rebuild, "without_hidden", lambda source: source)
    assert str(small.HIDDEN_INPUT) in small.shown(grader(small.after_the_tests(ECHO, TELL)))


def test_2_if_hidden_parts_did_not_wait_until_all_is_told_their_inputs_would_be_shown(grader, monkeypatch):
    def at_once(self, plan):
        self._verdict(hidden.at_the_end(plan["source"]), plan["points"])

    monkeypatch.setattr(examine.Run, "_let_wait", at_once)
    assert str(small.HIDDEN_INPUT) in small.shown(grader(small.after_the_tests(ECHO, TELL)))


def test_2_what_comes_out_after_all_is_told_is_in_nothing_that_a_learner_sees(grader):
    """The answers notice that they are asked to go back, and shout it in every way they have."""
    shout = (
        "from course.grading import state, worker\n"
        "def of(space, names):\n"
        "    for n in range(100):\n"
        "        print('SHOUT')\n"
        "        worker.OUTPUTS.stream('stdout', 'SHOUT')\n"
        "    return b'as it was'\n"
        "state.of = of"
    )
    outcome = grader(small.submission(before=[shout]))
    assert (outcome["status"], points(outcome)) == ("ok", 2)
    assert "Error" not in small.shown(outcome), "it could put itself there"
    assert "SHOUT" not in json.dumps(outcome).replace("print('SHOUT')", "").replace("'stdout', 'SHOUT'", "")


def test_2_a_message_of_a_hidden_test_is_withheld_and_a_hint_is_not(grader):
    outcome = grader(small.submission("def double(x):\n    return 2 * x if x < 9000 else [x]"))
    assert (points(outcome), str(small.HIDDEN_INPUT) in json.dumps(outcome)) == (0, False)
    outcome = grader(small.submission("def double(x):\n    return abs(2 * x)"))
    assert "Hint: numbers below zero, too." in small.shown(outcome)


def test_2_without_withholding_the_message_would_tell_the_answer(grader, monkeypatch):
    monkeypatch.setattr(marker.hidden, "hint_in", lambda said, source: said)
    outcome = grader(small.submission("def double(x):\n    return 2 * x if x < 9000 else [x]"))
    assert str(small.HIDDEN_INPUT) in small.shown(outcome)


def test_2_a_student_who_controls_every_comparison_in_their_process_gains_nothing(grader):
    always = "class Yes(int):\n    __eq__ = lambda *_: True\n    __hash__ = int.__hash__\ndef double(x):\n    return Yes(0)"
    assert points(grader(small.submission(always))) == 0


def test_2_if_their_object_itself_crossed_it_would_pass(grader, monkeypatch):
    class Yes(int):
        __eq__ = lambda *_: True  # noqa: E731

    monkeypatch.setattr(proxies.Learner, "decode", lambda self, form: Yes(0) if form and form[0] == "i" else
                        proxies.values.decode(form, self._held))  # fmt: skip
    assert points(grader(small.submission(WRONG))) == 2


# ---------------------------------------------------------------- 3. nothing outside is reachable


READ = f"print(open({str(ROOT / 'exercises' / 'run-charts' / 'answers.py')!r}).read()[:300])"


def test_3_files_outside_cannot_be_read_or_changed(grader):
    outcome = grader(
        small.submission(extra=[READ, "import os; print(os.listdir('/home'), os.environ)", "open('/x', 'w')"])
    )
    text = small.shown(outcome)
    assert "FileNotFoundError" in text
    assert "Read-only" in text
    assert "['learner']" in text
    assert "PYTEST" not in text, "our environment"


def test_3_a_course_that_lies_below_tmp_is_in_the_jail_and_the_rest_of_tmp_is_not(
    grader, monkeypatch, tmp_path
):
    room, other = tmp_path / "course", tmp_path / "other"
    for folder in (room, other):
        folder.mkdir()
        (folder / "words.txt").write_text("OF THE COURSE", encoding="utf-8")
    known = jail.rooms()
    monkeypatch.setattr(jail, "rooms", lambda: [*known, str(room)])
    extra = [f"print(open({str(folder / 'words.txt')!r}).read())" for folder in (room, other)]
    text = small.shown(grader(small.submission(extra=extra)))
    assert text.count("OF THE COURSE\\n") == 1
    assert "FileNotFoundError" in text


def test_3_without_rooms_of_its_own_a_submission_would_read_our_files(grader, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # each jail has a /tmp of its own
        ours = Path(folder) / "answers.py"
        ours.write_text("the tutor's own words", encoding="utf-8")
        ours.parent.chmod(0o755)
        read = f"print(open({str(ours)!r}).read())"
        assert "the tutor's own words" not in grader_output(grader, read)
        rooms = jail.rooms()
        monkeypatch.setattr(jail, "rooms", lambda: [folder, *rooms])
        assert "the tutor's own words" in grader_output(grader, read)


def grader_output(grader, *extra):
    return small.shown(grader(small.submission(extra=extra)))


@pytest.fixture
def listener():
    heard = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            heard.append(line.recv(100))
            line.close()

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], heard
    server.close()


def call_out(port):
    return f"import socket\ns = socket.create_connection(('127.0.0.1', {port}), 2); s.sendall(b'LEAK'); s.close()"


def test_3_the_network_cannot_be_reached(grader, listener):
    port, heard = listener
    assert "not permitted" in grader_output(grader, call_out(port))
    assert heard == []


def test_3_without_the_filter_the_jails_own_empty_network_still_holds(grader, listener, monkeypatch):
    port, heard = listener
    monkeypatch.setattr(jail, "lock", lambda limits: None)
    assert "Error" in grader_output(grader, call_out(port))
    assert heard == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can leave a jail's network as it is")
def test_3_without_both_a_submission_would_call_out(grader, listener, monkeypatch):
    port, heard = listener
    monkeypatch.setattr(jail, "lock", lambda limits: None)
    monkeypatch.setattr(jail, "NAMESPACES", tuple(name for name in jail.NAMESPACES if name != "net"))
    grader(small.submission(extra=[call_out(port)]))
    assert heard[0] == b"LEAK"


# ---------------------------------------------------------------- 4. limits hold


MEMORY = "big = bytearray(600 << 20)\nfor i in range(0, len(big), 4096): big[i] = 1\nprint('GOT IT')"
FORK = "import os\npid = os.fork()\nif pid == 0: os._exit(0)\nprint('FORKED')"
DISK = "for i in range(40): open(f'f{i}', 'wb').write(b'x' * 4_000_000)\nprint('WRITTEN')"
SHOW = "print('y' * 5_000_000)"


@pytest.mark.parametrize(
    ("attack", "sign", "words"),
    [
        (MEMORY, "GOT IT", "more memory than"),
        (FORK, "FORKED", "not permitted"),
        (DISK, "WRITTEN", "No space left"),
    ],
    ids=["memory", "processes", "disk"],
)
def test_4_memory_processes_and_disk_are_capped_and_the_rest_is_graded(grader, attack, sign, words):
    outcome = grader(small.submission(extra=[attack]))
    text = small.shown(outcome)
    assert words in text
    assert f'"text": "{sign}' not in text
    assert points(outcome) == 2


@pytest.mark.parametrize(
    ("attack", "sign"), [(MEMORY, "GOT IT"), (FORK, "FORKED")], ids=["memory", "processes"]
)
def test_4_without_the_lock_they_would_not_be(grader, monkeypatch, attack, sign):
    monkeypatch.setattr(jail, "lock", lambda limits: None)
    assert f'"text": "{sign}' in grader_output(grader, attack)


def test_4_without_a_size_the_jails_disk_would_take_all(grader):
    outcome = grader(small.submission(extra=[DISK]), Limits(disk_mb=1000))
    assert '"text": "WRITTEN' in small.shown(outcome)


def test_4_a_loop_is_stopped_named_and_the_next_cell_runs(grader):
    outcome = grader(small.submission(extra=["while True: pass", "print('NEXT')"]), SHORT)
    assert "took longer than 1 s" in small.shown(outcome)
    assert "NEXT" in small.shown(outcome)
    assert points(outcome) == 2


def test_4_a_loop_that_will_not_stop_is_killed_with_its_jail(grader):
    stubborn = "import signal\ndef double(x):\n    signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    while True: pass"
    outcome = grader(small.submission(stubborn), Limits(cell_seconds=1, notebook_seconds=12, patience=60))
    assert outcome["status"] == "ok", outcome["reason"]
    assert points(outcome) == 0
    assert "would not stop" in outcome["tests"]["double-test"]["said"]


def test_4_with_a_longer_limit_the_same_loop_would_go_on(grader):
    slow = small.submission(extra=["import time\nfor _ in range(15): time.sleep(0.1)\nprint('DONE')"])
    assert '"text": "DONE' not in small.shown(grader(slow, SHORT))
    assert '"text": "DONE' in small.shown(grader(slow, Limits(cell_seconds=30)))


SLOW = "import time\ndef double(x):\n    time.sleep(1.5)\n    return 2 * x"


def test_4_time_in_which_a_busy_machine_let_it_wait_is_not_counted(grader, monkeypatch):
    crowded = lambda file: 0.45 * time.monotonic()  # noqa: E731 (of two processes: nine tenths of the time)
    monkeypatch.setattr(clock, "queued", crowded)
    assert points(grader(small.submission(SLOW.replace("1.5", "0.7")), SHORT)) == 2


def test_4_if_it_were_counted_an_honest_answer_would_not_be_graded(grader):
    outcome = grader(small.submission(SLOW), SHORT)
    assert outcome["status"] == "quarantine", "and still no silent 0"
    assert "waited, rather than worked" in outcome["reason"]


def test_4_a_machine_that_is_too_busy_is_tried_again_once_and_then_said(grader, monkeypatch):
    tries = []
    before = marker.Marker._in_a_child
    monkeypatch.setattr(marker.Marker, "_in_a_child", lambda *a: tries.append(1) or before(*a))
    outcome = grader(small.submission(SLOW), Limits(cell_seconds=5, notebook_seconds=30, patience=0.1))
    assert (outcome["status"], len(tries)) == ("quarantine", 2)
    assert "too busy" in outcome["reason"]


def test_4_what_a_cell_shows_is_cut(grader):
    outcome = grader(small.submission(extra=[SHOW]))
    assert len(json.dumps(outcome)) < 1_000_000
    assert "not shown" in small.shown(outcome)
    bigger = Limits(cell_seconds=9, notebook_seconds=30, output_kb=8_000)
    assert "not shown" not in small.shown(grader(small.submission(extra=["print('y' * 900_000)"]), bigger))


# ---------------------------------------------------------------- 5. no silent zero


def nameless(book):
    """What is left after a program that strips names, in a notebook whose answer was rewritten as a lambda."""
    for number, one in enumerate(book["cells"]):
        one["metadata"] = {}
        one["id"] = f"new{number}"
    book["cells"][1]["source"] = "twice = lambda x: 2 * x"
    book["cells"][3]["source"] = ""


def test_5_an_answer_that_cannot_be_recognised_is_in_quarantine_and_has_no_mark(grader):
    outcome = grader(small.submission(change=nameless))
    assert outcome["status"] == "quarantine"
    assert "double" in outcome["reason"] or "answer cells" in outcome["reason"]


def test_5_without_that_check_it_would_be_a_silent_zero(grader, monkeypatch):
    monkeypatch.setattr(rebuild, "expect_answers", lambda *_: None)
    outcome = grader(small.submission(change=nameless))
    assert (outcome["status"], points(outcome)) == ("ok", 0)


# ---------------------------------------------------------------- 6. no submitted script in feedback


XSS = "<script>document.title='XSS'</script><img src=x onerror=\"document.title='XSS'\"> [me](javascript:alert(1))"
SHOW_XSS = f"from IPython.display import display, HTML, Javascript\ndisplay(HTML({XSS!r})); display(Javascript('document.title=\"XSS\"'))"  # noqa: E501


def page_of(tmp_path, outcome):
    small.write_source(tmp_path)
    course = run.course_at(tmp_path)
    from course.grading import build, notebook, sources

    build.release("small", tmp_path, course.settings)
    known = sources.load(tmp_path, "small", course.settings, course.db_url)
    with gradebook.opened(course.db_url, course.course_id) as book:
        gradebook.Writer(book, "small", "small", known.plan, course.settings).save("ada", outcome, None)
        made = notebook.autograded(known.plan, {}, outcome)
        return feedback.page(book, "small", "small", "ada", made), made


@pytest.mark.browser
def test_6_no_script_of_a_submission_runs_in_feedback_or_in_nbgraders_pages(grader, tmp_path, browser):
    html, made = page_of(tmp_path, grader(small.submission(why=XSS, extra=[SHOW_XSS])))
    assert "XSS" not in title_in(browser, html)
    (tmp_path / "made.ipynb").write_text(json.dumps(made), encoding="utf-8")
    from tests.hostile.case import as_nbgrader_shows, scripts_in

    assert scripts_in(html) is None
    assert "XSS" not in title_in(browser, as_nbgrader_shows(tmp_path / "made.ipynb"))


@pytest.mark.browser
def test_6_without_cleaning_it_would_run(grader, tmp_path, browser, monkeypatch):
    monkeypatch.setattr(clean, "markup", lambda text: text)
    monkeypatch.setattr(feedback, "POLICY", "default-src * 'unsafe-inline'")
    html, _ = page_of(tmp_path, grader(small.submission(why=XSS, extra=[SHOW_XSS])))
    assert "XSS" in title_in(browser, html)


def title_in(browser, html):
    page = browser.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="load")
    page.wait_for_timeout(200)
    title = page.title()
    page.close()
    return title


# ---------------------------------------------------------------- 7. no jail, no grading


def a_root(tmp_path):
    root = tmp_path / "root"
    small.write_source(root)
    course = run.course_at(root)
    from course.grading import build

    build.release("small", root, course.settings)
    small.write(root / "submitted" / "ada" / "small", small.submission())
    return root


PRETENDER = """#!/usr/bin/env python3
import os, sys
words = sys.argv[1:]
if "--info-fd" in words:
    os.write(int(words[words.index("--info-fd") + 1]), b'{"child-pid": %d}' % os.getpid())
    os.close(int(words[words.index("--info-fd") + 1]))
os.execvp(words[words.index("--") + 1], words[words.index("--") + 1:])
"""


def test_7_without_bubblewrap_nothing_is_graded(tmp_path, monkeypatch):
    root = a_root(tmp_path)
    monkeypatch.setattr(jail.shutil, "which", lambda name: None)
    with pytest.raises(jail.NoJail, match="bubblewrap is not installed"):
        run.run(run.course_at(root), "small")
    assert not (root / "autograded").exists()


@pytest.fixture
def pretender(tmp_path, monkeypatch):
    """A bwrap that makes no jail at all, and says that it did."""
    file = tmp_path / "bwrap"
    file.write_text(PRETENDER, encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(jail.shutil, "which", lambda name: str(file))


def test_7_a_bubblewrap_that_only_pretends_is_found_out(grader, pretender):
    outcome = grader(small.submission(extra=[READ]))
    assert outcome["status"] == "no jail"
    assert "namespace" in outcome["reason"]


def test_7_without_joining_the_jail_it_would_grade_in_the_open(grader, pretender, monkeypatch):
    monkeypatch.setattr(jail, "join", lambda pid: None)
    monkeypatch.setattr(jail, "lock", lambda limits: None)
    assert "SECRETS" in grader_output(grader, READ.replace("[:300]", ""))


def test_the_filter_names_the_calls_of_both_processors():
    assert all(len(numbers) == 2 for numbers in seccomp.REFUSED.values())
    assert len(seccomp.program()) % 8 == 0
