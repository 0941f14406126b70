"""Planted causes are found, chance is not, and what cannot be tested says why."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_up import outcomes

from kamnb.causes.claims import load_claims
from kamnb.causes.decide import decide
from kamnb.causes.measure import measure_causes, measure_claim, paired
from kamnb.instrument.thresholds import threshold
from kamnb.model import Cause, CauseEstimate
from kamnb.simulation import simulate_client
from kamnb.sources.client import ClientData, build_client

CLAIMS = {claim.id: claim for claim in load_claims()}
TOLD = ("consistent", "contrary")
SEEDS = range(5)
PLANTED = (("M5->R1", "M5->O2", "M6->P2", "F2->M6", "R6->P2"), ("M7->P2",))


@pytest.mark.parametrize("cause", [c for planted in PLANTED for c in planted])
def test_a_planted_cause_is_found_in_most_firms(cause: str) -> None:
    planted = next(p for p in PLANTED if cause in p)
    found = [outcomes(seed, planted, "large")[cause.replace("->", "-")] for seed in SEEDS]
    assert sum(c.outcome == "consistent" for c in found) >= 4
    assert all(c.outcome != "contrary" for c in found)


def test_chance_is_told_as_a_cause_no_more_often_than_said() -> None:
    firms = [outcomes(1000 + seed, null=True) for seed in range(20)]
    false = sum(any(c.outcome in TOLD for c in firm.values()) for firm in firms)
    tested = [c.estimate.p for firm in firms for c in firm.values() if c.estimate.p is not None]
    assert len(tested) > 200
    assert false / 20 <= threshold("false_discovery_rate") + 0.05
    assert sum(p <= 0.1 for p in tested) / len(tested) < 0.14


def managers(n: int, moved: int = 0, sign: int = 1) -> ClientData:
    """A firm of n managers: the longer their pay looks ahead, the fewer their meals; the first `moved` stand last."""
    order = list(range(n))
    deep = [sign * 2 * x for x in order[moved:] + order[:moved]]
    rows = [
        {"manager_id": f"M{i:02}", "account_id": "A1", "date": "2026-02-01", "kind": kind}
        for i, x in enumerate(deep)
        for kind in ["visit"] * (60 + x) + ["meal"] * (60 - x)
    ]
    meetings = pd.DataFrame(rows).assign(touchpoint_id=[str(i) for i in range(len(rows))])
    pay = {"pay_short_share": [0.5 - i / 100 for i in order], "pay_long_share": [i / 100 for i in order]}
    people = {"manager_id": [f"M{i:02}" for i in order], "department": "kam", "pay_team_share": 0.0, **pay}
    return build_client(None, {"managers": pd.DataFrame(people), "touchpoints": meetings})


def claim_of(client: ClientData, claim: str = "M5-R1") -> Cause:
    """What comes of one claim alone?"""
    return decide([measure_claim(client, CLAIMS[claim])])[0]


def test_the_way_that_a_claim_says_is_consistent_and_the_other_way_contrary() -> None:
    with_it, against = claim_of(managers(12)), claim_of(managers(12, sign=-1))
    assert (with_it.outcome, against.outcome) == TOLD
    assert with_it.estimate.effect == pytest.approx(1) and against.estimate.effect == pytest.approx(-1)
    assert with_it.estimate.n == 12 and with_it.estimate.measures == (
        "long_term_pay",
        "meetings_beyond_hospitality",
    )


def test_ten_managers_tell_nothing_unless_nearly_all_are_in_order() -> None:
    some = claim_of(managers(10, moved=1))
    assert some.outcome == "cannot_tell" and abs(some.estimate.effect or 1) <= 0.8
    assert claim_of(managers(10)).outcome == "consistent"


def test_fewer_than_eight_managers_give_no_number() -> None:
    few = claim_of(managers(7))
    assert (few.outcome, few.reason, few.estimate.n, few.estimate.effect) == (
        "cannot_tell",
        "few_units",
        7,
        None,
    )


def test_a_minimum_of_the_client_s_own_is_kept_too() -> None:
    given = managers(10)
    more = build_client({"anonymity": {"minimum": 11}}, {t: given.frame(t) for t in given.tables})
    assert claim_of(more).reason == "few_units"


def test_pay_that_is_one_for_all_does_not_vary_here() -> None:
    given = managers(12)
    same = given.frame("managers").assign(pay_short_share=0.3, pay_long_share=0.2)
    found = claim_of(build_client(None, {"managers": same, "touchpoints": given.frame("touchpoints")}))
    assert (found.outcome, found.reason, found.estimate.effect) == ("no_variation", "cause_same", None)


def test_meetings_given_to_other_managers_by_lot_kill_it() -> None:
    given, told = managers(20), 0
    meetings = given.frame("touchpoints")
    names = sorted(meetings["manager_id"].unique())
    for seed in range(20):
        lot = dict(zip(names, pd.Series(names).sample(frac=1, random_state=seed), strict=True))
        moved = meetings.assign(manager_id=meetings["manager_id"].map(lot))
        tables = {"managers": given.frame("managers"), "touchpoints": moved}
        told += claim_of(build_client(None, tables)).outcome in TOLD
    assert told <= 2


def test_missing_tables_are_named() -> None:
    client = simulate_client(3, leave_out=("touchpoints", "teams", "crm_activity", "time_use"))[0]
    found = {f"{e.cause}-{e.result}": e for e in measure_causes(client)}
    assert list(found) == list(CLAIMS)
    for claim in ("M5-R1", "M5-R5", "M5-O2", "M6-O2"):
        assert found[claim].reason == "missing" and found[claim].missing == ("touchpoints",)
    assert found["M6-P2"].reason == "" and found["M6-P2"].effect is not None
    assert {c.outcome for c in decide(e for e in found.values() if e.reason == "missing")} == {"cannot_tell"}


def test_where_the_first_way_lacks_a_table_the_second_is_taken() -> None:
    client = simulate_client(3, leave_out=("touchpoints",), counts={"managers": 20, "key": 60})[0]
    found = measure_claim(client, CLAIMS["M6-O2"])
    assert found.measures == ("standing", "team_departments") and found.n >= 8
    leader = measure_claim(simulate_client(3, leave_out=("time_use",))[0], CLAIMS["F5-M8"])
    assert leader.measures == ("approvals_by_top", "leader_rating")


def test_a_client_with_a_survey_only_tells_nothing_and_does_not_break() -> None:
    survey = simulate_client(3)[0].frame("survey")
    found: tuple[CauseEstimate, ...] = measure_causes(build_client(None, {"survey": survey}))
    assert {e.reason for e in found} == {"missing"} and all(e.effect is None for e in found)
    assert (
        measure_causes(build_client(None, {"accounts": pd.DataFrame({"account_id": ["A"], "name": ["a"]})}))
        != ()
    )


def test_departments_alone_are_no_comparison_and_two_regions_neither() -> None:
    client = simulate_client(5, size="large")[0]
    way = CLAIMS["O6-O3"].ways[0]
    kinds = paired(client, way).index.str.split("/").str[0].value_counts()
    assert (kinds >= 3).all() and set(kinds.index) == {"department", "region"}


def test_the_same_client_gives_the_same_numbers() -> None:
    def made(**more: Any) -> tuple[CauseEstimate, ...]:
        return measure_causes(simulate_client(8, **more)[0])

    assert made() == made() and made() != made(noise=0.5)
