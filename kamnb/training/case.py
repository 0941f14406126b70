"""A company whose health is planted: made from a seed, its truth never written down, found again from the seed."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.simulation.build import simulate
from kamnb.simulation.options import Options
from kamnb.simulation.randomness import generator
from kamnb.simulation.truth import Truth, draw_truth
from kamnb.training.answers import Refusal, read_number
from kamnb.training.choices import problem_areas
from kamnb.training.company import Company
from kamnb.training.progress import find_place

LEVELS = (26, 38, 50, 62, 74)
"""The health of the five areas, in an order that the seed decides: a step is about two standard errors of an area."""
SPREAD = 9
"""By how many points clauses lie around their area (a standard deviation)."""
FLATTERY = 20
"""By how many points people think one of the two weakest areas healthier than it is."""
LIMITS = (5, 95)
MOST = 999_999
"""The largest seed."""
TRUTH = "truth.json"


@dataclass(frozen=True)
class Case(Company):
    """A made-up company, known by its seed."""

    seed: int = 0

    @property
    def truth(self) -> Truth:
        """How healthy it really is."""
        return case_truth(self.seed)


def read_seed(given: Any) -> int:
    """Which seed is meant? A whole number from 0 to 999999; UsageError for anything else."""
    try:
        value = read_number(given).value
    except Refusal:
        value = -1.0
    if not 0 <= value <= MOST or not value.is_integer():
        raise UsageError("case-seed", value=str(given), most=MOST)
    return int(value)


def case_options(seed: int) -> dict[str, Any]:
    """What is planted at a seed? The options of a simulation: health of each clause, and where people flatter."""
    instrument, rng = load_instrument(), generator(seed, "case")
    five = [str(area) for area in rng.permutation(problem_areas(instrument))]
    plant: dict[str, float] = {}
    for area, level in zip(five, LEVELS, strict=True):
        clauses = instrument.area(area).clauses
        apart = rng.normal(0, SPREAD, len(clauses))
        middle = np.average(apart, weights=[c.weight for c in clauses])
        health = np.clip(level + apart - middle, *LIMITS)
        plant |= {c.id: round(float(h), 1) for c, h in zip(clauses, health, strict=True)}
    flattered = [c.id for c in instrument.area(five[int(rng.integers(2))]).clauses]
    return {"plant": plant, "flatter": dict.fromkeys(flattered, float(FLATTERY))}


@cache
def case_truth(seed: int) -> Truth:
    """How healthy is the company of a seed really?"""
    return draw_truth(Options(seed, **case_options(seed)))


def open_case(seed: int, lang: str) -> Case:
    """The company of a seed, its folder made below the learner's (cases/case_<seed>) where it is not there yet.

    UsageError where it cannot be written.
    """
    place = find_place()
    home = place / "cases" if place else Path(_scratch().name)
    folder = home / f"case_{seed}"
    if not (folder / "client.yml").exists():
        try:
            make_case(folder, seed)
        except OSError as error:
            raise UsageError("training-unwritable", where=str(home)) from error
    return Case(folder, lang, seed)


def make_case(folder: Path, seed: int) -> None:
    """Write the company's folder, whole or not at all, and without its truth."""
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        simulate(part, seed, **case_options(seed))
        (part / TRUTH).unlink()
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="kamnb-cases-")
