"""``briefings check``: the checks on the workspace's papers, or on a bilingual file by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.cli_state import State, end, pass_state
from translate.errors import CheckGateError

if TYPE_CHECKING:
    from briefings.check_report import Report
    from briefings.model import Unreadable
    from translate.model import Severity

_FILES = (".tmx", ".xlf", ".xliff", ".tsv")
"""``translate.pairs.SUFFIXES``; a paper's short name has no dot."""


@click.command(epilog="Example: briefings check --fail-on critical biden-xi-bali-2022")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
    help="json lists every pair; html is one page.",
)  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "major", "minor"]),
    help="Exit 7 if a finding is at least this grave.",
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
    help="Of FILE's text, for words such as last year.",
)  # fmt: skip
@click.option(
    "--glossary", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="Terms for FILE, in the columns of seeds/glossary.csv.",
)  # fmt: skip
@click.argument("what", nargs=-1, metavar="[DOC]...|FILE")
@pass_state
def check(
    state: State,
    what: tuple[str, ...],
    kind: str,
    fail_on: Severity | None,
    day: datetime | None,
    glossary: Path | None,
) -> None:
    """Run the checks and list their findings, gravest first, with counts.

    On papers of the workspace, all if none is named; or on one bilingual file by
    itself (.tmx .xlf .xliff .tsv), wherever it is: a line of a .tsv is Chinese, a
    tab, English. No workspace is needed for that, and none is looked at.
    """
    from briefings.check_report import FORMATS  # noqa: PLC0415
    from briefings.unreadable import require_readable  # noqa: PLC0415

    unreadable: tuple[Unreadable, ...] = ()
    if any(name.lower().endswith(_FILES) for name in what):
        if len(what) > 1:
            raise _refused("a bilingual file is checked by itself: name no other file or paper")
        report = _of_file(Path(what[0]), day.date().isoformat() if day else "", glossary)
    elif day or glossary:
        raise _refused("--date and --glossary are for a bilingual file; papers have theirs in the workspace")
    else:
        report, unreadable = _of_papers(state, what)
    # UTF-8 whatever the terminal's encoding: the page says so, and JSON is nothing else
    told = FORMATS[kind](report)
    click.echo(told if kind == "text" else told.encode(), nl=False)

    def gate() -> None:
        if fail_on and report.reaches(fail_on):
            raise CheckGateError(
                f"findings at or above {fail_on!r}", "Correct the English, or lower --fail-on."
            )

    end(lambda: require_readable(unreadable), gate)


def _refused(message: str) -> click.UsageError:
    return click.UsageError(message, click.get_current_context())


def _of_papers(state: State, slugs: tuple[str, ...]) -> tuple[Report, tuple[Unreadable, ...]]:
    from briefings.check_report import of_papers  # noqa: PLC0415
    from briefings.progress import Display  # noqa: PLC0415
    from briefings.workspace import open_workspace  # noqa: PLC0415

    with Display() as display:
        space = open_workspace(state.config(), only=slugs, notice=display.notice, progress=display.progress)
    return of_papers(list(space.translated.values())), space.unreadable


def _of_file(path: Path, day: str, glossary: Path | None) -> Report:
    from briefings.check_report import of_file  # noqa: PLC0415
    from briefings.progress import Display  # noqa: PLC0415
    from translate.checks import Context  # noqa: PLC0415
    from translate.glossary import Glossary, load_glossary  # noqa: PLC0415
    from translate.pairs import read_pairs  # noqa: PLC0415

    context = Context(load_glossary(glossary) if glossary else Glossary(), day)
    with Display() as display:
        return of_file(path, read_pairs(path, display.notice), context, display.progress)
