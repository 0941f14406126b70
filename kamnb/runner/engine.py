"""papermill's own engine, told which cell starts: for the progress bar, and to name the cell that failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

Progress = Callable[[int, int], None]
NAME = "kamnb"


class KamnbEngine(NBClientEngine):
    """Runs a notebook as papermill does and calls `progress(cell, cells)` as each cell starts (from 0)."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *args: Any, progress: Progress | None = None, **kwargs: Any
    ) -> Any:
        start = nb_man.cell_start

        def cell_start(cell: Any, cell_index: int | None = None, **more: Any) -> Any:
            if progress and cell_index is not None:
                progress(cell_index, len(nb_man.nb.cells))
            return start(cell, cell_index, **more)

        nb_man.cell_start = cell_start
        return super().execute_managed_notebook(nb_man, kernel_name, *args, **kwargs)


papermill_engines.register(NAME, KamnbEngine)
