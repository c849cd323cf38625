"""What the root command hands to its subcommands, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate.errors import BriefingsError

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


def end(*requirements: Callable[[], None]) -> None:
    """Raise what the requirements raise as one error: the first one's kind, with what each of them says."""
    found: list[BriefingsError] = []
    for require in requirements:
        try:
            require()
        except BriefingsError as error:
            found.append(error)
    if found:
        message = "\n".join(error.message for error in found)
        raise type(found[0])(message, "\n".join(dict.fromkeys(error.remedy for error in found)))
