"""A working paper: what every notebook can do, show a block in one language and record it in both."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.paths import client_folder, draft_folder
from kamnb.report import blocks as b
from kamnb.sources.client import ClientData
from kamnb.workbook.record import Recorder
from kamnb.workbook.show import Shown

Block = dict[str, Any]


@dataclass(repr=False)
class Paper:
    """A working paper: shows blocks in one language and records them in both. It changes with what a card saves."""

    client: ClientData
    instrument: Instrument
    recorder: Recorder
    lang: str
    interactive: bool

    def __repr__(self) -> str:
        name = {str(lang): text for lang, text in self.client.settings.name.items()}
        return f"{name[self.lang]} ({self.client.settings.as_of})"

    def show(self, *blocks: Block | None, record: bool = True) -> Shown:
        """Show blocks, and keep them for the report."""
        given = [x for x in blocks if x]
        for block in given if record else ():
            self.recorder.keep(block.get("id") or f"{block['kind']}-{abs(hash_text(block))}", block)
        return Shown(given, self.lang, self.recorder.folder)

    def note(self, zh: str, en: str = "") -> Shown:
        """Show a remark of the consultant's, and keep it for the internal report."""
        return self.show({**b.paragraph({"zh": zh, "en": en or zh}), "internal": True})


def hash_text(block: Block) -> int:
    """A number that is the same for the same block in every run."""
    return zlib.crc32(json.dumps(block, sort_keys=True, ensure_ascii=False).encode("utf-8"))


def places(client: str, data: str, work: str) -> tuple[Path, Path]:
    """Where are the client's folder and the working folder? The draft folder where a notebook runs by hand."""
    return client_folder(client, data), Path(work) if work else draft_folder(client)


def runs_of(place: Path) -> Path | None:
    """Where do the client's runs lie, seen from a working folder? None where it is not below such a folder."""
    return next((p.parent for p in (place, *place.parents[:1]) if p.name in (".work", ".draft")), None)
