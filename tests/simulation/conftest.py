"""Made-up clients that several tests look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from kamnb.instrument.load import load_instrument
from kamnb.simulation.build import make
from kamnb.simulation.options import Options

Frames = Mapping[str, pd.DataFrame]
MIDDLING = {area.id: 50.0 for area in load_instrument().areas}


@pytest.fixture(scope="session")
def medium() -> Frames:
    """The tables of one medium client."""
    return make(Options(11))[1]


@pytest.fixture(scope="session")
def middling() -> Any:
    """The tables of a client that is middling in everything but what is given."""

    def made(seed: int, tables: tuple[str, ...] = (), **more: Any) -> Frames:
        from kamnb.simulation.build import TABLES

        plant = {**MIDDLING, **more.pop("plant", {})}
        left = tuple(name for name in TABLES if tables and name not in tables)
        return make(Options(seed, plant, leave_out=left, **more))[1]

    return made
