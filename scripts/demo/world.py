"""Which accounts, managers and random streams does every table share?"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from . import story

HERE = Path(__file__).resolve().parent


def read_yaml(path: Path) -> Any:
    """What does a YAML file of the demo say?"""
    with path.open(encoding="utf-8") as handle:
        return YAML(typ="safe").load(handle)


def days_before(days: float, end: dt.date = story.AS_OF) -> dt.date:
    """Which day lies so many days before the end?"""
    return end - dt.timedelta(days=int(days))


def account(number: int) -> str:
    """What is the id of an account?"""
    return f"C{number:03d}"


def manager(number: int) -> str:
    """What is the id of a manager?"""
    return f"M{number:02d}"


@dataclass
class World:
    """What the tables have in common; `rng(name)` is a random stream of its own for each table."""

    names: dict[str, Any]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    owner: dict[str, int] = field(default_factory=dict)
    region: dict[str, int] = field(default_factory=dict)
    weight: dict[str, float] = field(default_factory=dict)

    def rng(self, name: str) -> np.random.Generator:
        """Which random stream belongs to a table? The same at every run, whatever other tables draw."""
        return np.random.default_rng([story.SEED, zlib.crc32(name.encode("ascii"))])

    @property
    def ids(self) -> list[str]:
        """Which accounts are there?"""
        return [account(number) for number in range(1, story.ACCOUNTS + 1)]

    def is_key(self, account_id: str) -> bool:
        """Is it a key account?"""
        return int(account_id[1:]) in story.KEY

    def last_day(self, account_id: str) -> dt.date:
        """Until when did the account deal with the firm?"""
        number = int(account_id[1:])
        return story.LOST.get(number) or story.SILENT.get(number) or story.AS_OF

    def owned(self) -> list[str]:
        """Which accounts have an owner?"""
        return [one for one in self.ids if one in self.owner]

    def pick(self, rng: np.random.Generator, size: int, key_share: float = 0.6) -> list[str]:
        """Which accounts do so many random rows belong to? Key accounts get their share of rows."""
        keys = [one for one in self.ids if self.is_key(one)]
        others = [one for one in self.ids if not self.is_key(one)]
        draws = rng.random((size, 2))
        pools = [keys if first < key_share else others for first in draws[:, 0]]
        return [pool[int(second * len(pool))] for pool, second in zip(pools, draws[:, 1], strict=True)]


def choose(rng: np.random.Generator, shares: dict[str, float], size: int) -> list[str]:
    """Which values are drawn, by their shares?"""
    probabilities = np.array(list(shares.values()), dtype=float)
    return [
        list(shares)[i] for i in rng.choice(len(shares), size=size, p=probabilities / probabilities.sum())
    ]
