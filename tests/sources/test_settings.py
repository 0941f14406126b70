"""client.yml and judgement.yml: what is refused, and that every problem is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.evidence.judgement import judge_clause
from kamnb.sources.client import build_client
from kamnb.sources.settings_file import read_judgement, read_settings

COMPARED = "as_of: 2026-09-30\nselection: {criteria: [a, b], comparisons: "


def read(tmp_path: Path, text: str):
    (tmp_path / "client.yml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path, ["S1", "S3"])


def test_all_of_the_example_is_understood(tmp_path):
    settings, problems = read(
        tmp_path,
        """
name: {zh: 华东重工, en: Huadong Heavy Industry}
industry: machinery
currency: CNY
as_of: 2026-09-30
wave: 2026-autumn
languages: [zh, en]
reference_grades: {product_manager: 7, brand_manager: 7}
invited: {executive: 9, manager: 40, frontline: 180, account: 25}
crm_seats: {sales: 60, service: 20}
selection: {criteria: [strategic_fit, growth_potential], weights: [5, 3], adopted_on: 2024-03-01}
targets: {S1: 70, strategy: 60}
anonymity: {minimum: 5}
capacity: {days90: 0, year1: 120}
priorities: {S: 2.0, S1: 0.5}
assumptions: {discount_rate: 0.12, recoverable_price_high: 0.6}
tables:
  ledger:
    path: exports/a.csv
    columns: {客户编码: account_id}
    values: {is_key: {是: true, 否: false}}
  contacts: {url: "env:CRM_URL", table: crm.contact}
  accounts: {files: {customers: Customers.csv}, query: select 1}
