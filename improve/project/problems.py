"""A project file, or a change to one, that is refused: why, in plain sentences, and what can still be done."""

from collections.abc import Sequence

SHOWN = 10  # reasons named one by one before the rest are counted


class ProjectProblem(ValueError):
    """A project file, part or choice that cannot be used as it is.

    Attributes
    ----------
    reasons : list of str
        Every reason, each a plain sentence.
    recoverable : bool
        True where `recover` can read the rest of the file.

    Examples
    --------
    >>> print(ProjectProblem("The file is empty."))
    The file is empty.
    """

    def __init__(self, reasons: str | Sequence[str], recoverable: bool = False) -> None:
        self.reasons = [reasons] if isinstance(reasons, str) else list(reasons)
        self.recoverable = recoverable
        super().__init__(self._text())

    def _text(self) -> str:
        lines = shortened(self.reasons)
        if len(lines) > 1:
            lines = [
                f"There are {len(self.reasons):,} things to put right.",
                *(f"• {line}" for line in lines),
            ]
        if self.recoverable:
            lines.append(
                "Nothing was changed. What can be read of the file can be recovered, and the rest kept aside."
            )
        return "\n".join(lines)

    def __reduce__(self) -> tuple:
        return type(self), (self.reasons, self.recoverable)

    def _render_traceback_(self) -> list[str]:
        """Show the sentences alone in a notebook."""
        return [str(self)]


def shortened(sentences: Sequence[str], shown: int = SHOWN) -> list[str]:
    """Return the first sentences, and one that counts the rest."""
    rest = len(sentences) - shown
    return [*sentences[:shown], f"… and {rest:,} more."] if rest > 0 else list(sentences)
