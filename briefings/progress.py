"""Progress on a terminal, plain lines elsewhere; notices never lost between bars."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Display:
    """Shows the stages of a run on standard error. Use as a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(file=sys.stderr, highlight=False)
        self._bars = Progress(
            TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=self._console, disable=not self._console.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def progress(self, stage: str, done: int, of: int) -> None:
        """``translate.stage.Progress``: ``stage`` has done ``done`` of ``of``."""
        if self._console.is_terminal:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=of)
            self._bars.update(self._tasks[stage], completed=done, total=of)
        elif done == of:
            self._console.print(f"{stage}: {done} of {of}", markup=False)

    def notice(self, text: str) -> None:
        """One thing a user should see; the run goes on."""
        self._console.print(f"note: {text}", markup=False, soft_wrap=True)
