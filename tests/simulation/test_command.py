"""`kamnb simulate`: what it makes, and what it says to what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamnb.errors import UsageError
from kamnb.simulation.command import read_points, run_simulate


def test_it_makes_a_client_with_its_truth(tmp_path: Path) -> None:
    folder = run_simulate(
        "made", 3, "S3=20, R1=15", "S3=+40", "small", str(tmp_path), leave_out="ledger,plans"
    )
    assert (
        folder == tmp_path / "made" and (folder / "client.yml").exists() and (folder / "survey.csv").exists()
    )
    assert not (folder / "ledger.csv").exists()
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["clauses"]["S3"] == 20 and truth["clauses"]["R1"] == 15 and truth["believed"]["S3"] == 60


def test_points_are_read_as_they_are_written() -> None:
    assert read_points("S3=20, relationship = 15.5,") == {"S3": 20.0, "relationship": 15.5}
    assert read_points("") == {}


@pytest.mark.parametrize("text", ["S3", "S3=low", "=20", "S3=20=30"])
def test_another_form_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run_simulate("made", 1, text, data=str(tmp_path))
    assert caught.value.key == "simulated-form" and not (tmp_path / "made").exists()


def test_a_slip_is_met_with_a_guess(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run_simulate("made", 1, "relationshp=20", data=str(tmp_path))
    assert "relationship?" in caught.value.say("en") and "relationship" in caught.value.say("zh")


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(UsageError, match="client-exists|already"):
        run_simulate("made", 1, data=str(tmp_path))
    with pytest.raises(UsageError):
        run_simulate("../made", 1, data=str(tmp_path))
