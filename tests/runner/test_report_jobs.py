"""Which files of a report are made in one process, and is each made once?"""

from __future__ import annotations

from pathlib import Path

from kamnb.runner.report import FORMATS, LONGEST_FIRST, Piece, jobs_of, pieces_of

LANGUAGES = ("zh", "en")


def jobs(formats: tuple[str, ...] = FORMATS) -> list[list[Piece]]:
    return jobs_of(list(pieces_of(Path("run"), formats, LANGUAGES)))


def test_each_file_is_made_once_whatever_the_format() -> None:
    assert set(LONGEST_FIRST) == set(FORMATS)
    made = [piece.path for job in jobs() for piece in job]
    assert len(made) == len(set(made)) == 14
    assert set(made) == {piece.path for piece in pieces_of(Path("run"), FORMATS, LANGUAGES)}


def test_what_shares_its_work_is_made_in_one_process_the_internal_version_first() -> None:
    """Two versions of a PDF have most pages in common, all pages for a browser their figures."""
    kinds = [{(p.format, p.lang) for p in job} for job in jobs()]
    assert {("pdf", "zh")} in kinds and {("pdf", "en")} in kinds
    assert {("html", "zh"), ("html", "en")} in kinds
    for job in jobs():
        assert [p.external for p in job] == sorted(p.external for p in job)


def test_the_longest_jobs_begin_first() -> None:
    order = [LONGEST_FIRST.index(job[0].format) for job in jobs(("xlsx", "html", "pdf"))]
    assert order == sorted(order) and order[0] == 0
