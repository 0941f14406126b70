"""What do the records show? Indicators measured, checked against their needs and mapped to 0–100."""

from __future__ import annotations

import math

from kamnb.evidence.disclosure import guard
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, IndicatorResult, Measurement, Outcome
from kamnb.sources.client import ClientData

Z90 = 1.6448536269514722
"""Half the width of a 90 % interval in standard errors."""


def measure_indicator(client: ClientData, indicator: Indicator) -> IndicatorResult:
    """What does an indicator say of a client? `no_data` without what it needs, `too_few` below its minimum."""
    if not all(client.has(table, *columns) for table, columns in indicator.needs.items()):
        return result(indicator, Measurement.none(Outcome.NO_DATA))
    found = indicator.measure(client)
    if found.outcome == Outcome.MEASURED and found.n < indicator.minimum:
        found = Measurement.none(Outcome.TOO_FEW, found.n)
    return result(indicator, guard(client, indicator, found))


def result(indicator: Indicator, found: Measurement) -> IndicatorResult:
    """What does a measurement mean on 0–100? The interval's ends are mapped too; the validity term is added."""
    value, low, high = (finite(x) for x in (found.value, found.low, found.high))
    outcome: Outcome = found.outcome
    if outcome != Outcome.MEASURED or value is None:
        outcome = Outcome.NO_DATA if outcome == Outcome.MEASURED else outcome
        value = low = high = None
        estimate = Estimate.none(outcome, found.n)
    else:
        ends = [indicator.score(x) for x in (low, high) if x is not None]
        spread = (max(ends) - min(ends)) / (2 * Z90) if len(ends) == 2 else 25.0
        variance = spread**2 + threshold("indicator_validity_sd") ** 2
        estimate = Estimate(indicator.score(value), variance, found.n)
    return IndicatorResult(
        indicator.id,
        indicator.clause,
        indicator.unit,
        value,
        low,
        high,
        int(found.n),
        outcome,
        estimate,
        indicator.source,
        tuple(indicator.needs),
        found.series,
    )


def finite(value: float | None) -> float | None:
    """A number as a float, or None for NaN, infinity and None."""
    return None if value is None or not math.isfinite(value) else float(value)
