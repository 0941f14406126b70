"""The judgement card without a browser: blind first, then the readings; saved, resumed, and nothing lost."""

from __future__ import annotations

import pytest

from kamnb.pipeline import judge_area
from kamnb.report.blocks import score_with_interval
from kamnb.sources.judgement_file import read_judgement_file, write_judgement


def text(folder):
    return (folder / "judgement.yml").read_text(encoding="utf-8")


def blind(card, clause: str = "S2", level: int = 2):
    """Give a blind level."""
    card.chosen, card.by, card.level_blind = clause, "LW", level
    return card.save_blind()


def test_it_resumes_from_the_file_and_says_so(open_card, folder):
    card = open_card()
    assert card.message.startswith("Resumed from judgement.yml, last saved 20")
    assert card.message.endswith(
        f"1 of {len(card.names)} clauses judged, 0 with a blind level only, 10 open."
    )
    assert (card.chosen, card.step, card.by) == ("S2", "blind", "CH")
    blind(card, "S3")
    again = open_card()
    assert again.states()["S3"] == "half" and "1 with a blind level only, 9 open" in again.message
    again.chosen = "S3"
    assert (again.step, again.level_blind, again.by) == ("seen", 2, "LW")


def test_before_the_blind_level_there_are_no_readings_and_no_score(open_card):
    card = open_card()
    assert (card.step, card.readings(), card.score()) == ("blind", [], "")
    card.level_blind = 3
    assert (card.readings(), card.score(), card.save_judgement()) == ([], "", False)
    assert blind(card, "S2", 3)
    assert card.step == "seen" and [b["kind"] for b in card.readings()] == ["scorecard", "table"]
    assert all(len(b["rows"]) == 1 for b in card.readings()) and card.score()
    card.chosen = "S3"
    assert (card.readings(), card.score()) == ([], "")


def test_what_is_missing_is_told_all_at_once_and_nothing_is_written(open_card, folder):
    card = open_card()
    card.by, before = " ", text(folder)
    assert not card.save_blind()
    assert card.tone == "bad" and card.message.splitlines() == [
        "Give your initials.",
        "Choose the blind level, 1 to 5.",
    ]
    assert text(folder) == before
    blind(card, "S2", 1)
    card.level, before = 5, text(folder)
    assert not card.save_judgement()
    assert card.message.splitlines() == ["Give the reason.", "Say what changed your mind."]
    assert text(folder) == before


def test_a_judgement_moves_the_score_as_if_all_were_measured_again(open_card, folder, firm):
    heard = []
    card = open_card(told=lambda client, result: heard.append((client, result)))
    blind(card, "S2", 5)
    unjudged = card.score()
    card.level, card.reason, card.evidence, card.confirmed = (
        4,
        "goals: written, dated",
        " I01 \n\nplan A12",
        True,
    )
    assert card.save_judgement()
    line = '  S2: {level_blind: 5, by: LW, on: 2026-10-05, level: 4, reason: "goals: written, dated", '
    assert line + "evidence: [I01, plan A12], confirmed: true}\n" in text(folder)
    assert text(folder).startswith("# seen on site\n") and "  # twice\n" in text(folder)
    assert card.message == f"The judgement of S2 is saved. Its score went from {unjudged} to {card.score()}."
    client, result = heard[-1]
    strategy = next(r for r in firm[1] if r.area == "strategy")
    assert result == judge_area(firm[0].judged(read_judgement_file(folder).judgement), strategy)
    fused = {c.clause: c.fused.mean for c in result.clauses}["S2"]
    assert card.form["clauses"]["S2"]["score"] == round(fused, 1)
    assert card.form["clauses"]["S2"]["judgement"]["score"] == 100.0
    assert card.score() == score_with_interval(card.form["clauses"]["S2"])["en"] != unjudged
    area = card.form["areas"]["strategy"]
    assert area["score"] is not None and client.judgement.clauses["S2"].level == 4


def test_a_blind_level_alone_leaves_the_score(open_card, firm):
    card = open_card()
    blind(card, "S2", 5)
    strategy = next(r for r in firm[1] if r.area == "strategy")
    measured = {c.clause: c.fused.mean for c in strategy.clauses}["S2"]
    assert card.form["clauses"]["S2"]["score"] == round(measured, 1)


