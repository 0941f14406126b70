"""Which words do the templates print around the document's own text?"""

from __future__ import annotations

from typing import Any

from kamnb.text.load import LANGUAGES, load_text


def read_labels() -> dict[str, dict[str, str]]:
    """Which labels are shipped? {key: {"zh": …, "en": …}}, as document["labels"] wants them."""
    by_language = {lang: load_text("report_labels", lang) for lang in LANGUAGES}
    return {key: {lang: str(by_language[lang][key]) for lang in LANGUAGES} for key in by_language["zh"]}


def complete_labels(document: dict[str, Any]) -> dict[str, Any]:
    """How does the document look with every label the templates need? Its own labels win over the shipped ones."""
    return {**document, "labels": {**read_labels(), **document.get("labels", {})}}
