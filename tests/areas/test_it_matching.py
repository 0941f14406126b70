"""Which records are found to be one: by rules told here, by public sets where they lie, and at size.

The public sets are not part of the project: name their folder in MATCHING_DIR (files febrl1.csv … as the Febrl
project distributes them, restaurant.csv of Fodor's and Zagat's with a column `class`). Without it those are skipped.
"""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from kamnb.areas.it.companies import Firm, firm, parts_level, plain_companies, with_place
from kamnb.areas.it.credit_code import check_sign, is_credit_code
from kamnb.areas.it.matching import find_duplicates
from kamnb.areas.it.names import plain_code, plain_email, plain_person, plain_phone, plain_words

HUAWEI = "\u534e\u4e3a"
LTD, GROUP = "\u6709\u9650\u516c\u53f8", "\u96c6\u56e2"
TECHNIQUE, SCIENCE = "\u6280\u672f", "\u79d1\u6280"
SHANGHAI, SHENZHEN = "\u4e0a\u6d77", "\u6df1\u5733"
CARS, SHARES = "\u6c7d\u8f66", "\u80a1\u4efd"


def plain(rule, *values: str | None) -> list[str | None]:
    """What does a rule leave of the values?"""
    return rule(pa.array(list(values), pa.string())).to_pylist()


def test_writing_habits_are_taken_away() -> None:
    names = ["Smith, Dr. John", "JOHN  SMITH", "\uff2aohn Smith", "J\u00f3hn Smith"]
    assert set(plain(plain_person, *names)) == {"john smith"}
    wang = ["\u738b \u4f1f \u5148\u751f", "\u738b\u5049", "\u738b\u4f1f"]
    assert set(plain(plain_person, *wang)) == {"\u738b\u4f1f"}
    numbers = ["+86 138-0013-4567", "\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff14\uff15\uff16\uff17"]
    assert set(plain(plain_phone, *numbers)) == {"13800134567"}
    assert plain(plain_phone, "010-62345678\u8f6c803", "(010) 6234 5678", "0000") == ["1062345678"] * 2 + [
        None
    ]
    assert plain(plain_email, " A@B.cn ", "none") == ["a@b.cn", None]
    assert plain(plain_words, "Art's Deli & Co.", "N/A", "-", None) == ["arts deli and co", None, None, None]
    assert plain(plain_code, "19-08-2000", "0000", "ab c") == ["19082000", None, "abc"]


def level(one: str, two: str) -> int:
    """How alike are two Chinese firms' names?"""
    first, second = plain(plain_companies, one, two)
    return parts_level(firm(str(first)), firm(str(second)))


def test_a_firm_s_name_has_parts() -> None:
    assert firm(f"{SHENZHEN}\u5e02{HUAWEI}{TECHNIQUE}{LTD}") == Firm(SHENZHEN, HUAWEI, TECHNIQUE, "")
    assert firm(f"{SHANGHAI}{CARS}{GROUP}{SHARES}{LTD}").own == SHANGHAI + CARS
    assert plain(plain_companies, "IBM Corp.", "Siemens AG", "The A. B. Company") == ["ibm", "siemens", "a b"]


def test_place_and_legal_form_make_no_other_firm_but_trade_and_place_do() -> None:
    whole = f"{HUAWEI}{TECHNIQUE}{LTD}"
    assert level(whole, f"{SHENZHEN}\u5e02{HUAWEI}{TECHNIQUE}{SHARES}{LTD}") == 0
    assert level(whole, f"\u83ef\u70ba\u6280\u8853({SHENZHEN}){LTD}") == 0
    assert level(whole, HUAWEI) == 1
    assert level(whole, f"{HUAWEI}{SCIENCE}{LTD}") == 4
    assert level(SHANGHAI + whole, SHENZHEN + whole) == 4
    assert level(whole, f"{whole}\u5317\u4eac\u5206\u516c\u53f8") == 4


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (f"{SHANGHAI}{CARS}{GROUP}{SHARES}{LTD}", f"\u4e0a\u6c7d{GROUP}"),
        (f"\u5b9d\u5c71\u94a2\u94c1{SHARES}{LTD}", f"\u5b9d\u94a2{SHARES}"),
        (f"\u4e2d\u56fd\u77f3\u6cb9\u5316\u5de5{SHARES}{LTD}", "\u4e2d\u77f3\u5316"),
        (f"\u5317\u4eac\u63a7\u80a1{GROUP}{LTD}", f"\u5317\u63a7{GROUP}"),
    ],
)
def test_short_forms_are_close(long: str, short: str) -> None:
    assert level(long, short) == level(short, long) == 2


