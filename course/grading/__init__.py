"""The safe, fast grader: students' answers run in a jail, tests run outside it, nbgrader keeps the marks."""

import sys

# nbformat loads jsonschema, which would spend two seconds on a grammar of web addresses that no notebook needs. To
# jsonschema this reads as "not installed", and it goes on without.
sys.modules.setdefault("rfc3987_syntax", None)
