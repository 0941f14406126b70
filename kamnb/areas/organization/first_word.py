"""When does a customer hear from us again, after the step that opens the case?"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from kamnb.areas.organization.rows import Rows


def times_to_first_word(steps: Rows) -> Rows:
    """How long did each case take, and how long until its customer heard? `case_id, case_type, span, wait`.

    For cases of three moments or more: with two, the answer is all there is. The first moment opens the case and is
    no answer. Without a later step that faces the customer the wait is the whole span. A blank means unknown:
    a case with a blank step before the first word (or without any word) is left out.
    """
    time, facing, later = nw.col("ts_epoch"), nw.col("customer_facing"), nw.col("moment") > 1
    marked = steps.with_columns(
        heard=nw.when(later & facing).then(time),
        blank=nw.when(later & facing.is_null()).then(time),
    )
    cases = marked.group_by("case_id").agg(
        nw.col("case_type").min(),
        time.min().alias("first"),
        time.max().alias("last"),
        nw.col("heard").min(),
        nw.col("blank").min(),
    )
    heard, blank = nw.col("heard"), nw.col("blank")
    told = blank.is_null() | (~heard.is_null() & (blank >= heard))
    cases = cases.filter(told.fill_null(False))
    end = nw.when(heard.is_null()).then(nw.col("last")).otherwise(heard)
    found = cases.with_columns(span=nw.col("last") - nw.col("first"), wait=end - nw.col("first"))
    return found.select("case_id", "case_type", "span", "wait")
