"""What does a judgement take from the button to the score drawn again? Beside measuring its area again.

    python scripts/bench_judgement.py FOLDER AREA

FOLDER is a client's folder that may be written to. Prints {"judged", "measured"} in seconds as JSON: the judgement card
saving a judgement and drawing all that it shows (the median of ten), and the area measured with the same answers of the
rows forgotten. Start-up and reading the client's folder are not counted.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from kamnb.findings.json_form import diagnosis_form
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.widgets.judgement_card import JudgementCard
from kamnb.widgets.judgement_view import JudgementView


def main(folder: Path, area: str) -> None:
    """Judge one clause ten times, then measure the area again."""
    client = read_client(folder)
    result = measure_area(client, area)
    card = JudgementCard(folder, "zh", client, result, diagnosis_form(synthesise([result])))
    view = JudgementView(card, lambda: "")
    card.by, card.level_blind = "XX", 2
    card.save_blind()
    took = []
    for n in range(10):
        card.level, card.reason, card.confirmed = 2, f"{n}", n % 2 == 0
        shown, start = view.readings.value, time.perf_counter()
        done = card.save_judgement()
        took.append(time.perf_counter() - start)
        if not done or view.readings.value == shown:
            sys.exit(f"the card did not save or draw: {card.message}")
    start = time.perf_counter()
    measure_area(replace(client), area)
    print(json.dumps({"judged": statistics.median(took), "measured": time.perf_counter() - start}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
