"""What if? In a working paper: a table of a few changes in a run, sliders by hand, the roadmap solved again each time."""

from __future__ import annotations

from typing import Any

from kamnb.findings.recommend import PHASES
from kamnb.findings.what_if import CAME_IN, FELL_OUT, MOVED, Answer, Step, solve_again
from kamnb.model import Bilingual, Diagnosis
from kamnb.report.blocks import Block, cell, paragraph, plain, say, table
from kamnb.text.load import both
from kamnb.text.numbers import both_number

SHARES = (0.5, 1.5, 2.0)
"""In a run: so many times the person-days of every phase."""
TWICE = 2.0
MOST = 5.0
"""The largest priority that can be set by hand."""


def tell(key: str, **values: object) -> Bilingual:
    """A text of this cell, in every language."""
    return both("what_if", key, **values)


def answer_blocks(diagnosis: Diagnosis, answer: Answer) -> list[Block]:
    """What would come in, move, fall out, and what would the plan bring?"""
    counts = {kind: both_number(len(answer.of_kind(kind))) for kind in (CAME_IN, MOVED, FELL_OUT)}
    gains = {"before": both_number(answer.gain_before), "after": both_number(answer.gain_after)}
    told = tell("counts" if answer.steps else "same", **counts, **gains)
    blocks = [paragraph(told), days_table(answer)]
    if answer.steps:
        titles = {r.id: r.words["title"] for r in diagnosis.recommendations}
        rows = [step_row(step, titles[step.remedy]) for step in answer.steps]
        blocks.append(
            table("what-if", tell("table"), columns("remedy", "what", "before", "after", "why"), rows)
        )
    return blocks


def step_row(step: Step, title: Bilingual) -> list[Block]:
    """One remedy for which the change makes a difference."""
    why = both("plan", f"reasons.{step.left_out}", needed=tell("another")) if step.left_out else plain("")
    tone = {CAME_IN: "good", FELL_OUT: "bad"}.get(step.kind)
    return [
        cell(title, bold=True, ref=step.remedy),
        cell(tell(f"kinds.{step.kind}"), tone),
        cell(phase_name(step.before)),
        cell(phase_name(step.after)),
        cell(why),
    ]


def phase_name(phase: str | None) -> Bilingual:
    """What is a phase called, or that a remedy is in none?"""
    return both("plan", "not_planned") if phase is None else say(f"phases.{phase}")


def days_table(answer: Answer) -> Block:
    """Which person-days are there in each phase, and which are used, before and after?"""
    rows = []
    for phase in PHASES:
        days = (answer.before.capacity, answer.before.used, answer.after.capacity, answer.after.used)
        changed = answer.before.capacity[phase] != answer.after.capacity[phase]
        values = [cell(both_number(d[phase]), None, changed and i == 2) for i, d in enumerate(days)]
        rows.append([cell(phase_name(phase)), *values])
    names = ("phase", "room_before", "used_before", "room_after", "used_after")
    return table("what-if-days", tell("days"), columns(*names), rows)


def columns(*names: str) -> list[Block]:
    """Columns by their keys; numbers stand to the right."""
    wide = {"remedy": 3.0, "why": 3.0}
    right = {"room_before", "used_before", "room_after", "used_after", "gain", CAME_IN, MOVED, FELL_OUT}
    return [
        {
            "label": tell(f"columns.{n}"),
            "align": "right" if n in right else "left",
            "share": wide.get(n, 1.2),
        }
        for n in names
    ]


def usual_changes(diagnosis: Diagnosis) -> list[tuple[Bilingual, dict[str, float], dict[str, float]]]:
    """Which changes does a run try? Fewer and more person-days, and each problem area that has weight counted twice."""
    plan = diagnosis.roadmap
    assert plan is not None
    found: list[tuple[Bilingual, dict[str, float], dict[str, float]]] = [
        (tell("all_days", times=f"{x:g}"), {p: x * plan.capacity[p] for p in PHASES}, {}) for x in SHARES
    ]
    letters = sorted({clause[:1] for r in diagnosis.recommendations for clause in r.needs})
    now = plan.priorities
    found += [
        (tell("priority", area=k, times=f"{TWICE:g}"), {}, {k: TWICE * now.get(k, 1.0)}) for k in letters
    ]
    return found


def usual_blocks(diagnosis: Diagnosis) -> list[Block]:
    """What would each usual change do? One row each, for a run and for paper."""
    rows = []
    for name, capacity, priorities in usual_changes(diagnosis):
        answer = solve_again(diagnosis, capacity, priorities)
        counts = [cell(both_number(len(answer.of_kind(kind)))) for kind in (CAME_IN, MOVED, FELL_OUT)]
        gain = both_number(answer.gain_after - answer.gain_before)
        rows.append([cell(name, bold=True), *counts, cell(gain)])
    names = ("change", CAME_IN, MOVED, FELL_OUT, "gain")
    return [paragraph(tell("usual")), table("what-if-usual", tell("usual_table"), columns(*names), rows)]


class Panel:
    """Sliders for person-days and one priority; each change solves the roadmap again and shows what moves.

    `show` makes of an answer what is displayed; `answer` is the last one.
    """

    def __init__(self, diagnosis: Diagnosis, lang: str, show: Any) -> None:
        import ipywidgets as w

        plan = diagnosis.roadmap
        assert plan is not None
        self.diagnosis, self.show, self.widgets = diagnosis, show, w
        wide = {"style": {"description_width": "initial"}, "continuous_update": False}
        self.days = {
            p: w.BoundedIntText(
                int(plan.capacity[p]), 0, 1_000_000, description=say(f"phases.{p}")[lang], **wide
            )
            for p in PHASES
        }
        names = [*dict.fromkeys(k[:1] for k in diagnosis.clauses), *diagnosis.clauses]
        self.name = w.Dropdown(options=names, description=tell("clause")[lang], style=wide["style"])
        self.times = w.FloatSlider(1.0, min=0.0, max=MOST, step=0.5, description=tell("times")[lang], **wide)
        self.out = w.Output()
        for one in (*self.days.values(), self.name, self.times):
            one.observe(self.change, "value")
        self.change()

    @property
    def box(self) -> Any:
        """Everything, to be shown in a cell."""
        w = self.widgets
        return w.VBox([w.HBox(list(self.days.values())), w.HBox([self.name, self.times]), self.out])

    def change(self, _: Any = None) -> None:
        """Solve again with what is set now."""
        plan = self.diagnosis.roadmap
        assert plan is not None
        capacity = {p: float(one.value) for p, one in self.days.items() if one.value != int(plan.capacity[p])}
        now = plan.priorities.get(self.name.value, 1.0)
        priorities = {self.name.value: self.times.value * now} if self.times.value != 1 else {}
        self.answer = solve_again(self.diagnosis, capacity, priorities)
        shown = self.show(self.answer)
        data = {"text/html": shown._repr_html_(), "text/plain": repr(shown)}
        self.out.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)
