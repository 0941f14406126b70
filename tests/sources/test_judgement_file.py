"""judgement.yml as the cards write it: what people wrote stays, nobody's work is overwritten, a broken file is left alone."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kamnb.errors import InputError, KamnbError
from kamnb.paths import demo_client
from kamnb.sources.judgement_file import changed, read_judgement_file, write_judgement
from kamnb.sources.whole import locked, try_lock

CLAUSES = ("S1", "S2", "S3")
BLIND = {"level_blind": 2, "by": "LW", "on": date(2026, 9, 20)}
LINES = "# who judged\nclauses:\n  S1: {level_blind: 2, reason: plans read}  # in May\n\n  # still to see\n"


def start(folder: Path, text: str | bytes = LINES):
    """A folder with a judgement.yml, read."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    (folder / "judgement.yml").write_bytes(data)
    return read_judgement_file(folder, CLAUSES)


def load(data: bytes):
    return YAML(typ="safe", pure=True).load(data.decode("utf-8"))


def test_one_entry_more_and_not_another_byte(tmp_path):
    old = start(tmp_path, (demo_client() / "judgement.yml").read_bytes())
    old = read_judgement_file(tmp_path)
    new = write_judgement(old, ("clauses", "S5"), BLIND)
    line = b"  S5: {level_blind: 2, by: LW, on: 2026-09-20}\n"
    assert new.data.replace(line, b"") == old.data and line in new.data
    assert new.judgement.clauses["S5"].is_open and [p.key for p in new.problems] == ["judgement-open"]
    back = write_judgement(new, ("clauses", "S5"), dict.fromkeys(BLIND))
    assert back.data == old.data


def test_no_file_yet_and_an_empty_one(tmp_path):
    made = write_judgement(read_judgement_file(tmp_path, CLAUSES), ("clauses", "S1"), BLIND)
    assert made.data == b"clauses:\n  S1: {level_blind: 2, by: LW, on: 2026-09-20}\n" and made.saved
    (tmp_path / "judgement.yml").write_bytes(b"\n")
    again = write_judgement(
        read_judgement_file(tmp_path, CLAUSES), ("findings", "S1-x"), {"status": "accepted", "reason": "r"}
    )
    assert again.judgement.findings["S1-x"].status == "accepted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_ends_of_lines_stay(tmp_path, encoding, end):
    text = "clauses:\n  S1: {level_blind: 2, reason: 计划已读}\n".replace("\n", end)
    new = write_judgement(
        start(tmp_path, text.encode(encoding)), ("clauses", "S2"), {**BLIND, "reason": "名单"}
    )
    expected = text + "  S2: {level_blind: 2, by: LW, on: 2026-09-20, reason: 名单}" + end
    assert new.data == expected.encode(encoding)


def test_an_entry_in_lines_of_its_own_stays_so(tmp_path):
    text = "clauses:\n  S1:\n    # seen twice\n    level_blind: 2   # sure\n"
    text += "    evidence:\n      - a\n      - b\n    reason: 'plans'\n"
    new = write_judgement(start(tmp_path, text), ("clauses", "S1"), {"level": 3, "reason": "plans read"})
    assert new.data.decode() == text.replace("'plans'", "'plans read'") + "    level: 3\n"


@pytest.mark.parametrize(
    "text",
    [
        "clauses:\n    S1:\n        level: 2\n        reason: a\n    S2: {level: 2, reason: b}\n",
        "clauses:\n    S1:\n        evidence:\n        - a\n        level: 2\n        reason: a\n",
        "clauses:\n  S1:\n    evidence:\n      - a\n    level: 2\n    reason: a\n",
        "clauses:\n   S1:\n      evidence:\n      -  a\n      level: 2\n      reason: a\n",
        "clauses: {S1: {level: 2, reason: a}}\n",
    ],
)
def test_the_indentation_that_a_file_has_stays(text):
    made = changed(text.encode(), ("clauses", "S3"), {"level": 1}).decode()
    assert (
        made.replace(", S3: {level: 1}", "") == text
        or [line for line in made.splitlines() if "S3" not in line] == text.splitlines()
    )


