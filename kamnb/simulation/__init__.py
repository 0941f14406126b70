"""What would the records and the answers of a firm look like whose health is known? Made-up clients with their truth."""

from __future__ import annotations

from kamnb.simulation.build import simulate, simulate_client
from kamnb.simulation.options import Options
from kamnb.simulation.truth import Truth

__all__ = ["Options", "Truth", "simulate", "simulate_client"]
