"""Does evidence.xlsx hold every number of the diagnosis, typed and traceable, and can no client's text become a formula?"""

from __future__ import annotations

import copy
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kamnb.findings.roadmap import CAPACITY, NO_GAIN, NO_ROOM, PREREQUISITE
from kamnb.instrument.indicator import UNITS
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import thresholds
from kamnb.model import Diagnosis, Outcome
from kamnb.pipeline import KINDS
from kamnb.render.brand import load_brand
from kamnb.render.evidence_book import render_evidence_book
from kamnb.report.build import build_document, without_notes
from kamnb.report.portfolio import account_facts, chosen_accounts
from kamnb.text.load import load_text
from kamnb.waves.wave import Wave, compare_waves

ATTACKS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "<script>alert(1)</script>",
    "\u202eevil \U0001f600",
    "\x01",
)


@pytest.fixture(scope="module")
def made(
    demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The demo's written form and its document."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    return json.loads((folder / "diagnosis.json").read_text(encoding="utf-8")), build_document(folder)


@pytest.fixture(scope="module")
def made_bytes(made: tuple[dict[str, Any], dict[str, Any]]) -> bytes:
    """The demo's workbook."""
    return render_evidence_book(*made, "zh", load_brand())


@pytest.fixture(scope="module")
def sheets(made_bytes: bytes) -> dict[str, list[dict[str, Any]]]:
    """Every sheet by its English name, as rows of {second line of the head: value}."""
    return read_sheets(made_bytes)


def read_sheets(book: bytes) -> dict[str, list[dict[str, Any]]]:
    """Every sheet's rows; a head of two lines is named by its whole text."""
    found = {}
    for page in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        head, *rows = page.iter_rows(values_only=True)
        names = [str(h).split("\n")[-1] if "/" not in str(h) else str(h) for h in head]
        found[page.title.split(" ", 1)[1]] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def test_every_clause_has_its_numbers_as_in_the_diagnosis(
    made: tuple[dict[str, Any], dict[str, Any]], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    form, rows = made[0], {row["Clause"]: row for row in sheets["Clauses"]}
    assert set(rows) == set(form["clauses"])
    for key, c in form["clauses"].items():
        assert [rows[key][k] for k in ("Score", "Low", "High", "Target")] == [
            c["score"],
            c["low"],
            c["high"],
            c["target"],
        ]
        assert rows[key]["Records"] == c["record"]["score"]
        assert rows[key]["Survey, n"] == (
            c["perception"]["survey"]["n"] if c["perception"]["survey"]["score"] is not None else None
        )


def test_every_indicator_has_value_interval_n_and_sources(
    made: tuple[dict[str, Any], dict[str, Any]], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    expected = [(k, e) for k, c in made[0]["clauses"].items() for e in c["evidence"]]
    rows = {row["Indicator"]: row for row in sheets["Indicators"]}
    assert len(expected) == len(sheets["Indicators"]) > 100
    for clause, e in expected:
        row = rows[e["indicator"]]
        given = [
            row[k] for k in ("Clause", "Value", "Unit", "Low", "High", "n", "Outcome", "Score", "Source")
        ]
        wanted = [
            e[k] for k in ("value", "unit", "value_low", "value_high", "n", "outcome", "score", "source")
        ]
        assert given == [clause, *(None if w == "" else w for w in wanted)]
        assert row["Kind of source"] == e["anchor_source"]


def test_the_long_table_repeats_no_number_wrongly(
    made: tuple[dict[str, Any], dict[str, Any]], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    form = made[0]
    rows = sheets["Numbers"]
    assert rows[0]["Value"] == form["whole"]["score"]
    values = [row for row in rows if row["Unit"] == form["currency"]]
    assert values[-1]["Value"] == form["value_at_stake"]["mid"]
    assert len(values) == len(form["value_components"]) + 1
    scored = [
        row for row in rows if row["Unit"] == "score" and row["Clause"] == "S3" and not row["Indicator"]
    ]
    c = form["clauses"]["S3"]
    assert {c["score"], c["record"]["score"], c["perception"]["survey"]["score"]} <= {
        r["Value"] for r in scored
    }


def test_findings_evidence_remedies_causes_and_thresholds_are_all_there(
    made: tuple[dict[str, Any], dict[str, Any]], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    form = made[0]
    assert [r["Finding"] for r in sheets["Findings"]] == [f["id"] for f in form["findings"]]
    assert len(sheets["Evidence"]) == sum(len(f["evidence"]) for f in form["findings"])
    assert [r["Remedy"] for r in sheets["Roadmap"]] == [r["id"] for r in form["recommendations"]]
    assert len(sheets["Causes"]) == len(form["causes"])
    assert [r["Threshold"] for r in sheets["Thresholds"]] == list(thresholds())
    assert {r["Table"] for r in sheets["Data received"]} == {r["table"] for r in form["received"]}
    assert len(sheets["Glossary"]) > 5


def test_heads_are_frozen_filtered_and_in_both_languages(made_bytes: bytes) -> None:
    for page in openpyxl.load_workbook(io.BytesIO(made_bytes)).worksheets:
        assert page.freeze_panes and page.auto_filter.ref
        assert any("\u4e00" <= c <= "\u9fff" for c in page.title)
        for cell in page[1]:
            assert any("\u4e00" <= c <= "\u9fff" for c in cell.value) and any(
                c.isascii() and c.isalpha() for c in cell.value
            )


def test_nothing_is_a_formula_and_the_bytes_are_the_same_again(
    made: tuple[dict[str, Any], dict[str, Any]], made_bytes: bytes
) -> None:
    assert render_evidence_book(*made, "zh", load_brand()) == made_bytes
    assert b"<f>" not in all_parts(made_bytes)


def test_a_clients_text_stays_text(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    form, document = copy.deepcopy(made[0]), copy.deepcopy(made[1])
    for finding, attack in zip(form["findings"], ATTACKS, strict=False):
        finding["status_reason"] = attack
    form["received"][0]["file"] = ATTACKS[0]
    document["client"] = dict.fromkeys(("zh", "en"), ATTACKS[0])
    book = render_evidence_book(form, document, "en", load_brand())
    assert b"<f>" not in all_parts(book) and b"<hyperlink" not in all_parts(book)
    page = next(
        p for p in openpyxl.load_workbook(io.BytesIO(book)).worksheets if p.title.endswith("Findings")
    )
    shown = {c.value: c.data_type for row in page.iter_rows() for c in row if c.value in ATTACKS}
    assert set(shown.values()) == {"s"} and set(shown) >= set(ATTACKS[:5])


def test_the_external_book_holds_no_notes(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    reasons = [c["judgement"]["reason"] for c in made[0]["clauses"].values() if c["judgement"]["reason"]]
    book = all_parts(render_evidence_book(without_notes(made[0]), made[1], "zh", load_brand())).decode(
        "utf-8"
    )
    assert reasons and not [reason for reason in reasons if reason in book]


def all_parts(book: bytes) -> bytes:
    """The text of all parts of the file."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert {info.date_time[:3] for info in parts.infolist()} == {(1980, 1, 1)}
        return b"".join(parts.read(name) for name in parts.namelist())


def test_what_changed_since_an_earlier_wave_has_its_sheets(
    made: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path, instrument: Instrument
) -> None:
    form, before = made[0], copy.deepcopy(made[0])
    before["as_of"], before["wave"] = "2025-09-30", "2025"
    comparison = compare_waves(instrument, Wave("2025", before), Wave("2026", form))
    for name, written in (("diagnosis", form), ("comparison", comparison)):
        (tmp_path / f"{name}.json").write_text(json.dumps(written), encoding="utf-8")
    sheets = read_sheets(render_evidence_book(form, build_document(tmp_path), "zh", load_brand()))
    assert len(sheets["Changes by area"]) == len(form["areas"]) + 1
    assert len(sheets["Changes by clause"]) == len(form["clauses"])
    for name, parts in (
        ("Changes by area", comparison["areas"]),
        ("Changes by clause", comparison["clauses"]),
    ):
        for row, part in zip(sheets[name], parts.values(), strict=False):
            assert row["Before"] == part["before"]["score"] and row["Now"] == part["after"]["score"]
            assert [row[h] for h in ("Change", "Change, low", "Change, high")] == [
                part[key] for key in ("points", "change_low", "change_high")
            ]
    assert all(row["结论 / Verdict\n(English)"] for row in sheets["Changes by clause"])


def test_amounts_of_accounts_are_numbers_that_can_be_sorted_and_summed(
    made: tuple[dict[str, Any], dict[str, Any]], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    facts, rows = account_facts(made[0]), sheets["Portfolio"]
    assert len(rows) == sum(map(len, chosen_accounts(facts))) > 10
    for row in rows:
        known = facts[row["Account"]]
        assert row["Three-year value"] == known.get("value_3y") and row["Unit"] == "CNY"
        assert row["Margin (12 months)"] == known.get("margin")


@pytest.mark.parametrize("without", [(), ("ledger", "managers", "survey")], ids=["all tables", "some tables"])
def test_every_code_word_has_its_meaning_in_both_languages(
    made: tuple[dict[str, Any], dict[str, Any]], without: tuple[str, ...]
) -> None:
    form = copy.deepcopy(made[0])
    if without:
        form["clauses"]["P1"]["outcome"] = "too_few"
        form["findings"][0]["status"] = "disputed"
        form["causes"][0].update(outcome="cannot_tell", reason="missing", missing=list(without))
    found = read_sheets(render_evidence_book(form, made[1], "zh", load_brand()))
    keys = {(row["所在列 / Column\n(English)"], row["Code"]) for row in found["Key to codes"]}
    heads = (
        "Area",
        "Unit",
        "Outcome",
        "Kind",
        "Status",
        "Why",
        "Why left out",
        "Source",
        "Missing tables",
        "Kind of source",
    )
    for name, rows in found.items():
        for row in rows:
            for head in heads:
                if name not in ("Key to codes", "About") and row.get(head):
                    assert {(head, code) for code in row[head].split(", ")} <= keys, (name, head)
    assert all(
        row["含义 / Meaning\n（中文）"] and row["含义 / Meaning\n(English)"] for row in found["Key to codes"]
    )
    told = {row["Code"]: row["含义 / Meaning\n(English)"] for row in found["Key to codes"]}
    assert told["CNY"] == "Chinese Yuan"
    assert not without or told["managers"] and told["disputed"] == "Disputed by the client"


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("unit", (*UNITS, "score", "slope")),
        ("outcome", tuple(Outcome)),
        ("kind", KINDS),
        ("left_out", (CAPACITY, NO_GAIN, NO_ROOM, PREREQUISITE)),
    ],
)
def test_every_code_that_the_product_knows_has_a_word(column: str, codes: tuple[str, ...]) -> None:
    assert set(codes) <= set(load_text("evidence_book", "zh")["codes"][column])


@pytest.mark.parametrize("currency", ["CNY", "RMB", "cny", "\u4e07\u5143, net", "=1+1"])
def test_a_currency_of_the_clients_own_stands_for_itself(
    made: tuple[dict[str, Any], dict[str, Any]], currency: str
) -> None:
    form = {**copy.deepcopy(made[0]), "currency": currency}
    rows = read_sheets(render_evidence_book(form, made[1], "zh", load_brand()))["Key to codes"]
    told = {row["Code"]: row["含义 / Meaning\n（中文）"] for row in rows}
    assert told[currency] == ("人民币" if currency == "CNY" else currency)
