"""The judgement card of one area: a blind level first, then the readings, then the level, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from traitlets import Bool, Int, Unicode

from kamnb.findings.json_form import score_form
from kamnb.instrument.load import load_instrument
from kamnb.model import AreaResult, Score
from kamnb.pipeline import area_estimate, judge_area
from kamnb.report import blocks as b
from kamnb.scoring.combine import to_score
from kamnb.sources.client import ClientData
from kamnb.sources.contradictions import FAR
from kamnb.sources.settings import Judgement
from kamnb.widgets.card import BAD, GOOD, INFO, Card, Inputs

BLIND, SEEN = "blind", "seen"
OPEN, HALF, DONE = "open", "half", "done"
"""How far is a clause? Nothing given, the blind level only, all."""
Told = Callable[[ClientData, AreaResult], None]


class JudgementCard(Card):
    """The judgements of one area's clauses, one at a time (`chosen`), and the commentary on the area.

    `step` is `blind` until the clause's blind level is saved: before that there are no readings and no score.
    `form` is the written form of a diagnosis with this area; `told` hears of each new judgement with the area's new
    result. Nothing is measured again: only the judgement's estimate changes.
    """

    step = Unicode(BLIND)
    level_blind = Int(None, allow_none=True)
    level = Int(None, allow_none=True)
    reason = Unicode()
    changed = Unicode()
    evidence = Unicode()
    confirmed = Bool(False)
    by = Unicode()
    commentary_zh = Unicode()
    commentary_en = Unicode()
    inputs = ("level_blind", "level", "reason", "changed", "evidence", "confirmed")

    def __init__(
        self,
        folder: Path,
        lang: str,
        client: ClientData,
        result: AreaResult,
        form: b.Form,
        told: Told = lambda client, result: None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(folder, lang, today)
        self.client, self.result, self.form, self.told = client, result, form, told
        self.area = self.instrument.area(result.area)
        self.names = [c.id for c in self.area.clauses]
        if not self.file.errors and self.file.judgement != client.judgement:
            self.judged(self.file.judgement)
        self.by = self.last_by()
        self.fill_commentary()
        self.chosen = next((k for k in self.names if self.state_of(k) != DONE), self.names[0])
        if self.file.errors:
            self.tell(BAD, self.say("broken"), *(p.sentence(lang) for p in self.file.errors))
        else:
            self.tell(INFO, self.resumed())

    # What is known

    def state_of(self, clause: str) -> str:
        """How far is the judgement of a clause?"""
        said = self.file.judgement.clauses.get(clause)
        return OPEN if said is None else HALF if said.is_open else DONE

    def states(self) -> dict[str, str]:
        """How far is each clause?"""
        return {clause: self.state_of(clause) for clause in self.names}

    def stored(self, key: str) -> Inputs:
        """What does the file say of a clause, as it would be typed?"""
        said = self.file.judgement.clauses.get(key)
        if said is None:
            return dict(zip(self.inputs, (None, None, "", "", "", False), strict=True))
        lines = "\n".join(said.evidence)
        values = (said.level_blind, said.level, said.reason or "", said.changed, lines, said.confirmed)
        return dict(zip(self.inputs, values, strict=True))

    def fill(self) -> None:
        """Show the chosen clause. A blind level that is saved is not typed again."""
        if self.state_of(self.chosen) != OPEN and self.chosen in self.typed:
            self.typed[self.chosen]["level_blind"] = self.stored(self.chosen)["level_blind"]
        self.step = BLIND if self.state_of(self.chosen) == OPEN else SEEN
        super().fill()

    def fill_commentary(self) -> None:
        """Show the commentary that the file holds."""
        said = self.file.judgement.commentary.get(self.area.id, {})
        self.commentary_zh, self.commentary_en = said.get("zh", ""), said.get("en", "")

    def last_by(self) -> str:
        """Who judged last?"""
        given = [(c.on or date.min, c.by) for c in self.file.judgement.clauses.values() if c.by]
        return max(given, key=lambda one: one[0])[1] if given else ""

    def resumed(self) -> str:
        """Where does the work stand, and when was it last saved?"""
        states = list(self.states().values())
        counts = {name: states.count(name) for name in (DONE, HALF, OPEN)}
        if self.file.saved is None:
            return self.say("fresh", n=len(states))
        return self.say("resumed", saved=f"{self.file.saved:%Y-%m-%d %H:%M}", n=len(states), **counts)

    def is_far(self) -> bool:
        """Do the two levels lie so far apart that the card asks what changed the mind?"""
        given = self.level_blind, self.level
        return None not in given and abs((self.level or 0) - (self.level_blind or 0)) >= FAR

    def rubric(self) -> dict[int, str]:
        """What does each level of the chosen clause mean?"""
        key = f"clauses.{self.chosen}.rubric"
        return {n: self.instrument.text(self.area.id, f"{key}.{n}")[self.lang] for n in range(1, 6)}

    def score(self, clause: str = "") -> str:
        """What is a clause's score now, with its interval? Empty before its blind level is saved."""
        clause = clause or self.chosen
        if self.state_of(clause) == OPEN:
            return ""
        return b.score_with_interval(self.form["clauses"][clause])[self.lang]

    def readings(self) -> list[b.Block]:
        """The chosen clause's readings side by side, with their evidence. None before its blind level is saved."""
        if self.step == BLIND:
            return []
        blocks = [
            b.scorecard(self.instrument, self.form, self.area.id, b.both("cards", "readings")),
            b.people_table(self.instrument, self.form, self.area.id),
            b.records_table(self.instrument, self.form, self.area.id),
        ]
        return [shown for block in blocks if block and (shown := of_clause(block, self.chosen))["rows"]]

    # What is done

    def missing(self, *names: str) -> bool:
        """Is one of these not given? The card says which, all at once."""
        absent = [n for n in names if getattr(self, n) is None or not str(getattr(self, n)).strip()]
        return bool(absent) and not self.tell(BAD, *(self.say(f"missing.{n}") for n in absent))

    def save_blind(self) -> bool:
        """Save the blind level of the chosen clause; then its readings can be seen. Was it done?"""
        if self.step != BLIND or self.missing("by", "level_blind"):
            return False
        values = {"level_blind": self.level_blind, "by": self.by.strip(), "on": self.today()}
        if not self.write("clauses", self.chosen, values):
            return False
        self.fill()
        return self.tell(GOOD, self.say("saved_blind", clause=self.chosen))

    def save_judgement(self) -> bool:
        """Save the level after seeing the readings, with its reason; the score follows. Was it done?"""
        far = ("changed",) if self.is_far() else ()
        if self.step != SEEN or self.missing("by", "level", "reason", *far):
            return False
        before = self.score()
        lines = [line.strip() for line in self.evidence.splitlines() if line.strip()]
        values = {
            "level": self.level,
            "reason": self.reason.strip(),
            "changed": self.changed.strip() or None,
            "evidence": lines or None,
            "confirmed": self.confirmed,
            "by": self.by.strip(),
            "on": self.today(),
        }
        if not self.write("clauses", self.chosen, values):
            return False
        self.typed.pop(self.chosen, None)
        self.fill()
        key = "saved" if before != self.score() else "saved_same"
        return self.tell(GOOD, self.say(key, clause=self.chosen, before=before, after=self.score()))

    def save_commentary(self) -> bool:
        """Save what the report says of the area in the consultant's own words. Was it done?"""
        words = {"zh": self.commentary_zh.strip() or None, "en": self.commentary_en.strip() or None}
        done = self.write("commentary", self.area.id, words)
        return done and self.tell(GOOD, self.say("saved_commentary"))

    def reload(self) -> bool:
        """Read the file again; a commentary that was typed and not saved stays."""
        before = self.file.judgement.commentary.get(self.area.id, {})
        typed = (self.commentary_zh, self.commentary_en) != (before.get("zh", ""), before.get("en", ""))
        done = super().reload()
        if done and not typed:
            self.fill_commentary()
        return done

    def next_open(self) -> None:
        """Go on to the next clause that is not done."""
        at = self.names.index(self.chosen)
        later = [*self.names[at + 1 :], *self.names[:at]]
        self.chosen = next((k for k in later if self.state_of(k) != DONE), self.chosen)

    def judged(self, judgement: Judgement) -> None:
        """Bring the scores up to date."""
        self.client = self.client.judged(judgement)
        self.result = judge_area(self.client, self.result)
        self.form = judged_form(self.form, self.result)
        self.told(self.client, self.result)


