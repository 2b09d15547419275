"""Write the published JSON Schema of the project file anew: `python -m improve.project`."""

from .published import PUBLISHED, schema_text

PUBLISHED.write_text(schema_text(), encoding="utf-8")
print(f"Wrote {PUBLISHED.name}.")
