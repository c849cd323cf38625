"""The command line: it and its groups (``cli_…``) alone print, and it alone exits.

Heavy imports wait until a command needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefings.cli_build import build
from briefings.cli_check import check, waive
from briefings.cli_memory import memory
from briefings.cli_model import model
from briefings.cli_state import State, end, pass_state
from briefings.cli_statements import statements
from briefings.cli_templates import templates
from briefings.cli_verify import verify
from translate import __version__
from translate.errors import BriefingsError

if TYPE_CHECKING:
    from briefings.progress import Display
    from translate.stage import Translated

INTERRUPTED = 130
USAGE = 2


def _display() -> Display:
    from briefings.progress import Display  # noqa: PLC0415

    return Display()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: briefings --workspace ~/summits build us-prc-bali-2022-11",
)
@click.version_option(__version__, prog_name="briefings")
@click.option(
    "--workspace", type=click.Path(path_type=Path, file_okay=False), default=Path(),
    show_default="this folder", help="The folder that holds seeds/.",
)  # fmt: skip
@click.option("--debug", is_flag=True, help="Show where an error arose.")
@click.pass_context
def cli(context: click.Context, workspace: Path, debug: bool) -> None:  # noqa: ARG001  (main reads --debug)
    """Turn Chinese policy papers into English and into per-summit briefs, offline."""
    context.obj = State(workspace)


@cli.command(epilog="Example: briefings translate biden-xi-bali-2022")
@click.option("--dry-run", is_flag=True, help="Say what has English and what has not; translate nothing.")
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@pass_state
def translate(state: State, dry_run: bool, documents: tuple[str, ...]) -> None:
    """Bring papers into English: from memory, then by the engine; store and check."""
    from briefings.build import NO_ENGLISH_REMEDY  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415
    from briefings.workspace import open_workspace, plan  # noqa: PLC0415
    from translate.stage import require_complete  # noqa: PLC0415

    config = state.config()
    with _display() as display:
        if dry_run:
            lines, unreadable = plan(config, documents, display.notice)
            for line in lines:
                click.echo(line)
            require_readable(unreadable)
            return
        space = open_workspace(config, only=documents, notice=display.notice, progress=display.progress)
    for slug, item in space.translated.items():
        total = sum(1 for _ in item.document.segments())
        click.echo(
            f"{slug}: {total - len(item.missing())} of {total} segments have English{_by_engine(item)}"
        )
    end(
        lambda: require_readable(space.unreadable),
        lambda: require_complete(list(space.translated.values()), remedy=NO_ENGLISH_REMEDY),
    )


def _by_engine(item: Translated) -> str:
    """How much of a paper's English the engine made, and at what pains."""
    made = [one for one in item.translations.values() if one.signature]
    if not made:
        return ""
    worked = sum(bool(one.steps) for one in made)
    doubted = sum(bool(one.findings) for one in made)
    return f"; {len(made)} by the engine, {worked} of them not its plain answer, {doubted} with findings"


@cli.command(epilog="Example: briefings add --yes --rights internal report.pdf forum-94.docx")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--slug", default="", help="Its short name in commands and outputs: a-z, 0-9, hyphens.")
@click.option("--title", default="", help="Its title, as printed.")
@click.option("--title-en", default="", help="Its title in English.")
@click.option("--author", "authors", multiple=True, help="An author: an id of people.toml, or as printed.")
@click.option("--date", default="", help="YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD.")
@click.option("--publisher", default="", help="Who issued it, as printed.")
@click.option("--series", default="", help="The series it appeared in, as printed.")
@click.option("--number", default="", help="Its number in the series.")
@click.option("--rights", default="", help="cleared, quote-only, or internal (the default).")
@click.option("--marking", default="", help="A marking that its outputs carry, such as EMBARGOED.")
@click.option("--yes", is_flag=True, help="Take what is proposed from the text, without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option(
    "--password", help="Of an encrypted PDF; BRIEFINGS_PASSWORD keeps it out of the shell's history."
)
@pass_state
def add(
    state: State,
    /,
    files: tuple[Path, ...],
    yes: bool,
    dry_run: bool,
    password: str | None,
    **given: Any,
) -> None:
    """Take papers in: copy each FILE to seeds/ and describe it in seeds/sources.toml.

    Reads .txt .md .markdown .html .htm .docx .pdf. Title, author, series and date
    are proposed from the text, with the line they stand on; on a terminal you
    confirm or correct them (Enter takes, a hyphen leaves out). Elsewhere --yes takes
    those that are likely, or --title and the other options say them. Without --yes
    nothing but what the options say is written.

    A file that cannot be read is reported, the others are taken in (exit 3 at the
    end). Run again on a file in seeds/ to accept its new version or correct its entry.
    """
    from briefings.confirm import Given, Manner  # noqa: PLC0415
    from briefings.intake import add as take_in  # noqa: PLC0415

    config = state.config()
    ask = _asker() if sys.stdin.isatty() and not yes and not dry_run else None
    manner = Manner(ask, yes, dry_run, password or config.password)
    taken = take_in(config, files, Given(**given), manner, click.echo)
    if taken.slugs and not dry_run:
        names = " ".join(taken.slugs)
        click.echo(f"Next: briefings explain {taken.slugs[0]} (how it was read), briefings build {names}")
    taken.raise_refused()


