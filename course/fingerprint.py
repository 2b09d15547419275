"""Says whether files have changed since something was made from them."""

import hashlib
from pathlib import Path


def fingerprint(root: Path, patterns: tuple[str, ...]) -> str:
    """Return a hash of every file that one of the patterns names."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
