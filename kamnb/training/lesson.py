"""A lesson as a learner holds it: check, hint, solution, quiz, progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.report import blocks as b
from kamnb.sources.suggest import did_you_mean
from kamnb.text.load import LANGUAGES, both, fill
from kamnb.text.numbers import both_number
from kamnb.training.choices import names_of, titles_of
from kamnb.training.company import Company, columns, demo_company
from kamnb.training.judge import Expected, Outcome, Verdict, judge, titled, write, written
from kamnb.training.plan import Exercise, Lesson, find_lesson, load_lessons
from kamnb.training.progress import Kept, find_place, read_progress, update
from kamnb.training.quiz import Asked
from kamnb.training.told import Told, box, say
from kamnb.workbook.show import Shown

SETTINGS = "settings"


@dataclass(frozen=True, repr=False)
class OpenLesson:
    """One lesson in one language. Every call stands on its own: cells may run in any order."""

    plan: Lesson
    lang: str
    kept: dict[Any, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return self.plan.words(self.lang, "title")

    @property
    def company(self) -> Company:
        """The company that the lesson looks at: the demo client, or a made-up one of the seed that was chosen."""
        if self.plan.case is None:
            return demo_company(self.lang)
        from kamnb.training.case import open_case

        return open_case(self.seed, self.lang)

    @property
    def seed(self) -> int:
        """Which seed is the made-up company's? The learner's choice, which is kept, else the lesson's own."""
        if self.plan.case is None:
            raise UsageError("no-case", lesson=self.plan.id)
        kept = read_progress(find_place()).progress["lessons"].get(self.plan.id, {}).get(SETTINGS, {})
        chosen = kept.get("case", {}).get("seed", self.kept.get("seed", self.plan.case))
        return chosen if isinstance(chosen, int) else self.plan.case

    def choose_case(self, seed: Any) -> Told:
        """Take the company of another seed. UsageError for what is no seed, or where the lesson has no such company."""
        from kamnb.training.case import read_seed

        if self.plan.case is None:
            raise UsageError("no-case", lesson=self.plan.id)
        self.kept["seed"] = chosen = read_seed(seed)
        odd = self._keep(SETTINGS, "case", lambda entry: entry.update(seed=chosen))
        return box(self.lang, "case", [say(self.lang, "case_chosen", seed=str(chosen)), odd])

    def view(self, name: str, *given: Any) -> Any:
        """One of the lesson's own views, by its name in views.py."""
        views = self.plan.module("views")
        if not hasattr(views, name):
            raise self._unknown("unknown-view", name, [n for n in vars(views) if n[:1] != "_"])
        return getattr(views, name)(self, *given)

    def tried(self, exercise: str) -> bool:
        """Has this exercise been answered for the company at hand?"""
        kept = read_progress(find_place()).progress["lessons"].get(self.plan.id, {}).get("exercises", {})
        on = kept.get(exercise, {}).get("case", self.kept.get(("tried", exercise)))
        return on is not None and on == self.seed

    def check(self, exercise: str, given: Any = ...) -> Told:
        """Is the answer right? An author's fault is told as such and leaves the progress as it is."""
        asked = self._exercise(exercise)
        try:
            verdict, fills = self._judge(asked, given)
            lines = [self._sentence(asked, verdict, fills)]
        except Exception as error:  # noqa: BLE001 - whatever breaks in a check is not the learner's fault
            return self._broken(asked, error)
        odd = self._note(verdict, asked)
        more = say(self.lang, "hint_there", exercise=exercise) if verdict.outcome == Outcome.NOT_YET else ""
        return box(self.lang, verdict.outcome, [*lines, more, odd])

    def _broken(self, asked: Exercise, error: Exception) -> Told:
        """What is told where the author's part fails."""
        fault = f"{type(error).__name__}: {error}"
        told = say(self.lang, "broken", lesson=self.plan.id, exercise=asked.id, error=fault)
        return box(self.lang, Outcome.BROKEN, [told])

    def _filled(self, asked: Exercise, text: str) -> str:
        """A hint or a solution with its numbers; what needs none is there at once."""
        if "{" not in text:
            return text
        titles = titles_of(self.plan, asked, load_instrument()) if asked.options else {}
        return fill(text, **self._fills(asked, {}, titles))

    def _judge(self, asked: Exercise, given: Any) -> tuple[Verdict, dict[str, str]]:
        """The verdict, and what fills the exercise's words."""
        instrument = load_instrument()
        titles = titles_of(self.plan, asked, instrument) if asked.options else {}
        names = names_of(self.plan, asked, titles, instrument) if titles else {}
        verdict = judge(
            asked, given, lambda: self._expected(asked), names, {k: t[self.lang] for k, t in titles.items()}
        )
        if not verdict.own:
            return verdict, written(verdict.values, self.lang)
        return verdict, self._fills(asked, verdict.values, titles)

    def _expected(self, asked: Exercise) -> Expected:
        """What the author's check computes for this company; kept for the session."""
        company = self.company
        key = (asked.id, company.folder)
        if key not in self.kept:
            made = self.plan.check(asked.id)(company)
            self.kept[key] = made if isinstance(made, Expected) else Expected(made)
        return self.kept[key]

    def _fills(self, asked: Exercise, values: Any, titles: Any) -> dict[str, str]:
        """What fills an exercise's texts: the author's values and the right answer as `right`."""
        wanted = self._expected(asked)
        right = titled(titles, wanted.right) if titles else wanted.right
        return {
            "right": write(right, self.lang, wanted.digits),
            **written(wanted.values, self.lang, wanted.digits),
            **written(values, self.lang, wanted.digits),
        }

    def _sentence(self, asked: Exercise, verdict: Verdict, fills: dict[str, str]) -> str:
        """The sentence that a verdict names."""
        if verdict.own:
            return fill(self.plan.words(self.lang, f"exercises.{asked.id}.{verdict.key}"), **fills)
        return say(self.lang, f"answers.{verdict.key}", **fills)

    def _note(self, verdict: Verdict, asked: Exercise) -> str:
        """Keep what came of a check. A sentence where keeping went wrong."""
        if verdict.outcome == Outcome.NOT_ATTEMPTED:
            return ""

        def change(entry: dict[str, Any]) -> None:
            entry["attempts"] = count(entry, "attempts") + (verdict.own or verdict.outcome == Outcome.RIGHT)
            if entry.get("outcome") != Outcome.RIGHT:
                entry["outcome"] = str(verdict.outcome)
            if self.plan.case is not None and verdict.own:
                entry["case"] = self.kept[("tried", asked.id)] = self.seed

        return self._keep("exercises", asked.id, change)

    def _keep(self, group: str, name: str, change: Callable[[dict[str, Any]], None]) -> str:
        """Keep a change in the learner's file. A sentence where something was odd."""
        return self._odd(update(find_place(), self.plan.id, group, name, change))

    def _odd(self, kept: Kept) -> str:
        """What was odd about keeping?"""
        return say(self.lang, f"kept.{kept.key}", detail=kept.detail) if kept.key else ""

    def hint(self, exercise: str) -> Told:
        """The next hint: each call goes further, the last one stays."""
        asked = self._exercise(exercise)
        hints = list(self.plan.part(self.lang, f"exercises.{exercise}.hints").values())
        seen = self.kept.get(("hints", exercise), 0)
        n = min(seen + 1, len(hints))
        self.kept[("hints", exercise)] = n
        try:
            text = self._filled(asked, str(hints[n - 1]).strip())
        except Exception as error:  # noqa: BLE001 - an author's fault: told, as in check
            return self._broken(asked, error)

        def change(entry: dict[str, Any]) -> None:
            entry["hints"] = max(n, count(entry, "hints"))

        odd = self._keep("exercises", asked.id, change)
        title = say(self.lang, "titles.hint", n=n, of=len(hints))
        return Told(self.lang, title, tuple(x for x in (text, odd) if x), "hint")

    def solution(self, exercise: str) -> Told:
        """The solution: code that finds the answer, and why it does."""
        asked = self._exercise(exercise)
        try:
            prose = self._filled(asked, self.plan.words(self.lang, f"exercises.{exercise}.solution"))
        except Exception as error:  # noqa: BLE001 - an author's fault: told, as in check
            return self._broken(asked, error)
        odd = self._keep("exercises", exercise, lambda entry: entry.update(solution_seen=True))
        title = say(self.lang, "titles.solution")
        return Told(self.lang, title, tuple(x for x in (prose, odd) if x), "solution", asked.solution)

    def quiz(self, quiz: str, answer: Any = None) -> Asked | Told:
        """A question with its options; with `answer` (a letter) it is answered without a widget."""
        if quiz not in self.plan.quizzes:
            raise self._unknown("unknown-quiz", quiz, self.plan.quizzes)

        def keep(chosen: str, right: bool) -> list[str]:
            def change(entry: dict[str, Any]) -> None:
                entry.update(chosen=chosen, attempts=count(entry, "attempts") + 1)
                entry["outcome"] = "right" if right or entry.get("outcome") == "right" else "not_yet"

            return [x for x in [self._keep("quizzes", quiz, change)] if x]

        asked = Asked(self.plan, self.plan.quizzes[quiz], self.lang, keep)
        return asked if answer is None else asked.answer(answer)

    def progress(self) -> Shown:
        """How far is the learner in the whole course?"""
        place = find_place()
        kept = read_progress(place)
        odd = self._odd(kept) if place else say(self.lang, "kept.not_kept", detail="")
        note = [b.callout(b.plain(odd), "warn")] if odd else []
        return Shown([progress_table(kept.progress["lessons"]), *note], self.lang, Path())

    def _exercise(self, name: str) -> Exercise:
        """Which exercise? UsageError names those that are there."""
        if not isinstance(name, str) or name not in self.plan.exercises:
            raise self._unknown("unknown-exercise", name, self.plan.exercises)
        return self.plan.exercises[name]

    def _unknown(self, key: str, name: Any, known: Any) -> UsageError:
        values = {"name": str(name), "lesson": self.plan.id, "allowed": ", ".join(known)}
        return UsageError(key, hint=did_you_mean(name, known), **values)


