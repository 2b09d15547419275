"""How Moodle and Canvas name the files in a download of all submissions, and how one file's name is read."""

import re
from dataclasses import dataclass

MOODLE, CANVAS, PLAIN = "Moodle", "Canvas", "plain"

# Moodle: a folder `Ada Low_10023_assignsubmission_file` (until 4.0 with a further `_`) or, without folders, a file
# `Ada Low_10023_assignsubmission_file_run-charts.ipynb`. Before the name may stand a group and `-`.
_MOODLE = re.compile(r"(?P<who>[^_/]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<rest>.*)", re.S)
# Canvas: `lowada_LATE_340934_208490284_run-charts.ipynb`; in anonymous marking `anon_aB3dE_208490284_…`.
_CANVAS = re.compile(
    r"(?:(?P<who>[^\W_]+)_)?(?P<late>LATE_)?(?P<number>\d+)_(?P<file>\d+)_(?P<rest>.+)|"
    r"(?:LATE_)?(?P<anon>anon_[A-Za-z0-9]+)_(?P<anonfile>\d+)_(?P<anonrest>.+)",
    re.S,
)
_PLAIN = re.compile(r"(?P<who>[^_/]+)_(?P<rest>.+)", re.S)


@dataclass(frozen=True)
class Named:
    """What a file's name tells: whose it is as the platform writes it, and the name under which it was handed in."""

    platform: str
    who: str
    number: str
    file: str
    late: bool = False
    prefix: str = ""  # what stands before the file's own name; feedback goes back under it
    kind: str = "file"

    @property
    def owner(self) -> tuple[str, str]:
        """The same for all files of one owner."""
        return (self.number, self.who)


def read_name(path: str) -> Named | None:
    """Read a path in the zip; None when it is in no form that is known here."""
    parts = [part for part in path.split("/") if part]
    for at, part in enumerate(parts):  # a tutor may have packed the folders again, in one folder more
        found = _MOODLE.fullmatch(part)
        if found:
            inner = "/".join(filter(None, (found["rest"], *parts[at + 1 :])))
            prefix = f"{found['who']}_{found['number']}_assignsubmission_file_/"
            return Named(
                MOODLE, found["who"].strip(), found["number"], inner, prefix=prefix, kind=found["kind"]
            )
    name = parts[-1] if parts else ""
    found = _CANVAS.fullmatch(name)
    if found and found["anon"]:
        prefix = f"{found['anon']}_{found['anonfile']}_"
        return Named(CANVAS, found["anon"], found["anon"], found["anonrest"], "LATE_" in name, prefix)
    if found:
        prefix = name[: found.start("rest")]
        return Named(CANVAS, found["who"] or "", found["number"], found["rest"], bool(found["late"]), prefix)
    if len(parts) >= 2:  # a folder for each student, by id
        return Named(PLAIN, parts[-2], "", name)
    found = _PLAIN.fullmatch(name)
    return Named(PLAIN, found["who"], "", found["rest"]) if found else None