def _asker() -> Any:
    """Asks for one value after the other, each with the evidence for what is proposed."""

    def ask(question: Any) -> str:
        if question.problem:
            click.echo(f"  {question.problem}", err=True)
        elif question.proposal is not None:
            proposal = question.proposal
            where = f"line {proposal.line}: " if proposal.line else ""
            click.echo(f"  {where}{proposal.evidence} ({proposal.why}; {proposal.confidence})")
        answer = str(click.prompt(f"{question.key}", default=question.default, show_default=True))
        return "" if answer.strip() == "-" else answer

    return ask


@cli.command(epilog="Example: briefings explain --lines 20-40 biden-xi-bali-2022")
@click.option("--lines", metavar="FIRST-LAST", help="Only these lines of the extracted text.")
@click.argument("document", metavar="DOC")
@pass_state
def explain(state: State, lines: str | None, document: str) -> None:
    """Show how a paper was read: its raw lines, every join and break with the reason, the result.

    At the end stands how to undo a join, or to make one, in seeds/sources.toml.
    """
    from briefings.catalogue import load_catalogue  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415
    from briefings.workspace import read_documents  # noqa: PLC0415
    from translate.ingest.explain import explain as explained  # noqa: PLC0415

    wanted = _lines(lines) if lines else None
    config = state.config()
    with _display() as display:
        papers = read_documents(config, load_catalogue(config.seeds), display.notice, only=[document])
    require_readable(papers.unreadable)
    (paper,) = papers.documents
    for line in explained(paper, wanted):
        click.echo(line)


def _lines(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last)):
        raise click.BadParameter("give two line numbers, such as 20-40", param_hint="--lines")
    return int(first), int(last)


cli.add_command(build)
cli.add_command(check)
cli.add_command(waive)
cli.add_command(memory)
cli.add_command(model)
cli.add_command(statements)
cli.add_command(templates)
cli.add_command(verify)


@cli.command(epilog="Example: briefings --workspace ~/summits doctor")
@pass_state
def doctor(state: State) -> None:
    """Say what is there, what is missing, and what to do: fonts, Pango, packages, database."""
    from briefings import doctor as examination  # noqa: PLC0415

    results = examination.examine(state.root)
    for result in results:
        mark = "ok" if result.ok else "MISSING" if result.needed else "note"
        click.echo(f"{mark:<7} {result.what}: {result.found}")
        if result.remedy and not result.ok:
            click.echo(f"        {result.remedy}")
    failed = [result for result in results if result.needed and not result.ok]
    if failed:
        raise failed[0].error()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the design's exit codes."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(lambda: cli.main(args=given, standalone_mode=False), debug="--debug" in given))


def _run(command: Callable[[], Any], *, debug: bool) -> int:
    if not debug:
        # interrupted while it closes a connection, it logs a traceback of its own beside our one line
        logging.getLogger("sqlalchemy").setLevel(logging.CRITICAL + 1)
    try:
        command()
    except BriefingsError as error:
        if debug:
            raise
        click.echo(f"briefings: {error.message}", err=True)
        if error.remedy:
            click.echo(error.remedy, err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "briefings: interrupted; what was stored is kept, and the next run goes on from there", err=True
        )
        return INTERRUPTED
    except Exception as error:
        if debug:
            raise
        # its message may quote a document, and what is printed reaches logs: type and place are enough
        click.echo(f"briefings: unexpected error: {type(error).__name__}{_place(error)}", err=True)
        click.echo("Run again with --debug before the command and report what it prints.", err=True)
        return 1
    return 0


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""


if __name__ == "__main__":
    main()
