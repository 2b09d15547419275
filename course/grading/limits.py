"""What one submission may use, in one place."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one submission.

    Seconds are those that the answers had: what they waited for a processor, on a busy machine, is not counted (see
    ``clock``). A cell that reaches ``cell_seconds`` is stopped and the next one runs. Two seconds later, if it would not
    stop, the jail is killed. At ``notebook_seconds`` the jail is killed whatever it does.
    """

    cell_seconds: float = 20
    notebook_seconds: float = 45
    patience: float = 15  # how many times as long all this may take by the clock on the wall
    memory_mb: int = 768  # beyond what the libraries took before the student's first line
    disk_mb: int = 32
    threads: int = 32
    file_mb: int = 16  # of one file that the answers write
    output_kb: int = 256  # that one cell may show, all its forms together
    notebook_mb: int = 20  # of the file that was handed in

    def plain(self) -> dict:
        """Return the limits as a dictionary."""
        return asdict(self)
