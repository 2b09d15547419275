"""These notebooks are attacks, kept as they came: only `tests.hostile` runs them, in a jail."""

collect_ignore_glob = ["*"]
