"""``briefings statements``: what the rules take quotation marks for, and what an editor has recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, pass_state

if TYPE_CHECKING:
    from briefings.speech.listing import Row

_SHOWN = 60
"""Characters of the Chinese in a line."""


@click.command(epilog="Example: briefings statements --unrecorded biden-xi-bali-2022")
@click.option("--unrecorded", is_flag=True, help="Only utterances that quotations.toml does not have.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="json tells everything that the rules found out.",
)  # fmt: skip
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@pass_state
def statements(state: State, unrecorded: bool, kind: str, documents: tuple[str, ...]) -> None:
    """Show what stands in quotation marks, who says it, and why it is taken so.

    Utterances and indirect speech with their speakers; terms, titles, names and
    scare quotes; marks without a partner. A plus marks an utterance that
    quotations.toml does not have: a proposal to its editor. While a paper has
    recorded quotations, no brief prints others.
    """
    from briefings.catalogue import load_catalogue  # noqa: PLC0415
    from briefings.progress import Display  # noqa: PLC0415
    from briefings.speech.listing import rows  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415
    from briefings.workspace import read_documents  # noqa: PLC0415

    config = state.config()
    catalogue = load_catalogue(config.seeds)
    with Display() as display:
        papers = read_documents(config, catalogue, display.notice, only=documents)
    found = [
        row
        for document in papers.documents
        for row in rows(
            document, catalogue.quotations, catalogue.people.values(), catalogue.sources[document.slug].date
        )
        if not unrecorded or row.recorded is False
    ]
    if kind == "json":
        click.echo(json.dumps([row.as_dict() for row in found], ensure_ascii=False, indent=1))
    else:
        for row in found:
            click.echo(_line(row))
        new = sum(row.recorded is False for row in found)
        click.echo(f"{len(found)} found, {new} of them not in quotations.toml")
    require_readable(papers.unreadable)


def _line(row: Row) -> str:
    words = row.zh if len(row.zh) <= _SHOWN else f"{row.zh[:_SHOWN]}…"
    who = (row.speaker or f"nobody named: {row.why}") if row.kind in {"utterance", "report"} else row.why
    return (
        f"{'+' if row.recorded is False else ' '} {row.document}:{row.line}  {row.kind:<10} {words}  ({who})"
    )
