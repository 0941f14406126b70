"""What every later stage gets: typed frames, codes, windows."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

from kamnb.sources.client import build_client
from kamnb.sources.contract import load_contract


@pytest.fixture
def client():
    ledger = pd.DataFrame(
        {
            "account_id": ["b", "a", "x"],
            "date": ["2026-09-30 15:00", "2025-10-01", "2025-09-30"],
            "revenue": [1.25, None, 3],
        }
    )
    accounts = pd.DataFrame({"account_id": ["b", "a"], "name": ["B", "A"], "is_key": [True, None]})
    return build_client(None, {"accounts": accounts, "ledger": ledger})


def test_a_frame_has_every_column_of_the_contract_in_its_order(client):
    for name, table in load_contract().tables.items():
        frame = client.frame(name)
        assert list(frame.columns) == list(table.columns)
    frame = client.frame("ledger")
    assert frame["date"].dtype == "datetime64[ns]"
    assert frame["revenue"].dtype == "float64"
    assert frame["account_id"].dtype == "string"
    assert frame["tax_included"].dtype == "boolean"
    assert frame["quantity"].isna().all()


def test_a_frame_is_a_fresh_copy(client):
    frame = client.frame("ledger")
    frame["revenue"] = 0.0
    assert client.frame("ledger")["revenue"].sum() == 4.25


def test_has_asks_for_values_that_are_not_blank(client):
    assert client.has("ledger", "revenue", "date")
    assert not client.has("ledger", "quantity")
    assert not client.has("plans")


def test_codes_are_by_sorted_id_of_the_accounts(client):
    assert (client.code("a"), client.code("b"), client.code("x")) == ("K01", "K02", "K00")
    only_ledger = build_client(None, {"ledger": client.frame("ledger")})
    assert only_ledger.code("x") == "K03"
    many = pd.DataFrame({"account_id": [f"{i:03}" for i in range(120)], "name": "n"})
    assert build_client(None, {"accounts": many}).code("000") == "K001"


def test_a_window_takes_in_as_of_and_leaves_out_its_start(client):
    found = client.in_window(client.frame("ledger"), "date", 12)
    assert list(found["account_id"]) == ["b", "a"]


def test_rows_of_unknown_accounts_can_be_left_out(client):
    assert set(client.of_accounts(client.frame("ledger"))["account_id"]) == {"a", "b"}


def test_lazy_has_the_same_columns_and_money_as_decimal(client):
    lazy = client.lazy("ledger")
    assert lazy.collect_schema().names() == [*client.frame("ledger").columns, "month_index"]
    assert str(lazy.collect_schema()["revenue"]).startswith("Decimal")
    assert len(lazy.collect().to_native()) == 3
    assert client.lazy("plans").collect_schema().names() == list(client.frame("plans").columns)


def test_survey_items_follow_and_stances_are_numbers():
    survey = pd.DataFrame({"respondent_id": [1], "side": ["firm"], "level": ["manager"], "S4a.1": [4]})
    interviews = pd.DataFrame({"interview_id": [7], "clause": ["S1"], "stance": [-2]})
    client = build_client(None, {"survey": survey, "interviews": interviews})
    assert client.frame("survey").columns[-1] == "S4a.1"
    assert client.frame("survey")["respondent_id"][0] == "1"
    assert client.frame("interviews")["stance"][0] == -2.0


def test_a_table_or_column_that_the_contract_has_not_is_refused():
    with pytest.raises(ValueError, match="ledgr"):
        build_client(None, {"ledgr": pd.DataFrame()})
    with pytest.raises(ValueError, match="revenu"):
        build_client(None, {"ledger": pd.DataFrame({"revenu": [1]})})


def test_a_client_travels_to_another_process(client):
    again = pickle.loads(pickle.dumps(client))
    assert again.code("a") == "K01"
    assert "as of 2026-09-30" in repr(again)


def test_a_changed_frame_changes_no_other(client):
    first = client.frame("ledger")
    first.loc[0, "revenue"] = -1.0
    first["account_id"] = "changed"
    assert client.frame("ledger")["account_id"].tolist() != first["account_id"].tolist()
    assert -1.0 not in client.frame("ledger")["revenue"].tolist() and len(client.frame("ledger")) == 3
