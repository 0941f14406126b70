"""The recorder: what a notebook shows is kept for the report. It keeps blocks and never computes a number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamnb.sources.whole import write_whole

Block = dict[str, Any]


@dataclass(frozen=True)
class Recorder:
    """Keeps one notebook's blocks under their ids in blocks/<name>.json; a block shown again takes its old place."""

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        """Where the blocks lie."""
        return self.folder / "blocks" / f"{self.name}.json"

    def clear(self) -> None:
        """Forget what was recorded before, as a notebook does when it opens."""
        self.path.unlink(missing_ok=True)

    def keep(self, key: str, block: Block, svgs: dict[str, str] | None = None) -> None:
        """Keep one block, and a figure's drawings beside it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        kept = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        kept[key] = block
        for lang, svg in (svgs or {}).items():
            (self.folder / block["files"][lang]).write_text(svg, encoding="utf-8", newline="\n")
        write_whole(self.path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
