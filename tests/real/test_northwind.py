"""Does a real trading company's export come out with its well-known totals, and with nothing made up?

The export is not part of the project: name its folder in NORTHWIND_DIR, or lay it beside the checkout in
../shared/data/northwind. Without it these tests are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kamnb.instrument.load import load_instrument
from kamnb.pipeline import measure_area, synthesise
from kamnb.sources.check import read_client
from kamnb.sources.client import ClientData

HERE = Path(__file__).resolve().parent
BESIDE = HERE.parents[2] / "shared" / "data" / "northwind"
CUSTOMERS_WITH_ORDERS = 89


@pytest.fixture(scope="module")
def client() -> ClientData:
    """Northwind through its mapping."""
    folder = Path(os.environ.get("NORTHWIND_DIR") or BESIDE)
    if not (folder / "Orders.csv").is_file():
        pytest.skip(f"no Northwind export in {folder}; set NORTHWIND_DIR to its folder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NORTHWIND_DIR", str(folder))
        return read_client(HERE / "northwind", load_instrument().items())


def test_ledger_has_the_known_totals(client: ClientData) -> None:
    ledger = client.frame("ledger")
    assert len(ledger) == 2155
    assert ledger["invoice_id"].nunique() == 830
    assert round(ledger["revenue"].sum(), 2) == 1_265_793.04
    assert round(ledger["list_amount"].sum(), 2) == 1_354_458.59
    assert ledger["account_id"].nunique() == CUSTOMERS_WITH_ORDERS
    assert ledger["product_line"].nunique() == 8


def test_no_line_is_sold_above_its_list_amount(client: ClientData) -> None:
    ledger = client.frame("ledger")
    assert (ledger["revenue"] <= ledger["list_amount"] + 0.0001).all()


def test_who_is_key_is_unknown(client: ClientData) -> None:
    assert client.has("accounts", "name", "owner_id")
    assert not client.has("accounts", "is_key")
    assert client.frame("accounts")["is_key"].isna().all()


def test_owner_is_the_employee_of_the_last_order(client: ClientData) -> None:
    accounts = client.frame("accounts").set_index("account_id")
    assert accounts["owner_id"].notna().sum() == CUSTOMERS_WITH_ORDERS
    assert accounts.loc[["FISSA", "PARIS"], "owner_id"].isna().all()
    assert set(accounts["owner_id"].dropna()) == {str(n) for n in range(1, 10)}


def test_an_order_has_one_step_until_it_is_shipped(client: ClientData) -> None:
    events = client.frame("process_events")
    steps = events.groupby("case_id")["activity"].agg(set)
    assert len(steps) == 830
    assert (steps.map(len) == 1).sum() == 21
    assert not client.has("process_events", "is_approval")


def test_what_the_export_does_not_tell_stays_away(client: ClientData) -> None:
    assert set(client.tables) == {"accounts", "ledger", "process_events", "contacts"}
    assert not client.has("ledger", "direct_cost")
    assert not client.has("contacts", "level")


def test_constants_are_told_as_assumptions(client: ClientData) -> None:
    told = " ".join(client.assumptions)
    assert "process_events.case_type: 'order'" in told
    assert "process_events.department: 'other'" in told


def test_a_trader_s_export_gives_no_verdict_on_what_it_does_not_tell(client: ClientData) -> None:
    results = [measure_area(client, area.id) for area in load_instrument().areas]
    diagnosis = synthesise(results)
    measured = {key for key, clause in diagnosis.clauses.items() if clause.score.score is not None}
    assert measured == {"P4", "I1"}
    assert all(diagnosis.clauses[key].score.outcome != "measured" for key in ("S3", "M2", "R3", "F6", "O1"))
