"""One wave: a diagnosis as it was published, and what else is at hand of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.sources.client import ClientData
from kamnb.waves.backtest import back_test, lost_since
from kamnb.waves.commitments import commitments_between
from kamnb.waves.compare import compare_forms
from kamnb.waves.pieces import Form


@dataclass(frozen=True, repr=False)
class Wave:
    """A diagnosis, its tables where they are at hand, and the names behind its account codes where they were kept."""

    name: str
    form: Form
    tables: ClientData | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Wave({self.name}: {self.form['client']['id']} as of {self.form['as_of']})"

    @property
    def as_of(self) -> dt.date:
        """From which day does it look back?"""
        return dt.date.fromisoformat(self.form["as_of"])


def compare_waves(instrument: Instrument, before: Wave, after: Wave) -> dict[str, Any]:
    """What does comparison.json say? Scores, commitments that fell due in between, and the back-test on lost accounts."""
    lost = lost_since(after.tables, account_ids(before, after), before.as_of, after.as_of)
    return {
        **compare_forms(instrument, before.form, after.form),
        "commitments": commitments_between(after.tables, before.as_of, after.as_of),
        "backtest": back_test(before.form, before.tables, lost),
    }


def account_ids(before: Wave, after: Wave) -> dict[str, str]:
    """Which account id stands behind each code of the earlier wave? By its tables, else by names that occur once."""
    if before.tables is not None:
        return {code: account for account, code in before.tables.codes.items()}
    if after.tables is None or not after.tables.has("accounts"):
        return {}
    accounts = after.tables.frame("accounts")
    once = accounts[~accounts["name"].duplicated(keep=False)]
    ids = dict(zip(once["name"], once["account_id"], strict=True))
    given = list(before.names.values())
    return {c: str(ids[n]) for c, n in before.names.items() if n in ids and given.count(n) == 1}
