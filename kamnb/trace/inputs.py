"""Are the inputs still those that a run was made from?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kamnb.runner.record import hash_inputs


def compare_inputs(record: Path, folder: Path | None) -> dict[str, Any]:
    """Which files have changed since a run? `state`: same, changed, absent (no inputs), or unknown (nothing was recorded).

    `files` holds each file's hash then and now; files that were added since change nothing by themselves.
    """
    then: dict[str, str] = {}
    if record.exists():
        then = json.loads(record.read_text(encoding="utf-8")).get("inputs", {})
    now = hash_inputs(folder) if folder is not None and folder.is_dir() else {}
    files = {
        name: {
            "sha256_run": then.get(name),
            "sha256_now": now.get(name),
            "changed": then.get(name) != now.get(name) if then and now else None,
        }
        for name in sorted(then.keys() | now.keys())
    }
    changed = sorted(n for n in then.keys() & now.keys() if then[n] != now[n])
    missing = sorted(then.keys() - now.keys()) if now else []
    added = sorted(now.keys() - then.keys()) if then else []
    state = (
        "absent"
        if not now
        else "unknown"
        if not then
        else "changed"
        if changed or missing or added
        else "same"
    )
    return {"state": state, "files": files, "changed": changed, "missing": missing, "added": added}