root: env:SOMEWHERE
""",
    )
    assert problems == []
    assert settings.name["zh"] == "华东重工"
    assert settings.as_of.isoformat() == "2026-09-30"
    assert settings.invited["manager"] == 40
    assert (settings.capacity.days90, settings.capacity.year3) == (0, None)
    assert settings.priorities == {"S": 2.0, "S1": 0.5} and settings.assumptions["discount_rate"] == 0.12
    assert settings.tables["ledger"].columns == {"客户编码": "account_id"}


def test_criteria_may_be_compared_in_pairs(tmp_path):
    settings, problems = read(tmp_path, f"{COMPARED}[[1, 3], [1/3, 1]]}}")
    assert not problems
    assert settings.selection.comparisons == ((1.0, 3.0), (pytest.approx(1 / 3), 1.0))


def test_only_as_of_is_needed(tmp_path):
    settings, problems = read(tmp_path, "as_of: 2026-09-30\n")
    assert not problems
    assert settings.wave == "2026-09"
    assert settings.name["en"] == tmp_path.name
    assert settings.anonymity.minimum == 5


def test_yaml_is_1_2(tmp_path):
    settings, problems = read(tmp_path, "as_of: 2026-09-30\nname: NO\nindustry: on\n")
    assert not problems
    assert (settings.name["en"], settings.industry) == ("NO", "on")


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("as_of: 2026-09-30\nwave: 007", "yaml-leading-zeros", '"007"'),
        ("as_of: 2026-09-30\nanonimity: {minimum: 5}", "settings-unknown-key", "anonymity"),
        ("as_of: 2026-09-30\ntables: {ledger: {colums: {}}}", "settings-unknown-key", "columns"),
        ("as_of: 2026-09-30\nanonymity: {minimum: 2}", "settings-range", "2"),
        ("as_of: 2026-09-30\ntargets: {S1: 101}", "settings-range", "101"),
        ("as_of: 2026-09-30\ntargets: {S9: 70}", "settings-clause", "S1"),
        ("as_of: 2026-09-30\nlanguages: [fr]", "settings-choice", "zh"),
        ("as_of: 2026-09-30\ntables: {ledgr: {path: x}}", "settings-table", "ledger"),
        ("as_of: 2026-09-30\ntables: {ledger: {path: x, query: y}}", "settings-source", "path"),
        ("as_of: 2026-09-30\nselection: {criteria: [a], weights: [1, 2]}", "settings-weights", "weight"),
        ("as_of: 2026-09-30\nselection: {criteria: [a, b], weights: [0, 0]}", "settings-weights", "weight"),
        (f"{COMPARED}[[1, 3], [3, 1]]}}", "settings-comparisons", "comparisons"),
        (f"{COMPARED}[[1, 3]]}}", "settings-comparisons", "comparisons"),
        (f"{COMPARED}[[1, 3], [1/3, 1]], weights: [1, 2]}}", "settings-comparisons", "comparisons"),
        ("as_of: 2026-09-30\ncapacity: {year2: 10}", "settings-unknown-key", "year3"),
        ("as_of: 2026-09-30\ncapacity: {year1: -1}", "settings-range", "≥ 0"),
        ("as_of: 2026-09-30\npriorities: {S: -2}", "settings-range", "≥ 0"),
        ("as_of: 2026-09-30\npriorities: {X: 2}", "settings-clause", "X"),
        ("as_of: 2026-09-30\nassumptions: {discount: 0.1}", "settings-choice", "discount_rate"),
        ("as_of: 2026-09-30\nassumptions: {capital_rate: 6}", "settings-range", "≤ 1"),
        (
            "as_of: 2026-09-30\nassumptions: {recoverable_price_low: 0.9}",
            "settings-assumption-order",
            "low ≤ mid ≤ high",
        ),
        ("as_of: 20260930", "settings-date", "2026-09-30"),
        ("as_of: 1900-01-01", "settings-date-range", "1970"),
        ("name: x", "settings-missing", "as_of"),
        ("as_of: 2026-09-30\nas_of: 2026-09-30", "yaml-duplicate", "as_of"),
        ("a: [b\nc: d", "yaml-syntax", "YAML"),
        ("", "yaml-mapping", "key: value"),
        ("- a", "yaml-mapping", "key: value"),
    ],
)
def test_a_slip_is_one_clear_problem(tmp_path, text, key, part):
    _, problems = read(tmp_path, text)
    assert [problem.key for problem in problems] == [key]
    assert part in str(problems[0])
    assert problems[0].row is not None or key in ("settings-missing", "settings-table")
    assert problems[0].sentence("zh")


def test_every_problem_at_once(tmp_path):
    _, problems = read(tmp_path, "as_of: soon\nwave: 007\ninvited: {boss: 1, manager: many}\nroof: x\n")
    assert len(problems) == 5


def test_a_missing_client_yml_is_one_problem(tmp_path):
    assert [problem.key for problem in read_settings(tmp_path)[1]] == ["no-settings"]


def test_judgement_needs_its_reason_and_known_clauses(tmp_path):
    (tmp_path / "judgement.yml").write_text(
        "clauses:\n  S1: {level_blind: 2, level: 3, reason: '', evidence: [interview 7, 3]}\n",
        encoding="utf-8",
    )
    assert [p.key for p in read_judgement(tmp_path)[1]] == ["settings-blank"]
    (tmp_path / "judgement.yml").write_text("clauses:\n  S9: {level: 3, reason: r}\n", encoding="utf-8")
    assert [(p.key, p.row) for p in read_judgement(tmp_path, ["S1"])[1]] == [("settings-clause", 2)]
    (tmp_path / "judgement.yml").write_text(
        "clauses:\n  S1: {level_blind: 2, reason: r, on: 2026-09-20}\noverrides: [{clause: S1, score: 40, reason: r}]\n"
        "findings: {S1-x: {status: accepted, reason: r}}\ncommentary: {strategy: {zh: a}}\n",
        encoding="utf-8",
    )
    judgement, problems = read_judgement(tmp_path, ["S1"])
    assert not problems
    assert judgement.clauses["S1"].level_blind == 2


def test_no_judgement_is_an_empty_one(tmp_path):
    assert read_judgement(tmp_path)[0].clauses == {}


def test_a_blind_level_without_a_reason_is_not_finished_and_does_not_count(tmp_path):
    (tmp_path / "judgement.yml").write_text("clauses:\n  S1: {level_blind: 2}\n", encoding="utf-8")
    judgement, problems = read_judgement(tmp_path, ["S1"])
    assert [(p.key, p.row, p.severity) for p in problems] == [("judgement-open", 2, "warning")]
    found = judge_clause(build_client(None, {}, judgement.model_dump()), "S1")
    assert found.level_blind == 2 and not found.estimate.measured
    (tmp_path / "judgement.yml").write_text("clauses:\n  S1: {level_blind: 2, level: 3}\n", encoding="utf-8")
    assert [(p.key, p.row) for p in read_judgement(tmp_path, ["S1"])[1]] == [("settings-missing", 2)]
