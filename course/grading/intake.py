"""Takes a student's notebook out of the folder they handed in: a regular file, not too large, and nothing else."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """What was found: the bytes of a notebook, or the reason why there are none."""

    student: str
    content: bytes | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()

    def fingerprint(self, *more: str) -> str:
        """Return a short text that changes whenever the file, or anything in ``more``, does."""
        digest = hashlib.sha256(self.content if self.content is not None else (self.reason or "").encode())
        for part in more:
            digest.update(b"\0" + part.encode())
        return digest.hexdigest()


class Refused(Exception):
    """A file that is not taken; the words say why."""


def students(submitted: Path, assignment: str) -> list[str]:
    """Name everybody who has a folder (or anything else by that name) for the assignment."""
    if not submitted.is_dir():
        return []
    return sorted(folder.name for folder in submitted.iterdir() if os.path.lexists(folder / assignment))


def take(submitted: Path, student: str, assignment: str, notebook: str, marks: list[str], most: int) -> Taken:
    """Read one student's notebook.

    Parameters
    ----------
    submitted, student, assignment
        The folder is ``submitted/student/assignment``. No link is followed, in it or on the way.
    notebook : str
        The name the file should have, without ``.ipynb``.
    marks : list of str
        Texts that the assignment's notebook holds (names and ids of its cells), by which a renamed file is known.
    most : int
        The largest size in bytes.
    """
    try:
        folder = _open_folder(submitted, student, assignment)
    except Refused as why:
        return Taken(student, reason=str(why))
    try:
        names = sorted(os.listdir(folder))
        wanted = f"{notebook}.ipynb"
        if wanted in names:
            content = _read(folder, wanted, most)
            others = [name for name in names if name != wanted and name.lower().endswith(".ipynb")]
            also = (f"Other notebooks were handed in and not looked at: {', '.join(others)[:200]}.",)
            return Taken(student, content, warnings=also if others else ())
        return _by_content(folder, student, names, wanted, marks, most)
    except Refused as why:
        return Taken(student, reason=str(why))
    except OSError as wrong:  # whatever a folder may hold, the next student's is looked at
        return Taken(
            student, reason=f"The folder cannot be read as it is: {wrong.strerror}. Ask for the file again."
        )
    finally:
        os.close(folder)


def _by_content(folder, student, names, wanted, marks, most) -> Taken:
    found, refused = [], []
    for name in names:
        if ".ipynb" not in name.lower() and not name.lower().endswith(".json"):
            continue
        try:
            content = _read(folder, name, most)
        except Refused as why:
            refused.append(str(why))
            continue
        held = sum(f'"{mark}"'.encode() in content for mark in marks)
        found.append((held, name, content))
    best = max((held for held, *_ in found), default=0)
    likely = [entry for entry in found if entry[0] == best]
    if best and len({content for *_, content in likely}) == 1:
        _, name, content = likely[0]
        return Taken(
            student,
            content,
            warnings=(f"The file was named “{_shown(name)}”; its cells say that it is {wanted}.",),
        )
    if best:
        files = ", ".join(_shown(name) for _, name, _ in likely)
        return Taken(
            student, reason=f"Several files could be {wanted}: {files}. Keep the right one under that name."
        )
    if len(found) == 1:  # perhaps all names of its cells were lost; matching by text decides
        _, name, content = found[0]
        return Taken(student, content, warnings=(f"The file was named “{_shown(name)}”, not {wanted}.",))
    if refused:
        return Taken(student, reason=refused[0])
    there = ", ".join(map(_shown, names[:8])) or "nothing"
    return Taken(student, reason=f"There is no {wanted}; the folder holds {there}. Ask for the notebook.")


def _open_folder(submitted: Path, student: str, assignment: str) -> int:
    folder = os.open(submitted, os.O_RDONLY | os.O_DIRECTORY)
    for part in (student, assignment):
        try:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
        except OSError:
            raise Refused(f"“{_shown(part)}” is a link, or no folder. Links are not followed.") from None
        finally:
            os.close(folder)
        folder = inner
    return folder


def _read(folder: int, name: str, most: int) -> bytes:
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as wrong:
        if wrong.errno == 40:  # ELOOP
            raise Refused(
                f"“{_shown(name)}” is a link. Links are not followed; ask for the file itself."
            ) from None
        raise Refused(f"“{_shown(name)}” cannot be opened: {wrong.strerror}.") from None
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise Refused(f"“{_shown(name)}” is a folder, a pipe or a device, and no regular file.")
    with os.fdopen(handle, "rb") as file:
        if about.st_nlink > 1:
            raise Refused(
                f"“{_shown(name)}” is a second name of another file (a hard link); ask for the file itself."
            )
        content = file.read(most + 1)
    if len(content) > most:
        raise Refused(
            f"“{_shown(name)}” is larger than {most >> 20} MB. Ask for it with its outputs cleared."
        )
    return content


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")[:100]


def note(submitted: Path, student: str, assignment: str, name: str) -> str | None:
    """Return the text of a small file beside a submission, such as nbgrader's exchange writes; None without one."""
    try:
        folder = _open_folder(submitted, student, assignment)
    except Refused:
        return None
    try:
        return _read(folder, name, 500).decode("utf-8", "replace").strip() or None
    except Refused:
        return None
    finally:
        os.close(folder)
