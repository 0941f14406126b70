"""What people of a made-up firm say follows what they believe."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kamnb.instrument.checks import asked
from kamnb.instrument.load import load_instrument
from kamnb.simulation.build import make
from kamnb.simulation.opinion import apart, consensus, consensus_centre
from kamnb.simulation.options import Options

ITEMS = load_instrument().items()


def health(survey: pd.DataFrame, clause: str) -> float:
    """The mean answer in the healthy direction, on 0–100."""
    values = [survey[i.id].mean() for i in ITEMS if i.clause == clause and not i.reversed]
    values += [6 - survey[i.id].mean() for i in ITEMS if i.clause == clause and i.reversed]
    return float((np.mean(values) - 1) * 25)


@pytest.mark.parametrize("planted", [15, 50, 80])
def test_answers_and_stances_lie_around_the_truth(middling: Any, planted: float) -> None:
    plant = {area.id: planted for area in load_instrument().areas}
    frames = [middling(seed, ("survey", "interviews"), plant=plant) for seed in range(3)]
    usual = [c.id for c in load_instrument().clauses() if not c.consensus]
    assert np.mean([health(f["survey"], c) for f in frames for c in usual]) == pytest.approx(planted, abs=4)
    assert np.mean([f["interviews"]["stance"].mean() * 25 + 50 for f in frames]) == pytest.approx(
        planted, abs=6
    )


def test_everyone_answers_what_the_instrument_asks_them_and_nothing_else(middling: Any) -> None:
    survey = middling(2, ("survey",), noise=0.0)["survey"]
    for person in survey.sample(60, random_state=1).to_dict("records"):
        for item in ITEMS:
            put = asked(item, person["side"], person["level"], person["role"])
            assert pd.notna(person[item.id]) == put, (person["respondent_id"], item.id)
    accounts = survey[survey["side"] == "account"]
    assert (
        accounts["account_id"].notna().all()
        and survey.loc[survey["side"] == "firm", "account_id"].isna().all()
    )
    assert set(survey["role"]) == {"account_manager", "their_supervisor", "support_function", "other"}


def test_invitations_leave_room_for_those_who_did_not_answer() -> None:
    settings, tables, _ = make(Options(3))
    answered = tables["survey"]
    for group, n in settings["invited"].items():
        there = (
            answered["side"].eq("account")
            if group == "account"
            else answered["level"].eq(group) & answered["side"].eq("firm")
        )
        assert there.sum() <= n < 2.2 * there.sum()


@pytest.mark.parametrize("truth", [5, 25, 50, 75, 95])
def test_consensus_is_the_share_that_affirms_times_agreement(truth: float) -> None:
    for shifts in (apart(truth), np.zeros(3)):
        middle = consensus_centre(truth, shifts, 19.0)
        assert consensus(middle + shifts, 19.0) == pytest.approx(truth / 100, abs=1e-6)


def test_leadership_affirms_what_the_front_line_does_not(middling: Any) -> None:
    gaps = []
    for seed in range(12):
        survey = middling(seed, ("survey",), plant={"S1": 30})["survey"]
        firm = survey[survey["side"] == "firm"]
        affirms = firm.assign(yes=firm["S1.1"] >= 4).groupby("level")["yes"].mean()
        gaps.append(affirms["executive"] - affirms["frontline"])
    assert np.median(gaps) > 0.3 and min(gaps) < 0.2


def test_a_null_client_has_no_planted_gaps() -> None:
    values = []
    for seed in range(6):
        survey = make(Options(seed, null=True, leave_out=("ledger", "touchpoints")))[1]["survey"]
        firm = survey[survey["side"] == "firm"]
        for item in ITEMS:
            levels = [firm.loc[firm["level"] == level, item.id].dropna() for level in item.levels]
            if item.side == "firm" and len(levels) > 1 and min(map(len, levels)) > 4:
                values.append(stats.kruskal(*levels).pvalue)
    share = np.mean(np.array(values) < 0.05)
    assert len(values) > 100 and share < 0.09, share
    said = make(Options(1))[1]["survey"]
    regions = said[said["side"] == "firm"].groupby("region")["O3.1"].mean()
    assert regions.std() > 0


def test_the_null_clients_units_differ_by_chance_only() -> None:
    tables = make(Options(4, null=True, size="large"))[1]
    meals = tables["touchpoints"].assign(meal=tables["touchpoints"]["kind"].isin(["meal", "gift", "event"]))
    table = pd.crosstab(meals["manager_id"], meals["meal"])
    assert table.sum().min() > 100
    truth = make(Options(4, null=True, size="large"))[2]
    assert set(truth.clauses.values()) == {75.0} and truth.believed == truth.clauses


def by_manager(tables: Any) -> float:
    """How do a manager's lasting pay and the depth of the manager's meetings go together?"""
    pay, met = tables["managers"].set_index("manager_id"), tables["touchpoints"]
    lasting = pay["bonus_long_term"] / (pay["bonus_long_term"] + pay["bonus_short_term"])
    depth = 1 - met["kind"].isin(["meal", "gift", "event"]).groupby(met["manager_id"]).mean()
    both = pd.concat([lasting, depth], axis=1).dropna()
    return float(both.corr(method="spearman").iloc[0, 1])


def test_a_planted_cause_ties_managers_pay_to_their_meetings(middling: Any) -> None:
    tables = ("managers", "touchpoints", "accounts")
    planted = [by_manager(middling(s, tables, size="large", causes=("M5->R1",))) for s in range(4)]
    plain = [by_manager(middling(s, tables, size="large")) for s in range(4)]
    assert np.mean(planted) > 0.35 and abs(np.mean(plain)) < 0.25
