"""What do scoring, causes and roadmap take on top of the indicators? In a process of its own, on one client's folder.

    python scripts/bench_scoring.py FOLDER

Prints {"indicators", "scoring"} in seconds as JSON: all indicators of all areas, and everything that a diagnosis does
with them besides (people's answers, fusion, gaps, causes, findings, value at stake, roadmap). Start-up and reading the
client's folder are not counted.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from unittest import mock

import scipy.optimize  # noqa: F401  the solver is loaded, as in a run, where one process loads for all

from kamnb import pipeline
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators, load_instrument


def main(folder: str) -> None:
    """Measure the indicators, then diagnose with what they said."""
    client = pipeline.read_client(Path(folder))
    areas = [area.id for area in load_instrument().areas]
    every = [one for area in areas for one in find_indicators(area)]
    start = time.perf_counter()
    found = {one.id: measure_indicator(client, one) for one in every}
    measured = time.perf_counter()
    with mock.patch.object(pipeline, "measure_indicator", lambda client, one: found[one.id]):
        pipeline.synthesise([pipeline.measure_area(client, area) for area in areas])
    done = time.perf_counter()
    print(json.dumps({"indicators": measured - start, "scoring": done - measured}))


if __name__ == "__main__":
    main(sys.argv[1])
