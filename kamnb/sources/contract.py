"""The contract of the client folder as data: which tables and columns are read, and what each must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from kamnb.model import Item
from kamnb.sources.settings_page import settings_sections
from kamnb.sources.text import load_yaml

ITEM_ID = re.compile(r"[A-Z][A-Za-z]*[0-9]+[a-z]?\.[0-9]+")
"""What a survey item's column is called: the clause's id, a full stop, a number."""

NUMERIC = ("integer", "number", "money", "share", "scale5")
DATED = ("date", "timestamp")


@dataclass(frozen=True)
class Vocabulary:
    """The values that a column may hold; an open one keeps a client's own values too."""

    name: str
    values: tuple[Any, ...]
    open: bool = False
    told: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, whether it must be there, what its values may be."""

    name: str
    type: str
    required: bool = False
    id: bool = False
    account: bool = False
    clause: bool = False
    vocabulary: Vocabulary | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: bool = False
    blank_means_not_yet: bool = False
    future: str = "drop"

    @property
    def values(self) -> list[Any] | None:
        """Which values are allowed (in an open vocabulary: known)? None where any value of the type is."""
        if self.type == "scale5":
            return [1, 2, 3, 4, 5]
        return list(self.vocabulary.values) if self.vocabulary else None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, which columns it has, what makes a row unique, what it feeds."""

    name: str
    tier: str
    feeds: tuple[str, ...]
    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    items: bool = False

    def column(self, name: str) -> Column | None:
        """Which column has this name? A survey item's column counts; None for an unknown name."""
        if name in self.columns:
            return self.columns[name]
        return Column(name, "scale5") if self.items and ITEM_ID.fullmatch(name) else None


@dataclass(frozen=True)
class Contract:
    """All tables and vocabularies, with the version of the contract."""

    version: int
    vocabularies: dict[str, Vocabulary]
    tables: dict[str, Table]


@cache
def load_contract() -> Contract:
    """What does the contract say? Read once from contract.yml."""
    raw = load_yaml("sources/contract.yml")
    words = {name: Vocabulary(name, **_tuples(spec)) for name, spec in raw["vocabularies"].items()}
    tables = {name: _table(name, spec, words) for name, spec in raw["tables"].items()}
    return Contract(raw["version"], words, tables)


def _tuples(spec: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in spec.items()}


def _table(name: str, spec: dict[str, Any], words: dict[str, Vocabulary]) -> Table:
    columns = {column: _column(column, kind, words) for column, kind in spec["columns"].items()}
    return Table(name, **{**_tuples(spec), "columns": columns})


def _column(name: str, spec: dict[str, Any], words: dict[str, Vocabulary]) -> Column:
    vocabulary = words[spec["vocabulary"]] if "vocabulary" in spec else None
    return Column(name, **{**spec, "vocabulary": vocabulary})


def schema_dict(instrument_items: Iterable[Item] = ()) -> dict[str, Any]:
    """What does `kamnb schema --json` print? Tables with their columns, and the survey's items."""
    contract = load_contract()
    return {
        "version": contract.version,
        "tables": {
            table.name: {"columns": [_column_dict(column) for column in table.columns.values()]}
            for table in contract.tables.values()
        },
        "items": [_item_dict(item) for item in instrument_items],
    }


def _column_dict(column: Column) -> dict[str, Any]:
    return {"name": column.name, "type": column.type, "required": column.required, "values": column.values}


def _item_dict(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "clause": item.clause,
        "side": item.side,
        "levels": list(item.levels),
        "roles": list(item.roles),
        "reversed": item.reversed,
        "scale": [1, 5],
    }


def table_text(lang: str) -> dict[str, Any]:
    """What does each table and column mean, in a language? {page, tiers, types, tables: {name: {row, columns}}}."""
    return load_yaml(f"sources/contract.{lang}.yml")


def docs_page(langs: tuple[str, ...] = ("en", "zh")) -> str:
    """What do the docs and `kamnb schema` say? Every table with its columns as Markdown, in one language or both."""
    texts = [table_text(lang) for lang in langs]
    head = ["# " + _both(texts, "page", "title"), *(text["page"]["note"] for text in texts)]
    tables = [_table_page(table, texts) for table in load_contract().tables.values()]
    return "\n\n".join([*head, *settings_sections(langs), *tables]) + "\n"


def _table_page(table: Table, texts: list[dict[str, Any]]) -> str:
    rows = " · ".join(text["tables"][table.name]["row"] for text in texts)
    facts = [
        f"{_both(texts, 'page', 'tier')}: {table.tier} ({_both(texts, 'tiers', table.tier)})",
        f"{_both(texts, 'page', 'feeds')}: {', '.join(table.feeds)}",
    ]
    if table.key:
        facts.append(f"{_both(texts, 'page', 'key')}: {' + '.join(table.key)}")
    labels = [_both(texts, "page", name) for name in ("column", "type", "required", "values")]
    header = [*labels, *(text["page"]["meaning"] for text in texts)]
    lines = [
        header,
        ["---"] * len(header),
        *(_column_row(table, column, texts) for column in table.columns.values()),
    ]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    items = "\n\n" + "\n\n".join(text["page"]["items"] for text in texts) if table.items else ""
    return f"## {table.name}\n\n{rows}\n\n{'; '.join(facts)}\n\n{grid}{items}"


def _column_row(table: Table, column: Column, texts: list[dict[str, Any]]) -> list[str]:
    values = [" ".join(f"`{value}`" for value in column.values or [])] if column.vocabulary else []
    if column.vocabulary and column.vocabulary.open:
        values.append(_both(texts, "page", "own_values"))
    if column.minimum is not None:
        values.append(f"≥ {column.minimum:g}")
    if column.maximum is not None:
        values.append(f"≤ {column.maximum:g}")
    if column.blank_means_not_yet:
        values.append(_both(texts, "page", "not_yet"))
    required = _both(texts, "page", "yes") if column.required else ""
    meaning = [text["tables"][table.name]["columns"][column.name] for text in texts]
    return [f"`{column.name}`", _both(texts, "types", column.type), required, "; ".join(values), *meaning]


def _both(texts: list[dict[str, Any]], *keys: str) -> str:
    """A label in each language, with a slash between."""
    found = []
    for text in texts:
        for key in keys:
            text = text[key]
        found.append(str(text))
    return " / ".join(found)
