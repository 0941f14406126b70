"""What a made-up firm's records show: every table, the same from the same seed, and healthier where the clause is."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from raw_numbers import RAW, UNRECORDED, Frames, mean_of

import kamnb.simulation
from kamnb.instrument.load import load_instrument
from kamnb.pipeline import read_client
from kamnb.simulation import simulate, simulate_client
from kamnb.simulation.build import TABLES, make
from kamnb.simulation.curves import curves
from kamnb.simulation.options import Options, clauses
from kamnb.sources.contract import load_contract

FORBIDDEN = ("areas", "evidence", "scoring", "findings", "pipeline")
PEOPLE = ("survey", "interviews")


def test_every_clause_is_carried_by_a_table_or_said_to_be_in_none() -> None:
    shaped = {clause for shapes in curves().values() for clause in shapes}
    assert set(RAW) == shaped
    assert set(clauses()) - shaped == set(UNRECORDED)
    for clause, (tables, _) in RAW.items():
        assert set(tables) <= {*load_instrument().clause(clause).tables, "accounts", "programme", "ledger"}


@pytest.mark.parametrize("clause", RAW)
def test_the_records_follow_the_truth(clause: str, middling: Any) -> None:
    tables, raw = RAW[clause]
    frames = {h: [middling(seed, tables, plant={clause: h}) for seed in range(3)] for h in (10, 50, 90)}
    low, middle, high = (mean_of(raw, frames[h]) for h in (10, 50, 90))
    assert low < middle < high


def test_every_curve_runs_one_way() -> None:
    for parameter, shapes in curves().items():
        for clause, values in shapes.items():
            steps = np.diff(values)
            assert (steps >= 0).all() or (steps <= 0).all(), (parameter, clause)
            assert len(values) in (3, 5) and steps.any()


def test_the_same_seed_gives_the_same_client_and_another_one_another(medium: Frames) -> None:
    again, other = make(Options(11))[1], make(Options(12))[1]
    for name, frame in medium.items():
        pd.testing.assert_frame_equal(frame, again[name])
        assert not frame.equals(other[name]), name


def test_no_table_moves_another(medium: Frames) -> None:
    alone = make(Options(11, leave_out=tuple(name for name in TABLES if name != "receivables")))[1]
    assert list(alone) == ["receivables"]
    pd.testing.assert_frame_equal(alone["receivables"], medium["receivables"])


def test_flattery_moves_what_people_say_and_no_record(medium: Frames) -> None:
    told = make(Options(11, flatter={"R1": 40, "strategy": 30}))[1]
    for name, frame in medium.items():
        assert told[name].equals(frame) == (name not in PEOPLE), name
    assert told["survey"]["R1.1"].mean() > medium["survey"]["R1.1"].mean() + 0.4
    pd.testing.assert_series_equal(told["survey"]["I1.1"], medium["survey"]["I1.1"])


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_the_written_folder_is_read_without_an_error_and_is_the_client_in_memory(
    tmp_path: Path, noise: float
) -> None:
    truth = simulate(tmp_path / "made", 5, plant={"S3": 70}, noise=noise)
    read, (built, same) = read_client(tmp_path / "made"), simulate_client(5, plant={"S3": 70}, noise=noise)
    assert set(read.tables) == set(load_contract().tables) == set(TABLES)
    assert truth == same and (tmp_path / "made" / "truth.json").read_text("utf-8") == truth.to_json()
    assert {p.key for p in read.problems} <= ({"unknown-account"} if noise else set())
    assert all(not r.dropped for r in read.received)
    assert read.settings == built.settings and read.settings.made_up and read.settings.invited
    for name in read.tables:
        pd.testing.assert_frame_equal(read.frame(name), built.frame(name))


@pytest.mark.parametrize(("size", "health"), [("small", 5), ("small", 95), ("medium", 0), ("medium", 100)])
def test_clients_at_the_ends_of_the_scale_are_read_too(tmp_path: Path, size: str, health: float) -> None:
    plant = {area.id: health for area in load_instrument().areas}
    simulate(tmp_path / "made", 8, plant=plant, size=size, counts={"manager": 6, "managers": 3})
    assert {"survey", "accounts", "ledger", "managers"} <= set(read_client(tmp_path / "made").tables)


def test_a_damaged_client_lacks_what_was_taken(medium: Frames) -> None:
    damaged = make(Options(11, leave_out=("ledger", "plans"), blank=0.4, size="small"))[1]
    assert not {"ledger", "plans"} & set(damaged)
    assert damaged["contacts"]["phone"].isna().mean() > medium["contacts"]["phone"].isna().mean()
    assert damaged["managers"]["grade"].isna().any() and len(damaged["survey"]) < len(medium["survey"])


def test_without_noise_nothing_is_blank_or_strange() -> None:
    clean = make(Options(11, noise=0))[1]
    assert clean["ledger"].notna().all(axis=None)
    known = set(clean["accounts"]["account_id"])
    assert all(set(f["account_id"].dropna()) <= known for f in clean.values() if "account_id" in f)
    assert not set(make(Options(11))[1]["ledger"]["account_id"]) <= known


def test_the_tables_hang_together(medium: Frames) -> None:
    accounts, managers, ledger = medium["accounts"], medium["managers"], medium["ledger"]
    assert accounts["is_key"].sum() == 15 and managers["left_on"].isna().sum() == 12
    assert set(accounts["owner_id"].dropna()) <= set(managers["manager_id"])
    lost = accounts.dropna(subset=["lost_on"]).set_index("account_id")["lost_on"]
    last = ledger.groupby("account_id")["date"].max()
    assert (last.reindex(lost.index).dropna() <= lost.reindex(last.reindex(lost.index).dropna().index)).all()
    assert set(medium["receivables"]["invoice_id"].dropna()) <= {*ledger["invoice_id"].dropna()} | {
        f"F{i:06d}" for i in range(len(ledger))
    }
    requests = medium["resource_requests"]
    assert (requests["granted_on"].dropna() >= requests["requested_on"][requests["granted_on"].notna()]).all()


def test_the_simulation_shares_nothing_with_what_it_tests() -> None:
    found = set()
    for path in Path(kamnb.simulation.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                found.add(str(node.module))
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
    mine = {name.split(".")[1] for name in found if name.startswith("kamnb.")}
    assert mine <= {"errors", "model", "paths", "text", "instrument", "sources", "stats", "simulation"}
    assert not mine & set(FORBIDDEN)
    assert not any(
        name.startswith(("kamnb.instrument.thresholds", "kamnb.instrument.indicator")) for name in found
    )
