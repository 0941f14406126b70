"""F7: is key account management pursued with perseverance, or was it a fashion?"""

from __future__ import annotations

import pandas as pd

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

QUARTERS = 12


@indicator(
    clause="F7",
    unit="share",
    needs={"programme": ()},
    anchors={0.2: 0, 0.4: 25, 0.6: 50, 0.8: 75, 1.0: 100},
    source="ours",
    minimum=4,
)
def programme_quarters_active(client: ClientData) -> Measurement:
    """In which share of the quarters since the programme began was a line of it approved or completed?

    Quarters count back from as_of, at most 12; the programme begins with the first line approved, due or
    completed. n counts quarters: younger than four is `too_few`; without any date `no_data`. Wilson interval.
    `series`: whether each quarter was active, oldest first. Source: ours.
    """
    programme = client.frame("programme")
    as_of = pd.Timestamp(client.settings.as_of)
    dates = programme[["approved_on", "due_on", "done_on"]].melt(var_name="kind", value_name="day").dropna()
    dates = dates[dates["day"] < as_of.normalize() + pd.Timedelta(days=1)]
    if dates.empty:
        return Measurement.none(Outcome.NO_DATA)
    back = ((as_of.year - dates["day"].dt.year) * 12 + as_of.month - dates["day"].dt.month) // 3
    length = min(int(back.max()) + 1, QUARTERS)
    busy = set(back[dates["kind"] != "due_on"])
    active = [quarter in busy for quarter in reversed(range(length))]
    value, low, high = share_interval(sum(active), length)
    return Measurement(value, low, high, length, series={"active": active})
