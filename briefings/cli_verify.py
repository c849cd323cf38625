"""``briefings verify``: whether briefs say what their ledgers, papers and memory say."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, end, pass_state

if TYPE_CHECKING:
    from translate.config import Config


@click.command(epilog="Example: briefings verify build/briefings/*.pdf")
@click.option(
    "--ledger", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The ledger, if it is not beside the PDF under the same name and not embedded in it.",
)  # fmt: skip
@click.option(
    "--ledger-only", is_flag=True,
    help="Compare with the ledger alone, without a workspace: not with papers and memory.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="Print only what differs.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How the report is printed.",
)  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pdf...")
@pass_state
def verify(
    state: State, files: tuple[Path, ...], ledger: Path | None, ledger_only: bool, quiet: bool, form: str
) -> None:
    """Compare briefs in PDF, entry by entry, with ledger, papers and memory.

    The ledger’s SHA-256 must be the one in the colophon. Every statement, every
    sentence of a passage, every mention and note must stand in the PDF as the ledger
    has it, in the present bytes of its paper at the recorded lines, and in the current
    English of the memory. One character that differs is named with its entry and page
    (exit 3). Nothing is written.
    """
    if ledger and len(files) > 1:
        raise click.UsageError("--ledger names the ledger of one brief: give one PDF")
    from briefings.standing import Standing  # noqa: PLC0415
    from briefings.verify import Verification  # noqa: PLC0415
    from briefings.verify import verify as verified  # noqa: PLC0415
    from briefings.verify_report import as_data, text_lines  # noqa: PLC0415
    from translate.errors import InputError  # noqa: PLC0415

    standing = None if ledger_only else Standing(_config(state))
    results: list[Verification] = []

    def check(path: Path) -> None:
        result = verified(path, ledger, standing)
        results.append(result)
        if form == "text":
            for line in text_lines(result, quiet=quiet):
                click.echo(line)
        if result.failed:
            raise InputError(
                f"{path}: {len(result.failed)} of {len(result.verdicts)} entries differ",
                "If papers, memory or quotations.toml were changed on purpose, build the brief again; "
                "else do not pass it on.",
            )

    try:
        end(*(partial(check, path) for path in files))
    finally:
        if form == "json":
            click.echo(json.dumps(as_data(results), ensure_ascii=False, indent=1))


def _config(state: State) -> Config:
    from translate.errors import ConfigurationError  # noqa: PLC0415

    try:
        return state.config()
    except ConfigurationError as error:
        if (state.root / "seeds").is_dir():
            raise
        raise ConfigurationError(
            error.message,
            f"{error.remedy} Or compare the PDF with its ledger alone: briefings verify --ledger-only FILE.",
        ) from error
