"""What do the docs say about client.yml and judgement.yml? Every key with an example and its meaning, as Markdown."""

from __future__ import annotations

import io
from typing import Any

from kamnb.sources.text import load_yaml
from kamnb.text.load import load_text

FILES = ("client", "judgement")


def settings_examples() -> dict[str, dict[str, Any]]:
    """What can be written under each key of client.yml and judgement.yml? One valid example each."""
    examples: dict[str, dict[str, Any]] = load_yaml("sources/settings_examples.yml")
    return examples


def settings_sections(langs: tuple[str, ...]) -> list[str]:
    """The sections of the docs on client.yml and judgement.yml, in one language or several beside each other."""
    texts = [load_text("settings", lang) for lang in langs]
    return [_section(name, texts) for name in FILES]


def _section(name: str, texts: list[dict[str, Any]]) -> str:
    header = [" / ".join(t[label] for t in texts) for label in ("key", "example")]
    header += [text["meaning"] for text in texts]
    rows = [
        [f"`{key}`", f"`{flow(example)}`", *(text[name]["keys"][key] for text in texts)]
        for key, example in settings_examples()[name].items()
    ]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in [header, ["---"] * len(header), *rows])
    notes = "\n\n".join(text[name]["note"] for text in texts)
    return f"## {texts[0][name]['title']}\n\n{notes}\n\n{lines}"


def flow(value: Any) -> str:
    """How is a value written in one line of YAML?"""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.width, yaml.allow_unicode = True, 10_000, True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue().removesuffix("...\n").strip()