def test_other_firms_short_forms_are_not() -> None:
    assert level(f"\u4e2d\u56fd\u77f3\u6cb9\u5316\u5de5{LTD}", "\u4e2d\u77f3\u6cb9") == 4
    assert level("\u534e\u4e1c\u91cd\u5de5", "\u534e\u5317\u91cd\u5de5") == 4
    assert level("\u5317\u4eac\u94f6\u884c", "\u5317\u4eac\u519c\u5546\u94f6\u884c") == 4


def test_a_name_without_place_takes_its_region_s() -> None:
    assert with_place(f"{CARS}{GROUP}", f"{SHANGHAI}\u5e02") == f"{SHANGHAI}{CARS}{GROUP}"
    assert with_place(f"{SHENZHEN}{CARS}", SHANGHAI) == f"{SHENZHEN}{CARS}"
    assert with_place("acme", SHANGHAI) == "acme"


def test_check_signs_of_codes_that_firms_publish() -> None:
    codes = ["91440300708461136T", "914403001922038216", "91310000132260250X", "91350100M000100Y43"]
    assert [check_sign(code) for code in codes] == [code[17] for code in codes]
    assert is_credit_code(pa.array([*codes, codes[0].lower(), f" {codes[1][:4]} {codes[1][4:]}"])).all()


@pytest.mark.parametrize("place", range(17))
def test_every_single_slip_is_seen(place: int) -> None:
    code = "91440300708461136T"
    wrong = code[:place] + ("1" if code[place] != "1" else "2") + code[place + 1 :]
    assert not is_credit_code(pa.array([wrong])).any()


def test_exchanged_signs_forbidden_letters_and_short_codes_are_seen() -> None:
    bad = [
        "91440300708461163T",
        "9144030070846113IT",
        "91440300708461136",
        "",
        None,
        "0",
        "91440300708461136O",
    ]
    assert not is_credit_code(pa.array(bad, pa.string())).any()


def test_codes_decide_about_firms() -> None:
    names = [f"{n} Ltd" for n in ("aster", "aster", "borealis", "cormorant", "dunlin", "egret", "fulmar")]
    codes = [
        "91440300708461136T",
        "914403001922038216",
        "91310000132260250X",
        "91310000132260250X",
        None,
        None,
        None,
    ]
    frame = pd.DataFrame({"account_id": list("abcdefg"), "name": names, "credit_code": codes})
    found = find_duplicates(frame, "account_id", of="companies")
    assert list(zip(found["left"], found["right"], found["chance"], strict=True)) == [("c", "d", 1.0)]


def test_nothing_to_compare_finds_nothing() -> None:
    for frame in (
        pd.DataFrame({"id": [], "name": []}),
        pd.DataFrame({"id": ["a"], "name": ["x"]}),
        pd.DataFrame({"id": ["a", "b"], "name": [None, None]}),
        pd.DataFrame({"id": ["a", "b"]}),
    ):
        found = find_duplicates(frame, "id")
        assert found.empty and list(found.columns) == ["left", "right", "chance", "reason"]