def count(entry: dict[str, Any], name: str) -> int:
    """A count of the progress file; 0 where a hand has written something else."""
    found = entry.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def progress_table(lessons: dict[str, Any]) -> dict[str, Any]:
    """Every lesson with what is right of its exercises and quizzes, hints taken and solutions seen."""
    rows = []
    for plan in load_lessons():
        done = lessons.get(plan.id, {})
        exercises, quizzes = done.get("exercises", {}), done.get("quizzes", {})
        there = [exercises[e] for e in plan.exercises if e in exercises]
        asked = [quizzes[q] for q in plan.quizzes if q in quizzes]
        rows.append(
            [
                b.cell({lang: plan.words(lang, "title") for lang in LANGUAGES}),
                b.cell(both("training", "minutes", low=plan.minutes[0], high=plan.minutes[1])),
                *(
                    b.cell(b.plain(f"{sum(e.get('outcome') == 'right' for e in found)} / {len(whole)}"))
                    for found, whole in ((there, plan.exercises), (asked, plan.quizzes))
                ),
                b.cell(both_number(sum(count(e, "hints") for e in there))),
                b.cell(both_number(sum(bool(e.get("solution_seen")) for e in there))),
            ]
        )
    heads = columns("lesson", "minutes", "exercises", "quizzes", "hints", "solutions")
    return b.table("progress", both("training", "progress.caption"), heads, rows)


@cache
def _open(plan_id: str, folder: Path, lang: str) -> OpenLesson:
    return OpenLesson(find_lesson(plan_id), lang)


def open_lesson(lesson: str, lang: str = "zh") -> OpenLesson:
    """One lesson in one language; the same object each time. UsageError for an unknown lesson or language."""
    if lang not in LANGUAGES:
        raise UsageError(
            "course-language", name=lang, allowed=", ".join(LANGUAGES), hint=did_you_mean(lang, LANGUAGES)
        )
    return _open(lesson, find_lesson(lesson).folder, lang)


def door(name: str, lang: str) -> OpenLesson:
    """A lesson as an attribute of kamnb.training.<lang>. AttributeError for what is no lesson."""
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return open_lesson(name, lang)
    except UsageError as error:
        raise AttributeError(error.say(lang)) from error
