"""What many tests start from: the demo client, the instrument, made-up surveys, a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from kamnb.evidence.survey import read_survey
from kamnb.instrument.checks import asked
from kamnb.instrument.load import Instrument, load_instrument
from kamnb.model import AreaResult, Diagnosis, Estimate, Item, Outcome
from kamnb.paths import demo_client
from kamnb.pipeline import client_facts, measure_area, read_client, synthesise
from kamnb.scoring.clause import measure_clause
from kamnb.sources.client import ClientData, build_client

settings.register_profile("kamnb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kamnb")  # no test fails because the machine is slow

Group = tuple[str, str, str, int]
Draw = Callable[[np.random.Generator, Item, int], np.ndarray]
MakeSurvey = Callable[..., pd.DataFrame]
Diagnose = Callable[[pd.DataFrame], Diagnosis]

COMPANY: tuple[Group, ...] = (
    ("firm", "executive", "other", 8),
    ("firm", "manager", "other", 20),
    ("firm", "manager", "their_supervisor", 8),
    ("firm", "manager", "account_manager", 6),
    ("firm", "frontline", "account_manager", 10),
    ("firm", "frontline", "other", 60),
    ("account", "manager", "other", 15),
)
"""Side, level, role and number of the people of a made-up company."""
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless browser. Not for the whole session: while it runs, nothing else may run a loop of its own."""
    sync_api: Any = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM} on this machine")
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield running
        running.close()


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    """The instrument as it is shipped."""
    return load_instrument()


@pytest.fixture(scope="session")
def demo() -> ClientData:
    """The demo client's data."""
    return read_client(demo_client())


@pytest.fixture(scope="session")
def demo_results(demo: ClientData, instrument: Instrument) -> list[AreaResult]:
    """The demo client's areas, each measured once."""
    return [measure_area(demo, area.id) for area in instrument.areas]


@pytest.fixture(scope="session")
def demo_diagnosis(demo_results: list[AreaResult]) -> Diagnosis:
    """The demo client's diagnosis."""
    return synthesise(demo_results)


@pytest.fixture(scope="session")
def make_survey(instrument: Instrument) -> MakeSurvey:
    """A survey frame: each person answers what the instrument asks, `draw` gives the healthy direction (5 is best)."""

    def make(draw: Draw, seed: int = 0, groups: Sequence[Group] = COMPANY) -> pd.DataFrame:
        rng, frames, first = np.random.default_rng(seed), [], 0
        for side, level, role, n in groups:
            ids = range(first, first + n)
            people = {
                "respondent_id": [f"P{i}" for i in ids],
                "side": side,
                "level": level,
                "role": role,
                "account_id": [f"A{i}" if side == "account" else None for i in ids],
            }
            for item in instrument.items():
                if asked(item, side, level, role):
                    answers = draw(rng, item, n)
                    people[item.id] = 6 - answers if item.reversed else answers
            frames.append(pd.DataFrame(people))
            first += n
        return pd.concat(frames, ignore_index=True)

    return make


@pytest.fixture(scope="session")
def diagnose_survey(instrument: Instrument) -> Diagnose:
    """The diagnosis of a client with nothing but a survey; the survey is read once, which keeps simulations fast."""

    def diagnose(frame: pd.DataFrame) -> Diagnosis:
        client = build_client(None, {"survey": frame})
        survey = read_survey(client, instrument)
        assert survey is not None
        facts = client_facts(client, survey.quality)
        return synthesise(
            [
                AreaResult(a.id, facts, tuple(measure_clause(client, c, survey, ()) for c in a.clauses))
                for a in instrument.areas
            ]
        )

    return diagnose


@pytest.fixture(scope="session")
def estimate() -> Callable[..., Estimate]:
    """An estimate from its mean, standard deviation and n."""
    return lambda mean, sd, n=20: Estimate(float(mean), float(sd) ** 2, n, Outcome.MEASURED)
