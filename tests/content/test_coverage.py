"""docs/coverage.md says what the demo's data say today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_coverage.py"


def load():
    spec = importlib.util.spec_from_file_location("make_coverage", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_data_say(demo_results):
    script = load()
    whole = {clause.clause: clause for area in demo_results for clause in area.clauses}
    assert script.DOC.read_text(encoding="utf-8") == script.page(whole)


def test_with_every_table_most_clauses_are_measured_from_records(demo_results):
    script = load()
    assert sum(script.numbers(clause) > 0 for area in demo_results for clause in area.clauses) >= 44
