"""Is a trait found more often among some than among others, by counting alone?"""

from __future__ import annotations

from math import comb


def fisher_greater(a: int, b: int, c: int, d: int) -> float:
    """How probable is it that chance alone puts `a` or more of the hits into the first row of [[a, b], [c, d]]?

    One-sided exact test with all margins fixed; 1.0 where a margin is empty. Source: Fisher 1935.
    """
    row, hits, total = a + b, a + c, a + b + c + d
    most = min(row, hits)
    ways = sum(comb(hits, k) * comb(total - hits, row - k) for k in range(a, most + 1))
    return ways / comb(total, row) if total else 1.0
