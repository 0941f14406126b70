"""How well does a diagnosis find a truth that is known? Simulated clients, diagnosed and compared: writes docs/validation.md.

    python scripts/validate.py [--clients 26] [--out docs/validation.md]      (make validate)

The simulator shares no code with the indicators (a test holds that); how it shows a health in records is one possible
world, and the numbers below hold for that world: simulation-calibrated, not field-validated.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kamnb.instrument.load import load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Diagnosis, Estimate
from kamnb.pipeline import measure_area, synthesise
from kamnb.scoring.combine import to_score
from kamnb.simulation import simulate_client
from kamnb.sources.contract import load_contract

DOC = Path(__file__).resolve().parent.parent / "docs" / "validation.md"
AREAS = ("strategy", "organization", "manager", "it", "relationship")
READINGS = ("opinion", "record", "fused")
SICK, WELL = 15.0, 60.0
TARGET = 75.0


def tables_of(*tiers: str) -> tuple[str, ...]:
    """Which tables have one of these tiers?"""
    return tuple(name for name, table in load_contract().tables.items() if table.tier in tiers)


def worlds(seed: int) -> dict[str, dict[str, Any]]:
    """Which clients are made from one seed?"""
    worst = AREAS[seed % len(AREAS)]
    return {
        "all tables": {},
        "tiers A and B": {"leave_out": tables_of("C")},
        "tier A": {"leave_out": tables_of("B", "C")},
        "small client": {"size": "small"},
        "a fifth of the cells blank": {"blank": 0.2},
        "worst area planted": {"plant": {**dict.fromkeys(AREAS, WELL), worst: SICK}},
        "flattered by 40": {
            "plant": {"S3": 25, "R1": 20, "O3": 25},
            "flatter": {"S3": 40, "R1": 40, "O3": 40},
        },
        "null": {"null": True},
    }


def diagnose_one(job: tuple[int, str]) -> list[dict[str, Any]]:
    """What does a diagnosis say of one simulated client, beside the truth? One row a clause and area, and one in all."""
    seed, world = job
    client, truth = simulate_client(seed=seed, **worlds(seed)[world])
    found = synthesise([measure_area(client, area.id) for area in load_instrument().areas])
    common = {"seed": seed, "world": world}
    rows = [common | row for row in clause_rows(found, truth.clauses)]
    scores = {area: found.areas[area].score for area in AREAS}
    known = {area: score for area, score in scores.items() if score is not None}
    for area, score in found.areas.items():
        if score.score is not None:
            rows.append(common | {"kind": "area", "id": area, "truth": truth.areas[area]} | interval(score))
    worst = AREAS[seed % len(AREAS)]
    rows.append(
        common | {"kind": "worst", "hit": bool(known) and min(known, key=lambda a: known[a]) == worst}
    )
    return rows


def clause_rows(found: Diagnosis, truth: dict[str, float]) -> Iterable[dict[str, Any]]:
    """Each reading of each clause, and whether a gap or a clash was found."""
    gaps = {f.clause: f for f in found.findings if f.kind == "gap"}
    clashes = {f.clause for f in found.findings if f.kind == "disagreement"}
    for key, clause in found.clauses.items():
        result = clause.result
        readings: dict[str, Estimate] = {"opinion": result.perception.combined, "record": result.record}
        row = {"id": key, "truth": truth[key], "gap": key in gaps, "clash": key in clashes}
        row["severity"] = gaps[key].severity if key in gaps else 0
        for kind, estimate in readings.items():
            if estimate.measured:
                yield row | {"kind": kind} | interval(to_score(estimate))
        if clause.score.score is not None:
            yield row | {"kind": "fused"} | interval(clause.score)


def interval(score: Any) -> dict[str, float]:
    """A score with its ends."""
    return {"score": score.score, "low": score.low, "high": score.high}


def report(rows: pd.DataFrame, clients: int) -> str:
    """What does the page say?"""
    rows["hit"] = rows["hit"].where(
        rows["kind"] == "worst", (rows["low"] <= rows["truth"]) & (rows["truth"] <= rows["high"])
    )
    rows["error"] = rows["score"] - rows["truth"]
    rows["width"] = rows["high"] - rows["low"]
    head = HEAD.format(
        clients=clients, total=clients * len(worlds(0)), level=round(100 * threshold("interval_level"))
    )
    return head + readings_table(rows) + ANSWERS + answers(rows) + FINDINGS + finding_table(rows) + FOOT


def readings_table(rows: pd.DataFrame) -> str:
    """How often does each reading's interval hold the truth, world by world, and how far off is it?"""
    text = ""
    for world in worlds(0):
        for kind in (*READINGS, "area"):
            part = rows[(rows["world"] == world) & (rows["kind"] == kind)]
            if len(part):
                rmse = float(np.sqrt((part["error"] ** 2).mean()))
                text += (
                    f"| {world} | {kind} | {len(part)} | {part['hit'].mean():.1%} | {part['error'].mean():+.1f} | "
                    f"{rmse:.1f} | {part['width'].mean():.0f} | {rank_text(part)} |\n"
                )
    return text


