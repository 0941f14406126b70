"""Which words of interviewees stand beside which finding? A few an area, and only words that say what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kamnb.instrument.thresholds import threshold
from kamnb.model import Finding, Quote

SAYS = {"gap": -1, "agreement": -1, "strength": 1}
"""What a quotation must lean to, by kind of finding; a difference of readings or groups is not told by one voice."""


def with_quotes(findings: Sequence[Finding], quotes: Iterable[Quote]) -> list[Finding]:
    """The findings with one quotation each where there is one; at most `quotes_per_area` an area, the gravest first."""
    left, used = list(quotes), Counter[str]()
    found = []
    for finding in findings:
        area, lean = finding.clause[:1], SAYS.get(finding.kind, 0)
        fits = (q for q in left if q.clause == finding.clause and q.stance * lean > 0)
        quote = next(fits, None) if used[area] < threshold("quotes_per_area") else None
        if quote is not None:
            left.remove(quote)
            used[area] += 1
            finding = replace(finding, quotes=(quote,))
        found.append(finding)
    return found
