"""What should be done? Remedies that findings call for, with their prerequisites, in phases."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual, Finding, Recommendation, Remedy

PHASES = ("days90", "year1", "year3", "year10")


def recommend(
    instrument: Instrument, findings: tuple[Finding, ...], healthy: frozenset[str] = frozenset()
) -> tuple[Recommendation, ...]:
    """Which remedies do the findings call for? By phase, then by expected gain per person-day; prerequisites first.

    A remedy appears only with a finding of one of its clauses; a prerequisite comes along with the remedy that needs
    it, unless every clause that it serves is `healthy`: then it counts as fulfilled.
    """
    remedies = instrument.remedies()
    called: dict[str, list[str]] = {}
    for finding in findings:
        for remedy in finding.remedies if finding.status != "withdrawn" else ():
            called.setdefault(remedy, []).append(finding.id)
    queue = list(called)
    while queue:
        remedy = queue.pop()
        for needed in remedies[remedy].requires:
            if needed not in called and not set(remedies[needed].clauses) <= healthy:
                called[needed] = list(called[remedy])
                queue.append(needed)
    chosen = [
        Recommendation(
            r.id,
            r.clauses,
            r.phase,
            r.effort,
            r.gain,
            r.owner_role,
            tuple(q for q in r.requires if q in called),
            r.months_to_effect,
            tuple(dict.fromkeys(called[r.id])),
            words(instrument, r),
            needs(r, findings),
            fulfilled=tuple(q for q in r.requires if q not in called),
        )
        for r in (remedies[key] for key in called)
    ]
    return tuple(sorted(chosen, key=lambda r: (PHASES.index(r.phase), -worth(r), r.id)))


def words(instrument: Instrument, remedy: Remedy) -> dict[str, Bilingual]:
    """A remedy's title, text, first step and measure, in every language."""
    keys = ("title", "text", "first_step", "measure")
    return {key: instrument.text(remedy.area, f"remedies.{remedy.id}.{key}") for key in keys}


def needs(remedy: Remedy, findings: tuple[Finding, ...]) -> dict[str, float]:
    """How much does each clause call for a remedy? Severity times probability of its gravest finding; by clause.

    A finding without a probability is taken as certain. Empty for one that is only a prerequisite.
    """
    found: dict[str, float] = {}
    for f in findings:
        if remedy.id in f.remedies and f.status != "withdrawn":
            count = f.severity * (1.0 if f.probability is None else f.probability)
            found[f.clause] = max(found.get(f.clause, 0.0), count)
    return dict(sorted(found.items()))


def worth(remedy: Recommendation) -> float:
    """How much does a remedy bring for its effort? Mid gain times findings, per person-day."""
    return len(remedy.findings) * (remedy.gain[0] + remedy.gain[1]) / 2 / max(remedy.effort, 1.0)
