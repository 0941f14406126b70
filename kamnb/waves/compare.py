"""What has changed between two diagnoses of one client? Clause by clause, area by area, and as a whole."""

from __future__ import annotations

from typing import Any

from kamnb.findings.json_form import six, tenth
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Area, Estimate, Outcome
from kamnb.scoring.combine import combine, combine_weighted
from kamnb.stats.distributions import discovery_rates
from kamnb.waves.change import Change, change, change_of_means, difference, together
from kamnb.waves.match import Match, match
from kamnb.waves.pieces import VALIDITY, Form, pieces_of, without_validity

SCHEMA = 1


def compare_forms(instrument: Instrument, before: Form, after: Form) -> dict[str, Any]:
    """What does comparison.json say of scores? Clauses with false-discovery control; areas and whole each by itself.

    `before` and `after` are two diagnosis.json of one client, the earlier first.
    """
    found = match(before, after)
    changes = {c.id: clause_change(before, after, c.id, found) for c in instrument.clauses()}
    changes = {key: e for key, e in changes.items() if key in before["clauses"] or key in after["clauses"]}
    areas = {a.id: area_change(a, changes) for a in instrument.areas}
    whole = combine_weighted(list(areas.values()), [1.0] * len(areas))
    rates, n = rates_of(changes), (respondents(before), respondents(after))
    return {
        "schema": SCHEMA,
        "client": after["client"],
        "before": wave_form(before),
        "after": wave_form(after),
        "match": found.to_dict(),
        "clauses": {
            key: {
                **published(before["clauses"].get(key), after["clauses"].get(key)),
                **change_form(
                    change(e, n_before=people(before, key), n_after=people(after, key)), rates.get(key)
                ),
                "q": six(rates.get(key)),
                "readings": reading_changes(before, after, key, found),
                "evidence": evidence_change(before, after, key, found),
            }
            for key, e in changes.items()
        },
        "areas": {
            a.id: {
                **published(before["areas"].get(a.id), after["areas"].get(a.id)),
                **change_form(change(areas[a.id], n_before=n[0], n_after=n[1])),
                "clauses_compared": sum(changes[c.id].measured for c in a.clauses if c.id in changes),
                "clauses": len(a.clauses),
            }
            for a in instrument.areas
        },
        "whole": {
            **published(before["whole"], after["whole"]),
            **change_form(change(whole, n_before=n[0], n_after=n[1])),
        },
    }


def wave_form(form: Form) -> dict[str, Any]:
    """Which diagnosis is this?"""
    return {"wave": form["wave"], "as_of": form["as_of"], "instrument": form["instrument"]["version"]}


def clause_change(before: Form, after: Form, clause: str, found: Match) -> Estimate:
    """By how much has a clause's health changed? Each piece of evidence against itself, then together.

    Only what both waves have is compared, so that a new source of evidence is no change. The errors that a piece
    has in both waves alike (`validity_persistence` of its validity) cancel; pieces that disagree about the change
    widen its interval (indicators among themselves by random effects, readings by their ratio).
    Source: DerSimonian & Laird 1986; Birge 1932.
    """
    pieces = paired(before, after, clause, found)
    moved = {name: difference(a, b, shared(name, a, b)) for name, (a, b) in pieces.items()}
    records = [e for name, e in moved.items() if name.startswith("indicator:")]
    said = [moved[name] for name in ("survey", "interviews") if name in moved]
    groups = [together(said)] if said else []
    groups += [combine(records)] if records else []
    groups += [moved["judgement"]] if "judgement" in moved else []
    return together(groups) if groups else why_not(before, after, clause)


def paired(before: Form, after: Form, clause: str, found: Match) -> dict[str, tuple[Estimate, Estimate]]:
    """Which pieces of a clause's evidence were measured in both waves, in the same way?"""
    a, b = (form["clauses"].get(clause) for form in (before, after))
    if a is None or b is None:
        return {}
    first, second = pieces_of(a), pieces_of(b)
    return {
        name: (first[name], second[name])
        for name in first
        if name in second and first[name].measured and second[name].measured and found.same(clause, name)
    }


