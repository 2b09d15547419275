"""Waits for a student's process and counts the time that it had, not the time for which a busy machine kept it waiting.

The kernel knows how long a process stood in the queue for a processor. That time is taken off the clock on the wall, so
an honest cell is not stopped because thirty others run at the same moment. What remains is time in which the answers
worked, or slept by their own choice; the second is told apart by the processor time that they used.
"""

import contextlib
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Iterator

from course.grading import values
from course.grading.limits import Limits

GRACE = 2.0  # seconds between asking a cell to stop and killing the jail
START = 120.0  # seconds of the clock on the wall in which a jail must be ready, on whatever machine
LOOK = 0.1  # seconds between two looks at the clocks


class Late(Exception):
    """A limit was reached. ``why`` is one of time (one cell), clock (the notebook's), machine (too busy)."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def queued(schedstat: int) -> float:
    """Return how many seconds a process has stood in the queue for a processor; 0 where the kernel does not say.

    Asked thousands of times in one notebook, so it reads an open file (see `schedstat`) again from its beginning.
    """
    try:
        return int(os.pread(schedstat, 100, 0).split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def schedstat(pid: int | str) -> int:
    """Open the kernel's account of a process's queueing; -1 where there is none."""
    try:
        return os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


def worked(pid: int) -> float:
    """Return how many seconds of a processor a process has used, all its threads together; 0 when it has gone.

    Its clock has the number that ``clock_getcpuclockid`` of the C library gives (Linux: ``CPUCLOCK_SCHED``).
    """
    try:
        return time.clock_gettime(~pid << 3 | 2) if pid else 0.0
    except OSError:
        return 0.0


class Line(values.Stream):
    """The channel to one student's process, and an eye on its clocks for as long as we wait for it.

    The process's number, as we see it, comes from the kernel with the first message; nobody can forge it.
    """

    def __init__(self, channel: socket.socket, limits: Limits):
        super().__init__(channel)
        self.limits = limits
        wait = struct.pack("ll", 0, int(LOOK * 1_000_000))
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.pid = 0
        self.ours, self.theirs = schedstat("self"), -1
        self.queues = [0.0, 0.0]  # the longest that was read of either: who has gone stands in none
        self.notebook_wall = self.cell_wall = 0.0  # seconds so far, in finished waits
        self.notebook_queued = self.cell_queued = 0.0  # what was queued when they began
        self.before = 0.0  # seconds that the notebook had in an earlier jail
        self.began = self.worked_before = 0.0
        self.told_to_stop = None
        self.idle = False  # whether a cell was stopped that had slept for most of its time

    # ------------------------------------------------------------ clocks

    def queued(self) -> float:
        """Return how many seconds we, and the process, have stood in the queue for a processor.

        What we stood there between two waits is in it, too, so a clock that leaves it out may be slow, and never fast.
        """
        files = (self.ours, self.theirs)
        self.queues = [max(before, queued(file)) for before, file in zip(self.queues, files, strict=True)]
        return sum(self.queues)

    @property
    def notebook(self) -> float:
        """The seconds that the whole notebook has had, in finished waits."""
        return self.before + max(self.notebook_wall - (self.queued() - self.notebook_queued), 0.0)

    @property
    def cell(self) -> float:
        """The seconds that the cell has had, in finished waits."""
        return max(self.cell_wall - (self.queued() - self.cell_queued), 0.0)

    def begin_notebook(self) -> None:
        """Start the clock of the whole notebook."""
        self.notebook_wall, self.notebook_queued = 0.0, self.queued()
        self.begin_cell()

    def begin_cell(self) -> None:
        """Start the clock of one cell."""
        self.cell_wall, self.cell_queued = 0.0, self.queued()
        self.worked_before = worked(self.pid)
        self.told_to_stop = None

    def cell_is_over(self) -> bool:
        """Whether the cell has had its time, so that nothing more may be asked in it."""
        # asked thousands of times in one notebook, and the queue makes a clock only slower
        over = self.cell_wall >= self.limits.cell_seconds and self.cell >= self.limits.cell_seconds
        self.idle |= over and self._slept()
        return over

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Count what happens inside as the student's time."""
        self.began = time.monotonic()
        self.next_look = self.began + LOOK
        try:
            yield
        finally:
            self._count()

    def _count(self) -> None:
        """Add what has passed since the wait began, and begin it anew."""
        now = time.monotonic()
        self.cell_wall += now - self.began
        self.notebook_wall += now - self.began
        self.began = now

    def look(self) -> None:
        """Stop a cell that is over its limit, and say when only a kill is left."""
        self._count()
        self.next_look = self.began + LOOK
        if not self.pid:
            if self.cell_wall >= START:
                raise Late("machine")
            return
        if self.notebook >= self.limits.notebook_seconds:
            self.idle |= self._slept()
            raise Late("clock")
        if (
            self.cell_wall >= self.limits.cell_seconds * self.limits.patience
            or self.notebook_wall >= self.limits.notebook_seconds * self.limits.patience
        ):
            raise Late("machine")
        spent = self.cell
        if spent >= self.limits.cell_seconds:
            if self.told_to_stop is None:
                self.told_to_stop = spent
                self.idle |= self._slept()
            elif spent >= self.told_to_stop + GRACE:
                raise Late("time")
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGALRM)

    def _slept(self) -> bool:
        return worked(self.pid) - self.worked_before < self.limits.cell_seconds / 2

    # ------------------------------------------------------------ what `values` reads and writes with

    def _look_if_it_is_time(self) -> None:
        if time.monotonic() >= self.next_look:
            self.look()

    def _read(self, most: int) -> bytes:
        """Read what is there; while nothing is, look at the clocks."""
        while True:
            with contextlib.suppress(BlockingIOError):
                data = self.channel.recv(most) if self.pid else self._read_first(most)
                self._look_if_it_is_time()  # somebody who sends a byte at a time is looked at, too
                return data
            self._look_if_it_is_time()

    def _read_first(self, most: int) -> bytes:
        """Read the first message, with which the kernel says who sends it."""
        data, about, _, _ = self.channel.recvmsg(most, socket.CMSG_SPACE(12))
        for _, kind, sender in about:
            if kind == socket.SCM_CREDENTIALS:
                self.pid = struct.unpack("3i", sender)[0]
                self.theirs = schedstat(self.pid)
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        return data

    def sendall(self, data: bytes) -> None:
        """Write everything, as a socket does."""
        left = memoryview(data)
        while left:
            try:
                left = left[self.channel.send(left, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                select.select([], [self.channel], [], LOOK)
            self._look_if_it_is_time()

    def close(self) -> None:
        """Hang up."""
        self.channel.close()
        for file in (self.ours, self.theirs):
            if file >= 0:
                os.close(file)
        self.ours = self.theirs = -1