def test_what_was_typed_stays_whatever_is_chosen_meanwhile(open_card):
    card = open_card()
    blind(card, "S2")
    card.level, card.reason = 3, "half a reason"
    card.chosen = "S1"
    assert (card.level, card.reason) == (2, "plans read")
    card.chosen = "S2"
    assert (card.level, card.reason, card.level_blind) == (3, "half a reason", 2)


def test_two_browsers_on_one_file(open_card, folder):
    first, second = open_card(), open_card(lang="zh")
    blind(first, "S2", 2)
    second.chosen, second.by, second.level_blind = "S2", "WQ", 4
    kept = text(folder)
    assert not second.save_blind() and second.tone == "bad"
    assert "S2" in second.message and text(folder) == kept and second.step == "blind"
    assert second.level_blind == 4 and second.readings() == []
    assert second.reload() and "S2" in second.message
    assert (second.step, second.level_blind) == ("seen", 2)
    second.level, second.reason = 3, "seen"
    assert second.save_judgement() and "by: WQ" in text(folder)


def test_typed_words_outlive_a_reload(open_card, folder):
    first, second = open_card(), open_card()
    second.commentary_en = "typed and not saved"
    blind(second, "S3")
    second.level, second.reason = 2, "typed"
    first.reload()
    blind(first, "S4")
    assert not second.save_judgement() and second.reload()
    assert (second.level, second.reason, second.commentary_en) == (2, "typed", "typed and not saved")
    assert second.save_judgement() and second.states()["S3"] == "done" and second.states()["S4"] == "half"


def test_a_file_broken_by_hand_is_told_where_and_kept(open_card, folder):
    card = open_card()
    blind(card, "S2")
    card.level, card.reason = 2, "typed"
    broken = text(folder) + "  S3: }\n"
    (folder / "judgement.yml").write_text(broken, encoding="utf-8")
    for tried in (card.save_judgement, card.reload):
        assert not tried() and "judgement.yml row 5" in card.message and card.tone == "bad"
    assert text(folder) == broken and card.reason == "typed" and card.states()["S2"] == "half"
    assert "judgement.yml row 5" in open_card().message
    (folder / "judgement.yml").write_text(broken.replace("  S3: }\n", ""), encoding="utf-8")
    assert card.reload() and card.save_judgement()


def test_commentary_for_the_report(open_card, folder):
    heard = []
    card = open_card(told=lambda client, result: heard.append(result))
    card.commentary_zh, card.commentary_en = (
        "\u5148\u7528\u6807\u51c6\u3002",
        "Use the criteria first: then invest.",
    )
    assert card.save_commentary()
    assert heard[-1].facts.commentary["strategy"]["en"] == "Use the criteria first: then invest."
    assert open_card().commentary_zh == card.commentary_zh
    card.commentary_zh = card.commentary_en = " "
    assert card.save_commentary() and "commentary" not in text(folder)


def test_a_clause_that_was_never_judged_blind_is_shown_as_it_is(open_card, folder):
    (folder / "judgement.yml").write_text("clauses:\n  S2: {level: 3, reason: heard}\n", encoding="utf-8")
    card = open_card()
    card.chosen = "S2"
    assert (card.step, card.level_blind, card.level) == ("seen", None, 3)
    card.level, card.by = 4, "LW"
    assert card.save_judgement() and "level_blind" not in text(folder)


def test_no_file_yet(open_card, folder):
    (folder / "judgement.yml").unlink()
    card = open_card()
    assert card.message == f"Nothing is judged yet: {len(card.names)} clauses are open."
    assert blind(card, "S1") and text(folder).startswith("clauses:\n  S1: {level_blind: 2")


def test_on_to_the_next_open_clause(open_card, folder):
    card = open_card()
    card.chosen = card.names[-1]
    card.next_open()
    assert card.chosen == "S2"
    file = read_judgement_file(folder)
    for name in card.names:
        file = write_judgement(file, ("clauses", name), {"level": 2, "reason": "r"})
    card.reload()
    card.next_open()
    assert card.chosen == "S2" and set(card.states().values()) == {"done"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_clause_has_its_five_levels(open_card, lang):
    card = open_card(lang)
    for name in card.names:
        card.chosen = name
        assert list(card.rubric()) == [1, 2, 3, 4, 5] and all(card.rubric().values())