def of_clause(block: b.Block, clause: str) -> b.Block:
    """What does a block say of one clause? Of a table without the column that names the clause."""
    if block["kind"] == "scorecard":
        return {**block, "rows": [r for r in block["rows"] if r["ref"] == clause]}
    rows = [r[1:] for r in block["rows"] if r[0]["ref"] == clause]
    return {**block, "columns": block["columns"][1:], "rows": rows}


def judged_form(form: b.Form, result: AreaResult) -> b.Form:
    """The written form with an area's scores after another judgement; its other readings are as they were."""
    clauses = dict(form["clauses"])
    for found in result.clauses:
        j, old = found.judgement, clauses[found.clause]
        told: dict[str, Any] = {k: getattr(j, k) for k in ("level_blind", "level", "confirmed", "reason")}
        judgement = {**old["judgement"], **score_form(to_score(j.estimate)), **told}
        clauses[found.clause] = {**old, **outcome_form(to_score(found.fused)), "judgement": judgement}
    area = load_instrument().area(result.area)
    score = to_score(area_estimate(area, {c.clause: c for c in result.clauses}))
    areas = {**form["areas"], result.area: {**form["areas"][result.area], **outcome_form(score)}}
    return {**form, "clauses": clauses, "areas": areas}


def outcome_form(score: Score) -> dict[str, Any]:
    """A score as written, and what came of it."""
    return {**score_form(score), "outcome": score.outcome}
