"""The command line: exit codes, one sentence for each fault, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamnb.paths import demo_client


def kamnb(
    *words: str, lang: str = "en", cwd: Path | None = None, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Call the command as a reader does."""
    environment = {**os.environ, "KAMNB_LANG": lang, "PYTHONIOENCODING": encoding, "COLUMNS": "160"}
    command = [sys.executable, "-m", "kamnb.cli", *words]
    return subprocess.run(
        command, capture_output=True, text=True, encoding=encoding, env=environment, cwd=cwd
    )


@pytest.mark.parametrize(
    "command",
    ["new", "schema", "check", "run", "report", "demo", "lab", "compare", "explain", "simulate", "train"],
)
def test_every_command_explains_itself(command: str) -> None:
    told = kamnb(command, "--help")
    assert told.returncode == 0
    assert len(told.stdout) > 200
    assert any("\u4e00" <= c <= "\u9fff" for c in kamnb(command, "--help", lang="zh").stdout)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["runn", "demo"], "Did you mean run?"),
        (["run"], "needs CLIENT"),
        (["run", "demo", "--formats", "htm"], "Did you mean html?"),
        (["run", "demo", "--lang", "fr"], "zh, en"),
        (["run", "demo", "-p", "lang"], "name=value"),
        (["check", "../demo"], "never a path"),
        (["check", "nosuch"], "kamnb new"),
        (["report", "demo"], "kamnb run demo"),
        (["compare", "demo", "2024", "2025"], "There is no wave '2024'"),
        (["compare", "demo", "2024"], "needs WAVE"),
        (["explain", "demo", "S3"], "kamnb run demo"),
        (["simulate", "x", "--plant", "relationshp=20"], "Did you mean relationship?"),
    ],
)
def test_wrong_usage_names_the_right_one(words: list[str], told: str, tmp_path: Path) -> None:
    more = (
        ["--data", str(tmp_path)]
        if words[0] in ("check", "simulate")
        else ["--reports", str(tmp_path)]
        if words[0] in ("report", "compare", "explain")
        else []
    )
    done = kamnb(*words, *more)
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr


def test_a_new_client_is_made_checked_and_filled(tmp_path: Path) -> None:
    assert kamnb("new", "ACME", "--data", str(tmp_path)).returncode == 0
    assert kamnb("new", "ACME", "--data", str(tmp_path)).returncode == 2
    bare = kamnb("check", "ACME", "--data", str(tmp_path))
    assert bare.returncode == 1 and "survey, accounts, interviews" in bare.stdout
    (tmp_path / "ACME" / "accounts.csv").write_bytes((demo_client() / "accounts.csv").read_bytes())
    filled = kamnb("check", "ACME", "--data", str(tmp_path))
    assert filled.returncode == 0 and "kamnb run ACME" in filled.stdout


def test_every_problem_of_every_table_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "client.yml").write_text("as_of: 2026-09-30\nname: bad\ntargets: {S1: 140}\n", encoding="utf-8")
    (folder / "accounts.csv").write_text("account_id,name,nps\nA,a,3\nA,b,N/A\n", encoding="utf-8")
    ledger = "account_id,date,revenue\nA,1900-01-01,5\nA,2999-01-01,N/A\nB,2026-01-01\n"
    (folder / "ledger.csv").write_text(ledger, encoding="utf-8")
    done = kamnb("check", "bad", "--data", str(tmp_path), "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert set(found["errors"][0]) == {"file", "sheet", "row", "column", "value", "message", "fix"}
    told = {(p["file"], p["row"], p["column"]) for p in found["errors"]}
    assert {("accounts.csv", 3, "account_id"), ("accounts.csv", 3, "nps")} <= told
    assert {p["file"] for p in found["errors"]} == {"client.yml", "accounts.csv", "ledger.csv"}
    assert all(p["message"] and p["fix"] for p in found["errors"])


def test_characters_that_a_terminal_lacks_end_no_command(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "client.yml").write_text("as_of: 2026-09-30\nname: bad\n", encoding="utf-8")
    (folder / "accounts.csv").write_text("account_id,name,nps\nA,a,\U0001f600\u2212好\n", encoding="utf-8")
    told = kamnb("check", "bad", "--data", str(tmp_path), encoding="gbk")
    assert told.returncode == 1 and "accounts.csv" in told.stdout and "??好" in told.stdout
    found = json.loads(kamnb("check", "bad", "--data", str(tmp_path), "--json", encoding="gbk").stdout)
    assert [p["value"] for p in found["errors"] if p["column"] == "nps"] == ["\U0001f600\u2212好"]


def test_the_schema_for_programs_lists_tables_and_items() -> None:
    found = json.loads(kamnb("schema", "--json").stdout)
    assert set(found) == {"version", "tables", "items"}
    assert len(found["tables"]) == 24 and len(found["items"]) == 69
    assert set(found["items"][0]) == {"id", "clause", "side", "levels", "roles", "reversed", "scale"}
    assert set(found["tables"]["ledger"]["columns"][0]) == {"name", "type", "required", "values"}


def test_errors_are_said_in_the_reader_s_language(tmp_path: Path) -> None:
    done = kamnb("check", "nosuch", "--data", str(tmp_path), lang="zh")
    assert done.returncode == 2 and any("\u4e00" <= c <= "\u9fff" for c in done.stderr)


def test_a_made_up_client_is_written_and_sound(tmp_path: Path) -> None:
    left = "ledger,process_events,crm_activity,documents,touchpoints,receivables,contacts"
    call = ["simulate", "made", "--seed", "3", "--plant", "S3=20", "--size", "small", "--leave-out", left]
    done = kamnb(*call, "--data", str(tmp_path))
    assert done.returncode == 0 and "kamnb run made" in done.stdout
    truth = json.loads((tmp_path / "made" / "truth.json").read_text(encoding="utf-8"))
    assert truth["clauses"]["S3"] == 20 and truth["seed"] == 3
    assert kamnb("check", "made", "--data", str(tmp_path)).returncode == 0
    assert kamnb(*call, "--data", str(tmp_path)).returncode == 2
