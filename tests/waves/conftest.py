"""Two waves of one made-up client: the tables of the earlier one lie a year further back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from kamnb.simulation import simulate
from kamnb.simulation.options import Options
from kamnb.simulation.truth import draw_truth

YEAR = 365
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def truth_of(seed: int) -> dict[str, float]:
    """How healthy is each clause of a made-up client?"""
    return dict(draw_truth(Options(seed)).clauses)


def make_wave(
    folder: Path, seed: int, plant: Mapping[str, float], wave: str, days: int = 0, **more: Any
) -> None:
    """Write a client's folder whose day and rows lie so many days back."""
    simulate(folder, seed, plant, **more)
    yaml = YAML()
    settings = yaml.load((folder / "client.yml").read_text(encoding="utf-8"))
    settings["wave"] = wave
    settings["as_of"] = str((pd.Timestamp(str(settings["as_of"])) - pd.Timedelta(days=days)).date())
    with (folder / "client.yml").open("w", encoding="utf-8") as file:
        yaml.dump(settings, file)
    for path in folder.glob("*.csv") if days else ():
        text = path.read_text(encoding="utf-8")
        path.write_text(DAY.sub(lambda m: moved(m.group(), days), text), encoding="utf-8")


def moved(day: str, days: int) -> str:
    """A day so many days earlier."""
    return str((pd.Timestamp(day) - pd.Timedelta(days=days)).date())


@pytest.fixture(scope="session")
def two_waves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with `acme`: now, and a year ago below waves/; S3 and R1 were worse then, all else was alike."""
    data = tmp_path_factory.mktemp("data")
    plant = {**truth_of(5), "S3": 80.0, "R1": 75.0}
    make_wave(data / "acme", 51, plant, "2026", size="small")
    make_wave(data / "acme" / "waves" / "2025", 52, {**plant, "S3": 20.0, "R1": 20.0}, "2025", YEAR, size="small")
    return data
