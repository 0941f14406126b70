"""What does the whale curve of a client's accounts look like, small enough to draw?"""

from __future__ import annotations

from typing import Any

import numpy as np

from kamnb.areas.purpose.ledger import Margins, grouped
from kamnb.sources.client import ClientData
from kamnb.stats.concentration import whale_order

MOST_POINTS = 300


def whale_series(client: ClientData, found: Margins) -> dict[str, Any]:
    """Where does each account stand on the curve of cumulative margin? Positions count from 1.

    `base` is what 100 % means: the total margin, or the peak where the total is not positive. Of many
    accounts every key one, the peak and an even choice of the others are kept; `n` counts all.
    """
    order = whale_order(found.rows["margin"].to_numpy())
    rows = found.rows.iloc[order]
    running = rows["margin"].cumsum().to_numpy()
    peak = int(np.argmax(running))
    base = "total" if running[-1] > 0 else "peak"
    curve = running / (running[-1] if base == "total" else running[peak])
    group = grouped(client, rows.index)
    kept = chosen(len(rows), np.append(np.flatnonzero(group == "key"), peak))
    return {
        "n": len(rows),
        "base": base,
        "position": (kept + 1).tolist(),
        "accounts": [client.code(account) for account in rows.index[kept]],
        "margin": rows["margin"].to_numpy()[kept].round(2).tolist(),
        "cumulative": curve[kept].round(6).tolist(),
        "group": group[kept].tolist(),
        "peak": {"count": peak + 1, "share": round(float(curve[peak]), 6)},
        "end": round(float(curve[-1]), 6),
        "coverage": found.coverage,
    }


def chosen(n: int, always: np.ndarray) -> np.ndarray:
    """Which positions of n are drawn? All of few; of many an even choice, and `always`."""
    even = np.linspace(0, n - 1, min(n, MOST_POINTS)).round().astype(int)
    return np.unique(np.concatenate([even, always[:MOST_POINTS], always[-1:]]))
