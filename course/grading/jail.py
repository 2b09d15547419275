"""The jail: bubblewrap makes the rooms, a process that has already loaded the libraries moves in and locks the door.

Starting Python and importing pandas takes half a second; making a jail takes a hundredth. So bubblewrap starts a jail
that holds one idle program, ``cat``, as its process 1. A child of the warm process joins the jail's namespaces, gives
up every right, limits itself, and only then runs a student's code. When process 1 is killed, the kernel kills
everything in the jail, whatever it has done to hide. When the grader dies, so does process 1.

There is no /proc in a jail, no other program than ``cat``, no network, no home but an empty one in memory.
"""

import contextlib
import ctypes
import functools
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from course.grading import seccomp
from course.grading.limits import Limits

HOME = "/home/learner"
NOBODY = 65534  # whom root becomes before anything of a student's is read
NAMESPACES = (
    "user",
    "ipc",
    "uts",
    "net",
    "mnt",
    "pid",
)  # the user namespace first: it gives the right to the rest
ENVIRONMENT = {
    "HOME": HOME, "LANG": "C.UTF-8", "PATH": "/usr/bin", "USER": "learner", "TZ": "UTC", "TMPDIR": "/tmp",
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "random",
    "PYTHONDONTWRITEBYTECODE": "1", "IPYTHONDIR": HOME + "/.ipython", "MPLBACKEND": "agg",
    "PLOTLY_RENDERER": "plotly_mimetype",
}  # fmt: skip

libc = ctypes.CDLL(None, use_errno=True)


class NoJail(Exception):
    """The jail cannot be had on this machine; the words say what is missing."""


# ---------------------------------------------------------------- the rooms


@functools.cache
def rooms() -> list[str]:
    """Name the folders that a jail sees, read-only: the system's libraries, Python's, and ``improve``. Nothing else."""
    import improve

    wanted = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/zoneinfo", "/usr/bin/cat", "/bin/cat"]
    wanted += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    wanted += [sysconfig.get_config_var("LIBDIR") or "", str(Path(improve.__file__).parent)]
    base = f"{sys.base_prefix}/lib"
    wanted += [base, f"{sys.prefix}/pyvenv.cfg"]
    return list(
        dict.fromkeys(os.path.abspath(folder) for folder in wanted if folder and os.path.exists(folder))
    )


