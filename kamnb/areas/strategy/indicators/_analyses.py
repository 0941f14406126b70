"""The four analyses that an account plan rests on, and how long each stays in date."""

from __future__ import annotations

import pandas as pd

from kamnb.areas.strategy.indicators._shared import has_element, in_date, newest_plans, share_measurement
from kamnb.model import Measurement
from kamnb.sources.client import ClientData

ANALYSES = {
    "financial_analysis": 12,
    "value_chain_analysis": 24,
    "buying_process_analysis": 12,
    "competitor_analysis": 12,
}
"""Months for which an analysis is in date: yearly finances are the framework's, the others ours."""


def current_analysis(client: ClientData, plans: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """Which newest plans have an analysis on paper, and is it in date? Each 1, 0 or NaN (unknown).

    An undated one counts one half; a date without a yes is a yes.
    """
    dates = plans[f"{name}_on"]
    paper = has_element(plans, f"has_{name}")
    paper = paper.mask(paper.isna() & dates.notna(), 1.0)
    return paper, paper * in_date(client, dates, ANALYSES[name])


def measure_analysis(client: ClientData, name: str) -> Measurement:
    """What share of key accounts has this analysis, in date?"""
    return share_measurement(current_analysis(client, newest_plans(client), name)[1])
