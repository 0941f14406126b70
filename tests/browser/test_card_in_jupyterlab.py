"""The cards in JupyterLab, by a browser: judged blind, seen, saved, resumed; by two at once; findings checked."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from kamnb.sources.judgement_file import read_judgement_file
from kamnb.text.load import both

AREA, SYNTHESIS = "03_manager_role.ipynb", "06_synthesis.ipynb"
CLAUSE, BLIND, LEVEL = "M2", 5, 2
SLOW = 120_000
"""Milliseconds: a working paper may take its time on a busy machine."""
SIZE = {"width": 1280, "height": 1400}
CHECKED = ".kamnb-card:has(.kamnb-status)"
IDLE = "Python 3 (ipykernel) | Idle"


def say(lang: str, key: str) -> str:
    """The words of a text before its first number."""
    values = dict.fromkeys(("before", "after", "saved", "n", "done", "half", "open"), "\0")
    return both("cards", key, clause=CLAUSE, **values)[lang].split("\0")[0]


def menu(page: Any, name: str, item: str) -> None:
    """Choose an item of JupyterLab's menu."""
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{name}$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}")).click()


def run_all(browser: Any, url: str) -> Any:
    """A browser of its own on a paper, with all cells run, waited for as long as a slow machine takes. The page."""
    from playwright.sync_api import expect

    expect.set_options(timeout=SLOW)
    page = browser.new_context(viewport=SIZE, locale="en-US").new_page()
    page.set_default_timeout(SLOW)
    page.goto(url)
    page.locator(".jp-Notebook").wait_for()
    page.get_by_text(IDLE).wait_for()
    menu(page, "Run", "Run All Cells")
    page.locator(".kamnb-card").first.wait_for()
    page.get_by_text(IDLE).wait_for()
    return page


