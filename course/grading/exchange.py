"""Collects from nbgrader's exchange only what its owner handed in: a name on a folder is no proof, an account is.

nbgrader takes a submission under whatever name it bears, and warns if the account that wrote it has another. With
``c.ExchangeFactory.collect = "course.grading.exchange.OwnedCollect"`` such a folder is left where it is, and the owner's
own work is collected.
"""

import os
import pwd

from nbgrader.exchange.default import ExchangeCollect


class OwnedCollect(ExchangeCollect):
    """nbgrader's collector, which passes by what was handed in under another person's name."""

    def _sort_by_timestamp(self, records):
        return super()._sort_by_timestamp([r for r in records if self._owned(r)] or records)

    def init_src(self):
        """Find what to collect; see nbgrader."""
        super().init_src()
        for record in self.src_records:
            if not self._owned(record):
                self.log.warning(
                    "Not collected: %s was handed in by another account than %s's.",
                    record["filename"], record["username"],
                )  # fmt: skip
        self.src_records = [record for record in self.src_records if self._owned(record)]

    def _owned(self, record) -> bool:
        if not self.check_owner:  # nbgrader's own setting, for where one account hands in for many
            return True
        return owner(os.path.join(self.inbound_path, record["filename"])) == record["username"]


def owner(folder: str) -> str | None:
    """Return the account that a folder belongs to; None when it is gone. A link's owner is who made the link."""
    try:
        return pwd.getpwuid(os.lstat(folder).st_uid).pw_name
    except KeyError:
        return None
