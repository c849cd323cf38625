"""What the root command hands to its subcommands, wherever they stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from translate.config import Config


class State:
    """The workspace named on the command line."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def config(self) -> Config:
        """Its configuration, read when a command needs it, so that ``--help`` does not."""
        from translate.config import load_config  # noqa: PLC0415

        return load_config(self.root)


pass_state = click.make_pass_decorator(State)
