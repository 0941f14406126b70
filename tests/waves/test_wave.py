"""Commitments between two waves, and whether signs of risk came before lost accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from kamnb.sources.client import ClientData, build_client
from kamnb.waves.backtest import back_test, lost_since, signals_of
from kamnb.waves.commitments import commitments_between
from kamnb.waves.exact import fisher_greater
from kamnb.waves.wave import Wave, account_ids

BEGIN, END = dt.date(2025, 9, 30), dt.date(2026, 9, 30)


def test_fisher_s_tea() -> None:
    """Fisher 1935: three of four cups told right, p = 17/70."""
    assert fisher_greater(3, 1, 1, 3) == pytest.approx(17 / 70)
    assert fisher_greater(4, 0, 0, 4) == pytest.approx(1 / 70)
    assert fisher_greater(0, 4, 4, 0) == 1.0
    assert fisher_greater(0, 0, 0, 0) == fisher_greater(0, 5, 0, 5) == 1.0


def test_commitments_of_the_time_between_are_counted_by_role() -> None:
    rows = [
        ("head_of_kam", "2025-09-30", "2025-09-01", "done"),
        ("head_of_kam", "2025-10-01", "2025-10-01", "done"),
        ("head_of_kam", "2026-01-01", "2026-03-01", "done"),
        ("head_of_it", "2026-09-30", None, "late"),
        ("head_of_it", "2026-05-01", None, "dropped"),
        ("head_of_it", "2026-10-01", None, "open"),
    ]
    frame = pd.DataFrame(rows, columns=["owner_role", "due_on", "done_on", "status"])
    frame = frame.assign(action_id=[f"V{i}" for i in range(6)], recommendation="x")
    found = commitments_between(build_client({"as_of": "2026-09-30"}, {"actions": frame}), BEGIN, END)
    assert found["all"] == {"kept": 1, "late": 1, "open": 1, "dropped": 1, "undated": 0}
    assert [(r["role"], r["kept"], r["open"]) for r in found["roles"]] == [
        ("head_of_it", 0, 1),
        ("head_of_kam", 1, 0),
    ]


def test_no_commitments_are_no_zero() -> None:
    empty = build_client(None, {"accounts": accounts_of({})})
    assert commitments_between(empty, BEGIN, END)["all"] is None
    assert commitments_between(None, BEGIN, END)["outcome"] == "no_data"


def accounts_of(lost: dict[int, str | None], n: int = 20) -> pd.DataFrame:
    """Twenty accounts, some of them lost on a day."""
    return pd.DataFrame(
        {
            "account_id": [f"A{i:02d}" for i in range(1, n + 1)],
            "name": [f"Firm {i}" for i in range(1, n + 1)],
            "lost_on": pd.to_datetime([lost.get(i) for i in range(1, n + 1)]),
        }
    )


def later(lost: dict[int, str | None]) -> ClientData:
    """The later wave's tables."""
    return build_client({"as_of": "2026-09-30"}, {"accounts": accounts_of(lost)})


def earlier(bow_ties: int) -> dict[str, Any]:
    """A diagnosis that shows the first accounts as bow ties."""
    rows = [
        {"code": f"K{i:02d}", "stage": "basic", "structure": "bow_tie" if i <= bow_ties else "diamond"}
        for i in range(1, 21)
    ]
    figures = [{"id": "accounts_at_cooperative_stage", "series": {"accounts": rows}}]
    return {
        "figures": figures,
        "clauses": {"R3": {"score": 31.0}},
        "client": {"id": "a"},
        "as_of": "2025-09-30",
    }


def codes(n: int = 20) -> dict[str, str]:
    return {f"K{i:02d}": f"A{i:02d}" for i in range(1, n + 1)}


def test_a_sign_before_losses_is_found() -> None:
    lost = lost_since(
        later({1: "2026-01-01", 2: "2026-02-01", 3: "2026-03-01", 4: "2026-04-01"}), codes(), BEGIN, END
    )
    found = back_test(earlier(5), None, lost)
    row = next(r for r in found["signals"] if r["signal"] == "single_thread")
    assert (row["with"], row["with_lost"], row["without"], row["without_lost"]) == (5, 4, 15, 0)
    assert row["p"] == pytest.approx(5 / 4845, rel=1e-4) and row["verdict"] == "preceded"
    assert row["clause_score"] == 31.0 and (found["accounts"], found["lost"]) == (20, 4)


def test_losses_that_have_nothing_to_do_with_the_sign_prove_nothing() -> None:
    lost = lost_since(later({1: "2026-01-01", 8: "2026-02-01", 15: "2026-03-01"}), codes(), BEGIN, END)
    rows = back_test(earlier(5), None, lost)["signals"]
    assert {r["verdict"] for r in rows} == {"cannot_tell"}


def test_without_losses_nothing_is_validated() -> None:
    lost = lost_since(later({}), codes(), BEGIN, END)
    found = back_test(earlier(5), None, lost)
    assert found["outcome"] == "not_validated"
    assert {r["verdict"] for r in found["signals"]} == {"not_validated"}
    assert back_test(earlier(5), None, None)["outcome"] == "no_data"


def test_only_losses_between_the_waves_count() -> None:
    given = {1: "2025-09-30", 2: "2025-10-01", 3: "2026-09-30", 4: None}
    lost = lost_since(later(given), {**codes(4), "K09": "gone"}, BEGIN, END)
    assert lost == {"K02": True, "K03": True, "K04": False}


def test_codes_are_told_by_names_that_occur_once() -> None:
    form = earlier(3)
    names = {"K01": "Firm 7", "K02": "Firm 2", "K03": "Firm 2", "K04": "Unknown"}
    now = Wave("b", form, later({}))
    assert account_ids(Wave("a", form, None, names), now) == {"K01": "A07"}
    assert account_ids(Wave("a", form, later({})), now)["K03"] == "A03"
    assert account_ids(Wave("a", form, None, names), Wave("b", form)) == {}


def test_tables_of_the_earlier_wave_tell_of_plans_and_owners() -> None:
    frame = accounts_of({}).assign(is_key=[True] * 6 + [False] * 14, owner_id=["M1"] * 4 + [None] * 16)
    plans = pd.DataFrame({"account_id": ["A01", "A02", "A09"], "period": "2025"})
    client = build_client({"as_of": "2025-09-30"}, {"accounts": frame, "plans": plans})
    found = {s.id: s for s in signals_of({"figures": [], "clauses": {}}, client)}
    assert found["no_plan"].flagged == {"K03", "K04", "K05", "K06"}
    assert found["no_owner"].flagged == {"K05", "K06"} and len(found["no_owner"].base) == 6
