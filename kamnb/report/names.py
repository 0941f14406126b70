"""Who stands behind an account's code? The one place where names enter a report, and only the internal one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kamnb.report.blocks import DASH, Block, cell, column, plain, table
from kamnb.text.load import LANGUAGES

MANAGER = ".manager"
"""names.json holds `K01` (the account's name) and `K01.manager` (who manages it)."""
LONGEST = 18
"""So many characters of a name stand beside its code; the whole name is in the key to codes."""
WIDER, LEAST, MANY = 2.6, 2.5, 6
"""The least share of a column's width that codes with names need; the second in tables of more than so many columns,
whose numbers need the room more."""
KEY = "accounts"
"""The id of the key to codes."""


def read_names(run: Path) -> dict[str, str]:
    """Which name stands behind each code? Empty where the run keeps none."""
    path = run / "names.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def account_names(names: dict[str, str]) -> dict[str, str]:
    """The accounts' names alone, by code."""
    return {code: name for code, name in names.items() if not code.endswith(MANAGER)}


def names_table(names: dict[str, str]) -> Block:
    """The key to account codes: code, name and, where known, who manages the account (internal)."""
    accounts = account_names(names)
    managed = any(code + MANAGER in names for code in accounts)
    columns = [column("code", share=1), column("name", share=4)]
    columns += [column("account_manager", share=2)] if managed else []
    rows = []
    for code, name in accounts.items():
        row = [cell(plain(code), bold=True), cell(plain(name))]
        manager = names.get(code + MANAGER)
        rows.append([*row, cell(plain(manager) if manager else DASH)] if managed else row)
    return {**table(KEY, None, columns, rows), "halves": True}


def shorten(name: str) -> str:
    """A name cut to what stands beside a code."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def with_names(document: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The document with each account's name beside its code where a cell of a table holds a code alone.

    `names` of the document are the accounts' names by code, for what cannot be a cell (a figure's labels); without
    names it is empty, and nothing else changes: what is given no names can show none.
    """
    accounts = account_names(names)
    chapters = [{**c, "blocks": [name_block(b, accounts) for b in c["blocks"]]} for c in document["chapters"]]
    return {**document, "names": accounts, "chapters": chapters}


def name_block(block: Block, accounts: dict[str, str]) -> Block:
    """A block with names beside the codes in its tables, those inside columns too."""
    if block["kind"] in ("columns", "row"):
        inner = [[name_block(b, accounts) for b in column] for column in block["columns"]]
        return {**block, "columns": inner}
    if block["kind"] != "table" or block["id"] == KEY or not accounts:
        return block
    rows = [[name_cell(c, accounts) for c in row] for row in block["rows"]]
    named = {i for old, new in zip(block["rows"], rows, strict=True) for i in changed(old, new)}
    least = LEAST if len(block["columns"]) > MANY else WIDER
    columns = [
        {**c, "share": max(c.get("share") or 1.0, least)} if i in named else c
        for i, c in enumerate(block["columns"])
    ]
    return {**block, "rows": rows, "columns": columns}


def changed(before: list[Block], after: list[Block]) -> set[int]:
    """At which places do two rows differ?"""
    return {i for i, (one, two) in enumerate(zip(before, after, strict=True)) if one is not two}


def name_cell(found: Block, accounts: dict[str, str]) -> Block:
    """A cell that holds a code alone, with the name beside it; any other as it is."""
    code = found["text"]["zh"]
    if code not in accounts or any(found["text"][lang] != code for lang in LANGUAGES):
        return found
    return {**found, "text": plain(f"{code} {shorten(accounts[code])}")}