def shared(name: str, before: Estimate, after: Estimate) -> float:
    """Which part of the error of a piece is the same in both waves? In points squared, never more than is there."""
    validity = threshold(VALIDITY[name.split(":")[0]]) ** 2
    least = min(before.variance or 0.0, after.variance or 0.0)
    return threshold("validity_persistence") * min(validity, least)


def why_not(before: Form, after: Form, clause: str) -> Estimate:
    """Why can no change of a clause be told? Not measured in one of the waves, else measured by other means."""
    for form in (after, before):
        part = form["clauses"].get(clause)
        if part is None or part["score"] is None:
            return Estimate.none(Outcome(part["outcome"]) if part else Outcome.NO_DATA)
    return Estimate.none(Outcome.NOT_APPLICABLE)


def reading_changes(before: Form, after: Form, clause: str, found: Match) -> dict[str, Any]:
    """By how much has each kind of evidence changed, as such? What people say by sampling error alone.

    The change of answers is that of answers: how well they tell of health is the clause's matter.
    """
    pieces = paired(before, after, clause, found)
    told: dict[str, Any] = {}
    for kind in ("survey", "interviews"):
        if kind in pieces:
            told[kind] = change_form(change_of_means(*(without_validity(e, kind) for e in pieces[kind])))
    records = [
        difference(a, b, shared(n, a, b)) for n, (a, b) in pieces.items() if n.startswith("indicator:")
    ]
    if records:
        told["record"] = {**change_form(change(combine(records))), "indicators": len(records)}
    if "judgement" in pieces:
        a, b = pieces["judgement"]
        told["judgement"] = change_form(change(difference(a, b, shared("judgement", a, b))))
    return told


def area_change(area: Area, changes: dict[str, Estimate]) -> Estimate:
    """By how much has an area changed? The weighted mean of its clauses' changes, as its score is of their scores."""
    none = Estimate.none(Outcome.NO_DATA)
    return combine_weighted([changes.get(c.id, none) for c in area.clauses], [c.weight for c in area.clauses])


def rates_of(changes: dict[str, Estimate]) -> dict[str, float]:
    """At which false-discovery rate does each clause's change stand? Source: Benjamini & Hochberg 1995."""
    tested = {key: change(e).p for key, e in changes.items() if e.measured}
    rates = discovery_rates([p for p in tested.values() if p is not None])
    return {key: float(q) for key, q in zip(tested, rates, strict=True)}


def evidence_change(before: Form, after: Form, clause: str, found: Match) -> dict[str, list[str]]:
    """Which pieces of evidence are compared, which were measured in one wave only, which changed their words or anchors?"""
    names = [
        {n for n, e in pieces_of(form["clauses"][clause]).items() if e.measured}
        if clause in form["clauses"]
        else set()
        for form in (before, after)
    ]
    both = names[0] & names[1]
    other = {name for name in both if not found.same(clause, name)}
    return {
        "compared": sorted(both - other),
        "only_before": sorted(names[0] - both),
        "only_after": sorted(names[1] - both),
        "asked_otherwise": sorted(other),
    }


def respondents(form: Form) -> int:
    """How many people and accounts answered the survey?"""
    return sum(form.get("survey", {}).get("respondents", {}).values())


def people(form: Form, clause: str) -> int:
    """How many people answered on a clause?"""
    part = form["clauses"].get(clause)
    return int(part["perception"]["survey"]["n"] or 0) if part else 0


def published(before: Form | None, after: Form | None) -> dict[str, Any]:
    """Which scores do the two diagnoses publish?"""
    keys = ("score", "low", "high", "outcome")
    none = dict.fromkeys(keys)
    return {
        name: {key: form[key] for key in keys} if form else {**none, "outcome": Outcome.NO_DATA}
        for name, form in (("before", before), ("after", after))
    }


def change_form(found: Change, q: float | None = None) -> dict[str, Any]:
    """A change as written."""
    return {
        "points": tenth(found.points),
        "change_low": tenth(found.low),
        "change_high": tenth(found.high),
        "p": six(found.p),
        "n_before": found.n_before,
        "n_after": found.n_after,
        "change": found.verdict(q),
        "change_outcome": found.outcome,
    }
