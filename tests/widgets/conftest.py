"""A client with a survey and a judgement.yml of its own, measured once: what cards are tried on, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kamnb.evidence.survey import read_survey
from kamnb.findings.json_form import diagnosis_form
from kamnb.instrument.load import Instrument
from kamnb.model import AreaResult
from kamnb.pipeline import client_facts, synthesise
from kamnb.scoring.clause import measure_clause
from kamnb.sources.client import ClientData, build_client
from kamnb.widgets.judgement_card import JudgementCard

DAY = date(2026, 10, 5)
SAID = "# seen on site\nclauses:\n  S1: {level_blind: 2, level: 2, reason: plans read, by: CH, on: 2026-09-18}  # twice\n"


@pytest.fixture(scope="session")
def firm(make_survey, instrument: Instrument) -> tuple[ClientData, list[AreaResult]]:
    """A firm where most people see little of key account management, and its areas."""
    frame = make_survey(lambda rng, item, n: rng.integers(1, 4, n).astype(float))
    client = build_client({}, {"survey": frame})
    survey = read_survey(client, instrument)
    assert survey is not None
    facts = client_facts(client, survey.quality)
    results = [
        AreaResult(a.id, facts, tuple(measure_clause(client, c, survey, ()) for c in a.clauses))
        for a in instrument.areas
    ]
    return client, results


@pytest.fixture(scope="session")
def strategy_form(firm) -> dict:
    """The written form of the firm's strategy."""
    return diagnosis_form(synthesise([r for r in firm[1] if r.area == "strategy"]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The client's folder with one clause judged."""
    (tmp_path / "judgement.yml").write_text(SAID, encoding="utf-8")
    return tmp_path


@pytest.fixture
def open_card(firm, strategy_form, folder: Path) -> Callable[..., JudgementCard]:
    """A card on the firm's strategy, as after the start of a kernel."""
    strategy = next(r for r in firm[1] if r.area == "strategy")

    def make(lang: str = "en", **more) -> JudgementCard:
        return JudgementCard(folder, lang, firm[0], strategy, strategy_form, today=lambda: DAY, **more)

    return make
