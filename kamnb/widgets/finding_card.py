"""The fact-check with the client: each finding accepted, disputed or withdrawn, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from traitlets import Unicode

from kamnb.model import Bilingual
from kamnb.report import blocks as b
from kamnb.report.findings import finding_block
from kamnb.sources.settings import Judgement
from kamnb.widgets.card import BAD, GOOD, INFO, Card, Inputs

STATUSES = ("accepted", "disputed", "withdrawn")
Told = Callable[[Judgement], b.Form]


class FindingCard(Card):
    """What came of the fact-check, one finding at a time (`chosen` is its id).

    `form` is the written form of the diagnosis; `told` hears of each new judgement and gives the form that follows.
    """

    status = Unicode("")
    reason = Unicode("")
    inputs = ("status", "reason")

    def __init__(
        self, folder: Path, lang: str, form: b.Form, told: Told, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(folder, lang, today)
        self.form, self.told = form, told
        said = self.file.judgement.findings
        self.chosen = next((k for k in self.findings if k not in said), next(iter(self.findings), ""))
        if self.file.errors:
            self.tell(BAD, self.say("broken"), *(p.sentence(lang) for p in self.file.errors))
        else:
            self.tell(INFO, self.resumed())

    @property
    def findings(self) -> dict[str, b.Form]:
        """The findings that the report tells, by id."""
        return {f["id"]: f for f in self.form["findings"]}

    def stored(self, key: str) -> Inputs:
        """What does the file say of a finding, as it would be typed?"""
        said = self.file.judgement.findings.get(key)
        return {"status": said.status if said else "", "reason": said.reason if said else ""}

    def resumed(self) -> str:
        """How many findings are checked, and when was it last saved?"""
        checked = sum(k in self.file.judgement.findings for k in self.findings)
        if self.file.saved is None or not checked:
            return self.say("check_fresh", n=len(self.findings))
        return self.say(
            "check_resumed",
            saved=f"{self.file.saved:%Y-%m-%d %H:%M}",
            n=len(self.findings),
            done=checked,
        )

    def finding(self) -> list[b.Block]:
        """The chosen finding as the report shows it."""
        found = self.findings.get(self.chosen)
        number = list(self.findings).index(self.chosen) + 1 if found else 0
        return [finding_block(self.instrument, self.form, found, number)] if found else []

    def save_status(self) -> bool:
        """Save what the client says of the chosen finding. Was it done?"""
        absent = [n for n in self.inputs if not getattr(self, n).strip()]
        if absent or self.chosen not in self.findings:
            return self.tell(BAD, *(self.say(f"missing.{n}") for n in absent))
        before = {r["id"]: r["title"] for r in self.form["recommendations"]}
        values = {"status": self.status, "reason": self.reason.strip()}
        if not self.write("findings", self.chosen, values):
            return False
        return self.saved(before)

    def clear_status(self) -> bool:
        """Take back what was said of the chosen finding. Was it done?"""
        before = {r["id"]: r["title"] for r in self.form["recommendations"]}
        if not self.stored(self.chosen)["status"]:
            return self.tell(INFO, self.say("check_none"))
        return self.write("findings", self.chosen, dict.fromkeys(self.inputs)) and self.saved(before)

    def saved(self, before: dict[str, Bilingual]) -> bool:
        """Say what the saved status does to the remedies."""
        self.typed.pop(self.chosen, None)
        self.fill()
        after = {r["id"]: r["title"] for r in self.form["recommendations"]}
        told = [self.say("check_saved", finding=self.findings[self.chosen]["title"])]
        for key, one, other in (("check_gone", before, after), ("check_back", after, before)):
            names = [title for id, title in one.items() if id not in other]
            if names:
                told.append(self.say(key, names=b.in_turn(names)))
        return self.tell(GOOD, *told)

    def judged(self, judgement: Judgement) -> None:
        """Bring the diagnosis up to date."""
        self.form = self.told(judgement)