@pytest.mark.parametrize(
    "said", ["  strategy: {zh: a}\n", "  strategy:\n    zh: >-\n      a long\n      text\n", ""]
)
def test_a_text_of_several_lines_comes_back_as_it_was_typed(said):
    typed = "first: {second}\n\n  third # no comment\n\u2028- fourth\t\U0001f600"
    made = changed(f"commentary:\n{said}".encode(), ("commentary", "strategy"), {"zh": typed, "en": "b"})
    assert load(made) == {"commentary": {"strategy": {"zh": typed, "en": "b"}}}


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
).filter(str.strip)
comments = st.lists(st.sampled_from(["# a", "# b: {c}", "", "  # d"]), max_size=3)
sections = st.permutations(["clauses", "commentary", "findings", "overrides"])
BODY = {
    "clauses": [
        "clauses:",
        "  S2: {level: 4, reason: read}  # two",
        "  S1:",
        "    level_blind: 3",
        "    # why",
        "    reason: x",
    ],
    "commentary": ["commentary:", "  strategy:", "    zh: >-", "      long", "      text", "    en: text"],
    "findings": ["findings: {S1-a: {status: accepted, reason: 'y'}}"],
    "overrides": ["overrides:", '  - {clause: S3, score: 40.0, reason: "z"}  # set'],
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=sections, notes=st.lists(comments, min_size=4, max_size=4), reason=words, crlf=st.booleans())
def test_comments_order_and_every_other_value_stay(order, notes, reason, crlf):
    lines = [line for name, note in zip(order, notes, strict=True) for line in [*note, *BODY[name]]]
    text = "\n".join(lines) + "\n"
    old = load(text.encode())
    for clause in ("S1", "S2", "S3"):
        entry = {"level": 2, "reason": reason.strip(), "evidence": [reason.strip(), "007"]}
        made = changed(
            text.replace("\n", "\r\n" if crlf else "\n").encode("utf-8"), ("clauses", clause), entry
        )
        assert made.count(b"\r\n") == (made.count(b"\n") if crlf else 0)
        new = load(made)
        assert list(new) == order
        assert new["clauses"][clause] == {**old["clauses"].get(clause, {}), **entry}
        assert {k: v for k, v in new["clauses"].items() if k != clause} == {
            k: v for k, v in old["clauses"].items() if k != clause
        }
        assert {k: v for k, v in new.items() if k != "clauses"} == {
            k: v for k, v in old.items() if k != "clauses"
        }
        kept = [line.strip() for line in text.splitlines() if "#" in line]
        assert all(
            any(note[note.index("#") :] in line for line in made.decode().splitlines()) for note in kept
        )


def test_another_writer_is_told_with_what_changed_and_nothing_is_lost(tmp_path):
    first, second = start(tmp_path), read_judgement_file(tmp_path, CLAUSES)
    done = write_judgement(first, ("clauses", "S2"), BLIND)
    with pytest.raises(KamnbError) as told:
        write_judgement(second, ("clauses", "S3"), BLIND)
    assert told.value.key == "judgement-revision" and told.value.values["changed"] == "S2"
    assert (tmp_path / "judgement.yml").read_bytes() == done.data


def test_two_writers_at_once_write_one_after_the_other(tmp_path):
    start(tmp_path, "")
    wins, losses = [], []

    def write(name: str) -> None:
        for _ in range(8):
            file = read_judgement_file(tmp_path, CLAUSES)
            try:
                wins.append(
                    write_judgement(
                        file, ("findings", f"{name}-x"), {"status": "accepted", "reason": f"{len(wins)}"}
                    )
                )
            except KamnbError as error:
                losses.append(error.key)

    threads = [threading.Thread(target=write, args=(c,)) for c in CLAUSES]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    last = read_judgement_file(tmp_path, CLAUSES)
    assert (
        not last.problems
        and len(wins) + len(losses) == 24
        and set(losses) <= {"judgement-revision", "file-locked"}
    )
    assert {f.data for f in wins} >= {last.data}


def test_a_lock_holds_and_a_dead_writer_s_does_not(tmp_path):
    file = start(tmp_path)
    with locked(file.path), pytest.raises(KamnbError) as told, locked(file.path, wait=0.1):
        pass
    assert told.value.key == "file-locked"
    held = "import os, sys; from pathlib import Path; from kamnb.sources.whole import locked\n"
    held += "locked(Path(sys.argv[1])).__enter__(); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", held, str(file.path)], check=False).returncode == 9
    assert (tmp_path / ".judgement.lock").exists()
    assert write_judgement(file, ("clauses", "S2"), BLIND).judgement.clauses["S2"].level_blind == 2


def test_a_crash_before_the_file_is_replaced_leaves_the_old_one(tmp_path, monkeypatch):
    file = start(tmp_path)
    monkeypatch.setattr(
        Path, "replace", lambda self, target: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(KamnbError) as told:
        write_judgement(file, ("clauses", "S2"), BLIND)
    assert told.value.key == "judgement-unwritable" and "No space left" in str(told.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".judgement.lock", "judgement.yml"]
    assert (tmp_path / "judgement.yml").read_bytes() == LINES.encode()
    with file.path.with_name(".judgement.lock").open("a+b") as lock:
        assert try_lock(lock.fileno())


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        ("clauses:\n  S1: {level: 2, reason: [}\n", 2),
        ("clauses:\n  S1: {level: 7, reason: r}\n", 2),
        ("clauses:\n  S1: {level: 2}\n", 2),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_left_as_it_is(tmp_path, broken, row):
    file = start(tmp_path)
    (tmp_path / "judgement.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(InputError) as told:
        write_judgement(file, ("clauses", "S2"), BLIND)
    assert [p.row for p in told.value.problems] == [row]
    assert (tmp_path / "judgement.yml").read_text(encoding="utf-8") == broken


def test_what_the_rules_refuse_is_not_written(tmp_path):
    file = start(tmp_path)
    for place, values in (
        (("clauses", "S1"), {"level": 5}),
        (("clauses", "S9"), BLIND),
        (("findings", "S1-x"), {"status": "maybe", "reason": "r"}),
    ):
        with pytest.raises(InputError):
            write_judgement(file, place, values)
    assert (tmp_path / "judgement.yml").read_bytes() == LINES.encode()
