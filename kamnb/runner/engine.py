"""papermill engines that say which cell starts: one over a kernel, one over a forked shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from papermill.engines import Engine, NBClientEngine, papermill_engines

from kamnb.runner.forks import Forks

Cells = list[Any]
Progress = Callable[[int, int], None]
KERNEL = "kamnb"
FORK = "kamnb-fork"
INJECTED = "injected-parameters"


def place(cells: Cells, index: int) -> tuple[int, int]:
    """Which cell of the paper as it was written is this (from 0), of how many? The cell that sets parameters is not."""
    own = [INJECTED not in c.metadata.get("tags", []) for c in cells]
    return sum(own[:index]), sum(own)


class KernelEngine(NBClientEngine):
    """Runs a notebook as papermill does and calls `progress(cell, cells)` as each cell starts (from 0)."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *args: Any, progress: Progress | None = None, **kwargs: Any
    ) -> Any:
        start = nb_man.cell_start

        def cell_start(cell: Any, cell_index: int | None = None, **more: Any) -> Any:
            if progress and cell_index is not None:
                progress(*place(nb_man.nb.cells, cell_index))
            return start(cell, cell_index, **more)

        nb_man.cell_start = cell_start
        return super().execute_managed_notebook(nb_man, kernel_name, *args, **kwargs)


class ForkEngine(Engine):
    """Runs a notebook in a shell that is forked from a preloaded process; outputs are as a kernel's.

    No comms and no input(): a run is not interactive. A cell that fails is the last.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        forks: Forks | None = None,
        progress: Progress | None = None,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> None:
        assert forks is not None
        cells = nb_man.nb.cells
        with forks.shell() as shell:
            for i, cell in enumerate(cells):
                if progress:
                    progress(*place(cells, i))
                nb_man.cell_start(cell, i)
                if cell.cell_type == "code":
                    cell.execution_count = 1 + sum(c.cell_type == "code" for c in cells[:i])
                    cell.outputs = shell.run(cell.source, cell.execution_count, execution_timeout)
                    if any(o.output_type == "error" for o in cell.outputs):
                        nb_man.cell_exception(cell, i)
                        return
                nb_man.cell_complete(cell, i)


papermill_engines.register(KERNEL, KernelEngine)
papermill_engines.register(FORK, ForkEngine)
