"""What the tests of causes start from: made-up firms with and without a planted cause."""

from __future__ import annotations

from functools import cache

from kamnb.causes.decide import decide
from kamnb.causes.measure import measure_causes
from kamnb.model import Cause
from kamnb.simulation import simulate_client

MANY = {"managers": 80, "accounts": 800, "key": 160}
"""So many managers that a planted cause can show."""
UNUSED = ("interviews", "receivables", "opportunities", "account_costs", "requirements", "disputes")
"""Tables that no claim needs."""


@cache
def outcomes(
    seed: int, planted: tuple[str, ...] = (), size: str = "medium", null: bool = False
) -> dict[str, Cause]:
    """What came of each claim at a made-up firm? By `M5-R1`; planted ones at a firm of many managers who stay."""
    clauses = {clause for cause in planted for clause in cause.split("->")}
    plant = {**dict.fromkeys(clauses, 50.0), **({} if "M7" in clauses or not planted else {"M7": 85.0})}
    counts = MANY if planted else {}
    client, _ = simulate_client(
        seed, plant=plant, size=size, null=null, causes=planted, counts=counts, leave_out=UNUSED
    )
    return {f"{c.estimate.cause}-{c.estimate.result}": c for c in decide(measure_causes(client))}