def mean_rank(part: pd.DataFrame) -> float:
    """How well are a client's clauses or areas put in order? Spearman's correlation, mean over clients; NaN on null ones."""
    varied = [g for _, g in part.groupby("seed") if g["truth"].nunique() > 2 and g["score"].nunique() > 2]
    return (
        float(np.mean([g["truth"].corr(g["score"], method="spearman") for g in varied])) if varied else np.nan
    )


def rank_text(part: pd.DataFrame) -> str:
    """The mean rank correlation, a dash where all truths are the same."""
    rank = mean_rank(part)
    return "–" if np.isnan(rank) else f"{rank:.2f}"


def answers(rows: pd.DataFrame) -> str:
    """Worst area, clashes and null clients, against their aims."""
    fused = rows[rows["kind"] == "fused"]
    plain, null = fused[fused["world"] == "all tables"], fused[fused["world"] == "null"]
    worst = rows[(rows["kind"] == "worst") & (rows["world"] == "worst area planted")]["hit"].astype(float)
    flat = fused[fused["world"] == "flattered by 40"]
    planted = flat[flat["id"].isin(["S3", "R1", "O3"])]
    held = rows[rows["kind"].isin(READINGS)].groupby(["kind", "world"])["hit"].mean().groupby("kind").mean()
    lines = [
        *((f"intervals of {kind} that hold the truth, mean over worlds", f"{held[kind]:.1%}", "90 ± 3 %") for kind in READINGS),
        ("rank correlation of true and found clause scores, all tables", f"{mean_rank(plain):.2f}", "0.90"),
        ("planted worst of the five areas named first", f"{worst.mean():.1%}", "95 %"),
        ("clashes of word and record where none was planted, per client",
         f"{plain.groupby('seed')['clash'].sum().mean():.2f}", "none stated"),
        ("planted clashes of 40 points that are told", f"{planted['clash'].mean():.1%}", "none stated"),
        ("gap findings per null client (truth at target)", f"{null.groupby('seed')['gap'].sum().mean():.2f}", "5.3"),
        ("clashes per null client", f"{null.groupby('seed')['clash'].sum().mean():.2f}", "0.1"),
    ]  # fmt: skip
    return "".join(f"| {what} | {value} | {aim} |\n" for what, value, aim in lines)


def finding_table(rows: pd.DataFrame) -> str:
    """Are the gaps that are told true, and are the true ones told? By severity, and by how far below target, per world."""
    text = ""
    for world in worlds(0):
        part = rows[(rows["world"] == world) & (rows["kind"] == "fused")]
        told = part[part["gap"]]
        right = [share(told[told["severity"] == s]["truth"] < TARGET) for s in (1, 2, 3)]
        found = [share((p := part[part["truth"] < TARGET - k])["gap"] | p["clash"]) for k in (10, 20, 35)]
        text += f"| {world} | {' | '.join([*right, *found])} |\n"
    return text


def share(flags: pd.Series) -> str:
    """A share with the number behind it."""
    return f"{flags.mean():.0%} of {len(flags)}" if len(flags) else "–"


HEAD = """\
# Is what a diagnosis says true?

Measured on {total} clients whose health is known, {clients} in each world, by `make validate` (scripts/validate.py), which
writes this page. The simulator and the indicators share no code. Simulation-calibrated, not field-validated: the
simulator's idea of what a firm of a given health has in its records is one of many, and no anchor was fitted to it; two
numbers were set by its help, the validity errors of survey and indicators. Intervals are {level} % ones.

| world | reading | n | truth inside | bias | root mean square error | width | rank correlation |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
ANSWERS = """
| question | found | aim |
| --- | --- | --- |
"""
FINDINGS = """
Gap findings: the share of those told, by severity, whose clause truly lies below target (aim 90 %), and the share of
clauses truly below target by so many points that are told, as a gap or as a clash.

| world | severity 1 | severity 2 | severity 3 | 10 points | 20 points | 35 points |
| --- | --- | --- | --- | --- | --- | --- |
"""
FOOT = """
What the numbers say: people's answers are near the truth in these worlds, except where they were made to flatter; the
records of one clause err by about 24 points, because the registered anchors and the simulator differ on what a record of
a given health looks like. In the mean over the worlds each reading's intervals hold the truth about as often as they say;
from world to world those of records do so 84 to 93 % of the time, least where people flatter and in small clients, and
those of areas are too wide (97 to 100 %). Readings that disagree are kept side by side within the score, weighted by how
sharp each is: with usual random effects the rank correlation with all tables was .84, and 93 % of the shortfalls of 10 points
were told there.
Few of the planted clashes of 40 points are told: the records of those clauses stand above the truth here, so that word and
record are only 12 to 35 points apart, and with records this rough a difference must be about 50 points to stand out among
45 clauses.
"""


def main() -> None:
    """Simulate, diagnose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=26)
    parser.add_argument("--out", type=Path, default=DOC)
    given = parser.parse_args()
    jobs = [(seed, world) for seed in range(given.clients) for world in worlds(seed)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rows = [row for found in pool.map(diagnose_one, jobs, chunksize=4) for row in found]
    given.out.write_text(report(pd.DataFrame(rows), given.clients), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
