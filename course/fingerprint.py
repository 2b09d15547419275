"""Says whether files have changed since something was made from them, and makes it only then."""

import hashlib
from collections.abc import Callable
from pathlib import Path


def fingerprint(root: Path, patterns: tuple[str, ...]) -> str:
    """Return a hash of every file that one of the patterns names."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def make_if_changed(root: Path, target: Path, made_from: object, make: Callable[[], object]) -> None:
    """Make a file, unless it is there and was made from the same; ``made_from`` is told apart by its ``repr``.

    What each file was made from is noted below ``_build/made`` of ``root``, a note for each: builds side by side do not
    write into one another's.
    """
    note = root / "_build" / "made" / _hash(str(target.resolve()))
    now = _hash(repr(made_from))
    if target.is_file() and note.is_file() and note.read_text(encoding="ascii") == now:
        return
    make()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(now, encoding="ascii")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
