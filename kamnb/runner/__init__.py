"""Runs: the working papers of one client executed, and what they leave rendered."""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
"""nbformat's schema library would build a grammar of web addresses for three seconds; no notebook is checked by it."""