def made_persons(count: int, seed: int = 0) -> tuple[pd.DataFrame, set[frozenset[str]]]:
    """Contacts with Chinese names, three in a hundred entered twice; and which pairs those are."""
    rng = np.random.default_rng(seed)
    family = [chr(0x4E00 + 37 * i) for i in range(100)]
    given = [chr(0x4F00 + i) for i in range(400)]
    account = rng.integers(0, max(5, count // 200), count)
    frame = pd.DataFrame(
        {
            "contact_id": [f"C{i}" for i in range(count)],
            "account_id": [f"A{a}" for a in account],
            "name": [
                "".join(n)
                for n in zip(
                    rng.choice(family, count), rng.choice(given, count), rng.choice(given, count), strict=True
                )
            ],
            "email": [
                f"u{i}@firm{a}.com.cn" for i, a in zip(rng.integers(0, 10**8, count), account, strict=True)
            ],
            "phone": [f"13{i:09}" for i in rng.integers(0, 10**9, count)],
        }
    )
    frame.loc[rng.random(count) < 0.3, "phone"] = None
    frame.loc[rng.random(count) < 0.4, "email"] = None
    copies = int(0.03 * count)
    source = rng.choice(count, copies, replace=False)
    again = frame.iloc[source].assign(contact_id=[f"D{i}" for i in range(copies)])
    again.loc[rng.random(copies) < 0.3, "phone"] = None
    again["name"] = " " + again["name"] + "\u5148\u751f"
    true = {
        frozenset(pair) for pair in zip(frame["contact_id"].iloc[source], again["contact_id"], strict=True)
    }
    return pd.concat([frame, again], ignore_index=True), true


def quality(found: pd.DataFrame, true: set[frozenset[str]]) -> tuple[float, float]:
    """Precision and recall of the pairs."""
    right = sum(frozenset(pair) in true for pair in zip(found["left"], found["right"], strict=True))
    return right / max(1, len(found)), right / len(true)


@pytest.mark.parametrize("count", [300, 3000, 30_000])
def test_contacts_entered_twice_are_found_at_every_size(count: int) -> None:
    frame, true = made_persons(count)
    precision, recall = quality(find_duplicates(frame, "contact_id", kinds={"account_id": "key"}), true)
    assert precision >= 0.95 and recall >= 0.9


def test_contacts_without_duplicates_come_out_clean() -> None:
    frame, _ = made_persons(5000, seed=3)
    alone = frame[frame["contact_id"].str.startswith("C")]
    assert len(find_duplicates(alone, "contact_id", kinds={"account_id": "key"})) <= 5


def test_the_order_of_rows_does_not_matter_and_twice_is_the_same() -> None:
    frame, _ = made_persons(2000)
    one, two = (
        {frozenset(p) for p in find_duplicates(f, "contact_id")[["left", "right"]].itertuples(index=False)}
        for f in (frame, frame.sample(frac=1, random_state=1))
    )
    assert len(one ^ two) <= 0.02 * len(one)
    pd.testing.assert_frame_equal(find_duplicates(frame, "contact_id"), find_duplicates(frame, "contact_id"))


def test_a_hundred_thousand_contacts_take_seconds() -> None:
    frame, _ = made_persons(100_000)
    start = time.process_time()
    find_duplicates(frame, "contact_id", kinds={"account_id": "key"})
    assert time.process_time() - start < 20


FOLDER = Path(os.environ.get("MATCHING_DIR", ""))
PUBLIC = {
    "febrl1": (("febrl1.csv",), "persons", 0.98),
    "febrl2": (("febrl2.csv",), "persons", 0.98),
    "febrl3": (("febrl3.csv",), "persons", 0.98),
    "febrl4": (("febrl4a.csv", "febrl4b.csv"), "persons", 0.98),
    "restaurant": (("restaurant.csv",), "companies", 0.95),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_sets(name: str) -> None:
    files, of, least = PUBLIC[name]
    if not os.environ.get("MATCHING_DIR") or not all((FOLDER / file).is_file() for file in files):
        pytest.skip("no public sets: name their folder in MATCHING_DIR")
    frame = pd.concat(
        [pd.read_csv(FOLDER / f, dtype=str, skipinitialspace=True) for f in files], ignore_index=True
    )
    frame.columns = [column.strip() for column in frame.columns]
    if of == "persons":
        entity = frame["rec_id"].str.extract(r"rec-(\d+)-")[0]
    else:
        entity = frame.pop("class")
        frame.insert(0, "rec_id", [f"r{i}" for i in range(len(frame))])
    groups = frame["rec_id"].groupby(entity).apply(list)
    true = {frozenset(pair) for ids in groups for pair in itertools.combinations(ids, 2)}
    precision, recall = quality(find_duplicates(frame, "rec_id", of=of), true)
    assert precision >= 0.98 and recall >= least