def command(limits: Limits, info: int, filtered: int | None) -> list[str]:
    """Return the bubblewrap command of one jail."""
    size = str(limits.disk_mb * 2**20 // 2)
    words = [
        shutil.which("bwrap") or "bwrap",
        "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
        "--hostname", "jail", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL", "--clearenv",
        "--info-fd", str(info),
    ]  # fmt: skip
    # before the rooms, since the course may itself lie below /tmp, and an empty folder laid over it would hide it
    words += ["--size", size, "--tmpfs", "/tmp", "--size", size, "--tmpfs", HOME]
    made = set()
    for room in rooms():
        if os.path.islink(room):  # /lib is often a link to usr/lib
            words += ["--symlink", os.readlink(room), room]
        elif not any(room.startswith(above + "/") for above in made):
            words += ["--ro-bind", room, room]
            made.add(room)
    for device in ("null", "zero", "random", "urandom"):
        words += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    words += ["--chdir", HOME, "--remount-ro", "/"]
    if filtered is not None:
        words += ["--seccomp", str(filtered)]
    return [*words, "--", "/usr/bin/cat"]


class Jail:
    """One jail, from its making to the death of everything in it."""

    def __init__(self, limits: Limits):
        filtered = tempfile.TemporaryFile()  # noqa: SIM115 (closed below, once bubblewrap has it)
        filtered.write(seccomp.program(programs=True))
        filtered.seek(0)
        info_out, info_in = os.pipe()
        try:
            self.process = subprocess.Popen(
                command(limits, info_in, filtered.fileno()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[info_in, filtered.fileno()],
                env={},
                bufsize=0,
            )
        except OSError as missing:
            os.close(info_in)
            os.close(info_out)
            raise NoJail(f"bubblewrap cannot be started: {missing.strerror}") from None
        finally:
            filtered.close()
        os.close(info_in)
        with os.fdopen(info_out, "rb") as info:
            told = info.read()
        try:
            self.pid = json.loads(told)["child-pid"]
            self.process.stdin.write(b".")  # cat answers once all rooms stand
            ready = self.process.stdout.read(1) == b"."
        except (ValueError, KeyError, BrokenPipeError):
            ready = False
        if not ready:
            words = self.process.stderr.read().decode("utf-8", "replace").strip()
            self.process.kill()
            self.process.wait()
            self._close()
            raise NoJail(words or "bubblewrap ended at once")

    def end(self) -> None:
        """Kill process 1, and so everything in the jail, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        # bubblewrap ends when process 1 has, and that is the last of its jail to go
        gone = os.pidfd_open(self.process.pid)  # to be told at once: wait(10) would look only now and then
        if not select.select([gone], [], [], 10)[0]:
            self.process.kill()
        os.close(gone)
        self.process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


# ---------------------------------------------------------------- moving in, and locking the door


def _check(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def join(pid: int) -> None:
    """Enter the namespaces of the jail whose process 1 is ``pid``. Children born after this live in it."""
    handles = [os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in NAMESPACES]
    for name, handle in zip(NAMESPACES, handles, strict=True):
        _check(libc.setns(handle, 0), f"joining the jail's {name} namespace")
        os.close(handle)
    os.chdir(HOME)


def lock(limits: Limits) -> None:
    """Give up every right and take on every limit. After this the process is a student's."""
    pr_set_no_new_privs, pr_capbset_drop, pr_set_dumpable, pr_set_seccomp, filter_mode = 38, 24, 4, 22, 2
    for capability in range(64):
        if libc.prctl(pr_capbset_drop, capability, 0, 0, 0) != 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _check(libc.capset(header, (ctypes.c_uint32 * 6)()), "dropping capabilities")
    _check(libc.prctl(pr_set_no_new_privs, 1, 0, 0, 0), "forbidding new privileges")
    _check(libc.prctl(pr_set_dumpable, 0, 0, 0, 0), "forbidding others to look in")
    megabyte = 2**20
    for what, most in (
        (resource.RLIMIT_AS, _in_use + limits.memory_mb * megabyte),
        (resource.RLIMIT_NPROC, limits.threads),
        (resource.RLIMIT_FSIZE, limits.file_mb * megabyte),
        (resource.RLIMIT_CPU, int(limits.notebook_seconds) + 5),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that is too large is an error, not an end

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]

    code = seccomp.program()
    program = Program(len(code) // 8, code)
    _check(libc.prctl(pr_set_seccomp, filter_mode, ctypes.byref(program), 0, 0), "setting the filter")


_in_use = 0


def memory_in_use() -> int:
    """Return the address space of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def measure() -> None:
    """Remember how much memory the libraries take; asked before the jail hides /proc."""
    global _in_use
    _in_use = memory_in_use()


# ---------------------------------------------------------------- root, before all of this


def drop_root() -> None:
    """Become nobody, if we are root: the kernel counts root's processes against no limit."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _check(libc.prctl(4, 1, 0, 0, 0), "letting ourselves look at our own files")


def way_in(folders: list[str]) -> list[str]:
    """Return the words to put before a command of root's, so that nobody can read ``folders`` on this machine.

    A Python below /root, or a course in a private folder, cannot be reached by another user. bubblewrap lays an empty
    folder over the first one that is closed, and opens in it only what is needed, for this command alone.
    """
    if os.getuid() != 0:
        return []
    words = [shutil.which("bwrap") or "bwrap", "--dev-bind", "/", "/", "--die-with-parent"]
    words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    covered, opened = [], []
    for folder in dict.fromkeys(folders):
        closed = next((p for p in [*reversed(Path(folder).parents)] if not _open_to_all(p)), None)
        if closed is None:
            continue
        if closed not in covered:
            covered.append(closed)
        opened.append(folder)
    if not covered:
        return []
    for closed in covered:
        words += ["--tmpfs", str(closed)]
    for folder in opened:
        for above in reversed(Path(folder).parents):
            if any(above.is_relative_to(closed) and above != closed for closed in covered):
                words += ["--perms", "0755", "--dir", str(above)]
        words += ["--ro-bind", folder, folder]
    return [*words, "--"]


def _open_to_all(folder: Path) -> bool:
    return folder.stat().st_mode & 0o005 == 0o005


# ---------------------------------------------------------------- is there one?


def check_quickly() -> None:
    """Raise `NoJail` unless a jail can be made here; there is no grading without one."""
    if not sys.platform.startswith("linux"):
        raise NoJail("The jail needs Linux. Grade on a Linux machine, or in a virtual one.")
    if not seccomp.supported():
        raise NoJail("The jail's filter knows the processors x86_64 and aarch64 only.")
    if shutil.which("bwrap") is None:
        raise NoJail(
            "bubblewrap is not installed. Install it: apt-get install bubblewrap (or dnf, pacman, apk)."
        )


def check() -> None:
    """Raise `NoJail` unless a jail can be made, here and now, by whoever will make it."""
    check_quickly()
    probe = "from course.grading import jail, limits; jail.drop_root(); jail.Jail(limits.Limits()).end()"
    try:
        done = subprocess.run(
            [*way_in(needed()), sys.executable, "-I", "-c", probe],
            env=ENVIRONMENT, cwd="/", capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoJail("A jail was not ready after a minute.") from None
    if done.returncode:
        raise NoJail(
            (done.stderr.strip().splitlines() or ["A jail cannot be made."])[-1].removeprefix(
                "course.grading.jail.NoJail: "
            )
        )


def needed() -> list[str]:
    """Name the folders that the grader's processes read."""
    import improve

    here = Path(__file__).resolve().parents[1]
    return [sys.prefix, sys.base_prefix, str(here), str(Path(improve.__file__).parent)]
