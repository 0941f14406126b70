"""How do quotations, orders, requests and complaints run through the firm, and what becomes of requirements?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Floats, Ints, words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, counted, happens
from kamnb.simulation.world import World, chosen, dates, known

TYPES = {"quote": 0.45, "order": 0.2, "request": 0.2, "complaint": 0.15}
RECEIVE, WORK, APPROVE, ANSWER = range(4)
WORKERS = ("rnd", "production", "finance", "service", "sales")
OPENS, DAY_HOURS = 8, 10


def process_events(world: World) -> pd.DataFrame:
    """Which steps did each case take, by whom and when? Cases still under way have no later steps."""
    rng, n = world.rng("process_events"), world.size["cases"]
    account = _accounts(world, rng, n)
    steps = _steps(world, rng, account)
    case, kind, department = (
        steps["case"].to_numpy(),
        steps["kind"].to_numpy(),
        steps["department"].to_numpy(),
    )
    at = account[case]
    days = _durations(world, rng, steps, at)
    start = -np.floor(rng.uniform(1, YEAR, n)) + rng.uniform(0, 0.8, n)
    passed = np.cumsum(days)
    first = np.flatnonzero(kind == RECEIVE)
    when = start[case] + passed - passed[first][case]
    types = np.asarray(list(TYPES), dtype=object)[rng.choice(len(TYPES), n, p=list(TYPES.values()))][case]
    clock = np.floor(when) * 24 + OPENS + (when % 1) * DAY_HOURS
    facing = np.isin(kind, (RECEIVE, ANSWER)) | world.happens(rng, "facing", account=at)
    found = pd.DataFrame(
        {
            "case_id": chosen([f"Q{i + 1:05d}" for i in range(n)], case),
            "account_id": np.asarray(world.accounts.names)[at],
            "case_type": types,
            "activity": _activities(steps, types),
            "department": department,
            "region": chosen(words()["regions"], world.accounts.region[at]),
            "timestamp": (dates(np.zeros(len(case))) + pd.to_timedelta(np.round(clock * 60), unit="min")),
            "is_approval": kind == APPROVE,
            "customer_facing": facing,
        }
    )
    return pd.DataFrame(found[when < 0]).reset_index(drop=True)


def _accounts(world: World, rng: np.random.Generator, n: int) -> Ints:
    pull = np.where(world.accounts.key, 3.0, 1.0) * np.where(world.accounts.there, 1.0, 0.3)
    return rng.choice(len(pull), n, p=pull / pull.sum())


def _steps(world: World, rng: np.random.Generator, account: Ints) -> pd.DataFrame:
    """Each case's steps in order: received, worked on, approved, answered; what is sent back is done once more."""
    work = 1 + rng.poisson(world.value("more_steps", account=account))
    approvals = rng.poisson(world.value("approvals", account=account))
    total = work + approvals + 2
    case, place = np.repeat(np.arange(len(account)), total), counted(total)
    kind = np.select(
        [place == 0, place <= work[case], place == total[case] - 1], [RECEIVE, WORK, ANSWER], APPROVE
    )
    at = account[case]
    worker = chosen(WORKERS, (rng.integers(0, len(WORKERS), len(account))[case] + place) % len(WORKERS))
    lower = chosen(["sales", "finance", "kam"], rng.integers(0, 3, len(case)))
    approver = lower.mask(world.happens(rng, "to_top", account=at), "executive")
    department = np.select([kind == WORK, kind == APPROVE], [worker, approver], "sales")
    nth = np.where(kind == APPROVE, place - work[case], 0)
    steps = pd.DataFrame({"case": case, "kind": kind, "department": department, "nth": nth})
    return _with_rework(steps, (kind == WORK) & world.happens(rng, "rework", account=at))


def _with_rework(steps: pd.DataFrame, returned: np.ndarray) -> pd.DataFrame:
    """A step that is returned goes back to whoever had the case before, and comes again."""
    times = np.where(returned, 3, 1)
    row, turn = np.repeat(np.arange(len(steps)), times), counted(times)
    back = turn == 1
    return (
        steps.iloc[np.where(back, row - 1, row)]
        .reset_index(drop=True)
        .assign(
            kind=np.where(
                back & (steps["kind"].to_numpy()[row - 1] == RECEIVE),
                WORK,
                steps["kind"].to_numpy()[np.where(back, row - 1, row)],
            )
        )
    )


def _durations(world: World, rng: np.random.Generator, steps: pd.DataFrame, at: Ints) -> Floats:
    """Days before each step: the work itself, and the wait where another department takes over."""
    kind, department = steps["kind"].to_numpy(), steps["department"].to_numpy()
    index = pd.Index(words()["departments"]).get_indexer(department)
    changed = np.append(False, department[1:] != department[:-1])
    pace = np.where(
        world.accounts.key, world.value("key_pace", account=np.arange(len(world.accounts.key))), 1.0
    )
    work = around(rng, world.value("step_days", account=at, department=index), 0.7)
    wait = around(rng, world.value("hand_over_days", account=at, department=index), 0.8)
    days = (work + np.where(changed, wait, 0)) * pace[at]
    return np.where(kind == RECEIVE, 0.0, days)


def _activities(steps: pd.DataFrame, types: np.ndarray) -> np.ndarray:
    """What was done in each step? A second or later approval says which it is."""
    said, kind, department = words()["activities"], steps["kind"].to_numpy(), steps["department"].to_numpy()
    stage = {RECEIVE: said["receive"], ANSWER: said["answer"]}
    by_type = {k: pd.Series(types).map(names).to_numpy() for k, names in stage.items()}
    work = pd.Series(department).map(said["work"]).to_numpy()
    nth = np.where(steps["nth"] > 1, " " + steps["nth"].astype(str), "")
    approval = (pd.Series(department).map(said["approve"]) + pd.Series(nth)).to_numpy()
    return np.select(
        [kind == RECEIVE, kind == ANSWER, kind == WORK], [by_type[RECEIVE], by_type[ANSWER], work], approval
    )


def requirements(world: World) -> pd.DataFrame:
    """Which requirements did accounts raise, whose duty did they become, and were they met in time?"""
    rng, n = world.rng("requirements"), world.size["requirements"]
    at = _accounts(world, rng, n)
    department = rng.choice(["rnd", "production", "service"], n)
    index = pd.Index(words()["departments"]).get_indexer(department)
    raised = -np.floor(rng.uniform(5, 1.5 * YEAR, n))
    assigned = np.floor(raised + around(rng, world.value("assign_days", account=at, department=index), 0.6))
    theirs = world.happens(rng, "assigned", account=at, department=index) & (assigned < 0)
    due = np.floor(raised + around(rng, np.full(n, 45.0), 0.3))
    in_time = theirs & world.happens(rng, "met", account=at, department=index)
    late = due + around(rng, np.full(n, 40.0), 0.7)
    closed = np.where(in_time, assigned + (due - assigned) * rng.uniform(0.2, 1, n), late)
    closed = np.where(in_time & (due <= assigned), assigned, closed)
    never = ~theirs & happens(rng, np.full(n, 0.6))
    return pd.DataFrame(
        {
            "requirement_id": [f"N{i + 1:04d}" for i in range(n)],
            "account_id": np.asarray(world.accounts.names)[at],
            "raised_on": dates(raised),
            "assigned_department": known(department, theirs),
            "assigned_on": dates(np.where(theirs, assigned, np.nan)),
            "due_on": dates(due),
            "closed_on": dates(np.where(never | (closed >= 0), np.nan, closed)),
        }
    )