def picture(page: Any, name: str, card: str = ".kamnb-card") -> None:
    """Keep a picture where one is asked for, to be looked at."""
    folder = os.environ.get("KAMNB_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.locator(card).first.scroll_into_view_if_needed()
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def choose(card: Any, clause: str) -> None:
    """Choose a clause."""
    option = card.locator(".kamnb-chosen option", has_text=re.compile(rf"\b{clause}\b"))
    card.locator(".kamnb-chosen select").select_option(label=option.text_content())


def press_level(card: Any, field: str, level: int) -> None:
    card.locator(f".kamnb-{field} button", has_text=re.compile(f"^{level}$")).click()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_judged_blind_saved_and_resumed(browser, start_lab, lang):
    from playwright.sync_api import expect

    lab = start_lab(lang)
    page = run_all(browser, lab.url(AREA))
    card = page.locator(".kamnb-card").first
    told, score = card.locator(".kamnb-told"), card.locator(".kamnb-score")
    expect(told).to_contain_text(say(lang, "resumed"))
    choose(card, CLAUSE)
    expect(card.locator(".kamnb-rubric tr")).to_have_count(5)
    expect(score).to_have_count(0)
    picture(page, f"{lang}-1-blind")

    card.locator(".kamnb-by input").fill("LW")
    press_level(card, "level-blind", BLIND)
    card.locator(".kamnb-do-save-blind").click()
    expect(score).to_be_visible()
    unjudged = score.text_content()
    press_level(card, "level", LEVEL)
    card.locator(".kamnb-reason textarea").fill("competency model: seen, dated")
    card.locator(".kamnb-changed textarea").fill("the model hangs in every office")
    picture(page, f"{lang}-2-seen")
    card.locator(".kamnb-do-save-judgement").click()
    expect(told).to_contain_text(say(lang, "saved"))
    expect(score).not_to_have_text(unjudged or "")
    judged = score.text_content()
    picture(page, f"{lang}-3-saved")
    saved = read_judgement_file(lab.client).judgement.clauses[CLAUSE]
    assert (saved.level_blind, saved.level, saved.by) == (BLIND, LEVEL, "LW")
    assert saved.reason == "competency model: seen, dated"

    menu(page, "Kernel", "Restart Kernel and Run All Cells")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(told).to_contain_text(say(lang, "resumed"))
    choose(card, CLAUSE)
    expect(score).to_have_text(judged or "")
    expect(card.locator(".kamnb-level button.mod-active")).to_have_text(str(LEVEL))
    expect(card.locator(".kamnb-reason textarea")).to_have_value("competency model: seen, dated")
    picture(page, f"{lang}-4-resumed")
    page.context.close()


def test_two_browsers_on_one_card(browser, start_lab):
    from playwright.sync_api import expect

    lab = start_lab("zh")
    first, second = (run_all(browser, lab.url(AREA)) for _ in range(2))
    one, other = first.locator(".kamnb-card").first, second.locator(".kamnb-card").first
    for card, by, level in ((one, "LW", BLIND), (other, "WQ", LEVEL)):
        choose(card, CLAUSE)
        card.locator(".kamnb-by input").fill(by)
        press_level(card, "level-blind", level)
    one.locator(".kamnb-do-save-blind").click()
    expect(one.locator(".kamnb-score")).to_be_visible()
    kept = (lab.client / "judgement.yml").read_bytes()

    other.locator(".kamnb-do-save-blind").click()
    expect(other.locator(".kamnb-told")).to_contain_text(say("zh", "not_saved"))
    expect(other.locator(".kamnb-told")).to_contain_text(CLAUSE)
    expect(other.locator(".kamnb-score")).to_have_count(0)
    picture(second, "zh-two-1-refused")
    assert (lab.client / "judgement.yml").read_bytes() == kept
    assert read_judgement_file(lab.client).judgement.clauses[CLAUSE].level_blind == BLIND

    other.locator(".kamnb-do-reload").click()
    expect(other.locator(".kamnb-score")).to_be_visible()
    press_level(other, "level", LEVEL)
    other.locator(".kamnb-reason textarea").fill("seen by the second")
    other.locator(".kamnb-changed textarea").fill("the records")
    other.locator(".kamnb-do-save-judgement").click()
    expect(other.locator(".kamnb-told")).to_contain_text(say("zh", "saved"))
    picture(second, "zh-two-2-saved")
    saved = read_judgement_file(lab.client).judgement.clauses[CLAUSE]
    assert (saved.level_blind, saved.level, saved.by) == (BLIND, LEVEL, "WQ")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_are_checked_with_the_client(browser, start_lab, lang):
    from playwright.sync_api import expect

    lab = start_lab(lang)
    page = run_all(browser, lab.url(SYNTHESIS))
    card = page.locator(CHECKED)
    told = card.locator(".kamnb-told")
    fresh = both("cards", "check_fresh", n="\0")[lang].split("\0")[-1].strip()
    expect(told).to_contain_text(fresh)
    picture(page, f"{lang}-check-1", CHECKED)
    card.locator(".kamnb-do-save-status").click()
    expect(told).to_contain_text(both("cards", "missing.status")[lang])
    expect(told).to_contain_text(both("cards", "missing.reason")[lang])

    status = both("report", "finding.status.disputed")[lang]
    card.locator(".kamnb-status button", has_text=status).click()
    card.locator(".kamnb-reason textarea").fill("the plan was mislaid: it exists")
    card.locator(".kamnb-do-save-status").click()
    expect(told).to_contain_text(both("cards", "check_saved", finding="\0")[lang].split("\0")[0])
    expect(card.locator(".kamnb-chosen option").first).to_contain_text("\u25d0")
    picture(page, f"{lang}-check-2", CHECKED)
    ((found, said),) = read_judgement_file(lab.client).judgement.findings.items()
    assert (said.status, said.reason) == ("disputed", "the plan was mislaid: it exists") and found

    card.locator(".kamnb-do-clear-status").click()
    expect(card.locator(".kamnb-reason textarea")).to_have_value("")
    assert not read_judgement_file(lab.client).judgement.findings
